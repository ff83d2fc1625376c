/*
 * An official document as a .docx in the layout of GB/T 9704-2012: A4, a type area of 156 mm x
 * 225 mm, 22 lines of 28 characters, the fonts by their official names. Text is added from the top
 * to the bottom and escaped here.
 */
#ifndef XJ_DOCUMENT_DOCX_H
#define XJ_DOCUMENT_DOCX_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum docx_style {
    DOCX_BODY,        /* 正文: indented by two characters */
    DOCX_LAST,        /* the same, on one page with what follows: no page has only a signature */
    DOCX_WARNING,     /* framed, before everything else */
    DOCX_ISSUER,      /* 发文机关标志, red */
    DOCX_NUMBER,      /* 发文字号; the red line below it */
    DOCX_TITLE,       /* 标题 */
    DOCX_ADDRESSEE,   /* 主送机关, flush left */
    DOCX_LEVEL_1,     /* 一、 */
    DOCX_LEVEL_2,     /* （一） on a line of its own */
    DOCX_NOTE_FIRST,  /* 附件说明: "附件：1.…", wrapped lines under the name */
    DOCX_NOTE_NEXT,   /* "2.…" under it */
    DOCX_ANNEX,       /* "附件1", on a new page */
    DOCX_ANNEX_TITLE, /* of one */
    DOCX_CENTRED,     /* a line below a title: the period */
    DOCX_SIGNATURE,   /* docx_signature's, for who reads along */
};
const char *docx_style_name(enum docx_style style); /* "Title" */

enum docx_face {
    DOCX_PLAIN, /* as the style has it */
    DOCX_HEAD,  /* 楷体: a heading of the second level that its text follows in the same line */
    DOCX_GAP,   /* marked yellow: somebody has to fill it in */
    DOCX_FACES_N
};

struct docx_column {
    const char *title;
    int width;      /* share of the table's width */
    bool is_number; /* centred; texts stand left */
};
enum { DOCX_COLUMNS_MAX = 12 };

struct docx;

struct docx *docx_new(void);
/*
 * Paragraphs and tables for a document that somebody else made: in the place of styles paragraphs
 * have the properties of one of its own.
 *
 *   paragraph  its w:pPr, or empty
 *   run        what stands in the w:rPr of its text, or empty
 */
struct docx *docx_new_pieces(struct str paragraph, struct str run);
/* The XML so far; borrowed. No table is open. */
struct str docx_pieces(const struct docx *d);
void docx_freep(struct docx **d);

/* Gets each paragraph from now on when it ends, its text without faces; tables are none. */
typedef void docx_reader(void *ctx, enum docx_style style, struct str text);
void docx_read_along(struct docx *d, docx_reader *reader, void *ctx);

/* A paragraph from pieces: begin, texts, end. A newline in a text is a break of the line. */
void docx_begin(struct docx *d, enum docx_style style);
void docx_text(struct docx *d, enum docx_face face, struct str text);
void docx_end(struct docx *d);
/* A whole one of DOCX_PLAIN. */
void docx_paragraph(struct docx *d, enum docx_style style, struct str text);
/*
 * 发文机关署名 above 成文日期, which ends four characters before the edge; centred on each other.
 * One that begins with 【 is a gap.
 */
void docx_signature(struct docx *d, struct str name, struct str date);

/* The row of titles comes again on each page; rows do not break. Between them only docx_row. */
void docx_table_begin(struct docx *d, const struct docx_column *columns, size_t n);
void docx_row(struct docx *d, const struct str *cells);
void docx_table_end(struct docx *d);

/*
 * Adds the file's bytes to out; the same document has the same bytes. Nothing may be added after.
 * RC_IO: the archive cannot be made.
 */
MUST_USE enum rc docx_bytes(struct docx *d, struct buf *out, struct err *err);
/* The same into a file that appears whole or not at all. RC_IO. */
MUST_USE enum rc docx_save(struct docx *d, const char *path, struct err *err);

#endif
