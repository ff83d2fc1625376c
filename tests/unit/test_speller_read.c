/* Wrong characters and misspelt words in texts. */
#include "base/base.h"

#include "base/arena.h"
#include "base/buf.h"
#include "speller/english.h"
#include "speller/forest.h"
#include "speller/speller.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct speller *speller;
static struct speller_work *work;
static struct english *english;
static struct arena a;

static int open_all(void **state)
{
    struct err err = { 0 };

    (void)state;
    work = speller_work_new();
    if (speller_open("speller.bin", XJ_SOURCE_DIR "/data/speller.txt", &speller, &err) ||
        english_open("/usr/share/hunspell", XJ_SOURCE_DIR "/data/english.txt", &english, &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    speller_free(speller);
    speller_work_free(work);
    english_free(english);
    arena_done(&a);
    return 0;
}

static struct misspelling_list read_text(struct str text)
{
    struct misspelling_list l;

    speller_read(speller, work, text, &a, &l);
    return l;
}

static size_t n_confirmed(struct misspelling_list l)
{
    size_t n = 0;

    for (size_t i = 0; i < l.n; i++)
        n += l.found[i].is_confirmed;
    return n;
}

static void wrong_characters_are_found_with_their_place(void **state)
{
    const struct str text = STR("会议强掉，要加快推进项目建社。");
    const struct misspelling_list l = read_text(text);

    (void)state;
    assert_int_equal(l.n, 2);
    assert_true(str_eq(str_sub(text, l.found[0].at, l.found[0].n), STR("掉")));
    assert_true(str_eq(l.found[0].right, STR("调")));
    assert_true(str_eq(str_sub(text, l.found[1].at, l.found[1].n), STR("社")));
    assert_true(str_eq(l.found[1].right, STR("设")));
}

static void the_same_text_gets_the_same_answer_from_memory(void **state)
{
    /* runs with one, several and many edits; the second is read when the others are known */
    const struct str texts[] = { STR("审核通过的项木，由财政部们拨付资金"),
                                 STR("会议强掉要加快推进项目建社会议强掉要加快推进项目建社会议强掉"
                                     "要加快推进项目建社会议强掉要加快推进项目建社"),
                                 STR("会议强掉要加快推进项目建社") };
    struct misspelling_list first[COUNT_OF(texts)];

    (void)state;
    for (size_t t = 0; t < COUNT_OF(texts); t++)
        first[t] = read_text(texts[t]);
    assert_true(first[1].n > 4);
    for (size_t t = 0; t < COUNT_OF(texts); t++) {
        const struct misspelling_list second = read_text(texts[t]);

        assert_true(second.n > 0);
        assert_int_equal(first[t].n, second.n);
        for (size_t i = 0; i < second.n; i++) {
            assert_int_equal(first[t].found[i].at, second.found[i].at);
            assert_true(str_eq(first[t].found[i].right, second.found[i].right));
            assert_true(first[t].found[i].score == second.found[i].score);
        }
    }
}

static void sound_text_is_left_alone(void **state)
{
    (void)state;
    assert_int_equal(n_confirmed(read_text(STR(
                         "各乡镇人民政府，县政府各部门：为进一步优化营商环境，深化放管服改革，经县"
                         "政府研究同意，现将有关事项通知如下。一、提高思想认识，加强组织领导。"))),
                     0);
    assert_int_equal(n_confirmed(read_text(STR("疫情防控期间，各医疗机构要做好防疫工作。"))), 0);
}

static void a_run_longer_than_the_limit_is_read_in_pieces(void **state)
{
    AUTO(buf_done) struct buf text = { 0 };

    (void)state;
    for (int i = 0; i < 60; i++)
        buf_add(&text, STR("会议强掉要加快推进"));
    assert_true(read_text(buf_str(&text)).n >= 50);
}

static void what_the_field_says_is_no_slip(void **state)
{
    AUTO(ngrams_freep) struct ngrams *seen = ngrams_new(NULL, NGRAMS_BY_PARAGRAPH, 1);
    const struct str text = STR("本矿采用综采放顶煤工艺");
    uint16_t row[] = { book_glyph(speller_book(speller), 0x653e),
                       book_glyph(speller_book(speller), 0x9876) };

    (void)state;
    for (uint32_t source = 0; source < 5; source++)
        ngrams_add(seen, speller_book(speller), text, source);
    ngrams_add(seen, speller_book(speller), text, 4); /* the same place again */
    assert_int_equal(ngrams_count(seen, row, 2), 5);
    row[1] = row[0];
    assert_int_equal(ngrams_count(seen, row, 2), 0);
    speller_set_seen(speller, seen);
    assert_int_equal(n_confirmed(read_text(text)), 0);
    speller_set_seen(speller, NULL);
}

static void sites_are_counted_but_the_one_that_is_read(void **state)
{
    AUTO(ngrams_freep) struct ngrams *seen = ngrams_new(NULL, NGRAMS_BY_SITE, 1);
    const struct str text = STR("放顶");
    const uint16_t row[] = { book_glyph(speller_book(speller), 0x653e),
                             book_glyph(speller_book(speller), 0x9876) };
    const uint32_t sites[] = { 1, 2, 3, 1, 3 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sites); i++)
        ngrams_add(seen, speller_book(speller), text, sites[i]);
    assert_int_equal(ngrams_count(seen, row, 2), 3);
    ngrams_ignore(seen, &sites[1]);
    assert_int_equal(ngrams_count(seen, row, 2), 2);
    ngrams_ignore(seen, NULL);
    assert_int_equal(ngrams_count(seen, row, 2), 3);
}

static void what_stood_between_two_characters_is_known(void **state)
{
    AUTO(ngrams_freep) struct ngrams *seen = ngrams_new(NULL, NGRAMS_BY_PARAGRAPH, 1);
    const struct book *b = speller_book(speller);
    const uint16_t put = book_glyph(b, 0x653e), top = book_glyph(b, 0x9876),
                   coal = book_glyph(b, 0x7164);
    struct between between;
    size_t n_others = 0;

    (void)state;
    ngrams_add(seen, b, STR("放顶煤"), 1);
    between = ngrams_between(seen, (const uint16_t[]){ put, 0, coal });
    assert_true(between_has(&between, top));
    for (uint16_t other = 1; other < 1000; other++)
        n_others += other != top && between_has(&between, other);
    assert_in_range(n_others, 0, 5); /* one of 64 * 64, by chance */
    between = ngrams_between(seen, (const uint16_t[]){ coal, 0, put });
    assert_false(between_has(&between, top));
}

static void bytes_that_are_no_text_do_no_harm(void **state)
{
    (void)state;
    assert_int_equal(read_text(STR("\xff\xfe\xe4\xb8\0\x80")).n, 0);
    assert_int_equal(read_text(STR("")).n, 0);
}

/* ---- English --------------------------------------------------------------------------------- */

static struct misspelling_list read_english(struct str text)
{
    struct misspelling_list l;

    english_read(english, text, &a, &l);
    return l;
}

static void a_particle_is_told_by_the_words_beside_it(void **state)
{
    static const struct {
        const char *text, *meant; /* "": it is right */
    } cases[] = {
        { "孩子们小声的说着话。", "地" },
        { "他不断的告诉我们。", "地" },
        { "他们不厌其烦的讲解政策。", "地" },
        { "这项工作做的很好。", "得" },
        { "今年的小麦长的更好。", "得" },
        { "群众提出了很好的建议。", "" },
        { "案件得到了充分的展现。", "" },
        { "自首不彻底的叫不实。", "" },
        { "这是我们党始终不渝的奋斗目标。", "" },
        { "剧团所做的又一贡献。", "" },
        { "我们要争的不是第一。", "" },
        { "做到该严的严、该慢的慢。", "" },
        { "这就是重新在来的动力。", "再" },
        { "我们现在来到会场。", "" },
        { "每年在建的项目不少。", "" },
        { "申请书有明确的排除对执行标的执行的请求。", "" },
        { "帮助就业困难的被征地农民。", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct misspelling_list l = read_text(str_of(cases[i].text));

        if (l.n != (cases[i].meant[0] != '\0'))
            fail_msg("%s: %zu", cases[i].text, l.n);
        if (l.n && !str_eq(l.found[0].right, str_of(cases[i].meant)))
            fail_msg("%s: %.*s", cases[i].text, STR_ARG(l.found[0].right));
        assert_int_equal(n_confirmed(l), 0);
    }
}

static void slips_of_one_letter_are_found(void **state)
{
    const struct str text = STR("The comittee will recieve applcations for develoopment.");
    static const char *const right[] = { "committee", "receive", "applications", "development" };
    const struct misspelling_list l = read_english(text);

    (void)state;
    assert_int_equal(l.n, 4);
    for (size_t i = 0; i < l.n; i++)
        assert_true(str_eq(l.found[i].right, str_of(right[i])));
}

static void headings_are_checked_against_the_list(void **state)
{
    const struct misspelling_list l =
        read_english(STR("Goverment of Xuhui, Huawei, Adminstration"));

    (void)state;
    assert_int_equal(l.n, 2);
    assert_true(str_eq(l.found[0].right, STR("Government")));
    assert_true(str_eq(l.found[1].right, STR("Administration")));
}

static void names_addresses_and_terms_are_no_slips(void **state)
{
    (void)state;
    assert_int_equal(read_english(STR("www.goverment.com info@comittee.org recieve_all colour "
                                      "color yunxixian guangzhou GOVERMENT"))
                         .n,
                     0);
    assert_int_equal(
        read_english(STR("Im Oktober werden viele Besucher erwartet, sagte gestern der "
                         "Direktor, und setzt damit neue Zeichen"))
            .n,
        0); /* another language */
    assert_int_equal(read_english(STR("werden viele Besucher erwartet, sagte gestern der Direktor, "
                                      "und setzt damit\nwe recieve visitors "
                                      "every month of the year in winter and summer"))
                         .n,
                     1);
    assert_int_equal(read_english(STR("recieve recieve")).n, 2);
    assert_int_equal(read_english(STR("recieve recieve recieve")).n, 0); /* a term */
    assert_int_equal(read_english(STR("wrod")).n, 0);                    /* too short to be sure */
}

/* ---- the decision's file --------------------------------------------------------------------- */

static void a_forest_is_read_as_it_was_written(void **state)
{
    const struct str text = STR("forest 1 -1.5\n3\n0 1 2 0.5\n-1 0 0 -1\n-1 0 0 2\n");
    struct str rest = text;
    struct forest f;
    struct err err = { 0 };
    AUTO(buf_done) struct buf again = { 0 };

    (void)state;
    assert_int_equal(forest_read(&rest, &a, &f, &err), RC_OK);
    assert_int_equal(rest.n, 0);
    assert_true(forest_score(&f, (const float[FEATURES]){ 0.4F }) < 0.1F);
    assert_true(forest_score(&f, (const float[FEATURES]){ 0.5F }) > 0.6F);
    forest_write(&f, &again);
    assert_true(str_eq(buf_str(&again), text));
}

static void a_broken_forest_is_refused(void **state)
{
    static const char *const broken[] = {
        "",
        "tree 1 0\n1\n-1 0 0 1\n",
        "forest 9999 0\n",
        "forest 1 0\n0\n",
        "forest 1 0\n65\n",
        "forest 1 0\n3\n0 0 2 0.5\n-1 0 0 1\n-1 0 0 1\n", /* goes back */
        "forest 1 0\n3\n0 1 3 0.5\n-1 0 0 1\n-1 0 0 1\n", /* goes out */
        "forest 1 0\n1\n99 0 0 1\n",
        "forest 1 0\n1\n-.1 0 0 1\n",
        "forest 1 0\n3\n0 .5 2 0.5\n-1 0 0 1\n-1 0 0 1\n", /* stays */
        "forest 1 0\n1\n-1 0 0 nan\n",
        "forest 1 0\n3\n0 1 2 0.5\n-1 0 0 1\n", /* ends early */
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        struct str text = str_of(broken[i]);
        struct forest f;
        struct err err = { 0 };

        assert_int_equal(forest_read(&text, &a, &f, &err), RC_SYNTAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_characters_are_found_with_their_place),
        cmocka_unit_test(the_same_text_gets_the_same_answer_from_memory),
        cmocka_unit_test(sound_text_is_left_alone),
        cmocka_unit_test(a_run_longer_than_the_limit_is_read_in_pieces),
        cmocka_unit_test(what_the_field_says_is_no_slip),
        cmocka_unit_test(sites_are_counted_but_the_one_that_is_read),
        cmocka_unit_test(what_stood_between_two_characters_is_known),
        cmocka_unit_test(bytes_that_are_no_text_do_no_harm),
        cmocka_unit_test(a_particle_is_told_by_the_words_beside_it),
        cmocka_unit_test(slips_of_one_letter_are_found),
        cmocka_unit_test(headings_are_checked_against_the_list),
        cmocka_unit_test(names_addresses_and_terms_are_no_slips),
        cmocka_unit_test(a_forest_is_read_as_it_was_written),
        cmocka_unit_test(a_broken_forest_is_refused),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
