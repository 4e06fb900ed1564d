#include "internal.h"

#include <stdlib.h>

int row_add(row_buffer *row, char byte) {
    if (row->size == row->capacity) {
        size_t capacity = 2 * row->capacity + 64;
        char *bytes = realloc(row->bytes, capacity);
        if (bytes == NULL) {
            return -1;
        }
        row->bytes = bytes;
        row->capacity = capacity;
    }
    row->bytes[row->size] = byte;
    row->size++;
    return 0;
}

static size_t field_start(const row_buffer *row) {
    return row->count == 0 ? 0 : row->ends[row->count - 1] + 1;
}

int row_end_field(row_buffer *row) {
    if (row->count == row->end_capacity) {
        size_t capacity = 2 * row->end_capacity + 8;
        size_t *ends = realloc(row->ends, capacity * sizeof *ends);
        if (ends == NULL) {
            return -1;
        }
        row->ends = ends;
        row->end_capacity = capacity;
    }
    row->ends[row->count] = row->size;
    row->count++;
    return row_add(row, '\0');
}

size_t row_field_size(const row_buffer *row) {
    return row->size - field_start(row);
}

char row_last(const row_buffer *row) {
    return row->bytes[row->size - 1];
}

void row_cut(row_buffer *row, size_t field_size) {
    row->size = field_start(row) + field_size;
}

int row_hand_out(row_buffer *row, size_t line, comber_row_fn take, void *context, int *said) {
    const char **fields = malloc(row->count * sizeof *fields);
    size_t *sizes = malloc(row->count * sizeof *sizes);
    int has_memory = fields != NULL && sizes != NULL;
    if (has_memory) {
        size_t start = 0;
        for (size_t i = 0; i < row->count; i++) {
            fields[i] = row->bytes + start;
            sizes[i] = row->ends[i] - start;
            start = row->ends[i] + 1;
        }
        comber_row shown = {line, row->count, fields, sizes};
        *said = take(&shown, context);
    }
    free(fields);
    free(sizes);
    row->size = 0;
    row->count = 0;
    return has_memory ? 0 : -1;
}

void row_free(row_buffer *row) {
    free(row->bytes);
    free(row->ends);
}
