#ifndef COMBER_INTERNAL_H
#define COMBER_INTERNAL_H

#include "comber.h"

/* The row that is being read: all fields one behind the other, each with a 0 at its end. */
typedef struct {
    char *bytes;
    size_t size;
    size_t capacity;
    size_t *ends; /* where each field ends, without the 0 */
    size_t count;
    size_t end_capacity;
} row_buffer;

int row_add(row_buffer *row, char byte);
int row_end_field(row_buffer *row);

/* How long the field is that is being read, its last byte if there is one, and how to cut off its end. */
size_t row_field_size(const row_buffer *row);
char row_last(const row_buffer *row);
void row_cut(row_buffer *row, size_t field_size);

/* Hands the row out and empties it; `said` is what `take` says. 0, or -1 if there is no memory. */
int row_hand_out(row_buffer *row, size_t line, comber_row_fn take, void *context, int *said);
void row_free(row_buffer *row);

#endif
