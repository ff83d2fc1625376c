#include "base/base.h"

#include "model/standing.h"

#include "model/site.h"

enum standing_of standing_of(struct str state, struct str verdict, struct str if_confirmed)
{
    if (state.n && !str_eq(state, str_of(site_state_name(SITE_RUNNING))))
        return STANDING_CLOSED;
    if (str_eq(verdict, STR("合格")))
        return STANDING_PASS;
    if (str_eq(verdict, STR("不合格")))
        return STANDING_FAIL;
    return str_eq(if_confirmed, STR("不合格")) ? STANDING_FORESEEN : STANDING_UNKNOWN;
}
