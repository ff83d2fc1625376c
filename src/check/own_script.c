#include "base/base.h"

#include "check/own_script.h"

bool has_own_script(const struct page *p)
{
    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *l = &p->links[i];

        if (l->kind == LINK_SCRIPT && l->region == REGION_BODY && l->is_same_site)
            return true;
    }
    return false;
}
