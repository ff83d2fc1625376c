/* How the commands that fetch reach the network: who we say that we are, and where we may go. */
#ifndef XJ_APP_NETWORK_H
#define XJ_APP_NETWORK_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/options.h"
#include "crawl/inspection.h"
#include "model/site.h"
#include "net/fetch.h"
#include "store/store.h"

/* "xunjian/VERSION", with the contact when there is one. */
const char *network_user_agent(struct str contact, struct arena *a);
/* The values of --connect-to, put into *fetch. RC_USAGE. */
MUST_USE enum rc network_connect_to(const struct texts *given, struct arena *a,
                                    struct fetch_options *fetch, struct err *err);
/*
 * What the office has set for each site, in the order of the list.
 *
 *   rate         of all
 *   keeps_hours  their quiet hours, too
 *   out          in a
 */
MUST_USE enum rc network_limits(struct store *s, const struct site_list *list, double rate,
                                bool keeps_hours, struct arena *a, const struct site_limits **out,
                                struct err *err);
/*
 * The program that opens pages filled by script.
 *
 *   wish  auto or empty, off, or a path
 *   out   NULL: none
 *
 * RC_USAGE: the path is none of a program.
 */
MUST_USE enum rc network_browser(struct str wish, struct arena *a, const char **out,
                                 struct err *err);

#endif
