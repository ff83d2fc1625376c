/* What people type into the cells of a list, made fit to compare. Results live in the arena. */
#ifndef XJ_DESK_FIELD_H
#define XJ_DESK_FIELD_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* Without invisible characters; runs of white space become one space, none at the ends. */
struct str field_text(struct str s, struct arena *a);
/* Also without any white space, and with full-width letters, digits and signs made ASCII. */
struct str field_word(struct str s, struct arena *a);
/* A word, without the ways by which people keep Excel from making a number of it: ="1", '1. */
struct str field_code(struct str s, struct arena *a);

/* s is n ASCII digits. */
bool field_is_digits(struct str s, size_t n);

/*
 * An absolute http(s) URL, normalised; http:// is assumed where no scheme is written. The host must
 * have a dot or be an address or localhost. false leaves *out alone.
 */
MUST_USE bool field_url(struct str s, struct arena *a, struct str *out);

/* Host names separated by spaces, however they are separated or dressed up as URLs:
 * "WWW.A.GOV.CN、http://b.gov.cn/" -> "www.a.gov.cn b.gov.cn". */
struct str field_domains(struct str s, struct arena *a);

#endif
