/* What a number of a notice counts: its sites, accounts or regions, and the findings on them; its
 * filings. */
#include "base/base.h"

#include "api/finding.h"
#include "api/notice.h"
#include "api/routes.h"
#include "base/clock.h"
#include "base/hashes.h"
#include "notice/notice_read.h"
#include "office/filing.h"
#include "store/finding_query.h"
#include "store/round_finding.h"
#include "web/call.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- a selection of docs/notice.md ---- */

/* A site or an account of the round's lists. */
struct thing {
    struct str code, name, owner, region, type;
    const char *state;
    bool is_account;
    struct str verdict; /* empty: none, it was not drawn or has no result */
    bool is_missing;    /* of the round, and without result */
    struct str waits;   /* what its verdict waits for, words */
    bool is_picked;
    int64_t n_findings; /* that the selection is about */
};

/* Findings of one site and check. */
struct run_of {
    struct str site, check;
    int64_t first; /* its place among all that fit */
};

struct picking {
    struct call *c;
    int64_t round;
    const struct json *selection;
    const struct json *of;       /* which sites, accounts or regions; NULL: all */
    const struct json *findings; /* which findings: check, grade, review */
    bool is_of_sites, is_of_accounts;
    struct site_list sites;
    struct thing *things;
    size_t n;
    struct hashes places; /* code -> place + 1 */
    struct page_of page;
    int64_t frozen; /* the round: time */
    int64_t n_findings;
    struct run_of *runs; /* on which those of the page lie */
    size_t n_runs;
    struct stored_finding *picked; /* those of the page, as they were frozen */
    size_t n_picked;
    int64_t at; /* findings that fit, while they are picked */
};

static void picking_done(struct picking *p)
{
    hashes_done(&p->places);
}

/* The field is missing, or holds the word, or has it among its words. */
static bool allows(const struct json *of, const char *field, struct str word)
{
    const struct json *value = json_get(of, field);

    if (!value)
        return true;
    if (json_kind(value) == JSON_IS_TEXT)
        return str_eq(json_str(value), word);
    for (size_t i = 0; i < json_count(value); i++)
        if (str_eq(json_str(json_at(value, i)), word))
            return true;
    return false;
}

/* What is counted, and of what: sites, accounts or both. */
static void read_subject(struct picking *p)
{
    const struct str of = json_get_str(p->selection, "of"),
                     subject = json_get_str(p->selection, "subject");
    const bool is_of_findings = str_eq(of, STR("findings"));

    p->is_of_sites = str_eq(of, STR("sites")) || str_eq(subject, STR("sites")) ||
                     (!subject.n && (is_of_findings || str_eq(of, STR("regions"))));
    p->is_of_accounts = str_eq(of, STR("accounts")) || str_eq(subject, STR("accounts")) ||
                        (!subject.n && is_of_findings);
    p->of = is_of_findings ? NULL : p->selection;
    p->findings = is_of_findings ? p->selection : json_get(p->selection, "finding");
}

/* ---- the lists ---- */

static void add_thing(struct picking *p, const struct thing *thing)
{
    p->things[p->n++] = *thing;
    hashes_put(&p->places, str_hash(thing->code), (uint32_t)p->n);
}

static enum rc list_things(struct picking *p, const struct round *r, struct err *err)
{
    struct account_list accounts = { 0 };
    const enum rc rc = notice_source_lists(p->c->store, r, p->c->a, &p->sites,
                                           p->is_of_accounts ? &accounts : NULL, err);

    if (rc)
        return rc;
    p->things = arena_array(p->c->a, struct thing, p->sites.n + accounts.n);
    for (size_t i = 0; p->is_of_sites && i < p->sites.n; i++) {
        const struct site *s = &p->sites.sites[i];

        add_thing(p, &(struct thing){ .code = s->code,
                                      .name = s->name,
                                      .owner = s->sponsor,
                                      .region = s->region,
                                      .type = str_of(site_type_name(s->type)),
                                      .state = site_state_name(s->state) });
    }
    for (size_t i = 0; i < accounts.n; i++) {
        const struct account *one = &accounts.accounts[i];

        add_thing(p, &(struct thing){ .code = one->id,
                                      .name = one->name,
                                      .owner = one->owner,
                                      .region = one->region,
                                      .type = one->type,
                                      .state = account_state_name(one->state),
                                      .is_account = true });
    }
    return RC_OK;
}

static struct thing *thing_of(const struct picking *p, struct str code)
{
    const uint32_t place = hashes_find(&p->places, str_hash(code));

    return place ? &p->things[place - 1] : NULL;
}

static enum rc take_verdict(void *ctx, const struct round_site *site, struct err *err)
{
    struct picking *p = ctx;
    struct thing *t = thing_of(p, site->code);

    (void)err;
    if (!t)
        return RC_OK;
    t->is_missing = !site->verdict.n;
    if (!t->is_missing)
        t->verdict = str_eq(site->verdict, STR("合格")) || str_eq(site->verdict, STR("不合格"))
                         ? arena_copy(p->c->a, site->verdict)
                         : STR("未能判定");
    t->waits = arena_copy(p->c->a, site->waits);
    return RC_OK;
}

/* ---- picking ---- */

static bool fits_group(const struct picking *p, const struct round_group *g)
{
    const struct thing *t = thing_of(p, g->site);
    const bool is_account = account_id_is(g->site);

    return (is_account ? p->is_of_accounts : p->is_of_sites) &&
           (t ? t->is_picked : !p->of && !json_get(p->findings, "registered")) &&
           allows(p->findings, "check", g->check) &&
           allows(p->findings, "grade", str_of(grade_name(g->grade))) &&
           allows(p->findings, "review", g->is_confirmed ? STR("confirmed") : STR("unreviewed"));
}

/* Counts the findings, and notes on which sites and checks those of the page lie. */
static enum rc take_group(void *ctx, const struct round_group *g, struct err *err)
{
    struct picking *p = ctx;
    struct thing *t = thing_of(p, g->site);
    const struct run_of *last = p->n_runs ? &p->runs[p->n_runs - 1] : NULL;
    const bool is_next = last && str_eq(last->site, g->site) && str_eq(last->check, g->check);
    const int64_t end = p->page.skip + p->page.per_page;

    (void)err;
    if (!fits_group(p, g))
        return RC_OK;
    if (t)
        t->n_findings += g->n;
    if (!is_next && p->n_findings < end && p->n_runs < (size_t)p->page.per_page + 1) {
        /* What lies before the page is forgotten. */
        if (last && p->n_findings <= p->page.skip)
            p->n_runs = 0;
        p->runs[p->n_runs++] = (struct run_of){ .site = arena_copy(p->c->a, g->site),
                                                .check = arena_copy(p->c->a, g->check),
                                                .first = p->n_findings };
    }
    p->n_findings += g->n;
    return RC_OK;
}

static struct stored_finding kept(const struct stored_finding *f, struct arena *a)
{
    struct stored_finding own = *f;

    own.finding.site = arena_copy(a, f->finding.site);
    own.finding.check = arena_copy(a, str_of(f->finding.check)).p;
    own.finding.url = arena_copy(a, f->finding.url);
    own.finding.where = arena_copy(a, f->finding.where);
    own.finding.excerpt = arena_copy(a, f->finding.excerpt);
    own.finding.suggest = arena_copy(a, f->finding.suggest);
    own.detail_json = arena_copy(a, f->detail_json);
    own.evidence = arena_copy(a, f->evidence);
    return own;
}

static enum rc take_finding(void *ctx, const struct round_finding *f, struct err *err)
{
    struct picking *p = ctx;
    const struct round_group g = { .site = f->stored.finding.site,
                                   .check = str_of(f->stored.finding.check),
                                   .grade = f->stored.finding.grade,
                                   .is_confirmed = f->stored.is_confirmed };

    (void)err;
    if (!fits_group(p, &g))
        return RC_OK;
    if (p->at >= p->page.skip && p->at < p->page.skip + p->page.per_page)
        p->picked[p->n_picked++] = kept(&f->stored, p->c->a);
    p->at++;
    return RC_OK;
}

static enum rc pick_page(struct picking *p, const struct round *r, struct err *err)
{
    enum rc rc = RC_OK;

    p->at = p->n_runs ? p->runs[0].first : 0;
    for (size_t i = 0; !rc && i < p->n_runs; i++)
        rc = store_round_each_finding_of(p->c->store,
                                         &(struct round_choice){ .round = r->id,
                                                                 .sites = &p->runs[i].site,
                                                                 .n_sites = 1,
                                                                 .check = p->runs[i].check },
                                         take_finding, p, err);
    return rc;
}

static bool is_of_missing(const struct picking *p)
{
    return json_get(p->of, "verdict") && allows(p->of, "verdict", STR("未检查"));
}

static bool waits_fit(const struct json *of, struct str waits)
{
    bool fits = !json_get(of, "waits_for");
    struct str word;

    while (!fits && waits.n) {
        (void)str_cut(waits, ' ', &word, &waits);
        fits = allows(of, "waits_for", word);
    }
    return fits;
}

static bool fits_thing(const struct picking *p, const struct thing *t)
{
    if (is_of_missing(p))
        return t->is_missing;
    return allows(p->of, "state", str_of(t->state)) && allows(p->of, "verdict", t->verdict) &&
           allows(p->of, "type", t->type) && allows(p->of, "region", t->region) &&
           waits_fit(p->of, t->waits);
}

/* A region that holds one with such a verdict is not counted. */
static void drop_regions(struct picking *p, struct hashes *bad)
{
    for (size_t i = 0; i < p->n; i++)
        if (allows(p->of, "no_verdict", p->things[i].verdict) &&
            allows(p->of, "state", str_of(p->things[i].state)))
            hashes_put(bad, str_hash(p->things[i].region), 1);
    for (size_t i = 0; i < p->n; i++)
        p->things[i].is_picked &= !hashes_find(bad, str_hash(p->things[i].region));
}

/* Of a list's sites only those that are picked are asked for. */
static enum rc pick_groups(struct picking *p, const struct round *r, struct err *err)
{
    const struct json *check = json_get(p->findings, "check");
    struct str *codes;
    size_t n = 0;

    if (!p->of && !json_get(p->findings, "registered"))
        return store_round_each_group(p->c->store, r->id, take_group, p, err);
    codes = arena_array(p->c->a, struct str, p->n);
    for (size_t i = 0; i < p->n; i++)
        if (p->things[i].is_picked)
            codes[n++] = p->things[i].code;
    return store_round_each_group_of(
        p->c->store,
        &(struct round_choice){ .round = r->id,
                                .sites = codes,
                                .n_sites = n,
                                .check = check ? json_str(check) : (struct str){ 0 } },
        take_group, p, err);
}

static enum rc pick(struct picking *p, const struct round *r, struct err *err)
{
    AUTO(hashes_done) struct hashes bad = { 0 };
    enum rc rc = list_things(p, r, err);

    if (!rc)
        rc = store_round_each_member(p->c->store, r->id, take_verdict, p, err);
    for (size_t i = 0; !rc && i < p->n; i++)
        p->things[i].is_picked = fits_thing(p, &p->things[i]);
    if (json_get(p->of, "no_verdict"))
        drop_regions(p, &bad);
    if (!rc)
        rc = pick_groups(p, r, err);
    if (!rc)
        rc = pick_page(p, r, err);
    for (size_t i = 0; !rc && p->findings && i < p->n; i++)
        p->things[i].is_picked &= p->things[i].n_findings > 0;
    return rc;
}

/* ---- what is asked for ---- */

static const struct json *selection_of(struct call *c, const struct json *number)
{
    const struct json *count = json_get(number, "count");
    const struct str part = call_query(c, "of");

    return count ? count
                 : json_get(json_get(number, "rate"), str_eq(part, STR("whole"))  ? "whole"
                                                      : str_eq(part, STR("open")) ? "open"
                                                                                  : "part");
}

/* *file: to be freed after p. */
static enum rc read_number(struct call *c, struct json **file, struct picking *p, struct err *err)
{
    struct round r;
    const enum rc rc = notice_numbers_read(c, &r, file, err);

    if (rc)
        return rc;
    p->c = c;
    p->page = call_page(c);
    p->picked = arena_array(c->a, struct stored_finding, (size_t)p->page.per_page);
    p->runs = arena_array(c->a, struct run_of, (size_t)p->page.per_page + 1);
    p->frozen = r.frozen;
    p->round = r.id;
    p->selection =
        selection_of(c, json_at(json_get(*file, "numbers"), (size_t)call_number(c, "n")));
    if (!p->selection)
        return err_set(err, RC_NOT_FOUND, "通报中没有这个数字");
    read_subject(p);
    /* Messages and filings have none. */
    return p->is_of_sites || p->is_of_accounts ? pick(p, &r, err) : RC_OK;
}

static const struct member query[] = {
    { .name = "include_unreviewed",
      .type = MEMBER_FLAG,
      .help = "未经复核的问题也写入，并在文首说明" },
    { .name = "of",
      .type = MEMBER_WORD,
      .words = "part|whole|open",
      .help = "比率的哪一部分：分子（默认）、分母、待定的" },
    { 0 },
};

/* ---- findings ---- */

struct showing {
    const struct stored_finding *frozen;
    struct json *items;
};

/* As it was frozen; only what a round does not keep is told as it is now. */
static enum rc add_item(void *ctx, const struct finding_row *row, struct err *err)
{
    const struct showing *s = ctx;
    struct finding_row own = { .stored = *s->frozen,
                               .state =
                                   s->frozen->is_confirmed ? FINDING_CONFIRMED : FINDING_UNREVIEWED,
                               .site_name = row->site_name,
                               .unit = row->unit };

    (void)err;
    own.stored.finding.case_id = row->stored.finding.case_id;
    own.stored.finding.confidence = row->stored.finding.confidence;
    own.stored.finding.since = row->stored.finding.since;
    own.stored.first_seen = row->stored.first_seen;
    own.stored.n_returns = row->stored.n_returns;
    if (row->state == own.state)
        own.stored.review = row->stored.review;
    json_add(s->items, reply_of_finding(&own));
    return RC_OK;
}

/* Who may see the round may see them, wherever their site stands by now. */
static enum rc run_findings(struct call *c, struct err *err)
{
    AUTO(json_freep) struct json *file = NULL;
    AUTO(picking_done) struct picking p = { 0 };
    AUTO(json_freep) struct json *items = json_new_array();
    enum rc rc = read_number(c, &file, &p, err);

    for (size_t i = 0; !rc && i < p.n_picked; i++)
        rc = store_finding(c->store, 0, p.picked[i].finding.site, p.picked[i].id, add_item,
                           &(struct showing){ &p.picked[i], items }, err);
    if (rc)
        return rc;
    call_reply_list(c, items, p.n_findings, p.frozen);
    items = NULL;
    return RC_OK;
}

const struct endpoint endpoint_notice_number = {
    .summary = "通报中一个数字背后的问题",
    .help = "数字按在 notice.json 中的次序，从 0 起；数网站、账号的，是它们的问题；"
            "数地区的，是那里这样的网站、账号的问题；数留言、报备和申请的没有。",
    .query = query,
    .reply = reply_finding,
    .is_list = true,
    .lane = LANE_SLOW, /* a check of a site may have a hundred thousand */
    .run = run_findings,
};

/* ---- sites, accounts, regions, filings ---- */

static const struct member reply_counted[] = {
    { .name = "kind",
      .type = MEMBER_WORD,
      .words = "site|account|region|filing",
      .help = "是什么" },
    { .name = "id",
      .type = MEMBER_TEXT,
      .help = "网站标识码、账号的编号、行政区划代码、报备（申请）的编号" },
    { .name = "name", .type = MEMBER_TEXT, .help = "名称；报备（申请）的种类" },
    { .name = "owner", .type = MEMBER_TEXT, .help = "主办单位、开设主体、报送单位；地区没有" },
    { .name = "region", .type = MEMBER_TEXT, .help = "地区的名称" },
    { .name = "verdict", .type = MEMBER_TEXT, .help = "冻结的判定；没有检查的没有" },
    { .name = "things", .type = MEMBER_INT, .help = "地区：那里这样的网站、账号数；其他为 1" },
    { .name = "findings", .type = MEMBER_INT, .help = "这个数字所说的问题数" },
    { .name = "day",
      .type = MEMBER_DAY,
      .help = "报备（申请）登记的日期；其他没有",
      .flags = NULLABLE },
    { 0 },
};

static struct json *counted(const struct picking *p, const char *kind, struct str id,
                            const struct thing *t, int64_t things, int64_t findings)
{
    const struct str region = notice_region(&p->sites, t->region);
    const bool is_region = str_eq(str_of(kind), STR("region"));
    struct json *to = json_new_object();

    json_put_str(to, "kind", str_of(kind));
    json_put_text(to, "id", id);
    json_put_text(to, "name", is_region ? region : t->name);
    json_put_text(to, "owner", is_region ? (struct str){ 0 } : t->owner);
    json_put_text(to, "region", region);
    json_put_text(to, "verdict", is_region ? (struct str){ 0 } : t->verdict);
    json_put_int(to, "things", things);
    json_put_int(to, "findings", findings);
    json_put_day(to, "day", DAY_NONE);
    return to;
}

static int by_region(const void *a, const void *b)
{
    const struct thing *const *x = a, *const *y = b;
    const int order = str_cmp((*x)->region, (*y)->region);

    return order ? order : str_cmp((*x)->code, (*y)->code);
}

/* Of those picked the page's; regions once. */
static int64_t put_counted(const struct picking *p, const struct thing *const *all, size_t n,
                           bool by_place, struct json *items)
{
    int64_t total = 0;

    for (size_t i = 0, to; i < n; i = to) {
        int64_t findings = 0;

        for (to = i; to < n && (to == i || (by_place && str_eq(all[to]->region, all[i]->region)));
             to++)
            findings += all[to]->n_findings;
        if (total >= p->page.skip && total < p->page.skip + p->page.per_page)
            json_add(items, counted(p,
                                    by_place             ? "region"
                                    : all[i]->is_account ? "account"
                                                         : "site",
                                    by_place ? all[i]->region : all[i]->code, all[i],
                                    (int64_t)(to - i), findings));
        total++;
    }
    return total;
}

struct filings_shown {
    const struct filing_kinds *kinds;
    struct json *items;
    struct arena *a;
};

static enum rc add_filing(void *ctx, const struct filing *f, struct err *err)
{
    const struct filings_shown *s = ctx;
    struct json *to = json_new_object();

    (void)err;
    json_put_str(to, "kind", STR("filing"));
    json_put_text(to, "id", arena_printf(s->a, "%" PRId64, f->id));
    json_put_text(to, "name", filing_kind_title(s->kinds, f->kind));
    json_put_text(to, "owner", f->unit_name);
    json_put_text(to, "region", (struct str){ 0 });
    json_put_text(to, "verdict", (struct str){ 0 });
    json_put_int(to, "things", 1);
    json_put_int(to, "findings", 0);
    json_put_day(to, "day", day_of_time(f->created));
    json_add(s->items, to);
    return RC_OK;
}

static enum rc reply_filings(struct call *c, const struct picking *p, struct err *err)
{
    AUTO(json_freep) struct json *items = json_new_array();
    const struct filing_query q = { .round = p->round,
                                    .kind = json_get_str(p->selection, "kind"),
                                    .skip = p->page.skip,
                                    .n_max = p->page.per_page };
    struct filing_kinds kinds;
    int64_t n = 0;
    enum rc rc = filing_kinds_load(c->place->data_path("filings.yaml", c->a), c->a, &kinds, err);

    if (!rc)
        rc = store_filings(c->store, &q, add_filing, &(struct filings_shown){ &kinds, items, c->a },
                           &n, err);
    if (rc)
        return rc;
    call_reply_list(c, items, n, p->frozen);
    items = NULL;
    return RC_OK;
}

static enum rc run_members(struct call *c, struct err *err)
{
    AUTO(json_freep) struct json *file = NULL;
    AUTO(picking_done) struct picking p = { 0 };
    const enum rc rc = read_number(c, &file, &p, err);
    const bool by_place = str_eq(json_get_str(p.selection, "of"), STR("regions"));
    const struct thing **all = arena_array(c->a, const struct thing *, p.n);
    struct json *items;
    size_t n = 0;

    if (rc)
        return rc;
    if (str_eq(json_get_str(p.selection, "of"), STR("filings")))
        return reply_filings(c, &p, err);
    for (size_t i = 0; i < p.n; i++)
        if (p.things[i].is_picked)
            all[n++] = &p.things[i];
    if (n && by_place)
        // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are sorted
        qsort(all, n, sizeof(*all), by_region);
    items = json_new_array();

    const int64_t total = put_counted(&p, all, n, by_place, items);

    call_reply_list(c, items, total, p.frozen);
    return RC_OK;
}

const struct endpoint endpoint_notice_members = {
    .summary = "通报中一个数字所数的网站、账号、地区或报备（申请）",
    .help = "数字按在 notice.json 中的次序，从 0 起；数问题的，是有这些问题的网站和账号；"
            "数留言的没有。",
    .query = query,
    .reply = reply_counted,
    .is_list = true,
    .run = run_members,
};
