#include "internal.h"

satchel_iter satchel_iter_start(satchel *map) {
    satchel_iter it = {0};
    it.map = map;
    return it;
}

int satchel_iter_next(satchel_iter *it) {
    while (it->next < it->map->capacity) {
        const slot *at = &it->map->slots[it->next];
        it->next++;
        if (at->key != NULL) {
            it->key = at->key;
            it->value = at->value;
            return 1;
        }
    }
    it->key = NULL;
    it->value = NULL;
    return 0;
}

int satchel_iter_remove(satchel_iter *it) {
    if (it->key == NULL) {
        return 0;
    }
    satchel *map = it->map;
    void *value = it->value;
    satchel_erase(map, it->next - 1);
    if (map->free_value != NULL) {
        map->free_value(value);
    }
    it->key = NULL;
    it->value = NULL;
    return 1;
}

size_t satchel_remove_if(satchel *map, satchel_test_fn test, void *context) {
    size_t removed = 0;
    satchel_iter it = satchel_iter_start(map);
    while (satchel_iter_next(&it)) {
        if (test(it.key, it.value, context)) {
            satchel_iter_remove(&it);
            removed++;
        }
    }
    return removed;
}
