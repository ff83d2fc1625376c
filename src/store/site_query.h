/* Sites and accounts as pages list them, and what an overview counts: figures kept beside the
 * results, so that no result is parsed for a page. */
#ifndef XJ_STORE_SITE_QUERY_H
#define XJ_STORE_SITE_QUERY_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/finding.h"
#include "model/registry.h"
#include "model/standing.h"
#include "store/store.h"

enum { GRADES_N = GRADE_VETO + 1 };

/* Open findings are those that are not gone and that nobody dismissed or merged. */
struct open_counts {
    int64_t found[GRADES_N];
    int64_t n_unreviewed; /* of them */
};

void open_counts_add(struct open_counts *to, const struct open_counts *more);

struct site_line {
    int64_t id;                                                /* of the store */
    struct str code, name, home, sponsor, region, type, state; /* of an account: no home */
    int64_t unit;
    struct str unit_name;
    bool is_main;   /* of an account */
    bool is_listed; /* in the registry; false: only a run saw it */
    bool has_result;
    /* Of its newest result. */
    int64_t run, at;
    struct str verdict, if_confirmed; /* empty: no result */
    int64_t pages;                    /* of an account its posts; -1: not said */
    int32_t newest;                   /* day; DAY_NONE: nothing dated */
    struct open_counts open;
};

/* Of one check, over the sites asked for. */
struct check_line {
    struct str id;
    struct open_counts open;
    int64_t n_sites; /* with open findings */
};

/* In the order of the fields that GET /sites and GET /accounts sort by; an account calls its code
 * id, its pages posts. */
enum site_order {
    SITES_BY_CODE,
    SITES_BY_NAME,
    SITES_BY_REGION,
    SITES_BY_TYPE,
    SITES_BY_STATE,
    SITES_BY_VERDICT, /* enum standing_of */
    SITES_BY_VETO,
    SITES_BY_FAULT,
    SITES_BY_NOTICE,
    SITES_BY_UNREVIEWED,
    SITES_BY_PAGES,
    SITES_BY_NEWEST,
    SITES_BY_TIME, /* of the newest result */
};

/* Empty fields ask nothing. */
struct site_query {
    enum registry_kind kind;
    int64_t unit;      /* and the units below it; 0 = all */
    struct str code;   /* this one; of the others only the unit is asked then */
    struct str region; /* how it begins */
    struct str type, state;
    struct str platform; /* of accounts: their type is one of it */
    struct str text;     /* in code, name, home page or sponsor */
    /* Lines have only their codes, types, states, results and counts, and what `order` sorts by:
     * the rest of a long list is not read to show a page of it. */
    bool is_brief;
    enum site_order order;
};

struct site_lines {
    struct site_line *sites; /* by code */
    size_t n;
    struct check_line *checks; /* by id; with open findings */
    size_t n_checks;
};

/* All that fit, with what was found on them. Everything goes to a. */
MUST_USE enum rc store_sites(struct store *s, const struct site_query *q, struct arena *a,
                             struct site_lines *out, struct err *err);

/* What brief lines lack. */
MUST_USE enum rc site_lines_fill(struct store *s, struct site_line *lines, size_t n,
                                 struct arena *a, struct err *err);

/* What is counted of a unit's sites, or accounts, without a line for each. */
struct site_totals {
    int64_t n[STANDING_N]; /* by enum standing_of */
    struct open_counts open;
    struct check_line *checks; /* by id; with open findings */
    size_t n_checks;
};
/* unit: and those below it; 0 = all. The checks go to a. */
MUST_USE enum rc store_site_totals(struct store *s, enum registry_kind kind, int64_t unit,
                                   struct arena *a, struct site_totals *out, struct err *err);

enum standing_of site_standing(const struct site_line *site);
/* Equal ones by code. */
void site_lines_sort(struct site_lines *lines, enum site_order order, bool is_descending);

#endif
