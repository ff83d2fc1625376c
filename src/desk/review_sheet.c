/* The sheet that a clerk fills in: out as CSV, back with 结论 and 理由 as CSV or .xlsx. */
#include "base/base.h"

#include "attach/table_read.h"
#include "base/hashes.h"
#include "check/check.h"
#include "desk/review_desk.h"
#include "text/csv_write.h"

#include <inttypes.h>
#include <string.h>

const char *const review_titles[REVIEW_COLUMN_N] = { "编号", "网站标识码", "检查项", "等级", "网页",
                                                     "问题", "已有结论",   "结论",   "理由" };
const char *const review_words[REVIEW_WORDS_N] = { "确认", "排除" };

void review_cells(const struct stored_finding *f, struct arena *a,
                  struct str cells[REVIEW_COLUMN_N])
{
    const struct check *check = check_find(str_of(f->finding.check));

    cells[REVIEW_ID] = arena_printf(a, "#%016" PRIx64, f->id);
    cells[REVIEW_SITE] = f->finding.site;
    cells[REVIEW_CHECK] = str_of(check ? check->title : f->finding.check);
    cells[REVIEW_GRADE] = str_of(grade_title(f->finding.grade));
    cells[REVIEW_URL] = f->finding.url;
    cells[REVIEW_EXCERPT] = f->finding.excerpt;
    cells[REVIEW_DONE] = str_of(review_kind_title(f->review ? f->review->kind : REVIEW_NONE));
    cells[REVIEW_WORD] = (struct str){ 0 };
    cells[REVIEW_REASON] = (struct str){ 0 };
}

static enum rc add_row(void *ctx, const struct stored_finding *f, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str cells[REVIEW_COLUMN_N];

    (void)err;
    review_cells(f, &a, cells);
    csv_add_row(ctx, cells, REVIEW_COLUMN_N);
    return RC_OK;
}

enum rc review_sheet_write(struct store *s, const struct review_filter *filter, struct buf *out,
                           struct err *err)
{
    struct str head[REVIEW_COLUMN_N];

    for (size_t i = 0; i < REVIEW_COLUMN_N; i++)
        head[i] = str_of(review_titles[i]);
    buf_add(out, STR(CSV_BOM));
    csv_add_row(out, head, REVIEW_COLUMN_N);
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

/* What the sheet is read by. */
enum { FORM_ID, FORM_WORD, FORM_REASON, FORM_N };

static enum rc take_row(void *ctx, const struct table_row *row, struct err *err)
{
    struct reading *r = ctx;
    const struct str word = str_trim(row->cells[FORM_WORD]);
    struct verdict_row v = { .line = row->line,
                             .reason =
                                 arena_copy(r->a, csv_meant(str_trim(row->cells[FORM_REASON]))) };

    (void)err;
    if (row->fault) {
        refuse(r, row->line, row->fault);
        return RC_OK;
    }
    if (!word.n) {
        r->out->n_blank += str_trim(row->cells[FORM_ID]).n > 0;
        return RC_OK;
    }
    if (str_eq(word, STR("确认")))
        v.kind = REVIEW_CONFIRM;
    else if (str_eq(word, STR("排除")))
        v.kind = REVIEW_DISMISS;
    if (!v.kind)
        refuse(r, row->line, "“结论”只能是 确认 或 排除");
    else if (!parse_id(str_trim(row->cells[FORM_ID]), &v.id))
        refuse(r, row->line, "“编号”不是导出时的编号");
    else if (v.kind == REVIEW_DISMISS && !v.reason.n)
        refuse(r, row->line, "排除须写明“理由”");
    else
        buf_add(&r->rows, str_from((const char *)&v, sizeof(v)));
    return RC_OK;
}

static enum rc read_rows(struct reading *r, struct str bytes, struct err *err)
{
    static const struct table_column columns[FORM_N] = {
        [FORM_ID] = { "编号", NULL },
        [FORM_WORD] = { "结论", NULL },
        [FORM_REASON] = { "理由", NULL },
    };
    const struct table_form form = { .columns = columns,
                                     .n_columns = FORM_N,
                                     .n_required = FORM_N,
                                     .key = FORM_ID,
                                     .max_rows = REVIEW_ROWS_MAX };
    struct err own = { 0 };
    const enum rc rc = table_read(&form, bytes, take_row, r, &own);

    return rc ? err_set(err, rc, "复核表须有“编号”“结论”“理由”三列：%s", own.text) : RC_OK;
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
