#include "base/base.h"

#include "crawl/inspection.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "crawl/answer.h"
#include "crawl/attachments.h"
#include "crawl/crawler.h"
#include "crawl/doubt.h"
#include "crawl/gate.h"
#include "crawl/guise.h"
#include "crawl/judge.h"
#include "crawl/keep.h"
#include "crawl/pictures.h"
#include "crawl/render.h"
#include "crawl/twins.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    COMMIT_MS = 1000,       /* what a crash can cost */
    CAREFUL_MS = 60 * 1000, /* after a crash each step is kept for so long */
    PROGRESS_MS = 250,
    WAIT_MS = 100,
    RENDER_WAIT_MS = 5,
    RENDERED = 300,
    MAX_PAGES = 200000,
    MAX_LINKS = 1000000, /* half a gigabyte of the journal (links.c); some files a page */
    SITES_AT_ONCE = 300,
    TRIES = 3,
    DAY_MS = 24 * 3600 * 1000,
    ROBOTS_MS = DAY_MS, /* RFC 9309, 2.4 */
    SITE_MS = 3 * DAY_MS,
    SILENT_TRIES = 20, /* in a row; eight at once are a minute, not a short pause */
    ROUNDS = 3, /* at the end: what is found in one may fail and be tried again in the next */
};

/* ---- folders and parts ---- */

static const char *below(struct crawler *c, const char *name)
{
    return arena_printf(&c->memory, "%s/%s", c->o->dir, name).p;
}

static void set_wishes(struct crawler *c)
{
    const struct check_set *set = c->o->checks;

    c->links_only = check_set_links_only(set);
    c->wants_sheets = check_set_has(set, "hidden-link");
    c->wants_tls = check_set_has(set, "tls");
    c->wants_ipv6 = check_set_has(set, "ipv6");
    c->wants_attachments = check_set_needs_attachments(set);
    c->wants_pictures = check_set_has(set, "red-seal");
}

static enum rc open_archive(struct crawler *c, struct err *err)
{
    c->archive = c->o->archive;
    return c->archive ? RC_OK : archive_open(below(c, "evidence"), &c->archive, err);
}

static enum rc begin_journal_run(struct crawler *c, uint64_t rules, struct err *err)
{
    struct journal_start start;
    const enum rc rc = journal_begin_run(c->journal, c->o->now, rules, &start, err);
    char begun[TIME_TEXT_BYTES];

    if (rc)
        return rc;
    c->run = start.run;
    c->is_resumed = start.is_resumed;
    if (start.left)
        log_line(LOG_WARN, "%s 开始的巡检没有做完，因%s，不再接着做，现在从头开始",
                 time_text(start.left, begun),
                 c->o->now - start.left > RESUME_S ? "时间已久" : "检查项目、阈值或词库已变");
    return RC_OK;
}

static enum rc open_parts(struct crawler *c, struct err *err)
{
    const uint64_t rules = check_set_hash(c->o->checks);
    enum rc rc;

    set_wishes(c);
    if ((rc = attachments_open(c, err)) || /* first: it forks */
        (rc = file_make_dir(c->o->dir, 0755, err)) ||
        (rc = file_make_dir(below(c, "work"), 0755, err)) ||
        (rc = journal_open(below(c, "work/journal.db"), &c->journal, err)) ||
        (rc = begin_journal_run(c, rules, err)) ||
        (rc = frontier_new(c->journal, &c->frontier, err)) || (rc = open_archive(c, err)) ||
        (rc = spool_open(below(c, "work/pages"), c->o->max_spool, &c->spool, err)) ||
        (rc = reading_open(below(c, "work/reading"), &c->reading, err)) ||
        (rc = fetcher_new(&c->o->fetch, &c->fetcher, err)))
        return rc;
    render_open(c);
    c->reader = page_reader_new(NULL);
    c->can_carry = journal_rules_before(c->journal, c->run) == rules;
    return RC_OK;
}

static void close_parts(struct crawler *c)
{
    for (size_t i = 0; i < c->n_sites; i++)
        site_done(&c->sites[i]);
    free(c->sites);
    render_close(c);
    attachments_close(c);
    fetcher_freep(&c->fetcher);
    page_reader_freep(&c->reader);
    link_memo_done(&c->memo);
    spool_closep(&c->spool);
    if (!c->o->archive)
        archive_closep(&c->archive);
    reading_closep(&c->reading);
    frontier_freep(&c->frontier);
    journal_closep(&c->journal);
    while (c->tasks) { /* also those that were under way */
        struct task *task = c->tasks;

        c->tasks = task->next;
        arena_done(&task->memory);
        free(task);
    }
    buf_done(&c->packed);
    buf_done(&c->packed_links);
    buf_done(&c->packed_finding);
    hashes_done(&c->unreadable);
    hashes_done(&c->twins);
    uplink_done(&c->uplink);
    free(c->site_by_number);
    arena_done(&c->scratch);
    arena_done(&c->memory);
}

struct site_run *site_by_number(struct crawler *c, uint32_t number)
{
    const uint32_t place = number < c->n_site_numbers ? c->site_by_number[number] : 0;

    return place ? &c->sites[place - 1] : NULL;
}

static void remember_number(struct crawler *c, size_t place)
{
    const uint32_t number = c->sites[place].number;

    if (number >= c->n_site_numbers) {
        const size_t n = number + 64 + number / 2;

        c->site_by_number = realloc(c->site_by_number, n * sizeof(*c->site_by_number));
        if (!c->site_by_number)
            abort();
        memset(c->site_by_number + c->n_site_numbers, 0,
               (n - c->n_site_numbers) * sizeof(*c->site_by_number));
        c->n_site_numbers = n;
    }
    c->site_by_number[number] = (uint32_t)place + 1;
}

static enum rc prepare_sites(struct crawler *c, struct err *err)
{
    const struct site_list *list = c->o->sites;

    c->sites = calloc(list->n ? list->n : 1, sizeof(*c->sites));
    if (!c->sites)
        abort();
    c->progress.n_sites = list->n;
    for (size_t i = 0; i < list->n; i++) {
        const enum rc rc = site_prepare(c, &c->sites[i], &list->sites[i], err);

        c->n_sites = i + 1;
        c->sites[i].limits = c->o->limits ? &c->o->limits[i] : NULL;
        c->sites[i].gap.ms = c->o->limits ? c->o->limits[i].gap_ms : 0;
        if (rc)
            return rc;
        remember_number(c, i);
    }
    return journal_commit(c->journal, err);
}

/* ---- going on where a cut-off process was ---- */

static enum rc count_done(void *ctx, const struct journal_url *u, const struct journal_result *r,
                          struct err *err)
{
    struct crawler *c = ctx;
    struct site_run *s = site_by_number(c, u->site);

    (void)err;
    arena_reset(&c->scratch);
    if (s && r->reason != REASON_ROBOTS)
        links_count_known(c, s, u);
    if (s && r->digest.n && digest_is_rendered(r->digest))
        s->n_rendered++;
    else if (s && r->digest.n)
        page_recall(s, r->number, u->url, r->body_hash);
    frontier_mark_done(c->frontier, r->number);
    if (r->reason == REASON_UNREADABLE)
        hashes_put(&c->unreadable, r->number, 1);
    c->progress.n_fetched++;
    c->progress.n_pages += r->digest.n > 0;
    return RC_OK;
}

void url_list_add(struct url_list *l, uint32_t number)
{
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 256;
        l->at = realloc(l->at, l->cap * sizeof(*l->at));
        if (!l->at)
            abort();
    }
    l->at[l->n++] = number;
}

void url_list_done(struct url_list *l)
{
    free(l->at);
    *l = (struct url_list){ 0 };
}

struct done {
    struct crawler *crawler;
    struct url_list *numbers;
};

/* After all of them were counted: what is learnt may close a place to those that come later. */
static enum rc collect_done(void *ctx, const struct journal_url *u, const struct journal_result *r,
                            struct err *err)
{
    struct done *done = ctx;
    struct crawler *c = done->crawler;
    struct site_run *s = site_by_number(c, u->site);

    (void)err;
    arena_reset(&c->scratch);
    if (s && r->digest.n)
        page_learn_again(c, s, u->url, r);
    url_list_add(done->numbers, r->number);
    return RC_OK;
}

/* The page whose reading ended two processes is not read again: it is kept as unreadable. */
static enum rc give_up_on(struct crawler *c, uint32_t number, struct err *err)
{
    struct journal_url u;
    enum rc rc;

    if (!number || number > frontier_last_number(c->frontier))
        return RC_OK; /* none, or one that was not even committed */
    if ((rc = journal_get_url(c->journal, number, &c->scratch, &u, err)) ||
        (rc = link_leave(c, site_by_number(c, u.site), number, REASON_UNREADABLE, err)) ||
        (rc = journal_commit(c->journal, err)))
        return rc;
    reading_set(c->reading, c->run, 0);
    return RC_OK;
}

/* Style sheets are wanted for every page; those that were fetched lie in the spool. */
static void recall_sheet(struct crawler *c, const struct journal_result *r)
{
    struct journal_url u;
    struct spool_page p;

    if (journal_get_url(c->journal, r->number, &c->scratch, &u, NULL) || u.kind != LINK_STYLE)
        return;

    struct site_run *s = site_by_number(c, u.site);
    const bool is_kept = r->reason == REASON_NONE &&
                         spool_read(c->spool, r->spool_at, &c->scratch, &p, NULL) == RC_OK;

    if (s)
        sheet_recall(c, s, r->number, is_kept ? p.body : (struct str){ 0 });
}

/* One that opened but was not read to its end is asked for again; another one by site_start. */
static void resume_home(struct crawler *c, const struct site_run *s)
{
    const uint32_t home = s->roles[ROLE_HOME];

    if (s->home_opened)
        (void)frontier_schedule(c->frontier, s->number, home, LANE_URGENT);
    else
        frontier_mark_done(c->frontier, home);
}

/*
 * What waited was known from what had been read: every page of this run schedules again what it
 * leads to, in the order in which it was found.
 */
static enum rc resume(struct crawler *c, struct err *err)
{
    AUTO(url_list_done) struct url_list numbers = { 0 };
    struct done done = { c, &numbers };
    enum rc rc;

    if (!c->is_resumed)
        return RC_OK;
    if ((rc = give_up_on(c, reading_interrupted(c->reading, c->run, c->o->after_crash), err)))
        return rc;
    if ((rc = journal_each_result(c->journal, c->run, UINT32_MAX, count_done, c, err)) ||
        (rc = journal_each_result(c->journal, c->run, UINT32_MAX, collect_done, &done, err)))
        return rc;
    for (size_t i = 0; i < c->n_sites; i++)
        resume_home(c, &c->sites[i]);
    for (size_t i = 0; i < numbers.n; i++) {
        struct journal_result r;

        arena_reset(&c->scratch);
        if ((rc = journal_get_result(c->journal, numbers.at[i], &c->scratch, &r, err)) ||
            (rc = links_schedule_known(c, &r, err)))
            return rc;
        recall_sheet(c, &r);
    }
    for (size_t i = 0; i < c->n_sites; i++) {
        const struct site_run *s = &c->sites[i];

        for (int role = ROLE_SITEMAP; role < ROLE_N; role++)
            if (s->roles[role] && (!role_is_guise((enum role)role) || guises_wanted(c, s)))
                (void)frontier_schedule(c->frontier, s->number, s->roles[role], LANE_URGENT);
    }
    return RC_OK;
}

/* ---- the loop ---- */

static void tell_progress(struct crawler *c, const char *phase)
{
    c->progress.phase = phase;
    c->progress.n_known = frontier_known(c->frontier);
    c->progress.n_waiting = frontier_waiting_in_all(c->frontier);
    c->progress.ms = clock_ms() - c->started_ms;
    c->progress_ms = clock_ms();
    if (c->o->on_progress)
        c->o->on_progress(c->o->ctx, &c->progress);
}

static bool is_idle(const struct crawler *c, const struct site_run *s)
{
    return s->n_in_flight == 0 && s->next_try_ms == 0 && !gate_has_waiting(s) &&
           (!s->home_opened || frontier_waiting(c->frontier, s->number) == 0);
}

static bool holds_pages(const struct site_run *s)
{
    for (size_t i = 0; i < HELD_MAX; i++)
        if (s->held[i].task)
            return true;
    return false;
}

/* The site has nothing to do any more, unless a page still waits for a sheet that never came. */
static enum rc settle(struct crawler *c, struct site_run *s, struct err *err)
{
    enum rc rc = RC_OK;

    if (s->is_done || !s->is_started || !is_idle(c, s))
        return RC_OK;
    if (holds_pages(s)) {
        if ((rc = pages_release_held(c, s, true, err)) || (rc = requests_fill(c, s, err)))
            return rc;
        if (!is_idle(c, s))
            return RC_OK;
    }
    if (!s->home_opened && s->is_trying &&
        !s->is_over) /* it redirected until it came back to itself */
        rc = site_attempted(c, s,
                            &(struct attempt){ .at = c->o->now,
                                               .reason = s->home_sets_cookie
                                                             ? REASON_COOKIE
                                                             : REASON_REDIRECT_LOOP },
                            err);
    if (rc || s->next_try_ms)
        return rc;
    s->is_done = true;
    if (s->is_paused)
        c->n_paused--;
    else
        c->n_running--;
    c->progress.n_sites_done++;
    return RC_OK;
}

static enum rc start_sites(struct crawler *c, struct err *err)
{
    while (c->n_started < c->n_sites && c->n_running < (size_t)c->o->n_sites_at_once) {
        struct site_run *s = &c->sites[c->n_started++];
        enum rc rc;

        s->is_begun = s->n_attempts > 0; /* by a process that was cut off */
        if (s->is_over || journal_is_judged(c->journal, s->number, c->run)) {
            site_drop(c, s);
            s->is_done = true;
            c->progress.n_sites_done++;
            continue;
        }
        if (!site_may_ask(c, s)) {
            s->is_paused = true;
            c->n_paused++;
            continue;
        }
        c->n_running++;
        s->is_begun = true;
        if ((rc = site_start(c, s, err)))
            return rc;
    }
    return RC_OK;
}

/* The pages first: the journal must not point at what is not there. */
static enum rc commit(struct crawler *c, struct err *err)
{
    const enum rc rc = spool_sync(c->spool, err);

    return rc ? rc : journal_commit(c->journal, err);
}

/* A page is told by its number, and keeps that only when it is on disk before it is read: after a
 * crash each step is kept for a while, so that the second one by the same page is known. */
static bool is_careful(const struct crawler *c, int64_t now)
{
    return reading_is_suspicious(c->reading) && now - c->started_ms < CAREFUL_MS;
}

static enum rc tick(struct crawler *c, const char *phase, struct err *err)
{
    const int64_t now = clock_ms();
    enum rc rc;

    if (now - c->commit_ms >= COMMIT_MS || is_careful(c, now)) {
        c->commit_ms = now;
        if ((rc = commit(c, err)))
            return rc;
    }
    if (now - c->progress_ms < PROGRESS_MS)
        return RC_OK;
    c->progress.n_sites_begun = c->n_started;
    tell_progress(c, phase);
    for (size_t i = 0; i < c->n_started; i++) {
        struct site_run *s = &c->sites[i];

        if (!s->is_done &&
            ((rc = site_watch_hours(c, s, err)) || (rc = site_watch_time(c, s, now, err)) ||
             (!s->is_paused && (rc = site_tick(c, s, now, err))) ||
             (rc = requests_fill(c, s, err)) || (rc = settle(c, s, err))))
            return rc;
    }
    return start_sites(c, err);
}

static bool is_stopped(const struct crawler *c)
{
    return c->o->stop && *c->o->stop;
}

static bool is_rendering(const struct crawler *c)
{
    return c->browser && browser_pending(c->browser);
}

/* Attachments are being read, and nothing else is under way. */
static bool only_reads(const struct crawler *c)
{
    return c->pool && attach_pool_pending(c->pool) && !fetch_pending(c->fetcher) &&
           !is_rendering(c);
}

/* Whom the browser speaks to must not wait for servers. */
static int64_t wait_for_answers(const struct crawler *c)
{
    return is_rendering(c) ? RENDER_WAIT_MS : WAIT_MS;
}

static bool is_under_way(const struct crawler *c)
{
    return fetch_pending(c->fetcher) || (c->pool && attach_pool_pending(c->pool)) ||
           is_rendering(c);
}

static bool is_busy(const struct crawler *c)
{
    return c->n_running || c->n_paused || c->n_started < c->n_sites || is_under_way(c) ||
           frontier_waiting(c->frontier, 0) || c->uplink.n_doubts;
}

/* Until nothing is in flight and nothing waits. */
static enum rc pump(struct crawler *c, const char *phase, struct err *err)
{
    enum rc rc;

    while (is_busy(c)) {
        struct fetch_result r;
        struct site_run *of;

        if (is_stopped(c)) {
            rc = commit(c, err);
            return rc ? rc
                      : err_set(err, RC_STOPPED,
                                "已按要求停止，进度已保存；用同样的命令可以接着做");
        }
        if (keep_is_over(c))
            keep_give_up(c);
        if ((rc = requests_fill(c, NULL, err)) || (rc = doubt_settle_all(c, !is_under_way(c), err)))
            return rc;
        if (!is_under_way(c)) /* quiet hours, or the pause before the next request of a site */
            clock_wait(WAIT_MS);
        if (fetch_next(c->fetcher, wait_for_answers(c), &r)) {
            struct task *task = r.tag;
            struct site_run *s = task->site;

            if ((rc = response_take(c, task, &r, err)) || (s && (rc = settle(c, s, err))))
                return rc;
        }
        if ((rc = attachments_collect(c, only_reads(c) ? WAIT_MS : 0, &of, err)) ||
            (of && (rc = settle(c, of, err))) ||
            (rc = render_collect(c, fetch_pending(c->fetcher) ? 0 : RENDER_WAIT_MS, &of, err)) ||
            (of && (rc = settle(c, of, err))) || (rc = tick(c, phase, err)))
            return rc;
    }
    return commit(c, err);
}

static enum rc crawl(struct crawler *c, struct err *err)
{
    const enum rc rc = start_sites(c, err);

    return rc ? rc : pump(c, "抓取", err);
}

/* ---- the second try ---- */

static enum rc collect_silent(void *ctx, const struct journal_url *u,
                              const struct journal_result *r, struct err *err)
{
    (void)u;
    (void)err;
    if (r->reason == REASON_SILENT && !r->is_retried)
        url_list_add(ctx, r->number);
    return RC_OK;
}

static enum rc collect_failed(void *ctx, const struct journal_url *u,
                              const struct journal_result *r, struct err *err)
{
    (void)u;
    (void)err;
    if (result_wants_retry(r))
        url_list_add(ctx, r->number);
    return RC_OK;
}

/* The site goes on, in its hours and at its pace. */
static void reopen(struct crawler *c, struct site_run *s)
{
    if (!s->is_done)
        return;
    s->is_done = false;
    s->ticked_ms = 0; /* it has waited for others, not asked */
    s->is_paused = !site_may_ask(c, s);
    c->n_paused += s->is_paused;
    c->n_running += !s->is_paused;
    c->progress.n_sites_done--;
}

/* *n gets how many there were. */
static enum rc ask_again(struct crawler *c, journal_result_fn collect, bool with_twins, size_t *n,
                         struct err *err)
{
    AUTO(url_list_done) struct url_list again = { 0 };
    enum rc rc = journal_each_ending(c->journal, c->run, true, collect, &again, err);

    *n = 0;
    for (size_t i = 0; with_twins && i < c->n_sites && rc == RC_OK && !c->is_over; i++)
        rc = twins_find(c, &c->sites[i], &again, err);
    for (size_t i = 0; i < again.n && rc == RC_OK && !c->is_over; i++) {
        struct journal_url u;
        struct site_run *s;

        arena_reset(&c->scratch);
        if ((rc = journal_get_url(c->journal, again.at[i], &c->scratch, &u, err)))
            break;
        s = site_by_number(c, u.site);
        if (u.site &&
            (!s || !s->home_opened || s->cut || journal_is_judged(c->journal, s->number, c->run)))
            continue; /* the home page had its tries */
        frontier_schedule_again(c->frontier, u.site, u.number, (enum lane)u.lane);
        ++*n;
        if (s)
            reopen(c, s);
    }
    return rc ? rc : pump(c, "复核", err);
}

/* What was put off while its server was silent comes first, alone: where that is silent again, what
 * made up the silence is not told as dead either. */
static enum rc second_round(struct crawler *c, struct err *err)
{
    size_t n;
    enum rc rc;

    c->is_second_round = true;
    fetch_forget_silence(c->fetcher);
    for (size_t i = 0; i < c->n_sites; i++)
        gates_trust(&c->sites[i]);
    rc = ask_again(c, collect_silent, false, &n, err);
    for (int i = 0; i < ROUNDS && (i == 0 || n) && rc == RC_OK; i++)
        rc = ask_again(c, collect_failed, i == 0, &n, err);
    return rc;
}

/* ---- judging ---- */

/* What is kept from the next run on: all since the last one that looked at everything. */
static uint32_t base_of(const struct crawler *c, const struct site_run *s)
{
    return s->since < c->run || s->cut || !s->home_opened ? s->base : c->run;
}

static enum rc count_finding(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct crawler *c = ctx;

    (void)err;
    c->progress.n_findings += f->gone == 0;
    return RC_OK;
}

/* By a process that was cut off. A store that was put back from a copy since may lack it. */
static bool is_handed_over(struct crawler *c, const struct site_run *s)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str result;

    return journal_is_judged(c->journal, s->number, c->run) &&
           store_get_site(c->o->store, c->store_run, s->site->code, &a, &result, NULL) == RC_OK;
}

/* Of the sites, as they are judged one by one, not of the pages. */
static void tell_judging(struct crawler *c, size_t n_done)
{
    c->progress.n_sites_done = n_done;
    c->progress.n_sites_begun = n_done < c->n_sites ? n_done + 1 : n_done;
    tell_progress(c, "判定");
}

static enum rc judge_all(struct crawler *c, struct err *err)
{
    AUTO(judge_freep) struct judge *j = NULL;
    enum rc rc;

    c->progress.n_findings = 0;
    if ((rc = judge_new(c, &j, err)))
        return rc;
    for (size_t i = 0; i < c->n_sites; i++) {
        struct site_run *s = &c->sites[i];

        tell_judging(c, i);
        if (is_stopped(c))
            return err_set(err, RC_STOPPED, "已按要求停止，进度已保存；用同样的命令可以接着做");
        if (s->cut && !s->is_begun)
            continue;
        if (is_handed_over(c, s)) {
            if ((rc = store_each_finding_of(c->o->store, c->store_run, s->site->code, count_finding,
                                            c, err)))
                return rc;
            continue;
        }
        if ((rc = judge_site(j, s, err)) ||
            (rc = journal_mark_judged(c->journal, s->number, c->run, base_of(c, s), err)) ||
            (rc = commit(c, err)))
            return rc;
    }
    tell_judging(c, c->n_sites);
    return RC_OK;
}

static enum rc take_pictures(struct crawler *c, int64_t since, struct err *err)
{
    tell_progress(c, "截图");
    return pictures_take(c, since, err);
}

static void set_defaults(struct inspection_options *o)
{
    o->registry = o->registry ? o->registry : o->sites;
    o->max_pages = o->max_pages ? o->max_pages : MAX_PAGES;
    o->max_links = o->max_links ? o->max_links : MAX_LINKS;
    o->n_tries = o->n_tries ? o->n_tries : TRIES;
    o->n_tries = o->n_tries < ATTEMPTS_MAX ? o->n_tries : ATTEMPTS_MAX;
    o->n_sites_at_once = o->n_sites_at_once ? o->n_sites_at_once : SITES_AT_ONCE;
    o->max_site_ms = o->max_site_ms ? o->max_site_ms : SITE_MS;
    o->robots_ms = o->robots_ms ? o->robots_ms : ROBOTS_MS;
    o->fetch.n_silent = o->fetch.n_silent ? o->fetch.n_silent : SILENT_TRIES;
    o->max_rendered = o->max_rendered ? o->max_rendered : RENDERED;
    o->max_attachment = o->max_attachment ? o->max_attachment : ATTACH_BYTES_MAX;
}

static const char number_note[] = "store-run-number";

/* Finished or not: a process may have been cut off over its report. */
static bool knows_run(struct crawler *c, struct str identity, struct run_info *info)
{
    const struct str number = journal_note(c->journal, 0, c->run, number_note, &c->memory);
    int64_t id;

    return str_to_i64(number, 1, INT64_MAX, &id) &&
           store_get_run(c->o->store, id, &c->memory, info, NULL) == RC_OK &&
           str_eq(info->options, identity);
}

/*
 * The store's run is the journal's: it is found again by a text that only this run of this folder
 * has, so that a run that goes on hands its remaining sites to the same one.
 */
static enum rc begin_store_run(struct crawler *c, struct run_info *info, struct err *err)
{
    static const char *const name = "store-run";
    AUTO(json_freep) struct json *said = NULL;
    struct str identity = journal_note(c->journal, 0, c->run, name, &c->memory), number;
    enum rc rc;

    if (!identity.n) {
        identity = arena_printf(
            &c->memory, "{\"begun\":%lld,\"run\":%u,\"process\":%ld,\"options\":%.*s}",
            (long long)clock_now(), (unsigned)c->run, (long)getpid(), STR_ARG(c->o->options_json));
        if ((rc = journal_put_note(c->journal, 0, c->run, name, identity, err)) ||
            (rc = journal_commit(c->journal, err)))
            return rc;
    }
    if (!json_parse(identity, &said, NULL))
        c->begun = json_get_int(said, "begun", clock_now());
    if (knows_run(c, identity, info))
        return RC_OK;
    if ((rc = store_run_begin(c->o->store, c->o->now, identity, info, err)))
        return rc;
    number = arena_printf(&c->memory, "%lld", (long long)info->id);
    rc = journal_put_note(c->journal, 0, c->run, number_note, number, err);
    return rc ? rc : journal_commit(c->journal, err);
}

static void tell_outcome(const struct crawler *c, struct inspection_outcome *out)
{
    out->total = c->progress;
    out->frontier_bytes = c->frontier ? frontier_bytes(c->frontier) : 0;
}

static enum rc run_phases(struct crawler *c, struct inspection_options *o,
                          struct inspection_outcome *out, struct err *err)
{
    struct run_info info;
    enum rc rc;

    if ((rc = open_parts(c, err)) || (rc = begin_store_run(c, &info, err)))
        return rc;
    out->run = info.id;
    out->is_resumed = c->is_resumed;
    c->store_run = info.id;
    o->now = info.started; /* of the run that goes on */
    if ((c->o->first && (rc = c->o->first(c->o->ctx, info.id, err))) ||
        (rc = prepare_sites(c, err)) || (rc = keep_known(c, err)) || (rc = resume(c, err)) ||
        (rc = crawl(c, err)) || (rc = second_round(c, err)) || (rc = judge_all(c, err)) ||
        (rc = take_pictures(c, info.started, err)) ||
        (c->o->then && (rc = c->o->then(c->o->ctx, info.id, c->archive, err))) ||
        (rc = store_run_finish(c->o->store, info.id, c->o->now, err)))
        return rc;
    keep_tell_left(c);
    tell_progress(c, "完成");
    tell_outcome(c, out);
    if ((c->o->report && (rc = c->o->report(c->o->ctx, out, err))) ||
        (rc = journal_end_run(c->journal, c->run, err)))
        return rc;
    (void)unlink(below(c, "work/pages")); /* it served its purpose */
    return RC_OK;
}

enum rc inspection_run(const struct inspection_options *o, struct inspection_outcome *out,
                       struct err *err)
{
    struct inspection_options options = *o;
    struct crawler c = { .o = &options, .started_ms = clock_ms() };

    set_defaults(&options);
    *out = (struct inspection_outcome){ 0 };

    const enum rc rc = run_phases(&c, &options, out, err);

    tell_outcome(&c, out);
    close_parts(&c);
    return rc;
}
