/* Pictures of the pages that findings stand on, as evidence. Inside crawl/ only. */
#ifndef XJ_CRAWL_PICTURES_H
#define XJ_CRAWL_PICTURES_H

#include "base/base.h"
#include "base/err.h"
#include "browser/browser.h"
#include "check/check.h"

struct crawler;

#define PICTURE_TYPE "image/webp"

/* Findings of vetoes, and of faults that show to the eye, are pictured. */
bool picture_is_of(const struct check *check, enum grade grade);
/* What is framed for a finding; strings in a. */
struct browser_mark picture_mark(struct str excerpt, struct str detail_json, struct arena *a);

/*
 * When all sites are judged: pages of this run's vetoes, and of faults that show to the eye, are
 * shown by the browser and their pictures archived; what goes wrong with one costs that one.
 * Nothing is done without a browser, and nothing twice.
 *
 *   since  the run began: what was last seen before was not looked at
 *
 * RC_IO, RC_DB; RC_STOPPED: it can be gone on with.
 */
MUST_USE enum rc pictures_take(struct crawler *c, int64_t since, struct err *err);

#endif
