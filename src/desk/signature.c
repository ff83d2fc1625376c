#include "base/base.h"

#include "desk/signature.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void key_freep(EVP_PKEY **key)
{
    EVP_PKEY_free(*key);
}

static void ctx_freep(EVP_MD_CTX **ctx)
{
    EVP_MD_CTX_free(*ctx);
}

/* A new file that nobody else may read, when it is secret. */
static FILE *create(const char *path, bool is_secret)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, is_secret ? 0600 : 0644);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (!f && fd >= 0)
        (void)close(fd);
    return f;
}

static enum rc write_key(const char *path, bool is_secret, EVP_PKEY *key, struct err *err)
{
    FILE *f = create(path, is_secret);
    bool is_written;

    if (!f)
        return err_set(err, RC_IO, "%s：不能新建（%s）", path, os_reason(errno));
    is_written = is_secret ? PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) == 1
                           : PEM_write_PUBKEY(f, key) == 1;
    if (fclose(f) != 0 || !is_written)
        return err_set(err, RC_IO, "%s：写不进去", path);
    return RC_OK;
}

enum rc signature_make_keys(const char *path, struct err *err)
{
    AUTO(key_freep) EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    char public_path[4096];
    enum rc rc;

    if (!key)
        return err_set(err, RC_IO, "密钥生成失败");
    if (snprintf(public_path, sizeof public_path, "%s.pub", path) >= (int)sizeof public_path)
        return err_set(err, RC_IO, "%s：路径过长", path);
    rc = write_key(path, true, key, err);
    return rc ? rc : write_key(public_path, false, key, err);
}

static enum rc read_key(const char *path, bool is_secret, EVP_PKEY **out, struct err *err)
{
    FILE *f = fopen(path, "r");

    if (!f)
        return err_set(err, RC_IO, "%s：打不开（%s）", path, os_reason(errno));
    *out =
        is_secret ? PEM_read_PrivateKey(f, NULL, NULL, NULL) : PEM_read_PUBKEY(f, NULL, NULL, NULL);
    (void)fclose(f);
    if (!*out || EVP_PKEY_get_id(*out) != EVP_PKEY_ED25519)
        return err_set(err, RC_SYNTAX, "%s：不是 Ed25519 %s", path, is_secret ? "私钥" : "公钥");
    return RC_OK;
}

enum rc signature_make(const char *key_path, struct str text, unsigned char out[SIGNATURE_BYTES],
                       struct err *err)
{
    AUTO(key_freep) EVP_PKEY *key = NULL;
    AUTO(ctx_freep) EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    size_t n = SIGNATURE_BYTES;
    const enum rc rc = read_key(key_path, true, &key, err);

    if (rc)
        return rc;
    if (!ctx || EVP_DigestSignInit(ctx, NULL, NULL, NULL, key) != 1 ||
        EVP_DigestSign(ctx, out, &n, (const unsigned char *)text.p, text.n) != 1)
        return err_set(err, RC_SYNTAX, "%s：不能用来签名", key_path);
    return RC_OK;
}

enum rc signature_check(const char *public_path, struct str text, struct str signature, bool *fits,
                        struct err *err)
{
    AUTO(key_freep) EVP_PKEY *key = NULL;
    AUTO(ctx_freep) EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    const enum rc rc = read_key(public_path, false, &key, err);

    if (rc)
        return rc;
    *fits = ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key) == 1 &&
            EVP_DigestVerify(ctx, (const unsigned char *)signature.p, signature.n,
                             (const unsigned char *)text.p, text.n) == 1;
    return RC_OK;
}

const char *signature_digest(struct str bytes, char out[DIGEST_TEXT_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;

    if (EVP_Digest(bytes.p, bytes.n, digest, &n, EVP_sha256(), NULL) != 1)
        n = 0;
    out[0] = 0;
    for (unsigned i = 0; i < n; i++)
        (void)snprintf(out + 2 * (size_t)i, 3, "%02x", digest[i]);
    return out;
}
