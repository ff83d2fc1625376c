/*
 * What an office fills in of its notices (发文机关, 整改期限, ...): of one round, and of all rounds
 * of a unit that are not frozen and have no words of their own.
 */
#ifndef XJ_OFFICE_NOTICE_WORD_H
#define XJ_OFFICE_NOTICE_WORD_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/round.h"
#include "store/store.h"

struct notice_word {
    struct str field; /* a name of notice/office.h */
    struct str text;  /* empty: nothing is to stand there */
    bool is_usual;    /* putting: what was filled in goes, text is not read */
    bool is_of_round; /* else it is the unit's */
};

/* The unit's, then the round's, which go before those; of a frozen round its own alone. Valid until
 * it returns. */
typedef enum rc (*notice_word_fn)(void *ctx, const struct notice_word *word, struct err *err);
MUST_USE enum rc store_notice_word_each(struct store *s, const struct round *r, notice_word_fn each,
                                        void *ctx, struct err *err);
/* Keeps it with the round, or with the round's unit. Notices that say it and were written before
 * are to be written anew: their numbers are forgotten. */
MUST_USE enum rc store_notice_word_put(struct store *s, const struct round *r,
                                       const struct notice_word *word, struct err *err);
/* The round keeps its unit's words of now; part of freezing it. */
MUST_USE enum rc store_notice_word_freeze(struct store *s, const struct round *r, struct err *err);

#endif
