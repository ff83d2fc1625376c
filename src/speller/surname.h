/* The surnames that most people have. */
#ifndef XJ_SPELLER_SURNAME_H
#define XJ_SPELLER_SURNAME_H

#include "base/base.h"

/* Of one character; those of two are not here. */
bool surname_is(uint32_t code_point);

#endif
