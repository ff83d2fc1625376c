/* The files in DIR: findings.jsonl, sites.jsonl, accounts.jsonl, run.json, index.html, notice.docx,
 * annex.xlsx, notice.json. */
#ifndef XJ_REPORT_REPORT_H
#define XJ_REPORT_REPORT_H

#include "base/base.h"
#include "base/err.h"
#include "model/account.h"
#include "model/site.h"
#include "store/store.h"

#include <stdio.h>

struct report_input {
    const char *dir;
    struct store *store;
    int64_t run;
    const struct site_list *sites;
    const struct account_list *accounts; /* NULL: none */
    struct str run_json;                 /* an object: versions, times, counts, options */
    const char *template_dir;            /* data/report */
    const char *notice_file;             /* data/notice.yaml, or an office's own; NULL: no notice */
};

/* Writes each file under a temporary name and renames it, so that a reader never sees half of one.
 * RC_IO. */
MUST_USE enum rc report_write(const struct report_input *in, struct err *err);

/* The summary table for a terminal: a line a site with verdict words and counts by check, then
 * totals. To `to`. */
void report_print_summary(const struct report_input *in, bool is_terminal, FILE *to);

#endif
