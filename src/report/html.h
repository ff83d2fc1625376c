/* index.html: one page that opens from disk, from data/report/index.html and the run's results. */
#ifndef XJ_REPORT_HTML_H
#define XJ_REPORT_HTML_H

#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "report/figures.h"
#include "report/report.h"
#include "report/standing.h"

enum {
    HTML_FINDINGS_MAX = 50000,  /* in the page; browsers stay quick. The rest is counted */
    HTML_SITE_CHECK_MAX = 1000, /* of one check on one site */
};

/*
 *   run    run.json: `program`, `now` (the clock that deadlines are judged by) and `finished`
 *          (RFC 3339) are shown where it has them
 *
 * RC_IO: the template, or DIR. RC_SYNTAX: the template, with its line.
 */
MUST_USE enum rc html_write(const struct report_input *in, const struct json *run,
                            const struct figures *figures, const struct standing *standing,
                            struct err *err);

#endif
