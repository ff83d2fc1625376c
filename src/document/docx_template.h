/*
 * A .docx that an office made itself, with marked places: {{主送机关}}. Everything else of it stays
 * as it is, byte for byte. A mark is found where Word split it over several runs, too.
 *
 * Of the file only what word/document.xml, headers and footers say is read; sizes are bounded as
 * those of attachments (attach/package.h).
 */
#ifndef XJ_DOCUMENT_DOCX_TEMPLATE_H
#define XJ_DOCUMENT_DOCX_TEMPLATE_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum { TEMPLATE_BYTES_MAX = 16 << 20, TEMPLATE_MARK_CHARS_MAX = 40, TEMPLATE_DEPTH_MAX = 32 };

struct docx_mark {
    struct str name;      /* without braces and spaces around it */
    bool is_alone;        /* nothing else is written in its paragraph */
    struct str paragraph; /* the paragraph's w:pPr, or empty */
    struct str run;       /* what stands in the w:rPr of the run in which the mark begins */
};

/* What becomes of a mark. */
struct docx_filling {
    struct str text;   /* stands in its place, in its format; a newline breaks the line */
    bool is_block;     /* else; the whole paragraph gives way to `blocks` */
    struct str blocks; /* paragraphs and tables, as docx_pieces gives them */
};

/* Gives *out; both texts are used before the next call. Its failure ends the filling. */
typedef enum rc (*docx_fill_fn)(void *ctx, const struct docx_mark *mark, struct docx_filling *out,
                                struct err *err);

struct docx_template;

/*
 * Gives *out.
 *
 * RC_IO: cannot read. RC_SYNTAX: no .docx, damaged, encrypted, not in UTF-8, with a DTD. RC_LIMIT:
 * too large.
 */
MUST_USE enum rc docx_template_open(const char *path, struct docx_template **out, struct err *err);
/* The same for the content of a file, borrowed for its life. */
MUST_USE enum rc docx_template_of(struct str bytes, struct docx_template **out, struct err *err);
void docx_template_freep(struct docx_template **t);

/*
 * Calls `fill` for every mark, in the order of the document.
 *
 * RC_SYNTAX: a mark that does not end within its paragraph, blocks in the place of a mark that is
 * not alone, or in a paragraph that ends a section.
 */
MUST_USE enum rc docx_template_fill(struct docx_template *t, docx_fill_fn fill, void *ctx,
                                    struct err *err);
/* Blocks before everything else of the text. After docx_template_fill. */
void docx_template_put_first(struct docx_template *t, struct str blocks);
/* The filled document, added to out. RC_IO. */
MUST_USE enum rc docx_template_bytes(struct docx_template *t, struct buf *out, struct err *err);

#endif
