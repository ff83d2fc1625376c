#include "base/base.h"

#include "model/page.h"

static const struct {
    const char *name, *title;
} kinds[PAGE_KIND_N] = {
    [PAGE_OTHER] = { "other", "其他" },
    [PAGE_HOME] = { "home", "首页" },
    [PAGE_COLUMN] = { "column", "栏目页" },
    [PAGE_ARTICLE] = { "article", "文章页" },
    [PAGE_GUIDE] = { "guide", "办事指南" },
    [PAGE_MESSAGE] = { "message", "留言" },
    [PAGE_LEADER] = { "leader", "领导信息" },
    [PAGE_SITEMAP] = { "sitemap", "网站地图" },
    [PAGE_SEARCH] = { "search", "搜索页" },
    [PAGE_FORM] = { "form", "表单页" },
    [PAGE_STUB] = { "stub", "跳转页" },
    [PAGE_SHELL] = { "shell", "脚本生成页" },
    [PAGE_SOFT_ERROR] = { "soft-error", "错误提示页" },
};

static const char *const link_kinds[LINK_KIND_N] = {
    [LINK_PAGE] = "page",   [LINK_IMAGE] = "image", [LINK_SCRIPT] = "script",
    [LINK_STYLE] = "style", [LINK_FRAME] = "frame", [LINK_ATTACHMENT] = "attachment",
    [LINK_FORM] = "form",   [LINK_MEDIA] = "media", [LINK_REFRESH] = "refresh",
    [LINK_ICON] = "icon",
};

static const struct {
    const char *name, *title;
} tricks[HIDE_TRICK_N] = {
    [HIDE_NONE] = { "", "" },
    [HIDE_DISPLAY] = { "display-none", "样式设为不显示" },
    [HIDE_VISIBILITY] = { "visibility-hidden", "样式设为不可见" },
    [HIDE_OPACITY] = { "transparent", "样式设为全透明" },
    [HIDE_POSITION] = { "off-screen", "移出屏幕之外" },
    [HIDE_SIZE] = { "tiny", "尺寸或字号近于零" },
    [HIDE_COLOR] = { "same-color", "文字与背景同色" },
    [HIDE_MARQUEE] = { "marquee", "极小的滚动框" },
    [HIDE_SCRIPT] = { "script", "由脚本隐藏" },
    [HIDE_CLIP] = { "clipped", "被裁剪或遮盖" },
    [HIDE_ATTRIBUTE] = { "hidden-attribute", "标有 hidden 属性" },
};

static const char *const tags[TAG_N] = {
    [TAG_SITE_NAME] = "SiteName",
    [TAG_SITE_DOMAIN] = "SiteDomain",
    [TAG_SITE_ID_CODE] = "SiteIDCode",
    [TAG_COLUMN_NAME] = "ColumnName",
    [TAG_COLUMN_DESCRIPTION] = "ColumnDescription",
    [TAG_COLUMN_KEYWORDS] = "ColumnKeywords",
    [TAG_COLUMN_TYPE] = "ColumnType",
    [TAG_ARTICLE_TITLE] = "ArticleTitle",
    [TAG_PUB_DATE] = "PubDate",
    [TAG_CONTENT_SOURCE] = "ContentSource",
    [TAG_KEYWORDS] = "Keywords",
    [TAG_AUTHOR] = "Author",
    [TAG_DESCRIPTION] = "Description",
    [TAG_IMAGE] = "Image",
    [TAG_URL] = "Url",
};

const char *page_kind_name(enum page_kind kind)
{
    return kinds[kind].name;
}

const char *page_kind_title(enum page_kind kind)
{
    return kinds[kind].title;
}

const char *link_kind_name(enum link_kind kind)
{
    return link_kinds[kind];
}

const char *hide_trick_name(enum hide_trick trick)
{
    return tricks[trick].name;
}

const char *hide_trick_title(enum hide_trick trick)
{
    return tricks[trick].title;
}

const char *page_tag_name(enum page_tag tag)
{
    return tags[tag];
}

const char *guide_part_title(enum guide_part part)
{
    static const char *const titles[GUIDE_PARTS] = {
        [GUIDE_NAME] = "事项名称",      [GUIDE_BASIS] = "设定依据", [GUIDE_CONDITIONS] = "申请条件",
        [GUIDE_MATERIALS] = "办理材料", [GUIDE_PLACE] = "办理地点", [GUIDE_TIME] = "办理时间",
        [GUIDE_PHONE] = "联系电话",     [GUIDE_FLOW] = "办理流程",
    };

    return part < GUIDE_PARTS ? titles[part] : "";
}

const char *document_part_title(enum document_part part)
{
    static const char *const titles[DOC_PARTS] = {
        [DOC_INDEX] = "索引号",
        [DOC_ISSUER] = "发布机构",
        [DOC_NUMBER] = "发文字号",
        [DOC_WRITTEN] = "成文日期",
    };

    return part < DOC_PARTS ? titles[part] : "";
}
