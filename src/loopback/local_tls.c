#include "base/base.h"

#include "loopback/local_tls.h"

#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Certificates live in fixed years, so that they mean the same at every clock that a test may set:
 * all from 2020-01-01, good ones until 2049-01-01, expired ones until 2024-03-01.
 */
static const time_t valid_from = 1577836800;
static const time_t good_until = 2493072000;
static const time_t expired_at = 1709251200;

struct local_tls {
    const struct serve_tls *hosts;
    size_t n;
    gnutls_x509_privkey_t ca_key, key; /* all hosts share one key */
    gnutls_privkey_t session_key;      /* the same, as the handshake wants it */
    gnutls_x509_crt_t ca;
    gnutls_pcert_st *certs; /* one a host */
    size_t n_certs;         /* the finished ones */
    gnutls_datum_t ca_pem;
};

static int new_key(gnutls_x509_privkey_t *key)
{
    const unsigned bits = GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1);
    const int bad = gnutls_x509_privkey_init(key);

    return bad ? bad : gnutls_x509_privkey_generate(*key, GNUTLS_PK_ECDSA, bits, 0);
}

/* What all certificates of ours have. */
static int begin_cert(gnutls_x509_crt_t *crt, gnutls_x509_privkey_t key, uint32_t serial,
                      const char *name, time_t until)
{
    const unsigned char number[] = { 1, (unsigned char)(serial >> 16), (unsigned char)(serial >> 8),
                                     (unsigned char)serial };
    int bad = gnutls_x509_crt_init(crt);

    if (!bad)
        bad = gnutls_x509_crt_set_version(*crt, 3);
    if (!bad)
        bad = gnutls_x509_crt_set_serial(*crt, number, sizeof(number));
    if (!bad)
        bad = gnutls_x509_crt_set_activation_time(*crt, valid_from);
    if (!bad)
        bad = gnutls_x509_crt_set_expiration_time(*crt, until);
    if (!bad)
        bad = gnutls_x509_crt_set_dn_by_oid(*crt, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                            (unsigned)strlen(name));
    return bad ? bad : gnutls_x509_crt_set_key(*crt, key);
}

static int make_ca(struct local_tls *t)
{
    int bad = begin_cert(&t->ca, t->ca_key, 0, "xunjian loopback authority", good_until);

    if (!bad)
        bad = gnutls_x509_crt_set_basic_constraints(t->ca, 1, 0);
    if (!bad)
        bad = gnutls_x509_crt_set_key_usage(t->ca, GNUTLS_KEY_KEY_CERT_SIGN);
    if (!bad)
        bad = gnutls_x509_crt_sign2(t->ca, t->ca, t->ca_key, GNUTLS_DIG_SHA256, 0);
    return bad ? bad : gnutls_x509_crt_export2(t->ca, GNUTLS_X509_FMT_PEM, &t->ca_pem);
}

static int make_cert(struct local_tls *t, const struct serve_tls *host, uint32_t serial,
                     gnutls_pcert_st *out)
{
    const enum serve_certificate kind = host->certificate;
    const bool is_own = kind == CERT_SELF_SIGNED;
    char name[254];
    gnutls_x509_crt_t crt = NULL;

    (void)snprintf(name, sizeof(name), "%s%.*s", kind == CERT_WRONG_NAME ? "other." : "",
                   STR_ARG(host->host));

    int bad =
        begin_cert(&crt, t->key, serial, name, kind == CERT_EXPIRED ? expired_at : good_until);

    if (!bad)
        bad = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, name,
                                                   (unsigned)strlen(name), GNUTLS_FSAN_SET);
    if (!bad)
        bad = gnutls_x509_crt_set_basic_constraints(crt, 0, -1);
    if (!bad)
        bad = gnutls_x509_crt_sign2(crt, is_own ? crt : t->ca, is_own ? t->key : t->ca_key,
                                    GNUTLS_DIG_SHA256, 0);
    if (!bad)
        bad = gnutls_pcert_import_x509(out, crt, 0);
    gnutls_x509_crt_deinit(crt);
    return bad;
}

static int make_all(struct local_tls *t)
{
    int bad = new_key(&t->ca_key);

    if (!bad)
        bad = new_key(&t->key);
    if (!bad)
        bad = make_ca(t);
    if (!bad)
        bad = gnutls_privkey_init(&t->session_key);
    if (!bad)
        bad = gnutls_privkey_import_x509(t->session_key, t->key, GNUTLS_PRIVKEY_IMPORT_COPY);
    for (; !bad && t->n_certs < t->n; t->n_certs += !bad)
        bad = make_cert(t, &t->hosts[t->n_certs], (uint32_t)t->n_certs + 1, &t->certs[t->n_certs]);
    return bad;
}

enum rc local_tls_new(const struct serve_tls *hosts, size_t n, struct local_tls **out,
                      struct err *err)
{
    AUTO(local_tls_freep) struct local_tls *t = calloc(1, sizeof(*t));

    if (!t)
        abort();
    t->hosts = hosts;
    t->n = n;
    t->certs = calloc(n ? n : 1, sizeof(*t->certs));
    if (!t->certs)
        abort();

    const int bad = make_all(t);

    if (bad)
        return err_set(err, RC_IO, "演示用证书没有做成：%s", gnutls_strerror(bad));
    *out = t;
    t = NULL;
    return RC_OK;
}

void local_tls_freep(struct local_tls **t)
{
    struct local_tls *old = *t;

    if (!old)
        return;
    for (size_t i = 0; i < old->n_certs; i++)
        gnutls_pcert_deinit(&old->certs[i]);
    free(old->certs);
    gnutls_free(old->ca_pem.data);
    gnutls_x509_crt_deinit(old->ca);
    gnutls_privkey_deinit(old->session_key);
    gnutls_x509_privkey_deinit(old->key);
    gnutls_x509_privkey_deinit(old->ca_key);
    free(old);
    *t = NULL;
}

struct str local_tls_ca(const struct local_tls *t)
{
    return str_from((const char *)t->ca_pem.data, t->ca_pem.size);
}

bool local_tls_find(const struct local_tls *t, struct str host, gnutls_pcert_st **cert,
                    gnutls_privkey_t *key)
{
    for (size_t i = 0; i < t->n; i++) {
        if (!str_eq_nocase(t->hosts[i].host, host))
            continue;
        *cert = &t->certs[i];
        *key = t->session_key;
        return true;
    }
    return false;
}
