#ifndef SATCHEL_H
#define SATCHEL_H

#include <stddef.h>
#include <stdint.h>

/* A hash map from strings to pointers. Keys are copied; see README.md for who owns the values. */
typedef struct satchel satchel;

typedef uint64_t (*satchel_hash_fn)(const char *key, size_t length);
typedef void (*satchel_free_fn)(void *value);

/* All zero means the defaults. */
typedef struct {
    satchel_hash_fn hash;       /* NULL: 64-bit FNV-1a */
    satchel_free_fn free_value; /* NULL: values belong to the caller */
    size_t capacity;            /* slots to start with, rounded up to a power of two */
} satchel_options;

/* NULL if there is no memory. `options` may be NULL. */
satchel *satchel_new(const satchel_options *options);

/* Frees the map with its keys, and its values if it owns them. NULL is fine. */
void satchel_free(satchel *map);

size_t satchel_count(const satchel *map);

/* 1 if the key is new, 0 if its value was replaced, -1 if there is no memory (then nothing has changed). */
int satchel_put(satchel *map, const char *key, void *value);

/* The value, or NULL. A key may have the value NULL: satchel_has tells. */
void *satchel_get(const satchel *map, const char *key);
int satchel_has(const satchel *map, const char *key);

/* 1 if there was such a key, else 0. `key` may be the map's own copy, as an iterator shows it. */
int satchel_remove(satchel *map, const char *key);

/* Like satchel_remove, but gives the value to the caller, who owns it from then on. */
void *satchel_take(satchel *map, const char *key);

/* Removes all entries; the capacity stays. */
void satchel_clear(satchel *map);

/* Only `key` and `value` are for the caller. */
typedef struct {
    satchel *map;
    size_t next;
    const char *key;
    void *value;
} satchel_iter;

satchel_iter satchel_iter_start(satchel *map);

/* 1 and the next entry in `key` and `value`, or 0 at the end. */
int satchel_iter_next(satchel_iter *it);

/* Removes the entry that satchel_iter_next gave last. 1, or 0 if there is none or it is removed already. */
int satchel_iter_remove(satchel_iter *it);

/* Removes all entries for which `test` says something other than 0; how many they were. Asks once for each entry. */
typedef int (*satchel_test_fn)(const char *key, void *value, void *context);
size_t satchel_remove_if(satchel *map, satchel_test_fn test, void *context);

#endif
