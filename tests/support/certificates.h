/* Keys and certificates made on the spot, for servers in tests. */
#ifndef XJ_SUPPORT_CERTIFICATES_H
#define XJ_SUPPORT_CERTIFICATES_H

#include <openssl/ssl.h>

enum certificate {
    CERTIFICATE_GOOD,        /* by a root of our own, for localhost, *.test.cn and 127.0.0.1 */
    CERTIFICATE_EXPIRED,     /* the same, but until yesterday */
    CERTIFICATE_OTHER_NAME,  /* the same, but for other.cn */
    CERTIFICATE_SELF_SIGNED, /* by itself */
};

/* Gives a server's context; writes the root to ca_file, which must exist, in PEM. Aborts on
 * failure: there is no test without it. */
SSL_CTX *certificates_server(enum certificate kind, const char *ca_file);

#endif
