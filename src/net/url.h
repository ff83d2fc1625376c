/*
 * URLs by the WHATWG rules (https://url.spec.whatwg.org), http and https only.
 *
 * Measured against the Web Platform Tests' list. Made for crawling: resolving a plain relative link
 * allocates one string and takes well under 200 ns.
 */
#ifndef XJ_NET_URL_H
#define XJ_NET_URL_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

enum { URL_BYTES_MAX = 8192 };

enum url_scheme { URL_OTHER, URL_HTTP, URL_HTTPS };

/*
 * A parsed http(s) URL. `href` is the whole without the fragment, normalised; the parts are views
 * into it except `fragment`. Lives in the arena handed to url_parse.
 */
struct url {
    struct str href;     /* "http://www.x.gov.cn/a/?q" */
    struct str origin;   /* "http://www.x.gov.cn:8080": scheme, host and any non-default port; href
                            has a user before the host, too */
    struct str host;     /* lower case, punycode; IPv6 in brackets */
    struct str path;     /* from the first '/' */
    struct str query;    /* without '?' */
    struct str fragment; /* as serialised (percent-encoded), without '#' */
    bool has_query, has_fragment;
    enum url_scheme scheme;
    uint16_t port; /* always set */
};

/*
 *   input    borrowed; UTF-8, other bytes are percent-encoded as they are
 *   base     NULL for absolute URLs only
 *   charset  of the page the link stands in ("gb18030", ...): queries are encoded in it;
 *            NULL means UTF-8
 *   a        takes the strings
 *   out      written only on RC_OK
 *
 * RC_UNSUPPORTED: valid, but another scheme (mailto, javascript, ...). RC_SYNTAX: no URL.
 * RC_LIMIT: longer than URL_BYTES_MAX, before or after encoding, fragment included.
 */
MUST_USE enum rc url_parse(struct str input, const struct url *base, const char *charset,
                           struct arena *a, struct url *out);

/* What a server is asked for: "/a?b". */
static inline struct str url_target(const struct url *u)
{
    return str_skip(u->href, (size_t)(u->path.p - u->href.p));
}

/* Percent-decodes for people; escapes whose bytes are no UTF-8 stay escapes. */
struct str url_decode(struct str s, struct arena *a);

/* "/list.jsp;jsessionid=0A1B?id=1" is "/list.jsp?id=1": servers put a new session into the links of
 * whoever sends no cookie, and each would be another page. In the arena, or the URL itself. */
struct str url_without_session(struct str href, struct arena *a);
/* "x.gov.cn" of "www.a.x.gov.cn": the part under a public suffix (libpsl); the host itself for
 * addresses. */
struct str url_registrable(struct str host);
/* Both hosts lie under the same registrable domain. */
bool url_same_domain(struct str host_a, struct str host_b);
/* host is `domain` or ends in ".domain". ASCII case does not matter. */
bool url_host_within(struct str host, struct str domain);
/* The host in Unicode for people ("政务.中国"); the host itself when it is no IDN. */
struct str url_host_display(struct str host, struct arena *a);

#endif
