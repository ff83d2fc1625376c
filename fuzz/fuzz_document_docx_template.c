/* Any bytes as the text of an office's document: what is filled in is well-formed again, and has no
 * marks left. */
#include "base/base.h"

#include "document/docx_pack.h"
#include "document/docx_template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Every second mark gives way to a paragraph where it may. */
static enum rc fill(void *ctx, const struct docx_mark *mark, struct docx_filling *out,
                    struct err *err)
{
    size_t *n = ctx;

    (void)err;
    ASSERT(str_chars(mark->name) <= TEMPLATE_MARK_CHARS_MAX);
    *out = (struct docx_filling){ .text = STR("<&>\n字"), .blocks = STR("<w:p/>") };
    out->is_block = mark->is_alone && (*n)++ % 2;
    return RC_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(docx_template_freep) struct docx_template *t = NULL, *again = NULL;
    AUTO(buf_done) struct buf file = { 0 }, after = { 0 };
    const struct docx_part part = { "word/document.xml", str_from((const char *)data, n) };
    struct err err = { 0 };
    size_t n_marks = 0;

    if (docx_pack((struct str){ 0 }, &part, 1, &file, &err) ||
        docx_template_of(buf_str(&file), &t, &err) || docx_template_fill(t, fill, &n_marks, &err))
        return 0;
    docx_template_put_first(t, (struct str){ 0 });
    ASSERT(docx_template_bytes(t, &after, &err) == RC_OK);
    ASSERT(docx_template_of(buf_str(&after), &again, &err) == RC_OK);
    return n_marks == 1 ? 1 : 0;
}
