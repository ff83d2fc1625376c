#include "base/base.h"

#include "archive/warc.h"

#include "base/clock.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct str warc_revisit_profile = {
    .p = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    .n = sizeof("http://netpreserve.org/warc/1.1/revisit/identical-payload-digest") - 1,
};

/* ---- named fields ---- */

/* NOLINTNEXTLINE(bugprone-macro-parentheses): the name of a member takes none */
#define FIELD(text, member)                                                                        \
    {                                                                                              \
        .name = (text), .at = offsetof(struct warc_head, member)                                   \
    }

/* In the order in which they are written. The two last but one are not in the standard, which
 * allows others: with them a revisit leads to its payload without an index. */
static const struct {
    const char *name;
    size_t at;
} fields[] = {
    FIELD("WARC-Type", type),
    FIELD("WARC-Record-ID", id),
    FIELD("WARC-Date", date),
    FIELD("WARC-Filename", filename),
    FIELD("WARC-Target-URI", url),
    FIELD("WARC-IP-Address", ip),
    FIELD("WARC-Protocol", protocol),
    FIELD("WARC-Truncated", truncated),
    FIELD("WARC-Payload-Digest", payload_digest),
    FIELD("WARC-Block-Digest", block_digest),
    FIELD("WARC-Profile", profile),
    FIELD("WARC-Refers-To", refers_id),
    FIELD("WARC-Refers-To-Target-URI", refers_url),
    FIELD("WARC-Refers-To-Date", refers_date),
    FIELD("WARC-Refers-To-Filename", refers_file),
    FIELD("WARC-Refers-To-File-Offset", refers_offset),
    FIELD("Content-Type", content_type),
    FIELD("Content-Length", length),
};

void warc_head_write(const struct warc_head *h, struct buf *out)
{
    buf_add(out, STR("WARC/1.1\r\n"));
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        struct str value;

        memcpy(&value, (const char *)h + fields[i].at, sizeof(value));
        if (!str_is_empty(value))
            buf_addf(out, "%s: %.*s\r\n", fields[i].name, STR_ARG(value));
    }
    buf_add(out, STR("\r\n"));
}

static void set_field(struct warc_head *h, struct str name, struct str value)
{
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (str_eq_nocase(name, str_of(fields[i].name)))
            memcpy((char *)h + fields[i].at, &value, sizeof(value));
}

bool warc_parse(struct str record, bool is_prefix, struct warc_head *out, struct str *block)
{
    struct warc_head head = { 0 };
    struct str rest = record, line, name, value;
    int64_t length;

    if (!str_line(&rest, &line) || !str_eq(line, STR("WARC/1.1")))
        return false;
    while (str_line(&rest, &line) && line.n) {
        if (!str_cut(line, ':', &name, &value))
            return false;
        set_field(&head, str_trim(name), str_trim(value));
    }
    if (line.n || !str_to_i64(head.length, 0, INT64_MAX, &length))
        return false;
    /* Two line breaks end a record. */
    if (!is_prefix && (rest.n != (size_t)length + 4 || !str_ends(rest, STR("\r\n\r\n"))))
        return false;
    *block = str_sub(rest, 0, (size_t)length);
    *out = head;
    return true;
}

/* ---- digests, ids, dates ---- */

static void base32(const unsigned char *p, size_t n, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t bits = 0;
    int n_bits = 0;
    size_t n_out = 0;

    for (size_t i = 0; i < n; i++) {
        bits = bits << 8 | p[i];
        for (n_bits += 8; n_bits >= 5; n_bits -= 5)
            out[n_out++] = digits[bits >> (n_bits - 5) & 31];
    }
    if (n_bits)
        out[n_out++] = digits[bits << (5 - n_bits) & 31];
    while (n_out % 8)
        out[n_out++] = '=';
    out[n_out] = '\0';
}

const char *warc_digest(const struct str *parts, size_t n, char out[WARC_DIGEST_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool is_good = ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1;

    for (size_t i = 0; i < n; i++)
        is_good = is_good && EVP_DigestUpdate(ctx, parts[i].n ? parts[i].p : "", parts[i].n) == 1;
    is_good = is_good && EVP_DigestFinal_ex(ctx, digest, NULL) == 1;
    EVP_MD_CTX_free(ctx);
    ASSERT(is_good);
    (void)snprintf(out, WARC_DIGEST_BYTES, "sha256:");
    base32(digest, 32, out + 7);
    return out;
}

/* RFC 4122, version 4. */
const char *warc_new_id(char out[WARC_ID_BYTES])
{
    unsigned char u[16];

    ASSERT(RAND_bytes(u, sizeof(u)) == 1);
    u[6] = (unsigned char)((u[6] & 0x0f) | 0x40);
    u[8] = (unsigned char)((u[8] & 0x3f) | 0x80);
    (void)snprintf(out, WARC_ID_BYTES,
                   "<urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
                   "%02x%02x%02x%02x%02x%02x>",
                   u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12],
                   u[13], u[14], u[15]);
    return out;
}

const char *warc_date(int64_t time, char out[WARC_DATE_BYTES])
{
    char china[TIME_TEXT_BYTES];

    /* The same clock face eight hours earlier is UTC's. */
    (void)time_text(time - CHINA_OFFSET_S, china);
    (void)snprintf(out, WARC_DATE_BYTES, "%.19sZ", china);
    return out;
}

bool warc_date_parse(struct str date, int64_t *time)
{
    return time_parse(date, time);
}

/* ---- HTTP ---- */

/* "HTTP/2 200 " -> "HTTP/1.1 200 ", protocol "h2". */
static bool status_line(struct str line, struct buf *out, struct str *protocol)
{
    struct str version, rest;

    if (!str_starts(line, STR("HTTP/")) || !str_cut(line, ' ', &version, &rest))
        return false;
    *protocol = str_starts(version, STR("HTTP/2"))   ? STR("h2")
                : str_starts(version, STR("HTTP/3")) ? STR("h3")
                                                     : (struct str){ 0 };
    if (protocol->n)
        version = STR("HTTP/1.1");
    buf_addf(out, "%.*s %.*s\r\n", STR_ARG(version), STR_ARG(rest));
    return true;
}

static bool is_about_coding(struct str name)
{
    return str_eq_nocase(name, STR("Content-Encoding")) ||
           str_eq_nocase(name, STR("Transfer-Encoding")) ||
           str_eq_nocase(name, STR("Content-Length"));
}

bool warc_http_head(struct str received, size_t n_body, struct buf *out, struct str *protocol)
{
    bool has_length = false;
    struct str line, name, value;

    if (!str_line(&received, &line) || !status_line(line, out, protocol))
        return false;
    while (str_line(&received, &line) && line.n) {
        int64_t length;
        const size_t from = out->n;

        if (str_cut(line, ':', &name, &value) && is_about_coding(str_trim(name))) {
            const bool fits = !has_length && str_eq_nocase(str_trim(name), STR("Content-Length")) &&
                              str_to_i64(str_trim(value), 0, INT64_MAX, &length) &&
                              (size_t)length == n_body;

            if (!fits)
                buf_add(out, STR("X-Archive-Orig-"));
            has_length = has_length || fits;
        }
        buf_add(out, line);
        /* What one reader takes for a line break another does not. */
        for (size_t i = from; i < out->n; i++)
            if (out->p[i] == '\r' || out->p[i] == '\0')
                out->p[i] = ' ';
        buf_add(out, STR("\r\n"));
    }
    if (!has_length)
        buf_addf(out, "Content-Length: %zu\r\n", n_body);
    buf_add(out, STR("\r\n"));
    return true;
}

void warc_http_split(struct str message, struct str *head, struct str *body)
{
    const size_t at = str_find(message, STR("\r\n\r\n"));

    *head = at == STR_NONE ? message : str_sub(message, 0, at + 4);
    *body = str_skip(message, head->n);
}

struct str warc_http_status(struct str head)
{
    struct str line, word, rest;

    if (!str_line(&head, &line) || !str_cut(line, ' ', &word, &rest))
        return (struct str){ 0 };
    (void)str_cut(str_trim(rest), ' ', &word, &rest);
    return word;
}

struct str warc_type(struct str type)
{
    struct str parameters;

    (void)str_cut(type, ';', &type, &parameters);
    return str_trim(type);
}

struct str warc_http_type(struct str head)
{
    struct str line, name, value;

    while (str_line(&head, &line))
        if (str_cut(line, ':', &name, &value) && str_eq_nocase(str_trim(name), STR("Content-Type")))
            return warc_type(value);
    return (struct str){ 0 };
}
