/* A draft as a text to be read. The one place that knows which files drafts come in. */
#ifndef XJ_APP_DRAFT_H
#define XJ_APP_DRAFT_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/place.h"

enum { DRAFT_BYTES_MAX = 64 << 20 };

struct draft {
    struct str text;           /* UTF-8 */
    struct text_places places; /* pages, sheets, ... of a document */
    bool is_document;          /* what its reader sees has no lines of its own */
    bool is_part;              /* of a document there was more than could be read */
};

/*
 * The text of a file, or of standard input for "-": HTML as its readers see it, documents (docx,
 * pdf, doc, ... told by their bytes) as attach/ reads them, anything else as plain text in whatever
 * charset. Paragraphs are lines. A document of which only a part can be read is said so in the log.
 *
 *   out  in the arena; written only on RC_OK
 *
 * RC_IO: cannot be read. RC_LIMIT: too large. RC_UNSUPPORTED: no text. The sentence names the file.
 */
MUST_USE enum rc draft_read(const char *path, struct arena *a, struct draft *out, struct err *err);

#endif
