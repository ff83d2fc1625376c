#include "base/base.h"

#include "model/registry.h"

/* The other titles are those of the national systems' pages. */
static const struct registry_field site_fields[SITE_FIELD_N] = {
    [SITE_CODE] = { "code", "网站标识码", "政府网站标识码", false },
    [SITE_NAME] = { "name", "网站名称", NULL, false },
    [SITE_HOME] = { "home", "首页网址", "网站首页网址", false },
    [SITE_SPONSOR] = { "sponsor", "主办单位", "网站主办单位", false },
    [SITE_REGION] = { "region", "行政区划", "行政区划代码", false },
    [SITE_TYPE] = { "type", "网站类型", NULL, false },
    [SITE_STATE] = { "state", "状态", "网站状态", false },
    [SITE_PUBLIC] = { "serves_public", "对外服务", "是否对外服务", true },
    [SITE_SUPERVISOR] = { "supervisor", "主管单位", "网站主管单位", false },
    [SITE_ICP] = { "icp", "ICP备案号", "ICP备案编号", false },
    [SITE_POLICE] = { "police", "公安备案号", "公安机关备案号", false },
    [SITE_DOMAINS] = { "domains", "其他域名", NULL, false },
    [SITE_PLATFORM] = { "platform", "集约化平台", NULL, false },
    [SITE_SERVICE] = { "service_link", "政务服务链接", NULL, false },
};

static const struct registry_field account_fields[ACCOUNT_FIELD_N] = {
    [ACCOUNT_NAME] = { "name", "账号名称", "名称", false },
    [ACCOUNT_TYPE] = { "type", "账号类型", "平台", false },
    [ACCOUNT_OWNER] = { "owner", "开设主体", "主办单位", false },
    [ACCOUNT_REGION] = { "region", "行政区划", "行政区划代码", false },
    [ACCOUNT_STATE] = { "state", "状态", "账号状态", false },
    [ACCOUNT_MAIN] = { "is_main", "是否主账号", "主账号", true },
    [ACCOUNT_HANDLE] = { "handle", "账号标识", "账号ID", false },
    [ACCOUNT_SOURCE] = { "source", "数据源", NULL, false },
    [ACCOUNT_FILED] = { "filed_name", "备案名称", NULL, false },
    [ACCOUNT_DOWNLOAD] = { "download", "下载链接", "下载地址", false },
    [ACCOUNT_MENU] = { "menu", "菜单", "自定义菜单", false },
};

static const struct registry_form forms[REGISTRY_KINDS_N] = {
    [REGISTRY_SITES] = { .word = "sites",
                         .noun = "网站",
                         .fields = site_fields,
                         .n_fields = SITE_FIELD_N,
                         .n_required = SITE_PUBLIC + 1,
                         .name = SITE_NAME,
                         .owner = SITE_SPONSOR,
                         .region = SITE_REGION,
                         .state = SITE_STATE,
                         .lives = { "", "运行", "申请关停", "已关停" } },
    [REGISTRY_ACCOUNTS] = { .word = "accounts",
                            .noun = "账号",
                            .fields = account_fields,
                            .n_fields = ACCOUNT_FIELD_N,
                            .n_required = ACCOUNT_MAIN + 1,
                            .name = ACCOUNT_NAME,
                            .owner = ACCOUNT_OWNER,
                            .region = ACCOUNT_REGION,
                            .state = ACCOUNT_STATE,
                            .lives = { "", "运行", "申请注销", "已注销" } },
};

const struct registry_form *registry_form(enum registry_kind kind)
{
    return &forms[kind];
}

enum registry_kind registry_kind_of(struct str id)
{
    return account_id_is(id) ? REGISTRY_ACCOUNTS : REGISTRY_SITES;
}

bool registry_field_of(enum registry_kind kind, struct str name, size_t *out)
{
    const struct registry_form *form = registry_form(kind);

    for (size_t i = 0; i < form->n_fields; i++)
        if (str_eq(name, str_of(form->fields[i].key)) ||
            str_eq(name, str_of(form->fields[i].title))) {
            *out = i;
            return true;
        }
    return false;
}

enum registry_life registry_life_of(enum registry_kind kind, struct str word)
{
    for (int i = LIFE_RUNNING; i <= LIFE_CLOSED; i++)
        if (str_eq(word, str_of(registry_form(kind)->lives[i])))
            return (enum registry_life)i;
    return LIFE_NONE;
}

struct site site_of_row(const struct registry_row *row)
{
    const struct str *v = row->values;

    return (struct site){ .code = v[SITE_CODE],
                          .name = v[SITE_NAME],
                          .home = v[SITE_HOME],
                          .sponsor = v[SITE_SPONSOR],
                          .region = v[SITE_REGION],
                          .type = site_type_of(v[SITE_TYPE]),
                          .state = site_state_of(v[SITE_STATE]),
                          .serves_public = str_eq(v[SITE_PUBLIC], STR("是")),
                          .supervisor = v[SITE_SUPERVISOR],
                          .icp = v[SITE_ICP],
                          .police = v[SITE_POLICE],
                          .domains = v[SITE_DOMAINS],
                          .platform = v[SITE_PLATFORM],
                          .service_link = v[SITE_SERVICE] };
}

struct registry_row row_of_site(const struct site *site)
{
    return (struct registry_row){
        .kind = REGISTRY_SITES,
        .id = site->code,
        .values = { [SITE_CODE] = site->code,
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
                    [SITE_SERVICE] = site->service_link },
    };
}
