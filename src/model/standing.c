#include "base/base.h"

#include "model/standing.h"

enum standing_of standing_of(struct str verdict, struct str if_confirmed)
{
    if (str_eq(verdict, STR("合格")))
        return STANDING_PASS;
    if (str_eq(verdict, STR("不合格")))
        return STANDING_FAIL;
    return str_eq(if_confirmed, STR("不合格")) ? STANDING_FORESEEN : STANDING_UNKNOWN;
}
