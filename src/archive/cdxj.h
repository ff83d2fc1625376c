/* Lines of a CDXJ index: "com,example)/path 20261122180000 {"url": ...}", one a record. */
#ifndef XJ_ARCHIVE_CDXJ_H
#define XJ_ARCHIVE_CDXJ_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

struct cdxj_entry {
    struct str url;
    int64_t at;               /* time of the fetch */
    struct str mime, status;  /* "warc/revisit" for a revisit */
    struct str digest;        /* of the payload */
    struct str filename;      /* "000001.warc.gz" */
    int64_t offset, n_packed; /* of the gzip member */
};

/* Appends the line, newline included. */
void cdxj_write(const struct cdxj_entry *e, struct arena *scratch, struct buf *out);
/* Reads what cdxj_write wrote; `at` is left 0. Strings are views into the line, or in the arena. */
MUST_USE bool cdxj_parse(struct str line, struct arena *a, struct cdxj_entry *out);

/*
 * The key by which such indexes are sorted and looked up: host reversed, without "www." and port 80
 * or 443, all in lower case, parameters sorted, no '/' at the end of a path (the way of the
 * Internet Archive's surt, which pywb uses).
 */
struct str cdxj_surt(struct str url, struct arena *a);

#endif
