/* One file, read in child processes of this one that can do nothing else. */
#ifndef XJ_ATTACH_RUN_H
#define XJ_ATTACH_RUN_H

#include "attach/attach.h"
#include "attach/lines.h"
#include "base/base.h"
#include "base/str.h"

/* Loads what the children cannot load themselves. Once a process. */
void run_prepare(void);
/*
 * Blocks, at most ATTACH_MILLISECONDS and a little. Any bytes give an outcome, also when a child
 * crashes. The process should be small and have one thread: it forks.
 */
enum attach_outcome run_text(struct str bytes, struct lines *out);

#endif
