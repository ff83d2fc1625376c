/* Character references ("&amp;", "&#20013;") in text that did not come through the tree. */
#ifndef XJ_DOM_CHARREF_H
#define XJ_DOM_CHARREF_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* raw itself when it holds none; else a decoded copy. In attributes "&lt=" stays as it is. */
struct str charref_decode(struct str raw, bool is_attr, struct arena *a);

#endif
