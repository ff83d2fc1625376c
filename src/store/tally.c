#include "base/base.h"

#include "store/tally.h"

#include "store/db.h"
#include "store/engine.h"
#include "store/scope.h"

#include <pthread.h>
#include <stdlib.h>

/* ---- holding ---- */

struct tally_shelf {
    pthread_mutex_t lock; /* guards all below, and what tallies are not read with */
    size_t n_stores;
    struct tally *newest; /* NULL: nobody has asked yet */
};

static void drop(struct tally *t)
{
    if (!t || --t->n_holders)
        return;
    buf_done(&t->list);
    buf_done(&t->code_list);
    arena_done(&t->a);
    free(t);
}

static void hold(struct tally **place, struct tally *t)
{
    t->n_holders++;
    drop(*place);
    *place = t;
}

struct tally_shelf *tally_shelf_new(void)
{
    struct tally_shelf *shelf = calloc(1, sizeof(*shelf));

    if (!shelf || pthread_mutex_init(&shelf->lock, NULL))
        abort();
    return shelf;
}

void tally_join(struct store *s, struct tally_shelf *shelf)
{
    (void)pthread_mutex_lock(&shelf->lock);
    shelf->n_stores++;
    (void)pthread_mutex_unlock(&shelf->lock);
    s->shelf = shelf;
}

void tally_leave(struct store *s)
{
    struct tally_shelf *shelf = s->shelf;
    bool is_last;

    (void)pthread_mutex_lock(&shelf->lock);
    drop(s->tally);
    is_last = --shelf->n_stores == 0;
    (void)pthread_mutex_unlock(&shelf->lock);
    s->tally = NULL;
    if (!is_last)
        return;
    drop(shelf->newest);
    (void)pthread_mutex_destroy(&shelf->lock);
    free(shelf);
}

/* ---- reading ---- */

static enum rc read_mark(struct store *s, int64_t *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s), "SELECT n FROM finding_mark", &q, err);

    if (!rc)
        rc = stmt_step(q, &has_row, err);
    if (!rc)
        *out = has_row ? stmt_i64(q, 0) : 0;
    return rc;
}

static void rank_checks(struct tally *t)
{
    const struct check_names *c = &t->checks;

    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->n; k++)
            t->check_ranks[i] += str_cmp(c->ids[k], c->ids[i]) < 0;
}

static enum rc take_row(struct tally *t, struct stmt *q, int64_t *site, struct err *err)
{
    struct tally_row row = { .site = stmt_i64(q, 0),
                             .grade = (uint8_t)grade_of(stmt_str(q, 2)),
                             .state = (uint8_t)stmt_i64(q, 3),
                             .n = stmt_i64(q, 4) };
    const enum rc rc = check_names_find(&t->checks, &t->a, stmt_str(q, 1), err);

    if (rc)
        return rc;
    if (row.site != *site) {
        const struct str code = arena_copy(&t->a, stmt_str(q, 5));

        buf_add(&t->code_list, str_from((const char *)&code, sizeof(code)));
        *site = row.site;
    }
    row.check = (uint16_t)t->checks.last;
    row.rank = (uint32_t)(t->code_list.n / sizeof(struct str) - 1);
    buf_add(&t->list, str_from((const char *)&row, sizeof(row)));
    return RC_OK;
}

static enum rc read_all(struct store *s, struct tally *t, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    int64_t site = -1;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT c.site, c.check_id, c.grade, c.state, c.n, s.code "
                            "FROM site s CROSS JOIN finding_count c ON c.site = s.id "
                            "WHERE c.n > 0 ORDER BY s.code",
                            &q, err);

    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row)
        rc = take_row(t, q, &site, err);
    rank_checks(t);
    return rc;
}

/* The mark is read first: what changes while the rows are read makes them be read again. What is
 * read within a change is nobody else's, and not kept: it may yet be undone. */
static enum rc get(struct store *s, struct err *err)
{
    const bool is_amid = db_in_transaction(s->engine->db(s));
    struct tally_shelf *shelf = s->shelf;
    struct tally *t;
    int64_t mark = 0;
    enum rc rc = read_mark(s, &mark, err);

    if (rc)
        return rc;
    if (!is_amid && shelf->newest && shelf->newest->mark == mark) {
        hold(&s->tally, shelf->newest);
        return RC_OK;
    }
    t = calloc(1, sizeof(*t));
    if (!t)
        abort();
    t->shelf = shelf;
    t->mark = mark;
    hold(&s->tally, t);
    if (!(rc = read_all(s, t, err)) && !is_amid)
        hold(&shelf->newest, t);
    return rc;
}

/* Others wait while one reads: they want the same. */
enum rc tally_get(struct store *s, struct tally **out, struct err *err)
{
    enum rc rc;

    (void)pthread_mutex_lock(&s->shelf->lock);
    rc = get(s, err);
    (void)pthread_mutex_unlock(&s->shelf->lock);
    *out = s->tally;
    return rc;
}

/* ---- sites ---- */

/* Both lists go by code. */
enum rc tally_sites(struct store *s, const struct tally *t, const struct finding_query *q,
                    struct arena *a, bool **out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    const size_t n = t->code_list.n / sizeof(struct str);
    const struct str *codes = (const struct str *)(const void *)t->code_list.p;
    bool has_row = false;
    size_t at = 0;
    enum rc rc;

    *out = NULL;
    if (!q->unit && !q->site.n && !q->region.n)
        return RC_OK;
    *out = arena_array(a, bool, n + 1);
    rc = db_prepare(s->engine->db(s),
                    "SELECT s.code FROM site s WHERE (?1 = '' OR s.code = ?1) "
                    "AND (?2 = '' OR substr(s.region, 1, length(?2)) = ?2) AND " SCOPE_HAS(
                        "?3") " ORDER BY s.code",
                    &st, err);
    if (rc)
        return rc;
    stmt_bind_str(st, 1, q->site);
    stmt_bind_str(st, 2, q->region);
    stmt_bind_i64(st, 3, q->unit);
    while (!(rc = stmt_step(st, &has_row, err)) && has_row) {
        while (at < n && str_cmp(codes[at], stmt_str(st, 0)) < 0)
            at++;
        if (at < n && str_eq(codes[at], stmt_str(st, 0)))
            (*out)[at] = true;
    }
    return rc;
}

/* ---- order ---- */

struct keyed {
    uint64_t key;
    uint32_t place;
};

enum { RANK_BITS = 24, GRADE_BITS = 4, STATE_BITS = 4 };

static void append(uint64_t *key, uint64_t value, int bits)
{
    *key = *key << bits | value;
}

static uint64_t key_of(const struct tally *t, const struct tally_row *x, enum finding_order order,
                       bool is_descending)
{
    const uint64_t ranks[] = {
        [BY_GRADE] = x->grade, [BY_SITE] = x->rank, [BY_CHECK] = t->check_ranks[x->check],
        [BY_STATE] = x->state, [BY_FIRST_SEEN] = 0,
    };
    const uint64_t all = (1u << RANK_BITS) - 1;
    uint64_t key = 0;

    append(&key, is_descending ? all - ranks[order] : ranks[order], RANK_BITS);
    append(&key, GRADE_VETO - x->grade, GRADE_BITS);
    append(&key, order == BY_SITE ? t->check_ranks[x->check] : x->rank, RANK_BITS);
    append(&key, x->state, STATE_BITS);
    return key;
}

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place); /* as they are stored: by check */
}

static uint32_t *sorted(struct tally *t, enum finding_order order, bool is_descending)
{
    AUTO(arena_done) struct arena memory = { 0 };
    const size_t n = tally_n(t);
    struct keyed *all = arena_array(&memory, struct keyed, n);
    uint32_t *places = arena_array(&t->a, uint32_t, n);

    for (size_t i = 0; i < n; i++)
        all[i] = (struct keyed){ key_of(t, &tally_rows(t)[i], order, is_descending), (uint32_t)i };
    if (n)
        qsort(all, n, sizeof(*all), by_key);
    for (size_t i = 0; i < n; i++)
        places[i] = all[i].place;
    return places;
}

const uint32_t *tally_order(struct tally *t, enum finding_order order, bool is_descending)
{
    uint32_t **places = &t->orders[order][is_descending];

    (void)pthread_mutex_lock(&t->shelf->lock);
    if (!*places)
        *places = sorted(t, order, is_descending);
    (void)pthread_mutex_unlock(&t->shelf->lock);
    return *places;
}
