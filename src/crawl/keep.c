#include "base/base.h"

#include "crawl/keep.h"

#include "base/clock.h"
#include "crawl/answer.h"
#include "crawl/gate.h"
#include "crawl/turn.h"

#include <stdio.h>

/* ---- what is known, and looked at again or not ---- */

static bool is_column(struct crawler *c, const struct journal_result *r)
{
    struct digest d;

    return r->digest.n && digest_unpack(r->digest, c->journal, &c->scratch, &d) == RC_OK &&
           (d.kind == PAGE_COLUMN || d.kind == PAGE_HOME);
}

/*
 * Where the site's address led to, and who played the other parts: the home page leads to them
 * again, and each has to be asked for as what it is.
 */
static void recall_parts(struct crawler *c, struct site_run *s)
{
    struct journal_result r;
    uint32_t number = s->start;
    size_t n = 0;

    for (int role = ROLE_HOME; role < ROLE_N; role++)
        s->parts[n++] = journal_role(c->journal, s->number, role);
    while (n < COUNT_OF(s->parts) && number) {
        s->parts[n++] = number;
        arena_reset(&c->scratch);
        number = journal_get_result(c->journal, number, &c->scratch, &r, NULL) ? 0 : r.redirect;
    }
}

static bool is_part(const struct site_run *s, const struct journal_url *u,
                    const struct journal_result *r)
{
    for (size_t i = 0; i < COUNT_OF(s->parts); i++)
        if (s->parts[i] == u->number)
            return true;
    return u->lane == LANE_URGENT && r->redirect;
}

/* Columns and what leads to them, all that failed, was last read by other rules, or was
 * not read. */
static bool is_due(struct crawler *c, const struct journal_url *u, const struct journal_result *r)
{
    return r->reason != REASON_NONE || u->lane <= LANE_COLUMN || is_column(c, r) ||
           !result_holds(c, r);
}

/* Outside links that were good are not asked again; the others are, where a site of the run has
 * them. */
static enum rc sort_outside(struct crawler *c, const struct journal_url *u,
                            const struct journal_result *r, struct err *err)
{
    struct journal_url page;
    enum rc rc;

    if (r->reason == REASON_NONE) {
        frontier_mark_done(c->frontier, u->number);
        return RC_OK;
    }
    rc = journal_get_url(c->journal, u->referrer, &c->scratch, &page, err);
    if (!rc && site_by_number(c, page.site))
        (void)frontier_schedule(c->frontier, 0, u->number, (enum lane)u->lane);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc sort_one(void *ctx, const struct journal_url *u, const struct journal_result *r,
                        struct err *err)
{
    struct crawler *c = ctx;
    struct site_run *s = site_by_number(c, u->site);

    arena_reset(&c->scratch);
    if (r->run == c->run)
        return RC_OK; /* by a process that was cut off */
    if (str_chr(u->url, '#') != STR_NONE)
        return RC_OK; /* the home page in a guise, which is asked for anew */
    if (!u->site)
        return sort_outside(c, u, r, err);
    if (!s || s->since == c->run || r->run < s->since || is_part(s, u, r))
        return RC_OK;
    if (is_due(c, u, r)) {
        url_list_add(&s->due, u->number);
        return RC_OK;
    }
    frontier_mark_done(c->frontier, u->number);
    links_count_known(c, s, u);
    if (r->digest.n && !r->redirect)
        page_recall(s, u->number, u->url, r->body_hash);

    return RC_OK;
}

enum rc keep_known(struct crawler *c, struct err *err)
{
    if (!c->o->is_incremental)
        return RC_OK;
    for (size_t i = 0; i < c->n_sites; i++)
        recall_parts(c, &c->sites[i]);
    return journal_each_result(c->journal, 0, UINT32_MAX, sort_one, c, err);
}

enum rc keep_schedule(struct crawler *c, struct site_run *s, struct err *err)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < s->due.n && !rc; i++)
        rc = links_schedule_number(c, s->due.at[i], err);
    url_list_done(&s->due);
    return rc;
}

/* ---- hours ---- */

static int64_t now_of(const struct crawler *c)
{
    return clock_now() + c->o->clock_offset_s;
}

bool site_may_ask(const struct crawler *c, const struct site_run *s)
{
    const int64_t now = s->limits ? now_of(c) : 0;

    for (size_t i = 0; s->limits && i < COUNT_OF(s->limits->quiet); i++)
        if (hours_has(&s->limits->quiet[i], now))
            return false;
    return true;
}

enum rc site_watch_hours(struct crawler *c, struct site_run *s, struct err *err)
{
    const bool may_ask = site_may_ask(c, s);

    if (may_ask == !s->is_paused)
        return RC_OK;
    if (may_ask && c->n_running >= (size_t)c->o->n_sites_at_once)
        return RC_OK; /* its place was taken meanwhile */
    s->is_paused = !may_ask;
    c->n_paused += s->is_paused ? 1 : (size_t)-1;
    c->n_running += s->is_paused ? (size_t)-1 : 1;
    if (s->is_paused) {
        turns_drop(c, s);
        gates_drop(c, s);
    }
    if (s->is_paused || s->is_started)
        return RC_OK;
    s->is_begun = true;
    return site_start(c, s, err);
}

/* ---- time is up ---- */

bool keep_is_over(const struct crawler *c)
{
    return (c->o->hurry && *c->o->hurry) || (c->o->give_up_at && now_of(c) >= c->o->give_up_at);
}

void site_drop(struct crawler *c, const struct site_run *s)
{
    while (frontier_take(c->frontier, s->number, LANE_ATTACHMENT))
        ;
}

void site_cut(struct crawler *c, struct site_run *s, enum cut cut)
{
    s->cut = cut;
    s->since = s->base ? s->base : c->run;
}

static void give_up(struct crawler *c, struct site_run *s, enum cut cut)
{
    site_drop(c, s);
    s->next_try_ms = 0;
    site_cut(c, s, cut);
    if (!c->is_second_round)
        url_list_done(&s->due);
}

/* What is under way is still taken, as at the end of the run. */
static enum rc give_up_alone(struct crawler *c, struct site_run *s, struct err *err)
{
    char limit[24];

    s->is_over = true;
    give_up(c, s, CUT_TIME);
    turns_drop(c, s);
    gates_drop(c, s);
    (void)snprintf(limit, sizeof(limit), "%lld", (long long)c->o->max_site_ms);
    return journal_put_note(c->journal, s->number, c->run, TIME_CUT, str_of(limit), err);
}

enum rc site_watch_time(struct crawler *c, struct site_run *s, int64_t ms, struct err *err)
{
    if (s->is_paused || !s->is_started) {
        s->ticked_ms = 0;
        return RC_OK;
    }
    s->asked_ms += s->ticked_ms ? ms - s->ticked_ms : 0;
    s->ticked_ms = ms;
    return !s->is_over && s->asked_ms >= c->o->max_site_ms ? give_up_alone(c, s, err) : RC_OK;
}

/* Answers that are under way are still taken, and nothing is asked for any more but whether our own
 * network works (doubt.h). */
void keep_give_up(struct crawler *c)
{
    for (size_t i = 0; i < c->n_sites; i++)
        if (!c->sites[i].is_done && !journal_is_judged(c->journal, c->sites[i].number, c->run)) {
            give_up(c, &c->sites[i], CUT_OVER);
            c->sites[i].is_done = true;
        }
    while (frontier_take(c->frontier, 0, LANE_ATTACHMENT))
        ;
    c->is_over = true;
    for (size_t i = 0; i < c->n_sites; i++) {
        turns_drop(c, &c->sites[i]);
        gates_drop(c, &c->sites[i]);
    }
    c->n_started = c->n_sites;
    c->n_running = c->n_paused = 0;
}

void keep_tell_left(const struct crawler *c)
{
    for (size_t i = 0; i < c->n_sites && c->o->on_left; i++)
        if (c->sites[i].cut == CUT_OVER)
            c->o->on_left(c->o->ctx, c->sites[i].site, c->sites[i].is_begun);
}
