#include "base/base.h"

#include "app/draft.h"

#include "attach/pool.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "page/reader.h"
#include "text/charset.h"

static bool is_html(const char *path, struct str bytes)
{
    const struct str head = str_sub(bytes, 0, 1024);

    return str_ends_nocase(str_of(path), STR(".html")) ||
           str_ends_nocase(str_of(path), STR(".htm")) ||
           str_find_nocase(head, STR("<html")) != STR_NONE ||
           str_find_nocase(head, STR("<!doctype html")) != STR_NONE;
}

static struct str html_text(struct str bytes, struct arena *a)
{
    AUTO(page_reader_freep) struct page_reader *reader = page_reader_new(NULL);
    struct page page;

    page_read(reader, &(struct page_input){ .body = bytes }, a, &page);
    return arena_copy(a, page.text);
}

static enum rc plain_text(const char *path, struct str bytes, struct arena *a, struct str *out,
                          struct err *err)
{
    const struct charset_guess guess = charset_detect(bytes, (struct str){ 0 });
    const bool is_wide = str_starts_nocase(str_of(guess.name), STR("utf-16"));
    size_t n_bad = 0;
    const struct str text = charset_to_utf8(str_skip(bytes, guess.bom), guess.name, a, &n_bad);

    /* A binary file has a broken character in every ten bytes or is full of zeroes; a text has
     * hardly one and none. */
    if (n_bad > 10 + text.n / 50 || (!is_wide && str_chr(bytes, '\0') != STR_NONE))
        return err_set(err, RC_UNSUPPORTED, "%s：不是能读的文字", path);
    *out = text;
    return RC_OK;
}

static bool is_document(struct str bytes)
{
    const enum attach_format format = attach_format_of(bytes);

    return format == ATTACH_PDF || format == ATTACH_ZIP || format == ATTACH_OLE ||
           format == ATTACH_RICH;
}

static struct text_places copy_places(const struct text_places *p, struct arena *a)
{
    struct text_place *places = arena_array(a, struct text_place, p->n);

    for (size_t i = 0; i < p->n; i++) {
        places[i] = p->places[i];
        places[i].name = arena_copy(a, p->places[i].name);
    }
    return (struct text_places){ places, p->n };
}

/* A document is as hostile here as on a web site: it comes from anybody. */
static enum rc document_text(const char *path, struct str bytes, struct arena *a, struct draft *out,
                             struct err *err)
{
    enum { PATIENCE_MS = 4 * ATTACH_MILLISECONDS };
    AUTO(attach_pool_freep) struct attach_pool *pool = NULL;
    struct attach_result r = { .outcome = ATTACH_TIMEOUT };
    const enum rc rc = attach_pool_new(1, &pool, err);

    if (rc)
        return rc;
    attach_pool_start(pool, bytes, NULL);
    (void)attach_pool_next(pool, PATIENCE_MS, &r);
    if (r.outcome && r.text.n == 0)
        return err_set(err, RC_UNSUPPORTED, "%s：%s", path, attach_outcome_title(r.outcome));
    if (r.outcome)
        log_line(LOG_WARN, "%s：%s，只检查了读到的文字", path, attach_outcome_title(r.outcome));
    *out = (struct draft){ .text = arena_copy(a, r.text),
                           .places = copy_places(&r.places, a),
                           .is_document = true,
                           .is_part = r.outcome != ATTACH_READ };
    return RC_OK;
}

enum rc draft_read(const char *path, struct arena *a, struct draft *out, struct err *err)
{
    const bool is_stdin = str_eq(str_of(path), STR("-"));
    AUTO(buf_done) struct buf content = { 0 };
    const enum rc rc = is_stdin ? file_read_rest(stdin, "标准输入", DRAFT_BYTES_MAX, &content, err)
                                : file_read(path, DRAFT_BYTES_MAX, &content, err);

    if (rc)
        return rc;
    const struct str bytes = arena_copy(a, buf_str(&content));

    if (is_document(bytes))
        return document_text(path, bytes, a, out, err);
    *out = (struct draft){ 0 };
    if (!is_html(path, bytes))
        return plain_text(path, bytes, a, &out->text, err);
    out->text = html_text(bytes, a);
    return RC_OK;
}
