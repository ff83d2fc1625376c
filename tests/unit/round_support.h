/* What the tests of rounds share: an office with a rule or two, runs of sites with a fault, a round
 * on them. */
#ifndef XJ_TESTS_ROUND_SUPPORT_H
#define XJ_TESTS_ROUND_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/buf.h"
#include "base/json.h"
#include "desk/round_desk.h"
#include "desk/round_rules.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/review.h"

#include <stdlib.h>
#include <string.h>

/* One veto by a count of confirmed findings, one that only a person sees. */
static const char rules[] =
    "format: 1\nname: x\ntitle: x\nversion: x\nbasis: x\n"
    "metrics:\n- {name: m, title: x, check: dead-link}\n"
    "- {name: s, title: x, check: account-stale}\n"
    "indicators:\n"
    "- {id: V, title: x, part: veto, applies: site, situations: [{id: V.1, text: x, count: [m]}]}\n"
    "- {id: M, title: x, part: veto, applies: account, situations: [{id: M.1, text: x, count: "
    "[s]}]}\n"
    "- {id: W, title: x, part: veto, applies: site, situations: [{id: W.1, text: x, by: "
    "person}]}\n";

struct office {
    struct arena a;
    struct store *store;
    struct indicator_set set;
    struct err err;
    int64_t now, run;
    int64_t last_review; /* of confirm_all */
    struct str detail;   /* of the findings that are handed over; empty: none */
    struct round_memo *memo;
};

#define OK(call)                                                                                   \
    do {                                                                                           \
        if (call)                                                                                  \
            fail_msg("%s", o->err.text);                                                           \
    } while (0)

static inline int set_up(void **state)
{
    struct office *o = calloc(1, sizeof(*o));

    if (!o)
        return -1;
    o->now = 1000000;
    o->memo = round_memo_new();
    OK(store_open(STR("sqlite::memory:"), &o->store, &o->err));
    OK(indicator_parse("rules", str_of(rules), &o->a, &o->set, &o->err));
    *state = o;
    return 0;
}

static inline int tear_down(void **state)
{
    struct office *o = *state;

    store_closep(&o->store);
    round_memo_freep(&o->memo);
    arena_done(&o->a);
    free(o);
    return 0;
}

static inline struct str code_of(struct office *o, size_t i)
{
    return arena_printf(&o->a, "51990%05zu", i);
}

/* Sites 0..n-1, the first n_bad with a fault; site 0 is a portal. */
static inline void begin_run(struct office *o)
{
    struct run_info info;

    o->now += 1000;
    OK(store_run_begin(o->store, o->now, arena_printf(&o->a, "{\"n\":%lld}", (long long)o->now),
                       &info, &o->err));
    o->run = info.id;
}

static inline void hand_over_as(struct office *o, size_t i, enum grade grade, const char *state)
{
    const struct str code = code_of(o, i);
    struct stored_finding f = { .finding = { .site = code,
                                             .check = "dead-link",
                                             .case_id = "A11",
                                             .url = STR("http://x/"),
                                             .grade = grade },
                                .detail_json = o->detail };

    f.id = finding_id(&f.finding);
    OK(store_site_findings(o->store, o->run, code, o->now, &f, grade != GRADE_NONE, NULL, 0,
                           &o->err));
    OK(store_site_result(o->store, o->run, code,
                         arena_printf(&o->a, "{\"site\":\"%.*s\",\"type\":\"%s\",\"state\":\"%s\"}",
                                      STR_ARG(code), i ? "部门网站" : "政府门户网站", state),
                         &o->err));
}

static inline void hand_over(struct office *o, size_t i, bool is_bad, const char *state)
{
    hand_over_as(o, i, is_bad ? GRADE_FAULT : GRADE_NONE, state);
}

/* Of one site, whose finding it sees so. */
static inline void run_as(struct office *o, enum grade grade)
{
    begin_run(o);
    hand_over_as(o, 0, grade, "运行");
    OK(store_run_finish(o->store, o->run, o->now, &o->err));
}

static inline void run(struct office *o, size_t n, size_t n_bad)
{
    begin_run(o);
    for (size_t i = 0; i < n; i++)
        hand_over(o, i, i < n_bad, "运行");
    OK(store_run_finish(o->store, o->run, o->now, &o->err));
}

static inline enum rc confirm(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct buf *list = ctx;
    const struct review_action action = { .at = 1,
                                          .by = STR("张三"),
                                          .kind = REVIEW_CONFIRM,
                                          .site = f->finding.site,
                                          .finding = f->id,
                                          .subject = review_subject(&f->finding, f->detail_json) };

    (void)err;
    buf_add(list, str_from((const char *)&action, sizeof(action)));
    return RC_OK;
}

static inline void confirm_all(struct office *o)
{
    AUTO(buf_done) struct buf list = { 0 };

    OK(store_each_reviewed(o->store, o->run, confirm, &list, &o->err));
    for (size_t at = 0; at < list.n; at += sizeof(struct review_action)) {
        struct review_action action;

        memcpy(&action, list.p + at, sizeof(action));
        action.site = code_of(o, at / sizeof(action)); /* by site: the order of the first n_bad */
        OK(store_review_add(o->store, &action, &o->last_review, &o->err));
    }
}

static inline struct round open_round(struct office *o, int64_t percent, int64_t seed)
{
    const struct round asked = { .title = STR("一季度"),
                                 .from = 1,
                                 .to = 90,
                                 .run = o->run,
                                 .indicators = STR("x"),
                                 .percent = percent,
                                 .account_percent = percent,
                                 .seed = seed,
                                 .created = o->now,
                                 .by = STR("张三") };
    struct round r;
    int64_t id = 0;

    OK(round_open(o->store, &asked, &id, &o->err));
    OK(store_round_get(o->store, id, &o->a, &r, &o->err));
    return r;
}

/* A person looked at every site for what no machine sees. */
static inline void state_clear(struct office *o, const struct round *r)
{
    OK(store_round_state(
        o->store, r->id,
        &(struct round_statement){
            .item = STR("W"), .points = -1, .reason = STR("已查"), .by = STR("张三") },
        &o->err));
}

static inline struct round_state freeze(struct office *o, const struct round *r)
{
    struct round_state t;

    OK(round_freeze(o->store, r, &o->set, o->now, &t, &o->err));
    return t;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
