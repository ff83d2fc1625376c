/* What the office's opener does (web/opener.h). */
#ifndef XJ_API_OPENING_H
#define XJ_API_OPENING_H

#include "web/opener.h"

enum opening_work { OPENING_FINDING, OPENING_WORKS_N };

extern const struct opener_options api_opener;

#endif
