/* Days, months, quarters and half years that a text names, as statistics do. */
#ifndef XJ_TEXT_PERIOD_H
#define XJ_TEXT_PERIOD_H

#include "base/base.h"
#include "base/str.h"

/*
 * The newest day that the text speaks of; a month, quarter or half year counts as its last one, but
 * never as more than today. What lies in the future, or names no year, does not count. DAY_NONE:
 * none.
 */
int32_t period_newest(struct str text, int32_t today);

#endif
