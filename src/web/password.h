/* Passwords: argon2id, and what a password must be like. */
#ifndef XJ_WEB_PASSWORD_H
#define XJ_WEB_PASSWORD_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum { PASSWORD_CHARS_MIN = 10, PASSWORD_CHARS_MAX = 128 };

/* RC_SYNTAX: too short, too long, too few kinds of characters, holds the user's name. */
MUST_USE enum rc password_check(struct str password, struct str user, struct err *err);

/* About 75 ms and 64 MiB: one at a time. RC_LIMIT: no memory. */
MUST_USE enum rc password_hash(struct str password, struct arena *a, struct str *out,
                               struct err *err);
/* hash empty: the same work for nothing, so that an unknown user takes as long; false. */
bool password_fits(struct str password, struct str hash);

/* One that meets the rules, of letters and digits that cannot be mistaken for each other. */
struct str password_make(struct arena *a);

#endif
