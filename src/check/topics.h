/* Articles of a site that are about one document, as their titles say. */
#ifndef XJ_CHECK_TOPICS_H
#define XJ_CHECK_TOPICS_H

#include "base/base.h"
#include "check/check.h"

/* all: by day, at least one. */
typedef void topic_taker(void *ctx, const struct check_ctx *c, const struct digest *const *all,
                         size_t n);

/* Hands over the articles of each document of c->view at once. */
void topics_each(const struct check_ctx *c, topic_taker *take, void *ctx);

#endif
