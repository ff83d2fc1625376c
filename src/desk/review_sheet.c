/* The sheet that a clerk fills in: out as CSV, back with 结论 and 理由. */
#include "base/base.h"

#include "base/hashes.h"
#include "check/check.h"
#include "desk/review_desk.h"
#include "text/charset.h"
#include "text/csv.h"
#include "text/csv_write.h"

#include <inttypes.h>
#include <string.h>

enum {
    COL_ID,
    COL_SITE,
    COL_CHECK,
    COL_GRADE,
    COL_URL,
    COL_EXCERPT,
    COL_DONE,
    COL_WORD,
    COL_REASON,
    COL_N
};

static const char *const titles[COL_N] = { "编号", "网站标识码", "检查项", "等级", "网页",
                                           "问题", "已有结论",   "结论",   "理由" };

static enum rc add_row(void *ctx, const struct stored_finding *f, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct check *check = check_find(str_of(f->finding.check));
    const struct str cells[COL_N] = {
        [COL_ID] = arena_printf(&a, "#%016" PRIx64, f->id), /* '#': no spreadsheet makes a number */
        [COL_SITE] = f->finding.site,
        [COL_CHECK] = check ? str_of(check->title) : str_of(f->finding.check),
        [COL_GRADE] = str_of(grade_title(f->finding.grade)),
        [COL_URL] = f->finding.url,
        [COL_EXCERPT] = f->finding.excerpt,
        [COL_DONE] = str_of(review_kind_title(f->review ? f->review->kind : REVIEW_NONE)),
    };

    (void)err;
    csv_add_row(ctx, cells, COL_N);
    return RC_OK;
}

enum rc review_sheet_write(struct store *s, const struct review_filter *filter, struct buf *out,
                           struct err *err)
{
    struct str head[COL_N];

    for (size_t i = 0; i < COL_N; i++)
        head[i] = str_of(titles[i]);
    buf_add(out, STR(CSV_BOM));
    csv_add_row(out, head, COL_N);
    return review_pick(s, filter, add_row, out, err);
}

/* ---- back ---- */

/* A row that says something, before it is known which finding it means. */
struct verdict_row {
    size_t line;
    uint64_t id;
    enum review_kind kind;
    struct str reason;
    bool is_found;
    struct str site; /* of the finding, once it is found */
    uint64_t subject;
};

struct reading {
    struct store *s;
    struct arena *a;
    const struct review_action *as;
    struct buf rows; /* struct verdict_row */
    struct buf bad;  /* struct bad_row */
    struct review_sheet_result *out;
    size_t at[COL_N]; /* of the sheet's columns */
    struct verdict_row *list;
    size_t n;
    struct hashes index; /* finding id -> place in list + 1 */
};

static void refuse(struct reading *r, size_t line, const char *reason)
{
    const struct bad_row bad = { .line = line, .reason = str_of(reason) };

    buf_add(&r->bad, str_from((const char *)&bad, sizeof(bad)));
}

static bool parse_id(struct str s, uint64_t *out)
{
    static const char digits[] = "0123456789abcdef";
    uint64_t id = 0;

    if (s.n != 17 || s.p[0] != '#')
        return false;
    for (size_t i = 1; i < s.n; i++) {
        const char *digit = memchr(digits, char_lower(s.p[i]), 16);

        if (!digit)
            return false;
        id = id << 4 | (uint64_t)(digit - digits);
    }
    *out = id;
    return true;
}

static struct str cell(const struct reading *r, const struct csv_row *row, size_t column)
{
    return r->at[column] < row->n ? str_trim(row->cells[r->at[column]]) : (struct str){ 0 };
}

static void take_row(struct reading *r, const struct csv_row *row)
{
    const struct str word = cell(r, row, COL_WORD);
    struct verdict_row v = { .line = row->line,
                             .reason = arena_copy(r->a, cell(r, row, COL_REASON)) };

    if (row->fault) {
        refuse(r, row->line, row->fault);
        return;
    }
    if (!word.n) {
        r->out->n_blank += cell(r, row, COL_ID).n > 0;
        return;
    }
    if (str_eq(word, STR("确认")))
        v.kind = REVIEW_CONFIRM;
    else if (str_eq(word, STR("排除")))
        v.kind = REVIEW_DISMISS;
    if (!v.kind)
        refuse(r, row->line, "“结论”只能是 确认 或 排除");
    else if (!parse_id(cell(r, row, COL_ID), &v.id))
        refuse(r, row->line, "“编号”不是导出时的编号");
    else if (v.kind == REVIEW_DISMISS && !v.reason.n)
        refuse(r, row->line, "排除须写明“理由”");
    else
        buf_add(&r->rows, str_from((const char *)&v, sizeof(v)));
}

static bool find_columns(struct reading *r, const struct csv_row *row)
{
    for (size_t c = 0; c < COL_N; c++) {
        r->at[c] = SIZE_MAX;
        for (size_t i = 0; i < row->n; i++)
            if (str_eq(str_trim(row->cells[i]), str_of(titles[c])))
                r->at[c] = i;
    }
    return r->at[COL_ID] != SIZE_MAX && r->at[COL_WORD] != SIZE_MAX &&
           r->at[COL_REASON] != SIZE_MAX;
}

/* ---- the rows meet their findings ---- */

static enum rc meet(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct reading *r = ctx;
    const uint32_t place = hashes_find(&r->index, f->id);

    (void)err;
    if (place) {
        struct verdict_row *v = &r->list[place - 1];

        v->is_found = true;
        v->site = arena_copy(r->a, f->finding.site);
        v->subject = review_subject(&f->finding, f->detail_json);
    }
    return RC_OK;
}

static enum rc decide(struct reading *r, const struct verdict_row *v, struct err *err)
{
    struct review_action action = *r->as;
    int64_t id;

    action.kind = v->kind;
    action.reason = v->reason;
    action.site = v->site;
    action.finding = v->id;
    action.subject = v->subject;
    r->out->n_confirmed += v->kind == REVIEW_CONFIRM;
    r->out->n_dismissed += v->kind == REVIEW_DISMISS;
    return store_review_add(r->s, &action, &id, err);
}

static enum rc decide_all(struct reading *r, int64_t run, struct err *err)
{
    enum rc rc;

    r->n = r->rows.n / sizeof(*r->list);
    r->list = arena_array(r->a, struct verdict_row, r->n);
    if (r->n)
        memcpy(r->list, r->rows.p, r->rows.n);
    for (size_t i = 0; i < r->n; i++)
        hashes_put(&r->index, r->list[i].id, (uint32_t)i + 1); /* the last row of an id counts */
    if ((rc = store_each_reviewed(r->s, run, meet, r, err)) || (rc = store_begin(r->s, err)))
        return rc;
    for (size_t i = 0; !rc && i < r->n; i++) {
        const struct verdict_row *v = &r->list[i];

        if (hashes_find(&r->index, v->id) != i + 1)
            refuse(r, v->line, "与后面一行编号相同，以后面的为准");
        else if (!v->is_found)
            refuse(r, v->line, "这次巡检没有此编号的问题");
        else
            rc = decide(r, v, err);
    }
    if (!rc)
        rc = store_commit(r->s, err);
    store_rollback(r->s);
    return rc;
}

static enum rc read_rows(struct reading *r, struct str bytes, struct err *err)
{
    const struct charset_guess guess = charset_detect(bytes, (struct str){ 0 });
    /* What is not Unicode is what Chinese spreadsheets write. */
    const bool is_unicode = guess.name && str_starts(str_of(guess.name), STR("utf-"));
    const struct str body = str_skip(bytes, is_unicode ? guess.bom : 0);
    size_t n_bad = 0;
    struct csv csv =
        csv_of(charset_to_utf8(body, is_unicode ? guess.name : "gb18030", r->a, &n_bad));
    struct csv_row row;

    if (!csv_next(&csv, r->a, &row) || !find_columns(r, &row))
        return err_set(err, RC_SYNTAX, "复核表的第一行须有“编号”“结论”“理由”三列");
    while (csv_next(&csv, r->a, &row))
        take_row(r, &row);
    return RC_OK;
}

enum rc review_sheet_read(struct store *s, int64_t run, struct str bytes,
                          const struct review_action *as, struct arena *a,
                          struct review_sheet_result *out, struct err *err)
{
    struct review_sheet_result result = { 0 };
    struct reading r = { .s = s, .a = a, .as = as, .out = &result };
    enum rc rc = read_rows(&r, bytes, err);

    if (!rc)
        rc = decide_all(&r, run, err);

    struct bad_row *bad = arena_array(a, struct bad_row, r.bad.n / sizeof(*bad));

    if (r.bad.n)
        memcpy(bad, r.bad.p, r.bad.n);
    result.bad = bad;
    result.n_bad = r.bad.n / sizeof(*bad);
    if (!rc)
        *out = result;
    hashes_done(&r.index);
    buf_done(&r.rows);
    buf_done(&r.bad);
    return rc;
}
