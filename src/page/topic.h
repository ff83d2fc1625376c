/* Which document an article is about, as its title says, and what it is of it. */
#ifndef XJ_PAGE_TOPIC_H
#define XJ_PAGE_TOPIC_H

#include "page/article.h"
#include "page/flow.h"

/* Fills paper, topic and leads_on of an article; its tags, headline, links and text are set. */
void topic_read(const struct flow *fl, const struct article *ar, struct page *page);

#endif
