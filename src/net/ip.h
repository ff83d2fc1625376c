/* IPv4 and IPv6 addresses as the URL standard reads and writes them. */
#ifndef XJ_NET_IP_H
#define XJ_NET_IP_H

#include "base/base.h"
#include "base/str.h"
#include "net/percent.h"

enum { IPV6_PIECES = 8 };

/* The last label is a number, so that the host is an IPv4 address or nothing. */
bool ipv4_is_meant(struct str host);
/* One to four numbers, decimal, octal (010) or hexadecimal (0x8): "127.1" is 127.0.0.1. */
MUST_USE bool ipv4_parse(struct str host, uint32_t *out);
void ipv4_add(struct pen *w, uint32_t ip);

/* Without brackets and zone. */
MUST_USE bool ipv6_parse(struct str text, uint16_t out[IPV6_PIECES]);
void ipv6_add(struct pen *w, const uint16_t pieces[IPV6_PIECES]);

#endif
