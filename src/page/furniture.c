#include "base/base.h"

#include "page/kind.h"

#include "dom/dom.h"
#include "page/facts.h"
#include "page/path.h"

#include <string.h>

static bool has_any(struct str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_find_nocase(s, str_of(words[i])) != STR_NONE)
            return true;
    return false;
}

/* "请输入手机号": what a form asks for that is no search. What is only an example,
 * "如：身份证办理", or one of several things does not count. */
static bool asks_for_data(struct str s)
{
    static const char *const words[] = { "用户", "账号", "帐号", "账户", "密码",   "手机",
                                         "电话", "邮箱", "邮件", "姓名", "身份证", "证号",
                                         "证件", "证书", "编号", "代码", "号码",   "验证码",
                                         "意见", "留言", "评论", "昵称", "地址",   "金额" };
    static const char *const ends[] = { "，", ",", "、", "（", "(", "如", "或", "/", " " };
    const size_t at = str_find(s, STR("请输入"));
    struct str asked = str_skip(s, at == STR_NONE ? s.n : at + STR("请输入").n);

    for (size_t i = 0; i < COUNT_OF(ends); i++)
        asked = str_sub(asked, 0, str_find(asked, str_of(ends[i])));
    return str_has_any(asked, words, COUNT_OF(words));
}

/* Actions, names, placeholders of a search box. */
static bool says_search(struct str s)
{
    static const char *const words[] = { "search", "搜索",    "检索",    "query",
                                         "关键词", "关键字",  "keyword", "搜一搜",
                                         "/so/",   "jsearch", "schword", "sousuo" };

    s = str_sub(s, 0, 200);
    return s.n >= 4 &&
           (has_any(s, words, COUNT_OF(words)) || (str_has(s, STR("请输入")) && !asks_for_data(s)));
}

/* "so.asp", "/web/so.php?x=1": the file that a search is sent to. */
static bool is_search_file(struct str action)
{
    struct str path = str_sub(action, 0, str_chr(action, '?'));
    size_t from = path.n;

    while (from > 0 && path.p[from - 1] != '/')
        from--;
    path = str_skip(path, from);
    return str_eq_nocase(str_sub(path, 0, str_chr(path, '.')), STR("so"));
}

/* The words on a button, the spaces between its letters left out: "搜 索". */
static bool is_search_button(struct str value)
{
    static const char *const words[] = { "搜索", "检索", "搜一下", "站内搜索", "全文检索" };
    char letters[16];
    size_t n = 0;

    while (value.n && n + 4 < sizeof(letters)) {
        uint32_t rune;
        const size_t step = str_rune(value, &rune);

        if (rune > ' ' && rune != 0xa0 && rune != 0x3000)
            for (size_t i = 0; i < step; i++)
                letters[n++] = value.p[i];
        value = str_skip(value, step);
    }
    return str_eq_any(str_from(letters, n), words, COUNT_OF(words));
}

static void search_found(struct str href, struct arena *a, struct page *out)
{
    out->has_search = true;
    if (!out->search_href.n && href.n)
        out->search_href = arena_copy(a, str_head_chars(href, 500));
}

/* What the form met last sends beside its words; its values as they stand. A form that sends more
 * than a search does is none that can be asked. */
static void hidden_element(struct furniture *fu, const struct node *n, struct arena *a,
                           struct page *out)
{
    enum { QUERY_BYTES_MAX = 1000 };
    const struct str name = dom_attr(n, "name"), value = dom_attr(n, "value");

    if (fu->form_query.n + name.n + value.n + 2 > QUERY_BYTES_MAX) {
        fu->form_is_plain = false;
        if (fu->form_is_search)
            out->search_field = (struct str){ 0 };
        return;
    }
    if (!name.n || str_chr(value, '&') != STR_NONE || str_chr(value, '#') != STR_NONE)
        return;
    fu->form_query =
        arena_printf(a, "%.*s%.*s=%.*s&", STR_ARG(fu->form_query), STR_ARG(name), STR_ARG(value));
    if (fu->form_is_search)
        out->search_query = fu->form_query;
}

/* The field for the words, in the form that page.search_href is the action of. */
static void field_found(struct furniture *fu, struct str name, struct arena *a, struct page *out)
{
    if (!fu->form_is_plain || !name.n || out->search_field.n ||
        !str_eq(fu->form_action, out->search_href))
        return;
    out->search_field = arena_copy(a, name);
    out->search_query = fu->form_query;
    fu->form_is_search = true;
}

/* What programmers call the field of a search and of nothing else, in a form sent by GET. */
static bool is_query_name(struct str name)
{
    static const char *const names[] = { "q", "wd", "kw", "key", "keys", "words", "searchkey" };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq_nocase(name, str_of(names[i])))
            return true;
    return false;
}

/* "lucenenewssearchkey": what a script puts the words of a search into. */
static bool is_words_name(struct str name)
{
    static const char *const ends[] = { "searchkey", "searchword", "searchwords", "keyword",
                                        "keywords" };

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        const struct str end = str_of(ends[i]);

        if (name.n >= end.n && str_eq_nocase(str_skip(name, name.n - end.n), end))
            return true;
    }
    return false;
}

static void input_element(struct furniture *fu, const struct node *n, struct arena *a,
                          struct page *out)
{
    const struct str type = dom_attr(n, "type");
    const bool is_text =
        !type.n || str_eq_nocase(type, STR("text")) || str_eq_nocase(type, STR("search"));

    if (str_eq_nocase(type, STR("hidden"))) {
        hidden_element(fu, n, a, out);
        fu->form_hides_search |= fu->n_forms > 0 && is_words_name(dom_attr(n, "name"));
    }
    fu->has_password |= str_eq_nocase(type, STR("password"));
    if (type.n && !str_eq_nocase(type, STR("text")) && !str_eq_nocase(type, STR("search")) &&
        !str_eq_nocase(type, STR("tel")) && !str_eq_nocase(type, STR("email")) &&
        !str_eq_nocase(type, STR("button")) && !str_eq_nocase(type, STR("submit")) &&
        !str_eq_nocase(type, STR("image")))
        return;
    if (!type.n || char_lower(type.p[0]) == 't' || char_lower(type.p[0]) == 'e')
        fu->n_fields++;
    if (out->has_search && out->search_href.n) {
        if (is_text)
            field_found(fu, dom_attr(n, "name"), a, out);
        return;
    }
    if (says_search(dom_attr(n, "placeholder")) || says_search(dom_attr(n, "name")) ||
        says_search(dom_attr(n, "id")) || says_search(dom_attr(n, "value")) ||
        says_search(dom_attr(n, "class")) || says_search(dom_attr(n, "onclick")) ||
        is_search_button(dom_attr(n, "value")) || is_search_button(dom_attr(n, "alt")) ||
        (is_text && fu->form_hides_search && !fu->has_password) ||
        (is_text && fu->form_is_plain && !fu->has_password && is_query_name(dom_attr(n, "name")))) {
        search_found(fu->form_action, a, out);
        if (is_text)
            field_found(fu, dom_attr(n, "name"), a, out);
    }
}

/* <i class="icon-search">, <use xlink:href="#icon-sousuo">, <span class="icon-fangdajing"> */
void furniture_icon(const struct node *n, struct page *out)
{
    static const char *const names[] = { "class", "xlink:href", "href" };

    for (size_t i = 0; i < COUNT_OF(names) && !out->has_search; i++) {
        const struct str value = dom_attr(n, names[i]);

        out->has_search =
            value.n && (says_search(value) || str_has(value, STR("fangdajing"))); /* 放大镜 */
    }
}

/* Of too many the last one is kept: the button behind a form is that of its last field. */
static struct own_thing *note_thing(struct furniture *fu, struct own_thing thing)
{
    fu->n_things += fu->n_things < OWN_THINGS_MAX;
    fu->things[fu->n_things - 1] = thing;
    return &fu->things[fu->n_things - 1];
}

/* A field by which readers search the list below, or turn its pages. */
static bool serves_list(const struct node *n)
{
    static const char *const words[] = { "关键",   "标题",  "文号",     "索引", "搜索",
                                         "检索",   "查找",  "查询内容", "页",   "key",
                                         "search", "title", "page",     "query" };

    return has_any(dom_attr(n, "placeholder"), words, COUNT_OF(words)) ||
           has_any(dom_attr(n, "name"), words, COUNT_OF(words)) ||
           has_any(dom_attr(n, "id"), words, COUNT_OF(words)) ||
           is_query_name(dom_attr(n, "name")) || is_query_name(dom_attr(n, "id"));
}

/* Of a form, and not of a login or a subscription. */
static bool is_named(const struct node *n)
{
    static const char *const words[] = { "用户名", "登录", "密码", "验证码", "邮箱" };
    const struct str placeholder = dom_attr(n, "placeholder");

    return placeholder.n >= 2 * strlen("字") && !has_any(placeholder, words, COUNT_OF(words)) &&
           !serves_list(n);
}

static bool says_send(struct str s)
{
    static const char *const words[] = { "查询", "提交", "发送", "预约", "查验", "核验", "办理" };

    return str_has_any(s, words, COUNT_OF(words));
}

/* What a field is for stands in it, or on the button behind it. */
static void note_field(struct furniture *fu, const struct node *n, enum element el, uint32_t seg)
{
    const struct str type = dom_attr(n, "type");
    const bool is_text = !type.n || str_eq_nocase(type, STR("text")) ||
                         str_eq_nocase(type, STR("tel")) || str_eq_nocase(type, STR("email"));
    const bool is_button = str_eq_nocase(type, STR("submit")) || str_eq_nocase(type, STR("button"));

    if (el == EL_TEXTAREA)
        fu->field = note_thing(fu, (struct own_thing){ .node = n, .seg = seg, .is_asked = true });
    else if (is_text)
        fu->field =
            note_thing(fu, (struct own_thing){ .node = n, .seg = seg, .is_named = is_named(n) });
    else if (is_button && fu->field)
        fu->field->is_asked |= says_send(dom_attr(n, "value")) && !serves_list(fu->field->node);
}

void furniture_drawing(struct furniture *fu, const struct node *n, uint32_t seg)
{
    const struct str id = dom_attr(n, "id"), class = dom_attr(n, "class");
    const bool is_map = (str_find_nocase(id, STR("map")) != STR_NONE ||
                         str_find_nocase(class, STR("map")) != STR_NONE) &&
                        str_find_nocase(id, STR("sitemap")) == STR_NONE &&
                        str_find_nocase(class, STR("sitemap")) == STR_NONE;

    if (fu->n_things < OWN_THINGS_MAX &&
        (str_eq_nocase(str_of(dom_name(n)), STR("canvas")) || (dom_element(n) == EL_DIV && is_map)))
        (void)note_thing(fu, (struct own_thing){ .node = n, .seg = seg, .is_drawing = true });
}

/* It lies in what readers cannot see. */
static bool is_hidden(const struct facts_input *f, const struct node *n)
{
    for (; n; n = dom_parent(n))
        for (size_t i = 0; i < f->n_hidden_tops; i++)
            if (f->hidden_tops[i] == n)
                return true;
    return false;
}

/* Between them the footer has begun: what stands behind it floats over every page. */
static bool has_footer(const struct flow *fl, uint32_t from, uint32_t to)
{
    static const char *const words[] = { "主办单位", "版权所有", "ICP备", "公网安备" };

    for (uint32_t i = from; i < to && i < fl->n_segs; i++)
        if (str_has_any(fl->segs[i].text, words, COUNT_OF(words)))
            return true;
    return false;
}

/* "<button>查询</button>" right behind the field. */
static bool has_button(const struct flow *fl, const struct own_thing *t)
{
    return t->seg < fl->n_segs && fl->segs[t->seg].in_form && !serves_list(t->node) &&
           says_send(fl->segs[t->seg].text);
}

void furniture_own(const struct furniture *fu, const struct flow *fl, uint32_t headline,
                   const struct facts_input *f, struct page *out)
{
    const uint32_t below_path = path_end(fl);
    const uint32_t from = below_path ? below_path : headline != NO_SEG ? headline + 1 : NO_SEG;
    uint32_t n_named = 0;

    for (uint32_t i = 0; i < fu->n_things; i++) {
        const struct own_thing *t = &fu->things[i];

        if (from == NO_SEG || t->seg < from || is_hidden(f, t->node) ||
            has_footer(fl, from, t->seg))
            continue;
        out->has_drawing |= t->is_drawing;
        out->has_form |= !t->is_drawing && (t->is_asked || has_button(fl, t));
        n_named += t->is_named;
    }
    out->has_form |= n_named > 1;
    out->has_field = n_named == 1 && !out->has_form;
}

void furniture_element(struct furniture *fu, const struct node *n, enum element el, uint32_t seg,
                       struct arena *a, struct page *out)
{
    if (el == EL_INPUT || el == EL_TEXTAREA)
        note_field(fu, n, el, seg);
    if (el == EL_FORM) {
        fu->n_forms++;
        fu->form_action = dom_attr(n, "action");
        fu->form_is_plain = fu->form_action.n && !dom_attr(n, "onsubmit").n &&
                            !str_eq_nocase(dom_attr(n, "method"), STR("post")) &&
                            !str_starts_nocase(fu->form_action, STR("javascript:"));
        fu->form_query = (struct str){ 0 };
        fu->form_is_search = fu->form_hides_search = false;
        if (says_search(fu->form_action) || is_search_file(fu->form_action) ||
            says_search(dom_attr(n, "id")) || says_search(dom_attr(n, "name")))
            search_found(fu->form_action, a, out);
    } else if (el == EL_INPUT) {
        input_element(fu, n, a, out);
    } else if (el == EL_TEXTAREA) {
        fu->n_fields++;
        fu->has_textarea = true;
    } else if (el == EL_BUTTON && !out->has_search) {
        if (says_search(dom_attr(n, "onclick")) || says_search(dom_attr(n, "class")))
            search_found(fu->form_action, a, out);
    }
}

/* A label's name: "站内搜索：" */
static struct str without_colon(struct str s)
{
    const struct str wide = STR("：");

    return str_ends(s, wide)       ? str_sub(s, 0, s.n - wide.n)
           : str_ends(s, STR(":")) ? str_sub(s, 0, s.n - 1)
                                   : s;
}

/* What links to a search page say, and labels of its field; icons say it by their title. */
static bool names_search(struct str s)
{
    static const char *const names[] = { "搜索",     "检索",     "站内搜索", "高级搜索",
                                         "高级检索", "智能搜索", "全站搜索", "站内检索",
                                         "智能检索", "全站检索", "全文检索", "全文搜索" };

    s = without_colon(s);
    if (s.n < 6 || s.n > 12 || !str_ends(s, STR("索"))) /* most links end otherwise */
        return false;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(s, str_of(names[i])))
            return true;
    return false;
}

static bool says_search_path(struct str href)
{
    const struct str path = str_sub(href, 0, str_chr(href, '?'));

    return str_find_nocase(path, STR("search")) != STR_NONE || str_has(path, STR("/so/")) ||
           str_has(path, STR("sousuo"));
}

static void search_by_icon(struct page *out)
{
    for (size_t i = 0; i < out->n_links && !out->has_search; i++) {
        const struct link *l = &out->links[i];

        /* A picture may have no name at all: then its address speaks. */
        if (l->kind == LINK_PAGE &&
            (l->text.n ? names_search(l->text) : says_search_path(l->href))) {
            out->has_search = true;
            out->search_href = l->href;
        }
    }
}

void furniture_read(const struct furniture *fu, const struct flow *fl, struct page *out)
{
    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];

        if (s->text.n > 24)
            continue;
        /* Also links and other pieces that only their script knows, where there is a field to
         * search by. Old tables put the form's fields outside of it: their label ends with a colon.
         */
        if (s->in_form || s->in_a || fu->n_fields > 0 || without_colon(s->text).n < s->text.n) {
            if (!out->has_search && names_search(s->text)) {
                out->has_search = true;
                if (s->link != NO_LINK)
                    out->search_href = out->links[s->link].href;
            }
        }
        if (s->link != NO_LINK && !out->sitemap_href.n && seg_may_have(s, STR("地图")) &&
            (str_has(s->text, STR("网站地图")) || str_has(s->text, STR("站点地图"))))
            out->sitemap_href = out->links[s->link].href;
    }
    search_by_icon(out);
}
