#include "base/base.h"

#include "desk/finding_opening.h"

#include "base/pack.h"
#include "desk/opening_answer.h"
#include "text/charset.h"

void finding_opening_ask(const struct archive_place *at, const struct stored_finding *f,
                         bool wants_body, struct buf *request)
{
    pack_u64(request, wants_body);
    for (size_t i = 0; i < COUNT_OF(at->offsets); i++)
        pack_i64(request, at->offsets[i]);
    pack_str(request, f->finding.excerpt);
    pack_str(request, f->detail_json);
}

/* ---- in there -------------------------------------------------------------------------------- */

static void put_page(const struct finding_page *p, struct buf *to)
{
    pack_str(to, p->url);
    pack_str(to, p->title);
    pack_str(to, p->charset);
    pack_i64(to, p->fetched);
    pack_u64(to, p->is_rendered);
    pack_u64(to, p->is_source);
    pack_u64(to, p->is_cut);
    pack_str(to, p->text);
    pack_u64(to, p->n_marks);
    for (size_t i = 0; i < p->n_marks; i++) {
        pack_u64(to, p->marks[i].at);
        pack_u64(to, p->marks[i].n);
    }
}

/* The page itself is neither parsed nor looked at: only its charset is told. */
static struct finding_page page_of(const struct archive_record *r)
{
    return (struct finding_page){
        .url = r->url,
        .fetched = r->at,
        .is_rendered = r->kind == ARCHIVE_CONVERSION,
        .charset = str_of(charset_detect(r->body, record_type(r)).name),
    };
}

void finding_opening_work(const int files[2], struct str request, struct buf *answer)
{
    AUTO(arena_done) struct arena a = { 0 };
    const bool wants_body = unpack_u64(&request);
    int64_t offsets[2];
    struct stored_finding f = { 0 };
    struct archive_record record;
    struct finding_page page;
    struct err err = { 0 };
    enum rc rc;

    for (size_t i = 0; i < COUNT_OF(offsets); i++)
        offsets[i] = unpack_i64(&request);
    f.finding.excerpt = unpack_str(&request);
    f.detail_json = unpack_str(&request);
    rc = archive_read_open(files, offsets, &a, &record, &err);
    opening_answer_begin(answer, rc, &err);
    if (rc)
        return;
    if (wants_body)
        page = page_of(&record);
    else
        finding_page_read(&record, &f, &a, &page);
    put_page(&page, answer);
    pack_str(answer, record_type(&record));
    pack_str(answer, wants_body ? record.body : (struct str){ 0 });
}

/* ---- out here -------------------------------------------------------------------------------- */

static void take_page(struct str *from, struct finding_page *p)
{
    p->url = unpack_str(from);
    p->title = unpack_str(from);
    p->charset = unpack_str(from);
    p->fetched = unpack_i64(from);
    p->is_rendered = unpack_u64(from);
    p->is_source = unpack_u64(from);
    p->is_cut = unpack_u64(from);
    p->text = unpack_str(from);
    p->n_marks = unpack_u64(from);
    for (size_t i = 0; i < p->n_marks && i < FINDING_MARKS_MAX; i++) {
        p->marks[i].at = unpack_u64(from);
        p->marks[i].n = unpack_u64(from);
    }
}

/* What comes from there becomes text of a reply, a header of one, numbers of characters. */
static bool is_sane(const struct finding_opened *o)
{
    const struct finding_page *p = &o->page;

    if (p->n_marks > FINDING_MARKS_MAX || !charset_is_utf8(p->url) || !charset_is_utf8(p->title) ||
        !charset_is_utf8(p->text) || !charset_of_label(p->charset))
        return false;
    for (size_t i = 0; i < p->n_marks; i++)
        if (p->marks[i].at > p->text.n || p->marks[i].n > p->text.n)
            return false;
    return true;
}

enum rc finding_opening_take(struct str answer, struct finding_opened *out, struct err *err)
{
    static const char harmful[] = "留存的页面有害，没有打开";
    struct finding_opened result = { 0 };
    const enum rc rc = opening_answer_take(&answer, harmful, err);

    if (rc)
        return rc;
    take_page(&answer, &result.page);
    result.type = unpack_str(&answer);
    result.body = unpack_str(&answer);
    if (!unpack_ok(&answer) || !is_sane(&result))
        return err_set(err, RC_SYNTAX, "%s", harmful);
    *out = result;
    return RC_OK;
}
