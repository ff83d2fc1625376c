/*
 * The https half of the loopback server: a small authority, made at each start, and certificates of
 * several kinds, chosen by the name that the client asks for (SNI).
 */
#ifndef XJ_WEB_LOCAL_TLS_H
#define XJ_WEB_LOCAL_TLS_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "loopback/serve_rules.h"

#include <gnutls/abstract.h>

struct local_tls;

/* hosts is borrowed for the life of *out. RC_IO: the library refuses. Gives *out. */
MUST_USE enum rc local_tls_new(const struct serve_tls *hosts, size_t n, struct local_tls **out,
                               struct err *err);
void local_tls_freep(struct local_tls **t);
/* The authority's certificate, PEM. */
struct str local_tls_ca(const struct local_tls *t);

/* The certificate of a host and its key, borrowed; false: no such host. */
bool local_tls_find(const struct local_tls *t, struct str host, gnutls_pcert_st **cert,
                    gnutls_privkey_t *key);

#endif
