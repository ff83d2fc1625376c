/* Mistakes that a text shows without quoting them: errata, labelled pairs, questions of a test. */
#ifndef XJ_PROOF_ERRATA_H
#define XJ_PROOF_ERRATA_H

#include "base/base.h"
#include "base/str.h"

/*
 * The place is the wrong one of a pair: 误：…正：…; a cell below 错误 beside one below 正确; with
 * the same words and `right` in the next cell or behind an arrow; （×） behind it.
 *
 *   right  what should stand at the place; may be empty
 */
bool errata_shows(struct str text, size_t at, size_t n, struct str right);

/* The place stands in an answer to choose from: 下列说法正确的是（ ） A. … B. … */
bool errata_asks(struct str text, size_t at);

#endif
