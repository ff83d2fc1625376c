/* After the crawl: puts together what is known of a site, runs the whole-site checks, keeps the
 * evidence, hands over. */
#ifndef XJ_CRAWL_JUDGE_H
#define XJ_CRAWL_JUDGE_H

#include "base/base.h"
#include "base/err.h"

struct crawler;
struct site_run;
struct judge;

/* Reads how every URL of the run ended: 8 bytes a known URL. */
MUST_USE enum rc judge_new(struct crawler *c, struct judge **out, struct err *err);
void judge_freep(struct judge **j);
/* One site: from its records to the store. Doing it again changes nothing. */
MUST_USE enum rc judge_site(struct judge *j, struct site_run *s, struct err *err);

#endif
