#include "base/base.h"

#include "crawl/crawler.h"

#include "base/clock.h"
#include "net/url.h"

#include <stdlib.h>

enum { VALIDATOR_BYTES = 200, ERROR_PAGE_BYTES = 64 << 10 };

static struct str copy_into(struct arena *a, struct str s)
{
    return s.n ? arena_copy(a, s) : (struct str){ 0 };
}

/* ---- what is kept ---- */

/* The answer goes to the spool: pages, and whatever may prove that a link is dead. */
static enum rc keep_answer(struct crawler *c, const struct task *task, const struct fetch_result *r,
                           struct journal_result *result, struct err *err)
{
    const bool is_error = r->reason != REASON_NONE;
    const struct spool_page p = {
        .url = r->url,
        .ip = r->ip,
        .content_type = r->content_type,
        .headers = r->headers,
        .body = is_error ? str_sub(r->body, 0, ERROR_PAGE_BYTES) : r->body,
        .at = r->at,
    };

    result->spool_at = -1;
    if (!r->headers.n)
        return RC_OK;
    return spool_add(c->spool, &p, task->role != ROLE_NONE, &result->spool_at, err);
}

static struct journal_result plain_result(const struct crawler *c, const struct task *task,
                                          const struct fetch_result *r)
{
    return (struct journal_result){
        .number = task->number,
        .run = c->run,
        .reason = (uint8_t)r->reason,
        .http_status = r->http_status,
        .is_retried = task->is_retry,
        .at = r->at,
        .ms = r->ms,
        .n_bytes = (int64_t)r->body.n,
        .etag = r->etag.n <= VALIDATOR_BYTES ? r->etag : (struct str){ 0 },
        .last_modified =
            r->last_modified.n <= VALIDATOR_BYTES ? r->last_modified : (struct str){ 0 },
        .spool_at = -1,
    };
}

static enum rc store_result(struct crawler *c, const struct journal_result *r, struct err *err)
{
    c->progress.n_fetched++;
    return journal_put_result(c->journal, r, err);
}

/* ---- pages ---- */

static enum rc add_finding(struct crawler *c, const struct task *task, const struct finding *f,
                           struct err *err)
{
    buf_reset(&c->packed_finding);
    finding_pack(f, &c->packed_finding);
    return journal_add_finding(c->journal, task->site->number, c->run, task->number, finding_id(f),
                               buf_str(&c->packed_finding), err);
}

/* What a check could not judge is kept among the findings, with GRADE_NONE. */
static enum rc add_findings(struct crawler *c, const struct task *task,
                            const struct check_result *found, struct err *err)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < found->n && rc == RC_OK; i++)
        rc = add_finding(c, task, &found->findings[i], err);
    for (size_t i = 0; i < found->n_refusals && rc == RC_OK; i++) {
        const struct finding refusal = { .site = task->site->site->code,
                                         .check = found->refusals[i].check,
                                         .url = task->url.url,
                                         .excerpt = found->refusals[i].reason,
                                         .key = STR("refusal") };

        rc = add_finding(c, task, &refusal, err);
    }
    c->progress.n_findings += found->n;
    return rc;
}

/* The home page names the pages that play a part. */
static enum rc take_roles(struct crawler *c, struct task *task, const struct page *page,
                          const struct url *base, struct err *err)
{
    struct site_run *s = task->site;
    const struct {
        enum role role;
        struct str href;
        const char *check;
    } parts[] = {
        { ROLE_SITEMAP, page->sitemap_href, "sitemap-mismatch" },
        { ROLE_BADGE, page->badge_href, "party-badge" },
        { ROLE_SERVICE, s->site->service_link, "service-link" },
    };

    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct journal_url u = { .site = s->number,
                                 .lane = LANE_URGENT,
                                 .kind = LINK_PAGE,
                                 .depth = 1,
                                 .referrer = task->number };
        uint32_t number;
        struct url url;
        enum rc rc;

        if (!parts[i].href.n || !check_set_has(c->o->checks, parts[i].check) ||
            url_parse(parts[i].href, base, page->charset, &c->scratch, &url))
            continue;
        /* Pages outside are read too, so they are entered as the site's own. */
        u.url = url.href;
        number = frontier_find(c->frontier, s->number, url.href);
        if (!number) {
            if ((rc = frontier_enter(c->frontier, &u, err)))
                return rc;
            number = u.number;
        }
        if ((rc = role_give(c, s, parts[i].role, number, err)))
            return rc;
        (void)frontier_schedule(c->frontier, s->number, number, LANE_URGENT);
    }
    return RC_OK;
}

/* Linked style sheets of the site: those at hand, and whether some are still to come. */
static size_t sheets_of(struct crawler *c, const struct site_run *s, const struct page *page,
                        const struct sheet **out, bool *is_waiting)
{
    size_t n = 0;

    *is_waiting = false;
    for (size_t i = 0; i < page->n_links; i++) {
        const struct link *link = &page->links[i];
        uint32_t number, place;

        if (link->kind != LINK_STYLE || !link->is_same_site || n == SHEETS_MAX)
            continue;
        number = frontier_find(c->frontier, s->number, link->url);
        place = number ? hashes_find(&s->sheet_index, number) : 0;
        if (!place)
            *is_waiting |= s->n_sheets < SHEETS_MAX;
        else if (s->sheets[place - 1])
            out[n++] = s->sheets[place - 1];
    }
    return n;
}

static bool is_usual(const struct site_run *s, const struct sheet *const *sheets, size_t n)
{
    if (n != s->n_usual_sheets)
        return false;
    for (size_t i = 0; i < n; i++)
        if (sheets[i] != s->usual_sheets[i])
            return false;
    return true;
}

static void make_usual(struct site_run *s, const struct sheet *const *sheets, size_t n)
{
    for (size_t i = 0; i < n; i++)
        s->usual_sheets[i] = sheets[i];
    s->n_usual_sheets = n;
}

static bool has_outside_link(const struct page *page)
{
    for (size_t i = 0; i < page->n_links; i++)
        if (page->links[i].kind == LINK_PAGE && page->links[i].url.n &&
            !page->links[i].is_same_site)
            return true;
    return false;
}

static struct held_page *free_place(struct site_run *s)
{
    for (size_t i = 0; i < HELD_MAX; i++)
        if (!s->held[i].task)
            return &s->held[i];
    return NULL;
}

/* Keeps the answer until the sheets are there. Takes the task. */
static void hold(struct held_page *place, struct task *task, const struct fetch_result *r)
{
    struct fetch_result copy = *r;

    copy.url = copy_into(&task->memory, r->url);
    copy.headers = copy_into(&task->memory, r->headers);
    copy.body = copy_into(&task->memory, r->body);
    copy.content_type = copy_into(&task->memory, r->content_type);
    copy.etag = copy_into(&task->memory, r->etag);
    copy.last_modified = copy_into(&task->memory, r->last_modified);
    copy.ip = copy_into(&task->memory, r->ip);
    copy.location = (struct str){ 0 };
    *place = (struct held_page){ .task = task, .answer = copy };
}

static void read_page(struct crawler *c, const struct task *task, const struct fetch_result *r,
                      const struct sheet *const *sheets, size_t n_sheets, struct page *page)
{
    const struct page_input in = {
        .url = r->url,
        .content_type = r->content_type,
        .body = r->body,
        .parts = c->links_only && task->role == ROLE_NONE ? PAGE_LINKS : PAGE_ALL,
        .is_home = task->role == ROLE_HOME,
        .today = day_of_time(c->o->now),
        .sheets = sheets,
        .n_sheets = n_sheets,
    };

    page_read(c->reader, &in, &c->scratch, page);
    links_resolve(page, &task->site->scope, &c->memo, task->site->number, &c->scratch);
}

/* Enters the links before the sheets are known, so that they are fetched. */
static enum rc take_links(struct crawler *c, struct task *task, const struct page *page,
                          struct err *err)
{
    struct page_links links = { 0 };
    const bool is_closed =
        task->site->site->state != SITE_RUNNING; /* only its home page is looked at */
    const enum rc rc = is_closed ? RC_OK : links_enter(c, task, page, &links, err);

    if (rc == RC_OK) {
        task->is_referrer |= links.n_anchor_links > 0;
        buf_reset(&c->packed_links);
        links_pack(&links, &c->packed_links);
    }
    return rc;
}

/* "/a/", "/a/index.html" and "/a/index.html?x" with the same bytes are one page under three
 * addresses. */
static uint64_t body_key(struct str url, uint64_t body_hash)
{
    struct str query;
    size_t n;

    (void)str_cut(url, '?', &url, &query);
    for (n = url.n; n && url.p[n - 1] != '/'; n--)
        ;
    return str_hash(str_from(url.p, n)) ^ body_hash;
}

void response_recall_page(struct site_run *s, uint32_t number, struct str url, uint64_t body_hash)
{
    const uint64_t key = body_key(url, body_hash);

    if (!hashes_find(&s->bodies, key))
        hashes_put(&s->bodies, key, number);
}

/* The number of the page that these bytes were first read as; 0: they are new. */
static uint32_t first_of(const struct site_run *s, const struct task *task, struct str url)
{
    const uint32_t first = hashes_find(&s->bodies, body_key(url, task->body_hash));

    return first != task->number && task->role == ROLE_NONE ? first : 0;
}

/* Another address of a page is kept as if it redirected to the first one. */
static enum rc take_alias(struct crawler *c, struct task *task, const struct fetch_result *r,
                          uint32_t first, struct err *err)
{
    struct journal_result result = plain_result(c, task, r);
    enum rc rc;

    result.redirect = first;
    if (task->was_known &&
        (rc = journal_drop_findings(c->journal, task->site->number, task->number, err)))
        return rc;
    return store_result(c, &result, err);
}

/* Pages are told by depth, then by URL: is this article the first of its like so far? */
static bool is_first_of_its_like(struct site_run *s, const struct task *task, uint64_t likeness)
{
    const uint32_t place = hashes_find(&s->likenesses, likeness);
    const struct kept_page *kept = place ? &s->kept[place - 1] : NULL;
    const uint16_t depth = task->url.depth;

    if (kept &&
        (depth != kept->depth ? depth > kept->depth : str_cmp(task->url.url, kept->url) >= 0))
        return false;
    if (!place) {
        if (s->n_kept == s->cap_kept) {
            s->cap_kept = s->cap_kept ? s->cap_kept * 2 : 64;
            s->kept = realloc(s->kept, s->cap_kept * sizeof(*s->kept));
            if (!s->kept)
                abort();
        }
        hashes_put(&s->likenesses, likeness, (uint32_t)++s->n_kept);
    }
    s->kept[place ? place - 1 : s->n_kept - 1] =
        (struct kept_page){ .depth = depth, .url = arena_copy(&s->memory, task->url.url) };
    return true;
}

/*
 * Which pages may be asked for as evidence. An article without anything of its own cannot be: what
 * it leads to was first seen elsewhere, and a fault of its template is told of the first one that
 * has it.
 */
static bool may_prove(const struct crawler *c, const struct task *task, const struct page *page,
                      const struct digest *digest, const struct check_result *found)
{
    if (task->role != ROLE_NONE || task->was_known || task->is_referrer || found->n)
        return true;
    if (c->links_only)
        return false;
    return page->kind != PAGE_ARTICLE ||
           is_first_of_its_like(task->site, task, digest_likeness(digest, page->url));
}

static enum rc record_page(struct crawler *c, struct task *task, const struct fetch_result *r,
                           const struct page *page, struct err *err)
{
    struct journal_result result = plain_result(c, task, r);
    struct check_result found;
    struct digest digest;
    enum rc rc;

    /* Rows of earlier runs, or of a first try that failed in this one. */
    if ((task->was_known || task->is_retry) &&
        (rc = journal_drop_findings(c->journal, task->site->number, task->number, err)))
        return rc;
    check_run_page(c->o->checks, task->site->site, page, c->o->now, &c->scratch, &found);
    if ((rc = add_findings(c, task, &found, err)))
        return rc;
    digest_of_page(page, &digest);
    digest.is_framed = task->url.kind == LINK_FRAME;
    buf_reset(&c->packed);
    if ((rc = digest_pack(&digest, c->journal, &c->packed, err)) ||
        (may_prove(c, task, page, &digest, &found) && (rc = keep_answer(c, task, r, &result, err))))
        return rc;
    if (page->kind == PAGE_SOFT_ERROR)
        result.reason = REASON_SOFT_404;
    result.digest = buf_str(&c->packed);
    result.links = buf_str(&c->packed_links);
    result.body_hash = task->body_hash;
    if (page->kind != PAGE_SOFT_ERROR) /* each address that shows an error is a fault of its own */
        response_recall_page(task->site, task->number, r->url, result.body_hash);
    c->progress.n_pages++;
    return store_result(c, &result, err);
}

/* Without its text (links-only reading) a page is known by what it leads to. */
static void learn_shape(struct crawler *c, const struct site_run *s, const struct page *page)
{
    struct url url;

    if (url_parse(page->url, NULL, NULL, &c->scratch, &url) == RC_OK)
        trap_learn(s->trap, trap_shape(&url),
                   page->likeness ? page->likeness : str_hash(buf_str(&c->packed_links)));
}

/* A stub sends the reader elsewhere: the home page may be there. */
static enum rc follow_stub(struct crawler *c, struct task *task, const struct page *page,
                           const struct url *own, struct err *err)
{
    uint32_t number;
    enum rc rc;

    if (page->kind != PAGE_STUB || !page->refresh.n || task->role != ROLE_HOME ||
        ++task->site->n_hops[ROLE_HOME] > REDIRECTS_MAX)
        return RC_OK; /* elsewhere the refresh is one link among others */
    rc = link_enter(c, task->site, &task->url, page->refresh, own, &number, err);
    if (rc || !number)
        return rc;
    return role_give(c, task->site, ROLE_HOME, number, err);
}

/* Reads, checks and records a page, or holds it until its sheets are known (*is_held, the task is
 * taken then). */
static enum rc take_page(struct crawler *c, struct task *task, const struct fetch_result *r,
                         bool may_hold, bool *is_held, struct err *err)
{
    struct site_run *s = task->site;
    const struct sheet *sheets[SHEETS_MAX];
    struct held_page *place;
    struct page page;
    struct url own;
    bool is_waiting = false, has_outside;
    size_t n_sheets = 0;
    enum rc rc;

    *is_held = false;
    read_page(c, task, r, s->usual_sheets, s->n_usual_sheets, &page);
    if (url_parse(r->url, NULL, NULL, &c->scratch, &own) == RC_OK && task->role == ROLE_HOME &&
        s->site->state == SITE_RUNNING && (rc = take_roles(c, task, &page, &own, err)))
        return rc;
    if ((rc = follow_stub(c, task, &page, &own, err)) || (rc = take_links(c, task, &page, err)))
        return rc;
    has_outside = c->wants_sheets && has_outside_link(&page); /* only their hiding matters */
    if (has_outside)
        n_sheets = sheets_of(c, s, &page, sheets, &is_waiting);
    if (is_waiting && may_hold && (place = free_place(s))) {
        hold(place, task, r);
        *is_held = true;
        return RC_OK;
    }
    if (has_outside && !is_usual(s, sheets, n_sheets)) {
        make_usual(s, sheets, n_sheets);
        read_page(c, task, r, sheets, n_sheets, &page);
    }
    learn_shape(c, s, &page);
    return record_page(c, task, r, &page, err);
}

enum rc response_release_held(struct crawler *c, struct site_run *s, bool all, struct err *err)
{
    for (size_t i = 0; i < HELD_MAX; i++) {
        struct held_page *h = &s->held[i];
        struct task *task = h->task;
        bool is_held;
        enum rc rc;

        if (!task)
            continue;
        h->task = NULL;

        /* Holding it again takes the same place; its strings are in the task already. */
        const struct fetch_result answer = h->answer;

        arena_reset(&c->scratch);
        rc = take_page(c, task, &answer, !all, &is_held, err);
        if (rc)
            return rc;
        if (!is_held)
            task_free(c, task);
    }
    return RC_OK;
}

/* ---- style sheets ---- */

void response_recall_sheet(struct crawler *c, struct site_run *s, uint32_t number, struct str css)
{
    if (s->n_sheets == SHEETS_MAX || hashes_find(&s->sheet_index, number))
        return;
    s->sheets[s->n_sheets++] = c->wants_sheets ? sheet_parse(css) : NULL;
    hashes_put(&s->sheet_index, number, (uint32_t)s->n_sheets);
}

static enum rc take_sheet(struct crawler *c, struct task *task, const struct fetch_result *r,
                          struct err *err)
{
    struct site_run *s = task->site;
    struct journal_result result = plain_result(c, task, r);
    uint32_t *targets;
    const struct str *hrefs;
    struct page_links links = { 0 };
    struct url base;
    enum rc rc;

    response_recall_sheet(c, s, task->number, r->body);
    if (url_parse(r->url, NULL, NULL, &c->scratch, &base))
        return store_result(c, &result, err);

    const size_t n = sheet_links(r->body, &c->scratch, &hrefs);

    targets = arena_array(&c->scratch, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        const struct journal_url from = { .site = s->number,
                                          .lane = LANE_FILE,
                                          .kind = LINK_IMAGE,
                                          .depth = task->url.depth,
                                          .referrer = task->number,
                                          .where = STR("url()") };
        uint32_t number;

        if ((rc = link_enter(c, s, &from, hrefs[i], &base, &number, err)))
            return rc;
        if (number)
            targets[links.n_targets++] = number;
    }
    links.targets = targets;
    buf_reset(&c->packed_links);
    links_pack(&links, &c->packed_links);
    result.links = buf_str(&c->packed_links);
    result.body_hash = str_hash(r->body);
    if ((rc = keep_answer(c, task, r, &result, err)) || (rc = store_result(c, &result, err)))
        return rc;
    return response_release_held(c, s, false, err);
}

/* A sheet that did not come hides nothing. */
static enum rc miss_sheet(struct crawler *c, const struct task *task, struct err *err)
{
    struct site_run *s = task->site;

    if (!s || task->url.kind != LINK_STYLE)
        return RC_OK;
    response_recall_sheet(c, s, task->number, (struct str){ 0 });
    return response_release_held(c, s, false, err);
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
        response_recall_page(task->site, task->number, task->url.url, result.body_hash);
    if (task->site) {
        rc = journal_carry_findings(c->journal, task->site->number, task->number, task->before.run,
                                    c->run, &n_findings, err);
        c->progress.n_findings += n_findings;
    }
    return rc ? rc : store_result(c, &result, err);
}

/* Makes the target of a role's redirect known as the site's own, wherever it lies, so that it is
 * read. */
static enum rc hand_role_on(struct crawler *c, const struct task *task, struct journal_url *u,
                            const struct url *to, uint32_t *number, struct err *err)
{
    struct site_run *s = task->site;
    enum rc rc;

    *number = 0;
    if (++s->n_hops[task->role] > REDIRECTS_MAX)
        return RC_OK;
    if (task->role == ROLE_HOME && scope_follow_home(&s->scope, to, &s->memory))
        link_memo_done(&c->memo); /* other links are of the site now */
    u->url = to->href;
    *number = frontier_find(c->frontier, s->number, to->href);
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
    if (frontier_is_scheduled(c->frontier, *number))
        return RC_OK;
    frontier_mark_done(c->frontier, *number);
    return request_url(c, s, *number, false, err);
}

/* A shape whose URLs only send elsewhere says nothing new, however many there are. */
static void learn_redirect(const struct task *task, const struct url *url)
{
    if (task->site)
        trap_learn(task->site->trap, trap_shape(url), 0);
}

static enum rc take_redirect(struct crawler *c, struct task *task, const struct fetch_result *r,
                             struct err *err)
{
    struct journal_result result = plain_result(c, task, r);
    struct journal_url from = task->url;
    struct url base, to;
    enum rc rc;

    from.referrer = task->number;
    from.where = (struct str){ 0 };
    from.text = (struct str){ 0 };
    if (url_parse(r->url, NULL, NULL, &c->scratch, &base) ||
        url_parse(r->location, &base, NULL, &c->scratch, &to))
        return store_result(c, &result, err);
    learn_redirect(task, &base);
    if (task->role != ROLE_NONE)
        rc = hand_role_on(c, task, &from, &to, &result.redirect, err);
    else
        rc = link_enter(c, task->site, &from, r->location, &base, &result.redirect, err);
    if (rc || (rc = keep_answer(c, task, r, &result, err)) || (rc = store_result(c, &result, err)))
        return rc;
    return miss_sheet(c, task, err);
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

/* A page that was read in the run before and cannot be opened for the moment: what was found on it
 * is not gone. */
static enum rc keep_found(struct crawler *c, const struct task *task, enum reason reason,
                          int http_status, struct err *err)
{
    size_t n = 0;

    if (!task->site || !task->was_known || task->is_retry || !task->before.digest.n ||
        !reason_is_passing(reason, http_status))
        return RC_OK;
    return journal_carry_findings(c->journal, task->site->number, task->number, task->before.run,
                                  c->run, &n, err);
}

static enum rc take_other(struct crawler *c, struct task *task, const struct fetch_result *r,
                          struct err *err)
{
    struct journal_result result = plain_result(c, task, r);
    enum rc rc;

    if (is_good_enough(task, r))
        result.reason = REASON_NONE;
    /* Answers that may have to prove something; a plain good file proves nothing. */
    if ((result.reason != REASON_NONE || task->role != ROLE_NONE) &&
        (rc = keep_answer(c, task, r, &result, err)))
        return rc;
    if ((rc = keep_found(c, task, (enum reason)result.reason, result.http_status, err)) ||
        (rc = store_result(c, &result, err)))
        return rc;
    return miss_sheet(c, task, err);
}

static enum rc take_unreadable(struct crawler *c, const struct task *task,
                               const struct fetch_result *r, struct err *err)
{
    struct journal_result result = plain_result(c, task, r);

    result.reason = REASON_UNREADABLE;
    return store_result(c, &result, err);
}

/* A page outside that plays a part for the site: kept for the check that reads it, and nothing
 * more. */
static bool is_visit(struct crawler *c, const struct task *task, const struct fetch_result *r)
{
    struct url url;

    return task->role != ROLE_NONE && task->role != ROLE_HOME &&
           (url_parse(r->url, NULL, NULL, &c->scratch, &url) ||
            !scope_has(&task->site->scope, &url));
}

static enum rc take_url(struct crawler *c, struct task *task, const struct fetch_result *r,
                        bool *is_held, struct err *err)
{
    const bool was_good = task->was_known && !task->is_retry;
    uint32_t first;

    *is_held = false;
    if (is_redirect(r))
        return take_redirect(c, task, r, err);
    if (task->role == ROLE_HOME && !task->site->home_opened) {
        const enum rc rc =
            site_attempted(c, task->site, r->reason, r->http_status, r->at, r->ms, err);

        if (rc)
            return rc;
    }
    if (r->http_status == 304 && was_good)
        return take_unchanged(c, task, r, err);
    if (!task->site || is_visit(c, task, r) ||
        (r->reason != REASON_NONE && r->reason != REASON_TOO_LARGE))
        return take_other(c, task, r, err);
    if (is_sheet(task, r))
        return take_sheet(c, task, r, err);
    if (!is_html(task, r))
        return take_other(c, task, r, err);
    task->body_hash = str_hash(r->body);
    if (c->can_carry && was_good && task->role == ROLE_NONE && task->before.digest.n &&
        task->before.body_hash == task->body_hash)
        return take_unchanged(c, task, r, err);
    if (hashes_find(&c->unreadable, task->number))
        return take_unreadable(c, task, r, err);
    if ((first = first_of(task->site, task, r->url)))
        return take_alias(c, task, r, first, err);
    reading_set(c->reading, c->run, task->number);

    const enum rc rc = take_page(c, task, r, true, is_held, err);

    reading_set(c->reading, c->run, 0);
    return rc;
}

static enum rc take_by_kind(struct crawler *c, struct task *task, const struct fetch_result *r,
                            bool *is_held, struct err *err)
{
    switch (task->kind) {
    case TASK_URL:
        return take_url(c, task, r, is_held, err);
    case TASK_ROBOTS:
        return site_took_robots(c, task->site, task, r, err);
    case TASK_TLS:
    case TASK_IPV6:
        return site_took_transport(c, task->site, task->kind, r, err);
    }
    return RC_OK;
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
    c->progress.n_bytes += (uint64_t)r->n_wire;
    if (task->kind == TASK_URL && needs_get(task, r)) {
        request_again_as_get(c, task);
        return RC_OK;
    }
    arena_reset(&c->scratch);
    rc = take_by_kind(c, task, r, &is_held, err);
    if (!is_held)
        task_free(c, task);
    if (rc || (rc = requests_fill(c, s, err)))
        return rc;
    return s ? requests_fill(c, NULL, err) : RC_OK;
}
