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

TEST(trim_leaves_quoted_text_alone) {
    comber_options options = {0, 1};
    CHECK_STR(comb("\" a \", \"b\t\" ,c \n", &options, WHOLE), "[1: a |b\t|c]");
    CHECK_STR(comb("  \"\"  \n\t\"a\"\"\"\n", &options, WHOLE), "[1:][2:a\"]");
    CHECK_STR(comb(" a\" ,\" \" \n", &options, WHOLE), "[1:a\"| ]");
    CHECK_STR(comb("\"a\" \" \n", &options, WHOLE), "1: text behind a quoted field");
}

TEST(trim_around_unquoted_text) {
    comber_options options = {0, 1};
    CHECK_STR(comb(" \t a \t b\t \t,  ,c\n", &options, WHOLE), "[1:a \t b||c]");
    CHECK_STR(comb("a  ", &options, WHOLE), "[1:a]");
    CHECK_STR(comb("a ,b ", NULL, WHOLE), "[1:a |b ]");
}

TEST(a_separator_is_never_trimmed) {
    comber_options options = {'\t', 1};
    CHECK_STR(comb("a\t\tb \t\n\t\n", &options, WHOLE), "[1:a||b|][2:|]");
    CHECK_STR(comb("\"a\"\t \"b\" \tc\n", &options, WHOLE), "[1:a|b|c]");
    comber_options spaces = {' ', 1};
    CHECK_STR(comb("a  \tb \n", &spaces, WHOLE), "[1:a||b|]");
    CHECK_STR(comb("\"a\" b\t \tc\n", &spaces, WHOLE), "[1:a|b|c]");
}

TEST(a_line_with_something_in_it_is_a_row) {
    comber_options options = {0, 1};
    CHECK_STR(comb("  \n\na\n\t\n", &options, WHOLE), "[1:][3:a][4:]");
    CHECK_STR(comb("\n \n\n\"\"\n\n,", NULL, WHOLE), "[2: ][4:][6:|]");
}

TEST(the_last_row_needs_no_line_end) {
    comber_options options = {0, 1};
    CHECK_STR(comb("a\n\"\"", NULL, WHOLE), "[1:a][2:]");
    CHECK_STR(comb("a,\"\"", NULL, WHOLE), "[1:a|]");
    CHECK_STR(comb("a\n  ", &options, WHOLE), "[1:a][2:]");
    CHECK_STR(comb("a\nb,", NULL, WHOLE), "[1:a][2:b|]");
    CHECK_STR(comb("a\r", NULL, WHOLE), "[1:a]");
    CHECK_STR(comb("a\n\n", NULL, WHOLE), "[1:a]");
}

TEST(lines_within_quotes) {
    CHECK_STR(comb("\"a\r\nb\"\r\nc\r\n", NULL, WHOLE), "[1:a\r\nb][3:c]");
    CHECK_STR(comb("\"\r\n\r\r\n\n\"\nb", NULL, WHOLE), "[1:\r\n\r\r\n\n][6:b]");
    CHECK_STR(comb("a\r\"\n\"\nb", NULL, WHOLE), "[1:a][2:\n][4:b]");
    CHECK_STR(comb("\"a\r\"\n", NULL, WHOLE), "[1:a\r]");
    CHECK_STR(comb("\"a\r\"\n\nb", NULL, WHOLE), "[1:a\r][4:b]");
    CHECK_STR(comb("x\n\"a\r\nb", NULL, WHOLE), "[1:x]3: a quoted field has no end");
}

TEST(line_ends_in_single_bytes) {
    CHECK_STR(comb("a\r\nb\r\n\r\nc\n\rd", NULL, 1), "[1:a][2:b][4:c][6:d]");
    CHECK_STR(comb("\"a\r\nb\"\r\nc\r\n", NULL, 1), "[1:a\r\nb][3:c]");
    CHECK_STR(comb("a\r\rb\n", NULL, 1), "[1:a][3:b]");
    CHECK_STR(comb("a\r,\nb", NULL, 1), "[1:a][2:|][3:b]");
}

TEST(quotes_in_single_bytes) {
    CHECK_STR(comb("\"\"\"\",\"\",\"a\"\"b\"\n", NULL, 1), "[1:\"||a\"b]");
    CHECK_STR(comb("\"a\"\"\"", NULL, 1), "[1:a\"]");
    CHECK_STR(comb("\"a\"\nb\"\"", NULL, 1), "[1:a][2:b\"\"]");
    CHECK_STR(comb("\"a\"\"\n", NULL, 1), "2: a quoted field has no end");
    CHECK_STR(comb("\"a\"b\n", NULL, 1), "1: text behind a quoted field");
    CHECK_STR(comb("\"a\" \n", NULL, 1), "1: text behind a quoted field");
}

TEST(a_mark_in_pieces) {
    for (size_t piece = 1; piece <= 5; piece++) {
        CHECK_STR(comb("\xef\xbb\xbf" "a,b\n", NULL, piece), "[1:a|b]");
        CHECK_STR(comb("\xef\xbb\xbf", NULL, piece), "");
        CHECK_STR(comb("\xef\xbb\xbf\n\"a\"", NULL, piece), "[2:a]");
    }
    CHECK_STR(comb("\xef\xbb\xbf\"a\"\n", NULL, 1), "[1:a]");
    CHECK_STR(comb("\xef\xbb\xbf\"a\"\n", NULL, 2), "[1:a]");
}

TEST(what_only_begins_like_a_mark) {
    CHECK_STR(comb("\xef\xbb,a\n", NULL, 1), "[1:\xef\xbb|a]");
    CHECK_STR(comb("\xef\xbb", NULL, 1), "[1:\xef\xbb]");
    CHECK_STR(comb("\xef\n", NULL, 1), "[1:\xef]");
    CHECK_STR(comb("\xef\xef\xbb\xbf\n", NULL, 2), "[1:\xef\xef\xbb\xbf]");
}

TEST(a_mark_elsewhere_is_text) {
    CHECK_STR(comb("a\n\xef\xbb\xbf" "b\n", NULL, 3), "[1:a][2:\xef\xbb\xbf" "b]");
    CHECK_STR(comb("\xef\xbb\xbf\xef\xbb\xbf" "b\n", NULL, 3), "[1:\xef\xbb\xbf" "b]");
    CHECK_STR(comb("\n\xef\xbb\xbf" "b\n", NULL, 1), "[2:\xef\xbb\xbf" "b]");
}

TEST(empty_pieces) {
    rows[0] = '\0';
    comber *reader = comber_new(NULL, show_row, NULL);
    CHECK_INT(comber_feed(reader, "", 0), 0);
    CHECK_INT(comber_feed(reader, "\xef\xbb", 2), 0);
    CHECK_INT(comber_feed(reader, "", 0), 0);
    CHECK_INT(comber_feed(reader, "\xbf\"a\"", 4), 0);
    CHECK_INT(comber_feed(reader, "", 0), 0);
    CHECK_INT(comber_feed(reader, "\"\"\r", 3), 0);
    CHECK_INT(comber_feed(reader, "", 0), 0);
    CHECK_INT(comber_feed(reader, "\nb", 2), 0);
    CHECK_INT(comber_end(reader), 0);
    CHECK_INT(comber_line(reader), 2);
    CHECK_STR(rows, "[1:a\"][2:b]");
    comber_free(reader);
}

TEST(any_piece_of_any_text) {
    const char *texts[] = {"\xef\xbb\xbf\"a\"\"\",b \r\n\r\n \"c\r\n\"\"d\" ,\"\"\r\n,\n\"\"", "a\r\"b\n\"\r\n \n\"c\"x", " \"\" , x\"\" \r\r\n\"\r"};
    for (int trim = 0; trim < 2; trim++) {
        comber_options options = {0, trim};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            char whole[sizeof rows];
            strcpy(whole, comb(texts[i], &options, WHOLE));
            for (size_t piece = 1; piece < 9; piece++) {
                CHECK_STR(comb(texts[i], &options, piece), whole);
            }
        }
    }
}

static int last_count;

static int count_fields(const comber_row *row, void *context) {
    (void)context;
    last_count = (int)row->count;
    return (int)row->sizes[0];
}

TEST(sizes_and_zero_bytes) {
    comber *reader = comber_new(NULL, count_fields, NULL);
    CHECK_INT(comber_feed(reader, "\"\",b\n", 5), 0);
    CHECK_INT(last_count, 2);
    CHECK_INT(comber_feed(reader, "a\0b,c,d", 7), 0);
    CHECK_INT(comber_end(reader), 3);
    CHECK_INT(last_count, 3);
    comber_free(reader);
}

static int say_minus_one(const comber_row *row, void *context) {
    (void)row;
    (void)context;
    return -1;
}

TEST(a_function_that_says_minus_one) {
    comber *reader = comber_new(NULL, say_minus_one, NULL);
    CHECK_INT(comber_feed(reader, "a", 1), 0);
    CHECK_INT(comber_end(reader), -1);
    CHECK(comber_problem(reader) == NULL);
    comber_free(reader);
}
