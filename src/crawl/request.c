#include "base/base.h"

#include "base/clock.h"
#include "check/host.h"
#include "crawl/attachments.h"
#include "crawl/crawler.h"
#include "crawl/gate.h"
#include "crawl/guise.h"
#include "crawl/keep.h"
#include "crawl/render.h"
#include "crawl/turn.h"

#include <stdlib.h>

enum {
    WINDOW_LIMITED = 8,    /* requests in flight a site; the pace is the fetcher's business */
    WINDOW_UNLIMITED = 32, /* --rate 0 */
    WINDOW_OUTSIDE = 256,
    FILE_BYTES = 256 << 10, /* of images, scripts: enough to know that they are there */
    VISIT_BYTES = 1 << 20,
    LOOK_BYTES = 64 << 10, /* of another site's home page: its title stands at its beginning */
};

struct task *task_new(struct crawler *c, enum task_kind kind, struct site_run *s)
{
    struct task *task = c->free_tasks;

    if (task) {
        c->free_tasks = task->next_free;
    } else {
        if (!(task = calloc(1, sizeof(*task))))
            abort();
        task->next = c->tasks;
        c->tasks = task;
    }
    *task = (struct task){ .kind = kind, .site = s, .memory = task->memory, .next = task->next };
    return task;
}

void task_free(struct crawler *c, struct task *task)
{
    arena_reset(&task->memory);
    task->next_free = c->free_tasks;
    c->free_tasks = task;
}

static bool is_page_kind(int kind)
{
    return kind == LINK_PAGE || kind == LINK_FRAME || kind == LINK_REFRESH || kind == LINK_STYLE;
}

/* A run by other rules that was left unfinished may have read it since the site was last judged. A
 * file that was not read may be now, but where it is as large as is taken. */
bool result_holds(const struct crawler *c, const struct journal_result *r)
{
    return journal_rules(c->journal, r->run) == check_set_hash(c->o->checks) &&
           !(r->is_unread && r->n_bytes < c->o->max_attachment);
}

bool result_wants_retry(const struct journal_result *r)
{
    return !r->is_retried && !r->redirect &&
           reason_wants_second_try((enum reason)r->reason, r->http_status);
}

/* A fault of letters and figures that nobody touches is that they grow old, and a day to come has
 * come: on another day they are judged anew, unchanged or not. */
static bool may_have_aged(const struct crawler *c, const struct journal_result *r)
{
    const struct check_set *set = c->o->checks;
    int32_t to_come = INT32_MAX; /* nothing changes where this day had come */
    bool ages = false;

    if (!r->digest.n)
        return false;
    switch (digest_kind(r->digest)) {
    case PAGE_MESSAGE:
        ages = check_set_has(set, "unanswered-message") || check_set_has(set, "late-answer");
        break;
    case PAGE_HOME:
    case PAGE_COLUMN:
    case PAGE_FORM:
    case PAGE_OTHER:
    case PAGE_SHELL:
        ages = check_set_has(set, "stale-statistics");
        break;
    case PAGE_ARTICLE:
        to_come = check_set_has(set, "impossible-date") ? digest_published(r->digest) : DAY_NONE;
        ages = to_come != DAY_NONE;
        break;
    case PAGE_GUIDE:
    case PAGE_LEADER:
    case PAGE_SITEMAP:
    case PAGE_SEARCH:
    case PAGE_STUB:
    case PAGE_SOFT_ERROR:
    case PAGE_KIND_N:
        break;
    }
    if (!ages)
        return false;

    const int32_t then = day_of_time(journal_started(c->journal, r->run));

    return then != day_of_time(c->o->now) && then < to_come;
}

/* What was known of it before was judged by these rules, and holds. */
bool task_may_carry(const struct crawler *c, const struct task *task)
{
    return task->site ? task->site->base && task->before.run >= task->site->base &&
                            result_holds(c, &task->before) && !may_have_aged(c, &task->before)
                      : c->can_carry;
}

/* The home page of a site that is no government's: domains lapse, and others take them. */
static bool is_stranger_home(struct crawler *c, const struct journal_url *u)
{
    struct url url;

    return u->kind == LINK_PAGE && check_set_has(c->o->checks, "dead-link") &&
           url_parse(u->url, NULL, NULL, &c->scratch, &url) == RC_OK &&
           str_eq(url.path, STR("/")) && !url.query.n && !host_is_gov(url.host);
}

static void send(struct crawler *c, struct task *task)
{
    const bool is_outside = task->url.site == 0 && task->role == ROLE_NONE;
    /* a sheet that is needed has to come whole: pages are read anew with it */
    const bool is_needed = c->wants_sheets && task->url.kind == LINK_STYLE;
    const bool may_be_unchanged = task_may_carry(c, task) && !is_needed && task->was_known &&
                                  task->role == ROLE_NONE && task->before.reason == REASON_NONE &&
                                  !task->is_retry && !render_is_due(c, task->before.digest);
    const bool is_page = is_page_kind(task->url.kind);
    const bool is_file = attachments_want(c, &task->url);
    /* a picture that was only tried so far */
    const bool is_unseen = is_file && task->url.kind == LINK_IMAGE && !task->before.body_hash;
    struct fetch_request r = {
        .url = task->url.url,
        .method = task->is_head ? FETCH_HEAD : FETCH_GET,
        .max_body = is_outside ? (task->is_look ? LOOK_BYTES : VISIT_BYTES)
                    : is_page  ? 0
                    : is_file  ? c->o->max_attachment
                               : FILE_BYTES,
        .cookie = task->cookie,
        .is_urgent = task->url.lane == LANE_URGENT,
        .is_sparable = task->role != ROLE_HOME || task->site->home_opened,
        .ignore_tls = true, /* the check `tls` judges that, once a site */
        .tag = task,
    };

    site_name(task->site, &r);
    guise_dress(c, task, &r);
    if (may_be_unchanged && !is_unseen) {
        r.etag = task->before.etag;
        r.last_modified = task->before.last_modified;
    }
    c->n_attachments += is_file;
    turn_ask(c, task, &r);
}

void request_again(struct crawler *c, struct task *task)
{
    send(c, task);
}

/* Sends it, unless robots.txt forbids that or is still to be read. Takes the task. */
static enum rc send_if_allowed(struct crawler *c, struct task *task, struct err *err)
{
    struct site_run *s = task->site;
    const bool is_visit = s && task->role == ROLE_HOME && !s->home_opened;
    struct url url;
    enum rc rc = RC_OK;

    if (s && s->is_over) { /* and no gate would ever let it go */
        task_free(c, task);
        return RC_OK;
    }
    if (!s || url_parse(task->url.url, NULL, NULL, &task->memory, &url)) {
        send(c, task);
        return RC_OK;
    }
    switch (gate_says(s, &url, is_visit)) {
    case GATE_OPEN:
        send(c, task);
        return RC_OK;
    case GATE_UNKNOWN:
        gate_wait(c, s, task->number, &url);
        break;
    case GATE_CLOSED:
        rc = is_visit ? site_forbids_home(c, s, err)
                      : link_leave(c, s, task->number, REASON_ROBOTS, err);
        break;
    }
    task_free(c, task);
    return rc;
}

enum rc request_url(struct crawler *c, struct site_run *s, uint32_t number, struct err *err)
{
    struct task *task = task_new(c, TASK_URL, s);
    enum rc rc = journal_get_url(c->journal, number, &task->memory, &task->url, err);

    if (rc == RC_OK && (c->is_second_round || (s ? s->base > 0 : c->can_carry))) {
        rc = journal_get_result(c->journal, number, &task->memory, &task->before, err);
        task->was_known = rc == RC_OK;
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    if (rc) {
        task_free(c, task);
        return rc;
    }
    task->number = number;
    task->role = role_of(s, number);
    task->is_twin = c->is_second_round && task->was_known && hashes_find(&c->twins, number);
    task->is_retry =
        c->is_second_round && task->was_known && (task->before.run == c->run || task->is_twin);
    task->is_look =
        task->url.site == 0 && task->role == ROLE_NONE && is_stranger_home(c, &task->url);
    task->is_head =
        task->url.site == 0 && task->role == ROLE_NONE && !task->is_retry && !task->is_look;
    return send_if_allowed(c, task, err);
}

enum rc requests_fill(struct crawler *c, struct site_run *s, struct err *err)
{
    const bool is_unlimited = c->o->fetch.rate == 0;
    const size_t window = !s ? WINDOW_OUTSIDE : is_unlimited ? WINDOW_UNLIMITED : WINDOW_LIMITED;
    const size_t *in_flight = s ? &s->n_in_flight : &c->n_outside_in_flight;

    if (s)
        turn_next(c, s);
    if (s && s->is_over)
        site_drop(c, s);
    if (c->is_over || render_is_full(c) || (s && (!s->home_opened || s->is_paused)))
        return RC_OK;
    while (*in_flight < window && turn_is_free(s)) {
        const enum lane last = c->n_attachments < ATTACHMENTS_AT_ONCE ? LANE_ATTACHMENT : LANE_FILE;
        const uint32_t number = frontier_take(c->frontier, s ? s->number : 0, last);
        enum rc rc;

        if (!number)
            return RC_OK;
        if ((rc = request_url(c, s, number, err)))
            return rc;
    }
    return RC_OK;
}
