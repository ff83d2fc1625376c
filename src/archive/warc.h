/* The text of WARC 1.1 records (ISO 28500:2017), before packing and after unpacking. */
#ifndef XJ_ARCHIVE_WARC_H
#define XJ_ARCHIVE_WARC_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

enum {
    WARC_DIGEST_BYTES = 64, /* "sha256:" and 56 characters of base32, NUL included */
    WARC_ID_BYTES = 48,     /* "<urn:uuid:...>" */
    WARC_DATE_BYTES = 24,   /* "2026-11-22T18:00:00Z" */
    WARC_URL_MAX = 8192,    /* bytes; the crawl's own limit */
    WARC_HEAD_MAX = 32768,  /* bytes of a record's own header; a revisit's has the URL twice */
};

/* The named fields of one record; empty ones are not written. Strings are borrowed. */
struct warc_head {
    struct str type; /* "warcinfo", "response", "revisit", "conversion" */
    struct str id;   /* "<urn:uuid:...>" */
    struct str date;
    struct str filename; /* of a warcinfo */
    struct str url, ip, protocol;
    struct str truncated; /* of a response: why its body is not whole */
    struct str content_type;
    struct str payload_digest, block_digest;
    /* of a revisit: the record that has the payload; refers_id also of a conversion: its original
     */
    struct str profile, refers_id, refers_url, refers_date, refers_file, refers_offset;
    struct str length; /* of the block, decimal */
};
extern const struct str warc_revisit_profile; /* identical payload */

/* "WARC/1.1", the fields, an empty line. */
void warc_head_write(const struct warc_head *h, struct buf *out);
/* Views into record. false: malformed, or shorter than its Content-Length says; with is_prefix the
 * block may be cut. */
MUST_USE bool warc_parse(struct str record, bool is_prefix, struct warc_head *out,
                         struct str *block);

/* Of the parts one after the other. Returns out. */
const char *warc_digest(const struct str *parts, size_t n, char out[WARC_DIGEST_BYTES]);
/* A random one. Returns out. */
const char *warc_new_id(char out[WARC_ID_BYTES]);
/* UTC. Returns out. */
const char *warc_date(int64_t time, char out[WARC_DATE_BYTES]);
MUST_USE bool warc_date_parse(struct str date, int64_t *time);

/*
 * The header of an HTTP response, made to fit a body that is decoded already: fields about coding
 * and length are kept as X-Archive-Orig-..., the right Content-Length is added, HTTP/2 and /3
 * become 1.1 (*protocol says "h2", "h3"). Ends in an empty line. false: no status line.
 */
MUST_USE bool warc_http_head(struct str received, size_t n_body, struct buf *out,
                             struct str *protocol);
/* Splits an HTTP message at its first empty line, which belongs to the head. */
void warc_http_split(struct str message, struct str *head, struct str *body);
/* The status of a status line ("200"), the type of the Content-Type field without parameters; empty
 * when there is none. Views. */
struct str warc_http_status(struct str head);
struct str warc_http_type(struct str head);
/* A media type without its parameters; a view. */
struct str warc_type(struct str type);

#endif
