#include "check.h"
#include "quill.h"

#include <string.h>

static quill *with(const char *bytes) {
    quill *text = quill_new();
    CHECK_INT(quill_insert(text, 0, bytes, strlen(bytes)), 0);
    return text;
}

TEST(lines_of_a_text) {
    quill *text = with("one\ntwo\n\nfour");
    CHECK_INT(quill_line_count(text), 4);
    CHECK_INT(quill_line_start(text, 3), 9);
    CHECK_INT(quill_line_start(text, 1), 4);
    CHECK_INT(quill_line_start(text, 2), 8);
    CHECK_INT(quill_line_start(text, 0), 0);
    CHECK_INT(quill_line_start(text, 4), 13);
    CHECK_INT(quill_line_of(text, 3), 0);
    CHECK_INT(quill_line_of(text, 4), 1);
    CHECK_INT(quill_line_of(text, 99), 3);
    quill_free(text);
}

TEST(lines_follow_changes) {
    quill *text = with("a\nb\nc\n");
    CHECK_INT(quill_line_start(text, 2), 4);
    quill_insert(text, 1, "\n", 1);
    CHECK_INT(quill_line_count(text), 5);
    CHECK_INT(quill_line_start(text, 2), 3);
    quill_delete(text, 0, 3);
    CHECK_INT(quill_line_count(text), 3);
    CHECK_INT(quill_line_start(text, 1), 2);
    CHECK_INT(quill_line_start(text, 2), 4);
    quill_free(text);
}
