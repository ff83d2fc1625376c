/*
 * The text of an attachment: docx, xlsx, pptx, ofd, doc, xls, wps, et, rtf, pdf, txt, csv, html,
 * and zip archives of them; pictures have none, but are looked at. Every byte is hostile: see
 * attach/pool.h for the process that it is read in.
 */
#ifndef XJ_ATTACH_ATTACH_H
#define XJ_ATTACH_ATTACH_H

#include "base/base.h"
#include "base/str.h"

enum {
    ATTACH_BYTES_MAX = 64 << 20,
    ATTACH_UNPACKED_MAX = 256 << 20, /* of one archive */
    ATTACH_RATIO_MAX = 100,          /* unpacked to packed, of one archive */
    ATTACH_RATIO_FREE = 4 << 20,     /* so much may always be unpacked: little tables pack well */
    ATTACH_ENTRIES_MAX = 10000,      /* of one archive */
    ATTACH_TEXT_MAX = 8 << 20,
    ATTACH_MILLISECONDS = 30000,
};

/* Why not all of a file's text was read. */
enum attach_outcome {
    ATTACH_READ,
    ATTACH_ENCRYPTED,
    ATTACH_DAMAGED,
    ATTACH_TOO_LARGE, /* one of the limits above, or its reader ran out of memory */
    ATTACH_TIMEOUT,
    ATTACH_UNSUPPORTED,
    ATTACH_NEEDS_OCR,     /* pictures and no text */
    ATTACH_OFFICIAL_SCAN, /* ... of an official document with its red head or seal */
    ATTACH_NO_SANDBOX,    /* this machine lets us not read it safely */
    ATTACH_NO_PROGRAM,    /* pdftotext is not installed */
    ATTACH_OUTCOMES_N,
};
const char *attach_outcome_name(enum attach_outcome o); /* "encrypted", "needs-ocr"; "" when read */
const char *attach_outcome_title(enum attach_outcome o); /* Chinese: "附件已加密，无法读取" */
bool attach_outcome_is_scan(enum attach_outcome o);      /* no text, but its pages were looked at */
/* Of an archive with both: a seal that was seen counts, then what was not looked at. */
enum attach_outcome attach_outcome_join(enum attach_outcome first, enum attach_outcome second);

enum attach_format {
    ATTACH_UNKNOWN, /* no format of ours */
    ATTACH_TEXT,
    ATTACH_HTML,
    ATTACH_RICH, /* RTF */
    ATTACH_PDF,
    ATTACH_PICTURE, /* JPEG or PNG */
    ATTACH_ZIP,     /* an archive, or one of the next four */
    ATTACH_DOCX,
    ATTACH_XLSX,
    ATTACH_PPTX,
    ATTACH_OFD,
    ATTACH_OLE, /* doc, xls, wps, et, or an encrypted docx and the like */
};

/* By the first bytes, never by the name; what a zip holds is told by who opens it. */
enum attach_format attach_format_of(struct str bytes);
/* By the end of a file's name or path. */
enum attach_name {
    ATTACH_NAME_OTHER,      /* programs, drawings, or no file at all */
    ATTACH_NAME_UNREADABLE, /* a document of a format that is not ours */
    ATTACH_NAME_READABLE,
};
enum attach_name attach_name_of(struct str name);

#endif
