/* index.html: one page that opens from disk, from data/report/index.html and the run's results. */
#ifndef XJ_REPORT_HTML_H
#define XJ_REPORT_HTML_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "report/figures.h"
#include "report/report.h"
#include "report/standing.h"
#include "store/store.h"

enum {
    HTML_FINDINGS_MAX = 50000,  /* in the page; browsers stay quick. The rest is counted */
    HTML_SITE_CHECK_MAX = 1000, /* of one check on one site */
};

/* The findings that the page shows, from their lines in findings.jsonl. Zeroed at first. */
struct html_findings {
    struct buf list; /* of JSON objects, without its last bracket */
    int64_t n, n_left_out;
    char check[64]; /* of the last one */
    char site[64];
    int64_t n_same;
};
/* A finding_line_fn. */
void html_findings_take(void *ctx, const struct stored_finding *f, struct str line);
void html_findings_done(struct html_findings *f);

/*
 *   run    run.json: `program`, `now` (the clock that deadlines are judged by) and `finished`
 *          (RFC 3339) are shown where it has them
 *
 * RC_IO: the template, or DIR. RC_SYNTAX: the template, with its line.
 */
MUST_USE enum rc html_write(const struct report_input *in, const struct json *run,
                            const struct figures *figures, const struct standing *standing,
                            struct html_findings *findings, struct err *err);

#endif
