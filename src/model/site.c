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

static const struct {
    const char *key, *title;
} fields[SITE_FIELD_N] = {
    [SITE_CODE] = { "code", "网站标识码" },
    [SITE_NAME] = { "name", "网站名称" },
    [SITE_HOME] = { "home", "首页网址" },
    [SITE_SPONSOR] = { "sponsor", "主办单位" },
    [SITE_REGION] = { "region", "行政区划" },
    [SITE_TYPE] = { "type", "网站类型" },
    [SITE_STATE] = { "state", "状态" },
    [SITE_PUBLIC] = { "serves_public", "对外服务" },
    [SITE_SUPERVISOR] = { "supervisor", "主管单位" },
    [SITE_ICP] = { "icp", "ICP备案号" },
    [SITE_POLICE] = { "police", "公安备案号" },
    [SITE_DOMAINS] = { "domains", "其他域名" },
    [SITE_PLATFORM] = { "platform", "集约化平台" },
    [SITE_SERVICE] = { "service_link", "政务服务链接" },
};

const char *site_field_key(enum site_field field)
{
    return fields[field].key;
}

const char *site_field_title(enum site_field field)
{
    return fields[field].title;
}

bool site_field_of(struct str name, enum site_field *out)
{
    for (size_t i = 0; i < SITE_FIELD_N; i++)
        if (str_eq(name, str_of(fields[i].key)) || str_eq(name, str_of(fields[i].title))) {
            *out = (enum site_field)i;
            return true;
        }
    return false;
}

struct str site_field_text(const struct site *site, enum site_field field)
{
    const struct str texts[SITE_FIELD_N] = {
        [SITE_CODE] = site->code,
        [SITE_NAME] = site->name,
        [SITE_HOME] = site->home,
        [SITE_SPONSOR] = site->sponsor,
        [SITE_REGION] = site->region,
        [SITE_TYPE] = str_of(site_type_name(site->type)),
        [SITE_STATE] = str_of(site_state_name(site->state)),
        [SITE_PUBLIC] = site->serves_public ? STR("是") : STR("否"),
        [SITE_SUPERVISOR] = site->supervisor,
        [SITE_ICP] = site->icp,
        [SITE_POLICE] = site->police,
        [SITE_DOMAINS] = site->domains,
        [SITE_PLATFORM] = site->platform,
        [SITE_SERVICE] = site->service_link,
    };

    return texts[field];
}

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
