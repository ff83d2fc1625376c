/* Rounds as an office holds them: who is in it, freezing it, and what changed since the last one.
 */
#ifndef XJ_DESK_ROUND_DESK_H
#define XJ_DESK_ROUND_DESK_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "desk/round_memo.h"
#include "judge/indicator.h"
#include "model/account.h"
#include "model/site.h"
#include "store/round.h"

/*
 * Opens a round on a run, of the sites and accounts of its unit; they are its lists. In it are all
 * portals and main accounts, all sites and accounts that do not run, and of the running ones of
 * each other type `percent`, of accounts `account_percent`, rounded up, drawn by the seed; the same
 * seed and list draw the same ones on every machine.
 *
 * RC_NOT_FOUND: no such run. RC_USAGE: a run without sites and accounts.
 */
MUST_USE enum rc round_open(struct store *s, const struct round *r, int64_t *id, struct err *err);

/* Lists of sites and accounts; either may be empty. */
struct round_lists {
    struct site_list sites;
    struct account_list accounts;
};
/* The same on lists, before there is a run: r->run is 0, its files say where the lists were read.
 */
MUST_USE enum rc round_open_listed(struct store *s, const struct round *r,
                                   const struct round_lists *lists, int64_t *id, struct err *err);
/* As sites_file of a round that is about the registry of its unit; no path. */
#define ROUND_REGISTRY "registry:"
bool round_is_of_registry(const struct round *r);
enum round_over { ROUND_OVER_RUN, ROUND_OVER_LISTS, ROUND_OVER_REGISTRY };
/*
 * Opens a round as a person asks for it: checked, then on r->run (0: the newest), on the lists, or
 * on all that the registry has of its unit.
 *
 *   sets   the folder of indicator sets
 *   lists  of ROUND_OVER_LISTS
 *   r      id, run and sites_file are filled in
 *   field  of r that a refusal is about, by its name in the API; NULL: none
 *
 * RC_USAGE: refused.
 */
MUST_USE enum rc round_begin(struct store *s, enum round_over over, const char *sets,
                             const struct round_lists *lists, struct round *r, const char **field,
                             struct err *err);

/*
 * What of the lists is in the round; arrays in a, the rest borrowed from `all`. RC_NOT_FOUND: some
 * of it is not in the lists any more.
 */
MUST_USE enum rc round_members(struct store *s, int64_t round, const struct round_lists *all,
                               struct arena *a, struct round_lists *out, struct err *err);

/* Sites, or accounts, of a round. */
struct round_part {
    size_t n, n_results;              /* in the round; of them judged by the run */
    size_t n_pass, n_fail, n_unknown; /* verdicts of those that run, or have no result yet */
    size_t n_closed;                  /* with a result, but they do not run: no verdict */
};

/* How far a round is. */
struct round_state {
    struct round_part sites, accounts;
    size_t n_findings, n_confirmed, n_repeats;
    bool is_run_finished;
};
/* Everything in the round was looked at. */
bool round_is_whole(const struct round_state *t);

/*
 * Judges the round's sites and accounts with what was confirmed and stated so far. A round that is
 * not frozen is judged as it is now and n_repeats stays 0; a frozen one tells what was frozen.
 *
 *   memo  of those that are judged the same as before; NULL: none
 */
MUST_USE enum rc round_judge(struct store *s, const struct round *r,
                             const struct indicator_set *set, struct round_memo *memo,
                             struct round_state *out, struct err *err);

/* Some sites and accounts of a round that is not frozen, likewise: out[i] of codes[i]; zeroes of
 * what is not in it. */
MUST_USE enum rc round_judge_some(struct store *s, const struct round *r,
                                  const struct indicator_set *set, struct round_memo *memo,
                                  const struct str *codes, size_t n, struct round_judged *out,
                                  struct err *err);

/*
 * All of it, kept for ever: verdicts, findings that nobody dismissed (those that an earlier round
 * had are marked), and the versions of set, checks and site list.
 *
 * RC_BUSY: frozen already, or its own inspection runs or waits. RC_USAGE: its run has not begun.
 */
MUST_USE enum rc round_freeze(struct store *s, const struct round *r,
                              const struct indicator_set *set, int64_t now, struct round_state *out,
                              struct err *err);

/* Two frozen rounds: sites and accounts only in one, and verdicts that changed. */
struct round_change {
    struct str site, before, now; /* verdicts; empty: the site is not in that round */
};
/* Gives the changes by site, in a. RC_USAGE: one is not frozen. */
MUST_USE enum rc round_compare(struct store *s, int64_t before, int64_t now, struct arena *a,
                               struct round_change **out, size_t *n, struct err *err);

#endif
