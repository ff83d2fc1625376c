#include "support/certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY_S = 86400 };

static void need(int ok)
{
    if (!ok) {
        (void)fputs("support/certificates: OpenSSL refused\n", stderr);
        abort();
    }
}

static void add_extension(X509 *cert, int nid, const char *value)
{
    X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

    need(e && X509_add_ext(cert, e, -1));
    X509_EXTENSION_free(e);
}

struct wish {
    const char *organisation;
    EVP_PKEY *key;
    X509 *issuer; /* NULL = by itself */
    EVP_PKEY *issuer_key;
    long until_s;
    const char *names; /* NULL = a root */
};

static X509 *make(const struct wish *w)
{
    const unsigned char *organisation = (const unsigned char *)w->organisation;
    X509 *cert = X509_new();
    X509_NAME *name = cert ? X509_get_subject_name(cert) : NULL;

    need(name != NULL);
    need(X509_set_version(cert, 2) &&
         ASN1_INTEGER_set(X509_get_serialNumber(cert), w->issuer ? 2 : 1));
    need(X509_gmtime_adj(X509_getm_notBefore(cert), -10L * DAY_S) != NULL);
    need(X509_gmtime_adj(X509_getm_notAfter(cert), w->until_s) != NULL);
    need(X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, organisation, -1, -1, 0));
    need(X509_set_issuer_name(cert, w->issuer ? X509_get_subject_name(w->issuer) : name));
    need(X509_set_pubkey(cert, w->key));
    add_extension(cert, NID_basic_constraints, w->names ? "CA:FALSE" : "critical,CA:TRUE");
    if (w->names)
        add_extension(cert, NID_subject_alt_name, w->names);
    need(X509_sign(cert, w->issuer ? w->issuer_key : w->key, EVP_sha256()) > 0);
    return cert;
}

SSL_CTX *certificates_server(enum certificate kind, const char *ca_file)
{
    EVP_PKEY *root_key = EVP_RSA_gen(2048), *key = EVP_RSA_gen(2048);
    SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
    FILE *file = fopen(ca_file, "w");

    need(root_key && key && ctx && file);

    X509 *root =
        make(&(struct wish){ .organisation = "测试根", .key = root_key, .until_s = 100L * DAY_S });
    X509 *cert = make(&(struct wish){
        .organisation = "某机关",
        .key = key,
        .issuer = kind == CERTIFICATE_SELF_SIGNED ? NULL : root,
        .issuer_key = root_key,
        .until_s = kind == CERTIFICATE_EXPIRED ? -DAY_S : 90L * DAY_S,
        .names = kind == CERTIFICATE_OTHER_NAME ? "DNS:other.cn"
                                                : "DNS:localhost,DNS:*.test.cn,IP:127.0.0.1",
    });

    need(PEM_write_X509(file, root) && fclose(file) == 0);
    need(SSL_CTX_use_certificate(ctx, cert) && SSL_CTX_use_PrivateKey(ctx, key));
    X509_free(root);
    X509_free(cert);
    EVP_PKEY_free(root_key);
    EVP_PKEY_free(key);
    return ctx;
}
