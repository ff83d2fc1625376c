/* What an answer sets, given back to a redirect to itself; nothing else here keeps any. */
#ifndef XJ_NET_COOKIE_H
#define XJ_NET_COOKIE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

enum { COOKIES_BYTES_MAX = 4096 };

/*
 * What an answer sets, as a request gives it back: "a=1; b=2" in a, without what does not fit into
 * COOKIES_BYTES_MAX; empty when it sets nothing.
 *
 *   headers  status line and fields, CRLF or LF
 */
struct str cookies_of(struct str headers, struct arena *a);

#endif
