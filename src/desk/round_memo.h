/*
 * What became of the members of open rounds, remembered, so that a page asks for a judgement of
 * those alone whose findings, results or statements are others than before. For all threads.
 */
#ifndef XJ_DESK_ROUND_MEMO_H
#define XJ_DESK_ROUND_MEMO_H

#include "base/base.h"
#include "judge/evaluate.h"

/* A site or an account of a round, as it is judged there. */
struct round_judged {
    bool has_result; /* false: the run did not get to it, and the rest is empty */
    bool is_running;
    enum verdict verdict, foreseen;
    int64_t n_findings, n_confirmed;
};

struct round_memo;
struct round_memo *round_memo_new(void);
void round_memo_freep(struct round_memo **m);

/*
 *   key   of round and member
 *   mark  of all that its judgement hangs on
 *
 * false: nothing is known of the two.
 */
bool round_memo_find(struct round_memo *m, uint64_t key, uint64_t mark, struct round_judged *out);
void round_memo_put(struct round_memo *m, uint64_t key, uint64_t mark,
                    const struct round_judged *judged);

#endif
