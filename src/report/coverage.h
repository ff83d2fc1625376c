/* How far the articles that were to be carried (check/campaign.h) were: counted for run.json. */
#ifndef XJ_REPORT_COVERAGE_H
#define XJ_REPORT_COVERAGE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "store/store.h"

/*
 * An array, an object an article: title; sites and accounts (how many carried it, were late, are
 * missing, unknown, have time left); regions, each with region, carried (late ones too) and of (all
 * but the unknown and those with time left). Empty when no result tells of articles. Gives *out.
 *
 * RC_IO, RC_NOT_FOUND: the store. RC_SYNTAX: a result is no JSON.
 */
MUST_USE enum rc coverage_json(struct store *s, int64_t run, struct arena *a, struct json **out,
                               struct err *err);
/* For people, two lines an article and one a region; nothing for an empty array. */
void coverage_text(const struct json *coverage, struct buf *to);

#endif
