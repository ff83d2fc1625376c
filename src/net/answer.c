#include "base/base.h"

#include "net/answer.h"

#include <string.h>

static bool take_field(struct str name, struct str value, struct str wanted, struct str *out)
{
    if (out->p || !str_eq_nocase(name, wanted))
        return false;
    *out = str_trim(value);
    return true;
}

void answer_fields_read(struct str headers, struct answer_fields *out)
{
    struct str line, name, value;

    *out = (struct answer_fields){ 0 };
    (void)str_line(&headers, &line);
    while (str_line(&headers, &line)) {
        if (line.n < 5 || !str_cut(line, ':', &name, &value))
            continue;
        switch (char_lower(name.p[0])) {
        case 'c':
            if (!take_field(name, value, STR("content-type"), &out->content_type))
                (void)take_field(name, value, STR("content-encoding"), &out->content_encoding);
            break;
        case 'l':
            if (!take_field(name, value, STR("location"), &out->location))
                (void)take_field(name, value, STR("last-modified"), &out->last_modified);
            break;
        case 'e':
            (void)take_field(name, value, STR("etag"), &out->etag);
            break;
        }
    }
}

bool answer_encoding_is_known(struct str content_encoding)
{
    static const char *const known[] = { "gzip", "x-gzip", "deflate", "br", "zstd", "identity" };

    while (content_encoding.n) {
        struct str token;
        size_t i = 0;

        (void)str_cut(content_encoding, ',', &token, &content_encoding);
        token = str_trim(token);
        while (i < COUNT_OF(known) && !str_eq_nocase(token, str_of(known[i])))
            i++;
        if (i == COUNT_OF(known))
            return false;
    }
    return true;
}

/* What is not here breaks in the middle of something: REASON_RESET. */
static const struct {
    CURLcode code;
    enum reason reason;
} reasons[] = {
    { CURLE_UNSUPPORTED_PROTOCOL, REASON_PROTOCOL }, /* HTTP/0.9 */
    { CURLE_URL_MALFORMAT, REASON_URL },
    { CURLE_COULDNT_RESOLVE_HOST, REASON_DNS },
    { CURLE_COULDNT_CONNECT, REASON_CONNECT },
    { CURLE_INTERFACE_FAILED, REASON_CONNECT },
    { CURLE_WEIRD_SERVER_REPLY, REASON_PROTOCOL },
    { CURLE_HTTP2, REASON_PROTOCOL },
    { CURLE_OPERATION_TIMEDOUT, REASON_TIMEOUT },
    { CURLE_SSL_CONNECT_ERROR, REASON_TLS },
    { CURLE_SSL_CERTPROBLEM, REASON_TLS },
    { CURLE_SSL_CIPHER, REASON_TLS },
    { CURLE_PEER_FAILED_VERIFICATION, REASON_TLS },
    { CURLE_SSL_CACERT_BADFILE, REASON_TLS },
    { CURLE_SSL_SHUTDOWN_FAILED, REASON_TLS },
    { CURLE_SSL_CRL_BADFILE, REASON_TLS },
    { CURLE_SSL_ISSUER_ERROR, REASON_TLS },
    { CURLE_SSL_INVALIDCERTSTATUS, REASON_TLS },
    { CURLE_SSL_CLIENTCERT, REASON_TLS },
    { CURLE_SSL_ENGINE_NOTFOUND, REASON_TLS },
    { CURLE_USE_SSL_FAILED, REASON_TLS },
    { CURLE_FILESIZE_EXCEEDED, REASON_TOO_LARGE },
    { CURLE_BAD_CONTENT_ENCODING, REASON_ENCODING },
};

enum reason answer_reason(CURLcode code, bool is_headed, const char *message)
{
    if (code == CURLE_OK)
        return REASON_NONE;
    /* A connection cut during the handshake says nothing about certificates. */
    if (code == CURLE_SSL_CONNECT_ERROR && strstr(message, "SSL_ERROR_SYSCALL"))
        return REASON_RESET;
    /* libcurl's own limit on one header line is reported as lack of memory. */
    if (!is_headed && (code == CURLE_OUT_OF_MEMORY ||
                       (code == CURLE_RECV_ERROR && strstr(message, "response headers"))))
        return REASON_HEADERS;
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (reasons[i].code == code)
            return reasons[i].reason;
    return REASON_RESET;
}
