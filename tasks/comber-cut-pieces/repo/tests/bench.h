#ifndef BENCH_H
#define BENCH_H

#include "comber.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All rows in one text: [line:field|field]. */
static char rows[4096];

static int show_row(const comber_row *row, void *context) {
    (void)context;
    size_t used = strlen(rows);
    used += (size_t)snprintf(rows + used, sizeof rows - used, "[%zu:", row->line);
    for (size_t i = 0; i < row->count; i++) {
        used += (size_t)snprintf(rows + used, sizeof rows - used, "%s%s", i == 0 ? "" : "|", row->fields[i]);
    }
    snprintf(rows + used, sizeof rows - used, "]");
    return 0;
}

/* Reads a text in pieces of some size; the rows and the problem, if there is one, with its line. */
static const char *comb(const char *text, const comber_options *options, size_t piece) {
    rows[0] = '\0';
    comber *reader = comber_new(options, show_row, NULL);
    size_t size = strlen(text);
    for (size_t at = 0; at < size; at += piece) {
        /* A copy of the piece alone, so that nobody can look behind it. */
        size_t part = size - at < piece ? size - at : piece;
        char *copy = malloc(part);
        memcpy(copy, text + at, part);
        comber_feed(reader, copy, part);
        free(copy);
    }
    if (comber_end(reader) != 0) {
        size_t used = strlen(rows);
        snprintf(rows + used, sizeof rows - used, "%zu: %s", comber_line(reader), comber_problem(reader));
    }
    comber_free(reader);
    return rows;
}

#endif
