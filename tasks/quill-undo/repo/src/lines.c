#include "internal.h"

size_t quill_line_count(const quill *text) {
    return text->line_feeds + 1;
}

size_t quill_line_start(quill *text, size_t line) {
    if (line > text->line_feeds) {
        return quill_length(text);
    }
    if (line < text->known_line) {
        text->known_line = 0;
        text->known_start = 0;
    }
    while (text->known_line < line) {
        if (quill_at(text, text->known_start) == '\n') {
            text->known_line++;
        }
        text->known_start++;
    }
    return text->known_start;
}

size_t quill_line_of(quill *text, size_t at) {
    size_t line = 0;
    for (size_t i = 0; i < at && i < quill_length(text); i++) {
        line += quill_at(text, i) == '\n';
    }
    return line;
}

static void forget_behind(quill *text, size_t at) {
    if (text->known_start > at) {
        text->known_line = 0;
        text->known_start = 0;
    }
}

void lines_follow_insert(quill *text, size_t at, const char *bytes, size_t size) {
    forget_behind(text, at);
    for (size_t i = 0; i < size; i++) {
        text->line_feeds += bytes[i] == '\n';
    }
}

void lines_follow_delete(quill *text, size_t at, size_t size) {
    forget_behind(text, at);
    for (size_t i = 0; i < size; i++) {
        text->line_feeds -= quill_at(text, at + i) == '\n';
    }
}
