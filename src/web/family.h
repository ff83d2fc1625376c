/*
 * The processes of the office: a parent that holds the listening socket and nothing else, and its
 * children. A child that ends is started again; the others go on.
 */
#ifndef XJ_WEB_FAMILY_H
#define XJ_WEB_FAMILY_H

#include "base/base.h"

#include <signal.h>

enum family_member { FAMILY_WEB, FAMILY_CRAWL, FAMILY_WATCH, FAMILY_OPENER, FAMILY_N };
const char *family_name(enum family_member m); /* "web" */

struct family; /* in memory that all processes share */

/* A child: works until *stop is set, and says family_wake every second or so. Returns its exit
 * status. */
typedef int family_work(void *ctx, struct family *f, const volatile sig_atomic_t *stop);

struct family_options {
    family_work *work[FAMILY_N]; /* NULL: no such child */
    void *ctx;
};

/*
 * Runs the children until SIGTERM or SIGINT. SIGHUP starts a new web child, which reads everything
 * anew, and ends the old one when the new one is awake. A child that was killed is
 * started again at once; one that keeps ending by itself after a while, ever longer
 * (base/backoff.h). Returns the exit status of the program: 0,
 * or 1 when the web child did not even start once.
 */
int family_run(const struct family_options *o);

/* By the children. */
void family_wake(struct family *f, enum family_member m);
/* There is such a child. */
bool family_has(const struct family *f, enum family_member m);
bool family_is_awake(const struct family *f, enum family_member m);
int64_t family_n_starts(const struct family *f, enum family_member m);

#endif
