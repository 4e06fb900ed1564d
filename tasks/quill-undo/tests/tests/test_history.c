#include "check.h"
#include "quill.h"

#include <stdlib.h>
#include <string.h>

/* What the text is, for one comparison. */
static const char *now(const quill *text) {
    static char shown[256];
    size_t size = quill_copy(text, 0, sizeof shown - 1, shown);
    shown[size] = '\0';
    return shown;
}

static void insert(quill *text, size_t at, const char *bytes) {
    CHECK_INT(quill_insert(text, at, bytes, strlen(bytes)), 0);
}

/* One character at a time, as from a keyboard. */
static void type(quill *text, size_t at, const char *bytes) {
    for (size_t i = 0; bytes[i] != '\0'; i++) {
        CHECK_INT(quill_insert(text, at + i, bytes + i, 1), 0);
    }
}

static int undo_all(quill *text) {
    int steps = 0;
    while (quill_undo(text)) {
        steps++;
    }
    return steps;
}

static int redo_all(quill *text) {
    int steps = 0;
    while (quill_redo(text)) {
        steps++;
    }
    return steps;
}

TEST(nothing_to_undo) {
    quill *text = quill_new();
    CHECK_INT(quill_undo(text), 0);
    CHECK_INT(quill_redo(text), 0);
    quill_free(text);
}

TEST(undo_and_redo) {
    quill *text = quill_new();
    insert(text, 0, "one three");
    insert(text, 4, "two ");
    CHECK_INT(quill_delete(text, 0, 4), 0);
    CHECK_STR(now(text), "two three");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "one two three");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "one three");
    CHECK_INT(quill_redo(text), 1);
    CHECK_INT(quill_redo(text), 1);
    CHECK_INT(quill_redo(text), 0);
    CHECK_STR(now(text), "two three");
    CHECK_INT(undo_all(text), 3);
    CHECK_STR(now(text), "");
    CHECK_INT(redo_all(text), 3);
    CHECK_STR(now(text), "two three");
    quill_free(text);
}

TEST(a_new_step_forgets_what_could_be_redone) {
    quill *text = quill_new();
    insert(text, 0, "abc");
    insert(text, 3, "def");
    CHECK_INT(quill_undo(text), 1);
    insert(text, 0, "xy");
    CHECK_INT(quill_redo(text), 0);
    CHECK_STR(now(text), "xyabc");
    CHECK_INT(undo_all(text), 2);
    quill_free(text);
}

TEST(what_changes_nothing_is_no_step) {
    quill *text = quill_new();
    insert(text, 0, "abc");
    insert(text, 1, "def");
    CHECK_INT(quill_undo(text), 1);
    insert(text, 1, "");
    CHECK_INT(quill_insert(text, 4, "x", 1), -1);
    CHECK_INT(quill_delete(text, 3, 5), 0);
    CHECK_INT(quill_delete(text, 0, 0), 0);
    CHECK_INT(quill_delete(text, 9, 1), -1);
    CHECK_INT(quill_redo(text), 1);
    CHECK_STR(now(text), "adefbc");
    CHECK_INT(undo_all(text), 2);
    quill_free(text);
}

TEST(a_deletion_beyond_the_end_comes_back_as_it_was) {
    quill *text = quill_new();
    insert(text, 0, "abc");
    CHECK_INT(quill_delete(text, 1, 99), 0);
    CHECK_STR(now(text), "a");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "abc");
    CHECK_INT(quill_redo(text), 1);
    CHECK_STR(now(text), "a");
    quill_free(text);
}

TEST(typing_is_one_step) {
    quill *text = quill_new();
    type(text, 0, "hello");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "");
    CHECK_INT(quill_redo(text), 1);
    CHECK_STR(now(text), "hello");
    type(text, 5, "!");
    CHECK_INT(undo_all(text), 2);
    quill_free(text);
}

TEST(typing_elsewhere_is_another_step) {
    quill *text = quill_new();
    type(text, 0, "ab");
    type(text, 0, "cd");
    type(text, 4, "e");
    CHECK_STR(now(text), "cdabe");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "cdab");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "ab");
    CHECK_INT(undo_all(text), 1);
    quill_free(text);
}

TEST(typing_before_the_last_character_is_another_step) {
    quill *text = quill_new();
    type(text, 0, "a");
    type(text, 0, "b");
    CHECK_INT(undo_all(text), 2);
    quill_free(text);
}

TEST(a_line_feed_ends_its_step) {
    quill *text = quill_new();
    type(text, 0, "ab\ncd\n\ne");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "ab\ncd\n\n");
    CHECK_INT(quill_undo(text), 1);
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "ab\n");
    CHECK_INT(quill_line_count(text), 2);
    CHECK_INT(undo_all(text), 1);
    quill_free(text);
}

TEST(longer_text_is_a_step_by_itself) {
    quill *text = quill_new();
    type(text, 0, "a");
    insert(text, 1, "bc");
    type(text, 3, "d");
    type(text, 4, "e");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "abc");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "a");
    CHECK_INT(undo_all(text), 1);
    quill_free(text);
}

TEST(deleting_at_the_gap_is_one_step) {
    quill *text = quill_new();
    insert(text, 0, "abcdef");
    quill_delete(text, 3, 1);
    quill_delete(text, 2, 1);
    quill_delete(text, 2, 1);
    quill_delete(text, 1, 1);
    CHECK_STR(now(text), "af");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "abcdef");
    CHECK_INT(quill_redo(text), 1);
    CHECK_STR(now(text), "af");
    CHECK_INT(undo_all(text), 2);
    quill_free(text);
}

TEST(deleting_elsewhere_is_another_step) {
    quill *text = quill_new();
    insert(text, 0, "abcdefgh");
    quill_delete(text, 4, 1);
    quill_delete(text, 2, 1);
    quill_delete(text, 3, 1);
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "abdfgh");
    CHECK_INT(undo_all(text), 3);
    quill_free(text);
}

TEST(longer_deletions_are_steps_by_themselves) {
    quill *text = quill_new();
    insert(text, 0, "abcdefgh");
    quill_delete(text, 4, 1);
    quill_delete(text, 4, 2);
    quill_delete(text, 4, 1);
    quill_delete(text, 2, 2);
    CHECK_INT(undo_all(text), 5);
    quill_free(text);
}

TEST(a_deleted_line_feed_ends_its_step) {
    quill *text = quill_new();
    insert(text, 0, "a\nbc");
    quill_delete(text, 2, 1);
    quill_delete(text, 1, 1);
    quill_delete(text, 0, 1);
    CHECK_STR(now(text), "c");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "ac");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "a\nbc");
    CHECK_INT(quill_line_count(text), 2);
    CHECK_INT(quill_line_start(text, 1), 2);
    quill_free(text);
}

TEST(typing_and_deleting_are_two_steps) {
    quill *text = quill_new();
    type(text, 0, "abc");
    quill_delete(text, 2, 1);
    quill_delete(text, 1, 1);
    type(text, 1, "x");
    CHECK_INT(undo_all(text), 3);
    CHECK_INT(redo_all(text), 3);
    CHECK_STR(now(text), "ax");
    quill_free(text);
}

TEST(a_break_ends_a_step) {
    quill *text = quill_new();
    type(text, 0, "ab");
    quill_break(text);
    quill_break(text);
    type(text, 2, "cd");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "ab");
    CHECK_INT(undo_all(text), 1);
    CHECK_INT(quill_is_modified(text), 0);
    quill_free(text);
}

TEST(undo_and_redo_end_a_step) {
    quill *text = quill_new();
    type(text, 0, "ab");
    quill_break(text);
    type(text, 2, "cd");
    quill_undo(text);
    type(text, 2, "e");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "ab");
    quill_redo(text);
    type(text, 3, "f");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "abe");
    quill_free(text);
}

TEST(marks_by_hand_end_a_step) {
    quill *text = quill_new();
    type(text, 0, "a");
    int cursor = quill_mark_add(text, 1, QUILL_RIGHT);
    type(text, 1, "b");
    quill_mark_set(text, cursor, 2);
    type(text, 2, "c");
    quill_mark_remove(text, cursor);
    type(text, 3, "d");
    CHECK_INT(undo_all(text), 4);
    quill_free(text);
}

TEST(looking_does_not_end_a_step) {
    quill *text = quill_new();
    int cursor = quill_mark_add(text, 0, QUILL_RIGHT);
    type(text, 0, "a");
    CHECK_INT(quill_mark_get(text, cursor), 1);
    CHECK_INT(quill_is_modified(text), 1);
    type(text, 1, "b");
    CHECK_INT(quill_line_start(text, 1), 2);
    CHECK_INT(quill_mark_set(text, cursor, 3), -1);
    type(text, 2, "c");
    CHECK_INT(undo_all(text), 1);
    quill_free(text);
}

TEST(a_group_is_one_step) {
    quill *text = quill_new();
    insert(text, 0, "abc");
    quill_begin(text);
    insert(text, 0, "xx");
    quill_delete(text, 3, 2);
    type(text, 0, "\ny");
    quill_end(text);
    CHECK_STR(now(text), "\nyxxa");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "abc");
    CHECK_INT(quill_redo(text), 1);
    CHECK_STR(now(text), "\nyxxa");
    CHECK_INT(undo_all(text), 2);
    quill_free(text);
}

TEST(groups_in_groups) {
    quill *text = quill_new();
    quill_begin(text);
    insert(text, 0, "ab");
    quill_begin(text);
    insert(text, 2, "cd");
    quill_end(text);
    CHECK_INT(quill_undo(text), 0);
    quill_break(text);
    insert(text, 4, "ef");
    quill_end(text);
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "");
    CHECK_INT(quill_redo(text), 1);
    CHECK_STR(now(text), "abcdef");
    quill_free(text);
}

TEST(groups_stay_apart_from_their_neighbours) {
    quill *text = quill_new();
    type(text, 0, "a");
    quill_begin(text);
    type(text, 1, "b");
    quill_end(text);
    type(text, 2, "c");
    CHECK_INT(quill_undo(text), 1);
    CHECK_STR(now(text), "ab");
    CHECK_INT(undo_all(text), 2);
    quill_free(text);
}

TEST(an_empty_group_is_no_step) {
    quill *text = quill_new();
    insert(text, 0, "ab");
    insert(text, 0, "cd");
    quill_undo(text);
    quill_begin(text);
    CHECK_INT(quill_redo(text), 0);
    quill_end(text);
    quill_end(text);
    CHECK_INT(quill_redo(text), 1);
    CHECK_INT(undo_all(text), 2);
    quill_free(text);
}

TEST(marks_in_deleted_text_come_back) {
    quill *text = quill_new();
    insert(text, 0, "abcdefgh");
    int marks[5];
    for (int i = 0; i < 5; i++) {
        marks[i] = quill_mark_add(text, (size_t)i + 2, i % 2 ? QUILL_RIGHT : QUILL_LEFT);
    }
    quill_delete(text, 3, 2);
    CHECK_INT(quill_mark_get(text, marks[2]), 3);
    CHECK_INT(quill_mark_get(text, marks[4]), 4);
    for (int round = 0; round < 3; round++) {
        CHECK_INT(quill_undo(text), 1);
        for (int i = 0; i < 5; i++) {
            CHECK_INT(quill_mark_get(text, marks[i]), i + 2);
        }
        CHECK_INT(quill_redo(text), 1);
    }
    CHECK_INT(quill_mark_get(text, marks[0]), 2);
    CHECK_INT(quill_mark_get(text, marks[3]), 3);
    quill_free(text);
}

TEST(marks_in_inserted_text_come_back_with_it) {
    quill *text = quill_new();
    insert(text, 0, "abcd");
    insert(text, 2, "xyz");
    int start = quill_mark_add(text, 2, QUILL_RIGHT);
    int within = quill_mark_add(text, 3, QUILL_RIGHT);
    int end = quill_mark_add(text, 5, QUILL_LEFT);
    for (int round = 0; round < 2; round++) {
        CHECK_INT(quill_undo(text), 1);
        CHECK_INT(quill_mark_get(text, within), 2);
        CHECK_INT(quill_mark_get(text, end), 2);
        CHECK_INT(quill_redo(text), 1);
        CHECK_INT(quill_mark_get(text, start), 2);
        CHECK_INT(quill_mark_get(text, within), 3);
        CHECK_INT(quill_mark_get(text, end), 5);
    }
    quill_free(text);
}

TEST(marks_and_deleting_character_by_character) {
    quill *text = quill_new();
    insert(text, 0, "abcdef");
    int b = quill_mark_add(text, 1, QUILL_RIGHT);
    int c = quill_mark_add(text, 2, QUILL_LEFT);
    int d = quill_mark_add(text, 3, QUILL_RIGHT);
    int e = quill_mark_add(text, 4, QUILL_LEFT);
    quill_delete(text, 2, 1);
    quill_delete(text, 2, 1);
    quill_delete(text, 1, 1);
    CHECK_INT(quill_mark_get(text, e), 1);
    CHECK_INT(quill_undo(text), 1);
    CHECK_INT(quill_mark_get(text, b), 1);
    CHECK_INT(quill_mark_get(text, c), 2);
    CHECK_INT(quill_mark_get(text, d), 3);
    CHECK_INT(quill_mark_get(text, e), 4);
    quill_free(text);
}

TEST(marks_that_were_set_since_are_left_alone) {
    quill *text = quill_new();
    insert(text, 0, "abcdef");
    int first = quill_mark_add(text, 3, QUILL_LEFT);
    int second = quill_mark_add(text, 3, QUILL_RIGHT);
    int third = quill_mark_add(text, 3, QUILL_RIGHT);
    quill_delete(text, 2, 2);
    quill_mark_set(text, first, 0);
    quill_mark_set(text, second, 2);
    int fourth = quill_mark_add(text, 2, QUILL_LEFT);
    CHECK_INT(quill_undo(text), 1);
    CHECK_INT(quill_mark_get(text, first), 0);
    CHECK_INT(quill_mark_get(text, second), 4);
    CHECK_INT(quill_mark_get(text, third), 3);
    CHECK_INT(quill_mark_get(text, fourth), 2);
    quill_free(text);
}

TEST(removed_marks_stay_removed) {
    quill *text = quill_new();
    insert(text, 0, "abcdef");
    int first = quill_mark_add(text, 3, QUILL_LEFT);
    int second = quill_mark_add(text, 4, QUILL_LEFT);
    quill_delete(text, 2, 3);
    quill_mark_remove(text, first);
    CHECK_INT(quill_undo(text), 1);
    CHECK_INT(quill_mark_get(text, first), -1);
    CHECK_INT(quill_mark_get(text, second), 4);
    quill_free(text);
}

TEST(no_more_steps_than_allowed) {
    quill *text = quill_new();
    quill_set_history(text, 2);
    insert(text, 0, "ab");
    insert(text, 2, "cd");
    insert(text, 4, "ef");
    CHECK_INT(undo_all(text), 2);
    CHECK_STR(now(text), "ab");
    CHECK_INT(redo_all(text), 2);
    CHECK_STR(now(text), "abcdef");
    quill_set_history(text, 1);
    CHECK_INT(undo_all(text), 1);
    CHECK_STR(now(text), "abcd");
    quill_set_history(text, 0);
    insert(text, 0, "xy");
    type(text, 0, "zz");
    CHECK_INT(quill_undo(text), 0);
    CHECK_STR(now(text), "zzxyabcd");
    quill_free(text);
}

TEST(what_is_redone_counts_as_well) {
    quill *text = quill_new();
    insert(text, 0, "ab");
    insert(text, 2, "cd");
    insert(text, 4, "ef");
    CHECK_INT(undo_all(text), 3);
    quill_set_history(text, 2);
    CHECK_INT(redo_all(text), 3);
    CHECK_INT(undo_all(text), 2);
    CHECK_STR(now(text), "ab");
    quill_free(text);
}

TEST(the_usual_limit) {
    quill *text = quill_new();
    for (int i = 0; i < 1005; i++) {
        insert(text, 0, "ab");
    }
    CHECK_INT(undo_all(text), 1000);
    CHECK_INT(quill_length(text), 10);
    CHECK_INT(QUILL_HISTORY, 1000);
    quill_free(text);
}

TEST(a_group_is_complete_before_anything_is_forgotten) {
    quill *text = quill_new();
    quill_set_history(text, 1);
    insert(text, 0, "ab");
    quill_begin(text);
    insert(text, 2, "cd");
    insert(text, 4, "ef");
    quill_end(text);
    CHECK_INT(undo_all(text), 1);
    CHECK_STR(now(text), "ab");
    quill_set_history(text, 0);
    quill_begin(text);
    insert(text, 2, "cd");
    quill_end(text);
    CHECK_INT(undo_all(text), 0);
    quill_free(text);
}

TEST(modified_since_it_was_saved) {
    quill *text = quill_new();
    CHECK_INT(quill_is_modified(text), 0);
    insert(text, 0, "ab");
    CHECK_INT(quill_is_modified(text), 1);
    quill_saved(text);
    CHECK_INT(quill_is_modified(text), 0);
    insert(text, 2, "cd");
    CHECK_INT(quill_is_modified(text), 1);
    quill_undo(text);
    CHECK_INT(quill_is_modified(text), 0);
    quill_undo(text);
    CHECK_INT(quill_is_modified(text), 1);
    quill_redo(text);
    CHECK_INT(quill_is_modified(text), 0);
    quill_free(text);
}

TEST(typing_goes_on_in_a_new_step_after_a_save) {
    quill *text = quill_new();
    type(text, 0, "ab");
    quill_saved(text);
    type(text, 2, "cd");
    CHECK_INT(quill_is_modified(text), 1);
    quill_undo(text);
    CHECK_STR(now(text), "ab");
    CHECK_INT(quill_is_modified(text), 0);
    quill_free(text);
}

TEST(no_way_back_to_what_was_saved) {
    quill *text = quill_new();
    insert(text, 0, "ab");
    insert(text, 2, "cd");
    quill_saved(text);
    quill_undo(text);
    insert(text, 2, "cd");
    CHECK_INT(quill_is_modified(text), 1);
    quill_undo(text);
    CHECK_INT(quill_is_modified(text), 1);
    quill_undo(text);
    CHECK_INT(quill_is_modified(text), 1);
    quill_saved(text);
    CHECK_INT(quill_is_modified(text), 0);
    CHECK_INT(redo_all(text), 2);
    CHECK_INT(quill_is_modified(text), 1);
    quill_free(text);
}

TEST(what_was_saved_is_forgotten_with_its_steps) {
    quill *text = quill_new();
    quill_set_history(text, 2);
    insert(text, 0, "ab");
    quill_saved(text);
    insert(text, 2, "cd");
    insert(text, 4, "ef");
    CHECK_INT(undo_all(text), 2);
    CHECK_INT(quill_is_modified(text), 0);
    CHECK_INT(redo_all(text), 2);
    insert(text, 6, "gh");
    CHECK_INT(undo_all(text), 2);
    CHECK_STR(now(text), "abcd");
    CHECK_INT(quill_is_modified(text), 1);
    quill_free(text);
}

TEST(many_changes_there_and_back) {
    quill *text = quill_new();
    insert(text, 0, "0123456789");
    int marks[11];
    for (int i = 0; i < 11; i++) {
        marks[i] = quill_mark_add(text, (size_t)i, i % 3 ? QUILL_LEFT : QUILL_RIGHT);
    }
    quill_saved(text);
    unsigned seed = 7;
    for (int i = 0; i < 200; i++) {
        seed = seed * 1103515245u + 12345u;
        size_t at = (seed >> 16) % (quill_length(text) + 1);
        if ((seed >> 8) % 2) {
            quill_delete(text, at, (seed >> 24) % 4);
        } else {
            insert(text, at, (seed >> 24) % 3 ? "a\nb" : "c");
        }
    }
    char *changed = quill_string(text);
    for (int round = 0; round < 3; round++) {
        while (quill_is_modified(text)) {
            CHECK_INT(quill_undo(text), 1);
        }
        CHECK_STR(now(text), "0123456789");
        CHECK_INT(quill_line_count(text), 1);
        for (int i = 0; i < 11; i++) {
            CHECK_INT(quill_mark_get(text, marks[i]), i);
        }
        redo_all(text);
        CHECK_STR(now(text), changed);
    }
    free(changed);
    quill_free(text);
}
