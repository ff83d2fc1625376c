/*
 * The review of a run's findings: picked by number, site, check or word; decided one by one or
 * together; or on a sheet that a clerk fills in and that is taken back.
 */
#ifndef XJ_DESK_REVIEW_DESK_H
#define XJ_DESK_REVIEW_DESK_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "desk/complaint.h"
#include "store/review.h"

/* Which findings; empty fields ask nothing. */
struct review_filter {
    int64_t run;
    const struct str *ids; /* beginnings of finding ids, 16 hex digits; each must fit one finding */
    size_t n_ids;
    struct str site, check, word; /* word: in excerpt or detail */
    bool only_open;               /* nobody has decided */
};

/* `each` as in store_each_reviewed. RC_NOT_FOUND: an id that fits none. RC_USAGE: one that fits
 * several. */
MUST_USE enum rc review_pick(struct store *s, const struct review_filter *filter,
                             stored_finding_fn each, void *ctx, struct err *err);

/*
 * Adds `action` to every finding picked, all or none; site, finding and subject are filled in.
 *
 *   n  how many; 0 is no failure
 */
MUST_USE enum rc review_apply(struct store *s, const struct review_filter *filter,
                              const struct review_action *action, size_t *n, struct err *err);

/* The columns of the sheet; a clerk fills in the two last ones. */
enum review_column {
    REVIEW_ID, /* "#3fa9…": no spreadsheet makes a number of it */
    REVIEW_SITE,
    REVIEW_CHECK,
    REVIEW_GRADE,
    REVIEW_URL,
    REVIEW_EXCERPT,
    REVIEW_DONE,   /* what was decided before */
    REVIEW_WORD,   /* 结论: one of review_words */
    REVIEW_REASON, /* 理由: a must for 排除 */
    REVIEW_COLUMN_N
};
enum { REVIEW_WORDS_N = 2, REVIEW_ROWS_MAX = 1048575 }; /* as document/grid.h writes */
extern const char *const review_titles[REVIEW_COLUMN_N];
extern const char *const review_words[REVIEW_WORDS_N]; /* 确认, 排除 */
/* A finding's row; views into it, or in a. */
void review_cells(const struct stored_finding *f, struct arena *a,
                  struct str cells[REVIEW_COLUMN_N]);

/* The sheet as CSV: a row a finding picked. As .xlsx: report/review_book.h. */
MUST_USE enum rc review_sheet_write(struct store *s, const struct review_filter *filter,
                                    struct buf *out, struct err *err);

struct review_sheet_result {
    size_t n_confirmed, n_dismissed, n_blank;
    const struct bad_row *bad; /* rows that were not taken: the others are */
    size_t n_bad;
};
/*
 * Takes a filled-in sheet back, CSV or .xlsx as attach/table_read.h finds them.
 *
 *   as  who, when, and until when a dismissal holds; kind and reason come from the sheet
 *
 * RC_SYNTAX: the columns 编号, 结论, 理由 are not there, or the file is damaged. RC_LIMIT: too
 * large. Everything good is taken in one transaction.
 */
MUST_USE enum rc review_sheet_read(struct store *s, int64_t run, struct str bytes,
                                   const struct review_action *as, struct arena *a,
                                   struct review_sheet_result *out, struct err *err);

#endif
