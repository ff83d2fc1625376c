#include "base/base.h"

#include "speller/run.h"

static enum mark mark_of(uint32_t cp)
{
    switch (cp) {
    case '\n':
        return MARK_EDGE;
    case 0x3002: /* 。 */
    case 0xFF01: /* ！ */
    case 0xFF1F: /* ？ */
    case 0xFF1B: /* ； */
    case 0xFF1A: /* ： */
    case ';':
    case ':':
        return MARK_STOP;
    case 0xFF0C: /* ， */
    case 0x3001: /* 、 */
    case 0xB7:   /* · */
    case ',':
        return MARK_COMMA;
    case 0xFF08: /* （ */
    case 0xFF09:
    case '(':
    case ')':
    case '"':
        return MARK_QUOTE;
    default:
        break;
    }
    if ((cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19))
        return MARK_DIGIT;
    if ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z')
        return MARK_LETTER;
    if ((cp >= 0x2018 && cp <= 0x201F) || (cp >= 0x3008 && cp <= 0x301B))
        return MARK_QUOTE;
    return MARK_OTHER;
}

bool run_next(const struct book *b, struct run_cutter *c, struct run *out)
{
    uint32_t cp;

    out->n = 0;
    while (c->place < c->text.n) {
        const size_t bytes = str_rune(str_skip(c->text, c->place), &cp);
        const uint16_t glyph = book_glyph(b, cp);

        if (out->n && (!glyph || out->n == RUN_MAX)) {
            out->after = (uint8_t)(glyph ? MARK_OTHER : mark_of(cp));
            c->last = out->after;
            break;
        }
        if (glyph) {
            if (!out->n)
                out->before = c->last;
            out->glyph[out->n] = glyph;
            out->at[out->n++] = c->place;
        } else if (cp != ' ') {
            c->last = (uint8_t)mark_of(cp);
        }
        c->place += bytes;
    }
    if (out->n && c->place == c->text.n)
        out->after = MARK_EDGE;
    out->at[out->n] = c->place;
    return out->n > 0;
}
