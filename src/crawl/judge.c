#include "base/base.h"

#include "crawl/judge.h"

#include "base/clock.h"
#include "crawl/crawler.h"
#include "crawl/dossier.h"
#include "crawl/focus.h"
#include "crawl/terms.h"

#include <stdlib.h>
#include <string.h>

enum { EVIDENCE_MAX = 4 };

struct judge {
    struct crawler *crawler;
    struct endings endings;
    struct terms terms;
};

enum rc judge_new(struct crawler *c, struct judge **out, struct err *err)
{
    AUTO(judge_freep) struct judge *j = calloc(1, sizeof(*j));
    enum rc rc;

    if (!j)
        abort();
    j->crawler = c;
    if ((rc = endings_load(&j->endings, c, err)) || (rc = terms_load(&j->terms, c, err)))
        return rc;
    *out = j;
    j = NULL;
    return RC_OK;
}

void judge_freep(struct judge **j)
{
    if (!*j)
        return;
    endings_done(&(*j)->endings);
    terms_done(&(*j)->terms);
    free(*j);
    *j = NULL;
}

/* ---- all that was found, and all that could not be judged ---- */

struct refused {
    struct str check, reason;
    uint64_t n_pages;   /* 0 = the site as a whole */
    uint64_t n_more;    /* things that those pages may hide beyond one each */
    bool is_attachment; /* files that were not read: what was found on others is judged all the same
                         */
};

/* The pages that show one finding, when there are several: a slip in a footer stands on all of
 * them. */
struct spread {
    struct str *urls;
    size_t n_known;
    int64_t n;
    bool is_seen; /* in this run, on one of them */
};

struct verdicts {
    struct arena *a;
    struct arena
        look; /* the finding that is looked at; most are seen on many pages and kept once */
    const struct site *site;
    const struct terms *terms;
    uint32_t run;
    size_t n_of_pages; /* findings of pages come first */
    struct finding *findings;
    size_t n, cap;
    struct hashes by_id;  /* finding_id -> place + 1, of what pages showed */
    struct hashes hidden; /* targets of hidden links */
    struct spread *pages; /* by place */
    size_t cap_pages;
    struct refused *refused;
    size_t n_refused, cap_refused;
};

/* An array in an arena that doubles; the old half stays behind. */
static void *doubled(struct arena *a, const void *old, size_t n, size_t *cap, size_t size)
{
    char *now;

    *cap = *cap ? *cap * 2 : 64;
    now = arena_calloc(a, *cap, size);
    if (n)
        memcpy(now, old, n * size);
    return now;
}

static void keep_finding(struct verdicts *v, const struct finding *f)
{
    if (v->n == v->cap)
        v->findings = doubled(v->a, v->findings, v->n, &v->cap, sizeof(*v->findings));
    v->findings[v->n] = *f;
    v->findings[v->n++].site = v->site->code;
}

/*
 * What is known by its words and not by its page is one finding, told of the page known first.
 * f is `packed` and borrowed from it.
 */
static void keep_page_finding(struct verdicts *v, const struct finding *f, struct str packed,
                              bool is_seen)
{
    struct finding own = *f;

    own.site = v->site->code;

    const uint64_t id = finding_id(&own);
    const uint32_t place = hashes_find(&v->by_id, id);
    struct spread *s;

    if (!place) {
        ASSERT(finding_unpack(arena_copy(v->a, packed), v->a, &own) == RC_OK);
        keep_finding(v, &own);
        hashes_put(&v->by_id, id, (uint32_t)v->n);
        if (v->n > v->cap_pages)
            v->pages = doubled(v->a, v->pages, v->n - 1, &v->cap_pages, sizeof(*v->pages));
        v->pages[v->n - 1] = (struct spread){ .is_seen = is_seen };
        return;
    }
    s = &v->pages[place - 1];
    s->is_seen |= is_seen;
    if (!s->urls) {
        s->urls = arena_array(v->a, struct str, REFERRERS_MAX);
        s->urls[0] = v->findings[place - 1].url;
        s->n_known = 1;
        s->n = 1;
    }
    if (s->n_known < REFERRERS_MAX)
        s->urls[s->n_known++] = arena_copy(v->a, f->url);
    s->n++;
}

/* Findings that stand on several pages say on which. */
static void tell_pages(struct verdicts *v)
{
    const size_t n = v->n;

    for (size_t i = 0; i < n; i++) {
        const struct spread *s = &v->pages[i];
        struct finding *f = &v->findings[i];
        struct field *detail;

        if (!s->n)
            continue;
        detail = arena_array(v->a, struct field, f->n_detail + 2);
        if (f->n_detail)
            memcpy(detail, f->detail, f->n_detail * sizeof(*detail));
        detail[f->n_detail] = (struct field){ .key = "n_pages", .number = NUMBER(s->n) };
        detail[f->n_detail + 1] =
            (struct field){ .key = "pages", .list = s->urls, .n_list = s->n_known };
        f->detail = detail;
        f->n_detail += 2;
    }
}

/* n_pages 0: the site as a whole, whatever pages said before. Returns its place. */
static struct refused *keep_refusal(struct verdicts *v, struct str check, struct str reason,
                                    uint64_t n_pages, bool is_attachment)
{
    for (size_t i = 0; i < v->n_refused; i++) {
        struct refused *r = &v->refused[i];

        /* of pages one reason speaks for all; files are counted by reason */
        if (str_eq(r->check, check) && r->is_attachment == is_attachment &&
            (!is_attachment || str_eq(r->reason, reason))) {
            if (n_pages == 0 && r->n_pages)
                r->reason = arena_copy(v->a, reason);
            r->n_pages = n_pages && r->n_pages ? r->n_pages + n_pages : 0;
            return r;
        }
    }
    if (v->n_refused == v->cap_refused)
        v->refused = doubled(v->a, v->refused, v->n_refused, &v->cap_refused, sizeof(*v->refused));
    v->refused[v->n_refused++] = (struct refused){ .check = check,
                                                   .reason = arena_copy(v->a, reason),
                                                   .n_pages = n_pages,
                                                   .is_attachment = is_attachment };
    return &v->refused[v->n_refused - 1];
}

/* GRADE_NONE is the refusal of a page or a file, kept among its findings; measured: the things that
 * may be hidden there. */
static void take_refusal(struct verdicts *v, const struct finding *f)
{
    struct refused *r =
        keep_refusal(v, str_of(f->check), f->excerpt, 1, str_eq(f->key, STR("attachment")));

    if (f->measured.value > 1)
        r->n_more += (uint64_t)f->measured.value - 1;
}

static enum rc take_page_finding(void *ctx, const struct journal_look *page, uint64_t id,
                                 struct str packed, struct err *err)
{
    struct verdicts *v = ctx;
    struct finding f;

    (void)id;
    (void)err;
    arena_reset(&v->look);
    if (finding_unpack(packed, &v->look, &f))
        return RC_OK; /* of a check that is no more */
    if (f.grade == GRADE_NONE)
        take_refusal(v, &f);
    else if (!terms_has(v->terms, &f))
        keep_page_finding(v, &f, packed, page->run == v->run);
    return RC_OK;
}

/* Nothing was read of a site that did not open or show itself, or only a part: no check of pages
 * judged it. What a later run left of a site that was read before is as many pages as nobody ever
 * read, and what a silent server left as many as were not asked for. */
static void refuse_unread(struct verdicts *v, const struct check_set *set,
                          const struct site_view *view, bool was_read)
{
    const uint64_t n_pages = !view->home || view->is_unread ? 0
                             : was_read                     ? view->n_left
                                                            : view->n_silent;
    const struct str reason =
        view->incomplete_reason.n ? view->incomplete_reason : STR("首页没有打开，未能检查");

    if (view->home && !view->is_unread && (!view->is_partial || (was_read && n_pages == 0)))
        return;
    for (size_t i = 0; checks[i]; i++)
        if (check_set_has(set, checks[i]->id) && checks[i]->check_page && !checks[i]->for_closed &&
            view->site->state == SITE_RUNNING)
            (void)keep_refusal(v, str_of(checks[i]->id), reason, n_pages, false);
}

/* When its home page was read: what is old then is old, however long the run takes. */
static int64_t time_of_site(const struct crawler *c, const struct site_run *s)
{
    return s->home_opened && s->n_attempts ? time_of_answer(c, s->attempts[s->n_attempts - 1].at)
                                           : c->o->now;
}

static struct str target_of(const struct finding *f)
{
    for (size_t i = 0; i < f->n_detail; i++)
        if (strcmp(f->detail[i].key, "target") == 0)
            return f->detail[i].text;
    return (struct str){ 0 };
}

/* A hidden link is to be taken away, wherever it leads: that it is dead, or leads to a gambling
 * site, is no fault of its own. */
static void remember_hidden(struct verdicts *v)
{
    for (size_t i = 0; i < v->n_of_pages; i++)
        if (strcmp(v->findings[i].check, "hidden-link") == 0 &&
            v->findings[i].grade != GRADE_NOTICE)
            hashes_put(&v->hidden, str_hash(target_of(&v->findings[i])), 1);
}

static bool is_told(const struct verdicts *v, const struct finding *f)
{
    return strcmp(f->check, "dead-link") == 0 && hashes_find(&v->hidden, str_hash(target_of(f)));
}

static enum rc gather(struct judge *j, struct site_run *s, const struct site_view *view,
                      struct verdicts *v, struct err *err)
{
    struct crawler *c = j->crawler;
    struct check_result found;
    const enum rc rc =
        journal_each_finding(c->journal, s->number, s->since, take_page_finding, v, err);

    if (rc)
        return rc;
    tell_pages(v);
    v->n_of_pages = v->n;
    remember_hidden(v);
    check_run_site(c->o->checks, view, time_of_site(c, s), v->a, &found);
    for (size_t i = 0; i < found.n; i++)
        if (!is_told(v, &found.findings[i]))
            keep_finding(v, &found.findings[i]);
    for (size_t i = 0; i < found.n_refusals; i++)
        (void)keep_refusal(v, str_of(found.refusals[i].check), found.refusals[i].reason, 0, false);
    refuse_unread(v, c->o->checks, view, s->cut && s->since < c->run);
    return RC_OK;
}

/* ---- evidence ---- */

struct evidence {
    struct judge *judge;
    struct site_run *site;
    struct arena *a;
    struct hashes index; /* URL number -> place in refs + 1 */
    struct str *refs;
    size_t n, cap;
    bool is_partial; /* an answer was asked for that there was, and that was not kept */
};

/* Behind the answer stands what the browser made of it, when the page was judged by that. */
static enum rc archive_rendered(struct crawler *c, const struct spool_page *p, struct arena *a,
                                struct str *refs, struct err *err)
{
    const struct archive_record made = {
        .url = p->url, .at = p->at, .type = PAGE_RENDERED_TYPE, .body = p->rendered
    };

    return made.body.n ? archive_add_made(c->archive, &made, a, refs, err) : RC_OK;
}

/* The references of a URL's answer in the archive; empty when the answer was not kept. */
static enum rc archive_url(struct evidence *e, uint32_t number, struct str *ref, struct err *err)
{
    struct crawler *c = e->judge->crawler;
    AUTO(arena_done) struct arena page_memory = { 0 };
    struct journal_result r;
    struct spool_page p;
    const uint32_t place = hashes_find(&e->index, str_hash(str_from((char *)&number, 4)));
    enum rc rc;

    ASSERT(!place || e->refs);
    *ref = place ? e->refs[place - 1] : (struct str){ 0 };
    if (place || journal_get_result(c->journal, number, &page_memory, &r, NULL))
        return RC_OK;
    if (r.run != c->run || spool_read(c->spool, r.spool_at, &page_memory, &p, NULL)) {
        e->is_partial |= r.run != c->run || r.is_unchanged || r.http_status;
        return RC_OK;
    }

    const struct archive_record record = {
        .url = p.url,
        .at = p.at,
        .ip = p.ip,
        .headers = p.headers,
        .body = p.body,
        .cut = why_cut((enum reason)r.reason, (int64_t)p.body.n < r.n_bytes),
    };

    if ((rc = archive_add(c->archive, &record, e->a, ref, err)) ||
        (rc = archive_rendered(c, &p, e->a, ref, err)))
        return rc;
    if (e->n == e->cap)
        e->refs = doubled(e->a, e->refs, e->n, &e->cap, sizeof(*e->refs));
    e->refs[e->n++] = *ref;
    hashes_put(&e->index, str_hash(str_from((char *)&number, 4)), (uint32_t)e->n);
    return RC_OK;
}

static enum rc add_evidence(struct evidence *e, struct str url, struct buf *refs, struct err *err)
{
    struct crawler *c = e->judge->crawler;
    uint32_t number = frontier_find(c->frontier, e->site->number, url);
    struct str ref;
    enum rc rc;

    if (!number)
        number = frontier_find(c->frontier, 0, url);
    if (!number || (rc = archive_url(e, number, &ref, err)) || !ref.n)
        return number ? rc : RC_OK;
    if (str_has(buf_str(refs), ref))
        return RC_OK;
    if (refs->n)
        buf_add_char(refs, ' ');
    buf_add(refs, ref);
    return RC_OK;
}

static enum rc collect_evidence(struct evidence *e, const struct finding *f, struct str *out,
                                struct err *err)
{
    AUTO(buf_done) struct buf refs = { 0 };
    enum rc rc;

    e->is_partial = false;
    rc = add_evidence(e, f->url, &refs, err);
    for (size_t i = 0; i < f->n_proof && i < EVIDENCE_MAX && rc == RC_OK; i++)
        rc = add_evidence(e, f->proof[i], &refs, err);
    *out = arena_copy(e->a, buf_str(&refs));
    return rc;
}

static void evidence_done(struct evidence *e)
{
    hashes_done(&e->index);
}

/* ---- handing over ---- */

static size_t n_checks(void)
{
    size_t n = 0;

    while (checks[n])
        n++;
    return n;
}

static enum rc hand_over(struct judge *j, struct site_run *s, const struct verdicts *v,
                         struct err *err)
{
    struct crawler *c = j->crawler;
    struct stored_finding *stored = arena_array(v->a, struct stored_finding, v->n);
    struct str *unjudged = arena_array(v->a, struct str, v->n_refused + n_checks());
    size_t n_unjudged = 0;
    AUTO(evidence_done) struct evidence e = { .judge = j, .site = s, .a = v->a };

    for (size_t i = 0; i < v->n; i++) {
        const struct finding *f = &v->findings[i];
        struct str refs;
        const enum rc rc = collect_evidence(&e, f, &refs, err);

        if (rc)
            return rc;
        stored[i] = (struct stored_finding){ .id = finding_id(f),
                                             .finding = *f,
                                             .detail_json = stored_detail(f, v->a),
                                             .evidence = refs,
                                             .is_unseen = i < v->n_of_pages && !v->pages[i].is_seen,
                                             .is_partial = e.is_partial };
    }
    for (size_t i = 0; i < v->n_refused; i++)
        if (!v->refused[i].is_attachment)
            unjudged[n_unjudged++] = v->refused[i].check;
    for (size_t i = 0; checks[i]; i++) /* what did not run leaves its findings as they are */
        if (!check_set_has(c->o->checks, checks[i]->id))
            unjudged[n_unjudged++] = str_of(checks[i]->id);
    c->progress.n_findings += v->n;

    /* The store must not name what is not there. */
    const enum rc rc = archive_sync(c->archive, err);

    if (rc)
        return rc;
    return store_site_findings(c->o->store, c->store_run, s->site->code, c->o->now, stored, v->n,
                               unjudged, n_unjudged, err);
}

static struct json *unknown_list(const struct verdicts *v)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < v->n_refused; i++) {
        struct json *one = json_new_object();

        json_put_str(one, "check", v->refused[i].check);
        json_put_str(one, "reason", v->refused[i].reason);
        if (v->refused[i].n_pages)
            json_put_int(one, v->refused[i].is_attachment ? "files" : "pages",
                         (int64_t)v->refused[i].n_pages);
        if (v->refused[i].n_pages && v->refused[i].n_more)
            json_put_int(one, "things", (int64_t)(v->refused[i].n_pages + v->refused[i].n_more));
        json_add(list, one);
    }
    return list;
}

/* How the pages ended that were asked for by name; as evidence of what is no more, too. */
static enum rc add_focus(struct judge *j, struct site_run *s, struct arena *a, struct json *line,
                         struct err *err)
{
    AUTO(evidence_done) struct evidence e = { .judge = j, .site = s, .a = a };
    struct json *list = json_new_array();
    enum rc rc = RC_OK;

    json_put(line, "focus", list);
    for (size_t i = 0; i < s->due.n && !rc; i++) {
        uint32_t number;
        struct json *one = focus_json(j->crawler, s, i, &number, a);
        struct str ref = { 0 };

        json_add(list, one);
        rc = number ? archive_url(&e, number, &ref, err) : RC_OK;
        json_put_text(one, "evidence", ref);
    }
    return rc;
}

enum rc judge_site(struct judge *j, struct site_run *s, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct verdicts v = { .a = &a, .site = s->site, .terms = &j->terms, .run = j->crawler->run };
    struct crawler *c = j->crawler;
    AUTO(dossier_done) struct dossier d = { 0 };
    enum rc rc;

    if ((rc = dossier_open(&d, c, s, &j->endings, &a, err)))
        return rc;
    rc = gather(j, s, &d.view, &v, err);
    hashes_done(&v.by_id);
    hashes_done(&v.hidden);
    arena_done(&v.look);
    if (rc || (rc = hand_over(j, s, &v, err)))
        return rc;

    AUTO(json_freep)
    struct json *line = dossier_json(&d, day_of_time(c->o->now), &a, c->o->checks);

    json_put(line, "unknown", unknown_list(&v));
    if (c->o->focus &&
        ((rc = add_focus(j, s, &a, line, err)) || (rc = archive_sync(c->archive, err))))
        return rc;
    return store_site_result(c->o->store, c->store_run, s->site->code, json_text(line, &a), err);
}
