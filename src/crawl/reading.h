/*
 * Which page is being read: a number in a small mapped file, so that it outlives a crash of the
 * process and costs one store. A page during which the process crashed twice is not read again in
 * its run; once may be chance.
 */
#ifndef XJ_CRAWL_READING_H
#define XJ_CRAWL_READING_H

#include "base/base.h"
#include "base/err.h"

struct reading;

/* RC_IO. */
MUST_USE enum rc reading_open(const char *path, struct reading **out, struct err *err);
void reading_closep(struct reading **r);
/*
 * Asked once at the start: the page of run `run` during which the process crashed for the second
 * time, and that is from now on known as unreadable; 0 = none. `after_crash`: the process before
 * this one crashed; otherwise what it was reading has no part in its end.
 */
uint32_t reading_interrupted(struct reading *r, uint32_t run, bool after_crash);
/* A process of this run crashed during another page: it may do so again. */
bool reading_is_suspicious(const struct reading *r);
/* number 0: nothing is being read. */
void reading_set(struct reading *r, uint32_t run, uint32_t number);

#endif
