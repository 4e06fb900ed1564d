/*
 * Runs all tests and says how they went: on stdout, and as JUnit XML in the file that GYMKHANA_REPORT names, if it is
 * set. That file is opened once and written once, at the end, so it may be a pipe. Exit status: 0 if all passed,
 * 1 if not, 2 if the report could not be written.
 */

#include "check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 5, MESSAGE = 600 };

/* Shared with the child. A test that ends the process by itself has not finished. */
typedef struct {
    int finished;
    char message[MESSAGE];
} verdict;

static check_test *first;
static check_test **last = &first;
static verdict *shared;

void check_register(check_test *test) {
    *last = test;
    last = &test->next;
}

static void stop(void) {
    fflush(NULL);
    _exit(1);
}

void check_int(const char *file, int line, const char *text, long long actual, long long expected) {
    if (actual != expected) {
        snprintf(shared->message, MESSAGE, "%s:%d: %s is %lld, expected %lld", file, line, text, actual, expected);
        stop();
    }
}

void check_str(const char *file, int line, const char *text, const char *actual, const char *expected) {
    if (actual == NULL || strcmp(actual, expected) != 0) {
        const char *shown = actual == NULL ? "(null)" : actual;
        snprintf(shared->message, MESSAGE, "%s:%d: %s is '%s', expected '%s'", file, line, text, shown, expected);
        stop();
    }
}

void check_true(const char *file, int line, const char *text, int holds) {
    if (!holds) {
        snprintf(shared->message, MESSAGE, "%s:%d: %s does not hold", file, line, text);
        stop();
    }
}

/* 1 if the test passed; else the reason is in shared->message. */
static int run(const check_test *test) {
    memset(shared, 0, sizeof *shared);
    fflush(NULL);
    pid_t child = fork();
    if (child < 0) {
        snprintf(shared->message, MESSAGE, "fork failed");
        return 0;
    }
    if (child == 0) {
        alarm(SECONDS);
        test->run();
        shared->finished = 1;
        fflush(NULL);
        _exit(0);
    }
    int status = 0;
    if (waitpid(child, &status, 0) != child) {
        snprintf(shared->message, MESSAGE, "waitpid failed");
        return 0;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && shared->finished) {
        return 1;
    }
    shared->message[MESSAGE - 1] = '\0';
    if (shared->message[0] == '\0') {
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) {
            snprintf(shared->message, MESSAGE, "not done after %d s", SECONDS);
        } else if (WIFSIGNALED(status)) {
            snprintf(shared->message, MESSAGE, "killed by signal %d", WTERMSIG(status));
        } else {
            snprintf(shared->message, MESSAGE, "the process ended before the test did");
        }
    }
    return 0;
}

static void write_escaped(FILE *out, const char *text) {
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '<' || c == '>' || c == '&' || c == '"') {
            fprintf(out, "&#%d;", c);
        } else {
            fputc(c < 0x20 || c > 0x7e ? '?' : c, out);
        }
    }
}

/* tests/test_map.c is the class tests.test_map. */
static void write_case(FILE *out, const check_test *test, const char *message) {
    const char *base = strrchr(test->file, '/');
    base = base == NULL ? test->file : base + 1;
    fprintf(out, "<testcase classname=\"tests.%.*s\" name=\"%s\" time=\"0\"", (int)strcspn(base, "."), base, test->name);
    if (message == NULL) {
        fputs("/>\n", out);
        return;
    }
    fputs("><failure message=\"", out);
    write_escaped(out, message);
    fputs("\"/></testcase>\n", out);
}

static int write_report(const char *path, const char *cases, int total, int failed) {
    FILE *out = fopen(path, "w");
    if (out == NULL) {
        perror(path);
        return -1;
    }
    fprintf(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    fprintf(out, "<testsuites><testsuite name=\"comber\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\">\n", total, failed);
    fputs(cases, out);
    fputs("</testsuite></testsuites>\n", out);
    if (fclose(out) != 0) {
        perror(path);
        return -1;
    }
    return 0;
}

int main(void) {
    char *cases = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&cases, &size);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (out == NULL || shared == MAP_FAILED) {
        perror("check");
        return 2;
    }

    int total = 0;
    int failed = 0;
    for (const check_test *test = first; test != NULL; test = test->next) {
        int passed = run(test);
        total++;
        failed += !passed;
        write_case(out, test, passed ? NULL : shared->message);
        if (!passed) {
            printf("FAIL %s: %s\n", test->name, shared->message);
        }
    }
    fclose(out);
    printf("%d tests, %d failed\n", total, failed);

    const char *path = getenv("GYMKHANA_REPORT");
    int broken = path != NULL && *path != '\0' && write_report(path, cases, total, failed) != 0;
    free(cases);
    return broken ? 2 : failed > 0;
}
