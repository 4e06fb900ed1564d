#include "check.h"
#include "strset.h"

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
