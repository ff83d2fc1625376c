#include "base/base.h"

#include "model/site.h"

static const char *const types[] = {
    [SITE_TYPE_NONE] = "",
    [SITE_PORTAL] = "政府门户网站",
    [SITE_DEPARTMENT] = "部门网站",
    [SITE_SPECIAL] = "专项网站",
};

static const char *const states[] = {
    [SITE_STATE_NONE] = "",
    [SITE_RUNNING] = "运行",
    [SITE_CLOSING] = "申请关停",
    [SITE_CLOSED] = "已关停",
};

static size_t index_of(const char *const *names, size_t n, struct str name)
{
    for (size_t i = 1; i < n; i++)
        if (str_eq(str_of(names[i]), name))
            return i;
    return 0;
}

const char *site_type_name(enum site_type type)
{
    return types[type];
}

const char *site_state_name(enum site_state state)
{
    return states[state];
}

enum site_type site_type_of(struct str name)
{
    return (enum site_type)index_of(types, COUNT_OF(types), name);
}

enum site_state site_state_of(struct str name)
{
    return (enum site_state)index_of(states, COUNT_OF(states), name);
}
