#include "base/base.h"

#include "proof/rules.h"
#include "text/han.h"

enum {
    SHARE_MAX = 4, /* one in so many: with more, the text is a traditional one */
    LINE_HAN = 10, /* ... or this line of it, when it has so many characters */
};

static void count(const struct fold_table *t, struct str text, size_t *n_han, size_t *n_traditional)
{
    uint32_t cp;

    *n_han = *n_traditional = 0;
    for (size_t at = 0; at < text.n;) {
        if ((unsigned char)text.p[at] < 0xE0) {
            at++;
            continue;
        }
        at += str_rune(str_skip(text, at), &cp);
        *n_han += han_is_common(cp);
        *n_traditional += fold_traditional(t, cp) != 0;
    }
}

static struct str line_at(struct str text, size_t at)
{
    size_t from = at;

    while (from > 0 && text.p[from - 1] != '\n')
        from--;
    const struct str rest = str_skip(text, from);

    return str_sub(rest, 0, str_chr(rest, '\n'));
}

/* The line of links to other editions, which say their own names: 繁體版, 日本語. */
static bool is_edition(struct str line)
{
    static const char *const names[] = { "繁體", "简體", "簡體", "正體", "日本語", "中文" };

    return str_has_any(line, names, COUNT_OF(names));
}

/* A title or paragraph of a traditional edition, whose frame may be simplified. */
static bool is_traditional_line(const struct fold_table *t, struct str line)
{
    size_t n_han, n_traditional;

    count(t, line, &n_han, &n_traditional);
    return n_han >= LINE_HAN && n_traditional * SHARE_MAX > n_han;
}

/* The line last judged: many runs stand in one. */
struct judged_line {
    size_t end; /* where it ends in the text; runs are asked for in their order */
    bool is_simplified;
};

static bool is_in_simplified(const struct fold_table *t, struct str text, size_t at,
                             struct judged_line *last)
{
    if (at >= last->end) {
        const struct str line = line_at(text, at);

        last->end = (size_t)(line.p - text.p) + line.n;
        last->is_simplified = !is_edition(line) && !is_traditional_line(t, line);
    }
    return last->is_simplified;
}

static void add_run(const struct fold_table *t, struct str text, struct str run,
                    struct problem_list *out)
{
    const struct folded simple = fold(t, run, out->a);

    rule_add(out, text, run, simple.text, "繁体字", str_chars(run) > 1 ? 0.91 : 0.7);
}

void rule_traditional(const struct fold_table *t, struct str text, struct problem_list *out)
{
    struct judged_line line = { 0 };
    size_t n_han, n_traditional, run = STR_NONE;
    uint32_t cp;

    if (fold(t, text, out->a).text.p == text.p)
        return; /* nothing to fold: the usual case, and a quick one */
    count(t, text, &n_han, &n_traditional);
    if (n_traditional == 0 || n_traditional * SHARE_MAX > n_han)
        return;
    for (size_t at = 0, n; at <= text.n; at += n) {
        n = at < text.n ? str_rune(str_skip(text, at), &cp) : 1;
        const bool is_traditional = at < text.n && fold_traditional(t, cp);

        if (is_traditional && run == STR_NONE)
            run = at;
        if (!is_traditional && run != STR_NONE) {
            if (is_in_simplified(t, text, run, &line))
                add_run(t, text, str_sub(text, run, at - run), out);
            run = STR_NONE;
        }
    }
}
