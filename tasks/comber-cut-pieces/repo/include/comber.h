#ifndef COMBER_H
#define COMBER_H

#include <stddef.h>

/* Reads tables of text, piece by piece. See README.md. */
typedef struct comber comber;

typedef struct {
    size_t line;
    size_t count;
    const char *const *fields;
    const size_t *sizes;
} comber_row;

/* Anything but 0 ends the reading. */
typedef int (*comber_row_fn)(const comber_row *row, void *context);

/* All zero means the defaults. */
typedef struct {
    char separator; /* 0: a comma */
    int trim;       /* leave out spaces and tabs around fields */
} comber_options;

/* NULL if there is no memory. `options` may be NULL. */
comber *comber_new(const comber_options *options, comber_row_fn take, void *context);
void comber_free(comber *reader);

/* 0; -1 if there is a problem; or what the function said that took a row. */
int comber_feed(comber *reader, const char *bytes, size_t size);

/* After the last piece. The same. */
int comber_end(comber *reader);

/* What is wrong, or NULL if nothing is; and the line that the reading has come to. */
const char *comber_problem(const comber *reader);
size_t comber_line(const comber *reader);

#endif
