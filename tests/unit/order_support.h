/* What the tests of orders share: two units, three sites, four findings on each. */
#ifndef XJ_TESTS_ORDER_SUPPORT_H
#define XJ_TESTS_ORDER_SUPPORT_H

#include "base/base.h"

#include "office/order_finding.h"

#include "base/clock.h"
#include "office/registry.h"
#include "office/unit.h"
#include "store/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SITES = 3, PER_SITE = 4 };

static const char *const codes[SITES] = { "5107000001", "5107000002", "5108000001" };

struct office {
    struct store *store;
    struct arena a;
    int64_t run, now;
    int64_t bureau, other; /* units; sites 0 and 1 are the bureau's */
    uint64_t ids[SITES][PER_SITE];
};

static inline void ok(enum rc rc, const struct err *err)
{
    if (rc)
        fail_msg("%s", err->text);
}
#define OK(call)                                                                                   \
    do {                                                                                           \
        struct err err = { 0 };                                                                    \
        ok(call, &err);                                                                            \
    } while (0)

/* Finding i of every site is about the same word. */
static inline void hand_over(struct office *o, size_t site, size_t n)
{
    const struct str code = str_of(codes[site]);
    struct stored_finding all[PER_SITE];

    for (size_t i = 0; i < n; i++) {
        all[i] = (struct stored_finding){
            .finding = { .site = code,
                         .check = "typo",
                         .case_id = "A07",
                         .url = arena_printf(&o->a, "http://%.*s/%zu.html", STR_ARG(code), i),
                         .excerpt = STR("帐号"),
                         .grade = GRADE_FAULT,
                         .confidence = 1 },
            .detail_json = arena_printf(&o->a, "{\"word\":\"词%zu\"}", i),
            .evidence = STR("warc:000001.warc.gz#1"),
        };
        all[i].id = finding_id(&all[i].finding);
        o->ids[site][i] = all[i].id;
    }
    OK(store_site_findings(o->store, o->run, str_of(codes[site]), o->now, all, n, NULL, 0, &err));
}

static inline int set_up(void **state)
{
    struct office *o = calloc(1, sizeof(*o));
    const struct registrar who = { .by = STR("张三"), .at = 1 };
    struct run_info run;

    assert_non_null(o);
    o->now = 20000 * (int64_t)86400;
    OK(store_open(STR("sqlite::memory:"), &o->store, &err));
    OK(store_run_begin(o->store, o->now, STR("{}"), &run, &err));
    o->run = run.id;
    for (size_t i = 0; i < SITES; i++) {
        const struct site site = { .code = str_of(codes[i]),
                                   .name = STR("站"),
                                   .sponsor = i < 2 ? STR("教育局") : STR("水务局"),
                                   .region = STR("510700"),
                                   .state = SITE_RUNNING };
        bool is_new;
        size_t n;

        const struct registry_row row = row_of_site(&site);

        OK(store_registered_write(o->store, &row, &who, &is_new, &n, &err));
        hand_over(o, i, PER_SITE);
    }
    OK(store_unit_of_sponsor(o->store, STR("教育局"), STR("510700"), &o->bureau, &err));
    OK(store_unit_of_sponsor(o->store, STR("水务局"), STR("510700"), &o->other, &err));
    *state = o;
    return 0;
}

static inline int tear_down(void **state)
{
    struct office *o = *state;

    store_closep(&o->store);
    arena_done(&o->a);
    free(o);
    return 0;
}

static inline struct order draft(const struct office *o)
{
    return (struct order){ .unit = o->bureau,
                           .created = o->now,
                           .by = STR("张三"),
                           .days = 5,
                           .deadline = day_of_time(o->now) + 7,
                           .deadline_is_sure = true,
                           .demand = STR("请按期整改") };
}

static inline enum rc try_order(struct office *o, size_t site, size_t finding, int64_t *id)
{
    const struct order order = draft(o);
    const struct order_target target = { str_of(codes[site]), o->ids[site][finding] };

    return store_order_add(o->store, &order, &target, 1, id, NULL);
}

static inline int64_t issue(struct office *o, size_t site, size_t finding)
{
    int64_t id = 0;

    assert_int_equal(try_order(o, site, finding, &id), RC_OK);
    return id;
}

static inline enum rc try_event(struct office *o, int64_t order, enum order_event_kind kind,
                                const char *text)
{
    const struct order_event e = { .at = o->now,
                                   .by = STR("李四"),
                                   .kind = kind,
                                   .text = str_of(text),
                                   .document = STR("云府办函〔2026〕3号"),
                                   .day = kind == EVENT_EXPLAIN || kind == EVENT_PROLONG
                                              ? day_of_time(o->now) + 30
                                              : DAY_NONE };
    int64_t id;

    return store_order_event(o->store, order, &e, &id, NULL);
}

static inline void event(struct office *o, int64_t order, enum order_event_kind kind)
{
    assert_int_equal(try_event(o, order, kind, "说明"), RC_OK);
}

static inline struct order order_of(struct office *o, int64_t id)
{
    struct order order;

    OK(store_order_get(o->store, 0, id, &o->a, &order, &err));
    return order;
}

static inline void decide(struct office *o, enum review_kind kind, size_t site, size_t finding)
{
    const struct finding about = { .check = "typo" };
    const struct str detail = arena_printf(&o->a, "{\"word\":\"词%zu\"}", finding);
    const struct review_action action = { .at = 1,
                                          .by = STR("张三"),
                                          .kind = kind,
                                          .subject = review_subject(&about, detail),
                                          .site = str_of(codes[site]),
                                          .finding = o->ids[site][finding],
                                          .reason = STR("核对过") };
    int64_t id;

    OK(store_review_add(o->store, &action, &id, &err));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
