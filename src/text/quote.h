/* What a Chinese text speaks about and does not say itself. */
#ifndef XJ_TEXT_QUOTE_H
#define XJ_TEXT_QUOTE_H

#include "base/base.h"
#include "base/str.h"

/* The byte `at` stands within quotation marks that were opened in the same line, at most 100 bytes
 * before: it is spoken about, not said. */
bool quote_holds(struct str text, size_t at);

/* The words at `at` are asked about or told of: 如提示系统繁忙, 系统繁忙怎么办. */
bool quote_tells(struct str text, size_t at);

#endif
