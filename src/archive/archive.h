/* Evidence: responses as received, and what a browser made of them, in WARC 1.1 files (ISO 28500),
 * a gzip member a record, with a CDXJ index. */
#ifndef XJ_ARCHIVE_ARCHIVE_H
#define XJ_ARCHIVE_ARCHIVE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

struct archive;

enum {
    ARCHIVE_FILE_BYTES = 1 << 30,        /* a file past this takes no more records */
    ARCHIVE_BODY_BYTES_MAX = 256 << 20,  /* of a record */
    ARCHIVE_HEADERS_BYTES_MAX = 1 << 19, /* of a record, as received */
};

/*
 * Opens DIR, made when it is not there (its parent must be), for appending: DIR/000001.warc.gz, ...
 * (a new file past 1 GiB), DIR/index.cdxj. A record that a crash cut short is cut off; a file that
 * is damaged otherwise is left as it is and another begun. The index has a line for every record
 * and is sorted when the archive is opened and closed; between, lines are added at its end.
 *
 * RC_IO: cannot write there. RC_BUSY: another process has it open.
 */
MUST_USE enum rc archive_open(const char *dir, struct archive **out, struct err *err);
/* Syncs, too; what fails then shows only when archive_sync was called before. */
void archive_closep(struct archive **a);

enum archive_kind {
    ARCHIVE_RESPONSE,
    ARCHIVE_CONVERSION, /* made of a response: a picture of the page, its DOM in a browser */
};

struct archive_record {
    enum archive_kind kind;
    struct str url;
    int64_t at;          /* time of the fetch, or when it was made */
    struct str ip;       /* of a response; may be empty */
    struct str headers;  /* of a response: status line and fields as received. Read back: fields
                            about coding and length are named X-Archive-Orig-..., with the right
                            Content-Length */
    struct str type;     /* of a conversion: media type of the body */
    struct str original; /* of a conversion that is added: reference of the response */
    struct str body;     /* decoded */
    struct str cut;      /* of a response: why the body is not whole, a word of WARC-Truncated
                            ("length", "time", "disconnect"); empty: it is */
};
/*
 * Adds a response (a revisit record when the same URL and body stand there already) or a conversion
 * and writes its reference "warc:000001.warc.gz#18234" to *ref, in a. On disk after archive_sync.
 *
 * RC_SYNTAX: the URL has spaces or is too long, the headers lack a status line, the type is none.
 * RC_NOT_FOUND: no such original. RC_LIMIT: larger than the above. RC_IO: disk full or failing;
 * nothing of the record stays.
 */
MUST_USE enum rc archive_add(struct archive *w, const struct archive_record *r, struct arena *a,
                             struct str *ref, struct err *err);
/* Adds a conversion of the last record that *refs names, and its own reference behind it. */
MUST_USE enum rc archive_add_made(struct archive *w, const struct archive_record *made,
                                  struct arena *a, struct str *refs, struct err *err);
/* As it was opened. */
const char *archive_dir(const struct archive *w);
/* fsync of what was added. Lines of the index may still be lost by a power cut: then they are made
 * again. */
MUST_USE enum rc archive_sync(struct archive *w, struct err *err);

/*
 * Reads a record back by its reference, a revisit with the body that it refers to. Works while the
 * archive is being written, too.
 *
 * RC_NOT_FOUND: no such record. RC_SYNTAX: damaged (checksum and digests are verified). RC_IO.
 */
MUST_USE enum rc archive_read(const char *dir, struct str ref, struct arena *a,
                              struct archive_record *out, struct err *err);
/* Where a record stands, for who reads it in a process that may open nothing itself. */
struct archive_place {
    const char *paths[2]; /* of the record's file; of a revisit, that with its body. NULL = none */
    int64_t offsets[2];
};
/* Paths in a. RC_NOT_FOUND: that is no reference. */
MUST_USE enum rc archive_locate(const char *dir, struct str ref, struct arena *a,
                                struct archive_place *out, struct err *err);
/* As archive_read, from the files that were opened for a place (-1 = it could not be). */
MUST_USE enum rc archive_read_open(const int files[2], const int64_t offsets[2], struct arena *a,
                                   struct archive_record *out, struct err *err);
/* As archive_read without headers and body, of which nothing is read: cheap. RC_NOT_FOUND: no
 * record with a head that can be read. */
MUST_USE enum rc archive_look(const char *dir, struct str ref, struct arena *a,
                              struct archive_record *out, struct err *err);

#endif
