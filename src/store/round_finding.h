/* The findings of a frozen round: what its notice stands on. */
#ifndef XJ_STORE_ROUND_FINDING_H
#define XJ_STORE_ROUND_FINDING_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

/* Of its life only last_seen and is_confirmed are kept; rounds that were frozen before version 4 of
 * the store have neither place, suggestion, numbers, detail nor evidence. */
struct round_finding {
    struct stored_finding stored;
    bool is_repeat; /* was in a frozen round of an earlier run as well */
};
typedef enum rc (*round_finding_fn)(void *ctx, const struct round_finding *f, struct err *err);
/* By site, check, url, place. Valid until it returns. */
MUST_USE enum rc store_round_each_finding(struct store *s, int64_t round, round_finding_fn each,
                                          void *ctx, struct err *err);

/* Some of them; all borrowed. */
struct round_choice {
    int64_t round;
    const struct str *sites; /* told one after the other */
    size_t n_sites;
    struct str check; /* empty: all, for groups alone */
};
/* Those of a check, likewise. */
MUST_USE enum rc store_round_each_finding_of(struct store *s, const struct round_choice *of,
                                             round_finding_fn each, void *ctx, struct err *err);

/* How many there are, counted when the round was frozen. */
struct round_counts {
    int64_t n, n_confirmed, n_repeats; /* findings */
};
/* site: of this one; empty: all. */
MUST_USE enum rc store_round_count(struct store *s, int64_t round, struct str site,
                                   struct round_counts *out, struct err *err);
/* By site, check, grade, and whether they are confirmed. */
struct round_group {
    struct str site, check;
    enum grade grade;
    bool is_confirmed;
    int64_t n;
};
typedef enum rc (*round_group_fn)(void *ctx, const struct round_group *g, struct err *err);
MUST_USE enum rc store_round_each_group(struct store *s, int64_t round, round_group_fn each,
                                        void *ctx, struct err *err);
MUST_USE enum rc store_round_each_group_of(struct store *s, const struct round_choice *of,
                                           round_group_fn each, void *ctx, struct err *err);

/* Writes findings of one round, by the million. */
struct round_writer;
MUST_USE enum rc store_round_writer_open(struct store *s, int64_t round, struct round_writer **out,
                                         struct err *err);
/* Looks for itself whether it is a repeat. */
MUST_USE enum rc store_round_put_finding(struct round_writer *w, const struct stored_finding *f,
                                         struct err *err);
void store_round_writer_closep(struct round_writer **w);

#endif
