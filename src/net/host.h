/* The host of an http URL: a domain (also with characters outside ASCII), IPv4 or IPv6. */
#ifndef XJ_NET_HOST_H
#define XJ_NET_HOST_H

#include "base/base.h"
#include "base/str.h"
#include "net/percent.h"

/* A name with other characters than ASCII is not looked at beyond this: DNS ends at 253 octets. */
enum { HOST_UNICODE_BYTES_MAX = 1024 };

/*
 * Adds the final form of a host as it stands in a URL: percent-decoded, lower case, punycode
 * (UTS #46, non-transitional), IPv4 as four decimal numbers, IPv6 compressed in brackets.
 *
 * RC_SYNTAX: no host; RC_LIMIT: longer than the limit above. *w is garbage after a failure.
 */
MUST_USE enum rc host_add(struct pen *w, struct str raw);

/* An IPv4 or bracketed IPv6 address in final form, not a name. */
bool host_is_address(struct str host);

#endif
