/* Evidence: responses as received, in WARC 1.1 files (ISO 28500), a gzip member a record, with a
 * CDXJ index. */
#ifndef XJ_STORE_ARCHIVE_H
#define XJ_STORE_ARCHIVE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

struct archive;

/*
 * Opens DIR for appending: DIR/000001.warc.gz, ... (a new file past 1 GiB), DIR/index.cdxj. A
 * record that a crash cut short is cut off. RC_IO: cannot write there.
 */
MUST_USE enum rc archive_open(const char *dir, struct archive **out, struct err *err);
void archive_closep(struct archive **a);

struct archive_record {
    struct str url;
    int64_t at;         /* time of the fetch */
    struct str ip;      /* may be empty */
    struct str headers; /* status line and fields as received */
    struct str body;    /* decoded; Content-Encoding, Transfer-Encoding and Content-Length are
                           rewritten to fit */
};
/*
 * Adds a response (a revisit record when the same URL and body stand there already) and writes its
 * reference "warc:000001.warc.gz#18234" to *ref, in a. On disk after archive_sync.
 */
MUST_USE enum rc archive_add(struct archive *w, const struct archive_record *r, struct arena *a,
                             struct str *ref, struct err *err);
/* fsync of what was added, index included. */
MUST_USE enum rc archive_sync(struct archive *w, struct err *err);

/* Reads a record back by its reference. RC_NOT_FOUND, RC_SYNTAX: no such record, or damaged (its
 * digest is checked). */
MUST_USE enum rc archive_read(const char *dir, struct str ref, struct arena *a,
                              struct archive_record *out, struct err *err);

#endif
