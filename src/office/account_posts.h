/* Posts of an account that people handed in, for platforms that show nobody a list: one file an
 * account, which the next inspections read instead of its 数据源. */
#ifndef XJ_OFFICE_ACCOUNT_POSTS_H
#define XJ_OFFICE_ACCOUNT_POSTS_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum { ACCOUNT_POSTS_BYTES_MAX = 20 << 20 };

struct account_posts {
    struct str name; /* of the file, as it was called */
    int64_t at, n_bytes;
    struct str by;
    int64_t n_posts;
    int32_t newest; /* day of the newest post; DAY_NONE: none is dated */
};

/*
 * Keeps the file instead of the one before. n_bytes is not read.
 *
 * RC_NOT_FOUND: no such account. RC_LIMIT: too large.
 */
MUST_USE enum rc store_posts_put(struct store *s, struct str account,
                                 const struct account_posts *file, struct str bytes,
                                 struct err *err);
/* RC_NOT_FOUND: none was handed in. Strings go to a; bytes may be NULL: not wanted. */
MUST_USE enum rc store_posts_get(struct store *s, struct str account, struct arena *a,
                                 struct account_posts *out, struct str *bytes, struct err *err);
MUST_USE enum rc store_posts_drop(struct store *s, struct str account, struct err *err);

#endif
