#include "base/base.h"

#include "attach/lines.h"

#include "attach/attach.h"

#include <inttypes.h>

void lines_done(struct lines *l)
{
    buf_done(&l->text);
}

enum { MARKS_BYTES = LINES_PART_BYTES + 40 }; /* of both, at most */

/* The marks of a part and a heading that begin, each on a line of its own. */
static void begin_part(struct lines *l)
{
    if (!l->part[0] && !l->heading)
        return;
    if (l->text.n)
        buf_add_char(&l->text, '\n');
    if (l->part[0]) {
        buf_addf(&l->text, "%c%s", LINES_MARK, l->part);
        if (l->line)
            buf_addf(&l->text, "%c%" PRId64, LINES_MARK, l->line);
        buf_add_char(&l->text, '\n');
    }
    if (l->heading)
        buf_addf(&l->text, "%c%c%d\n", LINES_MARK, LINES_MARK, l->heading);
    l->part[0] = '\0';
    l->heading = 0;
    l->pending = LINES_JOINED;
}

/* One character, as bytes. */
static void add_one(struct lines *l, struct str c)
{
    if (l->text.n + MARKS_BYTES + c.n + 1 > ATTACH_TEXT_MAX) {
        l->is_cut = true;
        return;
    }
    begin_part(l);
    if (l->pending && l->text.n)
        buf_add_char(&l->text, l->pending == LINES_NEW ? '\n' : ' ');
    l->pending = LINES_JOINED;
    buf_add(&l->text, c);
}

void lines_add(struct lines *l, struct str s)
{
    while (s.n && !l->is_cut) {
        uint32_t rune;
        const size_t n = str_rune(s, &rune);

        if (rune == '\n' || rune == '\r' || rune == 0x0b || rune == 0x0c || rune == 0x2028)
            lines_end(l, LINES_NEW);
        else if (rune <= ' ' || rune == 0xa0 || rune == 0x3000)
            lines_end(l, LINES_SPACE);
        else if (rune == 0xfffd)
            add_one(l, STR("\xef\xbf\xbd"));
        else if (rune != 0x200b && rune != 0xfeff)
            add_one(l, str_sub(s, 0, n));
        s = str_skip(s, n);
    }
}

/* Without control and half characters. */
static void set_name(char *out, size_t max, struct str name)
{
    size_t n = name.n < max ? name.n : max;

    while (n < name.n && n > 0 && ((unsigned char)name.p[n] & 0xC0) == 0x80)
        n--;
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)name.p[i] < ' ' ? ' ' : name.p[i];
    out[n] = '\0';
}

void lines_part(struct lines *l, struct str name, int64_t line)
{
    AUTO(buf_done) struct buf whole = { 0 };

    if (l->file[0])
        buf_addf(&whole, "%s · ", l->file);
    buf_add(&whole, name);
    set_name(l->part, LINES_PART_BYTES, buf_str(&whole));
    l->line = line;
}

void lines_file(struct lines *l, struct str name)
{
    set_name(l->file, LINES_FILE_BYTES, name);
    set_name(l->part, LINES_PART_BYTES, str_of(l->file));
    l->line = 0;
}

void lines_heading(struct lines *l, int level)
{
    l->heading = level;
}

/* What a marked line says; `at` is not known here. */
static struct text_place read_mark(struct str line)
{
    struct text_place p = { 0 };
    struct str number = { 0 };
    int64_t level = 0;

    line = str_skip(line, 1);
    if (str_starts(line, str_from((const char[]){ LINES_MARK }, 1))) {
        (void)!str_to_i64(str_skip(line, 1), 1, LINES_HEADINGS, &level);
        p.heading = (int)level;
        return p;
    }
    if (str_cut(line, LINES_MARK, &p.name, &number))
        (void)!str_to_i64(number, 1, INT64_MAX, &p.line);
    return p;
}

void lines_join(struct lines *l, struct str marked)
{
    struct str line;

    while (str_line(&marked, &line)) {
        lines_end(l, LINES_NEW);
        if (!line.n || line.p[0] != LINES_MARK) {
            lines_add(l, line);
            continue;
        }

        const struct text_place p = read_mark(line);

        if (p.name.n)
            lines_part(l, p.name, p.line);
        else
            lines_heading(l, p.heading);
    }
}

void lines_split(struct str marked, struct buf *text, struct arena *a, struct text_places *places)
{
    struct str rest = marked, line;
    struct text_place *found;
    size_t n = 0;

    for (size_t i = 0; i < marked.n; i++)
        n += marked.p[i] == LINES_MARK; /* more than there are lines with marks */
    found = arena_array(a, struct text_place, n + 1);
    buf_reset(text);
    n = 0;
    while (str_line(&rest, &line)) {
        if (line.n && line.p[0] == LINES_MARK) {
            found[n] = read_mark(line);
            found[n++].at = text->n ? text->n + 1 : 0;
            continue;
        }
        if (text->n)
            buf_add_char(text, '\n');
        buf_add(text, line);
    }
    *places = (struct text_places){ found, n };
}
