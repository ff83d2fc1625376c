/* Why a fetch gave no good page: the closed list of contract words. */
#ifndef XJ_MODEL_REASON_H
#define XJ_MODEL_REASON_H

#include "base/base.h"

enum reason {
    REASON_NONE, /* a response came and its status is 2xx or 304 */
    REASON_HTTP, /* "http-NNN": any other status, redirects without a usable Location included */
    REASON_DNS,  /* the name does not resolve */
    REASON_DNS_TEMPORARY, /* the resolver did not answer: our problem or theirs, judged `unknown` */
    REASON_BLOCKED_ADDRESS, /* resolves to a private, loopback or link-local address */
    REASON_CONNECT,         /* refused or unroutable */
    REASON_TLS,             /* handshake or certificate */
    REASON_TIMEOUT,         /* no first byte, or no end, in time */
    REASON_RESET,           /* cut before the end: reset, wrong length, broken chunking */
    REASON_PROTOCOL,        /* not HTTP, or a 304 that was not asked for */
    REASON_HEADERS,         /* headers past the limit */
    REASON_TOO_LARGE,       /* body past the limit; the part up to it was read */
    REASON_ENCODING,        /* Content-Encoding that does not decode, expansion past the limit */
    REASON_EMPTY,           /* 200 without a body */
    REASON_REDIRECT_LOOP,
    REASON_TOO_MANY_REDIRECTS,
    REASON_SOFT_404,   /* an error page behind status 200 */
    REASON_ANCHOR,     /* the page is there, the place in it is not */
    REASON_ROBOTS,     /* robots.txt asks us not to */
    REASON_URL,        /* http(s) in name, but no URL: "http:///x", bad port, bad host */
    REASON_UNREADABLE, /* reading it crashed the program: our fault, judged `unknown` */
    REASON_OFFLINE,    /* nothing else opened either: our own network, judged `unknown` */
    REASON_COOKIE,     /* a redirect that set a cookie; without it nobody knows what comes */
    REASON_TAKEN,      /* the address of another site shows gambling and the like now */
    REASON_SILENT,     /* its server had fallen silent, and was not asked any more: `unknown` */
    REASON_N,
};

enum { REASON_TEXT_BYTES = 32 };
/* The contract's word ("dns", "http-404", ...) written to out; "" for REASON_NONE. Returns out. */
const char *reason_text(enum reason reason, int http_status, char out[REASON_TEXT_BYTES]);
/* The same for people: "域名无法解析", "HTTP 404", ... */
const char *reason_title(enum reason reason);

/* The failure may pass by itself (5xx, 403, 408, 425, 429, timeout, reset, temporary DNS): no more
 * than a notice, also after the second try. */
bool reason_is_passing(enum reason reason, int http_status);
/* Nothing of the other side was seen: it may be our own network. */
bool reason_is_silence(enum reason reason, int http_status);
/* Nothing was learnt of the page: our network, our rules, its robots.txt. Judged `unknown`. */
bool reason_is_ours(enum reason reason);
/* It was met on the way to the page or in the answer: tried again at the end of the run, before
 * anything is called dead. A server that says 404 or 410 is believed at once. */
bool reason_wants_second_try(enum reason reason, int http_status);
/* Nobody said that the page is not there: what was known of it is neither confirmed nor gone. */
bool reason_is_open(enum reason reason, int http_status);

#endif
