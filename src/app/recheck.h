/* The findings of an order, looked at again, and what was seen written down with it. */
#ifndef XJ_APP_RECHECK_H
#define XJ_APP_RECHECK_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "net/fetch.h"

#include <signal.h>

struct order_recheck {
    int64_t order;
    struct str dir; /* that inspections write to */
    struct str by;
    int64_t now;
    struct fetch_options fetch;
    int64_t try_gap_ms;                /* at a home page that does not open */
    const char *browser;               /* opens pages filled by script; NULL: none */
    const volatile sig_atomic_t *stop; /* NULL = never */
    bool quiet;                        /* prints nothing */
};

/* RC_NOT_FOUND: no such order. RC_BUSY: closed, or an inspection writes to the evidence. Also what
 * recheck_run says. What was seen until then is kept. */
MUST_USE enum rc order_recheck(const struct order_recheck *o, struct err *err);

#endif
