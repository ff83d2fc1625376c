/*
 * The numbers of a notice, each with where it is printed and the selection that gives it: what
 * notice.json holds. A program can evaluate the selections again; docs/notice.md says how.
 */
#ifndef XJ_NOTICE_NUMBERS_H
#define XJ_NOTICE_NUMBERS_H

#include "base/base.h"
#include "base/json.h"
#include "base/str.h"

/* What is counted. */
enum select_of {
    SELECT_SITES,
    SELECT_ACCOUNTS,
    SELECT_REGIONS, /* that hold such sites, or such accounts by `subject` */
    SELECT_FINDINGS,
    SELECT_MESSAGES, /* 网民留言; `verdicts` is 已办结 or nothing */
    SELECT_FILINGS,  /* 报备和申请 that the round counts, handed in from day to day */
};

/* Verdicts, several joined by '|'. */
#define SELECT_LOOKED "合格|不合格|未能判定"
#define SELECT_JUDGED "合格|不合格"
#define SELECT_PASSED "合格"
#define SELECT_FAILED "不合格"
#define SELECT_UNDECIDED "未能判定"
#define SELECT_MISSING "未检查" /* of a round: its sites without result; of a run: running ones */

/* Fields that are NULL, empty or false ask nothing. */
struct selection {
    enum select_of of;
    const char *verdicts;
    const char *none_of;      /* SELECT_REGIONS: verdicts that no site there has */
    struct str wait;          /* what a missing verdict waits for */
    const struct str *type;   /* its word; empty: none is registered */
    const struct str *region; /* its code */
    bool is_running;
    bool has_problem;    /* SELECT_SITES, SELECT_ACCOUNTS: with a finding of `check`, `reviews` */
    bool is_problem;     /* findings of grade fault and veto, of sites of the registry, alone */
    struct str check;    /* of findings */
    const char *reviews; /* of findings: "confirmed", "unreviewed" */
    const char *subject; /* of findings and regions: "sites" or "accounts"; NULL: findings on
                            either, regions of sites */
    struct str kind;     /* of filings */
    int32_t from, to;    /* of filings, both included */
};

struct numbers {
    struct json *list; /* owned; NULL: none so far */
};
void numbers_done(struct numbers *n);

/* A number stands in the file at a place: "一、（一）", "附件1", "网站总体情况!C2". */
struct number_place {
    const char *file; /* "docx", "xlsx" */
    struct str place;
};
/* text: as it is printed; empty where the file holds the value itself. */
void numbers_count(struct numbers *n, const struct number_place *at, struct str text, int64_t value,
                   const struct selection *of);
/* How many rows a list has. */
void numbers_rows(struct numbers *n, const struct number_place *at, int64_t value,
                  const struct selection *of);
/*
 * Of two selections; decimals -1: not rounded, and `text` is empty. It has no value when whole is
 * 0, or while `open` is not: those could belong to either.
 */
struct number_share {
    int64_t part, whole, open;
    struct selection of, to;
    struct selection undecided; /* what `open` counts; asked for where is_open_to */
    bool is_open_to;
    int decimals;
};
void numbers_share(struct numbers *n, const struct number_place *at, struct str text,
                   const struct number_share *share);

#endif
