#include "base/base.h"

#include "crawl/pictures.h"

#include "archive/warc.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "crawl/gate.h"
#include "crawl/keep.h"
#include "crawl/render.h"
#include "crawl/viewer.h"
#include "net/robots_answer.h"

#include <stdlib.h>

enum {
    VETOES_MAX = 10,                  /* pages of a site */
    FAULTS_MAX = 2,                   /* pages of a site, of one check */
    FINDINGS_MAX = BROWSER_MARKS_MAX, /* of a page, that name its picture */
    AT_ONCE = 4,                      /* pages with the browser or before it */
    WAIT_MS = 100,
};

/* A page that is wanted, and the findings that stand on it. Strings in the memory of the plan. */
struct shot {
    size_t turn; /* shots of its site before it: sites take turns */
    struct site_run *site;
    struct str url, reference; /* of the answer in the archive */
    bool is_there;             /* it was taken before */
    bool is_cut;               /* parts of the page were not asked for any more */
    uint64_t ids[FINDINGS_MAX];
    struct browser_mark marks[FINDINGS_MAX];
    size_t n;
    struct arena memory; /* of the answer, while it is shown */
};

struct plan {
    struct crawler *c;
    int64_t since;   /* the run began */
    const char *dir; /* of the evidence */
    struct arena a;
    struct shot *shots;
    size_t n, cap;
    /* The site and the check that are being told of; findings come sorted by both. */
    struct site_run *site;
    const struct check *check;
    size_t first, n_vetoes, n_faults; /* of the site; of the site; of the check */
    size_t n_taken, n_failed;
    struct str failed_url; /* the first one */
    const char *failed_why;
};

static void plan_done(struct plan *p)
{
    for (size_t i = 0; i < p->n; i++)
        arena_done(&p->shots[i].memory);
    free(p->shots);
    arena_done(&p->a);
}

/* ---- what is wanted -------------------------------------------------------------------------- */

static struct site_run *find_site(struct crawler *c, struct str code)
{
    for (size_t i = 0; i < c->n_sites; i++)
        if (str_eq(c->sites[i].site->code, code))
            return &c->sites[i];
    return NULL;
}

bool picture_is_of(const struct check *check, enum grade grade)
{
    return check && (grade == GRADE_VETO || (check->shows && grade == GRADE_FAULT));
}

struct browser_mark picture_mark(struct str excerpt, struct str detail_json, struct arena *a)
{
    static const char *const keys[] = { "wrong", "column", "text", "word" };
    struct browser_mark m = { .around = arena_copy(a, excerpt) };
    AUTO(json_freep) struct json *detail = NULL;

    if (json_parse(detail_json, &detail, NULL))
        return m;
    for (size_t i = 0; i < COUNT_OF(keys) && !m.text.n; i++)
        m.text = arena_copy(a, json_get_str(detail, keys[i]));
    m.link = arena_copy(a, json_get_str(detail, "target"));
    return m;
}

/* The answer behind a finding that its page is shown from; empty: there is none. */
static void find_answer(struct plan *p, const struct stored_finding *f, struct str *reference,
                        bool *has_picture)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str rest = f->evidence, one;

    *reference = (struct str){ 0 };
    *has_picture = false;
    while (rest.n) {
        struct archive_record r;

        (void)str_cut(rest, ' ', &one, &rest);
        if (archive_look(p->dir, one, &a, &r, NULL))
            continue;
        *has_picture |= str_eq(r.type, STR(PICTURE_TYPE));
        if (!reference->n && r.kind == ARCHIVE_RESPONSE && str_eq(r.url, f->finding.url))
            *reference = one;
    }
}

static struct shot *shot_of(struct plan *p, struct str url)
{
    for (size_t i = p->first; i < p->n; i++)
        if (str_eq(p->shots[i].url, url))
            return &p->shots[i];
    return NULL;
}

static struct shot *add_shot(struct plan *p, struct str url, struct str reference, bool is_there)
{
    if (p->n == p->cap) {
        p->cap = p->cap ? p->cap * 2 : 64;
        p->shots = realloc(p->shots, p->cap * sizeof(*p->shots));
        if (!p->shots)
            abort();
    }
    p->shots[p->n] = (struct shot){ .turn = p->n - p->first,
                                    .site = p->site,
                                    .url = arena_copy(&p->a, url),
                                    .reference = arena_copy(&p->a, reference),
                                    .is_there = is_there };
    return &p->shots[p->n++];
}

static void note_place(struct plan *p, const struct stored_finding *f, const struct check *check)
{
    if (!p->site || !str_eq(p->site->site->code, f->finding.site)) {
        p->site = find_site(p->c, f->finding.site);
        p->first = p->n;
        p->n_vetoes = p->n_faults = 0;
        p->check = NULL;
    }
    if (p->check != check) {
        p->check = check;
        p->n_faults = 0;
    }
}

static enum rc plan_one(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct plan *p = ctx;
    const struct check *check = check_find(str_of(f->finding.check));
    const bool is_veto = f->finding.grade == GRADE_VETO;
    struct str reference;
    bool is_there;
    struct shot *s;

    (void)err;
    note_place(p, f, check);
    /* What nobody looked at in this run may be otherwise by now. */
    if (!p->site || f->last_seen < p->since || !picture_is_of(check, f->finding.grade))
        return RC_OK;
    s = shot_of(p, f->finding.url);
    if (!s) {
        if (is_veto ? p->n_vetoes >= VETOES_MAX : p->n_faults >= FAULTS_MAX)
            return RC_OK;
        find_answer(p, f, &reference, &is_there);
        if (!reference.n)
            return RC_OK;
        s = add_shot(p, f->finding.url, reference, is_there);
        *(is_veto ? &p->n_vetoes : &p->n_faults) += 1;
    }
    if (s->n < FINDINGS_MAX) {
        s->marks[s->n] = picture_mark(f->finding.excerpt, f->detail_json, &p->a);
        s->ids[s->n++] = f->id;
    }
    return RC_OK;
}

static int by_turn(const void *a, const void *b)
{
    const struct shot *x = a, *y = b;

    if (x->turn != y->turn)
        return x->turn < y->turn ? -1 : 1;
    return (x->site > y->site) - (x->site < y->site);
}

/* ---- taking them ----------------------------------------------------------------------------- */

/* Of the pages' own origins robots.txt is known. */
static bool may_ask(void *ctx, void *tag, const struct url *url)
{
    const struct shot *s = tag;

    (void)ctx;
    return gate_says(s->site, url, false) != GATE_CLOSED;
}

static void name(void *ctx, void *tag, struct fetch_request *r)
{
    const struct shot *s = tag;

    (void)ctx;
    site_name(s->site, r);
}

static enum viewer_turn turn(void *ctx, void *tag, int64_t now_ms)
{
    const struct plan *p = ctx;
    struct shot *s = tag;

    s->is_cut |= keep_is_over(p->c) || !site_may_ask(p->c, s->site);
    if (s->is_cut)
        return VIEWER_NEVER;
    return gap_take(&s->site->gap, now_ms) ? VIEWER_NOW : VIEWER_LATER;
}

static bool is_stopped(const struct crawler *c)
{
    return c->o->stop && *c->o->stop;
}

static bool has_ended(const struct crawler *c)
{
    return is_stopped(c) || keep_is_over(c);
}

/* A page that an earlier process of this run read: what robots.txt says there is not known. */
static void learn_robots(struct crawler *c, const struct shot *s)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct url url;
    struct str at;

    if (url_parse(s->url, NULL, NULL, &a, &url))
        return;
    at = arena_join(&a, url.origin, STR("/robots.txt"));
    for (int hop = 0; gate_says(s->site, &url, false) == GATE_UNKNOWN; hop++) {
        struct fetch_request request = robots_request(at);
        struct fetch_result r;

        site_name(s->site, &request);
        while (!gap_take(&s->site->gap, clock_ms()) && !has_ended(c))
            clock_wait(WAIT_MS);
        if (has_ended(c) || !site_may_ask(c, s->site))
            return;
        fetch_start(c->fetcher, &request);
        while (!fetch_next(c->fetcher, WAIT_MS, &r))
            if (is_stopped(c))
                return;
        if (robots_is_elsewhere(&r, hop, &a, &at))
            continue;
        gate_learn(c, s->site, &url, &r);
        return;
    }
}

/* Nothing is asked of a site before that. */
static bool knows_robots(const struct shot *s)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct url url;

    return url_parse(s->url, NULL, NULL, &a, &url) == RC_OK &&
           gate_says(s->site, &url, false) != GATE_UNKNOWN;
}

static void note_failure(struct plan *p, const struct shot *s, const char *why)
{
    if (!p->n_failed++) {
        p->failed_url = s->url;
        p->failed_why = why;
    }
}

/* "HTTP/1.1 200 OK" and a page: what a site says instead of its page is not shown, and files are
 * not the browser's business. */
static bool is_good(struct str headers)
{
    const struct str type = warc_http_type(headers);

    return str_starts(warc_http_status(headers), STR("2")) &&
           (!type.n || str_eq_nocase(type, STR("text/html")) ||
            str_starts_nocase(type, STR("application/xhtml")));
}

static void begin(struct plan *p, const struct viewer *v, struct shot *s)
{
    struct archive_record r;

    if (s->is_there || !site_may_ask(p->c, s->site))
        return;
    if (!knows_robots(s)) {
        note_failure(p, s, "robots.txt 读不到");
        return;
    }
    if (archive_read(p->dir, s->reference, &s->memory, &r, NULL)) {
        note_failure(p, s, "留存的页面读不出");
        arena_done(&s->memory);
        return;
    }
    if (!is_good(r.headers)) {
        arena_done(&s->memory);
        return;
    }
    viewer_start(v, &(struct browser_job){ .tag = s,
                                           .url = s->url,
                                           .headers = r.headers,
                                           .body = r.body,
                                           .wants_picture = true,
                                           .marks = s->marks,
                                           .n_marks = s->n });
}

static enum rc keep(struct plan *p, const struct shot *s, struct str picture, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct archive_record record = {
        .kind = ARCHIVE_CONVERSION,
        .url = s->url,
        .at = clock_now(),
        .type = STR(PICTURE_TYPE),
        .original = s->reference,
        .body = picture,
    };
    struct str ref;
    enum rc rc = archive_add(p->c->archive, &record, &a, &ref, err);

    if (!rc)
        rc = archive_sync(p->c->archive, err); /* the store must not name what is not there */
    for (size_t i = 0; i < s->n && !rc; i++)
        rc = store_finding_add_evidence(p->c->o->store, s->site->site->code, s->ids[i], ref, err);
    p->n_taken += !rc;
    return rc;
}

static enum rc take(struct plan *p, const struct browser_event *e, struct err *err)
{
    struct shot *s = e->tag;
    enum rc rc = RC_OK;

    render_tell_sandbox(p->c);
    if (e->picture.n && !s->is_cut)
        rc = keep(p, s, e->picture, err);
    else
        note_failure(p, s,
                     s->is_cut ? "巡检到时，或已到不巡检的时段，页面没有完全打开"
                     : e->outcome == BROWSER_WHOLE || e->outcome == BROWSER_PARTLY
                         ? "浏览器没有给出图片"
                         : browser_outcome_title(e->outcome));
    arena_done(&s->memory);
    return rc;
}

static enum rc take_all(struct plan *p, struct viewer *v, struct err *err)
{
    size_t next = 0;
    enum rc rc = RC_OK;

    for (;;) {
        struct browser_event e;

        while (next < p->n && browser_pending(v->browser) < AT_ONCE && !has_ended(p->c))
            begin(p, v, &p->shots[next++]);
        if (!viewer_next(v, &e))
            break;
        if ((rc = take(p, &e, err)))
            return rc;
    }
    return is_stopped(p->c)
               ? err_set(err, RC_STOPPED, "已按要求停止，进度已保存；用同样的命令可以接着做")
               : RC_OK;
}

enum rc pictures_take(struct crawler *c, int64_t since, struct err *err)
{
    AUTO(plan_done)
    struct plan p = { .c = c, .since = since, .dir = archive_dir(c->archive) };
    enum rc rc;

    if (!c->browser)
        return RC_OK;
    if ((rc = store_each_finding(c->o->store, c->store_run, plan_one, &p, err)))
        return rc;
    if (p.n)
        qsort(p.shots, p.n, sizeof(*p.shots), by_turn);

    AUTO(viewer_done)
    struct viewer v = { .browser = c->browser,
                        .fetcher = c->fetcher,
                        .cache = &c->rendering->answers,
                        .may_ask = may_ask,
                        .name = name,
                        .turn = turn,
                        .ctx = &p,
                        .stop = c->o->stop };

    for (size_t i = 0; i < p.n && !has_ended(c); i++)
        learn_robots(c, &p.shots[i]);
    rc = take_all(&p, &v, err);
    c->progress.n_pictures = p.n_taken;
    if (p.n_failed)
        log_line(LOG_WARN, "有 %zu 个问题页面没有截到图（如 %.*s：%s）", p.n_failed,
                 STR_ARG(p.failed_url), p.failed_why);
    return rc;
}
