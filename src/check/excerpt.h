/* Pieces of a text for an excerpt. What masks personal numbers (sink_add) knows whole ones alone,
 * so none is cut in two. */
#ifndef XJ_CHECK_EXCERPT_H
#define XJ_CHECK_EXCERPT_H

#include "base/base.h"
#include "base/str.h"

enum { EXCERPT_CHARS = 60 };

/* The first EXCERPT_CHARS characters, and the rest of a number that stands there. */
struct str excerpt_head(struct str text);
/* Such a piece of the line around a place, with some characters in front of it. */
struct str excerpt_around(struct str text, size_t at);

#endif
