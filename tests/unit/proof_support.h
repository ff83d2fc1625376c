/* Lexicons and problems in few words, for tests of proof/. */
#ifndef XJ_TESTS_PROOF_SUPPORT_H
#define XJ_TESTS_PROOF_SUPPORT_H

#include "base/clock.h"
#include "proof/lexicon.h"
#include "proof/lexicon_file.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>

struct proof_bench {
    struct arena a;
    struct fold_table *t;
    struct lexicon_entries entries;
    struct lexicon *lexicon;
    struct err err;
};

static inline int proof_bench_open(void **state)
{
    static struct proof_bench b;

    b = (struct proof_bench){ 0 };
    b.entries.a = &b.a;
    *state = &b;
    return (int)fold_table_new(&b.t, &b.err);
}

static inline int proof_bench_close(void **state)
{
    struct proof_bench *b = *state;

    lexicon_free(b->lexicon);
    fold_table_free(b->t);
    arena_done(&b->a);
    return 0;
}

#define PROOF_TEST(name) cmocka_unit_test_setup_teardown(name, proof_bench_open, proof_bench_close)

#define HEAD                                                                                                 \
    "# 类别：固定表述\n# 级别：一般\n# 状态：官方\n# 核对：2026-11-28\n# 依据：试\n" \
    "错误,正确,条件,自,至\n"

/* Rows behind HEAD; the result is that of lexicon_parse. */
static inline enum rc parse(struct proof_bench *b, const char *rows)
{
    const struct lexicon_source in = { .name = "试.csv",
                                       .content = arena_printf(&b->a, HEAD "%s", rows),
                                       .similar = STR("沪 泸庐\n宁 拧\n"),
                                       .real = STR("王庐宁\n") };

    return lexicon_parse(&in, b->t, &b->entries, &b->err);
}

static inline void use(struct proof_bench *b, const char *rows)
{
    assert_int_equal(parse(b, rows), RC_OK);
    assert_int_equal(lexicon_new(&b->entries, &b->lexicon, &b->err), RC_OK);
}

/* "wrong>right wrong>right" of what is found on a day. */
static inline const char *found_on(struct proof_bench *b, const char *text, int32_t day)
{
    struct problem_list l = { .a = &b->a };
    const struct folded folded = fold(b->t, str_of(text), &b->a);
    struct str out = STR("");

    lexicon_find(b->lexicon, &folded, day, &l);
    problems_settle(&l);
    for (size_t i = 0; i < l.n; i++)
        out = arena_printf(&b->a, "%.*s%s%.*s>%.*s", STR_ARG(out), i ? " " : "",
                           STR_ARG(str_sub(str_of(text), l.problems[i].at, l.problems[i].n)),
                           STR_ARG(l.problems[i].right));
    return arena_copy(&b->a, out).p;
}

static inline const char *found(struct proof_bench *b, const char *text)
{
    return found_on(b, text, day_of(2026, 11, 20));
}

#endif
