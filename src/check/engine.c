#include "base/base.h"

#include "check/check.h"

#include "base/buf.h"
#include "base/clock.h"
#include "check/campaign.h"
#include "check/data_file.h"
#include "proof/personal.h"
#include "proof/proofread.h"
#include "text/workday.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(name) extern const struct check check_##name;
#include "check/checks.def"
#undef CHECK

const struct check *const checks[] = {
#define CHECK(name) &check_##name,
#include "check/checks.def"
#undef CHECK
    NULL,
};

enum {
    CHECKS_N = COUNT_OF(checks) - 1,
    EXCERPT_CHARS_MAX = 200,
    SITE_FINDINGS_MAX = 1000000, /* a site check's; more than a site has URLs */
    PROOF_MAX = 4,
};

static const double CONFIDENCE_DEFAULT = 0.9;

struct check_set {
    struct arena a;
    struct check_data data[CHECKS_N]; /* by position in `checks` */
    bool runs[CHECKS_N];
    struct proofreader *proofreader;
    const struct account_list *accounts;
    const struct work_calendar *calendar;
    const struct campaign *campaign;
    uint64_t hash;
};

/* Where the findings of one call go. */
struct sink {
    const struct check *check; /* the one that runs */
    struct str subject;        /* code of the site, id of the account */
    struct str url;            /* for findings that name none */
    struct str found_on;       /* the page of an attachment; else empty */
    struct arena *a;
    struct check_result *result;
    size_t cap;
    size_t n_of_check, max_of_check;
    const char *refused; /* by the one that runs */
    int64_t n_hidden;    /* likewise */
};

const struct check *check_find(struct str id)
{
    for (size_t i = 0; i < CHECKS_N; i++)
        if (str_eq(id, str_of(checks[i]->id)))
            return checks[i];
    return NULL;
}

/* ---- the set --------------------------------------------------------------------------------- */

static enum rc select_checks(struct check_set *s, struct str ids, struct err *err)
{
    const bool all = str_is_empty(str_trim(ids));
    struct str rest = ids, id;

    for (size_t i = 0; i < CHECKS_N; i++)
        s->runs[i] = all;
    while (!str_is_empty(rest)) {
        size_t i = 0;

        (void)str_cut(rest, ',', &id, &rest);
        id = str_trim(id);
        if (str_is_empty(id))
            continue;
        while (i < CHECKS_N && !str_eq(id, str_of(checks[i]->id)))
            i++;
        if (i == CHECKS_N)
            return err_set(err, RC_USAGE, "没有名为 %.*s 的检查项", STR_ARG(id));
        s->runs[i] = true;
    }
    return RC_OK;
}

static uint64_t hash_of(const struct check_set *s)
{
    AUTO(buf_done) struct buf b = { 0 };

    for (size_t i = 0; i < CHECKS_N; i++) {
        const struct check *c = checks[i];

        if (!s->runs[i])
            continue;
        buf_addf(&b, "%s %d\n", c->id, c->rev);
        for (size_t k = 0; k < c->n_params; k++)
            buf_addf(&b, "%s=%" PRId64 "\n", c->params[k].name, s->data[i].value[k]);
        for (size_t k = 0; k < c->n_lists; k++) {
            buf_addf(&b, "%s\n", c->lists[k].name);
            for (size_t w = 0; w < s->data[i].list[k].n; w++) {
                buf_add(&b, s->data[i].list[k].words[w]);
                buf_add_char(&b, '\n');
            }
        }
    }
    return str_hash(buf_str(&b));
}

enum rc check_set_load(struct str ids, const char *data_file, struct check_set **out,
                       struct err *err)
{
    AUTO(check_set_freep) struct check_set *s = calloc(1, sizeof *s);

    ASSERT(s);
    enum rc rc = select_checks(s, ids, err);

    if (rc == RC_OK)
        rc = data_file_load(data_file, checks, &s->a, s->data, err);
    if (rc != RC_OK)
        return rc;
    s->hash = hash_of(s);
    *out = s;
    s = NULL;
    return RC_OK;
}

void check_set_free(struct check_set *s)
{
    if (!s)
        return;
    arena_done(&s->a);
    free(s);
}

void check_set_freep(struct check_set **s)
{
    check_set_free(*s);
    *s = NULL;
}

bool check_set_has(const struct check_set *s, const char *id)
{
    for (size_t i = 0; i < CHECKS_N; i++)
        if (strcmp(checks[i]->id, id) == 0)
            return s->runs[i];
    return false;
}

static const struct check_data *data_of(const struct check_set *s, const char *id)
{
    size_t i = 0;

    while (i < CHECKS_N && strcmp(checks[i]->id, id) != 0)
        i++;
    ASSERT(i < CHECKS_N);
    return &s->data[i];
}

const struct words *check_set_lists(const struct check_set *s, const char *id)
{
    return data_of(s, id)->list;
}

const int64_t *check_set_values(const struct check_set *s, const char *id)
{
    return data_of(s, id)->value;
}

bool check_set_links_only(const struct check_set *s)
{
    for (size_t i = 0; i < CHECKS_N; i++)
        if (s->runs[i] && checks[i]->needs_text)
            return false;
    return true;
}

static bool reads_attachments(const struct check_set *s, size_t i)
{
    return s->runs[i] && checks[i]->reads_attachments;
}

bool check_set_needs_attachments(const struct check_set *s)
{
    for (size_t i = 0; i < CHECKS_N; i++)
        if (reads_attachments(s, i) || (s->runs[i] && checks[i]->needs_attachments))
            return true;
    return false;
}

void check_refuse_attachment(const struct check_set *s, const char *reason, enum refuse_what what,
                             struct arena *a, struct check_result *out)
{
    *out = (struct check_result){ .refusals = arena_array(a, struct refusal, CHECKS_N) };
    for (size_t i = 0; i < CHECKS_N; i++)
        if (reads_attachments(s, i) &&
            (what == REFUSE_BOTH || checks[i]->reads_scans == (what == REFUSE_SCAN)))
            out->refusals[out->n_refusals++] =
                (struct refusal){ .check = checks[i]->id, .reason = str_of(reason) };
}

bool check_takes_part(const struct check *c, bool has_accounts, bool has_articles, bool has_words)
{
    return (has_accounts || !c->needs_accounts) && (has_articles || !c->needs_campaign) &&
           (has_words || !c->needs_words);
}

bool check_set_reads_words(const struct check_set *s)
{
    for (size_t i = 0; i < CHECKS_N; i++)
        if (s->runs[i] && checks[i]->reads_words)
            return true;
    return false;
}

void check_set_use_accounts(struct check_set *s, const struct account_list *accounts)
{
    s->accounts = accounts;
    for (size_t i = 0; i < CHECKS_N; i++)
        s->runs[i] &= check_takes_part(checks[i], accounts, true, true);
    s->hash = hash_of(s);
}

void check_set_use_proofreader(struct check_set *s, struct proofreader *p)
{
    s->proofreader = p;
    for (size_t i = 0; i < CHECKS_N; i++)
        s->runs[i] &= check_takes_part(checks[i], true, true, proofreader_has_words(p));
    s->hash = hash_of(s);
}

void check_set_use_calendar(struct check_set *s, const struct work_calendar *c)
{
    s->calendar = c;
}

void check_set_use_campaign(struct check_set *s, const struct campaign *c)
{
    s->campaign = c;
    for (size_t i = 0; i < CHECKS_N; i++)
        s->runs[i] &= check_takes_part(checks[i], true, c && c->n, true);
    s->hash = hash_of(s);
}

const struct campaign *check_set_campaign(const struct check_set *s)
{
    return s->campaign;
}

/* A year that is added, or put right, changes what is late. */
static uint64_t calendar_hash(const struct work_calendar *c)
{
    uint64_t hash = 0;

    for (size_t i = 0; c && i < c->n_years; i++) {
        const struct work_year *y = &c->years[i];

        hash ^= (uint64_t)y->year << 32 ^ (y->is_official ? 1 : 0) ^
                str_hash(str_from((const char *)y->off, y->n_off * sizeof *y->off)) ^
                str_hash(str_from((const char *)y->worked, y->n_worked * sizeof *y->worked));
    }
    return hash;
}

uint64_t check_set_hash(const struct check_set *s)
{
    const uint64_t hash =
        s->hash ^ calendar_hash(s->calendar) ^ (s->campaign ? s->campaign->hash : 0);

    return s->proofreader ? hash ^ proofreader_hash(s->proofreader) : hash;
}

/* ---- one call -------------------------------------------------------------------------------- */

static void *copy_of(struct arena *a, const void *from, size_t n_bytes)
{
    void *to = arena_alloc(a, n_bytes);

    memcpy(to, from, n_bytes);
    return to;
}

/* Whatever a finding is about, nobody's numbers are repeated with it. */
static void mask_personal(struct finding *f, struct field *detail, struct arena *a)
{
    f->excerpt = str_head_chars(personal_mask(f->excerpt, a), EXCERPT_CHARS_MAX);
    for (size_t i = 0; i < f->n_detail; i++) {
        struct str *list = arena_array(a, struct str, detail[i].n_list);

        detail[i].text = personal_mask(detail[i].text, a);
        for (size_t k = 0; k < detail[i].n_list; k++)
            list[k] = personal_mask(detail[i].list[k], a);
        detail[i].list = detail[i].n_list ? list : NULL;
    }
}

void sink_add(struct sink *out, struct finding f)
{
    struct field *detail = NULL;
    struct check_result *r = out->result;

    if (out->n_of_check == out->max_of_check)
        return;
    if (++out->n_of_check == out->max_of_check)
        f.suggest = STR("同类问题过多，其余不再列出；请从整页着手整改");
    if (r->n == out->cap) {
        const size_t cap = out->cap ? 2 * out->cap : 8;
        struct finding *more = arena_array(out->a, struct finding, cap);

        if (r->n)
            memcpy(more, r->findings, r->n * sizeof *more);
        r->findings = more;
        out->cap = cap;
    }
    f.site = out->subject;
    f.check = out->check->id;
    f.case_id = out->check->case_id;
    if (str_is_empty(f.url))
        f.url = out->url;
    if (f.confidence <= 0)
        f.confidence = out->check->confidence > 0 ? out->check->confidence : CONFIDENCE_DEFAULT;
    if (f.n_detail || out->found_on.n) {
        detail = arena_array(out->a, struct field, f.n_detail + 1);
        if (f.n_detail)
            memcpy(detail, f.detail, f.n_detail * sizeof *detail);
        f.detail = detail;
    }
    if (out->found_on.n)
        detail[f.n_detail++] = (struct field){ .key = "found_on", .text = out->found_on };
    mask_personal(&f, detail, out->a);
    if (f.n_proof > PROOF_MAX)
        f.n_proof = PROOF_MAX;
    if (f.n_proof)
        f.proof = copy_of(out->a, f.proof, f.n_proof * sizeof *f.proof);
    r->findings[r->n++] = f;
}

enum judged cannot_judge(const struct check_ctx *c, const char *reason)
{
    return cannot_judge_some(c, reason, 0);
}

enum judged cannot_judge_some(const struct check_ctx *c, const char *reason, int64_t n)
{
    c->out->refused = reason;
    c->out->n_hidden = n;
    return CANNOT_JUDGE;
}

static void take_refusal(struct sink *out, size_t n_max)
{
    struct check_result *r = out->result;

    if (!r->refusals)
        r->refusals = arena_array(out->a, struct refusal, n_max);
    r->refusals[r->n_refusals++] = (struct refusal){
        .check = out->check->id,
        .reason = str_of(out->refused ? out->refused : "无法判断"),
        .n_hidden = out->n_hidden,
    };
}

static bool is_closed(const struct site *site)
{
    return site->state == SITE_CLOSED || site->state == SITE_CLOSING;
}

typedef enum judged (*check_fn)(const struct check_ctx *c);

/* A page check on each of the account's newest posts. */
static enum judged read_posts(const struct check_ctx *c)
{
    const struct account_view *v = c->account;
    struct check_ctx own = *c;
    bool has_titles = false;

    if (v->unseen.n)
        return cannot_judge(c, v->unseen.p);
    for (size_t i = 0; i < v->posts.n && i < POSTS_READ_MAX; i++) {
        const struct post *p = &v->posts.posts[i];
        const struct page page = { .url = p->url.n ? p->url : v->source_final,
                                   .text = arena_printf(c->a, "%.*s\n%.*s", STR_ARG(p->title),
                                                        STR_ARG(p->text)),
                                   .published = day_of_time(p->at) };

        own.page = &page;
        c->out->url = page.url;
        has_titles |= p->text.n == 0;
        if (c->out->check->check_page(&own) == CANNOT_JUDGE)
            return CANNOT_JUDGE;
    }
    c->out->url = v->source_final;
    if (has_titles)
        return cannot_judge(c, "有的内容只看到标题");
    return v->posts.n ? JUDGED : cannot_judge(c, "数据源里没有已发布的内容");
}

/* What of the check fits the input at hand; NULL: nothing. */
static check_fn part_of(const struct check *check, const struct check_ctx *c)
{
    if (c->account && check->for_cancelled != (c->account->account->state != ACCOUNT_RUNNING))
        return NULL;
    if (c->account)
        return check->reads_posts ? read_posts : check->check_account;
    if (check->for_closed != is_closed(c->site))
        return NULL;
    if (c->page && c->page->is_attachment && !check->reads_attachments)
        return NULL;
    return c->page ? check->check_page : check->check_site;
}

static enum judged run_one(const struct check *check, check_fn part, const struct check_ctx *c)
{
    if (c->view && check->needs_home && !c->view->home)
        return cannot_judge(c, "首页未能打开");
    if (c->view && check->needs_home && c->view->home_unread.n)
        return cannot_judge(c, c->view->home_unread.p);
    return part(c);
}

static void run_all(const struct check_set *s, struct check_ctx ctx, struct sink *sink)
{
    ctx.out = sink;
    ctx.proofreader = s->proofreader;
    ctx.accounts = s->accounts;
    ctx.calendar = s->calendar;
    ctx.campaign = s->campaign;
    ctx.dark = check_set_lists(s, "hidden-link");
    for (size_t i = 0; i < CHECKS_N; i++) {
        const struct check *check = checks[i];
        const check_fn part = s->runs[i] ? part_of(check, &ctx) : NULL;

        if (!part)
            continue;
        ctx.value = s->data[i].value;
        ctx.list = s->data[i].list;
        sink->check = check;
        sink->n_of_check = 0;
        sink->refused = NULL;
        sink->n_hidden = 0;
        if (run_one(check, part, &ctx) == CANNOT_JUDGE)
            take_refusal(sink, CHECKS_N);
    }
}

void check_run_page(const struct check_set *s, const struct site *site, const struct page *page,
                    int64_t now, struct arena *a, struct check_result *out)
{
    struct sink sink = {
        .subject = site->code,
        .url = page->url,
        .found_on = page->found_on,
        .a = a,
        .result = out,
        .max_of_check = PAGE_FINDINGS_MAX,
    };

    *out = (struct check_result){ 0 };
    run_all(s, (struct check_ctx){ .now = now, .site = site, .page = page, .a = a }, &sink);
}

void check_run_site(const struct check_set *s, const struct site_view *view, int64_t now,
                    struct arena *a, struct check_result *out)
{
    struct sink sink = {
        .subject = view->site->code,
        .url = view->site->home,
        .a = a,
        .result = out,
        .max_of_check = SITE_FINDINGS_MAX,
    };

    *out = (struct check_result){ 0 };
    run_all(s, (struct check_ctx){ .now = now, .site = view->site, .view = view, .a = a }, &sink);
}

void check_run_account(const struct check_set *s, const struct account_view *view, int64_t now,
                       struct arena *a, struct check_result *out)
{
    struct sink sink = {
        .subject = view->account->id,
        .url = view->source_final,
        .a = a,
        .result = out,
        .max_of_check = PAGE_FINDINGS_MAX,
    };

    *out = (struct check_result){ 0 };
    run_all(s, (struct check_ctx){ .now = now, .account = view, .a = a }, &sink);
}
