#include "base/base.h"

#include "attach/word.h"

#include "text/charset.h"

/* Places in the file information block, and its bits. */
enum {
    FIB_FLAGS = 10,
    FIB_PIECES = 0x1a2, /* offset and length of the table of pieces */
    FLAG_ENCRYPTED = 0x0100,
    FLAG_TABLE_1 = 0x0200,
    WORD_97 = 0xc1, /* nFib; older ones are laid out otherwise */
    PIECE_BYTES = 8,
};

/* What Word's control characters mean to a reader. */
struct shown {
    struct lines *out;
    size_t n_fields; /* that are open */
    uint64_t shows;  /* which of them are past their instructions */
    size_t n_codes;  /* inside the instructions of so many fields */
};

/* From `at` on, up to the next control character. */
static size_t plain_bytes(struct str s)
{
    size_t n = 0;

    while (n < s.n && (unsigned char)s.p[n] >= ' ')
        n++;
    return n;
}

/*
 * A field: 0x13, instructions, and when it shows something 0x14 and that; 0x15. Fields stand within
 * fields. The bit of an open one says that its 0x14 was met; deeper than there are bits none is.
 */
static void field_mark(struct shown *w, char c)
{
    enum { BITS = 64 };
    const uint64_t bit = w->n_fields >= 1 && w->n_fields <= BITS ? 1ULL << (w->n_fields - 1) : 0;

    if (c == 0x13) {
        w->n_fields++;
        w->n_codes++;
    } else if (c == 0x14 && bit & ~w->shows) {
        w->shows |= bit;
        w->n_codes--;
    } else if (c == 0x15 && w->n_fields > 0) {
        if (!(w->shows & bit))
            w->n_codes--;
        w->shows &= ~bit;
        w->n_fields--;
    }
}

static void control(struct shown *w, char c, char next)
{
    switch (c) {
    case 0x07: /* ends a cell; behind the last one of a row stands another */
        lines_end(w->out, next == 0x07 ? LINES_NEW : LINES_SPACE);
        break;
    case '\t':
        lines_end(w->out, LINES_SPACE);
        break;
    case 0x0b: /* line, page, paragraph */
    case 0x0c:
    case '\r':
    case '\n':
        lines_end(w->out, LINES_NEW);
        break;
    case 0x13:
    case 0x14:
    case 0x15:
        field_mark(w, c);
        break;
    case 0x1e: /* a hyphen that does not break */
        if (!w->n_codes)
            lines_add(w->out, STR("-"));
        break;
    default: /* pictures, notes, soft hyphens */
        break;
    }
}

static void show(struct shown *w, struct str s)
{
    while (s.n) {
        const size_t n = plain_bytes(s);

        if (n && !w->n_codes)
            lines_add(w->out, str_sub(s, 0, n));
        s = str_skip(s, n);
        if (!s.n)
            break;
        control(w, s.p[0], s.n > 1 ? s.p[1] : '\0');
        s = str_skip(s, 1);
    }
}

/* Eight-bit pieces hold Latin text only. */
static struct str piece_text(struct str doc, uint32_t place, size_t n_chars, struct arena *a)
{
    enum { IS_8_BIT = 0x40000000 };
    const size_t at = place & (IS_8_BIT - 1);
    size_t n_bad;

    if (place & IS_8_BIT)
        return charset_to_utf8(str_sub(doc, at / 2, n_chars), "windows-1252", a, &n_bad);
    return charset_to_utf8(str_sub(doc, at, 2 * n_chars), "utf-16le", a, &n_bad);
}

/* Behind the blocks of formatting (1, length, bytes) stands the table (2, length, bytes). */
static struct str piece_table(struct str clx)
{
    while (clx.n > 3 && clx.p[0] == 1)
        clx = str_skip(clx, 3 + (size_t)ole_u16(clx, 1));
    if (clx.n < 5 || clx.p[0] != 2)
        return (struct str){ 0 };
    return str_sub(clx, 5, ole_u32(clx, 1));
}

enum attach_outcome word_text(const struct ole *o, struct arena *a, struct lines *out)
{
    struct str doc = { 0 }, table = { 0 }, pieces;
    struct shown shown = { .out = out };
    size_t n;

    if (ole_stream(o, "WordDocument", a, &doc))
        return ATTACH_DAMAGED;
    if (ole_u16(doc, FIB_FLAGS) & FLAG_ENCRYPTED)
        return ATTACH_ENCRYPTED;
    if (ole_u16(doc, 2) < WORD_97)
        return ATTACH_UNSUPPORTED;
    if (ole_stream(o, ole_u16(doc, FIB_FLAGS) & FLAG_TABLE_1 ? "1Table" : "0Table", a, &table))
        return ATTACH_DAMAGED;
    pieces = piece_table(str_sub(table, ole_u32(doc, FIB_PIECES), ole_u32(doc, FIB_PIECES + 4)));
    if (pieces.n < 4 + 4 + PIECE_BYTES)
        return ATTACH_DAMAGED;
    n = (pieces.n - 4) / (4 + PIECE_BYTES); /* n + 1 positions, then n pieces */
    for (size_t i = 0; i < n && !out->is_cut; i++) {
        const uint32_t from = ole_u32(pieces, 4 * i), to = ole_u32(pieces, 4 * i + 4);
        const uint32_t place = ole_u32(pieces, 4 * (n + 1) + PIECE_BYTES * i + 2);
        struct arena scratch = { 0 };

        if (to > from)
            show(&shown, piece_text(doc, place, to - from, &scratch));
        arena_done(&scratch);
    }
    return ATTACH_READ;
}
