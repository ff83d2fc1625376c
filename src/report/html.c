#include "base/base.h"

#include "report/html.h"

#include "base/clock.h"
#include "base/out_file.h"
#include "report/jsonl.h"
#include "report/pictures.h"
#include "report/template.h"
#include "report/words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

enum { TEMPLATE_BYTES_MAX = 4 << 20 };

static enum rc read_template(const char *dir, struct buf *out, struct err *err)
{
    char path[PATH_MAX];
    const int n = snprintf(path, sizeof(path), "%s/index.html", dir);

    if (n < 0 || (size_t)n >= sizeof(path))
        return err_set(err, RC_IO, "%s：路径过长", dir);

    FILE *f = fopen(path, "rb");

    if (!f)
        return err_set(err, RC_IO, "%s：无法读取（%s）", path, os_reason(errno));
    for (;;) {
        char *to = buf_room(out, 65536);
        const size_t got = to ? fread(to, 1, 65536, f) : 0;

        out->n += got;
        if (got == 0)
            break;
    }

    const bool is_broken = ferror(f) || out->rc;

    (void)fclose(f);
    return is_broken ? err_set(err, RC_IO, "%s：无法读取，或超过 4 MiB", path) : RC_OK;
}

/* ---- findings, for the script ------------------------------------------------------------------
 */

static bool is_same_group(struct html_findings *e, const struct finding *f)
{
    const struct str check = str_of(f->check);

    if (str_eq(str_of(e->check), check) && str_eq(str_of(e->site), f->site))
        return true;
    (void)snprintf(e->check, sizeof(e->check), "%.*s", STR_ARG(check));
    (void)snprintf(e->site, sizeof(e->site), "%.*s", STR_ARG(f->site));
    return false;
}

void html_findings_take(void *ctx, const struct stored_finding *f, struct str line)
{
    struct html_findings *e = ctx;

    e->n_same = is_same_group(e, &f->finding) ? e->n_same + 1 : 1;
    if (e->n_same > HTML_SITE_CHECK_MAX || e->n >= HTML_FINDINGS_MAX) {
        e->n_left_out++;
        return;
    }
    buf_add(&e->list, e->n++ ? STR(",\n") : STR("["));
    buf_add(&e->list, f->n_returns > 0 ? str_sub(line, 0, line.n - 1) : line);
    if (f->n_returns > 0)
        buf_addf(&e->list, ",\"returns\":%lld}", (long long)f->n_returns);
}

void html_findings_done(struct html_findings *f)
{
    buf_done(&f->list);
}

/* ---- names ------------------------------------------------------------------------------------
 */

static void add_pair(struct json *list, struct str key, struct str value)
{
    struct json *pair = json_new_array();

    json_add_str(pair, key);
    json_add_str(pair, value);
    json_add(list, pair);
}

static struct str names(const struct figures *t, struct arena *a)
{
    AUTO(json_freep) struct json *all = json_new_object();
    struct json *sites = json_new_array(), *checks = json_new_array();

    for (size_t i = 0; i < t->n_sites; i++)
        add_pair(sites, t->sites[i].code, t->sites[i].name);
    for (size_t i = 0; i < t->n_accounts; i++)
        add_pair(sites, t->accounts[i].id, t->accounts[i].name);
    for (size_t i = 0; i < t->n_checks; i++)
        add_pair(checks, t->checks[i].id, t->checks[i].title);
    json_put(all, "sites", sites);
    json_put(all, "checks", checks);
    return json_text(all, a);
}

/* ---- values of the template --------------------------------------------------------------------
 */

/* Numbers that nobody measured (-1) stay empty. */
static void put_count(struct json *j, const char *key, int64_t n)
{
    if (n < 0)
        json_put_null(j, key);
    else
        json_put_int(j, key, n);
}

static void put_grades(struct json *j, const int64_t found[GRADE_N])
{
    for (int g = GRADE_NOTICE; g < GRADE_N; g++)
        json_put_int(j, grade_name((enum grade)g), found[g]);
}

/* How much of the site the answers rest on; empty: the result does not say. */
static struct str coverage(const struct site_row *s, struct arena *a)
{
    struct str text = STR("");

    if (s->pages == 0)
        return STR("没有读到页面");
    if (s->complete == TRI_YES)
        text = STR("全部页面");
    else if (s->complete == TRI_NO && s->incomplete.n)
        text = arena_join(a, STR("未抓全："), s->incomplete);
    else if (s->complete == TRI_NO)
        text = STR("未抓全");
    if (s->share >= 0 && s->share < 1)
        text = arena_printf(a, "%.*s%s%.1f%% 须用浏览器读", STR_ARG(text), text.n ? "；" : "",
                            (1 - s->share) * 100);
    return text;
}

static struct json *site_values(const struct site_row *s, struct arena *a)
{
    const bool is_link =
        str_starts_nocase(s->url, STR("http://")) || str_starts_nocase(s->url, STR("https://"));
    struct json *j = json_new_object();

    json_put_text(j, "code", s->code);
    json_put_text(j, "name", s->name.n ? s->name : s->code);
    json_put_text(j, "link", is_link ? s->url : STR(""));
    json_put_text(j, "state", s->state);
    json_put_text(j, "verdict", s->verdict);
    json_put_text(j, "forecast",
                  str_eq(s->if_confirmed, s->verdict) ? (struct str){ 0 } : s->if_confirmed);
    json_put_bool(j, "has_result", s->has_result);
    put_count(j, "pages", s->pages);
    put_count(j, "links", s->links);
    put_count(j, "columns", s->columns);
    json_put_text(j, "newest", s->newest);
    json_put_text(j, "coverage", coverage(s, a));
    put_grades(j, s->found);
    json_put_int(j, "n_unknown", (int64_t)s->n_unknown);
    return j;
}

/* More are in accounts.jsonl: a page of ten thousand rows helps nobody. */
enum { ACCOUNTS_SHOWN_MAX = 2000 };

static struct json *account_values(const struct account_row *s)
{
    struct json *j = json_new_object();

    json_put_text(j, "id", s->id);
    json_put_text(j, "name", s->name);
    json_put_text(j, "type", s->type);
    json_put_text(j, "owner", s->owner);
    json_put_text(j, "state", s->state);
    json_put_text(j, "verdict", s->verdict);
    json_put_text(j, "forecast",
                  str_eq(s->if_confirmed, s->verdict) ? (struct str){ 0 } : s->if_confirmed);
    json_put_text(j, "newest", s->newest);
    json_put_text(j, "source", s->source);
    json_put_text(j, "unseen", s->unseen);
    put_grades(j, s->found);
    json_put_int(j, "n_unknown", (int64_t)s->n_unknown);
    return j;
}

static void put_accounts(struct json *j, const struct figures *t)
{
    struct json *accounts = json_new_array();
    int64_t n_unseen = 0;

    for (size_t i = 0; i < t->n_accounts; i++) {
        n_unseen += t->accounts[i].unseen.n > 0;
        if (i < ACCOUNTS_SHOWN_MAX)
            json_add(accounts, account_values(&t->accounts[i]));
    }
    json_put_bool(j, "has_accounts", t->n_accounts > 0);
    json_put_int(j, "n_accounts", (int64_t)t->n_accounts);
    json_put_int(j, "n_unseen", n_unseen);
    json_put_int(j, "n_accounts_more",
                 t->n_accounts > ACCOUNTS_SHOWN_MAX ? (int64_t)t->n_accounts - ACCOUNTS_SHOWN_MAX
                                                    : 0);
    json_put(j, "accounts", accounts);
}

static struct json *check_values(const struct figures *t, const struct check_row *c,
                                 struct arena *a)
{
    const int64_t n_missing = (int64_t)t->n_sites - t->n_done;
    const bool has_findings = c->found[GRADE_NOTICE] + c->found[GRADE_FAULT] + c->found[GRADE_VETO];
    struct json *j = json_new_object();
    struct str remark = STR("");

    if (c->n_unknown > 0)
        remark = arena_printf(a, "%lld 个网站有未测成之处，不作结论", (long long)c->n_unknown);
    else if (c->n_unknown_accounts > 0)
        remark = arena_printf(a, "%lld 个账号未能判定", (long long)c->n_unknown_accounts);
    else if (!has_findings && n_missing > 0)
        remark = arena_printf(a, "未发现（%lld 个网站没有巡检结果）", (long long)n_missing);
    else if (!has_findings)
        remark = STR("未发现");
    json_put_text(j, "id", c->id);
    json_put_text(j, "title", c->title);
    json_put_text(j, "case", c->case_id);
    put_grades(j, c->found);
    json_put_int(j, "n_sites", c->n_sites);
    json_put_int(j, "n_unknown", c->n_unknown + c->n_unknown_accounts);
    json_put_text(j, "remark", remark);
    return j;
}

/* One refusal of one site; sorted so that the same check and reason stand together. */
struct refused {
    struct str check, reason, site;
    int64_t n_pages, n_files; /* both 0 = the whole site */
    size_t place;             /* of the check */
};

static int by_reason(const void *a, const void *b)
{
    const struct refused *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return str_cmp(x->reason, y->reason);
}

static struct json *unknown_values(const struct figures *t, const struct refused *r, size_t n)
{
    enum { NAMES_MAX = 30 };
    struct json *j = json_new_object();
    AUTO(buf_done) struct buf list = { 0 };

    for (size_t i = 0; i < n && i < NAMES_MAX; i++) {
        if (i > 0)
            buf_add(&list, STR("、"));
        buf_add(&list, r[i].site);
        if (r[i].n_pages > 0)
            buf_addf(&list, "（%lld 页）", (long long)r[i].n_pages);
        else if (r[i].n_files > 0)
            buf_addf(&list, "（%lld 个）", (long long)r[i].n_files);
    }
    if (n > NAMES_MAX)
        buf_add(&list, STR(" 等"));
    json_put_text(j, "title", t->checks[r->place].title);
    json_put_text(j, "reason", r->reason);
    json_put_int(j, "n", (int64_t)n);
    json_put_text(j, "names", buf_str(&list));
    return j;
}

static size_t list_refused(const struct figures *t, const struct refusal_row *rows, size_t n,
                           struct str name, struct refused *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (struct refused){ .check = rows[i].check,
                                   .reason = rows[i].reason,
                                   .n_pages = rows[i].n_pages,
                                   .n_files = rows[i].n_files,
                                   .site = name,
                                   .place = figures_check(t, rows[i].check) };
    return n;
}

static struct json *unknown_list(const struct figures *t, struct arena *a)
{
    struct refused *all = arena_array(a, struct refused, (size_t)t->n_unknown);
    struct json *list = json_new_array();
    size_t n = 0;

    for (size_t i = 0; i < t->n_sites; i++) {
        const struct site_row *s = &t->sites[i];

        n += list_refused(t, s->unknown, s->n_unknown, s->name.n ? s->name : s->code, all + n);
    }
    for (size_t i = 0; i < t->n_accounts; i++) {
        const struct account_row *s = &t->accounts[i];

        n += list_refused(t, s->unknown, s->n_unknown, s->id, all + n);
    }
    if (n)
        qsort(all, n, sizeof(*all), by_reason);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && by_reason(&all[from], &all[to]) == 0;)
            to++;
        json_add(list, unknown_values(t, &all[from], to - from));
    }
    return list;
}

/* "2026-11-23 02:00", and seconds since 1970 under `at_key`; empty when the run does not say. */
static void put_time(struct json *j, const char *key, const char *at_key, struct str text)
{
    int64_t at;

    if (!time_parse(text, &at)) {
        json_put_text(j, key, STR(""));
        json_put_text(j, at_key, STR(""));
        return;
    }

    char out[TIME_TEXT_BYTES];

    (void)time_text(at, out);
    out[10] = ' ';
    json_put_text(j, key, str_from(out, 16));
    json_put_int(j, at_key, at);
}

/* "base 2026.11.28（3 天前）": which words this was read with, and how old they are. */
static struct str lexicons_text(const struct json *list, struct arena *a)
{
    struct str out = { 0 };

    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *l = json_at(list, i);
        const int64_t age = json_get_int(l, "age_days", -1);

        out = arena_printf(a, "%.*s%s%.*s %.*s", STR_ARG(out), i ? "、" : "",
                           STR_ARG(json_get_str(l, "name")), STR_ARG(json_get_str(l, "version")));
        if (age >= 0)
            out = arena_printf(a, "%.*s（%" PRId64 " 天前）", STR_ARG(out), age);
    }
    return out;
}

static struct json *values(const struct json *run, const struct figures *t, int64_t n_left_out,
                           struct arena *a)
{
    struct json *j = json_new_object();
    struct json *sites = json_new_array(), *checks = json_new_array();

    for (size_t i = 0; i < t->n_sites; i++)
        json_add(sites, site_values(&t->sites[i], a));
    for (size_t i = 0; i < t->n_checks; i++)
        json_add(checks, check_values(t, &t->checks[i], a));
    json_put_text(j, "program", json_get_str(run, "program"));
    json_put_text(j, "lexicons", lexicons_text(json_get(run, "lexicons"), a));
    put_time(j, "now", "now_at", json_get_str(run, "now"));
    put_time(j, "finished", "finished_at", json_get_str(run, "finished"));
    json_put_text(j, "finished_day", str_sub(json_get_str(j, "finished"), 0, 10));
    json_put_int(j, "n_sites", (int64_t)t->n_sites);
    json_put_int(j, "n_done", t->n_done);
    json_put_int(j, "pages", t->pages);
    json_put_int(j, "links", t->links);
    json_put_int(j, "n_unknown", t->n_unknown);
    json_put_int(j, "n_left_out", n_left_out);
    json_put_int(j, "site_check_max", HTML_SITE_CHECK_MAX);
    put_grades(j, t->found);
    json_put(j, "sites", sites);
    put_accounts(j, t);
    json_put(j, "checks", checks);
    json_put(j, "unknown", unknown_list(t, a));
    return j;
}

enum rc html_write(const struct report_input *in, const struct json *run,
                   const struct figures *figures, const struct standing *standing,
                   struct html_findings *findings, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf text = { .max = TEMPLATE_BYTES_MAX };
    AUTO(buf_done) struct buf page = { 0 };
    AUTO(json_freep) struct json *filled = NULL;
    AUTO(out_file_done) struct out_file f = { 0 };
    enum rc rc = read_template(in->template_dir, &text, err);

    if (rc)
        return rc;
    filled = values(run, figures, findings->n_left_out, &a);
    pictures_put(figures, standing, filled, &a);
    buf_add(&findings->list, findings->n ? STR("]") : STR("[]"));

    const struct template_blob blobs[] = {
        { "findings", buf_str(&findings->list) },
        { "names", names(figures, &a) },
        { "words", words_json(&a) },
    };
    const struct template_data data = { .values = filled,
                                        .blobs = blobs,
                                        .n_blobs = COUNT_OF(blobs) };

    rc = template_render(buf_str(&text), &data, &page, err);
    if (!rc)
        rc = out_file_open(&f, in->dir, "index.html", err);
    if (!rc)
        rc = out_file_write(&f, buf_str(&page), err);
    return rc ? rc : out_file_commit(&f, err);
}
