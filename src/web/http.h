/* What stands in a request's head, taken apart. Every byte is hostile. */
#ifndef XJ_WEB_HTTP_H
#define XJ_WEB_HTTP_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum { HTTP_PARTS_MAX = 10, HTTP_QUERY_MAX = 32, HTTP_TARGET_BYTES_MAX = 8192 };

struct http_pair {
    struct str name, value;
};

/* A path and its query, both decoded: UTF-8 without control characters. */
struct http_target {
    struct str path; /* "/api/v1/rounds/3", parts joined again */
    struct str parts[HTTP_PARTS_MAX];
    size_t n_parts;
    struct http_pair query[HTTP_QUERY_MAX];
    size_t n_query;
};

/*
 * uri: as it stands in the request line. In a query '+' is a space.
 *
 * RC_SYNTAX: no path, a broken escape, control characters, bytes that are not UTF-8, a part that is
 * empty (but for the last one), "." or ".." or holds '/' or '\'. RC_LIMIT: too long, too many.
 */
MUST_USE enum rc http_target_parse(struct str uri, struct arena *a, struct http_target *out,
                                   struct err *err);

/* The value of a cookie in the header's value; empty when there is none, or several. */
struct str http_cookie(struct str header, struct str name);
/* "text/html; charset=…" -> "text/html" */
struct str http_media_type(struct str header);
/* Accept-Encoding takes gzip. */
bool http_takes_gzip(struct str header);
/* If-None-Match or If-Match names the tag ("…" with its quotes), or is "*". */
bool http_names_etag(struct str header, struct str etag);

/* Who shares an address: of IPv6 the first half, for who has one has all that begin so. */
struct str http_network(struct str address, struct arena *a);
/* An address of this machine, as inet_ntop writes it. */
bool http_is_loopback(struct str address);

#endif
