/* Which server addresses a fetch may reach. */
#ifndef XJ_NET_ADDRESS_H
#define XJ_NET_ADDRESS_H

#include "base/base.h"
#include "base/str.h"

/*
 * A public unicast address. false for private, loopback, link-local, shared (100.64/10),
 * documentation, multicast, and for IPv6 forms that carry such an IPv4 address (mapped, 6to4,
 * NAT64, Teredo). Takes "1.2.3.4" or "2001:db8::1" (brackets allowed).
 */
bool address_is_public(struct str ip);
/* The host of a parsed URL is an address, not a name. */
bool address_is_literal(struct str host);

/* One of `urls` (URLs and domains, separated by spaces) is this address, by number, on this port;
 * http and https on their usual ports are one place. */
bool address_is_named(struct str urls, struct str host, uint16_t port);
/* One of `urls` is an address that is not public, by number. */
bool address_names_private(struct str urls);

/*
 * A --connect-to rule, as in curl: HOST1:PORT1:HOST2:PORT2, empty parts match all. IPv6 in
 * brackets. Views into the text that was parsed.
 */
struct connect_to {
    struct str from_host, from_port, to_host, to_port;
};
MUST_USE bool connect_to_parse(struct str text, struct connect_to *out);
/* The first rule that fits, or NULL. */
const struct connect_to *connect_to_find(const struct connect_to *rules, size_t n, struct str host,
                                         uint16_t port);

#endif
