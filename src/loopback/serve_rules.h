/* serve.yaml: what a loopback server does that differs from a plain 200. See docs/fixtures.md. */
#ifndef XJ_WEB_SERVE_RULES_H
#define XJ_WEB_SERVE_RULES_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum serve_close { CLOSE_NOT, CLOSE_BEFORE, CLOSE_MIDDLE };

/* Empty strings and zeroes: not given. */
struct serve_rule {
    struct str host, path, method; /* what it fits; path is never empty */
    struct str agent, referer;     /* stand in the request's User-Agent, Referer */
    int64_t times;                 /* fits only the first so many requests; 0 = all */
    int64_t status, delay_ms;
    struct str location, content_type, charset, body_file;
    const struct str *headers; /* "Name: value" */
    size_t n_headers;
    bool is_charset_silent;
    enum serve_close close;
};

enum serve_certificate { CERT_GOOD, CERT_EXPIRED, CERT_SELF_SIGNED, CERT_WRONG_NAME };

struct serve_tls {
    struct str host;
    enum serve_certificate certificate;
};

struct serve_rules {
    const struct serve_rule *rules;
    uint64_t *n_used; /* beside each rule: requests that it fitted */
    size_t n;
    const struct serve_tls *tls;
    size_t n_tls;
    int64_t now; /* the clock that the folder is made for; 0 = none given */
};

/* Without the file there are no rules. RC_IO, RC_SYNTAX: the sentence has file, place and reason.
 */
MUST_USE enum rc serve_rules_load(const char *path, struct arena *a, struct serve_rules *out,
                                  struct err *err);

/* path: decoded; query: without '?'. */
struct serve_request {
    struct str host, path, query, method, agent, referer;
    bool has_query;
};
/* All rules that fit, put together: of each field the first that is given. Counts their use. */
struct serve_rule serve_rules_plan(const struct serve_rules *s, const struct serve_request *r);

#endif
