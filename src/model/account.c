#include "base/base.h"

#include "model/account.h"

static const char *const states[] = {
    [ACCOUNT_STATE_NONE] = "",
    [ACCOUNT_RUNNING] = "运行",
    [ACCOUNT_CLOSING] = "申请注销",
    [ACCOUNT_CLOSED] = "已注销",
};

/* 全国政务新媒体信息报送系统, as far as published lists show it. */
static const struct {
    const char *type, *other, *platform;
} types[] = {
    { "微信订阅号", NULL, "微信" },       { "微信服务号", NULL, "微信" },
    { "微信公众号", "微信", "微信" },     { "微信小程序", "小程序", "微信小程序" },
    { "新浪微博", "微博", "新浪微博" },   { "移动客户端(APP)", "移动客户端", "移动客户端" },
    { "今日头条", "头条号", "今日头条" }, { "抖音(短视频)", "抖音", "抖音" },
    { "快手", "快手(短视频)", "快手" },   { "视频号", "微信视频号", "视频号" },
    { "企鹅号", NULL, "企鹅号" },         { "百家号", NULL, "百家号" },
    { "大鱼号", NULL, "大鱼号" },         { "网易号", NULL, "网易号" },
    { "搜狐号", NULL, "搜狐号" },         { "小红书", NULL, "小红书" },
    { "百度贴吧", NULL, "百度贴吧" },
};

static const struct {
    const char *name, *title;
} grades[] = {
    [ACCOUNT_UNSEEN] = { "", "" },
    [ACCOUNT_FEED] = { "feed", "订阅源" },
    [ACCOUNT_PAGE] = { "page", "公开页面" },
    [ACCOUNT_IMPORT] = { "import", "导入" },
    [ACCOUNT_SELF] = { "self-reported", "自报" },
};

const char *account_state_name(enum account_state state)
{
    return states[state];
}

enum account_state account_state_of(struct str name)
{
    for (size_t i = 1; i < COUNT_OF(states); i++)
        if (str_eq(str_of(states[i]), name))
            return (enum account_state)i;
    return ACCOUNT_STATE_NONE;
}

bool account_type_of(struct str word, struct str *type, struct str *platform)
{
    const struct str other = STR("其他+");

    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_eq_nocase(word, str_of(types[i].type)) ||
            (types[i].other && str_eq_nocase(word, str_of(types[i].other)))) {
            *type = str_of(types[i].type);
            *platform = str_of(types[i].platform);
            return true;
        }
    if (!str_starts(word, other) || word.n == other.n)
        return false;
    *type = word;
    *platform = str_skip(word, other.n);
    return true;
}

bool account_id_is(struct str id)
{
    return str_chr(id, ':') != STR_NONE;
}

const char *account_grade_name(enum account_grade grade)
{
    return grades[grade].name;
}

const char *account_grade_title(enum account_grade grade)
{
    return grades[grade].title;
}

enum account_grade account_grade_of(struct str name)
{
    for (size_t i = ACCOUNT_FEED; i < COUNT_OF(grades); i++)
        if (str_eq(str_of(grades[i].name), name))
            return (enum account_grade)i;
    return ACCOUNT_UNSEEN;
}
