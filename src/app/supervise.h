/* A parent that watches over the work: a crash costs what was being done, not the run. */
#ifndef XJ_APP_SUPERVISE_H
#define XJ_APP_SUPERVISE_H

#include "base/base.h"

/*
 * Runs work(ctx, false) in a child process and returns its exit status. When a signal of the
 * program's own making ends the child (SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL), or SIGKILL, as
 * for want of memory, it is started again with after_crash, at most RESTARTS_MAX times, and after
 * one of its own making ever later (base/backoff.h); work must go on where it was. SIGINT, SIGTERM
 * and SIGUSR1 are handed to the child, and after SIGINT and SIGTERM it is not started again. The
 * child dies with the parent: what ended both, a person or a loss of power, is no crash.
 *
 * work begins with these signals blocked, so that none is lost; it unblocks them when it has
 * handlers.
 */
enum { RESTARTS_MAX = 20 };
void supervise_block(void);
void supervise_unblock(void);
int supervise(int (*work)(void *ctx, bool after_crash), void *ctx);

#endif
