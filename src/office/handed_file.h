/*
 * Files that people hand in with an order or a filing: a reply's report, a letter. They are only
 * ever added, each content kept once.
 */
#ifndef XJ_OFFICE_HANDED_FILE_H
#define XJ_OFFICE_HANDED_FILE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum {
    HANDED_FILES_MAX = 50, /* of one order or filing */
    HANDED_FILE_BYTES_MAX = 20 << 20,
    HANDED_FILES_BYTES_MAX = 200 << 20, /* together */
};

enum handed_with { HANDED_WITH_ORDER, HANDED_WITH_FILING };

struct handed_file {
    int64_t id;
    struct str name; /* no path */
    struct str hash; /* SHA-256 of the content, 64 hex digits */
    int64_t n_bytes, at;
    struct str by;
};

/*
 *   owner  id of the order or filing
 *   file   name, at and by are read
 *
 * RC_NOT_FOUND: no such owner. RC_BUSY: it is closed. RC_SYNTAX: the name. RC_LIMIT.
 */
MUST_USE enum rc store_handed_put(struct store *s, enum handed_with with, int64_t owner,
                                  const struct handed_file *file, struct str bytes, int64_t *id,
                                  struct err *err);
typedef enum rc (*handed_file_fn)(void *ctx, const struct handed_file *file, struct err *err);
/* Oldest first. Valid until it returns; must not use the store. */
MUST_USE enum rc store_handed_each(struct store *s, enum handed_with with, int64_t owner,
                                   handed_file_fn each, void *ctx, struct err *err);
/* The content of the newest one of that name, in a. RC_NOT_FOUND. */
MUST_USE enum rc store_handed_get(struct store *s, enum handed_with with, int64_t owner,
                                  struct str name, struct arena *a, struct str *bytes,
                                  struct err *err);

#endif
