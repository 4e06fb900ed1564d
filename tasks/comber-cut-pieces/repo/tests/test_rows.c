#include "bench.h"
#include "check.h"

enum { WHOLE = 100000 };

TEST(plain_rows) {
    CHECK_STR(comb("a,b,c\n1,2,3\n", NULL, WHOLE), "[1:a|b|c][2:1|2|3]");
    CHECK_STR(comb("a\nb", NULL, WHOLE), "[1:a][2:b]");
    CHECK_STR(comb("", NULL, WHOLE), "");
}

TEST(empty_fields) {
    CHECK_STR(comb(",a,\n,\n", NULL, WHOLE), "[1:|a|][2:|]");
}

TEST(line_ends) {
    CHECK_STR(comb("a\r\nb\rc\nd", NULL, WHOLE), "[1:a][2:b][3:c][4:d]");
    CHECK_STR(comb("a\n\r\n\n\rb\n", NULL, WHOLE), "[1:a][5:b]");
}

TEST(quotes) {
    CHECK_STR(comb("\"a,b\",\"say \"\"hi\"\"\"\n", NULL, WHOLE), "[1:a,b|say \"hi\"]");
    CHECK_STR(comb("a\"b,c\"\n", NULL, WHOLE), "[1:a\"b|c\"]");
    CHECK_STR(comb("\"a\nb\",c\nd", NULL, WHOLE), "[1:a\nb|c][3:d]");
    CHECK_STR(comb("\"\"\n \n", NULL, WHOLE), "[1:][2: ]");
}

TEST(problems) {
    CHECK_STR(comb("a\n\"b\"c\nd", NULL, WHOLE), "[1:a]2: text behind a quoted field");
    CHECK_STR(comb("a\n\"b\nc", NULL, WHOLE), "[1:a]3: a quoted field has no end");
}

TEST(options) {
    comber_options options = {';', 1};
    CHECK_STR(comb(" a b ;c,d;  \n", &options, WHOLE), "[1:a b|c,d|]");
    comber_options tabs = {'\t', 0};
    CHECK_STR(comb(" a\t\tb \n", &tabs, WHOLE), "[1: a||b ]");
}

TEST(a_mark_at_the_beginning) {
    CHECK_STR(comb("\xef\xbb\xbf" "a,b\n", NULL, WHOLE), "[1:a|b]");
}

TEST(pieces_make_no_difference) {
    CHECK_STR(comb("one,\"two \"\"2\"\"\",three\nfour\n", NULL, 7), "[1:one|two \"2\"|three][2:four]");
    CHECK_STR(comb("one,\"two \"\"2\"\"\",three\nfour\n", NULL, 1), "[1:one|two \"2\"|three][2:four]");
}

static int stop_at_b(const comber_row *row, void *context) {
    ++*(int *)context;
    return row->fields[0][0] == 'b' ? 42 : 0;
}

TEST(the_function_may_end_it) {
    int calls = 0;
    comber *reader = comber_new(NULL, stop_at_b, &calls);
    CHECK_INT(comber_feed(reader, "a\nb\nc\n", 6), 42);
    CHECK_INT(comber_feed(reader, "d\n", 2), 42);
    CHECK_INT(comber_end(reader), 42);
    CHECK_INT(calls, 2);
    CHECK(comber_problem(reader) == NULL);
    comber_free(reader);
}
