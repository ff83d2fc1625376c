#include "base/base.h"

#include "text/where.h"

#include "base/buf.h"

#include <inttypes.h>

enum {
    HEADING_CHARS_MAX = 30,
    MARKED_CHARS_MAX = 60, /* of a heading that the document marks */
    DIGITS_MAX = 6,        /* more in a row may be a telephone or identity number */
};

/* Chinese and Arabic digits at the start; bytes. */
static size_t number_bytes(struct str s)
{
    const struct str digits = STR("一二三四五六七八九十百零〇");
    size_t n = 0;

    for (;;) {
        const struct str one = str_head_chars(str_skip(s, n), 1);

        if (!one.n ||
            !((one.n == 1 && char_is_digit(one.p[0])) || (one.n == 3 && str_has(digits, one))))
            return n;
        n += one.n;
    }
}

/* 第一章 总则 at the start of a line: the level, and the bytes of what is numbered. */
static enum where_level counted(struct str line, size_t *n)
{
    static const struct {
        const char *unit;
        enum where_level level;
    } units[] = {
        { "编", WHERE_CHAPTER },
        { "章", WHERE_CHAPTER },
        { "节", WHERE_SECTION },
        { "条", WHERE_ARTICLE },
    };
    const struct str rest = str_skip(line, STR("第").n);
    const size_t number = number_bytes(rest);

    for (size_t i = 0; number && i < COUNT_OF(units); i++)
        if (str_starts(str_skip(rest, number), str_of(units[i].unit))) {
            *n = STR("第").n + number + str_of(units[i].unit).n;
            return units[i].level;
        }
    return WHERE_NONE;
}

static enum where_level numbered(struct str line, size_t *n)
{
    const struct str open = STR("（"), close = STR("）"), comma = STR("、");
    size_t number;

    if (str_starts(line, STR("第")))
        return counted(line, n);
    if (str_starts(line, open)) {
        number = number_bytes(str_skip(line, open.n));
        *n = open.n + number + close.n;
        return number && str_starts(str_skip(line, open.n + number), close) ? WHERE_SECOND
                                                                            : WHERE_NONE;
    }
    number = number_bytes(line);
    *n = number + comma.n;
    return number && !char_is_digit(line.p[0]) && str_starts(str_skip(line, number), comma)
               ? WHERE_FIRST
               : WHERE_NONE;
}

static bool may_hold_numbers(struct str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        if ((n = char_is_digit(s.p[i]) ? n + 1 : 0) > DIGITS_MAX)
            return true;
    return false;
}

/*
 * The heading that a line begins with: up to the end of the line, or of its first sentence, if that
 * is short. Of an article the number alone.
 */
static enum where_level heading_of(struct str line, struct str *heading)
{
    const struct str stops = STR("。：；！？");
    size_t n = 0;
    const enum where_level level = numbered(line, &n);
    size_t n_chars = 0;

    if (level == WHERE_NONE)
        return WHERE_NONE;
    for (size_t at = n; level != WHERE_ARTICLE && at < line.n; n_chars++) {
        const struct str one = str_head_chars(str_skip(line, at), 1);

        if (one.n == 3 && str_has(stops, one))
            break;
        if (n_chars == HEADING_CHARS_MAX)
            return WHERE_NONE; /* no heading but a numbered paragraph */
        n = at += one.n;
    }
    *heading = str_trim(str_sub(line, 0, n));
    return may_hold_numbers(*heading) ? WHERE_NONE : level;
}

static void add_part(struct buf *b, struct str s)
{
    if (!s.n)
        return;
    if (b->n)
        buf_add(b, STR(" · "));
    buf_add(b, s);
}

static bool has_numbered_lines(const struct where *w)
{
    return w->part && w->part->line;
}

/* The level that the document gives to the line that begins here; 0: none. */
static int pass_places(struct where *w, size_t begin)
{
    const struct text_places *p = w->places;
    int heading = 0;

    for (; p && w->n_passed < p->n && p->places[w->n_passed].at <= begin; w->n_passed++) {
        const struct text_place *place = &p->places[w->n_passed];

        heading = place->heading;
        if (heading)
            continue;
        w->part = place;
        w->n_lines = place->line ? place->line - 1 : 0;
    }
    return heading;
}

/* A heading that the document marks: the whole line. */
static enum where_level marked(struct str line, int heading, struct str *out)
{
    if (!line.n || str_chars(line) > MARKED_CHARS_MAX || may_hold_numbers(line))
        return WHERE_NONE;
    *out = line;
    return heading < WHERE_SECOND ? (enum where_level)heading : WHERE_SECOND;
}

static void pass_line(struct where *w, struct str line, size_t begin)
{
    const struct str content = str_trim(line);
    const int of_document = pass_places(w, begin);
    struct str heading;
    const enum where_level level =
        of_document ? marked(content, of_document, &heading) : heading_of(content, &heading);
    bool is_alone = false;

    if (level != WHERE_NONE) {
        w->headings[level] = heading;
        for (size_t below = level + 1U; below < WHERE_LEVELS; below++)
            w->headings[below] = (struct str){ 0 };
        is_alone = heading.n == content.n;
        w->n_lines = has_numbered_lines(w) ? w->n_lines : 0;
    }
    w->n_lines += content.n > 0 && (has_numbered_lines(w) || !is_alone);
}

struct str where_is(struct where *w, size_t at, struct arena *a)
{
    AUTO(buf_done) struct buf out = { 0 };
    struct str line;

    while (w->rest.n && (size_t)(w->rest.p - w->text.p) <= at) {
        const size_t begin = (size_t)(w->rest.p - w->text.p);

        (void)str_line(&w->rest, &line);
        pass_line(w, line, begin);
    }
    if (w->part && !may_hold_numbers(w->part->name))
        add_part(&out, w->part->name);
    for (size_t i = 0; i < WHERE_LEVELS; i++)
        add_part(&out, w->headings[i]);
    if (w->n_lines)
        add_part(&out, arena_printf(a, "第 %" PRId64 " %s", w->n_lines,
                                    has_numbered_lines(w) ? "行" : "段"));
    return arena_copy(a, buf_str(&out));
}
