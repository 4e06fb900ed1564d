#include "strset.h"

int strset_init(strset *set, satchel_hash_fn hash) {
    satchel_options options = {0};
    options.hash = hash;
    set->map = satchel_new(&options);
    return set->map == NULL ? -1 : 0;
}

void strset_free(strset *set) {
    satchel_free(set->map);
    set->map = NULL;
}

size_t strset_count(const strset *set) {
    return satchel_count(set->map);
}

int strset_has(const strset *set, const char *text) {
    return satchel_has(set->map, text);
}

int strset_add(strset *set, const char *text) {
    return satchel_put(set->map, text, NULL);
}

int strset_remove(strset *set, const char *text) {
    return satchel_remove(set->map, text);
}

static int is_in(const char *text, void *value, void *other) {
    (void)value;
    return strset_has(other, text);
}

static int is_not_in(const char *text, void *value, void *other) {
    return !is_in(text, value, other);
}

/* `other` is only looked at; satchel_remove_if has no const for its context. */
size_t strset_subtract(strset *set, const strset *other) {
    return satchel_remove_if(set->map, is_in, (void *)other);
}

size_t strset_intersect(strset *set, const strset *other) {
    return satchel_remove_if(set->map, is_not_in, (void *)other);
}
