#include "base/base.h"

#include "store/check_names.h"

enum rc check_names_find(struct check_names *c, struct arena *a, struct str id, struct err *err)
{
    for (size_t i = 0; i < c->n; i++) {
        const size_t at = (c->last + i) % c->n;

        if (str_eq(c->ids[at], id)) {
            c->last = at;
            return RC_OK;
        }
    }
    if (c->n == CHECK_NAMES_MAX)
        return err_set(err, RC_LIMIT, "检查项超过 %d 个", CHECK_NAMES_MAX);
    c->last = c->n++;
    c->ids[c->last] = arena_copy(a, id);
    return RC_OK;
}
