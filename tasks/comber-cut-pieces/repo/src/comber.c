#include "internal.h"

#include <stdlib.h>
#include <string.h>

enum state {
    BEFORE_FIELD, /* nothing of the field yet, apart from what is trimmed */
    IN_FIELD,
    IN_QUOTES,
    BEHIND_QUOTES
};

struct comber {
    char separator;
    int trim;
    comber_row_fn take;
    void *context;

    enum state state;
    row_buffer row;
    size_t line;
    size_t row_line;
    int has_begun;
    int result;
    const char *problem;
};

static const char mark[] = "\xef\xbb\xbf";

comber *comber_new(const comber_options *options, comber_row_fn take, void *context) {
    comber *reader = calloc(1, sizeof *reader);
    if (reader != NULL) {
        reader->separator = options != NULL && options->separator != 0 ? options->separator : ',';
        reader->trim = options != NULL && options->trim;
        reader->take = take;
        reader->context = context;
        reader->line = 1;
        reader->row_line = 1;
    }
    return reader;
}

void comber_free(comber *reader) {
    if (reader != NULL) {
        row_free(&reader->row);
        free(reader);
    }
}

const char *comber_problem(const comber *reader) {
    return reader->problem;
}

size_t comber_line(const comber *reader) {
    return reader->line;
}

static void fail(comber *reader, const char *problem) {
    reader->problem = problem;
    reader->result = -1;
}

static void add(comber *reader, char byte) {
    if (row_add(&reader->row, byte) != 0) {
        fail(reader, "out of memory");
    }
}

static int is_trimmed(const comber *reader, char byte) {
    return reader->trim && (byte == ' ' || byte == '\t');
}

static void trim_end(comber *reader) {
    size_t size = row_field_size(&reader->row);
    while (size > 0 && is_trimmed(reader, row_last(&reader->row))) {
        size--;
        row_cut(&reader->row, size);
    }
}

static void end_field(comber *reader) {
    trim_end(reader);
    reader->state = BEFORE_FIELD;
    if (row_end_field(&reader->row) != 0) {
        fail(reader, "out of memory");
    }
}

static void end_row(comber *reader) {
    if (reader->row.count == 0 && reader->state == BEFORE_FIELD) {
        return;
    }
    end_field(reader);
    if (reader->result == 0 &&
        row_hand_out(&reader->row, reader->row_line, reader->take, reader->context, &reader->result) != 0) {
        fail(reader, "out of memory");
    }
}

static int is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

/* Takes what begins at `bytes`, and says how many bytes that were. */
static size_t take_bytes(comber *reader, const char *bytes, size_t size) {
    char byte = *bytes;
    if (reader->state == IN_QUOTES) {
        if (byte == '"' && size > 1 && bytes[1] == '"') {
            add(reader, byte);
            return 2;
        }
        if (byte == '"') {
            reader->state = BEHIND_QUOTES;
            return 1;
        }
        reader->line += is_line_end(byte);
        add(reader, byte);
    } else if (is_line_end(byte)) {
        end_row(reader);
        reader->line++;
        reader->row_line = reader->line;
        return byte == '\r' && size > 1 && bytes[1] == '\n' ? 2 : 1;
    } else if (reader->state != IN_FIELD && is_trimmed(reader, byte)) {
        return 1;
    } else if (byte == reader->separator) {
        end_field(reader);
    } else if (reader->state == BEHIND_QUOTES) {
        fail(reader, "text behind a quoted field");
    } else if (reader->state == BEFORE_FIELD && byte == '"') {
        reader->state = IN_QUOTES;
    } else {
        reader->state = IN_FIELD;
        add(reader, byte);
    }
    return 1;
}

int comber_feed(comber *reader, const char *bytes, size_t size) {
    size_t at = 0;
    if (!reader->has_begun && size >= 3 && memcmp(bytes, mark, 3) == 0) {
        at = 3;
    }
    reader->has_begun = 1;
    while (at < size && reader->result == 0) {
        at += take_bytes(reader, bytes + at, size - at);
    }
    return reader->result;
}

int comber_end(comber *reader) {
    if (reader->result == 0 && reader->state == IN_QUOTES) {
        fail(reader, "a quoted field has no end");
    }
    if (reader->result == 0 && reader->row.size > 0) {
        end_row(reader);
    }
    return reader->result;
}
