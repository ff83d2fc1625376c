#include "base/base.h"

#include "check/message.h"

bool message_is_excluded(const struct check_ctx *c, const struct words *excluded)
{
    const struct page *p = c->page;

    if (words_in(excluded, p->tags[TAG_COLUMN_NAME]))
        return true;
    for (size_t i = 0; i < p->n_links; i++)
        if (p->links[i].region == REGION_CRUMBS && words_in(excluded, p->links[i].text))
            return true;
    return false;
}
