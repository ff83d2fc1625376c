/* What pages are judged by: the checks with their data, and what some of them read with. */
#ifndef XJ_APP_RULES_H
#define XJ_APP_RULES_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "check/campaign.h"
#include "check/check.h"
#include "proof/proofread.h"
#include "text/workday.h"

struct rules_input {
    struct str checks;       /* ids; empty = all */
    const char *data_file;   /* checks.yaml; NULL = the program's */
    const struct str *words; /* paths of word lists */
    size_t n_words;
    const char *articles; /* check/campaign.h; NULL: none */
    const char *field;    /* proof/field.h; NULL: none */
    bool field_may_fail;  /* says so, and reads without it; so where no wrong characters are read */
    const struct account_list *accounts; /* NULL: none */
};

struct rules {
    struct check_set *checks;
    struct proofreader *proofreader; /* NULL: no check reads words */
    struct work_calendar calendar;
    struct campaign campaign;
    struct arena own; /* of the calendar and the campaign */
};

/* What the office's inspections read with (proof/field.h): its path in a; the same, NULL when there
 * is none so far. */
const char *usage_path(struct str dir, struct arena *a);
const char *usage_of(struct str dir, struct arena *a);

/* On failure rules_done releases what is there. RC_USAGE, RC_IO, RC_SYNTAX. */
MUST_USE enum rc rules_load(const struct rules_input *in, struct arena *a, struct rules *out,
                            struct err *err);
void rules_done(struct rules *r);

#endif
