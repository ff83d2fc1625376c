/* Every domain of the registry's sites, with what was found about it. */
#ifndef XJ_DESK_DOMAIN_LIST_H
#define XJ_DESK_DOMAIN_LIST_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/finding.h"
#include "store/store.h"

enum domain_role {
    DOMAIN_MAIN,    /* of the home page */
    DOMAIN_OTHER,   /* 其他域名 */
    DOMAIN_UNKNOWN, /* the home page leads there, the registry does not have it */
    DOMAIN_ROLE_N,
};
const char *domain_role_name(enum domain_role role);  /* "main" */
const char *domain_role_title(enum domain_role role); /* 主域名 */

/* Open: neither gone nor dismissed or merged. */
struct domain_finding {
    uint64_t id;
    struct str check, excerpt;
    enum grade grade;
    bool is_confirmed;
};

struct domain_line {
    struct str domain; /* as a browser shows it */
    enum domain_role role;
    bool is_gov; /* under .gov.cn or .政务 (国办函〔2018〕55号) */
    struct str site, site_name, state;
    int64_t unit;
    struct str unit_name;
    const struct domain_finding *findings;
    size_t n_findings;
};

struct domain_list {
    struct domain_line *lines; /* by code of the site; its main one first */
    size_t n;
};

/*
 * Of sites of the unit (0 = all) and of those below it. What was found of the kind (domain-rule),
 * and of closed sites whose domain lives on or is somebody else's now, stands with its domain.
 * Everything goes to a.
 */
MUST_USE enum rc domain_list_read(struct store *s, int64_t unit, struct arena *a,
                                  struct domain_list *out, struct err *err);

#endif
