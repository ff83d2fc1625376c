/* What the office's opener does (web/opener.h), and how handlers ask it. */
#ifndef XJ_API_OPENING_H
#define XJ_API_OPENING_H

#include "base/base.h"
#include "base/err.h"
#include "web/call.h"
#include "web/opener.h"

enum opening_work {
    OPENING_FINDING, /* desk/finding_opening.h */
    OPENING_TABLE,
    OPENING_POSTS,
    OPENING_DRAFT, /* desk/draft_opening.h */
    OPENING_WORKS_N,
};

extern const struct opener_options api_opener;

/*
 * A table that was uploaded, as CSV: a workbook's first sheet, with its rows on their lines;
 * anything else as it is. Fails the call with what is wrong.
 */
MUST_USE enum rc opening_table(struct call *c, struct str *csv, struct err *err);

/* What an uploaded feed, page or JSON tells of an account's posts. */
struct opened_posts {
    int64_t grade;             /* enum account_grade */
    int64_t n, newest, oldest; /* times; 0 = none */
    int64_t n_messages, n_undated, n_future;
    struct str kept; /* what is kept of it: JSON of our own making; of a table, CSV */
};
MUST_USE enum rc opening_posts(struct call *c, struct opened_posts *out, struct err *err);

#endif
