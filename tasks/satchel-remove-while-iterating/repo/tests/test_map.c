#include "check.h"
#include "satchel.h"

#include <stdio.h>
#include <stdlib.h>

static int freed;

static void count_free(void *value) {
    freed++;
    free(value);
}

static int *number(int value) {
    int *result = malloc(sizeof *result);
    *result = value;
    return result;
}

static satchel *owning(void) {
    satchel_options options = {0};
    options.free_value = count_free;
    return satchel_new(&options);
}

TEST(a_new_map_is_empty) {
    satchel *map = satchel_new(NULL);
    CHECK_INT(satchel_count(map), 0);
    CHECK_INT(satchel_has(map, "a"), 0);
    CHECK(satchel_get(map, "a") == NULL);
    CHECK_INT(satchel_remove(map, "a"), 0);
    satchel_free(map);
    satchel_free(NULL);
}

TEST(put_and_get) {
    satchel *map = satchel_new(NULL);
    CHECK_INT(satchel_put(map, "a", "one"), 1);
    CHECK_INT(satchel_put(map, "b", "two"), 1);
    CHECK_INT(satchel_put(map, "", "empty"), 1);
    CHECK_STR(satchel_get(map, "a"), "one");
    CHECK_STR(satchel_get(map, "b"), "two");
    CHECK_STR(satchel_get(map, ""), "empty");
    CHECK_INT(satchel_count(map), 3);
    satchel_free(map);
}

TEST(put_replaces) {
    satchel *map = satchel_new(NULL);
    CHECK_INT(satchel_put(map, "a", "one"), 1);
    CHECK_INT(satchel_put(map, "a", "two"), 0);
    CHECK_STR(satchel_get(map, "a"), "two");
    CHECK_INT(satchel_count(map), 1);
    satchel_free(map);
}

TEST(keys_are_copied) {
    char key[] = "abc";
    satchel *map = satchel_new(NULL);
    satchel_put(map, key, "value");
    key[0] = 'x';
    CHECK_STR(satchel_get(map, "abc"), "value");
    CHECK_INT(satchel_has(map, "xbc"), 0);
    satchel_free(map);
}

TEST(a_value_may_be_null) {
    satchel *map = satchel_new(NULL);
    satchel_put(map, "a", NULL);
    CHECK_INT(satchel_has(map, "a"), 1);
    CHECK(satchel_get(map, "a") == NULL);
    satchel_free(map);
}

TEST(remove_one) {
    satchel *map = satchel_new(NULL);
    satchel_put(map, "a", "one");
    satchel_put(map, "b", "two");
    CHECK_INT(satchel_remove(map, "a"), 1);
    CHECK_INT(satchel_remove(map, "a"), 0);
    CHECK_INT(satchel_has(map, "a"), 0);
    CHECK_STR(satchel_get(map, "b"), "two");
    CHECK_INT(satchel_count(map), 1);
    satchel_free(map);
}

TEST(many_entries) {
    static int values[1000];
    satchel *map = satchel_new(NULL);
    char key[20];
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "key %d", i);
        values[i] = i;
        CHECK_INT(satchel_put(map, key, &values[i]), 1);
    }
    CHECK_INT(satchel_count(map), 1000);
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "key %d", i);
        CHECK_INT(*(int *)satchel_get(map, key), i);
    }
    satchel_free(map);
}

TEST(the_map_frees_the_values_it_owns) {
    satchel *map = owning();
    satchel_put(map, "a", number(1));
    satchel_put(map, "b", number(2));
    satchel_put(map, "c", number(3));
    satchel_put(map, "a", number(4));
    CHECK_INT(freed, 1);
    CHECK_INT(*(int *)satchel_get(map, "a"), 4);
    satchel_remove(map, "b");
    CHECK_INT(freed, 2);
    satchel_free(map);
    CHECK_INT(freed, 4);
}

TEST(putting_the_same_value_again_does_not_free_it) {
    satchel *map = owning();
    int *value = number(5);
    satchel_put(map, "a", value);
    CHECK_INT(satchel_put(map, "a", value), 0);
    CHECK_INT(freed, 0);
    satchel_free(map);
    CHECK_INT(freed, 1);
}

TEST(take_hands_the_value_over) {
    satchel *map = owning();
    satchel_put(map, "a", number(6));
    int *value = satchel_take(map, "a");
    CHECK_INT(*value, 6);
    CHECK_INT(satchel_count(map), 0);
    CHECK(satchel_take(map, "a") == NULL);
    satchel_free(map);
    CHECK_INT(freed, 0);
    free(value);
}

TEST(clear) {
    satchel *map = owning();
    satchel_put(map, "a", number(1));
    satchel_put(map, "b", number(2));
    satchel_clear(map);
    CHECK_INT(freed, 2);
    CHECK_INT(satchel_count(map), 0);
    CHECK_INT(satchel_has(map, "a"), 0);
    CHECK_INT(satchel_put(map, "a", number(3)), 1);
    satchel_free(map);
    CHECK_INT(freed, 3);
}
