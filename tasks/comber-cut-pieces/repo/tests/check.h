#ifndef CHECK_H
#define CHECK_H

/*
 * A test is a block `TEST(name) { ... }` and enters itself in the list. Each runs in a child process of its own with a
 * time limit, so a crash or an endless loop fails that test alone. See check.c for the report.
 */

typedef struct check_test {
    const char *file;
    const char *name;
    void (*run)(void);
    struct check_test *next;
} check_test;

void check_register(check_test *test);

/* These end the test if they do not hold. */
void check_int(const char *file, int line, const char *text, long long actual, long long expected);
void check_str(const char *file, int line, const char *text, const char *actual, const char *expected);
void check_true(const char *file, int line, const char *text, int holds);

#define TEST(name)                                                              \
    static void test_##name(void);                                              \
    static check_test entry_##name = {__FILE__, #name, test_##name, 0};         \
    __attribute__((constructor)) static void enter_##name(void) {               \
        check_register(&entry_##name);                                          \
    }                                                                           \
    static void test_##name(void)

#define CHECK_INT(actual, expected) check_int(__FILE__, __LINE__, #actual, (long long)(actual), (expected))
#define CHECK_STR(actual, expected) check_str(__FILE__, __LINE__, #actual, (actual), (expected))
#define CHECK(holds) check_true(__FILE__, __LINE__, #holds, (holds) != 0)

#endif
