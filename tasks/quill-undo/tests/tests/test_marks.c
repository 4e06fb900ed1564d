#include "check.h"
#include "quill.h"

TEST(marks_move_with_the_text) {
    quill *text = quill_new();
    quill_insert(text, 0, "abcdef", 6);
    int left = quill_mark_add(text, 3, QUILL_LEFT);
    int right = quill_mark_add(text, 3, QUILL_RIGHT);
    quill_insert(text, 0, "xx", 2);
    CHECK_INT(quill_mark_get(text, left), 5);
    quill_insert(text, 6, "xx", 2);
    CHECK_INT(quill_mark_get(text, right), 5);
    quill_insert(text, 5, "yyy", 3);
    CHECK_INT(quill_mark_get(text, left), 5);
    CHECK_INT(quill_mark_get(text, right), 8);
    quill_free(text);
}

TEST(marks_in_deleted_text) {
    quill *text = quill_new();
    quill_insert(text, 0, "abcdefgh", 8);
    int before = quill_mark_add(text, 2, QUILL_RIGHT);
    int within = quill_mark_add(text, 4, QUILL_RIGHT);
    int end = quill_mark_add(text, 5, QUILL_LEFT);
    int behind = quill_mark_add(text, 7, QUILL_LEFT);
    quill_delete(text, 2, 3);
    CHECK_INT(quill_mark_get(text, before), 2);
    CHECK_INT(quill_mark_get(text, within), 2);
    CHECK_INT(quill_mark_get(text, end), 2);
    CHECK_INT(quill_mark_get(text, behind), 4);
    quill_free(text);
}

TEST(marks_by_hand) {
    quill *text = quill_new();
    quill_insert(text, 0, "abc", 3);
    int first = quill_mark_add(text, 0, QUILL_LEFT);
    int second = quill_mark_add(text, 1, QUILL_LEFT);
    CHECK_INT(quill_mark_add(text, 4, QUILL_LEFT), -1);
    CHECK_INT(quill_mark_set(text, first, 3), 0);
    CHECK_INT(quill_mark_set(text, first, 4), -1);
    CHECK_INT(quill_mark_get(text, first), 3);
    quill_mark_remove(text, first);
    CHECK_INT(quill_mark_get(text, first), -1);
    CHECK_INT(quill_mark_set(text, first, 0), -1);
    CHECK_INT(quill_mark_get(text, second), 1);
    CHECK_INT(quill_mark_add(text, 0, QUILL_LEFT) == first, 0);
    quill_free(text);
}
