/* The office's crawl child: does the inspections that were asked for in the pages and those that
 * are planned, one at a time. */
#ifndef XJ_APP_CRAWL_CHILD_H
#define XJ_APP_CRAWL_CHILD_H

#include "app/inspect.h"
#include "base/base.h"
#include "base/str.h"
#include "web/family.h"

struct crawl_options {
    const char *dir;
    struct str store_url;
    int64_t now_offset_s;
    struct inspect_options inspect; /* as far as it is the same for all of them */
};

/*
 * Until *stop. An inspection runs in a process of its own; when that, this child or the machine is
 * killed, it goes on where it was when the child comes back.
 */
int crawl_child(const struct crawl_options *o, struct family *f, const volatile sig_atomic_t *stop);

#endif
