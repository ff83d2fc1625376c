#include "base/base.h"

#include "api/opening.h"

#include "account/posts.h"
#include "archive/warc.h"
#include "attach/xlsx_read.h"
#include "base/pack.h"
#include "desk/draft_opening.h"
#include "desk/finding_opening.h"
#include "text/charset.h"
#include "text/csv_write.h"

/* ---- in there -------------------------------------------------------------------------------- */

struct sheet_copy {
    struct buf *to;
    size_t line; /* of the next row */
};

/* A line break within a cell would move all rows below. */
static struct str one_line(struct str cell, struct arena *a)
{
    char *own = arena_alloc(a, cell.n);

    for (size_t i = 0; i < cell.n; i++)
        own[i] = cell.p[i];
    for (size_t i = 0; i < cell.n; i++)
        if (own[i] == '\n' || own[i] == '\r')
            own[i] = ' ';
    return str_from(own, cell.n);
}

static enum rc copy_row(void *ctx, const struct csv_row *row, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct sheet_copy *copy = ctx;
    struct str *cells = arena_array(&a, struct str, row->n);

    for (size_t i = 0; i < row->n; i++)
        cells[i] = one_line(row->cells[i], &a);
    for (; copy->line < row->line; copy->line++)
        buf_add(copy->to, STR("\r\n"));
    csv_add_row(copy->to, cells, row->n);
    copy->line++;
    return copy->to->rc ? err_set(err, RC_LIMIT, "表格过大（读出的文字至多 %d MB），请分成几份上传",
                                  (int)(UPLOAD_BYTES_MAX >> 20))
                        : RC_OK;
}

/* Answers of both kinds of upload begin so; what follows counts only when it was read. */
static void put_verdict(enum rc rc, struct str why, struct buf *answer)
{
    pack_u64(answer, rc);
    pack_str(answer, why);
}

static void table_work(const int files[OPENER_FILES_MAX], struct str request, struct buf *answer)
{
    AUTO(buf_done) struct buf csv = { .max = UPLOAD_BYTES_MAX };
    struct sheet_copy copy = { .to = &csv, .line = 1 };
    struct err err = { 0 };
    const enum rc rc = xlsx_read(request, copy_row, &copy, &err);

    (void)files;
    put_verdict(rc, str_of(err.text), answer);
    buf_add(answer, buf_str(&csv));
}

static void posts_work(const int files[OPENER_FILES_MAX], struct str request, struct buf *answer)
{
    AUTO(arena_done) struct arena a = { 0 };
    const int64_t now = unpack_i64(&request);
    const struct posts_input in = { .body = request, .now = now };
    struct posts p = { 0 };
    struct str why = { 0 };
    const bool is_read = posts_read(&in, &a, &p, &why);

    (void)files;
    put_verdict(is_read ? RC_OK : RC_SYNTAX, why, answer);
    pack_i64(answer, p.grade);
    pack_i64(answer, (int64_t)p.n);
    pack_i64(answer, p.n ? p.posts[0].at : 0);
    pack_i64(answer, p.n ? p.posts[p.n - 1].at : 0);
    pack_i64(answer, (int64_t)p.n_messages);
    pack_i64(answer, (int64_t)p.n_undated);
    pack_i64(answer, (int64_t)p.n_future);
    if (is_read)
        posts_write(&p, answer);
}

static struct opener_prepared prepare_draft(struct str request)
{
    return (struct opener_prepared){ draft_opening_work, draft_opening_prepare(request) };
}

static opener_work *const works[OPENING_WORKS_N] = {
    [OPENING_FINDING] = finding_opening_work,
    [OPENING_TABLE] = table_work,
    [OPENING_POSTS] = posts_work,
};

static opener_before *const befores[OPENING_WORKS_N] = { [OPENING_DRAFT] = prepare_draft };

/* Tables of charsets and of digests are loaded from files. */
static void prepare(void)
{
    char digest[WARC_DIGEST_BYTES];
    const struct str nothing = { 0 };

    charset_prepare();
    (void)warc_digest(&nothing, 1, digest);
}

const struct opener_options api_opener = {
    .works = works,
    .befores = befores,
    .n_works = OPENING_WORKS_N,
    .prepare = prepare,
};

/* ---- out here -------------------------------------------------------------------------------- */

/* *rest is what follows the verdict. What the file is guilty of is 422. */
static enum rc ask(struct call *c, enum opening_work work, struct str request, struct str *rest,
                   struct err *err)
{
    const struct opening what = { .work = work, .request = request };
    struct err own = { 0 };
    struct str why;
    enum rc rc = opener_ask(c->place->opener, &what, c->a, rest, &own);
    uint64_t said;

    if (rc)
        return call_fail(c, err, rc == RC_IO ? 503 : 422, NULL, "%s", own.text);
    said = unpack_u64(rest);
    why = unpack_str(rest);
    if (!unpack_ok(rest) || !charset_is_utf8(why))
        return call_fail(c, err, 422, NULL, "文件不能安全地打开，请重新导出或另存为 csv 后再上传");
    return said ? call_fail(c, err, 422, NULL, "%.*s", STR_ARG(why)) : RC_OK;
}

enum rc opening_table(struct call *c, struct str *csv, struct err *err)
{
    *csv = c->upload;
    return str_starts(c->upload, STR("PK\x03\x04")) ? ask(c, OPENING_TABLE, c->upload, csv, err)
                                                    : RC_OK;
}

enum rc opening_posts(struct call *c, struct opened_posts *out, struct err *err)
{
    AUTO(buf_done) struct buf request = { 0 };
    struct str rest;
    enum rc rc;

    pack_i64(&request, c->now);
    buf_add(&request, c->upload);
    if ((rc = ask(c, OPENING_POSTS, buf_str(&request), &rest, err)))
        return rc;
    *out = (struct opened_posts){ .grade = unpack_i64(&rest) };
    out->n = unpack_i64(&rest);
    out->newest = unpack_i64(&rest);
    out->oldest = unpack_i64(&rest);
    out->n_messages = unpack_i64(&rest);
    out->n_undated = unpack_i64(&rest);
    out->n_future = unpack_i64(&rest);
    if (!unpack_ok(&rest) || !charset_is_utf8(rest))
        return call_fail(c, err, 422, NULL, "文件不能安全地打开，请重新导出或另存为 csv 后再上传");
    out->kept = rest;
    return RC_OK;
}
