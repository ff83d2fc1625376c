/* Which document an article is about, as its title says, and what it is of it. */
#ifndef XJ_PAGE_TOPIC_H
#define XJ_PAGE_TOPIC_H

#include "model/page.h"

/* Fills paper, topic and leads_on of an article; its tags, headline and links are set. */
void topic_read(struct page *page);

#endif
