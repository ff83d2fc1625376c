/* What an official notice is made of, whoever counted it. Strings are borrowed; empty = not known.
 */
#ifndef XJ_MODEL_NOTICE_H
#define XJ_MODEL_NOTICE_H

#include "base/base.h"
#include "base/str.h"
#include "model/finding.h"

/* Sites, or accounts, of one type or of one region. */
struct notice_count {
    struct str name;   /* "部门网站"; a region or department */
    int64_t running;   /* by the registry */
    int64_t checked;   /* have a verdict: at most `running` */
    int64_t bad;       /* of them 不合格 */
    int64_t undecided; /* looked at, but 未能判定: neither good nor bad */
    struct str code;   /* of the region; of a type its word, empty for those without */
};

struct notice_failure {
    struct str region;   /* its name */
    struct str name;     /* 网站名称; 账号名称 */
    struct str home;     /* 首页网址; 开设主体 */
    struct str code;     /* 网站标识码; 账号类型 */
    struct str result;   /* "单项否决" */
    struct str problems; /* 存在的严重问题: a sentence without full stop */
};

/* Why verdicts are missing; a site or account may have several reasons. */
struct notice_wait {
    struct str word; /* "review": of `waits_for` in the results */
    struct str text; /* "影响结论的问题尚未复核" */
    int64_t n;       /* undecided ones that wait for it; not 0 */
};

/* All sites, or all accounts. */
struct notice_part {
    struct notice_count all; /* the sums of both lists */
    const struct notice_count *types;
    size_t n_types;
    const struct notice_count *regions;
    size_t n_regions;
    const struct notice_wait *waits; /* of all.undecided */
    size_t n_waits;
    const struct notice_failure *failures;
    size_t n_failures;
};

/* What one check found. */
struct notice_problem {
    struct str check;        /* contract id */
    struct str title;        /* of the check */
    bool of_accounts;        /* found on accounts; else on sites */
    const struct str *names; /* of the sites or accounts, each once */
    size_t n_names;
    int64_t n_findings;
};

/* 网民留言 of the period. */
struct notice_messages {
    int64_t received; /* 0: the notice does not speak of them */
    int64_t closed;
};

/* What units handed in within the period (报备、申请), of one kind. */
struct notice_filings {
    struct str kind, title;
    int64_t n; /* not 0 */
};

struct notice {
    struct str round;  /* its id */
    struct str period; /* "2026年第四季度" */
    struct str rules;  /* the indicator set that judged */
    int32_t from;      /* the round's first day, or DAY_NONE */
    int32_t to;        /* the last day that the numbers speak of, or DAY_NONE */
    struct notice_part sites, accounts;
    const struct notice_problem *problems;
    size_t n_problems;
    struct notice_messages messages;
    const struct notice_filings *filings;
    size_t n_filings;
    int64_t n_unfinished; /* sites that the round did not get to; accounts */
    int64_t n_unfinished_accounts;
    int64_t n_unreviewed; /* findings in it that nobody confirmed */
    int64_t n_left_out;   /* findings that were left out because nobody reviewed them */
    bool with_unreviewed; /* else none of those is in it */
};

/* One line of the list of all findings. */
struct notice_finding {
    struct str code, name, region; /* of the site or account */
    struct str check, title;       /* contract id, title of the check */
    enum grade grade;
    struct str url, where, excerpt, suggest;
    struct number measured, limit;
    struct str seen;     /* "2026-11-23 02:00" */
    struct str review;   /* "已确认", "未复核" */
    struct str evidence; /* "warc:000001.warc.gz#18234" */
    struct str proof;    /* the file of the first one, beside or absolute; empty: not known where */
};

#endif
