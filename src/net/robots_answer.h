/* What an answer to the request for robots.txt means (RFC 9309, 2.3.1). */
#ifndef XJ_NET_ROBOTS_ANSWER_H
#define XJ_NET_ROBOTS_ANSWER_H

#include "net/fetch.h"
#include "net/robots.h"

enum { ROBOTS_REDIRECTS_MAX = 5 };

/* The request for the file at `url`, or for where it lies instead. */
struct fetch_request robots_request(struct str url);
/* The file lies elsewhere: *to, in a. n_hops: redirects that were followed so far; after the last
 * one there is no file. */
bool robots_is_elsewhere(const struct fetch_result *r, int n_hops, struct arena *a, struct str *to);
/*
 * The rules, in a; NULL: none. A server error or 429 forbids everything until the file is there,
 * and so does an answer that did not come, not to its end, or cannot be read (RFC 9309, 2.3.1.4);
 * then *is_down. Where nobody listens nothing is forbidden: nobody is there to be disturbed, and
 * that the pages do not open either is what is to be told.
 */
const struct robots *robots_of_answer(enum reason reason, int http_status, struct str body,
                                      bool *is_down, struct arena *a);

#endif
