#include "base/base.h"

#include "crawl/dossier.h"

#include "base/clock.h"
#include "check/unread.h"
#include "check/visits.h"
#include "crawl/crawler.h"
#include "crawl/gate.h"
#include "crawl/guise.h"
#include "crawl/searching.h"
#include "store/probe.h"

#include <stdlib.h>
#include <string.h>

/* ---- endings ---- */

struct loading {
    struct endings *endings;
    struct crawler *crawler;
};

/* What failed once and was not tried again is no better known than what was not asked for. */
static enum reason sure_reason(const struct journal_result *r)
{
    return result_wants_retry(r) ? REASON_SILENT : (enum reason)r->reason;
}

static enum rc keep_ending(void *ctx, const struct journal_url *u, const struct journal_result *r,
                           struct err *err)
{
    const struct loading *l = ctx;
    struct endings *e = l->endings;
    const struct site_run *s = site_by_number(l->crawler, u->site);

    (void)err;
    if (r->number < e->n && (!s || r->run >= s->since))
        e->of[r->number] = (struct ending){ .redirect = r->redirect,
                                            .http_status = (uint16_t)r->http_status,
                                            .reason = (uint8_t)sure_reason(r),
                                            .is_known = 1 };
    return RC_OK;
}

enum rc endings_load(struct endings *e, struct crawler *c, struct err *err)
{
    const size_t n = frontier_last_number(c->frontier) + 1;
    struct loading l = { .endings = e, .crawler = c };
    uint32_t since = c->run;

    *e = (struct endings){ .of = calloc(n, sizeof(*e->of)), .n = n };
    if (!e->of)
        abort();
    for (size_t i = 0; i < c->n_sites; i++)
        since = c->sites[i].since < since ? c->sites[i].since : since;
    return journal_each_ending(c->journal, since, false, keep_ending, &l, err);
}

void endings_done(struct endings *e)
{
    free(e->of);
    *e = (struct endings){ 0 };
}

/* Under which address the page is told that this one shows too: a smaller number each time, but for
 * a page with a part. */
static uint32_t told_of(const struct endings *e, uint32_t number)
{
    while (number < e->n && e->of[number].redirect && e->of[number].http_status < 300) {
        const uint32_t first = e->of[number].redirect;

        if (first >= number)
            return first;
        number = first;
    }
    return number;
}

static struct ending walk(const struct endings *e, uint32_t number, uint32_t *last,
                          bool *sets_cookie)
{
    const struct ending unknown = { 0 };

    for (int i = 0; i <= REDIRECTS_MAX; i++) {
        const struct ending *end;

        number = told_of(e, number);
        end = number < e->n ? &e->of[number] : &unknown;
        *last = number;
        if (!end->redirect)
            return *end;
        *sets_cookie |= end->reason == REASON_COOKIE;
        if (end->redirect == number)
            return (struct ending){ .reason = REASON_REDIRECT_LOOP, .is_known = 1 };
        number = end->redirect;
    }
    /* Ten steps on: a chain that comes back to itself, or one that is only long? */
    for (uint32_t at = e->of[number].redirect, i = 0; at && i <= REDIRECTS_MAX; i++) {
        if (at == number)
            return (struct ending){ .reason = REASON_REDIRECT_LOOP, .is_known = 1 };
        at = at < e->n ? e->of[at].redirect : 0;
    }
    return (struct ending){ .reason = REASON_TOO_MANY_REDIRECTS, .is_known = 1 };
}

/* Where a link to `number` ends, redirects followed. reason REASON_NONE when it is good, or not
 * known. A chain that leads nowhere may do so because we keep no cookies. */
static struct ending follow(const struct endings *e, uint32_t number, uint32_t *last)
{
    bool sets_cookie = false;
    struct ending end = walk(e, number, last, &sets_cookie);

    if (sets_cookie &&
        (end.reason == REASON_REDIRECT_LOOP || end.reason == REASON_TOO_MANY_REDIRECTS))
        end.reason = REASON_COOKIE;
    return end;
}

/* ---- one pass over the site's results ---- */

/* Links to places in pages that are looked at; no site that people made has so many. */
enum {
    WANTED_MAX = 1 << 20,
    CLOSED_MIN = 10, /* pages; fewer are a small site's bad day */
};

struct broken {
    struct target target;
    struct referrer *referrers;
    uint32_t number; /* of the link's URL */
};

struct wanted_anchor {
    uint32_t target; /* where the link ends */
    uint32_t n;      /* of the first link to it: how many there are */
    struct anchor_link link;
    struct str page;
};

struct gathering {
    struct dossier *d;
    struct crawler *c;
    struct site_run *s;
    const struct endings *endings;
    struct arena *a;
    struct arena scratch;
    size_t cap_digests;
    struct broken *broken;
    size_t n_broken, cap_broken;
    struct hashes broken_index; /* key -> place + 1 */
    struct wanted_anchor *wanted;
    size_t n_wanted, cap_wanted;
    struct hashes wanted_index; /* key -> place of the first + 1 */
    struct attachment *attachments;
    size_t n_attachments, cap_attachments;
    uint8_t *linked;           /* a bit a URL */
    bool has_unjudged;         /* links past WANTED_MAX */
    size_t n_closed, n_silent; /* pages that did not open; of them not asked for */
};

static void grow(void *array, size_t n, size_t *cap, size_t size)
{
    void *old, *now;

    if (n < *cap)
        return;
    memcpy(&old, array, sizeof(old));
    *cap = *cap ? *cap * 2 : 64;
    now = realloc(old, *cap * size);
    if (!now)
        abort();
    memcpy(array, &now, sizeof(now));
}

static void gathering_done(struct gathering *g)
{
    free(g->broken);
    free(g->wanted);
    free(g->attachments);
    free(g->linked);
    hashes_done(&g->broken_index);
    hashes_done(&g->wanted_index);
    arena_done(&g->scratch);
}

static uint64_t key_of(uint32_t number, uint32_t anchor)
{
    const uint32_t both[] = { number, anchor };

    return str_hash(str_from((const char *)both, sizeof(both)));
}

/* The entry of a broken target, made when it is the first link to it; NULL when the target is no
 * URL any more. */
static struct broken *broken_entry(struct gathering *g, uint32_t number, uint32_t anchor,
                                   struct str fragment)
{
    const uint64_t key = key_of(number, anchor);
    const uint32_t place = hashes_find(&g->broken_index, key);
    struct journal_url u;

    if (place)
        return &g->broken[place - 1];
    if (journal_get_url(g->c->journal, number, g->a, &u, NULL))
        return NULL;
    grow(&g->broken, g->n_broken, &g->cap_broken, sizeof(*g->broken));
    g->broken[g->n_broken] = (struct broken){
        .number = number,
        .referrers = arena_array(g->a, struct referrer, REFERRERS_MAX),
        .target = { .url = fragment.n
                               ? arena_printf(g->a, "%.*s#%.*s", STR_ARG(u.url), STR_ARG(fragment))
                               : u.url,
                    .kind = (enum link_kind)u.kind,
                    .is_outside = u.site == 0 },
    };
    hashes_put(&g->broken_index, key, (uint32_t)++g->n_broken);

    struct broken *b = &g->broken[g->n_broken - 1];

    /* The place of the first link was noted when it was found; the page comes with the first
     * referrer. */
    b->referrers[0] = (struct referrer){ .where = u.where, .text = u.text };
    b->target.referrers = b->referrers;
    return b;
}

static void add_referrer(struct gathering *g, struct broken *b, const struct journal_url *page,
                         struct str where, struct str text)
{
    struct target *t = &b->target;
    struct journal_url u;

    if (t->n_known < REFERRERS_MAX) {
        struct referrer *r = &b->referrers[t->n_known];
        const bool is_noted =
            t->n_known == 0 && !where.n &&
            journal_get_url(g->c->journal, b->number, &g->scratch, &u, NULL) == RC_OK &&
            u.referrer == page->number;

        *r = (struct referrer){ .url = arena_copy(g->a, page->url),
                                .where = is_noted ? r->where : arena_copy(g->a, where),
                                .text = is_noted ? r->text : arena_copy(g->a, text) };
        t->n_known++;
    }
    t->n_referrers++;
}

/* Each URL that the site leads to counts once. */
static void count_link(struct gathering *g, uint32_t number)
{
    const uint8_t bit = (uint8_t)(1U << number % 8);

    if (number >= g->endings->n || g->linked[number / 8] & bit)
        return;
    g->linked[number / 8] |= bit;
    g->d->view.n_links++;
    g->d->view.n_left += !g->endings->of[number].is_known;
}

static void look_at_target(struct gathering *g, const struct journal_url *page, uint32_t number)
{
    uint32_t last;
    const struct ending end = follow(g->endings, number, &last);
    struct broken *b;
    struct journal_url u;

    count_link(g, number);
    if (end.reason == REASON_NONE || !(b = broken_entry(g, number, 0, (struct str){ 0 })))
        return;
    if (!b->target.reason) {
        b->target.reason = (enum reason)end.reason;
        b->target.http_status = end.http_status;
        b->target.is_passing = reason_is_passing((enum reason)end.reason, end.http_status);
        if (last != number && journal_get_url(g->c->journal, last, g->a, &u, NULL) == RC_OK)
            b->target.final_url = u.url;
    }
    add_referrer(g, b, page, (struct str){ 0 }, (struct str){ 0 });
}

/* The first links to a place are kept, the others are counted. */
static void want_anchor(struct gathering *g, const struct journal_url *page,
                        const struct anchor_link *link)
{
    const uint64_t key = key_of(link->target, link->anchor);
    const uint32_t place = hashes_find(&g->wanted_index, key);
    uint32_t last;
    const struct ending end = follow(g->endings, link->target, &last);

    if (end.reason != REASON_NONE || !end.is_known ||
        (place && ++g->wanted[place - 1].n > REFERRERS_MAX))
        return;
    if (g->n_wanted == WANTED_MAX) {
        g->has_unjudged = true;
        return;
    }
    if (!place)
        hashes_put(&g->wanted_index, key, (uint32_t)g->n_wanted + 1);
    grow(&g->wanted, g->n_wanted, &g->cap_wanted, sizeof(*g->wanted));
    g->wanted[g->n_wanted] = (struct wanted_anchor){
        .target = last, .n = 1, .link = *link, .page = arena_copy(g->a, page->url)
    };
    g->wanted[g->n_wanted].link.fragment = arena_copy(g->a, link->fragment);
    g->wanted[g->n_wanted].link.where = arena_copy(g->a, link->where);
    g->wanted[g->n_wanted++].link.text = arena_copy(g->a, link->text);
}

static void take_links(struct gathering *g, const struct journal_url *u, struct str packed)
{
    struct page_links l;

    if (packed.n == 0 || links_unpack(packed, &g->scratch, &l))
        return;
    for (size_t i = 0; i < l.n_targets; i++)
        if (l.targets[i] < g->endings->n)
            look_at_target(g, u, l.targets[i]);
    for (size_t i = 0; i < l.n_anchor_links; i++)
        want_anchor(g, u, &l.anchor_links[i]);
}

static bool is_in_scope(struct gathering *g, struct str url)
{
    struct url parsed;

    return url_parse(url, NULL, NULL, &g->scratch, &parsed) == RC_OK &&
           scope_has_page(&g->s->scope, &parsed);
}

static void take_digest(struct gathering *g, const struct journal_url *u,
                        const struct journal_result *r)
{
    struct dossier *d = g->d;
    struct digest digest;

    if (digest_unpack(r->digest, g->c->journal, g->a, &digest))
        return;
    digest.url = arena_copy(g->a, u->url);
    /* of articles the whole-site checks ask for the titles of documents and results alone */
    if (digest.kind != PAGE_ARTICLE || digest.paper == PAPER_RESULT || str_has(u->text, STR("《")))
        digest.link_text = arena_copy(g->a, u->text);
    digest.depth = u->depth;
    digest.ms = r->ms;
    digest.n_bytes = r->n_bytes;
    grow(&d->digests, d->n_pages, &g->cap_digests, sizeof(*d->digests));
    d->digests[d->n_pages++] = digest;
    d->n_by_kind[digest.kind]++;
    d->n_need_browser += digest.needs_browser;
    d->n_blind += digest.was_blind;
    d->n_rendered += digest.is_rendered;
    d->n_unchanged += r->is_unchanged;
    d->n_bytes += (uint64_t)r->n_bytes;
}

static void take_attachment(struct gathering *g, const struct journal_url *u,
                            const struct journal_result *r)
{
    struct journal_url page = { 0 };

    if (u->referrer && journal_get_url(g->c->journal, u->referrer, g->a, &page, NULL))
        page.url = (struct str){ 0 };
    grow(&g->attachments, g->n_attachments, &g->cap_attachments, sizeof(*g->attachments));
    g->attachments[g->n_attachments++] = (struct attachment){ .url = arena_copy(g->a, u->url),
                                                              .text = arena_copy(g->a, u->text),
                                                              .found_on = page.url,
                                                              .hash = r->body_hash };
}

/* A page of the site's that did not open, and may another time: a server that turns the program
 * away or is too busy. */
static void count_closed(struct gathering *g, const struct journal_url *u,
                         const struct journal_result *r)
{
    const enum reason reason = (enum reason)r->reason;
    const bool is_silent = reason == REASON_SILENT;

    if (u->kind != LINK_PAGE || r->run != g->c->run || r->redirect ||
        !(is_silent || reason == REASON_OFFLINE || reason_is_passing(reason, r->http_status)) ||
        !is_in_scope(g, u->url))
        return;
    g->n_closed++;
    g->n_silent += is_silent;
}

static enum rc take_result(void *ctx, const struct journal_url *u, const struct journal_result *r,
                           struct err *err)
{
    struct gathering *g = ctx;

    (void)err;
    arena_reset(&g->scratch);
    g->d->view.n_fetched += r->run == g->c->run;
    g->d->n_kept += r->run != g->c->run;
    if (r->digest.n && is_in_scope(g, u->url))
        take_digest(g, u, r);
    else if (u->kind == LINK_ATTACHMENT && r->body_hash && r->reason == REASON_NONE)
        take_attachment(g, u, r);
    count_closed(g, u, r);
    take_links(g, u, r->links);
    return RC_OK;
}

/* ---- what follows from it ---- */

static bool has_anchor(const struct page_links *l, uint32_t anchor)
{
    size_t from = 0, to = l->n_anchors;

    if (to == 1 && l->anchors[0] == ANCHOR_ANY)
        return true;
    while (from < to) {
        const size_t middle = (from + to) / 2;

        if (l->anchors[middle] == anchor)
            return true;
        if (l->anchors[middle] < anchor)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

static void look_at_anchor(struct gathering *g, const struct wanted_anchor *w)
{
    struct journal_result r;
    struct page_links l;
    struct digest digest;
    struct broken *b;
    const struct journal_url page = { .url = w->page };

    arena_reset(&g->scratch);
    if (journal_get_result(g->c->journal, w->target, &g->scratch, &r, NULL) || !r.digest.n ||
        digest_unpack(r.digest, g->c->journal, &g->scratch, &digest) || digest.needs_browser ||
        links_unpack(r.links, &g->scratch, &l) || has_anchor(&l, w->link.anchor) ||
        !(b = broken_entry(g, w->link.target, w->link.anchor, w->link.fragment)))
        return;
    b->target.reason = REASON_ANCHOR;
    add_referrer(g, b, &page, w->link.where, w->link.text);
    if (w->n > REFERRERS_MAX)
        b->target.n_referrers += w->n - REFERRERS_MAX;
}

static int by_depth(const void *a, const void *b)
{
    const struct digest *x = a, *y = b;

    if (x->depth != y->depth)
        return x->depth < y->depth ? -1 : 1;
    return str_cmp(x->url, y->url);
}

static void finish(struct gathering *g)
{
    struct dossier *d = g->d;
    struct site_view *v = &d->view;
    struct target *targets = arena_array(g->a, struct target, g->n_broken);
    struct attachment *attachments = arena_array(g->a, struct attachment, g->n_attachments);

    for (size_t i = 0; i < g->n_broken; i++)
        targets[i] = g->broken[i].target;
    if (g->n_attachments)
        memcpy(attachments, g->attachments, g->n_attachments * sizeof(*attachments));
    if (d->n_pages)
        qsort(d->digests, d->n_pages, sizeof(*d->digests), by_depth);
    v->targets = targets;
    v->n_targets = g->n_broken;
    v->digests = d->digests;
    v->n_digests = d->n_pages;
    v->attachments = attachments;
    v->n_attachments = g->n_attachments;
    v->n_urls = v->n_fetched + d->n_kept + v->n_left;
}

static enum rc gather(struct gathering *g, struct err *err)
{
    enum rc rc;

    g->linked = calloc(g->endings->n / 8 + 1, 1);
    if (!g->linked)
        abort();
    rc = journal_each_result(g->c->journal, g->s->since, g->s->number, take_result, g, err);
    for (size_t i = 0; i < g->n_wanted && rc == RC_OK; i++)
        look_at_anchor(g, &g->wanted[i]);
    finish(g);
    return rc;
}

/* ---- pages that are read again as a whole ---- */

static const struct page *read_kept(struct crawler *c, struct site_run *s, uint32_t number,
                                    bool is_home, struct arena *a, struct visit *out)
{
    struct journal_result r;
    struct spool_page p;
    struct page *page;
    struct url own;

    if (!number || journal_get_result(c->journal, number, a, &r, NULL) || r.run != c->run)
        return NULL;
    out->attempt = (struct attempt){
        .at = r.at, .reason = sure_reason(&r), .http_status = r.http_status, .ms = r.ms
    };
    if ((r.reason != REASON_NONE && r.reason != REASON_SOFT_404) || r.redirect ||
        spool_read(c->spool, r.spool_at, a, &p, NULL))
        return NULL;
    page = arena_array(a, struct page, 1);
    page_read(
        c->reader,
        &(struct page_input){ .url = p.url,
                              .content_type = p.rendered.n ? PAGE_RENDERED_TYPE : p.content_type,
                              .body = p.rendered.n ? p.rendered : p.body,
                              .is_rendered = p.is_whole,
                              .is_home = is_home,
                              .today = day_of_time(time_of_answer(c, r.at)) },
        a, page);
    if (url_parse(p.url, NULL, NULL, a, &own) == RC_OK)
        links_resolve(c, s, page, &own, NULL, a);
    out->final_url = p.url;
    return page;
}

/* Where the home page says the part is; the role itself may have moved on by redirects. */
static struct str linked_as(const struct page *home, struct str href, struct arena *a)
{
    struct url base, url;

    if (!href.n || (home && url_parse(home->base_href, NULL, NULL, a, &base)) ||
        url_parse(href, home ? &base : NULL, NULL, a, &url))
        return (struct str){ 0 };
    return url.href;
}

static const struct visit *visit_of(struct crawler *c, struct site_run *s, enum role role,
                                    struct str linked, struct arena *a)
{
    struct visit *v;

    if (!linked.n || !s->roles[role])
        return NULL;
    v = arena_array(a, struct visit, 1);
    v->url = linked;
    v->page = read_kept(c, s, s->roles[role], false, a, v);
    return v;
}

static void read_parts(struct crawler *c, struct site_run *s, struct site_view *v, struct arena *a)
{
    struct visit home = { 0 }, sitemap = { 0 };

    v->home = read_kept(c, s, s->roles[ROLE_HOME], true, a, &home);
    v->home_final = home.final_url;
    if (!v->home)
        return;
    v->sitemap_url = linked_as(v->home, v->home->sitemap_href, a);
    if (v->sitemap_url.n)
        v->sitemap = read_kept(c, s, s->roles[ROLE_SITEMAP], false, a, &sitemap);
    v->badge = visit_of(c, s, ROLE_BADGE, linked_as(v->home, v->home->badge_href, a), a);
    v->service = visit_of(c, s, ROLE_SERVICE, linked_as(NULL, s->site->service_link, a), a);
    search_tell(c, s, v, a);
    guises_tell(c, s, v, a);
    v->search = visit_of(c, s, ROLE_SEARCH, v->search_article, a);
}

/* What was read is the lesser part. */
static bool is_mostly_closed(const struct gathering *g)
{
    return g->n_closed >= CLOSED_MIN && g->n_closed > g->d->n_pages;
}

static void say_incomplete(const struct gathering *g, struct site_view *v)
{
    const struct crawler *c = g->c;
    const struct site_run *s = g->s;
    const uint64_t n_kept = g->d->n_kept;
    struct arena *a = g->a;
    uint64_t n_refused = 0;

    if (s->home_opened && gate_is_down(s, v->home_final))
        v->incomplete_reason = STR("robots.txt 返回服务器错误或没有应答，按规则不得抓取");
    else if (s->n_attempts && s->attempts[s->n_attempts - 1].reason == REASON_ROBOTS)
        v->incomplete_reason = STR("robots.txt 不允许抓取");
    else if (s->cut == CUT_OVER)
        v->incomplete_reason = STR("到了不巡检的时段或期限，其余未检查");
    else if (s->cut == CUT_TIME)
        v->incomplete_reason = STR("达到一个网站的巡检时间上限，其余未检查");
    else if (!s->home_opened && s->site->state == SITE_RUNNING)
        v->incomplete_reason = STR("首页没有打开");
    else if (v->is_unread)
        v->incomplete_reason = v->home_unread;
    else if (g->n_silent)
        v->incomplete_reason =
            arena_printf(a, "部分页面连续超时，另有 %zu 个页面未检查", g->n_silent);
    else if (is_mostly_closed(g))
        v->incomplete_reason = arena_printf(
            a, "有 %zu 个页面没有打开（服务器拒绝、出错或超时），多于读到的页面", g->n_closed);
    else if (s->n_pages >= c->o->max_pages)
        v->incomplete_reason =
            arena_printf(a, "页面数达到上限 %lld，其余未检查", (long long)c->o->max_pages);
    else if (s->n_links >= c->o->max_links)
        v->incomplete_reason =
            arena_printf(a, "网址数达到上限 %lld，其余未检查", (long long)c->o->max_links);
    else if (s->trap && trap_n_closed(s->trap, &n_refused) && n_refused)
        v->incomplete_reason = arena_printf(a, "有 %llu 个网址属于无尽或重复的页面，未再抓取",
                                            (unsigned long long)n_refused);
    else if (n_kept)
        v->incomplete_reason =
            arena_printf(a, "只查看了首页、栏目和新内容，另有 %llu 个已知的网址没有重新查看",
                         (unsigned long long)n_kept);
    v->is_complete = v->incomplete_reason.n == 0;
    const bool is_lesser = s->cut || is_mostly_closed(g) || s->n_pages >= c->o->max_pages ||
                           s->n_links >= c->o->max_links;

    v->n_silent = is_lesser ? 0 : g->n_silent;
    v->is_partial = is_lesser || g->n_silent;
}

/* The visits that were made on a schedule (watch/watch.h). */
static enum rc read_record(struct crawler *c, const struct site_run *s, struct site_view *v,
                           struct arena *a, struct err *err)
{
    const struct visit_rule rule = visit_rule_of(c->o->checks);
    const int64_t now = c->o->now;
    const enum rc rc =
        store_probes_read(c->o->store, s->site->code, now - (rule.days + 1) * 24 * 3600, now + 1, a,
                          &v->record, &v->n_record, err);

    if (!rc)
        v->visits = visits_count(&rule, v->record, v->n_record, now);
    return rc;
}

void dossier_done(struct dossier *d)
{
    free(d->digests);
    *d = (struct dossier){ 0 };
}

enum rc dossier_open(struct dossier *out, struct crawler *c, struct site_run *s,
                     const struct endings *e, struct arena *a, struct err *err)
{
    AUTO(gathering_done) struct gathering g = { .d = out, .c = c, .s = s, .endings = e, .a = a };
    struct attempt *attempts = arena_array(a, struct attempt, ATTEMPTS_MAX);
    struct site_view *v = &out->view;
    enum rc rc;

    *out = (struct dossier){ .view = { .site = s->site, .transport = s->transport },
                             .has_browser = c->browser != NULL };
    memcpy(attempts, s->attempts, sizeof(s->attempts));
    v->attempts = attempts;
    v->n_attempts = s->n_attempts;
    if ((rc = gather(&g, err)) || (rc = read_record(c, s, v, a, err)))
        return rc;
    read_parts(c, s, v, a);
    unread_look(c->o->checks, !is_in_scope(&g, v->home_final), v, a);
    say_incomplete(&g, v);
    if (g.has_unjudged && v->is_complete) {
        v->incomplete_reason = STR("指向页内位置的链接过多，其余未检查");
        v->is_complete = false;
    }
    return RC_OK;
}
