/*
 * The lexicons that we ship: whole, without entries that contradict each other, and silent on clean
 * text. What fires there is rejected, except for alarms that a person looked at and found true.
 */
#include "base/base.h"

#include "base/file.h"
#include "proof/cited.h"
#include "proof/proofread.h"
#include "proof/rules.h"
#include "proof/state_name.h"
#include "unit/proof_support.h"

#include <stdlib.h>
#include <string.h>

#define LEXICON_DIR XJ_SOURCE_DIR "/data/lexicon"
#define CLEAN_DIR XJ_SOURCE_DIR "/../shared/proof/"

static void load(struct proof_bench *b)
{
    if (lexicon_load_dir(LEXICON_DIR, b->t, &b->entries, &b->err))
        fail_msg("%s", b->err.text);
}

static const char *place_of(struct proof_bench *b, const struct lexicon_entry *e)
{
    return arena_printf(&b->a, "%.*s:%zu %.*s", STR_ARG(e->file), e->line, STR_ARG(e->wrong)).p;
}

static int by_pattern(const void *x, const void *y)
{
    return str_cmp(((const struct lexicon_entry *)x)->pattern,
                   ((const struct lexicon_entry *)y)->pattern);
}

static bool times_meet(const struct lexicon_entry *x, const struct lexicon_entry *y)
{
    const bool x_ends = x->to != DAY_NONE && y->from != DAY_NONE && x->to < y->from;
    const bool y_ends = y->to != DAY_NONE && x->from != DAY_NONE && y->to < x->from;

    return !x_ends && !y_ends;
}

static void entries_in_all_classes(void **state)
{
    static const char *const classes[] = {
        "领导人姓名", "职务时效", "排序",     "固定表述",   "严重错别字", "涉台",
        "涉港澳",     "落马官员", "机构更名", "地名区划",   "民族宗教",   "称谓",
        "引文法规",   "日期数字", "易混词",   "常见错别字", "占位与测试",
    };
    struct proof_bench *b = *state;

    load(b);
    assert_true(b->entries.n > 3000);
    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        size_t n = 0;

        for (size_t k = 0; k < b->entries.n; k++)
            n += str_eq(b->entries.entries[k].class, str_of(classes[i]));
        if (n < 5)
            fail_msg("%s: %zu entries", classes[i], n);
    }
}

static void no_entry_is_there_twice(void **state)
{
    struct proof_bench *b = *state;
    size_t n_bad = 0;

    load(b);
    qsort(b->entries.entries, b->entries.n, sizeof *b->entries.entries, by_pattern);
    for (size_t i = 1; i < b->entries.n; i++) {
        const struct lexicon_entry *x = &b->entries.entries[i - 1], *y = x + 1;

        if (!str_eq(x->pattern, y->pattern) || !times_meet(x, y))
            continue;
        print_message("twice: %s / %s\n", place_of(b, x), place_of(b, y));
        n_bad++;
    }
    assert_int_equal(n_bad, 0);
}

static void no_suggestion_is_itself_wrong(void **state)
{
    struct proof_bench *b = *state;
    const int32_t now = day_of(2026, 11, 20);
    size_t n_bad = 0;

    load(b);
    assert_int_equal(lexicon_new(&b->entries, &b->lexicon, &b->err), RC_OK);
    for (size_t i = 0; i < b->entries.n; i++) {
        const struct lexicon_entry *e = &b->entries.entries[i];
        struct problem_list l = { .a = &b->a };
        const struct folded right = fold(b->t, e->right, &b->a);
        const int32_t day = e->to != DAY_NONE ? e->to : now;

        lexicon_find(b->lexicon, &right, day, &l);
        if (l.n == 0)
            continue;
        print_message("%s suggests what is wrong: %.*s\n", place_of(b, e), STR_ARG(e->right));
        n_bad++;
    }
    assert_int_equal(n_bad, 0);
}

/* What no condition holds back is found where it stands alone, and is not what should stand there.
 */
static void entries_find_what_they_are_for(void **state)
{
    struct proof_bench *b = *state;
    size_t n_bad = 0;

    load(b);
    assert_int_equal(lexicon_new(&b->entries, &b->lexicon, &b->err), RC_OK);
    for (size_t i = 0; i < b->entries.n; i++) {
        const struct lexicon_entry *e = &b->entries.entries[i];
        const struct context *c = &e->context;
        const int32_t day = e->to != DAY_NONE ? e->to : day_of(2026, 11, 20);
        struct problem_list l = { .a = &b->a };
        const struct folded wrong = fold(b->t, e->wrong, &b->a);

        lexicon_find(b->lexicon, &wrong, day, &l);
        if (!str_eq(e->wrong, e->right) && (l.n || c->n || c->outside_title || c->not_past))
            continue;
        print_message("finds nothing: %s\n", place_of(b, e));
        n_bad++;
    }
    assert_int_equal(n_bad, 0);
}

static void words_of_two_characters_have_a_condition(void **state)
{
    struct proof_bench *b = *state;
    size_t n_bad = 0;

    load(b);
    for (size_t i = 0; i < b->entries.n; i++) {
        const struct lexicon_entry *e = &b->entries.entries[i];
        const bool may_be_chance = str_chars(e->pattern) == 2 && e->grade == LEXICON_SERIOUS;

        if (!may_be_chance || e->context.n)
            continue;
        print_message("no condition: %s\n", place_of(b, e));
        n_bad++;
    }
    assert_int_equal(n_bad, 0);
}

/* ---- clean texts ----------------------------------------------------------------------------- */

/* True alarms: the texts are wrong there. */
static const char *const true_alarms[] = {
    "中国人民共和国",       /* 《中国人民共和国森林法》 */
    "人民代表大会常委员会", /* 广东省第十二届人民代表大会常委员会 */
    "人大常委员会",         /* beside 市人大常委会 in the same sentence */
    "人民代表大会常务委会", /* the same text, two lines above */
    "常务委会员",           /* 人民代表大会常务委会员会 */
    "末按规定",             /* 末按规定及时抢修的 */
    "等侯",                 /* 区域内停车等侯的 */
    "秸杆",                 /* local regulations on burning straw */
};

static bool was_true[COUNT_OF(true_alarms)];

static bool is_true_alarm(struct str place)
{
    for (size_t i = 0; i < COUNT_OF(true_alarms); i++)
        if (str_eq(place, str_of(true_alarms[i])))
            return was_true[i] = true;
    return false;
}

/* Lines of a set, `least` and more; of a TSV only what stands right. */
static size_t count_alarms(struct proof_bench *b, struct str text, int32_t day, bool with_rules,
                           size_t least)
{
    struct str rest = text, line;
    struct arena a = { 0 };
    size_t n_alarms = 0, n_lines = 0;

    for (; str_line(&rest, &line); n_lines++) {
        struct problem_list l = { .a = &a };
        struct str written;

        (void)str_cut(line, '\t', &written, &line);
        if (!line.n)
            line = written;
        const struct folded folded = fold(b->t, line, &a);

        lexicon_find(b->lexicon, &folded, day, &l);
        state_name_find(&folded, &l);
        if (with_rules)
            rules_find(b->t, NULL, line, &l);
        for (size_t i = 0; i < l.n; i++) {
            const struct str place = str_sub(line, l.problems[i].at, l.problems[i].n);

            if (l.problems[i].level != PROBLEM_CONFIRMED || is_true_alarm(place))
                continue;
            print_message("fires: %.*s (%.*s)\n", STR_ARG(place), STR_ARG(line));
            n_alarms++;
        }
        arena_reset(&a);
    }
    arena_done(&a);
    assert_true(n_lines >= least);
    return n_alarms;
}

static void entries_are_silent_on(struct proof_bench *b, const char *path, int32_t day,
                                  bool with_rules, size_t least)
{
    AUTO(buf_done) struct buf text = { 0 };

    if (file_read(path, 64 << 20, &text, &b->err)) {
        print_message("skipped: %s is missing\n", path);
        skip();
    }
    load(b);
    assert_int_equal(lexicon_new(&b->entries, &b->lexicon, &b->err), RC_OK);
    assert_int_equal(count_alarms(b, buf_str(&text), day, with_rules, least), 0);
}

static void silent_on_news_of_the_government(void **state)
{
    entries_are_silent_on(*state, CLEAN_DIR "clean_xxqg.tsv", day_of(2022, 6, 1), true, 2500);
}

static void silent_on_an_old_newspaper(void **state)
{
    entries_are_silent_on(*state, CLEAN_DIR "clean_rmrb.tsv", day_of(1998, 6, 1), true, 2318);
}

/* Laws of all years: entries that count from a day on do not count. */
static void silent_on_laws(void **state)
{
    struct proof_bench *b = *state;
    const char *gz = CLEAN_DIR "law_text.txt.gz";
    const char *path = "law_text.txt";
    FILE *f = fopen(gz, "rb");

    if (!f) {
        print_message("skipped: %s is missing\n", gz);
        skip();
    }
    (void)fclose(f);
    if (system("gzip -dc " CLEAN_DIR "law_text.txt.gz >law_text.txt") != 0)
        fail_msg("gzip");
    entries_are_silent_on(b, path, DAY_NONE, false, 50000);
    (void)remove(path);
    for (size_t i = 0; i < COUNT_OF(true_alarms); i++)
        if (!was_true[i])
            fail_msg("no text has it: %s", true_alarms[i]);
}

static void institutions_by_their_short_names(void **state)
{
    struct proof_bench *b = *state;
    const int32_t day = day_of(2026, 11, 28);

    load(b);
    assert_int_equal(lexicon_new(&b->entries, &b->lexicon, &b->err), RC_OK);
    assert_string_equal(found_on(b, "近日，银保监会派出工作组", day), "银保监会>金融监管总局");
    assert_string_equal(found_on(b, "中国银保监会派出工作组", day),
                        "中国银保监会>国家金融监督管理总局");
    assert_string_equal(found_on(b, "近日，银监会派出工作组", day_of(2020, 1, 1)),
                        "银监会>银保监会");
    assert_string_equal(found_on(b, "银保监会派出工作组", day_of(2020, 1, 1)), "");
    assert_string_equal(found_on(b, "原银保监会负责人", day), "");
    assert_string_equal(found_on(b, "按照人民银行、银保监会《关于规范信贷的通知》", day), "");
    assert_string_equal(found_on(b, "2021年，银保监会出台规定", day), "");
}

/* ---- sentences ------------------------------------------------------------------------------- */

/* What the lexicons and the rules are sure of in a sentence. */
static struct problem_list confirmed_in(struct proof_bench *b, struct str sentence)
{
    const struct folded folded = fold(b->t, sentence, &b->a);
    struct problem_list all = { .a = &b->a }, out = { .a = &b->a };

    lexicon_find(b->lexicon, &folded, day_of(2026, 11, 29), &all);
    rules_find(b->t, NULL, sentence, &all);
    state_name_find(&folded, &all);
    for (size_t i = 0; i < all.n; i++)
        if (all.problems[i].level == PROBLEM_CONFIRMED &&
            !cited_as_wrong(sentence, all.problems[i].at, all.problems[i].n, all.problems[i].right))
            problems_add(&out, all.problems[i]);
    return out;
}

/* The lines of a file in tests/sentences without its remarks; the lexicons are loaded. */
static struct str sentences(struct proof_bench *b, const char *name)
{
    AUTO(buf_done) struct buf text = { 0 };
    const char *path = arena_printf(&b->a, XJ_SOURCE_DIR "/tests/sentences/%s", name).p;

    if (file_read(path, 1 << 20, &text, &b->err))
        fail_msg("%s", b->err.text);
    load(b);
    assert_int_equal(lexicon_new(&b->entries, &b->lexicon, &b->err), RC_OK);
    return arena_copy(&b->a, buf_str(&text));
}

static void silent_on_correct_sentences(void **state)
{
    struct proof_bench *b = *state;
    struct str rest = sentences(b, "correct.txt"), line;
    size_t n_bad = 0;

    while (str_line(&rest, &line)) {
        const struct problem_list l = confirmed_in(b, line);

        for (size_t i = 0; i < l.n; i++)
            print_message("fires: %.*s (%.*s)\n", (int)l.problems[i].n, line.p + l.problems[i].at,
                          STR_ARG(line));
        n_bad += l.n;
    }
    assert_int_equal(n_bad, 0);
}

static bool has_problem(const struct problem_list *l, struct str sentence, struct str wrong)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(str_sub(sentence, l->problems[i].at, l->problems[i].n), wrong))
            return true;
    return false;
}

static void what_is_wrong_is_still_found(void **state)
{
    struct proof_bench *b = *state;
    struct str rest = sentences(b, "wrong.txt"), line, sentence, wrong;
    size_t n_bad = 0;

    while (str_line(&rest, &line)) {
        if (str_starts(line, STR("#")))
            continue;
        if (!str_cut(line, '\t', &sentence, &wrong) || !str_has(sentence, wrong) || !wrong.n)
            fail_msg("no sentence with what is wrong in it: %.*s", STR_ARG(line));
        const struct problem_list l = confirmed_in(b, sentence);

        if (has_problem(&l, sentence, wrong))
            continue;
        print_message("not found: %.*s\n", STR_ARG(line));
        n_bad++;
    }
    assert_int_equal(n_bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROOF_TEST(silent_on_correct_sentences),
        PROOF_TEST(what_is_wrong_is_still_found),
        PROOF_TEST(institutions_by_their_short_names),
        PROOF_TEST(entries_in_all_classes),
        PROOF_TEST(no_entry_is_there_twice),
        PROOF_TEST(no_suggestion_is_itself_wrong),
        PROOF_TEST(entries_find_what_they_are_for),
        PROOF_TEST(words_of_two_characters_have_a_condition),
        PROOF_TEST(silent_on_news_of_the_government),
        PROOF_TEST(silent_on_an_old_newspaper),
        PROOF_TEST(silent_on_laws),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
