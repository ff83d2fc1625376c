/* Words that a text shows as mistakes: 把“秸秆”误写成“…”, “…”等错别字. */
#ifndef XJ_PROOF_CITED_H
#define XJ_PROOF_CITED_H

#include "base/base.h"
#include "base/str.h"

/* The place stands within quotation marks, in its line, and the words around them say that what
 * they hold is wrong or is not to be used. */
bool cited_as_wrong(struct str text, size_t at, size_t n);

#endif
