/* Ed25519 keys in files (PEM) and signatures with them. */
#ifndef XJ_DESK_SIGNATURE_H
#define XJ_DESK_SIGNATURE_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum { SIGNATURE_BYTES = 64 };

/*
 * Makes a pair: the secret key in `path` (readable by its owner only), the public one in path.pub.
 * RC_IO: a file is there already, or cannot be written.
 */
MUST_USE enum rc signature_make_keys(const char *path, struct err *err);

/* RC_IO, RC_SYNTAX: the file holds no secret Ed25519 key. */
MUST_USE enum rc signature_make(const char *key_path, struct str text,
                                unsigned char out[SIGNATURE_BYTES], struct err *err);

/* *fits: made for this text with the secret half of this public key. RC_IO, RC_SYNTAX: the key. */
MUST_USE enum rc signature_check(const char *public_path, struct str text, struct str signature,
                                 bool *fits, struct err *err);

enum { DIGEST_TEXT_BYTES = 65 };
/* SHA-256 in hexadecimal. Returns out. */
const char *signature_digest(struct str bytes, char out[DIGEST_TEXT_BYTES]);

#endif
