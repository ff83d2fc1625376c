#include "base/base.h"

#include "page/tags.h"

#include "page/flow.h"

enum { VALUE_CHARS_MAX = 2000 };

/* Slips seen on real pages. */
static const struct {
    const char *name;
    enum page_tag tag;
} slips[] = {
    { "ArticleTite", TAG_ARTICLE_TITLE },
    { "ArticleTtile", TAG_ARTICLE_TITLE },
    { "Article Title", TAG_ARTICLE_TITLE },
    { "PublishDate", TAG_PUB_DATE },
    { "PubTime", TAG_PUB_DATE },
    { "Pub Date", TAG_PUB_DATE },
    { "SiteID", TAG_SITE_ID_CODE },
    { "SiteCode", TAG_SITE_ID_CODE },
    { "SiteIdentCode", TAG_SITE_ID_CODE },
    { "Site ID Code", TAG_SITE_ID_CODE },
    { "WebSiteName", TAG_SITE_NAME },
    { "Site Name", TAG_SITE_NAME },
    { "SiteDomian", TAG_SITE_DOMAIN },
    { "SiteDoMain ", TAG_SITE_DOMAIN },
    { "ColumName", TAG_COLUMN_NAME },
    { "ColunmName", TAG_COLUMN_NAME },
    { "ColumnDescribe", TAG_COLUMN_DESCRIPTION },
    { "ColumnDesc", TAG_COLUMN_DESCRIPTION },
    { "ColumnKeyword", TAG_COLUMN_KEYWORDS },
    { "ContentSoure", TAG_CONTENT_SOURCE },
    { "ContentSourse", TAG_CONTENT_SOURCE },
    { "Content Source", TAG_CONTENT_SOURCE },
};

static enum page_tag tag_of_name(struct str name)
{
    for (enum page_tag tag = 0; tag < TAG_N; tag++)
        if (str_eq_nocase(name, str_of(page_tag_name(tag))))
            return tag;
    return TAG_N;
}

static enum page_tag tag_of_slip(struct str name)
{
    const enum page_tag tag = tag_of_name(name);

    for (size_t i = 0; i < COUNT_OF(slips) && tag == TAG_N; i++)
        if (str_eq_nocase(name, str_of(slips[i].name)))
            return slips[i].tag;
    return tag;
}

void tags_read(const struct node *meta, struct arena *a, struct page *out, struct tags_loose *loose)
{
    const struct str name = dom_attr(meta, "name");
    enum page_tag tag = tag_of_name(name);
    const bool is_exact = tag != TAG_N;

    if (!is_exact) {
        struct str other = name.p ? name : dom_attr(meta, "property");

        if (!other.p)
            return;
        tag = tag_of_slip(str_trim(other));
        /* og:-less "description" and the like in `property` are no guideline tags. */
        if (tag == TAG_N || (!name.p && tag >= TAG_KEYWORDS))
            return;
    }

    const struct str content =
        flow_fold(str_head_chars(dom_attr(meta, "content"), VALUE_CHARS_MAX), a);
    struct str *to = is_exact ? &out->tags[tag] : &loose->value[tag];

    if (is_exact)
        out->tags_present |= 1U << tag;
    else
        out->tags_misspelt |= 1U << tag;
    if (to->n == 0)
        *to = content;
}
