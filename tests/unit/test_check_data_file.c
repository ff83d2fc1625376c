#include "check_support.h"

#include "check/data_file.h"
#include "check/words.h"

#include <stdlib.h>
#include <unistd.h>

enum { P_DAYS };
enum { L_WORDS };

static const struct param params[] = {
    [P_DAYS] = { .name = "days", .unit = "天", .help = "期限", .min = 1, .max = 30 },
};
static const struct word_list lists[] = {
    [L_WORDS] = { .name = "bad", .help = "不良用语" },
};
static const struct check check_a = {
    .id = "a-check",
    .rev = 1,
    .params = params,
    .n_params = 1,
    .lists = lists,
    .n_lists = 1,
};
static const struct check check_b = { .id = "b-check", .rev = 1 };
static const struct check *const table[] = { &check_a, &check_b, NULL };

#define HEAD "format: 1\nchecks:\n  - id: a-check\n"
#define NUMBER_OK                                                                                  \
    "    numbers:\n      - name: days\n        value: 14\n        status: official\n"              \
    "        basis: 某文\n"
#define LIST_OK                                                                                    \
    "    lists:\n      - name: bad\n        status: local\n        basis: 某文\n"                \
    "        words: [赌场, 博彩]\n"

/* Loads `text` as a file; the sentence goes to err. */
static enum rc load_text(const char *text, struct check_data *out, struct arena *a, struct err *err)
{
    char path[] = "/tmp/xj_data_XXXXXX";
    const int fd = mkstemp(path);
    const size_t n = strlen(text);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, n), (ssize_t)n);
    (void)close(fd);
    const enum rc rc = data_file_load(path, table, a, out, err);

    (void)unlink(path);
    return rc;
}

static void refused(const char *text, const char *line, const char *reason)
{
    struct check_data data[2] = { { 0 } };
    struct arena a = { 0 };
    struct err err = { 0 };

    assert_int_equal(load_text(text, data, &a, &err), RC_SYNTAX);
    if (!strstr(err.text, reason) || !strstr(err.text, line))
        fail_msg("said \"%s\", not %s %s", err.text, line, reason);
    assert_null(data[0].value);
    arena_done(&a);
}

static void a_good_file_gives_numbers_and_words(void **state)
{
    (void)state;
    struct check_data data[2] = { { 0 } };
    struct arena a = { 0 };
    struct err err = { 0 };

    assert_int_equal(load_text(HEAD NUMBER_OK LIST_OK "  - id: b-check\n", data, &a, &err), RC_OK);
    assert_int_equal(data[0].value[P_DAYS], 14);
    assert_int_equal(data[0].status[P_DAYS], DATA_OFFICIAL);
    assert_int_equal(data[0].list[L_WORDS].n, 2);
    assert_int_equal(data[0].list_status[L_WORDS], DATA_LOCAL);
    assert_str(data[0].list[L_WORDS].words[1], "博彩");
    assert_true(words_in(&data[0].list[L_WORDS], STR("网上赌场")));
    arena_done(&a);
}

static void the_projects_own_file_is_good(void **state)
{
    (void)state;
    struct run run;

    load(&run, "");
    run_done(&run);
}

static void numbers_are_taken_at_the_limit_and_refused_past_it(void **state)
{
    (void)state;
    struct check_data data[2] = { { 0 } };
    struct arena a = { 0 };
    struct err err = { 0 };

#define DAYS(n)                                                                                    \
    HEAD "    numbers:\n      - name: days\n        value: " n                                     \
         "\n        status: official\n        basis: 某文\n" LIST_OK
    assert_int_equal(load_text(DAYS("1"), data, &a, &err), RC_OK);
    assert_int_equal(load_text(DAYS("30"), data, &a, &err), RC_OK);
    arena_done(&a);
    refused(DAYS("0"), ":5：", "0 超出范围，应在 1 至 30 天之间");
    refused(DAYS("31"), ":5：", "31 超出范围");
    refused(DAYS("many"), ":6：", "不是整数");
    refused(DAYS("99999999999999999999"), ":6：", "整数");
}

static void unknown_names_are_refused(void **state)
{
    (void)state;
    refused(HEAD NUMBER_OK LIST_OK "  - id: c-check\n", ":14：", "没有这个检查项");
    refused(HEAD "    numbers:\n      - name: hours\n        value: 1\n        status: local\n"
                 "        basis: 某文\n" LIST_OK,
            ":5：", "没有这个数值项");
    refused(HEAD NUMBER_OK "    lists:\n      - name: good\n        status: local\n"
                           "        basis: 某文\n        words: [好的]\n",
            ":10：", "没有这个词表");
    refused(HEAD "    weight: 3\n", ":4：", "不认识的字段 weight");
}

static void missing_values_are_refused(void **state)
{
    (void)state;
    refused(HEAD LIST_OK, ":3：", "缺少数值 days");
    refused(HEAD NUMBER_OK, ":3：", "缺少词表 bad");
    refused("format: 1\nchecks:\n  - id: b-check\n", "", "缺少检查项 a-check");
    refused(HEAD "    numbers:\n      - name: days\n        value: 14\n        status: official\n",
            "", "缺少字段 basis");
    refused(HEAD NUMBER_OK "    lists:\n      - name: bad\n        status: local\n"
                           "        basis: 某文\n        words: []\n",
            "", "列表是空的");
}

static void doubled_names_are_refused(void **state)
{
    (void)state;
    refused(HEAD NUMBER_OK "      - name: days\n        value: 15\n        status: official\n"
                           "        basis: 某文\n" LIST_OK,
            "", "重复给出");
    refused(HEAD NUMBER_OK LIST_OK "  - id: a-check\n" NUMBER_OK LIST_OK, "", "重复给出");
}

static void other_bad_files_are_refused(void **state)
{
    (void)state;
    struct check_data data[2] = { { 0 } };
    struct arena a = { 0 };
    struct err err = { 0 };

    refused("format: 2\nchecks:\n  - id: b-check\n", "", "format 为 2");
    refused("", "", "");
    refused("checks: [\n", "", "");
    refused("- 1\n", "", "");
    refused(HEAD NUMBER_OK "    lists:\n      - name: bad\n        status: local\n"
                           "        basis: 某文\n        words: [ab]\n",
            ":13：", "太短");
    refused(HEAD "    numbers:\n      - name: days\n        value: 14\n        status: sure\n"
                 "        basis: 某文\n" LIST_OK,
            ":7：", "status 只能是");
    assert_int_equal(data_file_load("/nonexistent/checks.yaml", table, &a, data, &err), RC_IO);
    assert_non_null(strstr(err.text, "/nonexistent/checks.yaml"));
    arena_done(&a);
}

static void a_file_past_the_limit_is_refused(void **state)
{
    (void)state;
    struct check_data data[2] = { { 0 } };
    struct arena a = { 0 };
    struct err err = { 0 };
    char *text = malloc(DATA_FILE_BYTES_MAX + 20000);

    assert_non_null(text);
    memset(text, '#', DATA_FILE_BYTES_MAX + 20000);
    text[DATA_FILE_BYTES_MAX + 19999] = 0;
    assert_int_equal(load_text(text, data, &a, &err), RC_LIMIT);
    free(text);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_file_gives_numbers_and_words),
        cmocka_unit_test(the_projects_own_file_is_good),
        cmocka_unit_test(numbers_are_taken_at_the_limit_and_refused_past_it),
        cmocka_unit_test(unknown_names_are_refused),
        cmocka_unit_test(missing_values_are_refused),
        cmocka_unit_test(doubled_names_are_refused),
        cmocka_unit_test(other_bad_files_are_refused),
        cmocka_unit_test(a_file_past_the_limit_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
