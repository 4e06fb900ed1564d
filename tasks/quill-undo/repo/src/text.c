#include "internal.h"

#include <stdlib.h>
#include <string.h>

quill *quill_new(void) {
    return calloc(1, sizeof(quill));
}

void quill_free(quill *text) {
    if (text != NULL) {
        free(text->bytes);
        free(text->marks);
        free(text);
    }
}

size_t quill_length(const quill *text) {
    return text->capacity - (text->gap_end - text->gap);
}

char quill_at(const quill *text, size_t at) {
    return text->bytes[at < text->gap ? at : at + (text->gap_end - text->gap)];
}

static int make_room(quill *text, size_t size) {
    if (text->gap_end - text->gap >= size) {
        return 0;
    }
    size_t behind = text->capacity - text->gap_end;
    size_t capacity = 2 * (text->capacity + size);
    char *bytes = realloc(text->bytes, capacity);
    if (bytes == NULL) {
        return -1;
    }
    memmove(bytes + capacity - behind, bytes + text->gap_end, behind);
    text->bytes = bytes;
    text->capacity = capacity;
    text->gap_end = capacity - behind;
    return 0;
}

static void move_gap(quill *text, size_t at) {
    if (at < text->gap) {
        size_t size = text->gap - at;
        memmove(text->bytes + text->gap_end - size, text->bytes + at, size);
        text->gap_end -= size;
    } else if (at > text->gap) {
        size_t size = at - text->gap;
        memmove(text->bytes + text->gap, text->bytes + text->gap_end, size);
        text->gap_end += size;
    }
    text->gap = at;
}

int quill_insert(quill *text, size_t at, const char *bytes, size_t size) {
    if (at > quill_length(text) || make_room(text, size) != 0) {
        return -1;
    }
    if (size == 0) {
        return 0;
    }
    move_gap(text, at);
    memcpy(text->bytes + at, bytes, size);
    text->gap += size;
    marks_follow_insert(text, at, size);
    lines_follow_insert(text, at, bytes, size);
    return 0;
}

int quill_delete(quill *text, size_t at, size_t size) {
    size_t length = quill_length(text);
    if (at > length) {
        return -1;
    }
    if (size > length - at) {
        size = length - at;
    }
    if (size == 0) {
        return 0;
    }
    lines_follow_delete(text, at, size);
    marks_follow_delete(text, at, size);
    move_gap(text, at);
    text->gap_end += size;
    return 0;
}

size_t quill_copy(const quill *text, size_t at, size_t size, char *out) {
    size_t length = quill_length(text);
    size_t copied = 0;
    while (copied < size && at + copied < length) {
        out[copied] = quill_at(text, at + copied);
        copied++;
    }
    return copied;
}

char *quill_string(const quill *text) {
    size_t length = quill_length(text);
    char *string = malloc(length + 1);
    if (string != NULL) {
        quill_copy(text, 0, length, string);
        string[length] = '\0';
    }
    return string;
}
