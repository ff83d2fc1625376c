#include "base/base.h"

#include "check/dead_link.h"
#include "crawl/recheck.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "browser/browser.h"
#include "crawl/gap.h"
#include "crawl/pictures.h"
#include "crawl/record.h"
#include "crawl/viewer.h"
#include "net/cookie.h"
#include "net/robots_answer.h"
#include "net/url.h"
#include "page/reader.h"
#include "store/review.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

enum {
    HOPS_MAX = 5,
    PAGES_MAX = 20, /* of one finding */
    WAIT_MS = 500,
    TURN_MS = 50,
    ROBOTS_KEPT = 64,
};

/* An answer to the last of a few hops. */
struct answer {
    struct str url; /* where the hops led */
    enum reason reason;
    int http_status;
    struct str headers, body, content_type, ip;
    int64_t at;
};

/* A page that was looked at, and what its checks say of it. */
struct glance {
    struct arena a;
    struct str asked;
    struct answer answer;
    bool is_page;
    struct page page;
    struct check_result found;
    struct str evidence; /* references */
    struct str rendered; /* what the browser showed; empty: it was not asked, or failed */
    bool is_whole;       /* ... with all that its scripts asked for */
};

static void glance_done(struct glance *l)
{
    arena_done(&l->a);
}

struct robots_of {
    struct str origin;
    const struct robots *rules;
    bool is_down; /* it could not be had, for this reason */
    enum reason reason;
    int http_status;
};

struct rechecker {
    const struct recheck_options *o;
    const struct site *site; /* of the finding at hand, with the pace that it wants */
    struct gap gap;          /* goes on over sites, which is seldom longer than it has to be */
    struct fetcher *fetcher;
    struct page_reader *reader;
    struct glance glance; /* the last one: several findings may stand on a page */
    struct arena robots_memory;
    struct robots_of robots[ROBOTS_KEPT];
    size_t n_robots;
    struct browser *browser; /* NULL: pages are read as they are received */
    struct answer_cache *answers;
    size_t n_pictures;
};

static void rechecker_done(struct rechecker *r)
{
    browser_freep(&r->browser);
    if (r->answers)
        answer_cache_done(r->answers);
    free(r->answers);
    page_reader_freep(&r->reader);
    fetcher_freep(&r->fetcher);
    arena_done(&r->glance.a);
    arena_done(&r->robots_memory);
}

/* ---- fetching ---- */

static bool is_stopped(const struct rechecker *r)
{
    return r->o->stop && *r->o->stop;
}

static enum rc stopped(struct err *err)
{
    return err_set(err, RC_STOPPED, "已停止");
}

static enum viewer_turn turn(void *ctx, void *tag, int64_t now_ms)
{
    struct rechecker *r = ctx;

    (void)tag;
    return gap_take(&r->gap, now_ms) ? VIEWER_NOW : VIEWER_LATER;
}

static struct str kept(struct arena *a, struct str s)
{
    return s.n ? arena_copy(a, s) : (struct str){ 0 };
}

static enum rc fetch_hop(struct rechecker *r, struct str url, struct str cookie, struct arena *a,
                         struct answer *out, struct str *location, struct err *err)
{
    struct fetch_result got;

    while (!gap_take(&r->gap, clock_ms()) && !is_stopped(r))
        clock_wait(TURN_MS);
    if (is_stopped(r))
        return stopped(err);
    fetch_start(r->fetcher, &(struct fetch_request){
                                .url = url,
                                .cookie = cookie,
                                .ignore_tls = true, /* as in an inspection: the check `tls` judges
                                                       certificates */
                                .named = { r->site->home, r->site->domains },
                            });
    while (!fetch_next(r->fetcher, WAIT_MS, &got))
        if (is_stopped(r))
            return stopped(err);
    *location = kept(a, got.location);
    *out = (struct answer){
        .url = arena_copy(a, url),
        .reason = got.reason,
        .http_status = got.http_status,
        .headers = kept(a, got.headers),
        .body = kept(a, got.body),
        .content_type = kept(a, got.content_type),
        .ip = kept(a, got.ip),
        .at = got.at,
    };
    return RC_OK;
}

static bool is_redirect(const struct answer *x)
{
    return x->http_status >= 301 && x->http_status <= 308 && x->http_status != 304;
}

static enum rc fetch(struct rechecker *r, struct str url, struct arena *a, struct answer *out,
                     struct err *err)
{
    struct str cookie = { 0 };
    bool sets_cookie = false;

    for (int hop = 0; hop <= HOPS_MAX; hop++) {
        struct url base, next;
        struct str location, set;
        const enum rc rc = fetch_hop(r, url, cookie, a, out, &location, err);

        if (rc || !is_redirect(out) || !location.n)
            return rc;
        if (url_parse(url, NULL, NULL, a, &base) || url_parse(location, &base, NULL, a, &next))
            return RC_OK;
        url = next.href;
        /* As an inspection does: what a redirect to itself sets goes back once. */
        set = cookies_of(out->headers, a);
        sets_cookie |= set.n > 0;
        cookie = !cookie.n && str_eq(next.href, base.href) ? set : (struct str){ 0 };
    }
    out->reason = sets_cookie ? REASON_COOKIE : REASON_TOO_MANY_REDIRECTS;
    return RC_OK;
}

/* ---- robots.txt ---- */

static enum rc find_robots(struct rechecker *r, struct str origin, const struct robots_of **out,
                           struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct robots_of *to;
    struct answer answer;
    enum rc rc;

    for (size_t i = 0; i < r->n_robots; i++)
        if (str_eq(r->robots[i].origin, origin)) {
            *out = &r->robots[i];
            return RC_OK;
        }
    if ((rc = fetch(r, arena_join(&a, origin, STR("/robots.txt")), &a, &answer, err)))
        return rc;
    if (r->n_robots == ROBOTS_KEPT) { /* most findings of an order stand on a few origins */
        arena_reset(&r->robots_memory);
        r->n_robots = 0;
    }
    to = &r->robots[r->n_robots++];
    *to = (struct robots_of){ .origin = arena_copy(&r->robots_memory, origin),
                              .reason = answer.reason,
                              .http_status = answer.http_status };
    to->rules = robots_of_answer(answer.reason, answer.http_status, answer.body, &to->is_down,
                                 &r->robots_memory);
    *out = to;
    return RC_OK;
}

/* Where it may not be asked for, out says why: robots.txt forbids it, or could not be had. */
static enum rc is_allowed(struct rechecker *r, struct str address, bool *is_allowed,
                          struct answer *out, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct robots_of *robots = NULL;
    struct url url;
    enum rc rc;

    *is_allowed = false;
    out->reason = REASON_ROBOTS;
    if (url_parse(address, NULL, NULL, &a, &url))
        return RC_OK;
    if ((rc = find_robots(r, url.origin, &robots, err)))
        return rc;
    *is_allowed = robots_allows(robots->rules, url_target(&url));
    if (robots->is_down) {
        out->reason = robots->reason;
        out->http_status = robots->http_status;
    }
    return RC_OK;
}

/* ---- looking at a page ---- */

static enum rc keep_evidence(struct rechecker *r, struct glance *l, struct err *err)
{
    const struct answer *x = &l->answer;
    const struct archive_record record = {
        .url = x->url,
        .at = x->at,
        .ip = x->ip,
        .headers = x->headers,
        .body = x->body,
        .cut = why_cut(x->reason, false),
    };

    if (!x->headers.n)
        return RC_OK; /* no answer came */
    return archive_add(r->o->archive, &record, &l->a, &l->evidence, err);
}

static bool is_html(struct str content_type)
{
    return !content_type.n || str_starts_nocase(content_type, STR("text/html")) ||
           str_starts_nocase(content_type, STR("application/xhtml"));
}

/* What robots.txt says of what a page asks for, where it is known. */
static bool may_ask(void *ctx, void *tag, const struct url *url)
{
    const struct rechecker *r = ctx;

    (void)tag;
    for (size_t i = 0; i < r->n_robots; i++)
        if (str_eq(r->robots[i].origin, url->origin))
            return robots_allows(r->robots[i].rules, url_target(url));
    return true;
}

static void name(void *ctx, void *tag, struct fetch_request *request)
{
    const struct rechecker *r = ctx;

    (void)tag;
    request->named[0] = r->site->home;
    request->named[1] = r->site->domains;
}

static struct viewer viewer_of(struct rechecker *r)
{
    return (struct viewer){ .browser = r->browser,
                            .fetcher = r->fetcher,
                            .cache = r->answers,
                            .may_ask = may_ask,
                            .name = name,
                            .turn = turn,
                            .ctx = r,
                            .stop = r->o->stop };
}

static enum rc keep_rendered(struct rechecker *r, struct glance *l, struct err *err)
{
    const struct archive_record made = {
        .url = l->answer.url, .at = l->answer.at, .type = PAGE_RENDERED_TYPE, .body = l->rendered
    };

    return archive_add_made(r->o->archive, &made, &l->a, &l->evidence, err);
}

/* Has the browser open the page; when that fails it is judged as it was received. */
static enum rc render(struct rechecker *r, struct glance *l, struct err *err)
{
    AUTO(viewer_done) struct viewer v = viewer_of(r);
    struct browser_event e;

    viewer_start(&v, &(struct browser_job){ .url = l->answer.url,
                                            .headers = l->answer.headers,
                                            .body = l->answer.body });
    if (!viewer_next(&v, &e))
        return stopped(err);
    if (e.outcome != BROWSER_WHOLE && e.outcome != BROWSER_PARTLY) {
        log_line(LOG_WARN, "%.*s：%s，按未用浏览器处理", STR_ARG(l->answer.url),
                 browser_outcome_title(e.outcome));
        return RC_OK;
    }
    l->rendered = arena_copy(&l->a, e.dom);
    l->is_whole = e.outcome == BROWSER_WHOLE;
    return keep_rendered(r, l, err);
}

static void read_page(struct rechecker *r, struct glance *l, const struct site *site)
{
    const bool is_rendered = l->rendered.n > 0;
    const struct page_input in = { .url = l->answer.url,
                                   .content_type =
                                       is_rendered ? PAGE_RENDERED_TYPE : l->answer.content_type,
                                   .body = is_rendered ? l->rendered : l->answer.body,
                                   .is_rendered = l->is_whole,
                                   .is_home = str_eq(l->answer.url, site->home),
                                   .today = day_of_time(r->o->now) };

    struct url own, base;

    page_read(r->reader, &in, &l->a, &l->page);
    if (url_parse(l->answer.url, NULL, NULL, &l->a, &own))
        return;
    if (!l->page.base_href.n || url_parse(l->page.base_href, &own, NULL, &l->a, &base))
        base = own;
    for (size_t i = 0; i < l->page.n_links; i++) {
        struct link *link = (struct link *)(uintptr_t)&l->page.links[i]; /* ours: in l->a */
        struct url url;

        if (url_parse(link->href, &base, l->page.charset, &l->a, &url) == RC_OK) {
            link->url = url.href;
            link->fragment = url.has_fragment ? url_decode(url.fragment, &l->a) : (struct str){ 0 };
            link->is_same_site = url_same_domain(url.host, base.host);
            if (link->is_same_site)
                link->url = url_without_session(url.href, &l->a);
        }
    }
}

static enum rc judge_glance(struct rechecker *r, struct glance *l, const struct site *site,
                            struct err *err)
{
    enum rc rc;

    read_page(r, l, site);
    if (r->browser && page_wants_browser(&l->page)) {
        if ((rc = render(r, l, err)))
            return rc;
        if (l->rendered.n)
            read_page(r, l, site);
    }
    check_run_page(r->o->checks, site, &l->page, r->o->now, &l->a, &l->found);
    l->is_page = true;
    return RC_OK;
}

static enum rc look_at(struct rechecker *r, struct str url, const struct site *site,
                       struct err *err)
{
    struct glance *l = &r->glance;
    bool allowed = false;
    enum rc rc;

    if (l->asked.n && str_eq(l->asked, url))
        return RC_OK;
    arena_reset(&l->a);
    *l = (struct glance){ .a = l->a };
    if ((rc = is_allowed(r, url, &allowed, &l->answer, err)))
        return rc;
    if (!allowed) {
        l->asked = arena_copy(&l->a, url);
        return RC_OK;
    }
    if ((rc = fetch(r, url, &l->a, &l->answer, err)) || (rc = keep_evidence(r, l, err)))
        return rc;
    if (l->answer.reason == REASON_NONE && is_html(l->answer.content_type) &&
        (rc = judge_glance(r, l, site, err)))
        return rc;
    l->asked = arena_copy(&l->a, url);
    return RC_OK;
}

/* ---- judging one finding ---- */

struct judging {
    struct rechecker *r;
    const struct recheck_target *t;
    const struct check *check;
    struct json *detail;
    struct arena *a; /* of the result */
    struct recheck_result result;
    struct buf evidence;
};

static void note_evidence(struct judging *j, struct str ref)
{
    if (!ref.n || str_has(buf_str(&j->evidence), ref))
        return;
    if (j->evidence.n)
        buf_add_char(&j->evidence, ' ');
    buf_add(&j->evidence, ref);
}

static void conclude(struct judging *j, enum recheck_outcome outcome, struct str reason)
{
    j->result.outcome = outcome;
    j->result.reason = reason;
}

/* The page did not come as a page. */
static void conclude_no_page(struct judging *j, const struct glance *l)
{
    const struct answer *x = &l->answer;

    if (x->http_status == 404 || x->http_status == 410)
        conclude(j, RECHECK_GONE, arena_printf(j->a, "页面已撤下（HTTP %d）", x->http_status));
    else if (x->reason == REASON_HTTP)
        conclude(j, RECHECK_UNKNOWN, arena_printf(j->a, "页面打不开（HTTP %d）", x->http_status));
    else if (x->reason != REASON_NONE)
        conclude(j, RECHECK_UNKNOWN,
                 arena_printf(j->a, "页面打不开（%s）", reason_title(x->reason)));
    else
        conclude(j, RECHECK_UNKNOWN, STR("不是网页，须整站巡检后判定"));
}

static const struct finding *find_again(const struct judging *j, const struct check_result *found)
{
    for (size_t i = 0; i < found->n; i++) {
        const struct finding *f = &found->findings[i];

        if (str_eq(str_of(f->check), j->t->check) &&
            (finding_id(f) == j->t->id ||
             review_subject(f, stored_detail(f, j->a)) == j->t->subject))
            return f;
    }
    return NULL;
}

static const struct str *refusal_of(const struct judging *j, const struct check_result *found)
{
    for (size_t i = 0; i < found->n_refusals; i++)
        if (str_eq(str_of(found->refusals[i].check), j->t->check))
            return &found->refusals[i].reason;
    return NULL;
}

/* place: after '#'; empty: whichever. */
static bool links_to(const struct page *page, struct str target, struct str place)
{
    for (size_t i = 0; i < page->n_links; i++)
        if ((str_eq(page->links[i].url, target) || str_eq(page->links[i].href, target)) &&
            (!place.n || str_starts(page->links[i].fragment, place)))
            return true;
    return false;
}

/* What style sheets of other files hide is not seen here: only a link that is no more is gone. */
static bool may_be_hidden_by_sheet(const struct judging *j, const struct page *page)
{
    const struct str target = json_get_str(j->detail, "target");

    return str_eq(j->t->check, STR("hidden-link")) &&
           (!target.n || links_to(page, target, (struct str){ 0 }));
}

/* What check_page cannot see: a page without a head is one that others of its column have, and
 * files may hold the same bytes at two addresses. */
static bool is_seen_by_site_only(const struct judging *j, const struct page *page)
{
    const struct str target = json_get_str(j->detail, "target");
    const struct str sample = json_get_str(j->detail, "sample");

    if (str_eq(j->t->check, STR("document-element")))
        return str_eq(json_get_str(j->detail, "fault"), STR("no-elements")) &&
               !(page->document && page->document->has_head);
    if (str_eq(j->t->check, STR("form-is-sample")))
        for (size_t i = 0; i < page->n_links; i++)
            if (str_eq(page->links[i].url, target) && str_eq(page->links[i].text, sample))
                return true;
    return false;
}

static void judge_page(struct judging *j, const struct glance *l)
{
    const struct finding *again = find_again(j, &l->found);
    const struct str *refusal = refusal_of(j, &l->found);

    if (again) {
        conclude(j, RECHECK_STILL, (struct str){ 0 });
        j->result.excerpt = arena_copy(j->a, again->excerpt);
    } else if (!str_eq(l->answer.url, l->asked)) {
        conclude(j, RECHECK_UNKNOWN,
                 arena_printf(j->a, "页面已转到 %.*s，请核对", STR_ARG(l->answer.url)));
    } else if (refusal) {
        conclude(j, RECHECK_UNKNOWN, arena_copy(j->a, *refusal));
    } else if (l->page.kind == PAGE_SOFT_ERROR) {
        conclude(j, RECHECK_UNKNOWN, STR("页面显示为错误页"));
    } else if (l->page.is_cut) {
        conclude(j, RECHECK_UNKNOWN, STR("页面过大，没有读完"));
    } else if (l->page.needs_browser) {
        conclude(j, RECHECK_UNKNOWN, STR("页面内容由脚本生成，未能读取"));
    } else if (may_be_hidden_by_sheet(j, &l->page)) {
        conclude(j, RECHECK_UNKNOWN, STR("链接仍在页面中，是否隐藏须整站巡检后判定"));
    } else if (is_seen_by_site_only(j, &l->page)) {
        conclude(j, RECHECK_UNKNOWN, STR("须整站巡检后判定"));
    } else {
        conclude(j, RECHECK_GONE, (struct str){ 0 });
    }
}

static bool has_place(const struct page *page, struct str place)
{
    for (size_t i = 0; i < page->n_anchors; i++)
        if (page->anchors[i] == (uint32_t)str_hash(place))
            return true;
    return false;
}

/* A target that answers was missed for what it answered with, if it was. */
static void judge_linked(struct judging *j, const struct answer *x, struct str place)
{
    const struct str reason = json_get_str(j->detail, "reason");
    const bool was_soft = str_eq(reason, STR("soft-404"));
    const bool was_taken = str_eq(reason, STR("taken"));
    AUTO(glance_done) struct glance l = { .answer = *x };

    conclude(j, RECHECK_GONE, STR("链接已能打开"));
    if ((!was_soft && !was_taken && !place.n) || !is_html(x->content_type))
        return;
    read_page(j->r, &l, j->t->site);
    if (was_taken && dead_link_is_taken(j->r->o->checks, l.page.title))
        conclude(j, RECHECK_STILL, (struct str){ 0 });
    else if (l.page.needs_browser || l.page.is_cut)
        conclude(j, RECHECK_UNKNOWN, STR("目标页面未能完整读取，须整站巡检后判定"));
    else if (l.page.kind == PAGE_SOFT_ERROR || (place.n && !has_place(&l.page, place)))
        conclude(j, RECHECK_STILL, (struct str){ 0 });
}

/* The link may be taken out, or its target may open. */
static enum rc judge_link(struct judging *j, const struct glance *l, struct err *err)
{
    struct str target = json_get_str(j->detail, "target"), place = { 0 };
    AUTO(arena_done) struct arena a = { 0 };
    char word[REASON_TEXT_BYTES];
    struct answer x;
    bool allowed = false;
    enum rc rc;

    if (str_eq(json_get_str(j->detail, "reason"), STR("anchor")))
        (void)str_cut(target, '#', &target, &place);
    if (!links_to(&l->page, target, place)) {
        judge_page(j, l); /* page moved, cut, by script: not gone for sure */
        if (j->result.outcome == RECHECK_GONE)
            j->result.reason = STR("链接已删除或改正");
        return RC_OK;
    }
    if (str_eq(json_get_str(j->detail, "reason"), str_of(reason_text(REASON_URL, 0, word)))) {
        conclude(j, RECHECK_STILL, str_of(reason_title(REASON_URL)));
        return RC_OK;
    }
    if ((rc = is_allowed(j->r, target, &allowed, &x, err)))
        return rc;
    if (!allowed) {
        conclude(j, RECHECK_UNKNOWN,
                 x.reason == REASON_ROBOTS
                     ? STR("robots.txt 不允许访问链接的目标")
                     : arena_printf(j->a, "目标暂时打不开（%s）", reason_title(x.reason)));
        return RC_OK;
    }
    if ((rc = fetch(j->r, target, &a, &x, err)))
        return rc;
    if (x.reason == REASON_NONE) {
        judge_linked(j, &x, place);
        return RC_OK;
    }

    const bool is_same = str_eq(str_of(reason_text(x.reason, x.http_status, word)),
                                json_get_str(j->detail, "reason"));

    if (!is_same && (x.reason == REASON_COOKIE || reason_is_passing(x.reason, x.http_status))) {
        conclude(j, RECHECK_UNKNOWN,
                 arena_printf(j->a, "目标暂时打不开（%s）", reason_title(x.reason)));
        return RC_OK;
    }
    conclude(j, RECHECK_STILL, (struct str){ 0 });
    return RC_OK;
}

static enum rc judge_at(struct judging *j, struct str url, struct err *err)
{
    const struct glance *l = &j->r->glance;
    enum rc rc = look_at(j->r, url, j->t->site, err);

    if (rc)
        return rc;
    note_evidence(j, l->evidence);
    j->result.at = l->answer.at ? l->answer.at : j->r->o->now;
    if (!l->is_page)
        conclude_no_page(j, l);
    else if (str_eq(j->t->check, STR("dead-link")))
        return judge_link(j, l, err);
    else
        judge_page(j, l);
    return RC_OK;
}

/* Gone is what is gone from all of its pages; the first page that says otherwise decides. */
static enum rc judge_pages(struct judging *j, struct err *err)
{
    const struct json *pages = json_get(j->detail, "pages");
    const size_t n = json_count(pages);
    enum rc rc = judge_at(j, j->t->url, err);

    for (size_t i = 0; !rc && j->result.outcome == RECHECK_GONE && i < n && i < PAGES_MAX; i++) {
        const struct str url = json_str(json_at(pages, i));

        if (url.n && !str_eq(url, j->t->url))
            rc = judge_at(j, url, err);
    }
    if (!rc && j->result.outcome == RECHECK_GONE &&
        json_get_int(j->detail, "n_pages", 0) > (int64_t)(n < PAGES_MAX ? n : PAGES_MAX))
        conclude(j, RECHECK_UNKNOWN, STR("查过的页面已整改，其余页面须整站巡检后判定"));
    return rc;
}

/* ---- its picture ---- */

/* Of what was seen there, repaired or not. */
static bool wants_picture(const struct judging *j)
{
    const struct glance *l = &j->r->glance;

    return j->r->browser && j->r->n_pictures < RECHECK_PICTURES_MAX &&
           picture_is_of(j->check, j->t->grade) && j->result.outcome != RECHECK_UNKNOWN &&
           l->is_page && l->evidence.n && str_eq(l->asked, j->t->url);
}

static enum rc keep_picture(struct judging *j, struct str picture, struct err *err)
{
    const struct glance *l = &j->r->glance;
    struct str original, rest, ref;
    struct archive_record record = { .kind = ARCHIVE_CONVERSION,
                                     .url = l->answer.url,
                                     .at = l->answer.at,
                                     .type = STR(PICTURE_TYPE),
                                     .body = picture };
    enum rc rc;

    (void)str_cut(l->evidence, ' ', &original, &rest);
    record.original = original;
    rc = archive_add(j->r->o->archive, &record, j->a, &ref, err);
    if (!rc)
        note_evidence(j, ref);
    return rc;
}

/* A picture that fails is missing, no more. */
static enum rc take_picture(struct judging *j, struct err *err)
{
    struct rechecker *r = j->r;
    const struct glance *l = &r->glance;
    const bool is_still = j->result.outcome == RECHECK_STILL;
    const struct browser_mark mark = picture_mark(j->result.excerpt, j->t->detail_json, j->a);
    AUTO(viewer_done) struct viewer v = viewer_of(r);
    struct browser_event e;

    viewer_start(&v, &(struct browser_job){ .url = l->answer.url,
                                            .headers = l->answer.headers,
                                            .body = l->answer.body,
                                            .wants_picture = true,
                                            .marks = &mark,
                                            .n_marks = is_still });
    if (!viewer_next(&v, &e))
        return stopped(err);
    r->n_pictures++;
    return e.picture.n ? keep_picture(j, e.picture, err) : RC_OK;
}

static void judging_done(struct judging *j)
{
    json_freep(&j->detail);
    buf_done(&j->evidence);
}

static enum rc judge_target(struct rechecker *r, const struct recheck_target *t, struct arena *a,
                            struct recheck_result *out, struct err *err)
{
    AUTO(judging_done) struct judging j = { .r = r, .t = t, .a = a, .check = check_find(t->check) };
    enum rc rc = RC_OK;

    if (json_parse(t->detail_json, &j.detail, NULL))
        j.detail = json_new_object();
    r->site = t->site;
    r->gap.ms = t->gap_ms;
    j.result.at = r->o->now;
    if (!j.check || !(j.check->check_page || str_eq(t->check, STR("dead-link"))))
        conclude(&j, RECHECK_UNKNOWN, STR("这一项不能由单个页面判定"));
    else if (!check_set_has(r->o->checks, j.check->id))
        conclude(&j, RECHECK_UNKNOWN, STR(CHECK_WITHOUT_LIST));
    else
        rc = judge_pages(&j, err);
    if (!rc && wants_picture(&j))
        rc = take_picture(&j, err);
    j.result.evidence = arena_copy(a, buf_str(&j.evidence));
    *out = j.result;
    return rc;
}

/* ---- all of them ---- */

/* A page is fetched once for all that stands on it. */
static int by_url(const void *a, const void *b)
{
    const struct recheck_target *const *x = a, *const *y = b;
    const int order = str_cmp((*x)->url, (*y)->url);

    return order ? order : (*x > *y) - (*x < *y);
}

static void open_browser(struct rechecker *r)
{
    r->answers = calloc(1, sizeof(*r->answers));
    if (!r->answers)
        abort();
    browser_new(&(struct browser_options){ .program = r->o->browser,
                                           .user_agent = r->o->fetch.user_agent,
                                           .now = r->o->now },
                &r->browser);
}

enum rc recheck_run(const struct recheck_options *o, const struct recheck_target *targets, size_t n,
                    recheck_fn each, void *ctx, struct err *err)
{
    AUTO(rechecker_done) struct rechecker r = { .o = o };
    AUTO(arena_done) struct arena a = { 0 };
    const struct recheck_target **turns = arena_array(&a, const struct recheck_target *, n);
    enum rc rc = fetcher_new(&o->fetch, &r.fetcher, err);

    r.reader = page_reader_new(NULL);
    if (o->browser)
        open_browser(&r);
    for (size_t i = 0; i < n; i++)
        turns[i] = &targets[i];
    if (n)
        // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are sorted
        qsort(turns, n, sizeof(*turns), by_url);
    for (size_t i = 0; !rc && i < n; i++) {
        AUTO(arena_done) struct arena memory = { 0 };
        struct recheck_result result;

        rc = judge_target(&r, turns[i], &memory, &result, err);
        if (!rc)
            rc = archive_sync(o->archive, err); /* the store must not name what is not there */
        if (!rc)
            rc = each(ctx, turns[i], &result, err);
    }
    return rc;
}
