/* A process that writes decisions, events and findings is killed at random moments, a hundred
 * times: what it acknowledged is there, once, and the counts are those of the rows. */
#include "base/base.h"

#include "office/order.h"
#include "office/unit.h"
#include "store/finding_query.h"
#include "store/review.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { KILLS = 100, PER_SITE = 40, SEQUENCE_MAX = 1 << 20, WORK_US = 40000 };

static const struct str site = { .p = "5107000001", .n = 10 };

struct place {
    char dir[64], url[96];
    struct arena a;
    bool acknowledged[SEQUENCE_MAX];
    size_t n_acknowledged;
};

static uint64_t draw(uint64_t *seed, uint64_t n)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (*seed >> 33) % n;
}

static void must(enum rc rc, const struct err *err)
{
    if (rc) {
        (void)fprintf(stderr, "%s\n", err->text);
        _exit(1);
    }
}

static struct stored_finding finding_of(size_t i, struct arena *a)
{
    struct stored_finding f = { .finding = { .site = site,
                                             .check = i % 2 ? "typo" : "dead-link",
                                             .case_id = "A07",
                                             .url = arena_printf(a, "http://a/%zu", i),
                                             .grade = i % 3 ? GRADE_FAULT : GRADE_VETO,
                                             .confidence = 1 } };

    f.id = finding_id(&f.finding);
    return f;
}

static void hand_over(struct store *s, int64_t run, uint64_t *seed, struct arena *a)
{
    struct stored_finding all[PER_SITE];
    struct err err = { 0 };
    size_t n = 0;

    for (size_t i = 0; i < PER_SITE; i++)
        if (i == 0 || draw(seed, 4))
            all[n++] = finding_of(i, a);
    must(store_site_findings(s, run, site, 5, all, n, NULL, 0, &err), &err);
}

/* ---- the process that is killed ---- */

static void decide(struct store *s, uint64_t *seed, struct str sequence, struct arena *a)
{
    const struct stored_finding f = finding_of(draw(seed, PER_SITE), a);
    const struct review_action action = {
        .at = 1,
        .by = STR("张三"),
        .kind = draw(seed, 2) ? REVIEW_CONFIRM : REVIEW_DISMISS,
        .site = site,
        .finding = f.id,
        .subject = review_subject(&f.finding, f.detail_json),
        .reason = sequence,
    };
    struct err err = { 0 };
    int64_t id;

    must(store_review_add(s, &action, &id, &err), &err);
}

static void remind(struct store *s, struct str sequence)
{
    const struct order_event event = {
        .at = 1, .by = STR("张三"), .kind = EVENT_REMIND, .text = sequence
    };
    struct err err = { 0 };
    int64_t id;

    must(store_order_event(s, 1, &event, &id, &err), &err);
}

NO_RETURN static void work(const struct place *p, size_t first, uint64_t seed, int to)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct store *s = NULL;
    struct err err = { 0 };

    must(store_open(str_of(p->url), &s, &err), &err);
    for (size_t i = first; i < SEQUENCE_MAX; i++) {
        const struct str sequence = arena_printf(&a, "%zu", i);

        if (draw(&seed, 8) == 0)
            hand_over(s, 1, &seed, &a);
        if (i % 2)
            decide(s, &seed, sequence, &a);
        else
            remind(s, sequence);
        if (write(to, &i, sizeof(i)) != sizeof(i))
            _exit(1);
        arena_reset(&a);
    }
    _exit(0);
}

/* The numbers that it acknowledged, n_max at most; the last one that it may have written. */
static size_t take_acknowledged(struct place *p, int from, size_t n_max)
{
    size_t i, last = 0;

    while (n_max-- && read(from, &i, sizeof(i)) == sizeof(i)) {
        assert_true(i < SEQUENCE_MAX);
        p->acknowledged[i] = true;
        p->n_acknowledged++;
        last = i;
    }
    return last;
}

/* ---- what is there ---- */

struct seen {
    const struct place *p;
    uint8_t n[SEQUENCE_MAX];
};

static void note(struct seen *seen, struct str sequence)
{
    int64_t i;

    assert_true(str_to_i64(sequence, 0, SEQUENCE_MAX - 1, &i));
    seen->n[i]++;
}

static enum rc take_action(void *ctx, const struct review_action *action, struct err *err)
{
    (void)err;
    note(ctx, action->reason);
    return RC_OK;
}

static enum rc take_event(void *ctx, const struct order_event *event, struct err *err)
{
    (void)err;
    if (event->kind == EVENT_REMIND)
        note(ctx, event->text);
    return RC_OK;
}

struct tallying {
    int64_t n[FINDING_STATE_N];
};

static enum rc count(void *ctx, const struct finding_row *row, struct err *err)
{
    const bool is_decided = row->stored.review != NULL;

    (void)err;
    ((struct tallying *)ctx)->n[row->state]++;
    if (row->state != FINDING_GONE)
        assert_int_equal(is_decided, row->state != FINDING_UNREVIEWED);
    return RC_OK;
}

static enum rc nothing(void *ctx, const struct finding_row *row, struct err *err)
{
    (void)ctx;
    (void)row;
    (void)err;
    return RC_OK;
}

/* Totals are what triggers counted, the list is what is there. */
static void check_counts(struct store *s)
{
    struct tallying t = { 0 };
    struct finding_total total;
    struct err err = { 0 };

    must(store_findings(s, &(struct finding_query){ .n_max = 1000 }, count, &t, &total, &err),
         &err);
    for (unsigned state = 0; state < FINDING_STATE_N; state++) {
        const struct finding_query q = { .states = 1u << state };

        must(store_findings(s, &q, nothing, NULL, &total, &err), &err);
        assert_int_equal(total.n, t.n[state]);
    }
}

static void check_store(const struct place *p)
{
    struct seen *seen = calloc(1, sizeof(*seen));
    struct store *s = NULL;
    struct err err = { 0 };

    assert_non_null(seen);
    must(store_open(str_of(p->url), &s, &err), &err);
    must(store_review_each(s, site, take_action, seen, &err), &err);
    must(store_order_each_event(s, 1, take_event, seen, &err), &err);
    for (size_t i = 0; i < SEQUENCE_MAX; i++) {
        assert_true(seen->n[i] <= 1);
        assert_true(seen->n[i] || !p->acknowledged[i]);
    }
    check_counts(s);
    store_closep(&s);
    free(seen);
}

static void set_up(struct place *p)
{
    struct order order = {
        .unit = UNIT_TOP, .by = STR("张三"), .days = 1, .demand = STR("请整改")
    };
    const struct stored_finding first = finding_of(0, &p->a);
    struct store *s = NULL;
    struct run_info run;
    struct err err = { 0 };
    uint64_t seed = 3;
    int64_t id;

    (void)snprintf(p->dir, sizeof(p->dir), "/tmp/xj-kill-XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    (void)snprintf(p->url, sizeof(p->url), "sqlite:%s/a.db", p->dir);
    must(store_open(str_of(p->url), &s, &err), &err);
    must(store_run_begin(s, 1, STR("{}"), &run, &err), &err);
    hand_over(s, run.id, &seed, &p->a);
    must(store_order_add(s, &order, &(struct order_target){ site, first.id }, 1, &id, &err), &err);
    assert_int_equal(id, 1);
    store_closep(&s);
}

static void tear_down(struct place *p)
{
    static const char *const names[] = { "a.db", "a.db-wal", "a.db-shm" };
    char path[128];

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", p->dir, names[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(p->dir), 0);
    arena_done(&p->a);
    free(p);
}

static void what_was_acknowledged_is_there_once_whenever_the_writer_is_killed(void **state)
{
    struct place *p = calloc(1, sizeof(*p));
    uint64_t seed = 17;
    size_t next = 1;

    (void)state;
    assert_non_null(p);
    set_up(p);
    for (int i = 0; i < KILLS; i++) {
        int ends[2], status;
        size_t last = 0, rest;

        assert_int_equal(pipe(ends), 0);

        const pid_t pid = fork();

        assert_true(pid >= 0);
        if (pid == 0)
            work(p, next, (uint64_t)i, ends[1]);
        (void)close(ends[1]);
        /* Half of them may die before their first word, on a slow machine all of that half. */
        if (i % 2)
            last = take_acknowledged(p, ends[0], 1);

        const struct timespec moment = { .tv_nsec = (long)draw(&seed, WORK_US) * 1000 };

        (void)nanosleep(&moment, NULL);
        assert_int_equal(kill(pid, SIGKILL), 0);
        rest = take_acknowledged(p, ends[0], SEQUENCE_MAX);
        (void)close(ends[0]);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        last = rest ? rest : last;
        next = (last > next ? last : next) + 2; /* one may be written and not acknowledged */
        check_store(p);
    }
    assert_true(p->n_acknowledged >= KILLS / 2);
    tear_down(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_acknowledged_is_there_once_whenever_the_writer_is_killed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
