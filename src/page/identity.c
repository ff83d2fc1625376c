#include "base/base.h"

#include "page/identity.h"

#include "page/dom.h"

#include <string.h>

enum {
    TAIL_BYTES = 8 * 1024,  /* the footer stands within so much text from the end */
    HEAD_BYTES = 48 * 1024, /* if it does not: so much more is looked through */
    HIDDEN_SEGS = 100,
    SCRIPT_BYTES_MAX = 64 * 1024,
    SPONSOR_CHARS_MAX = 60,
};

/* ---- codes and numbers ----------------------------------------------------------------------- */

static size_t digits_at(struct str s, size_t at)
{
    size_t n = 0;

    while (at + n < s.n && char_is_digit(s.p[at + n]))
        n++;
    return n;
}

/* A site identification code at `at`: 10 digits, or bm and 8 digits, nothing more behind it. */
static struct str site_code_at(struct str s, size_t at)
{
    if (digits_at(s, at) == 10)
        return str_sub(s, at, 10);
    if (at + 2 < s.n && char_lower(s.p[at]) == 'b' && char_lower(s.p[at + 1]) == 'm' &&
        digits_at(s, at + 2) == 8)
        return str_sub(s, at, 10);
    return str_from(NULL, 0);
}

/* The first code within the next few bytes. */
static struct str site_code_near(struct str s, size_t at, size_t reach)
{
    const size_t end = at + reach < s.n ? at + reach : s.n;

    for (; at < end; at++) {
        const bool is_start = at == 0 || !char_is_digit(s.p[at - 1]);
        const struct str code = is_start ? site_code_at(s, at) : str_from(NULL, 0);

        if (code.n)
            return code;
    }
    return str_from(NULL, 0);
}

/* The code after site_code= or sitecode= (any case) in a URL, a script or an attribute. */
static struct str site_code_in_url(struct str s)
{
    static const char *const keys[] = { "site_code", "sitecode" };

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const size_t at = str_find_nocase(s, str_of(keys[i]));
        const struct str code =
            at == STR_NONE ? str_from(NULL, 0) : site_code_near(s, at + strlen(keys[i]), 8);

        if (code.n)
            return code;
    }
    return str_from(NULL, 0);
}

static bool has_nocase(struct str s, struct str needle)
{
    return str_find_nocase(s, needle) != STR_NONE;
}

/* ---- elements -------------------------------------------------------------------------------- */

/* Better entries win over worse ones: the enum's order is not that. */
static void report_found(struct identity *id, enum error_report kind, struct str href,
                         struct str code, struct arena *a, struct page *out)
{
    if (code.n && !id->code_report.n)
        id->code_report = arena_copy(a, code);
    if (out->error_report == REPORT_NATIONAL &&
        (kind != REPORT_NATIONAL || out->error_report_href.n))
        return;
    out->error_report = kind;
    out->error_report_href = arena_copy(a, str_sub(href, 0, 500));
}

static bool is_obsolete_report(struct str url)
{
    static const char *const places[] = { "121.43.68.40", "121.40.115.217", "zfwzxx.www.gov.cn",
                                          "check_web/errorInfo" };

    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (has_nocase(url, str_of(places[i])))
            return true;
    return false;
}

/* The national entry: its own host, a copy of its script, or a page that passes the code on. */
static bool is_national_report(struct str url)
{
    return has_nocase(url, STR("zfwzgl.www.gov.cn")) || has_nocase(url, STR("jiucuo.js")) ||
           has_nocase(url, STR("exposure/jiucuo")) || has_nocase(url, STR("jiucuo.html?site")) ||
           has_nocase(url, STR("pucha.kaipuyun.cn/exposure")) ||
           (has_nocase(url, STR("jiucuo")) && has_nocase(url, STR("site_code=")));
}

/* Few of a page's many addresses come into question; letter case hardly varies in these words. */
static bool may_be_report(struct str url)
{
    return str_has(url, STR("jiucuo")) || str_has(url, STR("JiuCuo")) ||
           str_has(url, STR("zfwz")) || str_has(url, STR("xposure")) ||
           str_has(url, STR("121.4")) || str_has(url, STR("k_web"));
}

static void look_for_report(struct identity *id, struct str url, struct arena *a, struct page *out)
{
    if (url.n < 8 || !may_be_report(url))
        return;
    if (is_obsolete_report(url))
        report_found(id, REPORT_OBSOLETE, url, site_code_in_url(url), a, out);
    else if (is_national_report(url))
        report_found(id, REPORT_NATIONAL, url, site_code_in_url(url), a, out);
}

static void badge_found(enum badge_kind kind, struct str href, struct arena *a, struct page *out)
{
    if (out->badge != BADGE_NONE && (out->badge == BADGE_LINK || kind != BADGE_LINK))
        return;
    out->badge = kind;
    out->badge_href = arena_copy(a, str_sub(href, 0, 500));
}

static bool is_badge_link(struct str url)
{
    return str_has(url, STR("bszs.conac.cn")) || str_has(url, STR("zs.conac")) ||
           (str_has(url, STR("conac")) && str_has(url, STR("sitename")));
}

/* The quoted URL around `at` in a script. */
static struct str quoted_at(struct str s, size_t at)
{
    size_t from = at, to = at;

    while (from > 0 && at - from < 300 && !strchr("'\"`<> \n", s.p[from - 1]))
        from--;
    while (to < s.n && to - at < 300 && !strchr("'\"`<> \n", s.p[to]))
        to++;
    return str_sub(s, from, to - from);
}

static void script_text(struct identity *id, struct str s, struct arena *a, struct page *out)
{
    s = str_sub(s, 0, SCRIPT_BYTES_MAX);

    const size_t report = str_find(s, STR("jiucuo"));
    const size_t badge = str_find(s, STR("Conac"));

    if (report != STR_NONE) {
        const size_t exposure = str_find(s, STR("exposure/jiucuo"));
        const struct str rest = str_skip(s, exposure == STR_NONE ? s.n : exposure);

        if (rest.n)
            report_found(id, REPORT_NATIONAL, quoted_at(s, exposure),
                         site_code_in_url(str_sub(rest, 0, 80)), a, out);
        else
            look_for_report(id, quoted_at(s, report), a, out);
    } else {
        const size_t host = str_find(s, STR("zfwzgl.www"));

        if (host != STR_NONE)
            look_for_report(id, quoted_at(s, host), a, out);
    }
    if (badge != STR_NONE || str_has(s, STR("zs.conac"))) {
        const size_t at = str_find(s, STR("dcs.conac"));
        const size_t link = str_find(s, STR("zs.conac"));

        if (at != STR_NONE || link != STR_NONE)
            badge_found(BADGE_SCRIPT, quoted_at(s, at != STR_NONE ? at : link), a, out);
    }
}

static void script_element(struct identity *id, const struct node *n, struct arena *a,
                           struct page *out)
{
    const struct str src = dom_attr(n, "src");

    if (str_eq_nocase(dom_attr(n, "id"), STR("_jiucuo_"))) {
        const struct str code = dom_attr(n, "sitecode");

        report_found(id, is_obsolete_report(src) ? REPORT_OBSOLETE : REPORT_NATIONAL, src,
                     site_code_near(code, 0, code.n), a, out);
    } else if (src.n) {
        look_for_report(id, src, a, out);
    }
    if (src.n && has_nocase(src, STR("conac.cn/js")))
        badge_found(BADGE_SCRIPT, src, a, out);

    const struct node *text = dom_child(n);

    if (text && dom_is_text(text))
        script_text(id, dom_text(text), a, out);
}

/* Widgets that a site's script turns into badge and entry (Longxun and others):
 * <div class="j-gov" data-setting="{sitecode:'...'}">. */
static void widget(struct identity *id, const struct node *n, struct arena *a, struct page *out)
{
    const struct str class = dom_attr(n, "class"), element_id = dom_attr(n, "id");

    if (class.n >= 5 && str_has(class, STR("j-"))) {
        const struct str setting = dom_attr(n, "data-setting");

        if (str_has(class, STR("j-jiucuo")))
            report_found(id, REPORT_NATIONAL, str_from(NULL, 0), site_code_in_url(setting), a, out);
        else if (str_has(class, STR("j-gov")) && setting.n)
            badge_found(BADGE_WIDGET, str_from(NULL, 0), a, out);
    }
    if (element_id.n < 8 || element_id.p[0] != '_')
        return;
    if (str_eq_nocase(element_id, STR("_jiucuo_"))) {
        const struct str code = dom_attr(n, "sitecode");

        report_found(id, REPORT_NATIONAL, str_from(NULL, 0), site_code_near(code, 0, code.n), a,
                     out);
    }
    if (str_eq_nocase(element_id, STR("_ideConac")))
        badge_found(BADGE_WIDGET, str_from(NULL, 0), a, out);
}

static void police_link(struct identity *id, struct str href, struct arena *a)
{
    static const char *const keys[] = { "recordcode=", "police.html?", "?code=", "&code=" };

    if (id->police_href.n ||
        !(has_nocase(href, STR("beian.gov.cn")) || has_nocase(href, STR("beian.mps.gov.cn"))))
        return;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const size_t at = str_find_nocase(href, str_of(keys[i]));
        size_t from = at == STR_NONE ? href.n : at + strlen(keys[i]);

        if (str_starts(str_skip(href, from), STR("%20")))
            from += 3;
        while (from < href.n && !char_is_digit(href.p[from]) && href.p[from] != '&')
            from++;

        const size_t n = digits_at(href, from);

        if (n >= 11 && n <= 14)
            id->police_href = arena_copy(a, str_sub(href, from, n));
    }
}

static void link_element(struct identity *id, const struct node *n, struct arena *a,
                         struct page *out)
{
    const struct str href = dom_attr(n, "href"), onclick = dom_attr(n, "onclick");

    /* Most links stay on the site, and no entry or badge is there but a copy of the script's page.
     */
    const bool is_outside =
        href.n > 8 && (href.p[0] == 'h' || href.p[0] == 'H' || href.p[1] == '/');

    if (is_outside || str_has(href, STR("jiucuo"))) {
        look_for_report(id, href, a, out);
        if (is_badge_link(href))
            badge_found(BADGE_LINK, href, a, out);
        police_link(id, href, a);
    }
    if (onclick.n > 8) {
        look_for_report(id, onclick, a, out);
        if (is_badge_link(onclick))
            badge_found(BADGE_LINK, onclick, a, out);
    }
}

static void image_element(struct identity *id, const struct node *n, struct arena *a,
                          struct page *out)
{
    const struct str onclick = dom_attr(n, "onclick");

    if (onclick.n > 8)
        look_for_report(id, onclick, a, out);
    if (str_eq_nocase(dom_attr(n, "id"), STR("imgConac")))
        badge_found(BADGE_WIDGET, dom_attr(n, "src"), a, out);
}

void identity_element(struct identity *id, const struct node *n, enum element el, struct arena *a,
                      struct page *out)
{
    switch (el) {
    case EL_SCRIPT:
        script_element(id, n, a, out);
        break;
    case EL_A:
    case EL_AREA:
        link_element(id, n, a, out);
        break;
    case EL_IMG:
        image_element(id, n, a, out);
        break;
    case EL_IFRAME:
        look_for_report(id, dom_attr(n, "src"), a, out);
        break;
    case EL_DIV:
    case EL_SPAN:
        widget(id, n, a, out);
        break;
    default:
        break;
    }
}

/* ---- text ------------------------------------------------------------------------------------ */

/* Skips spaces, colons and the words that stand between a name and its number. */
static size_t skip_between(struct str s, size_t at)
{
    static const char *const words[] = {
        " ",  "\t", "\n", "\r", ":",  "：", "\xc2\xa0",     "　",           "号", "第", "案",
        "编", "备", "（", "(",  "是", "为", "\xe2\x80\x82", "\xe2\x80\x83", "码", "."
    };

    for (size_t i = 0; i < COUNT_OF(words) && at < s.n; i++)
        if (str_starts(str_skip(s, at), str_of(words[i]))) {
            at += strlen(words[i]);
            i = SIZE_MAX; /* from the start again */
        }
    return at;
}

static bool is_province(struct str c)
{
    const struct str all =
        STR("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼蜀黔滇陇秦");

    for (size_t i = 0; i < all.n; i += 3)
        if (str_eq(str_sub(all, i, 3), c))
            return true;
    return false;
}

/* 备 at `at`: "蜀ICP备12345678号-1" around it, as written but for spaces. */
static struct str icp_at(struct str s, size_t at, struct arena *a)
{
    size_t from = at;

    while (from > 0 && s.p[from - 1] == ' ')
        from--;
    if (from < 6 || !str_eq_nocase(str_sub(s, from - 3, 3), STR("ICP")))
        return str_from(NULL, 0);
    from -= 3;
    while (from > 0 && s.p[from - 1] == ' ')
        from--;
    if (from < 3 || !is_province(str_sub(s, from - 3, 3)))
        return str_from(NULL, 0);

    const struct str province = str_sub(s, from - 3, 3);
    size_t digits = skip_between(s, at + 3);
    const size_t n = digits_at(s, digits);

    if (n < 6 || n > 12)
        return str_from(NULL, 0);

    const struct str number = str_sub(s, digits, n);
    struct str rest = str_skip(s, digits + n);
    struct str sign = str_from(NULL, 0), part = str_from(NULL, 0);

    while (rest.n && rest.p[0] == ' ')
        rest = str_skip(rest, 1);
    if (str_starts(rest, STR("号"))) {
        sign = str_sub(rest, 0, 3);
        rest = str_skip(rest, 3);
    }

    const size_t dash = rest.n && rest.p[0] == '-'                                  ? 1
                        : str_starts(rest, STR("－")) || str_starts(rest, STR("—")) ? 3
                                                                                    : 0;
    const size_t n_part = dash ? digits_at(rest, dash) : 0;

    if (n_part > 0 && n_part <= 3)
        part = str_sub(rest, 0, dash + n_part);
    return arena_printf(a, "%.*sICP备%.*s%.*s%.*s", STR_ARG(province), STR_ARG(number),
                        STR_ARG(sign), STR_ARG(part));
}

/* 备 at `at`, in 公网安备, 公安备案号, 公安机关备案号, 公备: the number behind it. */
static struct str police_at(struct str s, size_t at, struct arena *a)
{
    const size_t digits = skip_between(s, at + 3);
    const size_t n = digits_at(s, digits);
    const size_t reach = at < 36 ? at : 36;
    struct str before = str_sub(s, at - reach, reach);

    if (n < 11 || n > 14)
        return str_from(NULL, 0);
    /* 公 must belong to these words and not to what stands before them. */
    for (size_t i = 0; i < before.n; i++)
        if (char_is_digit(before.p[i]) || before.p[i] == 'P')
            before = str_skip(before, i + 1), i = SIZE_MAX;
    if (!str_has(before, STR("公")))
        return str_from(NULL, 0);
    return arena_copy(a, str_sub(s, digits, n));
}

static bool is_sponsor_end(struct str s)
{
    static const char *const ends[] = {
        "　",        "\xc2\xa0", "\xe2\x80\x82", "\xe2\x80\x83", "承办",
        "协办",      "版权",     "地址",         "联系",         "电话",
        "技术",      "网站",     "备案",         "ICP",          "|",
        "｜",        "  ",       "\n",           "\t",           "©",
        "Copyright", "维护",     "建设",         "邮编",         " ",
        "主管",      "运维",     "管理维护",     "，",           ",",
        "；",        "。"
    };

    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_starts(s, str_of(ends[i])))
            return true;
    return false;
}

/* The name behind 主办 at `at`; "" when none stands there. */
static struct str sponsor_at(struct str s, size_t at, struct arena *a)
{
    size_t from = at + 6, to;

    if (str_starts(str_skip(s, from), STR("单位")))
        from += 6;
    else if (str_starts(str_skip(s, from), STR("方")))
        from += 3;
    to = from;
    while (from < s.n && (char_is_space(s.p[from]) || s.p[from] == ':'))
        from++;
    if (str_starts(str_skip(s, from), STR("：")))
        from += 3;
    if (from == to) /* no colon: 主办 stands in a sentence */
        return str_from(NULL, 0);
    while (from < s.n && char_is_space(s.p[from]))
        from++;
    for (to = from;
         to < s.n && to < from + 4 * SPONSOR_CHARS_MAX && !is_sponsor_end(str_skip(s, to));)
        do
            to++;
        while (to < s.n && ((unsigned char)s.p[to] & 0xc0) == 0x80);
    return flow_fold(str_head_chars(str_sub(s, from, to - from), SPONSOR_CHARS_MAX), a);
}

static void on_record(struct str s, size_t at, struct arena *a, struct page *out)
{
    if (!out->icp.n)
        out->icp = icp_at(s, at, a);
    if (!out->police.n)
        out->police = police_at(s, at, a);
}

/* The next character of three bytes from `at` on, by its last and rarest one; STR_NONE. */
static size_t find_char(struct str s, size_t at, struct str c)
{
    for (at += 2; at < s.n; at++) {
        const size_t skip = str_chr(str_skip(s, at), c.p[2]);

        if (skip == STR_NONE)
            return STR_NONE;
        at += skip;
        if (s.p[at - 1] == c.p[1] && s.p[at - 2] == c.p[0])
            return at - 2;
    }
    return STR_NONE;
}

/* 备 (E5 A4 87) and 标 (E6 A0 87) end alike: one pass finds both. */
static void read_text(struct str s, struct arena *a, struct page *out)
{
    for (size_t at = 2; at < s.n; at++) {
        const size_t skip = str_chr(str_skip(s, at), '\x87');

        if (skip == STR_NONE)
            return;
        at += skip;
        if (str_starts(str_skip(s, at - 2), STR("备")))
            on_record(s, at - 2, a, out);
        else if (!out->site_code_footer.n && str_starts(str_skip(s, at - 2), STR("标识码")))
            out->site_code_footer = arena_copy(a, site_code_near(s, at + 7, 24));
    }
}

static void read_sponsor(struct str s, struct arena *a, struct page *out)
{
    for (size_t at = find_char(s, 0, STR("办")); at != STR_NONE && !out->sponsor.n;
         at = find_char(s, at + 3, STR("办")))
        if (str_ends(str_sub(s, 0, at), STR("主")))
            out->sponsor = sponsor_at(s, at - 3, a);
}

/* The visible text, its end first; then, if nothing stands there, what readers do not see. */
static void read_identity(const struct flow *fl, struct arena *a, struct page *out)
{
    const size_t head = out->text.n > TAIL_BYTES ? out->text.n - TAIL_BYTES : 0;

    read_text(str_skip(out->text, head), a, out);
    read_sponsor(str_skip(out->text, head), a, out);
    if (out->icp.n || out->site_code_footer.n || out->police.n)
        return;
    read_text(str_sub(out->text, head > HEAD_BYTES ? head - HEAD_BYTES : 0, HEAD_BYTES), a, out);
    for (uint32_t i = fl->n_segs; i > 0; i--)
        if (fl->segs[i - 1].is_hidden) {
            const uint32_t from = i > HIDDEN_SEGS ? i - HIDDEN_SEGS : 0;

            read_text(flow_join(fl, from, i, ' ', TAIL_BYTES, a), a, out);
            return;
        }
}

/* An entry of the site's own: a link or button that says so. */
static void own_report(const struct flow *fl, struct page *out)
{
    static const char *const words[] = { "纠错", "找错", "网站挑错", "页面报错" };

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];

        if (!s->in_a || s->text.n > 45 || s->text.n < 6 ||
            !str_has(s->text, STR("\x94\x99"))) /* 错 */
            continue;
        for (size_t w = 0; w < COUNT_OF(words); w++) {
            if (!str_has(s->text, str_of(words[w])))
                continue;
            out->error_report = REPORT_OWN;
            if (s->link != NO_LINK)
                out->error_report_href = out->links[s->link].href;
            return;
        }
    }
}

void identity_read(const struct identity *id, const struct flow *fl, struct arena *a,
                   struct page *out)
{
    read_identity(fl, a, out);
    if (!out->police.n)
        out->police = id->police_href;
    out->site_code_report = id->code_report;

    const struct str meta = out->tags[TAG_SITE_ID_CODE];
    const struct str meta_code = meta.n == 10 ? site_code_at(meta, 0) : str_from(NULL, 0);

    out->site_code = out->site_code_footer.n   ? out->site_code_footer
                     : out->site_code_report.n ? out->site_code_report
                                               : meta_code;
    if (out->error_report == REPORT_NONE)
        own_report(fl, out);
    out->footer_by_script =
        !out->icp.n && !out->police.n && !out->site_code_footer.n && fl->n_scripts > 0;
}
