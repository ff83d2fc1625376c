#include "base/base.h"

#include "page/error.h"

#include "page/letter.h"
#include "text/quote.h"

#include <string.h>

enum {
    ERROR_TITLE_CHARS = 40,
    ERROR_SENTENCE_CHARS = 80,
    ERROR_LINKS = 60,
    ERROR_CHARS = 600, /* an error text is not longer */
    LETTER_LABELS = 3,
    LETTER_FIELDS = 3,
};

/* 403, 404, 500, 502 or 503 set apart: no part of a longer number, nothing that is counted. */
static bool has_status(struct str s)
{
    static const char *const codes[] = { "404", "403", "500", "502", "503" };

    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        const size_t at = str_find(s, str_of(codes[i]));
        const struct str rest = str_skip(s, at == STR_NONE ? s.n : at + 3);

        if (at == STR_NONE ||
            (at > 0 && !char_is_space(s.p[at - 1]) && !strchr("-_|([", s.p[at - 1])))
            continue;
        if (rest.n == 0 || char_is_space(rest.p[0]) || strchr("-_|)]", rest.p[0]) ||
            str_starts(rest, STR("页")) || str_starts(rest, STR("错")))
            return true;
    }
    return false;
}

/* Says it, and does not speak about it: 问：显示“页面不存在”怎么办. */
static bool says_any(struct str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const size_t at = str_find_nocase(s, str_of(words[i]));

        if (at != STR_NONE && !quote_holds(s, at))
            return true;
    }
    return false;
}

/* What titles of error pages say, */
static const char *const titles[] = {
    "页面不存在", "Not Found", "not found", "页面出错", "出错了",   "找不到页", "找不到网页",
    "无法找到",   "无法访问",  "错误页",    "页面错误", "系统错误", "错误提示", "访问错误",
    "服务器错误", "Error 404", "网页错误",  "访问出错", "无权访问",
};

/* and what stands on them. */
static const char *const texts[] = {
    "页面不存在",
    "找不到该页",
    "您访问的页面",
    "您要查看的网页",
    "页面没有找到",
    "页面已删除",
    "网页不存在",
    "找不到您",
    "抱歉，您访问",
    "内容不存在",
    "信息不存在",
    "文章不存在",
    "页面走丢",
    "页面丢失",
    "无法找到该页",
    "找不到网页",
    "已被删除",
    "不存在或已",
    "404 Not Found",
    "File not found",
    "您所访问的",
    "栏目不存在",
    "该信息已",
    "访问的页面",
    "HTTP Status",
    "服务器错误",
    "应用程序中的服务器错误",
    "数据库连接",
    "Runtime Error",
    "系统出错",
    "系统异常",
    "参数错误",
    "访问的站点",
    "站点不存在",
    "网站不存在",
    "页面找不到",
    "没有找到您要",
    "页面无法访问",
    "没有权限访问",
    "服务器内部错误",
    "页面不见了",
    "页面跑丢",
    "页面失联",
    "无法显示该页",
    "无法显示此页",
    "无法显示网页",
    "请求的页面",
    "或被删除",
    "内容已删除",
    "信息已删除",
    "文章已删除",
    "Bad Gateway",
    "Bad Request",
    "Service Unavailable",
    "Access Denied",
    "looking for is currently",
    "Internal Server Error",
    "error occurred",
    "no explicit mapping",
};

bool error_is_page(const struct kind_input *in, const struct page *page)
{
    const struct article *ar = in->article;

    /* Lists and articles speak of errors without being one. */
    if (page->text_chars > 2 * (size_t)ERROR_CHARS || in->lists->n_dated > 0 ||
        page->tags[TAG_ARTICLE_TITLE].n || published_is_seen(&ar->date))
        return false;
    if (str_chars(page->title) < ERROR_TITLE_CHARS &&
        (has_status(page->title) || str_has_any(page->title, titles, COUNT_OF(titles))))
        return true;
    /* "您访问的页面需要登录": the fields for it stand below. Letters complain of errors, and forms
     * ask for them. */
    if (page->text_chars > ERROR_CHARS || page->n_links > ERROR_LINKS ||
        in->furniture->has_password || letter_labels(in->fl) >= LETTER_LABELS ||
        (in->furniture->has_textarea && in->furniture->n_fields >= LETTER_FIELDS))
        return false;
    for (uint32_t i = 0; i < in->fl->n_segs; i++) {
        const struct seg *seg = &in->fl->segs[i];

        if (!seg->in_a && !seg->is_hidden && str_chars(seg->text) <= ERROR_SENTENCE_CHARS &&
            says_any(seg->text, texts, COUNT_OF(texts)))
            return true;
    }
    return false;
}
