/* data/filings.yaml: what units report to the office above them, and apply to it for. */
#ifndef XJ_OFFICE_FILING_KINDS_H
#define XJ_OFFICE_FILING_KINDS_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum filing_about { FILING_OF_UNIT, FILING_OF_SITE, FILING_OF_ACCOUNT };
const char *filing_about_name(enum filing_about about); /* "unit" */

struct filing_kind {
    struct str id, title, status, basis;
    enum filing_about about;
    bool has_domain; /* tells a domain */
    bool is_ending;  /* of the life of its site or account */
    int64_t days;    /* working days that the office has; 0 = no rule says */
};

struct filing_kinds {
    const struct filing_kind *kinds;
    size_t n;
};

enum { FILING_KINDS_MAX = 50, FILING_DAYS_MAX = 250 };

/* RC_IO: cannot be read. RC_SYNTAX: breaks YAML or the form, or an id twice. Everything goes to a.
 */
MUST_USE enum rc filing_kinds_load(const char *path, struct arena *a, struct filing_kinds *out,
                                   struct err *err);
/* NULL: there is none. */
const struct filing_kind *filing_kind_of(const struct filing_kinds *kinds, struct str id);
/* Its title; of one that the file has no more, its id. */
struct str filing_kind_title(const struct filing_kinds *kinds, struct str id);

#endif
