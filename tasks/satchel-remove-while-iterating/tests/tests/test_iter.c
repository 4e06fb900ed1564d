#include "check.h"
#include "satchel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int freed;

static void count_free(void *value) {
    (void)value;
    freed++;
}

/* "7a" has the hash 7: in a table of 8 slots it is at home in the last one. */
static uint64_t leading_number(const char *key, size_t length) {
    (void)length;
    return strtoull(key, NULL, 10);
}

static satchel *numbered(void) {
    satchel_options options = {0};
    options.hash = leading_number;
    options.free_value = count_free;
    return satchel_new(&options);
}

/* How often an entry was shown. The keys of one test differ in their letter. */
static int seen[26];

static void put(satchel *map, const char *key) {
    CHECK_INT(satchel_put(map, key, &seen[key[1] - 'a']), 1);
}

/* Goes through and removes the entries whose letters are in `letters`; the number of steps. */
static int sweep(satchel *map, const char *letters) {
    int steps = 0;
    satchel_iter it = satchel_iter_start(map);
    while (satchel_iter_next(&it)) {
        steps++;
        ++*(int *)it.value;
        if (strchr(letters, it.key[1]) != NULL) {
            CHECK_INT(satchel_iter_remove(&it), 1);
        }
    }
    return steps;
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

TEST(entries_across_the_end_come_once) {
    satchel *map = numbered();
    put(map, "6a");
    put(map, "7b");
    put(map, "7c");
    put(map, "6d");
    CHECK_INT(sweep(map, ""), 4);
    CHECK_INT(seen[0], 1);
    CHECK_INT(seen[1], 1);
    CHECK_INT(seen[2], 1);
    CHECK_INT(seen[3], 1);
    satchel_free(map);
}

TEST(remove_all_of_one_home) {
    satchel *map = numbered();
    put(map, "1a");
    put(map, "1b");
    put(map, "1c");
    put(map, "1d");
    CHECK_INT(sweep(map, "abcd"), 4);
    CHECK_INT(satchel_count(map), 0);
    CHECK_INT(freed, 4);
    satchel_free(map);
    CHECK_INT(freed, 4);
}

TEST(remove_two_neighbours) {
    satchel *map = numbered();
    put(map, "2a");
    put(map, "2b");
    put(map, "2c");
    CHECK_INT(sweep(map, "ab"), 3);
    CHECK_INT(satchel_count(map), 1);
    CHECK_INT(satchel_has(map, "2c"), 1);
    CHECK_INT(seen[2], 1);
    satchel_free(map);
}

TEST(an_entry_that_moves_up_is_not_passed_over) {
    satchel *map = numbered();
    put(map, "3a");
    put(map, "3b");
    put(map, "4c");
    CHECK_INT(sweep(map, "a"), 3);
    CHECK_INT(seen[1], 1);
    CHECK_INT(seen[2], 1);
    CHECK_INT(satchel_count(map), 2);
    satchel_free(map);
}

TEST(an_entry_that_moves_round_the_end_does_not_come_twice) {
    satchel *map = numbered();
    put(map, "7a");
    put(map, "7b");
    CHECK_INT(sweep(map, "a"), 2);
    CHECK_INT(seen[0], 1);
    CHECK_INT(seen[1], 1);
    CHECK_INT(satchel_has(map, "7b"), 1);
    CHECK_INT(satchel_count(map), 1);
    satchel_free(map);
}

TEST(remove_all_across_the_end) {
    satchel *map = numbered();
    put(map, "6a");
    put(map, "7b");
    put(map, "6c");
    put(map, "7d");
    put(map, "0e");
    CHECK_INT(sweep(map, "abcde"), 5);
    CHECK_INT(satchel_count(map), 0);
    CHECK_INT(freed, 5);
    satchel_free(map);
}

TEST(entries_at_the_start_of_the_table_stay) {
    satchel *map = numbered();
    put(map, "7a");
    put(map, "0b");
    put(map, "1c");
    CHECK_INT(sweep(map, "a"), 3);
    CHECK_INT(satchel_has(map, "7a"), 0);
    CHECK_INT(satchel_has(map, "0b"), 1);
    CHECK_INT(satchel_has(map, "1c"), 1);
    satchel_free(map);
}

/* All ways to lay six entries over the end of the table, and of those all ways to remove some. */
TEST(any_removal_from_any_run) {
    static const char *keys[4][6] = {
        {"6a", "6b", "6c", "6d", "6e", "6f"},
        {"7a", "7b", "7c", "7d", "7e", "7f"},
        {"0a", "0b", "0c", "0d", "0e", "0f"},
        {"1a", "1b", "1c", "1d", "1e", "1f"},
    };
    for (int homes = 0; homes < 4096; homes += 3) {
        for (int gone = 0; gone < 64; gone++) {
            satchel *map = numbered();
            char letters[7] = "";
            int left = 0;
            memset(seen, 0, sizeof seen);
            for (int i = 0; i < 6; i++) {
                put(map, keys[homes >> (2 * i) & 3][i]);
                if (gone >> i & 1) {
                    letters[strlen(letters)] = (char)('a' + i);
                } else {
                    left++;
                }
            }
            CHECK_INT(sweep(map, letters), 6);
            CHECK_INT(satchel_count(map), left);
            for (int i = 0; i < 6; i++) {
                CHECK_INT(seen[i], 1);
                CHECK_INT(satchel_has(map, keys[homes >> (2 * i) & 3][i]), !(gone >> i & 1));
            }
            satchel_free(map);
        }
    }
}

TEST(a_second_removal_does_nothing) {
    satchel *map = numbered();
    put(map, "5a");
    put(map, "5b");
    put(map, "5c");
    satchel_iter it = satchel_iter_start(map);
    CHECK_INT(satchel_iter_next(&it), 1);
    CHECK_INT(satchel_iter_remove(&it), 1);
    CHECK_INT(satchel_iter_remove(&it), 0);
    CHECK_INT(satchel_count(map), 2);
    CHECK_INT(freed, 1);
    CHECK_INT(satchel_iter_next(&it), 1);
    CHECK_INT(satchel_iter_next(&it), 1);
    CHECK_INT(satchel_iter_next(&it), 0);
    CHECK_INT(satchel_iter_remove(&it), 0);
    CHECK_INT(satchel_count(map), 2);
    satchel_free(map);
}

TEST(the_map_can_be_used_after_a_sweep) {
    satchel *map = numbered();
    put(map, "7a");
    put(map, "7b");
    put(map, "7c");
    CHECK_INT(sweep(map, "ac"), 3);
    put(map, "7d");
    put(map, "0e");
    CHECK_INT(satchel_count(map), 3);
    CHECK_INT(satchel_remove(map, "7b"), 1);
    CHECK_INT(satchel_has(map, "7d"), 1);
    CHECK_INT(satchel_has(map, "0e"), 1);
    CHECK_INT(sweep(map, "de"), 2);
    CHECK_INT(satchel_count(map), 0);
    satchel_free(map);
}

static int is_odd(const char *key, void *value, void *asked) {
    (void)value;
    ++*(int *)asked;
    return (key[strlen(key) - 1] - '0') % 2;
}

TEST(remove_if_asks_once_for_each_of_many) {
    satchel *map = satchel_new(NULL);
    char key[20];
    int asked = 0;
    for (int i = 0; i < 700; i++) {
        snprintf(key, sizeof key, "key %d", i);
        satchel_put(map, key, NULL);
    }
    CHECK_INT(satchel_remove_if(map, is_odd, &asked), 350);
    CHECK_INT(asked, 700);
    CHECK_INT(satchel_count(map), 350);
    for (int i = 0; i < 700; i++) {
        snprintf(key, sizeof key, "key %d", i);
        CHECK_INT(satchel_has(map, key), (i + 1) % 2);
    }
    satchel_free(map);
}
