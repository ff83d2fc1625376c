/* What the office says about its notices: names, words, demands. Format: docs/notice.md. */
#ifndef XJ_NOTICE_OFFICE_H
#define XJ_NOTICE_OFFICE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/round.h"
#include "store/store.h"

/* A sentence's end for what one check finds. */
struct office_phrase {
    struct str check; /* contract id */
    struct str text;  /* "存在空白栏目" */
};

/* One （一） of 二、主要问题. */
struct office_heading {
    struct str title; /* without full stop */
    const struct office_phrase *phrases;
    size_t n_phrases;
};

/* One （一） of 三、下一步工作要求. */
struct office_demand {
    struct str title, text;
};

enum {
    OFFICE_BYTES_MAX = 1 << 20,
    OFFICE_LIST_MAX = 50,
    OFFICE_PHRASES_MAX = 200,
    OFFICE_NAMES_DEFAULT = 5
};

/* Zeroed: nothing was filled in. An empty text becomes a gap, 【…】; texts may have gaps of their
 * own.
 */
struct office {
    struct str issuer;       /* 发文机关 */
    struct str head;         /* 发文机关标志; empty: no red head */
    struct str number;       /* 发文字号; under a red head only */
    struct str area;         /* "全县" */
    struct str work;         /* "检查", "抽查", "普查"; empty: 检查 */
    struct str addressees;   /* 主送机关, without colon */
    struct str deadline;     /* "2026年12月20日" */
    struct str recipient;    /* who gets the reports on what was repaired */
    struct str contact;      /* name and telephone number */
    struct str date;         /* 成文日期 */
    struct str problems;     /* stands under 主要问题 where no finding tells of one */
    const struct str *basis; /* "《…》（国办发〔2017〕47号）" */
    size_t n_basis;
    const struct office_heading *headings;
    size_t n_headings;
    const struct office_demand *demands;
    size_t n_demands;
    unsigned decimals; /* of rates: 0..2 */
    bool tells_bad;    /* the share of 不合格 stands where else that of 合格 does */
    size_t n_names;    /* as many sites are named in a sentence; 0: OFFICE_NAMES_DEFAULT */
};

/*
 *   a    takes everything
 *   out  written only on RC_OK
 *
 * RC_IO, RC_LIMIT: the file. RC_SYNTAX: anything that is wrong in it, with file, line and reason:
 * bad YAML, unknown names, a check that is not in the contract or has two phrases, numbers out of
 * range.
 */
MUST_USE enum rc office_load(const char *path, struct arena *a, struct office *out,
                             struct err *err);
/* A text of it that is filled in for a round, or for all rounds of a unit. */
struct office_field {
    const char *name, *title; /* as in the file; 发文机关 */
    size_t at;                /* of the struct str in struct office */
    bool is_lasting;          /* may be the same in every round: 发文机关, but no deadline */
};
extern const struct office_field office_fields[];
extern const size_t office_n_fields;
/* NULL: no such field. */
const struct office_field *office_field_find(struct str name);
struct str *office_field_text(struct office *o, const struct office_field *f);
/* Puts what was filled in (office/notice_word.h) in the place of what the file says. Texts go to a.
 */
MUST_USE enum rc office_fill(struct store *s, const struct round *r, struct arena *a,
                             struct office *o, struct err *err);

/* The same from text; for tests. */
MUST_USE enum rc office_parse(const char *path, struct str text, struct arena *a,
                              struct office *out, struct err *err);

#endif
