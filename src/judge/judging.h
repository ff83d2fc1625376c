/* A run's sites and accounts judged by an indicator set: from the store's results and findings to
 * verdicts. */
#ifndef XJ_JUDGE_JUDGING_H
#define XJ_JUDGE_JUDGING_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "judge/evaluate.h"
#include "store/store.h"

struct judging {
    struct store *store;
    int64_t run;
    const struct indicator_set *set;
    const struct statement *(*statements)(void *ctx, struct str site, size_t *n); /* NULL: none */
    void *ctx;
};

/*
 * One site, or account by its id: its findings that nobody dismissed, what could not be judged,
 * what people stated.
 *
 *   result  its line of sites.jsonl or accounts.jsonl; gets verdict, vetoes, score, indicators
 *   out     may be NULL
 *
 * RC_DB, RC_NOT_FOUND as the store.
 */
MUST_USE enum rc judge_one(const struct judging *g, struct str site, struct json *result,
                           struct arena *a, struct judgement *out, struct err *err);

/*
 * All sites and accounts of the run; their results in the store are replaced. Memory is that of one
 * site. Doing it again changes nothing.
 */
MUST_USE enum rc judge_run(const struct judging *g, struct err *err);

/* What a result says of the site, or account, itself: nothing that was found of it. */
struct evidence evidence_of(const struct json *result, bool is_account);

/* The fields of sites.jsonl (contract): put into `line`. */
void judgement_put(const struct indicator_set *set, const struct judgement *j, struct json *line,
                   struct arena *a);
/* Of such a line: the list of what costs points, which a veto leaves without a score; whether this
 * set made it. */
const struct json *judgement_items(const struct json *line);
bool judgement_is_by(const struct json *line, const struct indicator_set *set);

#endif
