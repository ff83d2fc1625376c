/* A parent that watches over the work: a crash costs what was being done, not the run. */
#ifndef XJ_APP_SUPERVISE_H
#define XJ_APP_SUPERVISE_H

#include "base/base.h"

/*
 * Runs work(ctx) in a child process and returns its exit status. When a signal of the program's own
 * making ends the child (SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL), it is started again, at most
 * RESTARTS_MAX times; work must go on where it was. SIGINT and SIGTERM are handed to the child. The
 * child dies with the parent; killed by SIGKILL, it takes the parent along.
 */
enum { RESTARTS_MAX = 20 };
int supervise(int (*work)(void *ctx), void *ctx);

#endif
