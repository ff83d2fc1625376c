/* The lists that an inspection which was asked for works on: written once, so that one that goes on
 * finds them as they were. */
#ifndef XJ_APP_ASKED_LISTS_H
#define XJ_APP_ASKED_LISTS_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "model/registry.h"
#include "office/run_queue.h"

/* Paths; NULL: there is no such list. */
struct asked_lists {
    const char *sites, *accounts;
};

/*
 * Writes the lists into the folder. Of an account whose posts were handed in they lie beside it and
 * are its 数据源; any other that is no URL is left out, for it names no file of the office.
 *
 *   a    takes the paths
 *   out  written only on RC_OK
 *
 * RC_USAGE: nothing that was asked for is in the registry. RC_IO, RC_DB.
 */
MUST_USE enum rc asked_lists_write(struct store *s, const struct asked_run *run, const char *folder,
                                   struct arena *a, struct asked_lists *out, struct err *err);
/*
 * Where an account's posts are seen, put into its row: posts that were handed in are written to
 * FOLDER/NAME, and its 数据源 says so from the folder around it; a file that its list names is
 * none.
 *
 *   folder  made when it is not there
 *   a       takes the 数据源
 */
MUST_USE enum rc asked_source(struct store *s, struct registry_row *row, const char *folder,
                              size_t name, struct arena *a, struct err *err);
/* Takes the posts away again: they are in the store. */
void asked_lists_drop(const struct asked_run *run, const char *folder);

#endif
