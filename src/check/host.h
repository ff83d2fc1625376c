/* Hosts of URLs, and whose they are. */
#ifndef XJ_CHECK_HOST_H
#define XJ_CHECK_HOST_H

#include "base/base.h"
#include "base/str.h"
#include "model/site.h"

/* The host of a normalised http(s) URL, a view without port; empty when it is none. */
struct str host_of(struct str url);
/* The path with its query ("/" at least); empty when it is no URL. */
struct str path_of(struct str url);
/* Under gov.cn or .政务 (国办函〔2018〕55号: the only two for government sites). */
bool host_is_gov(struct str host);
/* An address of a private network, or this machine itself, written as such. */
bool host_is_private(struct str host);
/* The host of the site's home page or of one of its other domains, or beside or below one. */
bool host_is_own(const struct site *site, struct str host);
/* Takes the next of site->domains off *rest as a bare host; false at the end. */
bool host_next(struct str *rest, struct str *host);

#endif
