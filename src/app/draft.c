#include "base/base.h"

#include "app/draft.h"

#include "base/buf.h"
#include "base/file.h"
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
    size_t n_bad = 0;
    const struct str text = charset_to_utf8(str_skip(bytes, guess.bom), guess.name, a, &n_bad);

    /* A binary file has a broken character in every ten bytes; a text has hardly one. */
    if (n_bad > 10 + text.n / 50)
        return err_set(err, RC_UNSUPPORTED, "%s：不是能读的文字", path);
    *out = text;
    return RC_OK;
}

enum rc draft_text(const char *path, struct arena *a, struct str *out, struct err *err)
{
    const bool is_stdin = str_eq(str_of(path), STR("-"));
    AUTO(buf_done) struct buf content = { 0 };
    const enum rc rc = is_stdin ? file_read_rest(stdin, "标准输入", DRAFT_BYTES_MAX, &content, err)
                                : file_read(path, DRAFT_BYTES_MAX, &content, err);

    if (rc)
        return rc;
    const struct str bytes = arena_copy(a, buf_str(&content));

    if (!is_html(path, bytes))
        return plain_text(path, bytes, a, out, err);
    *out = html_text(bytes, a);
    return RC_OK;
}
