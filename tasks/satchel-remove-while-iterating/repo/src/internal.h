#ifndef SATCHEL_INTERNAL_H
#define SATCHEL_INTERNAL_H

#include "satchel.h"

/* A slot is free if its key is NULL. */
typedef struct {
    char *key;
    void *value;
    uint64_t hash;
} slot;

struct satchel {
    slot *slots;
    size_t capacity; /* a power of two */
    size_t count;    /* at most three quarters of the capacity */
    satchel_hash_fn hash;
    satchel_free_fn free_value;
};

uint64_t satchel_fnv1a(const char *key, size_t length);

/* Frees the key at `index` and closes the gap. The value is up to the caller. */
void satchel_erase(satchel *map, size_t index);

#endif
