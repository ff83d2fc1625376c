#include "base/base.h"

#include "report/figures.h"

#include "base/buf.h"
#include "check/check.h"
#include "model/account.h"
#include "model/standing.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    struct arena *a;
    struct figures *t;
    struct str today;    /* "2026-11-20", the run's; empty: not known */
    struct buf accounts; /* struct account_row, while they are listed */
};

size_t figures_check(const struct figures *t, struct str id)
{
    size_t i = 0;

    while (i < t->n_checks && !str_eq(t->checks[i].id, id))
        i++;
    return i;
}

/* The check's row, made when it is missing; NULL past CHECK_IDS_MAX. */
static struct check_row *need_check(struct reader *r, struct str id, struct err *err)
{
    const size_t i = figures_check(r->t, id);

    if (i < r->t->n_checks)
        return &r->t->checks[i];
    if (i == CHECK_IDS_MAX) {
        (void)err_set(err, RC_LIMIT, "检查项超过 %d 个", CHECK_IDS_MAX);
        return NULL;
    }

    const struct check *known = check_find(id);
    const struct str own = arena_copy(r->a, id);

    r->t->checks[r->t->n_checks++] = (struct check_row){
        .id = own,
        .title = known ? str_of(known->title) : own,
        .case_id = known ? str_of(known->case_id) : STR(""),
    };
    return &r->t->checks[i];
}

static int by_code(const void *a, const void *b)
{
    const struct site_row *x = a, *y = b;

    return str_cmp(x->code, y->code);
}

static struct site_row *find_site(const struct figures *t, struct str code)
{
    const struct site_row key = { .code = code };

    return t->n_sites ? bsearch(&key, t->sites, t->n_sites, sizeof(key), by_code) : NULL;
}

static struct str text_or(struct arena *a, const struct json *j, const char *key, struct str other)
{
    const struct str text = json_get_str(j, key);

    return text.n ? arena_copy(a, text) : other;
}

/* A date that lies in the future is somebody's mistake, and no update. */
static void read_columns(const struct reader *r, struct site_row *s, const struct json *columns)
{
    struct str newest = { 0 };

    if (json_kind(columns) != JSON_IS_LIST)
        return;
    s->columns = (int64_t)json_count(columns);
    for (size_t i = 0; i < json_count(columns); i++) {
        const struct str day = json_get_str(json_at(columns, i), "newest");

        if (str_cmp(day, newest) > 0 && (!r->today.n || str_cmp(day, r->today) <= 0))
            newest = day;
    }
    s->newest = arena_copy(r->a, newest);
}

static bool has_refusal(const struct refusal_row *rows, size_t n, struct str check)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].check, check))
            return true;
    return false;
}

/* Gives the refusals of a site or an account. */
static enum rc read_unknown(struct reader *r, const struct json *list, bool of_account,
                            const struct refusal_row **out, struct err *err)
{
    const size_t n = json_count(list);
    struct refusal_row *unknown = arena_array(r->a, struct refusal_row, n);

    for (size_t i = 0; i < n; i++) {
        const struct json *entry = json_at(list, i);
        const struct str id = json_get_str(entry, "check");
        struct check_row *check = need_check(r, id, err);

        if (!check)
            return err->rc;
        if (!has_refusal(unknown, i, check->id)) /* sites, not reasons */
            ++*(of_account ? &check->n_unknown_accounts : &check->n_unknown);
        unknown[i] = (struct refusal_row){
            .check = check->id,
            .reason = arena_copy(r->a, json_get_str(entry, "reason")),
            .n_pages = json_get_int(entry, "pages", 0),
            .n_files = json_get_int(entry, "files", 0),
        };
    }
    *out = unknown;
    r->t->n_unknown += (int64_t)n;
    return RC_OK;
}

/* A verdict as people read it: what does not run is not judged, though its result has to say
 * something. */
static struct str verdict_of(struct arena *a, const struct json *j, const char *key,
                             struct str otherwise)
{
    const struct str word = text_or(a, j, key, otherwise);

    return standing_of(json_get_str(j, "state"), word, word) == STANDING_CLOSED ? STR("不作判定")
                                                                                : word;
}

static enum rc read_result(struct reader *r, struct site_row *s, const struct json *j,
                           struct err *err)
{
    s->name = text_or(r->a, j, "name", s->name);
    s->url = text_or(r->a, j, "url", s->url);
    s->state = text_or(r->a, j, "state", s->state);
    s->verdict = verdict_of(r->a, j, "verdict", STR("未能判定"));
    s->if_confirmed = verdict_of(r->a, j, "if_confirmed", STR(""));
    s->region = text_or(r->a, j, "region", s->region);
    s->type = text_or(r->a, j, "type", s->type);
    s->has_result = true;
    s->pages = json_get_int(j, "pages", -1);
    s->links = json_get_int(j, "links", -1);
    s->share = json_get_real(json_get(j, "measured"), "without_browser", -1);
    s->incomplete = text_or(r->a, j, "incomplete_reason", STR(""));
    if (!json_absent(json_get(j, "complete")))
        s->complete = json_is_yes(json_get(j, "complete")) ? TRI_YES : TRI_NO;
    read_columns(r, s, json_get(j, "columns"));
    r->t->n_done++;
    r->t->pages += s->pages > 0 ? s->pages : 0;
    r->t->links += s->links > 0 ? s->links : 0;
    s->n_unknown = json_count(json_get(j, "unknown"));
    return read_unknown(r, json_get(j, "unknown"), false, &s->unknown, err);
}

/* ---- accounts ---- */

static enum rc take_account(void *ctx, struct str id, struct str result, struct err *err)
{
    struct reader *r = ctx;
    AUTO(json_freep) struct json *j = NULL;
    const enum rc rc = json_parse(result, &j, err);

    if (rc)
        return rc;

    const struct json *unknown = json_get(j, "unknown");
    const enum account_grade grade = account_grade_of(json_get_str(j, "source_grade"));
    struct account_row row = {
        .id = arena_copy(r->a, id),
        .name = text_or(r->a, j, "name", STR("")),
        .type = text_or(r->a, j, "type", STR("")),
        .owner = text_or(r->a, j, "owner", STR("")),
        .state = text_or(r->a, j, "state", STR("")),
        .verdict = verdict_of(r->a, j, "verdict", STR("未能判定")),
        .if_confirmed = verdict_of(r->a, j, "if_confirmed", STR("")),
        .newest = text_or(r->a, j, "newest", STR("")),
        .source = str_of(account_grade_title(grade)),
        .unseen = text_or(r->a, j, "unseen", STR("")),
        .n_unknown = json_count(unknown),
    };

    if (read_unknown(r, unknown, true, &row.unknown, err))
        return err->rc;
    buf_add(&r->accounts, str_from((const char *)&row, sizeof(row)));
    return RC_OK;
}

static enum rc list_accounts(const struct report_input *in, struct reader *r, struct err *err)
{
    const enum rc rc = store_each_account(in->store, in->run, take_account, r, err);
    const size_t n = r->accounts.n / sizeof(struct account_row);

    r->t->accounts = arena_array(r->a, struct account_row, n);
    r->t->n_accounts = n;
    if (n)
        memcpy(r->t->accounts, r->accounts.p, r->accounts.n);
    buf_done(&r->accounts);
    return rc;
}

static int by_id(const void *a, const void *b)
{
    const struct account_row *x = a, *y = b;

    return str_cmp(x->id, y->id);
}

static struct account_row *find_account(const struct figures *t, struct str id)
{
    const struct account_row key = { .id = id };

    return t->n_accounts && account_id_is(id)
               ? bsearch(&key, t->accounts, t->n_accounts, sizeof(key), by_id)
               : NULL;
}

static struct site_row blank(struct str code)
{
    return (struct site_row){ .code = code, .pages = -1, .links = -1, .columns = -1, .share = -1 };
}

/* First pass: how many sites have a result that the registry does not list (any more). */
struct strangers {
    const struct figures *t;
    struct arena *a;
    struct str *codes;
    size_t n, cap;
};

static enum rc note_stranger(void *ctx, struct str site, struct str result, struct err *err)
{
    struct strangers *s = ctx;

    (void)result;
    (void)err;
    if (find_site(s->t, site))
        return RC_OK;
    if (s->n == s->cap) {
        struct str *more = arena_array(s->a, struct str, s->cap * 2 + 16);

        if (s->n)
            memcpy(more, s->codes, s->n * sizeof(*more));
        s->codes = more;
        s->cap = s->cap * 2 + 16;
    }
    s->codes[s->n++] = arena_copy(s->a, site);
    return RC_OK;
}

static enum rc list_sites(const struct report_input *in, struct arena *a, struct figures *t,
                          struct err *err)
{
    struct strangers more = { .t = t, .a = a };
    const size_t n = in->sites ? in->sites->n : 0;

    t->sites = arena_array(a, struct site_row, n);
    for (size_t i = 0; i < n; i++) {
        const struct site *s = &in->sites->sites[i];

        t->sites[i] = blank(s->code);
        t->sites[i].name = s->name;
        t->sites[i].url = s->home;
        t->sites[i].state = str_of(site_state_name(s->state));
        t->sites[i].region = s->region;
        t->sites[i].type = str_of(site_type_name(s->type));
    }
    t->n_sites = n;
    if (n)
        qsort(t->sites, n, sizeof(*t->sites), by_code);

    const enum rc rc = store_each_site(in->store, in->run, note_stranger, &more, err);

    if (rc || more.n == 0)
        return rc;

    struct site_row *all = arena_array(a, struct site_row, n + more.n);

    if (n)
        memcpy(all, t->sites, n * sizeof(*all));
    for (size_t i = 0; i < more.n; i++)
        all[n + i] = blank(more.codes[i]);
    t->sites = all;
    t->n_sites = n + more.n;
    qsort(all, t->n_sites, sizeof(*all), by_code);
    return RC_OK;
}

static enum rc take_result(void *ctx, struct str site, struct str result, struct err *err)
{
    struct reader *r = ctx;
    struct site_row *s = find_site(r->t, site);
    AUTO(json_freep) struct json *j = NULL;
    const enum rc rc = json_parse(result, &j, err);

    if (rc)
        return rc;
    if (json_kind(j) != JSON_IS_OBJECT || !s)
        return err_set(err, RC_SYNTAX, "网站 %.*s 的结果不是 JSON 对象", STR_ARG(site));
    return read_result(r, s, j, err);
}

static enum rc take_finding(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct reader *r = ctx;
    struct check_row *check = need_check(r, str_of(f->finding.check), err);
    struct site_row *site = find_site(r->t, f->finding.site);
    struct account_row *account = find_account(r->t, f->finding.site);

    if (!check)
        return err->rc;
    check->found[f->finding.grade]++;
    if (check->n_sites == 0 || !str_eq(check->last_site, f->finding.site)) {
        check->n_sites++; /* findings come sorted by site */
        check->last_site = arena_copy(r->a, f->finding.site);
    }
    if (site)
        site->found[f->finding.grade]++;
    if (account)
        account->found[f->finding.grade]++;
    r->t->found[f->finding.grade]++;
    r->t->n_findings++;
    return RC_OK;
}

/* A run of all checks had what this one needs. */
static bool was_asked(const struct reader *r, const struct json *options, const struct check *c)
{
    return check_takes_part(c, r->t->n_accounts, json_get_str(options, "articles_file").n,
                            json_get_int(options, "words_files", 0));
}

static enum rc list_checks(struct reader *r, const struct json *run, struct err *err)
{
    const struct json *options = json_get(run, "options");
    struct str ids = json_get_str(options, "checks"), id;

    if (str_eq(ids, STR("all"))) {
        for (size_t i = 0; checks[i]; i++)
            if (was_asked(r, options, checks[i]) && !need_check(r, str_of(checks[i]->id), err))
                return err->rc;
        return RC_OK;
    }
    while (ids.n) {
        (void)str_cut(ids, ',', &id, &ids);
        id = str_trim(id);
        if (id.n && !need_check(r, id, err))
            return err->rc;
    }
    return RC_OK;
}

/* Place in the check table; unknown ones last. */
static size_t table_place(struct str id)
{
    size_t i = 0;

    while (checks[i] && !str_eq(str_of(checks[i]->id), id))
        i++;
    return i;
}

static int by_table(const void *a, const void *b)
{
    const struct check_row *x = a, *y = b;
    const size_t px = table_place(x->id), py = table_place(y->id);

    return px != py ? (px > py) - (px < py) : str_cmp(x->id, y->id);
}

enum rc figures_read(const struct report_input *in, const struct json *run, struct arena *a,
                     struct figures *out, struct err *err)
{
    struct figures t = { .checks = arena_array(a, struct check_row, CHECK_IDS_MAX) };
    struct reader r = { .a = a, .t = &t, .today = str_sub(json_get_str(run, "now"), 0, 10) };
    struct err own = { 0 };
    struct err *e = err ? err : &own; /* need_check leaves its code there */
    enum rc rc = list_sites(in, a, &t, e);

    if (!rc)
        rc = list_accounts(in, &r, e);
    if (!rc)
        rc = list_checks(&r, run, e);
    if (!rc)
        rc = store_each_site(in->store, in->run, take_result, &r, e);
    if (!rc)
        rc = store_each_finding(in->store, in->run, take_finding, &r, e);
    if (rc)
        return rc;
    if (t.n_checks)
        qsort(t.checks, t.n_checks, sizeof(*t.checks), by_table);
    *out = t;
    return RC_OK;
}
