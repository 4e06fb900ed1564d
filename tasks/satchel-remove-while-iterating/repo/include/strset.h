#ifndef STRSET_H
#define STRSET_H

#include "satchel.h"

/* A set of strings, which it copies. */
typedef struct {
    satchel *map;
} strset;

/* 0, or -1 if there is no memory. `hash` may be NULL. */
int strset_init(strset *set, satchel_hash_fn hash);
void strset_free(strset *set);

size_t strset_count(const strset *set);
int strset_has(const strset *set, const char *text);

/* 1 if it is new, 0 if it was there, -1 if there is no memory. */
int strset_add(strset *set, const char *text);
int strset_remove(strset *set, const char *text);

/* Takes everything out of `set` that is in `other`; how many they were. */
size_t strset_subtract(strset *set, const strset *other);

/* Takes everything out of `set` that is not in `other`; how many they were. */
size_t strset_intersect(strset *set, const strset *other);

#endif
