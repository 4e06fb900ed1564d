#include "check.h"
#include "satchel.h"

#include <string.h>

static int freed;

static void count_free(void *value) {
    (void)value;
    freed++;
}

TEST(an_empty_map_has_nothing_to_show) {
    satchel *map = satchel_new(NULL);
    satchel_iter it = satchel_iter_start(map);
    CHECK_INT(satchel_iter_next(&it), 0);
    CHECK(it.key == NULL);
    CHECK_INT(satchel_iter_remove(&it), 0);
    satchel_free(map);
}

TEST(every_entry_comes_once) {
    static int seen[4];
    satchel *map = satchel_new(NULL);
    satchel_put(map, "a", &seen[0]);
    satchel_put(map, "b", &seen[1]);
    satchel_put(map, "c", &seen[2]);
    satchel_put(map, "d", &seen[3]);
    int steps = 0;
    satchel_iter it = satchel_iter_start(map);
    while (satchel_iter_next(&it)) {
        CHECK(it.value == &seen[it.key[0] - 'a']);
        ++*(int *)it.value;
        steps++;
    }
    CHECK_INT(steps, 4);
    CHECK_INT(seen[0], 1);
    CHECK_INT(seen[1], 1);
    CHECK_INT(seen[2], 1);
    CHECK_INT(seen[3], 1);
    CHECK_INT(satchel_iter_next(&it), 0);
    satchel_free(map);
}

TEST(remove_on_the_way) {
    satchel *map = satchel_new(NULL);
    satchel_put(map, "keep", "1");
    satchel_put(map, "drop", "2");
    satchel_iter it = satchel_iter_start(map);
    while (satchel_iter_next(&it)) {
        if (strcmp(it.key, "drop") == 0) {
            CHECK_INT(satchel_iter_remove(&it), 1);
            CHECK(it.key == NULL);
            CHECK_INT(satchel_iter_remove(&it), 0);
        }
    }
    CHECK_INT(satchel_count(map), 1);
    CHECK_INT(satchel_has(map, "drop"), 0);
    CHECK_STR(satchel_get(map, "keep"), "1");
    satchel_free(map);
}

TEST(remove_on_the_way_frees_the_value) {
    satchel_options options = {0};
    options.free_value = count_free;
    satchel *map = satchel_new(&options);
    satchel_put(map, "a", &options);
    satchel_iter it = satchel_iter_start(map);
    CHECK_INT(satchel_iter_next(&it), 1);
    CHECK_INT(satchel_iter_remove(&it), 1);
    CHECK_INT(freed, 1);
    satchel_free(map);
    CHECK_INT(freed, 1);
}

static int starts_with(const char *key, void *value, void *prefix) {
    (void)value;
    return strncmp(key, prefix, strlen(prefix)) == 0;
}

TEST(remove_if) {
    satchel *map = satchel_new(NULL);
    satchel_put(map, "old: a", "1");
    satchel_put(map, "new: a", "2");
    satchel_put(map, "new: b", "3");
    CHECK_INT(satchel_remove_if(map, starts_with, "old"), 1);
    CHECK_INT(satchel_count(map), 2);
    CHECK_INT(satchel_remove_if(map, starts_with, "old"), 0);
    CHECK_STR(satchel_get(map, "new: b"), "3");
    satchel_free(map);
}
