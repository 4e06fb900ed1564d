#include "internal.h"

#include <stdlib.h>
#include <string.h>

enum { SMALLEST = 8 };

static size_t round_up(size_t capacity) {
    size_t result = SMALLEST;
    while (result < capacity) {
        result *= 2;
    }
    return result;
}

satchel *satchel_new(const satchel_options *options) {
    const satchel_options defaults = {0};
    if (options == NULL) {
        options = &defaults;
    }
    satchel *map = calloc(1, sizeof *map);
    if (map == NULL) {
        return NULL;
    }
    map->capacity = round_up(options->capacity);
    map->hash = options->hash != NULL ? options->hash : satchel_fnv1a;
    map->free_value = options->free_value;
    map->slots = calloc(map->capacity, sizeof *map->slots);
    if (map->slots == NULL) {
        free(map);
        return NULL;
    }
    return map;
}

static void free_value(satchel *map, void *value) {
    if (map->free_value != NULL) {
        map->free_value(value);
    }
}

void satchel_clear(satchel *map) {
    for (size_t i = 0; i < map->capacity; i++) {
        slot *at = &map->slots[i];
        if (at->key != NULL) {
            free(at->key);
            free_value(map, at->value);
            *at = (slot){0};
        }
    }
    map->count = 0;
}

void satchel_free(satchel *map) {
    if (map == NULL) {
        return;
    }
    satchel_clear(map);
    free(map->slots);
    free(map);
}

size_t satchel_count(const satchel *map) {
    return map->count;
}

/* The slot that has the key, or the free one where it would go. There is always a free one. */
static size_t find(const satchel *map, const char *key, uint64_t hash) {
    size_t mask = map->capacity - 1;
    size_t index = hash & mask;
    while (map->slots[index].key != NULL) {
        const slot *at = &map->slots[index];
        if (at->hash == hash && strcmp(at->key, key) == 0) {
            break;
        }
        index = (index + 1) & mask;
    }
    return index;
}

static size_t find_key(const satchel *map, const char *key) {
    return find(map, key, map->hash(key, strlen(key)));
}

static int grow(satchel *map) {
    slot *old = map->slots;
    size_t old_capacity = map->capacity;
    slot *slots = calloc(old_capacity * 2, sizeof *slots);
    if (slots == NULL) {
        return -1;
    }
    map->slots = slots;
    map->capacity = old_capacity * 2;
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i].key != NULL) {
            map->slots[find(map, old[i].key, old[i].hash)] = old[i];
        }
    }
    free(old);
    return 0;
}

int satchel_put(satchel *map, const char *key, void *value) {
    size_t length = strlen(key);
    uint64_t hash = map->hash(key, length);
    size_t index = find(map, key, hash);
    slot *at = &map->slots[index];
    if (at->key != NULL) {
        if (at->value != value) {
            free_value(map, at->value);
        }
        at->value = value;
        return 0;
    }

    char *copy = malloc(length + 1);
    if (copy == NULL) {
        return -1;
    }
    memcpy(copy, key, length + 1);
    if ((map->count + 1) * 4 > map->capacity * 3) {
        if (grow(map) != 0) {
            free(copy);
            return -1;
        }
        index = find(map, key, hash);
    }
    map->slots[index] = (slot){copy, value, hash};
    map->count++;
    return 1;
}

void *satchel_get(const satchel *map, const char *key) {
    return map->slots[find_key(map, key)].value;
}

int satchel_has(const satchel *map, const char *key) {
    return map->slots[find_key(map, key)].key != NULL;
}

void satchel_erase(satchel *map, size_t index) {
    size_t mask = map->capacity - 1;
    size_t gap = index;
    free(map->slots[gap].key);
    map->count--;

    /* Move up what was pushed past the gap when it was put in. */
    for (size_t i = (gap + 1) & mask; map->slots[i].key != NULL; i = (i + 1) & mask) {
        size_t home = map->slots[i].hash & mask;
        if (home <= gap) {
            map->slots[gap] = map->slots[i];
            gap = i;
        }
    }
    map->slots[gap] = (slot){0};
}

void *satchel_take(satchel *map, const char *key) {
    size_t index = find_key(map, key);
    if (map->slots[index].key == NULL) {
        return NULL;
    }
    void *value = map->slots[index].value;
    satchel_erase(map, index);
    return value;
}

int satchel_remove(satchel *map, const char *key) {
    size_t index = find_key(map, key);
    if (map->slots[index].key == NULL) {
        return 0;
    }
    void *value = map->slots[index].value;
    satchel_erase(map, index);
    free_value(map, value);
    return 1;
}
