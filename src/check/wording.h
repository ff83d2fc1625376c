/* How checks of words read a page: through the door of proof/, a finding a wrong expression. */
#ifndef XJ_CHECK_WORDING_H
#define XJ_CHECK_WORDING_H

#include "base/base.h"
#include "check/check.h"

struct wording {
    const char *check;  /* problems of this check id are reported */
    unsigned engines;   /* bits of proof/proofread.h */
    bool with_suspects; /* 疑似 ones too, as notices */
    bool skips_garbled; /* none in a line that was read in the wrong charset */
};

/*
 * Reports what the engines find in the title and the text of the page: one finding for each wrong
 * expression, with how often it stands there. A serious one is a veto, others are faults. The page
 * is judged as of the day that it was published on, else as of now; the text
 * of an attachment without a date only by what was always wrong. Without data for the engines it
 * cannot judge.
 */
enum judged wording_check(const struct check_ctx *c, const struct wording *w);

#endif
