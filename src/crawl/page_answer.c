#include "base/base.h"

#include "crawl/answer.h"

#include "base/clock.h"
#include "check/campaign.h"
#include "crawl/guise.h"
#include "crawl/render.h"
#include "crawl/searching.h"
#include "net/url.h"

#include <stdlib.h>

static struct str copy_into(struct arena *a, struct str s)
{
    return s.n ? arena_copy(a, s) : (struct str){ 0 };
}

/* ---- findings ---- */

static enum rc add_finding(struct crawler *c, const struct task *task, const struct finding *f,
                           struct err *err)
{
    buf_reset(&c->packed_finding);
    finding_pack(f, &c->packed_finding);
    return journal_add_finding(
        c->journal,
        &(struct journal_page){ .site = task->site->number, .url = task->number, .run = c->run },
        finding_id(f), buf_str(&c->packed_finding), err);
}

/* What a check could not judge is kept among the findings, with GRADE_NONE. */
enum rc answer_add_findings(struct crawler *c, const struct task *task,
                            const struct check_result *found, bool is_attachment, struct err *err)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < found->n && rc == RC_OK; i++)
        rc = add_finding(c, task, &found->findings[i], err);
    for (size_t i = 0; i < found->n_refusals && rc == RC_OK; i++) {
        const struct finding refusal = { .site = task->site->site->code,
                                         .check = found->refusals[i].check,
                                         .url = task->url.url,
                                         .excerpt = found->refusals[i].reason,
                                         .measured = NUMBER(found->refusals[i].n_hidden),
                                         .key =
                                             is_attachment ? STR("attachment") : STR("refusal") };

        rc = add_finding(c, task, &refusal, err);
    }
    c->progress.n_findings += found->n;
    return rc;
}

/* The home page names the pages that play a part. */
static enum rc take_roles(struct crawler *c, struct task *task, const struct page *page,
                          struct err *err)
{
    struct site_run *s = task->site;
    struct url base;
    const struct {
        enum role role;
        struct str href;
        const char *check;
    } parts[] = {
        { ROLE_SITEMAP, page->sitemap_href, "sitemap-mismatch" },
        { ROLE_BADGE, page->badge_href, "party-badge" },
        { ROLE_SERVICE, s->site->service_link, "service-link" },
    };

    if (url_parse(page->base_href, NULL, NULL, &c->scratch, &base))
        return RC_OK;
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
            url_parse(parts[i].href, &base, page->charset, &c->scratch, &url))
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

struct fetch_result answer_copy(struct task *task, const struct fetch_result *r)
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
    return copy;
}

static void read_page(struct crawler *c, const struct task *task, const struct fetch_result *r,
                      const struct url *own, const struct sheet *const *sheets, size_t n_sheets,
                      struct page *page)
{
    const struct page_input in = {
        .url = r->url,
        .content_type = task->rendered.n ? PAGE_RENDERED_TYPE : r->content_type,
        .body = task->rendered.n ? task->rendered : r->body,
        .is_rendered = task->is_whole,
        .parts = c->links_only && task->role == ROLE_NONE ? PAGE_LINKS : PAGE_ALL,
        .is_home = task->role == ROLE_HOME,
        .today = day_of_time(time_of_answer(c, r->at)),
        .sheets = sheets,
        .n_sheets = n_sheets,
    };

    page_read(c->reader, &in, &c->scratch, page);
    links_resolve(c, task->site, page, own, &c->memo, &c->scratch);
}

/* Enters the links before the sheets are known, so that they are fetched. */
static enum rc take_links(struct crawler *c, struct task *task, const struct page *page,
                          struct err *err)
{
    struct page_links links = { 0 };
    /* of a closed site only the home page is looked at; what a search finds is known anyway */
    const bool is_end = task->site->site->state != SITE_RUNNING || task->role == ROLE_SEARCH;
    const enum rc rc = is_end ? RC_OK : links_enter(c, task, page, &links, err);

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

void page_recall(struct site_run *s, uint32_t number, struct str url, uint64_t body_hash)
{
    const uint64_t key = body_key(url, body_hash);
    const uint32_t first = hashes_find(&s->bodies, key);

    if (!first || number < first)
        hashes_put(&s->bodies, key, number);
}

uint32_t page_first_of(const struct site_run *s, const struct task *task, struct str url)
{
    const uint32_t first = hashes_find(&s->bodies, body_key(url, task->body_hash));

    return first != task->number && task->role == ROLE_NONE ? first : 0;
}

/* The page was read, but under an address that was known later. */
static enum rc give_up(struct crawler *c, const struct site_run *s, uint32_t number, uint32_t page,
                       struct err *err)
{
    struct journal_result r;
    enum rc rc;

    if ((rc = journal_get_result(c->journal, number, &c->scratch, &r, err)) ||
        (rc = journal_drop_findings(c->journal, s->number, number, err)))
        return rc;
    c->progress.n_pages -= r.run == c->run; /* not one that was only known */
    r.redirect = page;
    r.digest = r.links = (struct str){ 0 };
    return journal_put_result(c->journal, &r, err);
}

enum rc page_take_alias(struct crawler *c, struct task *task, const struct fetch_result *r,
                        uint32_t first, bool *is_page, struct err *err)
{
    struct journal_result result = answer_result(c, task, r);
    enum rc rc;

    *is_page = task->number < first && role_of(task->site, first) == ROLE_NONE;
    if (*is_page) {
        task->is_referrer = true; /* what the other address was kept for */
        return give_up(c, task->site, first, task->number, err);
    }
    result.redirect = first;
    if (task->was_known &&
        (rc = journal_drop_findings(c->journal, task->site->number, task->number, err)))
        return rc;
    return answer_store(c, &result, err);
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
    if (task->role != ROLE_NONE || task->was_known || task->is_referrer || found->n ||
        c->o->focus || task->rendered.n) /* few, and dear */
        return true;
    if (c->links_only)
        return false;
    if (page->letter || page->guide || page->document || page->is_headless || page->n_leaders ||
        page->paper > PAPER_TEXT || digest->carries || digest->leads_to_article)
        return true; /* those that whole-site checks compare */
    return page->kind != PAGE_ARTICLE ||
           is_first_of_its_like(task->site, task, digest_likeness(digest, page->url));
}

/* The same text as in an earlier run: which day did it bear when it was first read? */
static void remember_date(struct crawler *c, const struct task *task, struct digest *d)
{
    struct digest before;

    if (!d->body || !d->is_dated || !task->was_known || !task->before.digest.n ||
        digest_unpack(task->before.digest, c->journal, &c->scratch, &before) ||
        before.body != d->body)
        return;
    d->first_published = before.first_published;
    if (d->first_published == DAY_NONE && before.is_dated && before.published != d->published)
        d->first_published = before.published;
}

static enum rc record_page(struct crawler *c, struct task *task, const struct fetch_result *r,
                           const struct page *page, struct err *err)
{
    struct journal_result result = answer_result(c, task, r);
    struct check_result found;
    struct digest digest;
    enum rc rc;

    /* Rows of earlier runs, or of a first try that failed in this one. */
    if ((task->was_known || task->is_retry) &&
        (rc = journal_drop_findings(c->journal, task->site->number, task->number, err)))
        return rc;
    if ((rc = search_ask(c, task, page, err)))
        return rc;
    check_run_page(c->o->checks, task->site->site, page, time_of_answer(c, r->at), &c->scratch,
                   &found);
    if ((rc = answer_add_findings(c, task, &found, false, err)))
        return rc;
    digest_of_page(page, c->o->checks, &c->scratch, &digest);
    digest.is_framed = task->url.kind == LINK_FRAME;
    const struct campaign_marks marks =
        campaign_marks_of(check_set_campaign(c->o->checks), page, &c->scratch);

    digest.carries = marks.carries;
    digest.leads_to_article = marks.links;
    remember_date(c, task, &digest);
    if (task->rendered.n) {
        digest.is_rendered = digest.wants_browser = true;
        digest.was_blind = task->was_blind;
    }
    buf_reset(&c->packed);
    if ((rc = digest_pack(&digest, c->journal, &c->packed, err)) ||
        (may_prove(c, task, page, &digest, &found) && (rc = answer_keep(c, task, r, &result, err))))
        return rc;
    if (page->kind == PAGE_SOFT_ERROR)
        result.reason = REASON_SOFT_404;
    else if (c->o->on_text)
        c->o->on_text(c->o->ctx, task->site->site, page->text);
    result.digest = buf_str(&c->packed);
    result.links = buf_str(&c->packed_links);
    result.body_hash = task->body_hash;
    /* Each address that shows an error is a fault of its own, and the same bytes may show something
     * else at each when scripts fill them. */
    if (page->kind != PAGE_SOFT_ERROR && !task->rendered.n)
        page_recall(task->site, task->number, r->url, result.body_hash);
    c->progress.n_pages++;
    return answer_store(c, &result, err);
}

/* Without its text (links-only reading) a page is known by what it leads to. */
static void learn_shape(const struct site_run *s, const struct url *own, uint64_t likeness,
                        struct str links)
{
    trap_learn(s->trap, trap_shape(own), likeness ? likeness : str_hash(links));
}

void page_learn_again(struct crawler *c, const struct site_run *s, struct str url,
                      const struct journal_result *r)
{
    struct digest d;
    struct url own;

    if (digest_unpack(r->digest, c->journal, &c->scratch, &d) == RC_OK &&
        url_parse(url, NULL, NULL, &c->scratch, &own) == RC_OK)
        learn_shape(s, &own, d.likeness, r->links);
}

static bool is_frame(const struct page *page, struct str href)
{
    for (size_t i = 0; i < page->n_links; i++)
        if (page->links[i].kind == LINK_FRAME && str_eq(page->links[i].href, href))
            return true;
    return false;
}

/* A stub sends the reader elsewhere: the home page may be there, as with a redirect, unless that is
 * somebody else's domain. Of a frame set it is the main frame. */
static enum rc follow_stub(struct crawler *c, struct task *task, const struct page *page,
                           struct err *err)
{
    struct site_run *s = task->site;
    struct journal_url u = task->url;
    struct url base, to;
    enum rc rc;

    if (page->kind != PAGE_STUB || !page->refresh.n || task->role != ROLE_HOME ||
        s->roles[ROLE_HOME] != task->number || ++s->n_hops[ROLE_HOME] > REDIRECTS_MAX)
        return RC_OK; /* elsewhere, or when it was followed already, the refresh is one link among
                         others */
    if (url_parse(page->base_href, NULL, NULL, &c->scratch, &base) ||
        url_parse(page->refresh, &base, NULL, &c->scratch, &to) ||
        !scope_follow_home(&s->scope, &to, &s->memory))
        return RC_OK;
    link_memo_forget(&c->memo);
    u.kind = is_frame(page, page->refresh) ? LINK_FRAME : u.kind;
    rc = link_enter(c, s, &u, page->refresh, &base, err);
    if (rc || !u.number)
        return rc;
    return role_give(c, s, ROLE_HOME, u.number, err);
}

enum rc page_take(struct crawler *c, struct task *task, const struct fetch_result *r, bool may_hold,
                  bool *is_held, struct err *err)
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
    if (url_parse(r->url, NULL, NULL, &c->scratch, &own)) {
        const struct journal_result result = answer_result(c, task, r);

        return answer_store(c, &result, err);
    }
    read_page(c, task, r, &own, s->usual_sheets, s->n_usual_sheets, &page);
    if (render_wants(c, task, &page)) {
        render_start(c, task, r, &page);
        *is_held = true;
        return RC_OK;
    }
    if (task->role == ROLE_HOME && s->site->state == SITE_RUNNING &&
        ((rc = take_roles(c, task, &page, err)) || (rc = search_learn(c, s, &page, err)) ||
         (page.kind != PAGE_STUB && (rc = guises_ask(c, task, err)))))
        return rc;
    if ((rc = follow_stub(c, task, &page, err)) || (rc = take_links(c, task, &page, err)))
        return rc;
    has_outside = c->wants_sheets && has_outside_link(&page); /* only their hiding matters */
    if (has_outside)
        n_sheets = sheets_of(c, s, &page, sheets, &is_waiting);
    if (is_waiting && may_hold && (place = free_place(s))) {
        *place = (struct held_page){ .task = task, .answer = answer_copy(task, r) };
        *is_held = true;
        return RC_OK;
    }
    if (has_outside && !sheets_are_usual(s, sheets, n_sheets)) {
        sheets_make_usual(s, sheets, n_sheets);
        read_page(c, task, r, &own, sheets, n_sheets, &page);
    }
    learn_shape(s, &own, page.likeness, buf_str(&c->packed_links));
    return record_page(c, task, r, &page, err);
}

enum rc pages_release_held(struct crawler *c, struct site_run *s, bool all, struct err *err)
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
        reading_set(c->reading, c->run, task->number);
        rc = page_take(c, task, &answer, !all, &is_held, err);
        reading_set(c->reading, c->run, 0);
        if (rc)
            return rc;
        if (!is_held)
            task_free(c, task);
    }
    return RC_OK;
}
