/* The rules of the check personal-data, for texts that are no pages. */
#ifndef XJ_CHECK_PERSONAL_DATA_H
#define XJ_CHECK_PERSONAL_DATA_H

#include "base/base.h"
#include "check/check.h"
#include "proof/personal.h"

/* Borrowed from the set, which may run any checks. */
struct personal_rules personal_data_rules(const struct check_set *s, int32_t today);

#endif
