/*
 * Rounds: a period, its sites (and new-media accounts, by their ids), and - once frozen - the
 * verdicts and findings that a notice stands on. What is frozen is never written again.
 */
#ifndef XJ_STORE_ROUND_H
#define XJ_STORE_ROUND_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

struct round {
    int64_t id;
    struct str title;        /* 2026年第四季度 */
    int32_t from, to;        /* days of its period */
    int64_t run;             /* that it judges; 0 = has not begun */
    struct str indicators;   /* name of the set */
    int64_t percent;         /* of the sites that are no portals; 100 = all */
    int64_t account_percent; /* of the accounts that are no main ones; likewise */
    int64_t seed;            /* of the sample */
    int64_t created;
    struct str by;
    int64_t frozen;  /* time; 0 = not yet */
    int64_t unit;    /* whose it is: that and the units below it; 0 reads as the top one */
    struct str pins; /* JSON, once frozen: versions of set, checks and site list */
    /* Where its lists were read; both empty: they are what of its unit the run had results of. */
    struct str sites_file, accounts_file;
};

/* A line of the round's lists. */
struct round_entry {
    struct str code; /* of a site; id of an account */
    struct str line; /* JSON: as its line of sites.jsonl or accounts.jsonl begins */
};
/* Adds it with all of its lists and with what was drawn of them (codes), in one transaction; id,
 * frozen and pins are not read. */
MUST_USE enum rc store_round_add(struct store *s, const struct round *r,
                                 const struct round_entry *list, size_t n_list,
                                 const struct str *sites, size_t n, int64_t *id, struct err *err);
/* state: that it was judged in when the round was frozen; empty: as its line says. */
typedef enum rc (*round_entry_fn)(void *ctx, const struct round_entry *entry, struct str state,
                                  struct err *err);
/* Sites, or accounts, of its lists, by code. */
MUST_USE enum rc store_round_each_entry(struct store *s, int64_t round, bool is_account,
                                        round_entry_fn each, void *ctx, struct err *err);
/* The run that it judges from now on. RC_BUSY: frozen already. */
MUST_USE enum rc store_round_set_run(struct store *s, int64_t round, int64_t run, struct err *err);
/* RC_NOT_FOUND. Strings go to a. */
MUST_USE enum rc store_round_get(struct store *s, int64_t id, struct arena *a, struct round *out,
                                 struct err *err);
typedef enum rc (*round_fn)(void *ctx, const struct round *r, struct err *err);
/* Those of the unit (0 = any) and of those below it, newest first. Valid until it returns. */
MUST_USE enum rc store_round_each(struct store *s, int64_t unit, round_fn each, void *ctx,
                                  struct err *err);

/* ---- its sites ---- */

struct round_site {
    struct str code;
    struct str verdict; /* empty: not frozen yet, or the run had no result */
    struct str result;  /* JSON: the site's line of sites.jsonl as it was judged; likewise */
    struct str state;   /* its `state`; likewise */
    struct str waits;   /* its `waits_for`, a space between; likewise */
};
typedef enum rc (*round_site_fn)(void *ctx, const struct round_site *site, struct err *err);
/* By code. */
MUST_USE enum rc store_round_each_site(struct store *s, int64_t round, round_site_fn each,
                                       void *ctx, struct err *err);
/* Likewise, with empty results, which are long: cheap. */
MUST_USE enum rc store_round_each_member(struct store *s, int64_t round, round_site_fn each,
                                         void *ctx, struct err *err);
/* n of them, accounts as well, behind the first `skip`, with results. */
MUST_USE enum rc store_round_some_sites(struct store *s, int64_t round, int64_t skip, int64_t n,
                                        round_site_fn each, void *ctx, struct err *err);

/*
 * By code, with a number that is another one when its result in the run, or what was decided on its
 * findings, may have changed: what a judgement hangs on, people's statements aside.
 *
 *   site  this one; empty: all
 */
typedef enum rc (*round_mark_fn)(void *ctx, struct str code, uint64_t mark, struct err *err);
MUST_USE enum rc store_round_each_mark(struct store *s, const struct round *r, struct str site,
                                       round_mark_fn each, void *ctx, struct err *err);

MUST_USE enum rc store_round_count_members(struct store *s, int64_t round, int64_t *n_sites,
                                           int64_t *n_accounts, struct err *err);

/* ---- what people state of its sites, where the machine cannot tell ---- */

struct round_statement {
    struct str site; /* empty: of every site */
    struct str item; /* indicator or situation */
    bool is_fault;
    int64_t points; /* hundredths; -1 = as the set says */
    struct str reason, by;
    int64_t at;
};
/* RC_BUSY: the round is frozen. */
MUST_USE enum rc store_round_state(struct store *s, int64_t round, const struct round_statement *t,
                                   struct err *err);
typedef enum rc (*round_statement_fn)(void *ctx, const struct round_statement *t, struct err *err);
/* In the order in which they were made. */
MUST_USE enum rc store_round_each_statement(struct store *s, int64_t round, round_statement_fn each,
                                            void *ctx, struct err *err);

/* ---- freezing: its findings are in store/round_finding.h ---- */

/* Between store_begin and store_commit; RC_BUSY: frozen already. */
MUST_USE enum rc store_round_put_site(struct store *s, int64_t round, const struct round_site *site,
                                      struct err *err);

MUST_USE enum rc store_round_freeze(struct store *s, int64_t round, int64_t now, struct str pins,
                                    struct err *err);

/* The numbers of its notice (notice.json), with what nobody reviewed or without; those of before
 * are replaced. */
MUST_USE enum rc store_round_put_numbers(struct store *s, int64_t round, bool with_unreviewed,
                                         struct str json, struct err *err);
/* Copied to a. RC_NOT_FOUND: none were kept. */
MUST_USE enum rc store_round_get_numbers(struct store *s, int64_t round, bool with_unreviewed,
                                         struct arena *a, struct str *json, struct err *err);

#endif
