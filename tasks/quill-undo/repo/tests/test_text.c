#include "check.h"
#include "quill.h"

#include <stdlib.h>
#include <string.h>

static void insert(quill *text, size_t at, const char *bytes) {
    CHECK_INT(quill_insert(text, at, bytes, strlen(bytes)), 0);
}

TEST(a_new_text_is_empty) {
    quill *text = quill_new();
    CHECK_INT(quill_length(text), 0);
    CHECK_STR(quill_string(text), "");
    quill_free(text);
    quill_free(NULL);
}

TEST(insert_anywhere) {
    quill *text = quill_new();
    insert(text, 0, "world");
    insert(text, 0, "hello ");
    insert(text, 11, "!");
    insert(text, 5, ",");
    insert(text, 3, "");
    CHECK_STR(quill_string(text), "hello, world!");
    CHECK_INT(quill_insert(text, 14, "x", 1), -1);
    CHECK_INT(quill_length(text), 13);
    quill_free(text);
}

TEST(delete_anywhere) {
    quill *text = quill_new();
    insert(text, 0, "0123456789");
    CHECK_INT(quill_delete(text, 8, 5), 0);
    CHECK_INT(quill_delete(text, 0, 1), 0);
    CHECK_INT(quill_delete(text, 3, 2), 0);
    CHECK_STR(quill_string(text), "12367");
    CHECK_INT(quill_delete(text, 5, 1), 0);
    CHECK_INT(quill_delete(text, 6, 1), -1);
    CHECK_INT(quill_length(text), 5);
    quill_free(text);
}

TEST(copy_a_part) {
    char out[8] = "zzzzzzz";
    quill *text = quill_new();
    insert(text, 0, "abcdef");
    insert(text, 3, "-");
    CHECK_INT(quill_copy(text, 2, 3, out), 3);
    CHECK_INT(quill_copy(text, 6, 7, out + 3), 1);
    CHECK_STR(out, "c-dfzzz");
    quill_free(text);
}

TEST(a_long_text) {
    quill *text = quill_new();
    for (int i = 0; i < 3000; i++) {
        insert(text, quill_length(text) / 2, "ab");
    }
    CHECK_INT(quill_length(text), 6000);
    CHECK_INT(quill_string(text)[2999], 'a');
    CHECK_INT(quill_string(text)[3000], 'b');
    quill_free(text);
}
