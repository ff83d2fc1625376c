#include "base/base.h"

#include "page/identity.h"

#include "page/site_code.h"
#include "text/field.h"

#include <string.h>

enum {
    TAIL_BYTES = 8 * 1024,  /* the footer stands within so much text from the end */
    HEAD_BYTES = 48 * 1024, /* if it does not: so much more is looked through */
    HIDDEN_SEGS = 100,
    SPONSOR_CHARS_MAX = 60,
};

/* Skips spaces, colons and the words that stand between a name and its number. */
static size_t skip_between(struct str s, size_t at)
{
    static const char *const words[] = {
        " ",  "\t", "\n", "\r", ":",  "：",           "\xc2\xa0",     "　", "号", "第", "案", "编",
        "备", "（", "(",  "是", "为", "\xe2\x80\x82", "\xe2\x80\x83", "码", ".",  "字", "-"
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

/* Without spaces at its end. */
static struct str before_spaces(struct str s)
{
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

/* "-1" behind a number, in any dash; "-1号" where 号 did not stand before it. */
static struct str icp_part(struct str rest, bool has_sign)
{
    size_t dash = 0, n;

    rest = str_trim(rest);
    if (str_starts(rest, STR("-")))
        dash = 1;
    else if (str_starts(rest, STR("－")) || str_starts(rest, STR("—")))
        dash = 3;
    n = dash ? site_code_digits(rest, dash) : 0;
    if (n == 0 || n > 3)
        return str_from(NULL, 0);
    n += dash;
    if (!has_sign && str_starts(str_skip(rest, n), STR("号")))
        n += 3;
    return str_sub(rest, 0, n);
}

/* 备 at `at`: "蜀ICP备12345678号-1" around it, as written but for spaces. */
static struct str icp_at(struct str s, size_t at, struct arena *a)
{
    const struct str none = { 0 };
    struct str head = before_spaces(str_sub(s, 0, at));

    if (!str_ends_nocase(head, STR("ICP")))
        return none;
    head.n -= 3;
    head = before_spaces(head);
    if (str_ends(head, STR(")")))
        head.n -= 1;
    else if (str_ends(head, STR("）")))
        head.n -= 3;
    if (head.n < 3 || !is_province(str_skip(head, head.n - 3)))
        return none;

    const size_t digits = skip_between(s, at + 3);
    const struct str number = str_sub(s, digits, site_code_digits(s, digits));
    struct str rest = str_skip(s, digits + number.n);
    struct str sign = none;

    if (number.n < 3 || number.n > 18) /* wrong ones too: readers see them */
        return none;
    while (rest.n && rest.p[0] == ' ')
        rest = str_skip(rest, 1);
    if (str_starts(rest, STR("号"))) {
        sign = str_sub(rest, 0, 3);
        rest = str_skip(rest, 3);
    }

    const struct str part = icp_part(rest, sign.n > 0);

    return arena_printf(a, "%.*sICP备%.*s%.*s%.*s", 3, head.p + head.n - 3, STR_ARG(number),
                        STR_ARG(sign), STR_ARG(part));
}

/* 11 to 14 digits at the start of s; all 14 may be set apart in groups: "4301 0302 0005 24". */
static struct str police_number(struct str s, struct arena *a)
{
    enum { DIGITS = 14, GROUPED_BYTES = 20 };
    const size_t n = site_code_digits(s, 0);
    char grouped[DIGITS];
    size_t n_grouped = 0;

    if (n == 0 || n > DIGITS)
        return str_from(NULL, 0);
    if (n >= 11)
        return arena_copy(a, str_sub(s, 0, n));
    for (size_t i = 0; i < s.n && i < GROUPED_BYTES; i++) {
        if (s.p[i] == ' ')
            continue;
        if (!char_is_digit(s.p[i]))
            break;
        if (n_grouped == DIGITS)
            return str_from(NULL, 0);
        grouped[n_grouped++] = s.p[i];
    }
    return n_grouped == DIGITS ? arena_copy(a, str_from(grouped, DIGITS)) : str_from(NULL, 0);
}

/* 备 at `at`, in 公网安备, 公安备案号, 公安机关备案号, 公备: the number behind it. */
static struct str police_at(struct str s, size_t at, struct arena *a)
{
    const size_t digits = skip_between(s, at + 3);
    const struct str number = police_number(str_skip(s, digits), a);
    const size_t reach = at < 36 ? at : 36;
    struct str before = str_sub(s, at - reach, reach);

    if (!number.n)
        return number;
    /* 公 must belong to these words and not to what stands before them. */
    for (size_t i = 0; i < before.n; i++)
        if (char_is_digit(before.p[i]) || before.p[i] == 'P')
            before = str_skip(before, i + 1), i = SIZE_MAX;
    if (!str_has(before, STR("公")))
        return str_from(NULL, 0);
    return number;
}

static bool is_sponsor_end(struct str s)
{
    /* 技术 and 建设 alone are parts of names: 科学技术局, 住房和城乡建设局. */
    static const char *const ends[] = {
        "　",       "\xc2\xa0", "\xe2\x80\x82", "\xe2\x80\x83", "承办",     "协办",      "版权",
        "地址",     "联系",     "电话",         "技术支持",     "技术维护", "技术保障",  "技术服务",
        "技术运维", "技术电话", "技术：",       "网站",         "备案",     "ICP",       "|",
        "｜",       "  ",       "\n",           "\t",           "©",        "Copyright", "维护",
        "建设单位", "建设维护", "建设管理",     "建设运维",     "建设：",   "建设:",     "邮编",
        " ",        "主管",     "运维",         "管理维护",     "，",       ",",         "；",
        "。"
    };

    return str_starts_any(s, ends, COUNT_OF(ends));
}

static bool ends_like_unit(struct str name)
{
    static const char *const ends[] = { "局", "政府", "委员会", "办公室", "办公厅",
                                        "厅", "中心", "管委会", "街道办", "办事处" };

    return str_ends_any(name, ends, COUNT_OF(ends));
}

/* "青石县水务局 主办": the unit that stands alone before 主办 at `at`. */
static struct str sponsor_before(struct str s, size_t at, struct arena *a)
{
    static const char *const marks[] = { "\n", " ", "　", "|", "｜", "：", "©" };
    const struct str behind = str_skip(s, at + 6);
    size_t from = at, n_chars;
    struct str name;

    while (from > 0 && at - from < 4 * (size_t)SPONSOR_CHARS_MAX && s.p[from - 1] != '\n')
        from--;
    name = str_trim(str_sub(s, from, at - from));
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        for (size_t cut; (cut = str_find(name, str_of(marks[i]))) != STR_NONE;)
            name = str_trim(str_skip(name, cut + strlen(marks[i])));
    n_chars = str_chars(name);
    if (n_chars < 4 || n_chars > 20 || str_has(name, STR("由")) || !ends_like_unit(name) ||
        !(behind.n == 0 || is_sponsor_end(behind)))
        return str_from(NULL, 0);
    return flow_fold(name, a);
}

/* The name behind 主办 at `at`, or before it; "" when none stands there. */
static struct str sponsor_at(struct str s, size_t at, struct arena *a)
{
    size_t from = at + 6, to;
    bool is_label = true;

    if (str_starts(str_skip(s, from), STR("单位")))
        from += 6;
    else if (str_starts(str_skip(s, from), STR("方")))
        from += 3;
    else
        is_label = false;
    to = from;
    while (from < s.n && char_is_space(s.p[from]))
        from++;
    if (str_starts(str_skip(s, from), STR("：")))
        from += 3;
    else if (from < s.n && s.p[from] == ':')
        from++;
    else if (!is_label || from == to) /* no colon: 主办 follows its name, or stands in a sentence */
        return is_label ? str_from(NULL, 0) : sponsor_before(s, at, a);
    while (from < s.n && char_is_space(s.p[from]))
        from++;
    for (to = from;
         to < s.n && to < from + 4 * (size_t)SPONSOR_CHARS_MAX && !is_sponsor_end(str_skip(s, to));)
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

/* The code behind 标识码 and its like at s.p[at]; empty. Other things have a 标识代码, too: with
 * the unusual words 网站 stands before them, and the code at once behind. */
static struct str code_behind_label(struct str s, size_t at)
{
    static const char *const usual[] = { "标识码", "标识编码", "识别码" };
    static const char *const unusual[] = { "标识代码", "标识号", "标识：", "标识:" };
    enum { REACH = 24, AT_ONCE = 4 };
    const struct str from = str_skip(s, at);

    for (size_t i = 0; i < COUNT_OF(usual); i++)
        if (str_starts(from, str_of(usual[i])))
            return site_code_near(s, at + strlen(usual[i]), REACH);
    for (size_t i = 0; str_ends(str_sub(s, 0, at), STR("网站")) && i < COUNT_OF(unusual); i++)
        if (str_starts(from, str_of(unusual[i])))
            return site_code_near(s, at + strlen(unusual[i]), AT_ONCE);
    return str_from(NULL, 0);
}

static void read_text(struct str s, struct arena *a, struct page *out)
{
    const struct str record = STR("备"), label = STR("标识");

    for (size_t at = 0, next; (next = str_find(str_skip(s, at), record)) != STR_NONE;
         at += record.n) {
        at += next;
        on_record(s, at, a, out);
    }
    for (size_t at = 0, next;
         !out->site_code_footer.n && (next = str_find(str_skip(s, at), label)) != STR_NONE;
         at += label.n) {
        at += next;
        out->site_code_footer = arena_copy(a, code_behind_label(s, at));
    }

    const size_t other = out->site_code_footer.n ? STR_NONE : str_find(s, STR("网站识别码"));

    if (other != STR_NONE)
        out->site_code_footer = arena_copy(a, code_behind_label(s, other + 6));
}

/* Digits and colons may be of full width in it. Most texts hold neither word and need no copy. */
static void read_seen_text(struct str s, struct arena *a, struct page *out)
{
    if (str_has(s, STR("备")) || str_has(s, STR("识")))
        read_text(field_half_text(s, a), a, out);
}

static void read_sponsor(struct str s, struct arena *a, struct page *out)
{
    for (size_t at = 0, next;
         !out->sponsor.n && (next = str_find(str_skip(s, at), STR("主办"))) != STR_NONE;
         at += STR("主办").n) {
        at += next;
        out->sponsor = sponsor_at(s, at, a);
    }
}

/* The visible text, its end first; then, if nothing stands there, what readers do not see. */
static void read_identity(const struct flow *fl, struct arena *a, struct page *out)
{
    const size_t head = out->text.n > TAIL_BYTES ? out->text.n - TAIL_BYTES : 0;

    read_seen_text(str_skip(out->text, head), a, out);
    read_sponsor(str_skip(out->text, head), a, out);
    if (out->icp.n || out->site_code_footer.n || out->police.n)
        return;
    read_seen_text(str_sub(out->text, head > HEAD_BYTES ? head - HEAD_BYTES : 0, HEAD_BYTES), a,
                   out);
    for (uint32_t i = fl->n_segs; i > 0; i--)
        if (fl->segs[i - 1].is_hidden) {
            const uint32_t from = i > HIDDEN_SEGS ? i - HIDDEN_SEGS : 0;

            read_text(flow_join(fl, from, i, ' ', TAIL_BYTES, a), a, out);
            return;
        }
}

/* "网站纠错", "我要找错"; not 容错纠错机制. */
static bool names_report(struct str s)
{
    enum { NAME_BYTES = 45 };
    static const char *const words[] = { "纠错", "找错", "网站挑错", "页面报错" };

    return s.n >= 6 && s.n <= NAME_BYTES && str_has_any(s, words, COUNT_OF(words)) &&
           !str_has(s, STR("容错"));
}

/* An entry of the site's own: a link that says so, a picture in one that is named so and no more,
 * or what can only be a button, which a script opens whatever it stands in. */
static void own_report(const struct flow *fl, struct page *out)
{
    static const char *const names[] = { "我要纠错", "网站纠错",     "页面纠错", "内容纠错",
                                         "我要找错", "政府网站找错", "网站找错", "纠错" };
    static const char *const buttons[] = { "【我要纠错】", "我要纠错",     "【纠错】",
                                           "[纠错]",       "【网站纠错】", "【我要找错】" };

    for (uint32_t i = 0; i < fl->n_segs && out->error_report == REPORT_NONE; i++) {
        const struct seg *s = &fl->segs[i];

        if (!seg_may_have(s, STR("错")))
            continue;
        if (s->in_a ? !names_report(s->text)
                    : s->is_hidden || !str_eq_any(s->text, buttons, COUNT_OF(buttons)))
            continue;
        out->error_report = REPORT_OWN;
        if (s->link != NO_LINK)
            out->error_report_href = out->links[s->link].href;
    }
    for (size_t i = 0; i < out->n_links && out->error_report == REPORT_NONE; i++)
        if (out->links[i].kind == LINK_PAGE && str_ends(out->links[i].text, STR("错")) &&
            str_eq_any(out->links[i].text, names, COUNT_OF(names))) {
            out->error_report = REPORT_OWN;
            out->error_report_href = out->links[i].href;
        }
}

void identity_read(const struct identity *id, const struct flow *fl, struct arena *a,
                   struct page *out)
{
    read_identity(fl, a, out);
    if (!out->police.n)
        out->police = id->police_href;
    out->has_police_code = id->n_police_codes == 1;
    out->police_code = id->police_code;
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
