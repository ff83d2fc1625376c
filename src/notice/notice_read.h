/* Counts a run for its notice: sites and accounts by verdict, type and region, failures, problems.
 */
#ifndef XJ_NOTICE_NOTICE_READ_H
#define XJ_NOTICE_NOTICE_READ_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "model/notice.h"
#include "notice/notice_source.h"

/*
 * Running sites are counted. One without result - of a round: one of its own, running or not - is
 * unfinished; one whose verdict is neither 合格 nor 不合格 is undecided. Problems are findings of
 * grade fault and veto of all sites of the registry, closed ones too. Accounts are counted
 * likewise, by themselves.
 *
 *   a    takes everything but the registry's strings
 *   out  written only on RC_OK; knows no messages
 *
 * RC_DB and what the store says; RC_SYNTAX: a result is no JSON object; RC_LIMIT: more checks than
 * CHECK_IDS_MAX.
 */
MUST_USE enum rc notice_read(const struct notice_source *s, struct arena *a, struct notice *out,
                             struct err *err);

/* What the region's portal is called without its last word: "云溪县人民政府" -> "云溪县"; the code
 * when it has none. Borrowed from the registry. */
struct str notice_region(const struct site_list *sites, struct str code);

/* Calls `take` for every finding of the source that enters the notice (with_unreviewed), of any
 * grade. The store's codes. */
typedef void notice_take(void *ctx, const struct notice_finding *f);
MUST_USE enum rc notice_each_finding(const struct notice_source *s, notice_take *take, void *ctx,
                                     struct err *err);

struct notice_files {
    const char *docx, *xlsx, *json; /* each appears whole or not at all */
    const char *office;             /* data/notice.yaml or an office's own; is read. What was filled
                                       in for the round goes before it */
    const char *form;               /* a .docx with marks (notice_template.h); NULL: the layout of
                                       the standard */
};
/*
 * Writes the notice, its annex, and its numbers with what they count (docs/notice.md).
 *
 *   n_gaps  how many places 【…】 are left; may be NULL
 *
 * RC_IO, and the codes of notice_read, office_load, docx_template_open and notice_fill.
 */
MUST_USE enum rc notice_files_write(const struct notice_source *s, const struct notice_files *files,
                                    size_t *n_gaps, struct err *err);

#endif
