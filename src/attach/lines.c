#include "base/base.h"

#include "attach/lines.h"

#include "attach/attach.h"

void lines_done(struct lines *l)
{
    buf_done(&l->text);
}

/* One character, as bytes. */
static void add_one(struct lines *l, struct str c)
{
    if (l->text.n + c.n + 1 > ATTACH_TEXT_MAX) {
        l->is_cut = true;
        return;
    }
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
