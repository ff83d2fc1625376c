/* The child of `serve` that watches the home pages of the registry's sites. */
#ifndef XJ_APP_WATCH_CHILD_H
#define XJ_APP_WATCH_CHILD_H

#include "base/base.h"
#include "base/options.h"
#include "net/fetch.h"
#include "web/family.h"

struct watch_child_options {
    const char *dir;
    struct str store_url;
    struct fetch_options fetch;
    const struct texts *controls; /* URLs */
    int64_t gap_s;                /* between two visits at a site */
};

/* Works until *stop is set; goes on with the new list when the registry changes. An exit status. */
int watch_child(const struct watch_child_options *o, struct family *f,
                const volatile sig_atomic_t *stop);

#endif
