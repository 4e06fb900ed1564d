#ifndef QUILL_INTERNAL_H
#define QUILL_INTERNAL_H

#include "quill.h"

typedef struct {
    int number;
    int side;
    size_t at;
} mark;

struct quill {
    /* The text before the gap, the gap, the text behind it. */
    char *bytes;
    size_t capacity;
    size_t gap;
    size_t gap_end;

    mark *marks;
    size_t mark_count;
    size_t mark_capacity;
    int last_number;

    size_t line_feeds;
    /* Looking for lines goes on from here: a line and where it begins. Always true. */
    size_t known_line;
    size_t known_start;
};

char quill_at(const quill *text, size_t at);

/* Have marks and lines follow a change: an insertion after it, a deletion before it. */
void marks_follow_insert(quill *text, size_t at, size_t size);
void marks_follow_delete(quill *text, size_t at, size_t size);
void lines_follow_insert(quill *text, size_t at, const char *bytes, size_t size);
void lines_follow_delete(quill *text, size_t at, size_t size);

#endif
