/*
 * The fetch engine: many transfers at once over libcurl, polite to every server address.
 *
 * One thread owns a fetcher. Requests wait in a queue of their server's address and start when that
 * address's clock allows it; so a caller may hand in what it has and later gets each request back
 * once, finished. Redirects are not followed: a 3xx is an answer like any other, with `location`.
 */
#ifndef XJ_NET_FETCH_H
#define XJ_NET_FETCH_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/crawl.h"
#include "model/reason.h"
#include "net/address.h"
#include "net/resolve.h"

struct fetch_options {
    const char *user_agent; /* "xunjian/1.0 (+contact)" */
    double rate; /* requests a second per server address; 0 = no limit, kept to loopback (else 2) */
    int n_per_address;     /* transfers at once per address; 0 = 6 */
    int n_total;           /* transfers at once; 0 = 512, less where files run out */
    int64_t connect_ms;    /* 0 = 10,000 */
    int64_t first_byte_ms; /* 0 = 15,000: the limit of the national indicator "站点无法访问" */
    int64_t total_ms;      /* 0 = 60,000 */
    int64_t max_header_bytes; /* 0 = 64 KiB */
    int64_t n_silent; /* requests in a row that end by their time limit: then what may be spared is
                         not sent any more to that server. 0 = it always is */
    const struct connect_to *connect_to; /* borrowed for the fetcher's life */
    size_t n_connect_to;
    bool allow_private;  /* reach private addresses also without a rule (tests) */
    const char *ca_file; /* NULL = the system's */
    lookup_fn *lookup;   /* NULL = lookup_by_system; another one in tests */
};

enum fetch_method { FETCH_GET, FETCH_HEAD };
enum fetch_family { FETCH_ANY, FETCH_IPV4, FETCH_IPV6 };

/* Strings are copied by fetch_start. */
struct fetch_request {
    struct str url; /* absolute http(s), normalised */
    enum fetch_method method;
    enum fetch_family family;
    struct str etag;          /* sends If-None-Match */
    struct str last_modified; /* sends If-Modified-Since */
    struct str accept;        /* empty = "*" "/" "*" */
    struct str user_agent;    /* empty = the fetcher's */
    struct str referer;
    struct str cookie; /* "a=1; b=2" */
    int64_t max_body; /* bytes kept after decoding; past it the transfer ends, REASON_TOO_LARGE. 0 =
                         8 MiB */
    bool ignore_tls;  /* take the page although the certificate is bad; tls_* facts say so */
    bool want_tls;    /* fill in the tls facts (a connection of its own) */
    bool is_urgent;   /* ahead of the others at its address */
    bool is_sparable; /* REASON_SILENT at once, where the server has fallen silent */
    void *tag;        /* comes back in the result */
    /*
     * What the registry names for whom this is asked: URLs and domains, separated by spaces.
     * Private addresses that stand there by number may be reached, on the ports that stand there.
     * Not copied: nothing asks for it after fetch_start.
     */
    struct str named[2];
};

/* Borrowed from the fetcher; valid until the next call of fetch_next. */
struct fetch_result {
    void *tag;
    struct str url;
    enum reason reason; /* REASON_NONE for 2xx and a 304 that was asked for; REASON_HTTP for other
                           statuses; body may be there anyway */
    int http_status;    /* 0 = no answer */
    struct str message; /* the library's own words for a failure, English */
    struct str headers; /* as received: status line and fields, CRLF; of the last answer */
    struct str body;    /* decoded */
    int64_t n_wire;     /* bytes received, headers included */
    struct str content_type, location, etag, last_modified; /* views into headers */
    int64_t retry_after_s;
    struct str ip;
    int64_t at; /* clock time of the start */
    int64_t ms, first_byte_ms;
    bool is_new_connection;
    struct transport tls; /* only with want_tls: the tls_* fields */
};

struct fetcher;

/*
 * Raises the process's soft limit on open files to what the transfers need, if it may, and
 * makes it ignore SIGPIPE. Gives *out.
 *
 * RC_IO: libcurl does not start, or the file of root certificates cannot be read.
 */
MUST_USE enum rc fetcher_new(const struct fetch_options *o, struct fetcher **out, struct err *err);
/* Cuts what still runs. */
void fetcher_free(struct fetcher *f);
void fetcher_freep(struct fetcher **f);

/* Queues a copy. */
void fetch_start(struct fetcher *f, const struct fetch_request *r);
/*
 * Drives the transfers for at most wait_ms and returns true with one finished request, or false
 * when none finished in time or none is left. Call it in a loop.
 */
bool fetch_next(struct fetcher *f, int64_t wait_ms, struct fetch_result *out);
/* Servers that had fallen silent are asked again. */
void fetch_forget_silence(struct fetcher *f);
/* Requests handed in and not yet given back. */
size_t fetch_pending(const struct fetcher *f);

/* This machine can reach IPv6 addresses at all. */
bool fetch_machine_has_ipv6(void);

#endif
