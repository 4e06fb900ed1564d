#include "quill.h"

/* Undo and redo: agreed upon, but not there yet. */

int quill_undo(quill *text) {
    (void)text;
    return 0;
}

int quill_redo(quill *text) {
    (void)text;
    return 0;
}

void quill_break(quill *text) {
    (void)text;
}

void quill_begin(quill *text) {
    (void)text;
}

void quill_end(quill *text) {
    (void)text;
}

void quill_set_history(quill *text, size_t steps) {
    (void)text;
    (void)steps;
}

void quill_saved(quill *text) {
    (void)text;
}

int quill_is_modified(const quill *text) {
    (void)text;
    return 0;
}
