/* Words that a text shows as mistakes: 把“秸秆”误写成“…”, “…”等错别字. */
#ifndef XJ_PROOF_CITED_H
#define XJ_PROOF_CITED_H

#include "base/base.h"
#include "base/str.h"

/*
 * The place is shown as what not to write: within quotation marks in its line, with words around
 * them that say so, or as errata and tests show it (proof/errata.h).
 *
 *   right  what should stand there; may be empty
 */
bool cited_as_wrong(struct str text, size_t at, size_t n, struct str right);

#endif
