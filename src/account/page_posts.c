/* A public page that shows the account: its dated list, or the one text that it is. */
#include "base/base.h"

#include "account/collect.h"

#include "base/clock.h"

enum { DAY_S = 86400 };

static int64_t time_of_day(int32_t day)
{
    return (int64_t)day * DAY_S - CHINA_OFFSET_S;
}

/* Where platforms send those who are not signed in. */
static bool asks_to_sign_in(const struct page *page, struct str url)
{
    static const char *const places[] = { "passport", "/login", "signin", "/sso/", "/cas/" };

    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (str_find_nocase(str_sub(url, 0, str_chr(url, '?')), str_of(places[i])) != STR_NONE)
            return true;
    return page->n_items == 0 &&
           (str_has(page->title, STR("登录")) || str_has(page->title, STR("安全验证")) ||
            str_has(page->title, STR("访客系统")));
}

static const char *reason_unseen(const struct page *page, const struct collect *c, struct str url)
{
    if (asks_to_sign_in(page, url))
        return "数据源要求登录后查看";
    if (page->kind == PAGE_SOFT_ERROR)
        return "数据源打开后是错误页";
    if (page->needs_browser || page->kind == PAGE_SHELL)
        return "数据源的内容由脚本生成，需用浏览器查看";
    return c->posts.n ? NULL : "数据源的页面上没有标日期的内容";
}

bool page_posts_read(const struct posts_input *in, struct arena *a, struct posts *out,
                     struct str *unseen)
{
    AUTO(collect_done) struct collect c = { .now = in->now };
    struct page page;

    page_read(in->reader,
              &(struct page_input){ .url = in->url,
                                    .content_type = in->content_type,
                                    .body = in->body,
                                    .today = day_of_time(in->now) },
              a, &page);
    for (size_t i = 0; i < page.n_items; i++) {
        const struct item *item = &page.items[i];

        if (item->date == DAY_NONE)
            c.n_undated++;
        else
            collect_post_at(&c, (struct post){ .at = time_of_day(item->date),
                                               .title = item->title,
                                               .url = item->link == ITEM_NO_LINK
                                                          ? in->url
                                                          : page.links[item->link].url });
    }
    if (page.n_items == 0 && page.published != DAY_NONE)
        collect_post_at(&c, (struct post){ .at = time_of_day(page.published),
                                           .title = page.headline,
                                           .url = in->url,
                                           .text = page.body });

    const char *why = reason_unseen(&page, &c, in->url);

    if (why) {
        *unseen = str_of(why);
        return false;
    }
    *out = (struct posts){ .grade = ACCOUNT_PAGE, .name = page.title };
    collect_finish(&c, a, out);
    return true;
}
