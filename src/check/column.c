#include "base/base.h"

#include "check/column.h"

#include "base/clock.h"
#include "check/host.h"
#include "check/name.h"
#include "check/words.h"

/* At most five digits at the end of s; their start, or s.n when there are none. */
static size_t digits_start(struct str s)
{
    size_t at = s.n;

    while (at > 0 && s.n - at < 5 && char_is_digit(s.p[at - 1]))
        at--;
    return at > 0 && char_is_digit(s.p[at - 1]) ? s.n : at;
}

/* Names that a directory's own page has: the directory stands for it. */
static bool is_index_name(struct str name)
{
    static const char *const names[] = { "", "index", "list", "default", "main", "more", "page" };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq_nocase(name, str_of(names[i])))
            return true;
    return false;
}

/* Cuts the page's number off a file name without its extension: "index_2", "list-3", "4". */
static struct str cut_number(struct str name, int64_t *number)
{
    const size_t at = digits_start(name);
    int64_t n;

    if (at == name.n || !str_to_i64(str_skip(name, at), 0, 9999, &n))
        return name;
    if (at == 0) {
        *number = n;
        return str_sub(name, 0, 0);
    }
    const char before = name.p[at - 1];

    if (before == '_' || before == '-') {
        /* "t20261120_1": an article, or a column whose own number this is */
        if (!is_index_name(str_sub(name, 0, at - 1)) && n > 999)
            return name;
        *number = n;
        return str_sub(name, 0, at - 1);
    }
    if (is_index_name(str_sub(name, 0, at))) {
        *number = n;
        return str_sub(name, 0, at);
    }
    return name;
}

/* The query without a parameter that counts pages; *cut says that there was one. */
static struct str cut_query(struct str query, struct arena *a, int64_t *number, bool *cut)
{
    static const char *const names[] = { "page",   "p",       "pageno",      "pageindex", "pagenum",
                                         "pageid", "curpage", "currentpage", "pn",        "pages" };
    struct str rest = query, pair, name, value, kept = { 0 };

    *cut = false;
    while (!str_is_empty(rest)) {
        bool is_page = false;

        (void)str_cut(rest, '&', &pair, &rest);
        (void)str_cut(pair, '=', &name, &value);
        for (size_t i = 0; i < COUNT_OF(names); i++)
            is_page |= str_eq_nocase(name, str_of(names[i]));
        if (is_page && str_to_i64(value, 0, 99999, number)) {
            *cut = true;
            continue;
        }
        kept = str_is_empty(kept) ? pair : arena_join(a, arena_join(a, kept, STR("&")), pair);
    }
    return kept;
}

/* "http://x.gov.cn/news/" of ".../news/page/2/": WordPress and others. */
static struct str cut_page_folder(struct str path, int64_t *number)
{
    const struct str dir = str_sub(path, 0, path.n - 1), word = STR("/page/");
    const size_t at = digits_start(dir);
    int64_t n;

    if (path.n < 2 || path.p[path.n - 1] != '/' || at == dir.n || at < word.n ||
        !str_eq_nocase(str_sub(dir, at - word.n, word.n), word) ||
        !str_to_i64(str_skip(dir, at), 0, 9999, &n))
        return path;
    *number = n;
    return str_sub(path, 0, at - word.n + 1);
}

struct str column_directory(struct str url)
{
    struct str s = str_sub(url, 0, str_chr(url, '?'));

    while (s.n && s.p[s.n - 1] != '/')
        s.n--;
    return s;
}

struct str column_base(struct str url, struct arena *a, int64_t *number)
{
    struct str path, query;
    bool cut = false;

    *number = 1;
    const bool has_query = str_cut(url, '?', &path, &query);

    if (has_query)
        query = cut_query(query, a, number, &cut);
    path = cut_page_folder(path, number);
    const struct str dir = column_directory(path);
    const struct str file = str_skip(path, dir.n);
    size_t dot = file.n;

    while (dot > 0 && file.p[dot - 1] != '.')
        dot--;
    const struct str name = str_sub(file, 0, dot ? dot - 1 : file.n);
    const struct str bare = cut_number(name, number);
    struct str base = path;

    if (is_index_name(bare))
        base = dir;
    else if (bare.n != name.n)
        base = arena_join(a, arena_join(a, dir, bare), str_skip(file, name.n));
    if (*number < 1)
        *number = 1;
    if (str_is_empty(query))
        return base;
    if (!cut && base.n == path.n)
        return url;
    return arena_join(a, arena_join(a, base, STR("?")), query);
}

/* Takes the next part off a title "通知公告-云溪县人民政府". */
static struct str next_part(struct str *title)
{
    static const char *const separators[] = { "-", "_", "|", "—", "–", "－", ">", "·", "，", "," };
    size_t best = title->n, n_sep = 0;

    for (size_t i = 0; i < COUNT_OF(separators); i++) {
        const struct str sep = str_of(separators[i]);
        const size_t at = str_find(*title, sep);

        if (at != STR_NONE && at < best) {
            best = at;
            n_sep = sep.n;
        }
    }
    const struct str part = str_sub(*title, 0, best);

    *title = str_skip(*title, best + n_sep);
    return str_trim(part);
}

struct str column_name(const struct digest *d, const struct site *site)
{
    struct str rest = str_trim(d->title), first = { 0 };

    if (!str_is_empty(str_trim(d->column_name)))
        return str_trim(d->column_name);
    while (!str_is_empty(rest)) {
        const struct str part = next_part(&rest);

        if (str_is_empty(part))
            continue;
        if (str_is_empty(first))
            first = part;
        if (!name_agrees(part, site->name))
            return part;
    }
    return first;
}

bool column_has_name(const struct page *page, const struct words *words)
{
    if (words_in(words, page->tags[TAG_COLUMN_NAME]) || words_in(words, page->steps))
        return true;
    for (size_t i = 0; i < page->n_links; i++)
        if (page->links[i].region == REGION_CRUMBS && words_in(words, page->links[i].text))
            return true;
    return false;
}

int32_t day_minus_months(int32_t day, int64_t months)
{
    int y, m, d;

    day_split(day, &y, &m, &d);

    const int64_t at = (int64_t)y * 12 + m - 1 - months;
    int32_t then = DAY_NONE;

    for (; then == DAY_NONE && d > 0; d--)
        then = day_of((int)(at / 12), (int)(at % 12) + 1, d);
    return then;
}

bool link_is_of_footer(const struct link *l)
{
    return str_has(l->href, STR("beian.")) || str_has(l->href, STR("conac.cn")) ||
           str_has(l->href, STR("jiucuo"));
}
