/* What a finished TLS handshake tells: certificate, chain, protocol version. */
#ifndef XJ_NET_TLS_FACTS_H
#define XJ_NET_TLS_FACTS_H

#include "base/base.h"
#include "base/str.h"
#include "model/crawl.h"

#include <openssl/ssl.h>

enum { TLS_ISSUER_BYTES = 256, TLS_VERSION_BYTES = 16 };

struct tls_facts {
    enum tri is_trusted; /* the chain ends at a known root; validity times do not count here */
    enum tri name_fits;
    bool is_good;                  /* what a browser asks for: trusted, name, times */
    int64_t not_before, not_after; /* time; of the server's own certificate; 0 = unknown */
    char issuer[TLS_ISSUER_BYTES]; /* organisation, else common name; cut */
    char version[TLS_VERSION_BYTES];
    char message[160]; /* why it is not good, English */
};

/* The roots in a PEM file; NULL = not readable. About 20 ms for a system's list. Gives the store,
 * to be freed with X509_STORE_free. */
X509_STORE *tls_roots_load(const char *ca_file);

/*
 *   ssl    a finished handshake as client
 *   roots  borrowed
 *   host   name or literal address of the URL; IPv6 in brackets
 *   now    time, for the validity of the certificates
 */
void tls_facts_read(const SSL *ssl, X509_STORE *roots, struct str host, int64_t now,
                    struct tls_facts *out);

/* Into the tls_* fields; the strings are views into f. */
void tls_facts_tell(const struct tls_facts *f, struct transport *out);

#endif
