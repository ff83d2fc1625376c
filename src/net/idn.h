/* Domain names in characters outside ASCII: UTS #46, non-transitional, as browsers do it. */
#ifndef XJ_NET_IDN_H
#define XJ_NET_IDN_H

#include "base/base.h"
#include "base/str.h"
#include "net/percent.h"

/*
 * Adds the name in lower case with punycode labels. Lengths, hyphens and ASCII symbols are not
 * checked: the URL standard leaves them to its own rules and to DNS.
 *
 * RC_SYNTAX: UTS #46 refuses it. RC_LIMIT: w is full, or more than HOST_UNICODE_BYTES_MAX bytes.
 */
MUST_USE enum rc idn_to_ascii(struct str name, struct pen *w);
/* The way back, for people; RC_SYNTAX when a label is no valid IDN. */
MUST_USE enum rc idn_to_unicode(struct str ascii, struct pen *w);

#endif
