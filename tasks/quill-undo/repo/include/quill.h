#ifndef QUILL_H
#define QUILL_H

#include <stddef.h>

/* The text of an editor. See README.md. */
typedef struct quill quill;

/* NULL if there is no memory. */
quill *quill_new(void);
void quill_free(quill *text);

size_t quill_length(const quill *text);

/* Inserts `size` bytes. 0, or -1 if `at` is behind the end or there is no memory. */
int quill_insert(quill *text, size_t at, const char *bytes, size_t size);

/* Deletes up to `size` bytes, fewer at the end of the text. 0, or -1 if `at` is behind the end. */
int quill_delete(quill *text, size_t at, size_t size);

/* Copies up to `size` bytes to `out`; how many they were. */
size_t quill_copy(const quill *text, size_t at, size_t size, char *out);

/* All of it, with a 0 at its end, for the caller to free; NULL if there is no memory. */
char *quill_string(const quill *text);

/* Which side of a mark inserted text comes to: docs/marks.md. */
enum { QUILL_LEFT, QUILL_RIGHT };

/* The number of a new mark, or -1 if `at` is behind the end or there is no memory. */
int quill_mark_add(quill *text, size_t at, int side);

/* Its position, or -1 if there is no such mark (any more). */
long quill_mark_get(const quill *text, int mark);

/* 0, or -1 if there is no such mark or `at` is behind the end. */
int quill_mark_set(quill *text, int mark, size_t at);
void quill_mark_remove(quill *text, int mark);

/* Steps that a new text remembers. */
enum { QUILL_HISTORY = 1000 };

/* Takes the last step back, or does it again: 1, or 0 if there is none, a group is open or there is no memory. */
int quill_undo(quill *text);
int quill_redo(quill *text);

/* Ends the step that further changes would go on with. */
void quill_break(quill *text);

/* All changes between these are one step. Groups may contain groups; the outermost one counts. */
void quill_begin(quill *text);
void quill_end(quill *text);

/* How many steps can be undone at most; the oldest ones are forgotten. */
void quill_set_history(quill *text, size_t steps);

/* The text as it is now is saved somewhere. quill_is_modified says whether it is another one now: 1 or 0. */
void quill_saved(quill *text);
int quill_is_modified(const quill *text);

size_t quill_line_count(const quill *text);

/* Where a line begins; the length of the text if there is no such line. */
size_t quill_line_start(quill *text, size_t line);

/* The line that a position is in. */
size_t quill_line_of(quill *text, size_t at);

#endif
