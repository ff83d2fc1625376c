/*
 * Units (单位) as a tree: supervising offices, and below the office of its region each 主办单位
 * that runs sites. Rights follow the tree: who belongs to a unit sees what belongs to it and to the
 * units below it.
 */
#ifndef XJ_OFFICE_UNIT_H
#define XJ_OFFICE_UNIT_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/scope.h"
#include "store/store.h"

enum { UNIT_DEPTH_MAX = 32 };

struct unit {
    int64_t id;
    int64_t parent;    /* 0: the top one */
    struct str name;   /* never empty */
    struct str region; /* 6 digits, or empty */
    bool is_office;    /* 监管单位: supervises its region */
};

/* id is not read. RC_SYNTAX: no name, a region that is none, or one that has a unit of the name.
 * RC_NOT_FOUND: no such parent. RC_LIMIT: deeper than UNIT_DEPTH_MAX. */
MUST_USE enum rc store_unit_add(struct store *s, const struct unit *unit, int64_t *id,
                                struct err *err);
/* Everything of it, its place too. Also RC_SYNTAX: it would be below itself, or the top one below
 * another. */
MUST_USE enum rc store_unit_set(struct store *s, const struct unit *unit, struct err *err);
/* RC_NOT_FOUND. Strings go to a. */
MUST_USE enum rc store_unit_get(struct store *s, int64_t id, struct arena *a, struct unit *out,
                                struct err *err);
/* `top` and those below it, by number. Valid until it returns; must not use the store. */
typedef enum rc (*unit_fn)(void *ctx, const struct unit *unit, struct err *err);
MUST_USE enum rc store_unit_each(struct store *s, int64_t top, unit_fn each, void *ctx,
                                 struct err *err);
/* It is `top`, or below it. A unit that does not exist is below none. */
MUST_USE enum rc store_unit_is_below(struct store *s, int64_t unit, int64_t top, bool *out,
                                     struct err *err);

/*
 * The unit of that name and region, which is made when it is missing: below the office of its
 * region, of the city or the province around it, or below the top one.
 */
MUST_USE enum rc store_unit_of_sponsor(struct store *s, struct str name, struct str region,
                                       int64_t *id, struct err *err);

#endif
