/*
 * An indicator set: what findings are worth. A file in data/indicator/ (docs/indicators.md), so
 * that a new year's standard or a stricter province changes no C.
 */
#ifndef XJ_JUDGE_INDICATOR_H
#define XJ_JUDGE_INDICATOR_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/finding.h"

/* How far a number may be trusted. Only the last one is shown as an official rule. */
enum trust {
    TRUST_OPEN,        /* nobody here knows it: it has no value */
    TRUST_UNCONFIRMED, /* from memory or experience; an editable default */
    TRUST_LOCAL,       /* a place's own rule */
    TRUST_OFFICIAL,    /* a national document, as far as it was seen */
};
const char *trust_name(enum trust trust);  /* "official" */
const char *trust_title(enum trust trust); /* "国家规定" */

/* A number of a rule, in hundredths. Zeroed = open. */
struct quantity {
    int64_t value;   /* 0 when open */
    int64_t minimum; /* what is known of an open one: it is at least this; 0 = nothing */
    enum trust trust;
    struct str basis; /* where it stands; may be empty when open */
};
enum { QUANTITY_ONE = 100 };

/* What is counted: findings of one check. */
struct metric {
    struct str name, title;
    struct str check;         /* contract id */
    enum grade grade;         /* at least */
    struct str field;         /* of the finding's detail; empty = any */
    const struct str *values; /* it has one of these; none = anything but nothing */
    size_t n_values;
    bool is_per_page;         /* all findings with one URL are one thing */
    bool is_per_column;       /* all with one column_url in their detail; else each is one */
    struct quantity measured; /* the finding's value is at least this; open = any */
};
enum { METRICS_MAX = 64 };

enum situation_kind {
    SITUATION_COUNT,        /* so many things of its metrics */
    SITUATION_AVAILABILITY, /* the record of visits (judge/availability.h) */
    SITUATION_PERSON,       /* no machine can see it */
};

/* One way to miss an indicator. */
struct situation {
    struct str id; /* "W4.1" */
    struct str text;
    enum situation_kind kind;
    uint64_t metrics;         /* bit i: metric i counts */
    struct quantity at_least; /* of SITUATION_COUNT; the rule's 超过（含） */
    struct quantity points;   /* lost (won, for a bonus) */
    bool is_each;             /* points for each thing, else once */
};

enum part { PART_VETO, PART_DEDUCT, PART_BONUS, PART_SUPERVISION };
enum subject { SUBJECT_SITE, SUBJECT_PORTAL, SUBJECT_ACCOUNT, SUBJECT_OFFICE };

struct indicator {
    struct str id, title; /* "P5", 政策文件 */
    struct str category;  /* title of one; empty for vetoes */
    enum part part;
    enum subject subject; /* SUBJECT_SITE covers portals */
    bool is_service;      /* not looked at for departments without outward services */
    struct quantity full; /* its mark */
    const struct situation *situations;
    size_t n_situations;
};

/* 一级指标 of the scored part. */
struct category {
    struct str title;
    struct quantity full;
    bool is_service; /* not looked at for departments without outward services */
};

/* What a filled-in table of marks must satisfy: these indicators have at least so much together. */
struct constraint {
    const struct str *ids;
    size_t n;
    struct quantity at_least;
};

/* A number by its name: how scores work, and what an office looks up. */
struct named_quantity {
    struct str name, title, unit;
    struct quantity quantity;
};

struct indicator_set {
    struct str name, title, version, basis, note;
    struct str extends; /* empty: stands alone */
    const struct named_quantity *numbers;
    size_t n_numbers;
    const struct metric *metrics;
    size_t n_metrics;
    const struct category *categories;
    size_t n_categories;
    const struct indicator *indicators;
    size_t n_indicators;
    const struct constraint *constraints;
    size_t n_constraints;
    uint64_t hash; /* of the file and what it extends: two sets with one hash judge alike */
};

enum { INDICATOR_FILE_BYTES_MAX = 1 << 20, INDICATOR_DEPTH_MAX = 4 };

/*
 * Reads DIR/NAME.yaml and what it extends, and checks the whole.
 *
 *   a    takes everything
 *   out  written only on RC_OK
 *
 * RC_NOT_FOUND: no such set. RC_IO, RC_LIMIT: the file. RC_SYNTAX: anything that is wrong in it,
 * with file, line and reason: bad YAML, unknown or doubled names, checks that are not in the
 * contract, marks that do not add up.
 */
MUST_USE enum rc indicator_load(const char *dir, struct str name, struct arena *a,
                                struct indicator_set *out, struct err *err);
/* The same from a file whose bases lie beside it. */
MUST_USE enum rc indicator_load_file(const char *path, struct arena *a, struct indicator_set *out,
                                     struct err *err);
/* The same from text that may not extend another; for tests and fuzzing. */
MUST_USE enum rc indicator_parse(const char *path, struct str text, struct arena *a,
                                 struct indicator_set *out, struct err *err);

/* NULL: no such number. */
const struct quantity *indicator_number(const struct indicator_set *set, const char *name);
const struct category *indicator_category(const struct indicator_set *set, struct str title);

/* Whether who states `id` ("W1.2", "W1") speaks of this situation: it is named, or its indicator
 * is, which accuses of a situation only when it has no other. */
bool indicator_says(const struct indicator *in, const struct situation *s, struct str id,
                    bool is_fault);
/* Whether `id` says anything in this set. */
bool indicator_may_state(const struct indicator_set *set, struct str id, bool is_fault);

#endif
