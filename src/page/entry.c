/* Badge, error-report entry and police link: what elements tell of a site's identity. */
#include "base/base.h"

#include "page/identity.h"

#include "dom/dom.h"
#include "dom/style.h"
#include "page/site_code.h"

#include <string.h>

enum { SCRIPT_BYTES_MAX = 64 * 1024, HREF_CHARS = 500 };

static bool has_nocase(struct str s, struct str needle)
{
    return str_find_nocase(s, needle) != STR_NONE;
}

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
    out->error_report_href = arena_copy(a, str_head_chars(href, HREF_CHARS));
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

/* The national script's function: onclick="Link('5103990001')". */
static void look_for_call(struct identity *id, struct str onclick, struct arena *a,
                          struct page *out)
{
    const size_t at = str_find(onclick, STR("Link("));
    const struct str code = at == STR_NONE ? str_from(NULL, 0) : site_code_near(onclick, at + 5, 4);

    if (code.n)
        report_found(id, REPORT_NATIONAL, str_from(NULL, 0), code, a, out);
}

static void badge_found(enum badge_kind kind, struct str href, struct arena *a, struct page *out)
{
    if (out->badge != BADGE_NONE && (out->badge == BADGE_LINK || kind != BADGE_LINK))
        return;
    out->badge = kind;
    out->badge_href = arena_copy(a, str_head_chars(href, HREF_CHARS));
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

/* document.write(unescape("%3Cspan id='_ideConac' ...")), whatever host its script comes from. */
static bool writes_badge(struct str s, size_t conac)
{
    enum { BEFORE = 8 }; /* id='_ide, id=\"_ide */
    const size_t from = conac < BEFORE ? 0 : conac - BEFORE;

    return conac != STR_NONE && str_has(str_sub(s, from, conac - from), STR("id=")) &&
           str_has(s, STR("document.write"));
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
    if (writes_badge(s, badge))
        badge_found(BADGE_SCRIPT, str_from(NULL, 0), a, out);
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

/* What stands behind the key of a query, be it nothing. */
static void police_code(struct identity *id, struct str href, struct arena *a)
{
    static const char *const keys[] = { "recordcode=", "?code=", "&code=" };

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const size_t at = str_find_nocase(href, str_of(keys[i]));
        struct str code;

        if (at == STR_NONE)
            continue;
        (void)str_cut(str_skip(href, at + strlen(keys[i])), '&', &code, &(struct str){ 0 });
        if (id->n_police_codes++ == 0)
            id->police_code = arena_copy(a, code);
        return;
    }
}

static void police_link(struct identity *id, struct str href, struct arena *a)
{
    static const char *const keys[] = { "recordcode=", "police.html?", "?code=", "&code=" };

    if (!has_nocase(href, STR("beian.gov.cn")) && !has_nocase(href, STR("beian.mps.gov.cn")))
        return;
    police_code(id, href, a);
    if (id->police_href.n)
        return;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const size_t at = str_find_nocase(href, str_of(keys[i]));
        size_t from = at == STR_NONE ? href.n : at + strlen(keys[i]);

        if (str_starts(str_skip(href, from), STR("%20")))
            from += 3;
        while (from < href.n && !char_is_digit(href.p[from]) && href.p[from] != '&')
            from++;

        const size_t n = site_code_digits(href, from);

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
        look_for_call(id, onclick, a, out);
        if (is_badge_link(onclick))
            badge_found(BADGE_LINK, onclick, a, out);
    }
}

/* What the national script writes, copied into the page: its call has the site's code, or the
 * address. */
static void copied_entry(struct identity *id, struct str call, struct arena *a, struct page *out)
{
    const struct str code = site_code_near(call, 0, call.n);

    if (code.n)
        report_found(id, REPORT_NATIONAL, str_from(NULL, 0), code, a, out);
    else
        look_for_report(id, call, a, out);
}

static void image_element(struct identity *id, const struct node *n, struct arena *a,
                          struct page *out)
{
    const struct str onclick = dom_attr(n, "onclick");
    const struct node *parent = dom_parent(n);

    if (onclick.n > 8) {
        look_for_report(id, onclick, a, out);
        look_for_call(id, onclick, a, out);
        if (is_badge_link(onclick))
            badge_found(BADGE_LINK, onclick, a, out);
    }
    if (parent && str_eq_nocase(dom_attr(parent, "id"), STR("_span_jiucuo")) &&
        !style_is_unseen(dom_attr(n, "style")) && !style_is_unseen(dom_attr(parent, "style")))
        copied_entry(id, dom_attr(parent, "onclick"), a, out);
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
