/* Quotation marks of Chinese texts. */
#ifndef XJ_TEXT_QUOTE_H
#define XJ_TEXT_QUOTE_H

#include "base/base.h"
#include "base/str.h"

/* The byte `at` stands within quotation marks that were opened in the same line, at most 100 bytes
 * before: it is spoken about, not said. */
bool quote_holds(struct str text, size_t at);

#endif
