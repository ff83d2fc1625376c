#include "base/base.h"

#include "net/query.h"

#include "text/charset.h"

static bool is_utf8_in_queries(const char *charset)
{
    return !charset || str_starts_nocase(str_of(charset), STR("utf-")) ||
           str_eq_nocase(str_of(charset), STR("replacement"));
}

/* Digits and ';' after "&#" at the start of s, or 0: what charset_from_utf8 writes for a character
 * that the charset lacks. */
static size_t reference_digits(struct str s)
{
    size_t n = 2;

    if (!str_starts(s, STR("&#")))
        return 0;
    while (n < s.n && char_is_digit(s.p[n]))
        n++;
    return n > 2 && n < s.n && s.p[n] == ';' ? n - 2 : 0;
}

/*
 * In the charset of the page, as browsers send it. A '#' cannot stand in a query, so each one after
 * the conversion belongs to a "&#NNN;", which is encoded as a whole.
 */
static void add_converted(struct pen *w, struct str s, const char *charset, struct arena *a)
{
    struct str bytes = charset_from_utf8(s, charset, a);
    size_t at;

    while ((at = str_find(bytes, STR("&#"))) != STR_NONE) {
        const struct str rest = str_skip(bytes, at);
        const size_t n_digits = reference_digits(rest);

        percent_add(w, str_sub(bytes, 0, at), BYTE_IN_QUERY);
        pen_add(w, STR("%26%23"));
        pen_add(w, str_sub(rest, 2, n_digits));
        if (n_digits)
            pen_add(w, STR("%3B"));
        bytes = str_skip(rest, n_digits ? 2 + n_digits + 1 : 2);
    }
    percent_add(w, bytes, BYTE_IN_QUERY);
}

/* The standard's GB18030 has no U+E5E5, iconv's does: the only difference in what is sent. */
static void add_in_charset(struct pen *w, struct str s, const char *charset, struct arena *a)
{
    static const struct str u_e5e5 = { "\xee\x97\xa5", 3 };
    const bool is_gb = str_starts_nocase(str_of(charset), STR("gb"));
    size_t at;

    while (is_gb && (at = str_find(s, u_e5e5)) != STR_NONE) {
        add_converted(w, str_sub(s, 0, at), charset, a);
        pen_add(w, STR("%26%2358853%3B"));
        s = str_skip(s, at + u_e5e5.n);
    }
    add_converted(w, s, charset, a);
}

void query_add(struct pen *w, struct str query, const char *charset, struct arena *a)
{
    bool is_ascii = true;

    for (size_t i = 0; i < query.n; i++)
        is_ascii = is_ascii && (unsigned char)query.p[i] < 0x80;
    if (is_ascii || is_utf8_in_queries(charset) || !charset_is_utf8(query))
        percent_add(w, query, BYTE_IN_QUERY);
    else
        add_in_charset(w, query, charset, a);
}
