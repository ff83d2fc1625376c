#include "base/base.h"

#include "text/charset.h"

#include "base/buf.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define PROSE                                                                                      \
    "各乡镇人民政府，县政府各部门：现将今年第三季度政务公开工作情况通报如下，请认真抓好落实。"
#define PROSE_OLD                                                                                  \
    "各鄉鎮人民政府，縣政府各部門：現將今年第三季度政務公開工作情況通報如下，請認真落實。"

static struct str encode(struct arena *a, const char *text, const char *name)
{
    const iconv_t cd = iconv_open(name, "UTF-8");
    char *out = arena_alloc(a, 4096), *to = out, *in = (char *)(uintptr_t)text;
    size_t room = 4096, left = strlen(text);

    assert_true(cd != (iconv_t)-1);
    assert_int_equal(iconv(cd, &in, &left, &to, &room), 0);
    (void)iconv_close(cd);
    return str_from(out, (size_t)(to - out));
}

static void knows_the_labels_of_the_standard(void **state)
{
    static const struct {
        const char *label, *name;
    } labels[] = {
        { "GB2312", "gbk" },          { "gb_2312-80", "gbk" },
        { "x-gbk", "gbk" },           { "chinese", "gbk" },
        { "GB18030", "gb18030" },     { "x-x-big5", "big5" },
        { "Big5-HKSCS", "big5" },     { "utf8", "utf-8" },
        { " UTF-8 ", "utf-8" },       { "'utf-8'", "utf-8" },
        { "unicode", "utf-16le" },    { "utf-16be", "utf-16be" },
        { "latin1", "windows-1252" }, { "iso-8859-1", "windows-1252" },
        { "Shift_JIS", "shift_jis" }, { "ks_c_5601-1987", "euc-kr" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        assert_string_equal(charset_of_label(str_of(labels[i].label)), labels[i].name);
    assert_null(charset_of_label(STR("utf-9")));
    assert_null(charset_of_label(STR("")));
    assert_null(charset_of_label(STR("utf-8 gbk")));
}

static void every_label_can_be_converted(void **state)
{
    static const char *const names[] = {
        "utf-8",        "gbk",          "gb18030",     "big5",        "utf-16le",
        "utf-16be",     "windows-1252", "shift_jis",   "euc-kr",      "euc-jp",
        "windows-1251", "koi8-r",       "iso-8859-15", "windows-874", "macintosh",
    };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const bool is_wide = strncmp(names[i], "utf-16", 6) == 0;
        const struct str in = i == 4 ? str_from("a\0", 2) : i == 5 ? str_from("\0a", 2) : STR("a");
        size_t n_bad;

        assert_true(str_eq(charset_to_utf8(in, names[i], &a, &n_bad), STR("a")));
        assert_int_equal(n_bad, 0);
        if (!is_wide)
            assert_true(str_eq(charset_from_utf8(STR("a"), names[i], &a), STR("a")));
    }
    arena_done(&a);
}

struct case_of_bytes {
    const char *text;   /* in UTF-8 */
    const char *really; /* encoding for iconv */
    const char *header;
    const char *name; /* expected */
    bool lies;
};

static const struct case_of_bytes cases[] = {
    { "<meta charset=\"utf-8\">" PROSE, "UTF-8", "", "utf-8", false },
    { "<meta charset=utf-8>" PROSE, "GB18030", "", "gb18030", true },
    { "<meta http-equiv=content-type content='text/html; charset=gb2312'>" PROSE, "GB18030", "",
      "gb18030", false },
    { "<meta http-equiv=content-type content='text/html; charset=gb2312'>" PROSE, "UTF-8", "",
      "utf-8", true },
    { PROSE, "GB18030", "", "gb18030", false },
    { PROSE, "UTF-8", "", "utf-8", false },
    { PROSE_OLD, "BIG5", "", "big5", false },
    { PROSE_OLD, "GB18030", "", "gb18030", false },
    { PROSE_OLD, "BIG5", "text/html; charset=Big5", "big5", false },
    { PROSE, "GB18030", "text/html; charset=ISO-8859-1", "gb18030", true },
    { PROSE, "GB18030", "text/html; charset=UTF-8", "gb18030", true },
    { "<meta charset=gbk>" PROSE, "GB18030", "text/html; charset=UTF-8", "gb18030", true },
    { "<meta charset=gbk>" PROSE, "UTF-8", "text/html;charset=utf-8", "utf-8", true },
    { "<!-- <meta charset=big5> --><meta charset=gbk>" PROSE, "GB18030", "", "gb18030", false },
    { "<?xml version='1.0' encoding='gb2312'?>" PROSE, "GB18030", "", "gb18030", false },
    { "<meta charset=utf-16>" PROSE, "UTF-8", "", "utf-8", false },
    { "<html><head><title>ab", "UTF-16LE", "", "utf-16le", false },
    { "<html><head><title>ab", "UTF-16BE", "", "utf-16be", false },
    { "<meta charset=gb2312>plain", "UTF-8", "", "gb18030", false },
    { "plain", "UTF-8", "", "utf-8", false },
    { "d\xc3\xa9j\xc3\xa0 vu \xc3\xa0 la fa\xc3\xa7on d'\xc3\xaatre", "WINDOWS-1252", "",
      "windows-1252", false },
    { "", "UTF-8", "", "utf-8", false },
};

static void detects_what_the_bytes_really_are(void **state)
{
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct str body = encode(&a, cases[i].text, cases[i].really);
        const struct charset_guess guess = charset_detect(body, str_of(cases[i].header));
        size_t n_bad;

        if (strcmp(guess.name, cases[i].name) != 0 || guess.label_lies != cases[i].lies)
            fail_msg("case %zu: %s, lies %d", i, guess.name, guess.label_lies);
        assert_true(str_eq(charset_to_utf8(body, guess.name, &a, &n_bad), str_of(cases[i].text)));
        assert_int_equal(n_bad, 0);
        assert_int_equal(guess.is_clean, strcmp(cases[i].really, "UTF-8") == 0 &&
                                             strcmp(cases[i].name, "utf-8") == 0);
    }
    arena_done(&a);
}

static void believes_the_mark_first(void **state)
{
    (void)state;

    struct charset_guess g = charset_detect(STR("\xef\xbb\xbf<meta charset=gbk>"), STR(""));

    assert_string_equal(g.name, "utf-8");
    assert_int_equal(g.bom, 3);
    assert_true(g.is_clean);
    g = charset_detect(STR("\xff\xfe<\0"), STR("text/html;charset=utf-8"));
    assert_string_equal(g.name, "utf-16le");
    assert_int_equal(g.bom, 2);
    assert_string_equal(charset_detect(STR("\xfe\xff\0<"), STR("")).name, "utf-16be");
}

static void a_few_broken_characters_do_not_change_the_encoding(void **state)
{
    struct arena a = { 0 };
    size_t n_bad;

    (void)state;

    const struct charset_guess g =
        charset_detect(STR("<meta charset=utf-8>" PROSE "\xe4\xb8<p>" PROSE "\0end"), STR(""));

    assert_string_equal(g.name, "utf-8");
    assert_false(g.label_lies);
    assert_false(g.is_clean);
    assert_true(str_eq(charset_to_utf8(STR("a\xe4\xb8<b\0c\xff\xfe"), "utf-8", &a, &n_bad),
                       STR("a\xef\xbf\xbd<b\xef\xbf\xbd"
                           "c\xef\xbf\xbd\xef\xbf\xbd")));
    assert_int_equal(n_bad, 4);
    /* A lone GBK lead byte must not swallow the tag behind it. */
    assert_true(str_eq(charset_to_utf8(STR("\xd6\xd0\xb9<b>\xff"), "gbk", &a, &n_bad),
                       STR("中\xef\xbf\xbd<b>\xef\xbf\xbd")));
    assert_int_equal(n_bad, 2);
    arena_done(&a);
}

static void clean_utf8_is_not_copied(void **state)
{
    const struct str body = STR("<p>" PROSE "</p>");
    struct arena a = { 0 };
    size_t n_bad;

    (void)state;
    assert_ptr_equal(charset_to_utf8(body, "utf-8", &a, &n_bad).p, body.p);
    assert_null(a.block);
}

static void validates_utf8_as_the_standard_says(void **state)
{
    static const char *const good[] = { "",
                                        "a",
                                        "é",
                                        "中",
                                        "\xf0\x9f\x98\x80",
                                        "\xed\x9f\xbf",
                                        "\xee\x80\x80",
                                        "\xf4\x8f\xbf\xbf",
                                        "aaaaaaaaaaaaaaaé" };
    static const char *const bad[] = {
        "\x80",
        "\xc0\x80",
        "\xc1\xbf",
        "\xe0\x80\x80",
        "\xed\xa0\x80",
        "\xf0\x80\x80\x80",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xe4\xb8",
        "\xc3",
        "aaaaaaaa\xff",
        "aaaaaaaaaaaaaaa\xc3",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(charset_is_utf8(str_of(good[i])));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(charset_is_utf8(str_of(bad[i])));
    assert_true(charset_is_utf8(STR("aaaaaaaaa\0b")));
}

static void what_a_query_string_cannot_say_becomes_a_number(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_true(str_eq(charset_from_utf8(STR("中a"), "gb18030", &a), STR("\xd6\xd0"
                                                                         "a")));
    assert_true(
        str_eq(charset_from_utf8(STR("x\xe4\xb8\xad"), "windows-1252", &a), STR("x&#20013;")));
    assert_true(str_eq(charset_from_utf8(STR("中"), "utf-8", &a), STR("中")));
    assert_true(str_eq(charset_from_utf8(STR("\xff"), "gbk", &a), STR("&#65533;")));
    arena_done(&a);
}

/* One by one through iconv, which a character of its own starts anew. */
static struct str by_iconv(iconv_t cd, const char *bytes, size_t n, char out[8])
{
    char *in = (char *)(uintptr_t)bytes, *to = out;
    size_t left = n, room = 8;

    (void)iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &in, &left, &to, &room) == (size_t)-1 || left)
        return (struct str){ 0 };
    return str_from(out, (size_t)(to - out));
}

static void every_pair_of_gb18030_is_what_the_c_library_says(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    const iconv_t cd = iconv_open("UTF-8", "GB18030");
    size_t n_good = 0;

    (void)state;
    assert_true(cd != (iconv_t)-1);
    for (unsigned pair = 0x8000; pair <= 0xffff; pair++) {
        const char bytes[2] = { (char)(pair >> 8), (char)(pair & 0xff) };
        char out[8];
        const struct str said = by_iconv(cd, bytes, 2, out);
        size_t n_bad;

        if (!said.n)
            continue;
        arena_reset(&a);
        assert_true(str_eq(charset_to_utf8(str_from(bytes, 2), "gbk", &a, &n_bad), said));
        assert_int_equal(n_bad, 0);
        n_good++;
    }
    assert_true(n_good > 21000);
    (void)iconv_close(cd);
}

/* Characters of four bytes, damage and what is cut off stand between those of two. */
static void pairs_of_gb18030_go_on_behind_what_is_none(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    size_t n_bad;

    (void)state;
    assert_true(str_eq(charset_to_utf8(STR("\xd6\xd0\x81\x30\x81\x30\xce\xc4x\xff\xd6\xd0\xce"),
                                       "gb18030", &a, &n_bad),
                       STR("中\xc2\x80文x\ufffd中\ufffd")));
    assert_int_equal(n_bad, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_labels_of_the_standard),
        cmocka_unit_test(every_label_can_be_converted),
        cmocka_unit_test(detects_what_the_bytes_really_are),
        cmocka_unit_test(believes_the_mark_first),
        cmocka_unit_test(a_few_broken_characters_do_not_change_the_encoding),
        cmocka_unit_test(every_pair_of_gb18030_is_what_the_c_library_says),
        cmocka_unit_test(pairs_of_gb18030_go_on_behind_what_is_none),
        cmocka_unit_test(clean_utf8_is_not_copied),
        cmocka_unit_test(validates_utf8_as_the_standard_says),
        cmocka_unit_test(what_a_query_string_cannot_say_becomes_a_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
