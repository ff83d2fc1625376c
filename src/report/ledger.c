#include "base/base.h"

#include "report/ledger.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/out_file.h"
#include "check/check.h"
#include "judge/judging.h"
#include "model/account.h"
#include "model/site.h"
#include "report/template.h"

#include <string.h>
#include <xlsxwriter.h>

enum { TEMPLATE_BYTES_MAX = 1 << 20, CELL_CHARS_MAX = 2000, NAME_CHARS_MAX = 80 };

struct ledger {
    const struct ledger_input *in;
    struct arena a;
    struct json *findings, *items; /* lists of objects; what both files are made of */
    struct str site_name;          /* of the site at hand */
    bool is_account;
    size_t n_sites, n_accounts;
};

static void put(struct json *to, const char *key, struct str text)
{
    json_put_str(to, key, text.p ? text : STR(""));
}

/* ---- what to repair ---- */

static enum rc take_finding(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct ledger *l = ctx;
    const struct check *check = check_find(str_of(f->finding.check));
    struct json *one = json_new_object();
    char day[DAY_TEXT_BYTES];

    (void)err;
    put(one, "site", l->site_name);
    put(one, "title", check ? str_of(check->title) : str_of(f->finding.check));
    put(one, "grade", str_of(grade_title(f->finding.grade)));
    put(one, "excerpt", f->finding.excerpt);
    put(one, "url", f->finding.url);
    put(one, "where", f->finding.where);
    put(one, "suggest", f->finding.suggest);
    put(one, "since", str_of(day_text(day_of_time(f->first_seen), day)));
    put(one, "review", f->is_confirmed ? STR("已确认") : STR("未复核"));
    json_add(l->findings, one);
    return RC_OK;
}

/* ---- what to check oneself ---- */

static const struct json *find(const struct json *list, struct str id)
{
    for (size_t i = 0; i < json_count(list); i++)
        if (str_eq(json_get_str(json_at(list, i), "id"), id))
            return json_at(list, i);
    return NULL;
}

/* Why the result says nothing of the set's situations; empty: it does. */
static struct str not_judged_by(const struct indicator_set *set, const struct json *result)
{
    if (!str_eq(json_get_str(result, "state"), str_of(site_state_name(SITE_RUNNING))))
        return STR("不在运行状态，没有判定");
    return judgement_is_by(result, set) ? (struct str){ 0 } : STR("巡检不是按这套指标判定的");
}

/* What the site's result says of a situation. */
static struct str state_of(const struct indicator_set *set, const struct json *result,
                           struct str id, struct str *why)
{
    const struct json *said;

    *why = not_judged_by(set, result);
    if (why->n)
        return STR("须自查");
    said = find(json_get(result, "vetoes"), id);
    if (!said)
        said = find(judgement_items(result), id);
    if (said)
        return json_get_str(said, "state");
    said = find(json_get(result, "not_judged"), id);
    if (!said)
        return STR("未发现");
    *why = json_get_str(said, "reason");
    return STR("须自查");
}

static void take_items(struct ledger *l, const struct json *result)
{
    const struct indicator_set *set = l->in->set;
    const struct evidence e = evidence_of(result, l->is_account);

    for (size_t i = 0; i < set->n_indicators; i++) {
        const struct indicator *in = &set->indicators[i];
        const bool is_ours = in->part == PART_VETO || in->part == PART_DEDUCT;

        if (!is_ours || !indicator_applies(set, in, &e))
            continue;
        for (size_t k = 0; k < in->n_situations; k++) {
            struct json *one = json_new_object();
            struct str why = { 0 };

            put(one, "site", l->site_name);
            put(one, "part", in->part == PART_VETO ? STR("单项否决") : STR("扣分指标"));
            put(one, "item", in->title);
            put(one, "text", in->situations[k].text);
            put(one, "state", state_of(set, result, in->situations[k].id, &why));
            put(one, "why", why);
            json_add(l->items, one);
        }
    }
}

/* ---- the unit's sites and accounts ---- */

struct codes {
    struct ledger *l;
    struct str *list;
    size_t n, cap;
};

static enum rc take_code(void *ctx, struct str site, struct str result_json, struct err *err)
{
    struct codes *c = ctx;
    const struct str unit = c->l->in->unit;
    AUTO(json_freep) struct json *result = NULL;
    const enum rc rc = json_parse(result_json, &result, err);

    if (rc || (!str_eq(unit, json_get_str(result, "sponsor")) &&
               !str_eq(unit, json_get_str(result, "owner")) &&
               !str_eq(unit, json_get_str(result, "name")) && !str_eq(unit, site)))
        return rc;
    if (c->n == c->cap) {
        struct str *more = arena_array(&c->l->a, struct str, c->cap * 2 + 16);

        if (c->n)
            memcpy(more, c->list, c->n * sizeof(*more));
        c->list = more;
        c->cap = c->cap * 2 + 16;
    }
    c->list[c->n++] = arena_copy(&c->l->a, site);
    return RC_OK;
}

static enum rc take_site(struct ledger *l, struct str code, struct err *err)
{
    AUTO(json_freep) struct json *result = NULL;
    struct str text;
    enum rc rc = store_get_site(l->in->store, l->in->run, code, &l->a, &text, err);

    if (!rc)
        rc = json_parse(text, &result, err);
    if (rc)
        return rc;
    l->is_account = account_id_is(code);
    l->site_name = json_get_str(result, "name");
    if (l->is_account)
        l->site_name = arena_printf(&l->a, "%.*s（%.*s）", STR_ARG(l->site_name),
                                    STR_ARG(json_get_str(result, "type")));
    ++*(l->is_account ? &l->n_accounts : &l->n_sites);
    take_items(l, result);
    return store_each_finding_of(l->in->store, l->in->run, code, take_finding, l, err);
}

static enum rc gather(struct ledger *l, struct err *err)
{
    struct codes codes = { .l = l };
    enum rc rc = store_each_site(l->in->store, l->in->run, take_code, &codes, err);

    if (!rc)
        rc = store_each_account(l->in->store, l->in->run, take_code, &codes, err);
    if (!rc && codes.n == 0)
        return err_set(err, RC_NOT_FOUND, "这次巡检没有主办单位或名称为“%.*s”的网站和政务新媒体",
                       STR_ARG(l->in->unit));
    for (size_t i = 0; !rc && i < codes.n; i++)
        rc = take_site(l, codes.list[i], err);
    return rc;
}

/* ---- the files ---- */

struct column {
    const char *key, *title;
    double width;
};

static const struct column to_repair[] = {
    { "site", "网站（账号）", 20 }, { "title", "问题类别", 16 }, { "grade", "等级", 10 },
    { "excerpt", "问题", 50 },      { "url", "网页", 40 },       { "where", "位置", 14 },
    { "suggest", "整改要求", 40 },  { "since", "首次发现", 12 }, { "review", "复核", 9 },
    { "", "整改情况", 20 },         { "", "完成日期", 12 },
};

static const struct column to_check[] = {
    { "site", "网站（账号）", 20 }, { "part", "类别", 10 },      { "item", "指标", 20 },
    { "text", "情形", 60 },         { "state", "巡检结果", 12 }, { "why", "未判定的原因", 40 },
    { "", "自查结果", 16 },         { "", "自查人", 10 },
};

/* Text only: a cell of a web site must not become a formula or a link. */
static void add_sheet(struct ledger *l, lxw_workbook *book, const char *name,
                      const struct column *columns, size_t n, const struct json *rows)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book, name);
    lxw_format *head = workbook_add_format(book);

    if (!sheet || !head)
        return;
    format_set_bold(head);
    for (size_t c = 0; c < n; c++) {
        const lxw_col_t at = (lxw_col_t)c;

        (void)worksheet_set_column(sheet, at, at, columns[c].width, NULL);
        (void)worksheet_write_string(sheet, 0, at, columns[c].title, head);
    }
    for (size_t r = 0; r < json_count(rows); r++)
        for (size_t c = 0; c < n; c++) {
            const struct str text =
                str_head_chars(json_get_str(json_at(rows, r), columns[c].key), CELL_CHARS_MAX);

            if (text.n)
                (void)worksheet_write_string(sheet, (lxw_row_t)r + 1, (lxw_col_t)c,
                                             arena_copy(&l->a, text).p, NULL);
        }
    worksheet_freeze_panes(sheet, 1, 0);
    (void)worksheet_autofilter(sheet, 0, 0, (lxw_row_t)json_count(rows), (lxw_col_t)(n - 1));
}

static enum rc write_xlsx(struct ledger *l, const char *name, struct err *err)
{
    AUTO(out_file_done) struct out_file f = { 0 };
    enum rc rc = out_file_open(&f, l->in->dir, name, err);
    lxw_workbook *book = rc ? NULL : workbook_new(f.part);

    if (rc)
        return rc;
    if (!book)
        return err_set(err, RC_IO, "%s：表格无法建立", name);
    add_sheet(l, book, "待整改问题", to_repair, COUNT_OF(to_repair), l->findings);
    add_sheet(l, book, "自查清单", to_check, COUNT_OF(to_check), l->items);
    if (workbook_close(book) != LXW_NO_ERROR)
        return err_set(err, RC_IO, "%s：写入失败", name);
    return out_file_commit(&f, err);
}

static enum rc write_html(struct ledger *l, const char *name, struct err *err)
{
    AUTO(out_file_done) struct out_file f = { 0 };
    AUTO(buf_done) struct buf text = { 0 }, page = { 0 };
    AUTO(json_freep) struct json *values = json_new_object();
    const char *path = arena_printf(&l->a, "%s/ledger.html", l->in->template_dir).p;
    enum rc rc = file_read(path, TEMPLATE_BYTES_MAX, &text, err);

    put(values, "unit", l->in->unit);
    put(values, "rules", l->in->set->title);
    json_put_int(values, "n_findings", (int64_t)json_count(l->findings));
    json_put(values, "findings", json_clone(l->findings));
    json_put(values, "items", json_clone(l->items));
    if (!rc)
        rc = template_render(buf_str(&text), &(struct template_data){ .values = values }, &page,
                             err);
    if (!rc)
        rc = out_file_open(&f, l->in->dir, name, err);
    if (!rc)
        rc = out_file_write(&f, buf_str(&page), err);
    return rc ? rc : out_file_commit(&f, err);
}

/* The unit as the name of a file: no folders, no control characters, not too long. */
static const char *file_name(struct ledger *l, const char *ending)
{
    const struct str unit = arena_copy(&l->a, str_head_chars(l->in->unit, NAME_CHARS_MAX));
    char *name = arena_alloc(&l->a, unit.n + 1);

    for (size_t i = 0; i < unit.n; i++)
        name[i] =
            strchr("/\\.:*?\"<>|", unit.p[i]) || (unsigned char)unit.p[i] < ' ' ? '_' : unit.p[i];
    return arena_printf(&l->a, "%s%s", name, ending).p;
}

enum rc ledger_write(const struct ledger_input *in, struct ledger_counts *out, struct err *err)
{
    AUTO(json_freep) struct json *findings = json_new_array(), *items = json_new_array();
    struct ledger l = { .in = in, .findings = findings, .items = items };
    enum rc rc = gather(&l, err);

    if (!rc)
        rc = write_xlsx(&l, file_name(&l, ".xlsx"), err);
    if (!rc)
        rc = write_html(&l, file_name(&l, ".html"), err);
    if (!rc) {
        *out = (struct ledger_counts){ .n_sites = l.n_sites,
                                       .n_accounts = l.n_accounts,
                                       .n_findings = json_count(findings) };
    }
    arena_done(&l.a);
    return rc;
}
