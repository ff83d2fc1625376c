/* Addresses as people type them into the cells of a list. Results live in the arena. */
#ifndef XJ_DESK_FIELD_H
#define XJ_DESK_FIELD_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/*
 * An absolute http(s) URL, normalised; http:// is assumed where no scheme is written. The host must
 * have a dot or be an address or localhost. false leaves *out alone.
 */
MUST_USE bool field_url(struct str s, struct arena *a, struct str *out);

/* Host names separated by spaces, however they are separated or dressed up as URLs:
 * "WWW.A.GOV.CN、http://b.gov.cn/" -> "www.a.gov.cn b.gov.cn". */
struct str field_domains(struct str s, struct arena *a);

#endif
