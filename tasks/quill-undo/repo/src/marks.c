#include "internal.h"

#include <stdlib.h>

static mark *find(const quill *text, int number) {
    for (size_t i = 0; i < text->mark_count; i++) {
        if (text->marks[i].number == number) {
            return &text->marks[i];
        }
    }
    return NULL;
}

int quill_mark_add(quill *text, size_t at, int side) {
    if (at > quill_length(text)) {
        return -1;
    }
    if (text->mark_count == text->mark_capacity) {
        size_t capacity = 2 * text->mark_capacity + 4;
        mark *marks = realloc(text->marks, capacity * sizeof *marks);
        if (marks == NULL) {
            return -1;
        }
        text->marks = marks;
        text->mark_capacity = capacity;
    }
    text->last_number++;
    text->marks[text->mark_count] = (mark){text->last_number, side, at};
    text->mark_count++;
    return text->last_number;
}

long quill_mark_get(const quill *text, int number) {
    const mark *found = find(text, number);
    return found == NULL ? -1 : (long)found->at;
}

int quill_mark_set(quill *text, int number, size_t at) {
    mark *found = find(text, number);
    if (found == NULL || at > quill_length(text)) {
        return -1;
    }
    found->at = at;
    return 0;
}

void quill_mark_remove(quill *text, int number) {
    mark *found = find(text, number);
    if (found != NULL) {
        text->mark_count--;
        *found = text->marks[text->mark_count];
    }
}

void marks_follow_insert(quill *text, size_t at, size_t size) {
    for (size_t i = 0; i < text->mark_count; i++) {
        mark *each = &text->marks[i];
        if (each->at > at || (each->at == at && each->side == QUILL_RIGHT)) {
            each->at += size;
        }
    }
}

void marks_follow_delete(quill *text, size_t at, size_t size) {
    for (size_t i = 0; i < text->mark_count; i++) {
        mark *each = &text->marks[i];
        if (each->at > at) {
            each->at = each->at < at + size ? at : each->at - size;
        }
    }
}
