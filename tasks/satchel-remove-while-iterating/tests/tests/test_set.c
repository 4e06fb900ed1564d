#include "check.h"
#include "strset.h"

#include <stdlib.h>

static uint64_t leading_number(const char *key, size_t length) {
    (void)length;
    return strtoull(key, NULL, 10);
}

static strset numbered(const char *a, const char *b, const char *c) {
    strset set;
    CHECK_INT(strset_init(&set, leading_number), 0);
    CHECK_INT(strset_add(&set, a), 1);
    CHECK_INT(strset_add(&set, b), 1);
    CHECK_INT(strset_add(&set, c), 1);
    return set;
}

static strset with(const char *a, const char *b, const char *c) {
    strset set;
    CHECK_INT(strset_init(&set, 0), 0);
    CHECK_INT(strset_add(&set, a), 1);
    CHECK_INT(strset_add(&set, b), 1);
    CHECK_INT(strset_add(&set, c), 1);
    return set;
}

TEST(add_and_has) {
    strset set = with("a", "b", "c");
    CHECK_INT(strset_add(&set, "a"), 0);
    CHECK_INT(strset_count(&set), 3);
    CHECK_INT(strset_has(&set, "b"), 1);
    CHECK_INT(strset_has(&set, "d"), 0);
    strset_free(&set);
}

TEST(remove_from_a_set) {
    strset set = with("a", "b", "c");
    CHECK_INT(strset_remove(&set, "b"), 1);
    CHECK_INT(strset_remove(&set, "b"), 0);
    CHECK_INT(strset_count(&set), 2);
    strset_free(&set);
}

TEST(subtract) {
    strset set = with("a", "b", "c");
    strset other = with("x", "b", "y");
    CHECK_INT(strset_subtract(&set, &other), 1);
    CHECK_INT(strset_count(&set), 2);
    CHECK_INT(strset_has(&set, "a"), 1);
    CHECK_INT(strset_has(&set, "b"), 0);
    CHECK_INT(strset_count(&other), 3);
    strset_free(&set);
    strset_free(&other);
}

TEST(intersect) {
    strset set = with("a", "b", "c");
    strset other = with("c", "x", "a");
    CHECK_INT(strset_intersect(&set, &other), 1);
    CHECK_INT(strset_count(&set), 2);
    CHECK_INT(strset_has(&set, "b"), 0);
    CHECK_INT(strset_has(&set, "c"), 1);
    strset_free(&set);
    strset_free(&other);
}

TEST(subtract_a_set_from_itself) {
    strset set = numbered("4a", "4b", "5c");
    CHECK_INT(strset_subtract(&set, &set), 3);
    CHECK_INT(strset_count(&set), 0);
    CHECK_INT(strset_has(&set, "4b"), 0);
    strset_free(&set);
}

TEST(subtract_neighbours) {
    strset set = numbered("7a", "7b", "0c");
    strset other = numbered("7b", "7a", "9x");
    CHECK_INT(strset_subtract(&set, &other), 2);
    CHECK_INT(strset_count(&set), 1);
    CHECK_INT(strset_has(&set, "7a"), 0);
    CHECK_INT(strset_has(&set, "7b"), 0);
    CHECK_INT(strset_has(&set, "0c"), 1);
    strset_free(&set);
    strset_free(&other);
}

TEST(intersect_with_nothing_in_common) {
    strset set = numbered("3a", "3b", "3c");
    strset other = with("x", "y", "z");
    CHECK_INT(strset_intersect(&set, &other), 3);
    CHECK_INT(strset_count(&set), 0);
    strset_free(&set);
    strset_free(&other);
}

TEST(intersect_with_the_same) {
    strset set = numbered("7a", "0b", "7c");
    CHECK_INT(strset_intersect(&set, &set), 0);
    CHECK_INT(strset_count(&set), 3);
    CHECK_INT(strset_has(&set, "7c"), 1);
    strset_free(&set);
}

TEST(remove_from_a_set_across_the_end) {
    strset set = numbered("7a", "7b", "7c");
    CHECK_INT(strset_remove(&set, "7b"), 1);
    CHECK_INT(strset_has(&set, "7a"), 1);
    CHECK_INT(strset_has(&set, "7c"), 1);
    CHECK_INT(strset_count(&set), 2);
    strset_free(&set);
}
