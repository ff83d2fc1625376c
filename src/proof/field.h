/*
 * What inspections learn of how a region's sites write: rows of characters, by how many sites have
 * them, kept in a file that later inspections and checks of drafts read with. What one site alone
 * writes counts as once, however often: its slips are not taken for usage.
 */
#ifndef XJ_PROOF_FIELD_H
#define XJ_PROOF_FIELD_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "proof/spelling.h"

struct field;

/*
 *   s     with its book, else RC_NOT_FOUND; borrowed
 *   path  goes on with what is in the file; no such file: begins with nothing
 *
 * RC_IO; RC_SYNTAX: the file is none, damaged, or of another book. Gives *out.
 */
MUST_USE enum rc field_open(const struct spelling *s, const char *path, struct field **out,
                            struct err *err);
void field_free(struct field *f);
void field_freep(struct field **f);
/* Learning a text again changes nothing, and neither does the order. */
void field_learn(struct field *f, struct str text, struct str site_code);
/*
 * What is learnt lies in this file until it is written, so that a process that is killed has not
 * learnt in vain: the next one that keeps what it adds to the same file there, unchanged meanwhile,
 * goes on with it.
 *
 *   path  borrowed
 *
 * RC_IO: nothing is kept.
 */
MUST_USE enum rc field_keep(struct field *f, const char *path, struct err *err);
/* Under the path it was opened with, whole or not at all; nothing else is kept any more. RC_IO. */
MUST_USE enum rc field_write(const struct field *f, struct err *err);

/* Reads with it from now on: RC_NOT_FOUND, RC_IO, RC_SYNTAX like field_open, but the file must be
 * there. */
MUST_USE enum rc field_use(struct spelling *s, const char *path, struct err *err);
/* What is read now is of that site: what itself has taught does not count. Empty: of
 * none. */
void field_reads(struct spelling *s, struct str site_code);

#endif
