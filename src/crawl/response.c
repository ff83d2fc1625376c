#include "base/base.h"

#include "attach/attach.h"
#include "base/clock.h"
#include "check/dead_link.h"
#include "crawl/answer.h"
#include "crawl/attachments.h"
#include "crawl/doubt.h"
#include "crawl/gate.h"
#include "crawl/guise.h"
#include "crawl/render.h"
#include "crawl/twins.h"
#include "net/cookie.h"

enum { VALIDATOR_BYTES = 200, ERROR_PAGE_BYTES = 64 << 10 };

/* ---- what is kept ---- */

enum rc answer_keep(struct crawler *c, const struct task *task, const struct fetch_result *r,
                    struct journal_result *result, struct err *err)
{
    const bool is_error = r->reason != REASON_NONE;
    const struct spool_page p = {
        .url = r->url,
        .ip = r->ip,
        .content_type = r->content_type,
        .headers = r->headers,
        .body = is_error ? str_sub(r->body, 0, ERROR_PAGE_BYTES) : r->body,
        .rendered = task->rendered,
        .is_whole = task->is_whole,
        .at = r->at,
    };

    result->spool_at = -1;
    if (!r->headers.n)
        return RC_OK;
    return spool_add(c->spool, &p, task->role != ROLE_NONE, &result->spool_at, err);
}

/* What was put off was not tried yet. */
static bool is_second_try(const struct task *task, const struct fetch_result *r)
{
    return task->is_retry && (task->before.reason != REASON_SILENT || r->reason == REASON_SILENT);
}

struct journal_result answer_result(const struct crawler *c, const struct task *task,
                                    const struct fetch_result *r)
{
    return (struct journal_result){
        .number = task->number,
        .run = c->run,
        .reason = (uint8_t)r->reason,
        .http_status = r->http_status,
        .is_retried = is_second_try(task, r),
        .at = r->at,
        .ms = r->ms,
        .n_bytes = (int64_t)r->body.n,
        .etag = r->etag.n <= VALIDATOR_BYTES ? r->etag : (struct str){ 0 },
        .last_modified =
            r->last_modified.n <= VALIDATOR_BYTES ? r->last_modified : (struct str){ 0 },
        .spool_at = -1,
    };
}

enum rc answer_store(struct crawler *c, const struct journal_result *r, struct err *err)
{
    c->progress.n_fetched++;
    return journal_put_result(c->journal, r, err);
}

enum rc answer_carry(struct crawler *c, const struct task *task, size_t *n, struct err *err)
{
    const struct journal_page page = { .site = task->site->number,
                                       .url = task->number,
                                       .run = c->run };

    return journal_carry_findings(c->journal, &page, task->before.run, n, err);
}

/* ---- everything else ---- */

/* Unchanged since the last run: what was read and found then holds. */
static enum rc take_unchanged(struct crawler *c, struct task *task, const struct fetch_result *r,
                              struct err *err)
{
    struct journal_result result = task->before;
    size_t n_findings = 0;
    enum rc rc;

    result.run = c->run;
    result.is_unchanged = true;
    result.is_retried = false;
    result.at = r->at;
    result.ms = r->ms;
    result.spool_at = -1;
    c->progress.n_unchanged++;
    c->progress.n_pages += result.digest.n > 0;
    if ((rc = links_schedule_known(c, &result, err)))
        return rc;
    if (task->site && result.digest.n)
        page_recall(task->site, task->number, task->url.url, result.body_hash);
    if (task->site) {
        rc = answer_carry(c, task, &n_findings, err);
        c->progress.n_findings += n_findings;
    }
    return rc ? rc : answer_store(c, &result, err);
}

/* Before the home page opened nothing else was asked for: it led here before in this try, and goes
 * round. What an earlier run knew is scheduled as well, and says nothing. */
static bool was_home(struct crawler *c, const struct task *task, uint32_t number)
{
    struct journal_result r;

    return number == task->number ||
           (journal_get_result(c->journal, number, &c->scratch, &r, NULL) == RC_OK &&
            r.run == c->run && r.at >= task->site->try_at);
}

/* Makes the target of a role's redirect known as the site's own, wherever it lies, so that it is
 * read. */
static enum rc hand_role_on(struct crawler *c, const struct task *task, struct journal_url *u,
                            const struct url *to, uint32_t *number, struct err *err)
{
    struct site_run *s = task->site;
    enum rc rc;

    ASSERT(s); /* only pages of a site play a part */
    *number = 0;
    if (++s->n_hops[task->role] > REDIRECTS_MAX)
        return RC_OK;
    if (task->role == ROLE_SEARCH) { /* what was searched for, and where it stands */
        u->text = task->url.text;
        u->referrer = task->url.referrer;
    }
    if (task->role == ROLE_HOME && scope_follow_home(&s->scope, to, &s->memory))
        link_memo_done(&c->memo); /* other links are of the site now */
    u->url = to->href;
    *number = frontier_find(c->frontier, s->number, to->href);
    if (*number && task->role == ROLE_SEARCH)
        return RC_OK; /* a page of its own, which answers no question */
    if (!*number) {
        if ((rc = frontier_enter(c->frontier, u, err)))
            return rc;
        *number = u->number;
    }
    if ((rc = role_give(c, s, task->role, *number, err)))
        return rc;
    if (task->role != ROLE_HOME || s->home_opened) {
        (void)frontier_schedule(c->frontier, s->number, *number, LANE_URGENT);
        return RC_OK;
    }
    /* Nothing else of the site is fetched before its home page opened, so this goes out at once. */
    if (was_home(c, task, *number))
        return RC_OK;
    frontier_mark_done(c->frontier, *number);
    return request_url(c, s, *number, err);
}

struct hop {
    struct url from, to;
};

/*
 * What a redirect says is what it leads to. A page that was not known says it itself, and so does
 * one of the same shape (http to https); a shape whose URLs all lead to one known place, or to what
 * is not asked for any more, says nothing new.
 */
static void learn_redirect(const struct crawler *c, const struct task *task, const struct hop *hop,
                           uint32_t number, bool was_known)
{
    const uint64_t shape = trap_shape(&hop->from);
    const bool is_taken = number && frontier_is_scheduled(c->frontier, number);

    if (task->site && (!is_taken || (was_known && trap_shape(&hop->to) != shape)))
        trap_learn(task->site->trap, shape, is_taken ? str_hash(hop->to.href) : 0);
}

/* How many redirects in a row this one ends: a URL that a redirect made known has no place on a
 * page. */
static enum rc count_hops(struct crawler *c, const struct task *task, int *n, struct err *err)
{
    struct journal_url u = task->url;

    for (*n = 1; u.referrer && !u.where.n && *n <= REDIRECTS_MAX; ++*n) {
        const enum rc rc = journal_get_url(c->journal, u.referrer, &c->scratch, &u, err);

        if (rc)
            return rc;
    }
    return RC_OK;
}

/* Makes the target known, unless too many led here already. */
static enum rc follow_redirect(struct crawler *c, const struct task *task, struct journal_url *u,
                               const struct hop *hop, struct journal_result *result,
                               struct err *err)
{
    const uint32_t last = frontier_last_number(c->frontier);
    int n_hops;
    enum rc rc = count_hops(c, task, &n_hops, err);

    if (rc)
        return rc;
    if (n_hops > REDIRECTS_MAX) {
        if (result->reason != REASON_COOKIE)
            result->reason = REASON_TOO_MANY_REDIRECTS;
        return RC_OK;
    }
    if ((rc = link_enter(c, task->site, u, hop->to.href, &hop->from, err)))
        return rc;
    result->redirect = u->number;
    if (!u->number)
        result->reason = REASON_NONE; /* endless; it answered, and what is there is not judged */
    learn_redirect(c, task, hop, u->number, u->number <= last);
    return RC_OK;
}

/* A page or file that was read in the run before and cannot be opened for the moment, or not by us:
 * what was found on it is not gone, and what it leads to is looked at all the same. */
static enum rc keep_found(struct crawler *c, const struct task *task, struct journal_result *result,
                          struct err *err)
{
    size_t n = 0;
    enum rc rc;

    if (!task->site || !task->was_known || !task->before.body_hash)
        return RC_OK;
    if (!reason_is_open((enum reason)result->reason, result->http_status) &&
        !reason_is_ours((enum reason)result->reason))
        return task->is_retry
                   ? journal_drop_findings(c->journal, task->site->number, task->number, err)
                   : RC_OK;                     /* they are of an earlier run */
    result->body_hash = task->before.body_hash; /* that it had been read */
    result->links = task->before.links;
    if (task->is_retry)
        return RC_OK;
    rc = links_schedule_known(c, &task->before, err);
    return rc ? rc : answer_carry(c, task, &n, err);
}

static enum rc take_redirect(struct crawler *c, struct task *task, const struct fetch_result *r,
                             struct err *err)
{
    struct journal_result result = answer_result(c, task, r);
    struct journal_url u = task->url;
    struct hop hop;
    enum rc rc, location = RC_SYNTAX;

    u.referrer = task->number;
    u.where = (struct str){ 0 };
    u.text = (struct str){ 0 };
    if (url_parse(r->url, NULL, NULL, &c->scratch, &hop.from) == RC_OK)
        location = url_parse(r->location, &hop.from, NULL, &c->scratch, &hop.to);
    if (!location && cookies_of(r->headers, &c->scratch).n) {
        result.reason = REASON_COOKIE;
        if (task->role == ROLE_HOME)
            task->site->home_sets_cookie = true;
    }
    if (location == RC_UNSUPPORTED)
        result.reason = REASON_NONE; /* it leads to a program of the reader's: weixin://, mailto: */
    if (location)
        return answer_store(c, &result, err);
    rc = task->role != ROLE_NONE ? hand_role_on(c, task, &u, &hop.to, &result.redirect, err)
                                 : follow_redirect(c, task, &u, &hop, &result, err);
    if (!rc && result.redirect == task->number) /* here, and nowhere else */
        rc = keep_found(c, task, &result, err);
    if (rc || (rc = answer_keep(c, task, r, &result, err)) || (rc = answer_store(c, &result, err)))
        return rc;
    return sheet_miss(c, task, err);
}

static bool is_redirect(const struct fetch_result *r)
{
    const int status = r->http_status;

    return r->location.n &&
           (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
}

/* A type that says page, or none at all where a page was asked for. */
static bool is_html(const struct task *task, const struct fetch_result *r)
{
    const struct str type = r->content_type;

    if (str_starts_nocase(type, STR("text/html")) ||
        str_starts_nocase(type, STR("application/xhtml")))
        return true;
    return type.n == 0 && (task->url.kind == LINK_PAGE || task->url.kind == LINK_FRAME);
}

static bool is_sheet(const struct task *task, const struct fetch_result *r)
{
    return task->url.kind == LINK_STYLE || str_starts_nocase(r->content_type, STR("text/css"));
}

/* Only the beginning of a file was wanted. */
static bool is_good_enough(const struct task *task, const struct fetch_result *r)
{
    return r->reason == REASON_TOO_LARGE && r->http_status >= 200 && r->http_status < 300 &&
           (task->url.site == 0 || (task->url.kind != LINK_PAGE && task->url.kind != LINK_STYLE) ||
            !is_html(task, r));
}

/* HEAD is never trusted alone: many servers refuse it, or answer it wrongly. */
static bool needs_get(const struct task *task, const struct fetch_result *r)
{
    return task->is_head && r->reason != REASON_NONE && !is_redirect(r) &&
           r->reason != REASON_DNS && r->reason != REASON_DNS_TEMPORARY &&
           r->reason != REASON_BLOCKED_ADDRESS && r->reason != REASON_CONNECT;
}

/* A redirect to itself that sets a cookie: firewalls so tell browsers from programs. */
static bool needs_cookie(struct crawler *c, struct task *task, const struct fetch_result *r)
{
    struct url from, to;

    if (task->cookie.n || !is_redirect(r) || url_parse(r->url, NULL, NULL, &c->scratch, &from) ||
        url_parse(r->location, &from, NULL, &c->scratch, &to) || !str_eq(from.href, to.href))
        return false;
    task->cookie = cookies_of(r->headers, &task->memory);
    return task->cookie.n > 0;
}

/* The answer says nothing yet; the task is changed. */
static bool asks_again(struct crawler *c, struct task *task, const struct fetch_result *r)
{
    if (!needs_get(task, r))
        return needs_cookie(c, task, r);
    task->is_head = false;
    return true;
}

/* The title of another site's home page says that others have it now. */
static bool is_taken(struct crawler *c, const struct task *task, const struct fetch_result *r)
{
    const struct page_input in = {
        .url = r->url, .content_type = r->content_type, .body = r->body, .parts = PAGE_LINKS
    };
    struct page page;

    if (!task->is_look || !is_html(task, r) || r->body.n == 0)
        return false;
    page_read(c->reader, &in, &c->scratch, &page);
    return dead_link_is_taken(c->o->checks, page.title);
}

static enum rc take_other(struct crawler *c, struct task *task, const struct fetch_result *r,
                          struct err *err)
{
    struct journal_result result = answer_result(c, task, r);
    enum rc rc;

    if (is_good_enough(task, r))
        result.reason = REASON_NONE;
    if (result.reason == REASON_NONE && is_taken(c, task, r))
        result.reason = REASON_TAKEN;
    /* Answers that may have to prove something; a plain good file proves nothing. */
    if ((result.reason != REASON_NONE || task->role != ROLE_NONE) &&
        (rc = answer_keep(c, task, r, &result, err)))
        return rc;
    if ((rc = keep_found(c, task, &result, err)) || (rc = answer_store(c, &result, err)))
        return rc;
    return sheet_miss(c, task, err);
}

static enum rc take_unreadable(struct crawler *c, const struct task *task,
                               const struct fetch_result *r, struct err *err)
{
    struct journal_result result = answer_result(c, task, r);
    enum rc rc;

    result.reason = REASON_UNREADABLE;
    rc = keep_found(c, task, &result, err);
    return rc ? rc : answer_store(c, &result, err);
}

/* A page outside that plays a part for the site: kept for the check that reads it, and nothing
 * more. */
static bool is_visit(struct crawler *c, const struct task *task, const struct fetch_result *r)
{
    struct url url;

    return task->role != ROLE_NONE && task->role != ROLE_HOME &&
           (url_parse(r->url, NULL, NULL, &c->scratch, &url) ||
            !scope_has_page(&task->site->scope, &url));
}

/* A large file that did not come to its end in time is there all the same. */
static bool is_cut_file(const struct crawler *c, const struct task *task,
                        const struct fetch_result *r)
{
    return (r->reason == REASON_TIMEOUT || r->reason == REASON_RESET) && r->http_status >= 200 &&
           r->http_status < 300 && r->body.n > 0 && attachments_is_one(c, task, r);
}

/* A page of the site that answered well. */
static enum rc take_html(struct crawler *c, struct task *task, const struct fetch_result *r,
                         bool *is_held, struct err *err)
{
    const bool was_good = task->was_known && !task->is_retry;
    uint32_t first;

    task->body_hash = str_hash(r->body);
    if (task_may_carry(c, task) && was_good && task->role == ROLE_NONE && task->before.digest.n &&
        task->before.body_hash == task->body_hash && !render_is_due(c, task->before.digest))
        return take_unchanged(c, task, r, err);
    if (hashes_find(&c->unreadable, task->number))
        return take_unreadable(c, task, r, err);
    if ((first = page_first_of(task->site, task, r->url))) {
        bool is_page;
        const enum rc rc = page_take_alias(c, task, r, first, &is_page, err);

        if (rc || !is_page)
            return rc;
    }
    return page_take(c, task, r, true, is_held, err);
}

/* A document by its link and type, and by its bytes a page that tells an error. */
static bool is_error_page(struct crawler *c, const struct task *task, const struct fetch_result *r)
{
    enum { ERROR_BYTES_MAX = 64 << 10 };
    const struct page_input in = {
        .url = r->url,
        .content_type = r->content_type,
        .body = r->body,
        .parts = PAGE_ALL,
        .today = day_of_time(time_of_answer(c, r->at)),
    };
    struct page page;

    if (task->url.kind != LINK_ATTACHMENT || r->body.n > ERROR_BYTES_MAX ||
        attach_format_of(r->body) != ATTACH_HTML)
        return false;
    page_read(c->reader, &in, &c->scratch, &page);
    return page.kind == PAGE_SOFT_ERROR;
}

/* A try at the home page, until one opens it. */
static enum rc note_attempt(struct crawler *c, const struct task *task,
                            const struct fetch_result *r, struct err *err)
{
    if (task->role != ROLE_HOME || !task->site || task->site->home_opened)
        return RC_OK;
    return site_attempted(
        c, task->site,
        &(struct attempt){
            .at = r->at, .reason = r->reason, .http_status = r->http_status, .ms = r->ms },
        err);
}

static enum rc take_url(struct crawler *c, struct task *task, const struct fetch_result *r,
                        bool *is_held, struct err *err)
{
    const bool was_good = task->was_known && !task->is_retry;
    enum rc rc;

    *is_held = false;
    if (role_is_guise(task->role))
        return guise_take(c, task, r, err);
    if (task->is_twin)
        return twins_take(c, task, r, err);
    if (is_redirect(r))
        return take_redirect(c, task, r, err);
    if ((rc = note_attempt(c, task, r, err)))
        return rc;
    if (r->http_status == 304 && r->reason == REASON_NONE && was_good)
        return take_unchanged(c, task, r, err);
    if (!task->site || is_visit(c, task, r))
        return take_other(c, task, r, err);
    if (r->reason != REASON_NONE && r->reason != REASON_TOO_LARGE)
        return is_cut_file(c, task, r) ? attachments_take(c, task, r, is_held, err)
                                       : take_other(c, task, r, err);
    if (is_sheet(task, r))
        return sheet_take(c, task, r, err);
    if (is_error_page(c, task, r))
        return take_html(c, task, r, is_held, err);
    if (!is_html(task, r) && attachments_is_one(c, task, r))
        return task_may_carry(c, task) && was_good && task->before.reason == REASON_NONE &&
                       task->before.body_hash == str_hash(r->body)
                   ? take_unchanged(c, task, r, err)
                   : attachments_take(c, task, r, is_held, err);
    return is_html(task, r) ? take_html(c, task, r, is_held, err) : take_other(c, task, r, err);
}

static enum rc take_by_kind(struct crawler *c, struct task *task, const struct fetch_result *r,
                            bool *is_held, struct err *err)
{
    switch (task->kind) {
    case TASK_URL:
        return take_url(c, task, r, is_held, err);
    case TASK_ROBOTS:
        return gate_took(c, task, r, err);
    case TASK_UPLINK:
        c->uplink.n_asked--;
        return RC_OK;
    case TASK_RENDER:
        render_took(c, task, r);
        return RC_OK;
    case TASK_TLS:
    case TASK_IPV6:
        return site_took_transport(c, task->site, task, r, err);
    }
    return RC_OK;
}

/* The URL waits for what its robots.txt says. */
static bool is_doubted(struct crawler *c, const struct task *task, const struct fetch_result *r)
{
    struct url url;

    return task->kind == TASK_URL && task->site && r->reason == REASON_SILENT &&
           url_parse(r->url, NULL, NULL, &c->scratch, &url) == RC_OK &&
           gate_doubts(c, task->site, task->number, &url);
}

enum rc response_take(struct crawler *c, struct task *task, const struct fetch_result *r,
                      struct err *err)
{
    struct site_run *s = task->site;
    bool is_held = false;
    enum rc rc;

    if (s)
        s->n_in_flight--;
    else
        c->n_outside_in_flight--;
    if (task->kind == TASK_URL && attachments_want(c, &task->url))
        c->n_attachments--;
    c->progress.n_bytes += (uint64_t)r->n_wire;
    doubt_note(c, task, r);
    if (s && task->kind == TASK_URL && r->http_status)
        gates_answered(s, r->url);
    arena_reset(&c->scratch);
    if (is_doubted(c, task, r)) {
        task_free(c, task);
        return requests_fill(c, s, err);
    }
    if (task->kind == TASK_URL && asks_again(c, task, r)) {
        request_again(c, task);
        return RC_OK;
    }
    reading_set(c->reading, c->run, task->number);
    rc = take_by_kind(c, task, r, &is_held, err);
    reading_set(c->reading, c->run, 0);
    if (!is_held)
        task_free(c, task);
    return rc || !s ? rc : requests_fill(c, s, err);
}
