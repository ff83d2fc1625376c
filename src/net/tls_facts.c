#include "base/base.h"

#include "net/tls_facts.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

X509_STORE *tls_roots_load(const char *ca_file)
{
    X509_STORE *roots = X509_STORE_new();

    if (roots && X509_STORE_load_file(roots, ca_file) == 1)
        return roots;
    X509_STORE_free(roots);
    return NULL;
}

static void copy(char *out, size_t size, struct str text)
{
    const size_t n = text.n < size - 1 ? text.n : size - 1;

    if (n)
        memcpy(out, text.p, n);
    out[n] = '\0';
}

/* 0 = unreadable. */
static int64_t time_of(const ASN1_TIME *t)
{
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0, seconds = 0;
    const bool is_readable = t && epoch && ASN1_TIME_diff(&days, &seconds, epoch, t) == 1;

    ASN1_TIME_free(epoch);
    return is_readable ? (int64_t)days * 86400 + seconds : 0;
}

/* The chain up to a root; -1 as `at` leaves the validity times out. X509_V_OK or the error. */
static int verify(const SSL *ssl, X509 *cert, X509_STORE *roots, int64_t at)
{
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    int error = X509_V_ERR_UNSPECIFIED;

    if (ctx && X509_STORE_CTX_init(ctx, roots, cert, SSL_get_peer_cert_chain(ssl))) {
        X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);

        X509_STORE_CTX_set_default(ctx, "ssl_server");
        X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
        if (at >= 0)
            X509_VERIFY_PARAM_set_time(param, at);
        else
            X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_NO_CHECK_TIME);
        error = X509_verify_cert(ctx) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(ctx);
    }
    X509_STORE_CTX_free(ctx);
    return error;
}

static bool name_fits(X509 *cert, struct str host)
{
    char text[256];
    const bool is_ipv6 = str_starts(host, STR("["));

    if (is_ipv6 && host.n > 2)
        host = str_sub(host, 1, host.n - 2);
    if (host.n >= sizeof(text))
        return false;
    copy(text, sizeof(text), host);
    if (X509_check_ip_asc(cert, text, 0) == 1)
        return true;
    return !is_ipv6 && X509_check_host(cert, text, 0, 0, NULL) == 1;
}

static void read_issuer(X509 *cert, char out[TLS_ISSUER_BYTES])
{
    static const int nids[] = { NID_organizationName, NID_commonName };
    X509_NAME *name = X509_get_issuer_name(cert);

    for (size_t i = 0; i < COUNT_OF(nids); i++) {
        const int at = name ? X509_NAME_get_index_by_NID(name, nids[i], -1) : -1;
        unsigned char *utf8 = NULL;
        const int n = at < 0 ? -1
                             : ASN1_STRING_to_UTF8(
                                   &utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));

        if (n > 0) {
            copy(out, TLS_ISSUER_BYTES, str_from((const char *)utf8, (size_t)n));
            OPENSSL_free(utf8);
            return;
        }
        OPENSSL_free(utf8);
    }
}

void tls_facts_read(const SSL *ssl, X509_STORE *roots, struct str host, int64_t now,
                    struct tls_facts *out)
{
    X509 *cert = SSL_get1_peer_certificate(ssl);

    *out = (struct tls_facts){ 0 };
    copy(out->version, sizeof(out->version), str_of(SSL_get_version(ssl)));
    if (!cert) {
        copy(out->message, sizeof(out->message), STR("no certificate"));
        return;
    }

    const int error = verify(ssl, cert, roots, now);
    const bool fits = name_fits(cert, host);

    out->is_trusted = verify(ssl, cert, roots, -1) == X509_V_OK ? TRI_YES : TRI_NO;
    out->name_fits = fits ? TRI_YES : TRI_NO;
    out->is_good = error == X509_V_OK && fits;
    out->not_before = time_of(X509_get0_notBefore(cert));
    out->not_after = time_of(X509_get0_notAfter(cert));
    read_issuer(cert, out->issuer);
    if (error != X509_V_OK)
        copy(out->message, sizeof(out->message), str_of(X509_verify_cert_error_string(error)));
    else if (!fits)
        copy(out->message, sizeof(out->message), STR("certificate is for another name"));
    X509_free(cert);
}

void tls_facts_tell(const struct tls_facts *f, struct transport *out)
{
    out->tls_trusted = f->is_trusted;
    out->tls_name_fits = f->name_fits;
    out->tls_not_before = f->not_before;
    out->tls_not_after = f->not_after;
    out->tls_issuer = str_of(f->issuer);
    out->tls_version = str_of(f->version);
    out->tls_reason = f->is_good ? REASON_NONE : REASON_TLS;
}
