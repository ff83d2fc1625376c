#include "base/base.h"

#include "maker/slips.h"

#include <math.h>

uint64_t chance_next(struct chance *c)
{
    c->state ^= c->state << 13;
    c->state ^= c->state >> 7;
    c->state ^= c->state << 17;
    return c->state * 0x2545f4914f6cdd1dULL;
}

double chance_real(struct chance *c)
{
    return (double)(chance_next(c) >> 11) / 9007199254740992.0;
}

/* Picks one of those that are offered, by their weight. */
struct pick {
    double total;
    uint32_t chosen;
};

static void offer(struct pick *p, struct chance *c, uint32_t what, double weight)
{
    p->total += weight;
    if (chance_real(c) * p->total < weight)
        p->chosen = what;
}

/* Another word of the same sound in place of one of the best path's. */
static bool slip_word(const struct book *b, const struct lattice *l, struct chance *c,
                      uint16_t *run)
{
    const struct cell *cell = &l->cells[l->path[chance_next(c) % l->n_path]];
    const size_t n = (size_t)(cell->end - cell->begin);
    uint16_t sounds[BOOK_WORD_MAX], spelt[BOOK_WORD_MAX];
    struct pick p = { .total = 0 };
    uint32_t list;

    if (n < 2 || n > 4 || memcmp(run + cell->begin, l->glyph + cell->begin, n * sizeof(*run)) != 0)
        return false;
    for (size_t i = 0; i < n; i++)
        sounds[i] = b->facts[run[cell->begin + i]].sound[0];
    list = book_slot_find(b->sounds, b->count[PART_SOUNDS], book_sound_hash(sounds, n));
    for (uint32_t i = 1; list && i <= b->sound_words[list]; i++) {
        const uint32_t word = book_listed_word(b->sound_words[list + i]);

        if (word != cell->word)
            offer(&p, c, word, pow(10, 0.6 * (double)b->nodes[word].prob));
    }
    if (!p.chosen)
        return false;
    book_spell(b, p.chosen, spelt);
    memcpy(run + cell->begin, spelt, n * sizeof(*run));
    return true;
}

/* How likely a hand or an input method puts `like` there. */
static double slip_weight(uint32_t like, double common, bool by_shape, bool fuzzy)
{
    const uint32_t sound = like & LIKE_SOUND_MASK;
    const uint32_t strokes = like >> LIKE_STROKES_SHIFT & LIKE_STROKES_MASK;
    const double part = like & LIKE_PHONETIC ? 5 : 1;

    static const double shape[LIKE_STROKES_MASK + 1] = {
        [9] = 0.1, [10] = 0.5, [11] = 1.2, [12] = 4, [13] = 12, [14] = 12, [15] = 12
    };
    const double both = strokes >= 12 ? 3 : strokes >= 10 ? 1.5 : 1;

    if (by_shape)
        return common * part * (strokes < 9 && part > 1 && strokes >= 7 ? 0.3 : shape[strokes]);
    if (fuzzy)
        return common * part * both *
               (sound == SOUND_FUZZY  ? 1
                : sound == SOUND_NEAR ? 1.0 / 14
                                      : 0);
    return common * part * both * (sound == SOUND_TONE ? 3 : sound == SOUND_SAME ? 1 : 0);
}

/* Another character for `glyph`, by its sound or its shape; 0: none fits. */
static uint16_t other_glyph(const struct book *b, struct chance *c, uint16_t glyph, bool by_shape)
{
    const struct glyph_fact *f = &b->facts[glyph];
    const bool fuzzy = chance_real(c) < 0.2;
    struct pick p = { .total = 0 };

    for (uint32_t i = 0; i < f->n_like; i++) {
        const uint32_t like = b->like[f->like + i];
        const double common = pow(10, 0.7 * (double)b->facts[like >> 16].frequency);
        const double weight = slip_weight(like, common, by_shape, fuzzy);

        if (weight > 0)
            offer(&p, c, like >> 16, weight);
    }
    return (uint16_t)p.chosen;
}

static bool slip_glyph(const struct book *b, const struct lattice *l, struct chance *c,
                       uint16_t *run, bool by_shape)
{
    const size_t at = chance_next(c) % l->n;
    const struct cell *cell = &l->cells[l->path[l->on_path[at]]];
    const bool is_alone = cell->end - cell->begin == 1;
    uint16_t other = 0;

    /* Whoever writes a character alone knows it best. */
    if (run[at] && run[at] == l->glyph[at] && (!is_alone || chance_real(c) < 0.4))
        other = other_glyph(b, c, run[at], by_shape);
    if (!other)
        return false;
    run[at] = other;
    return true;
}

/* Both characters of a word for others of their sound. */
static bool slip_both(const struct book *b, const struct lattice *l, struct chance *c,
                      uint16_t *run)
{
    const struct cell *cell = &l->cells[l->path[chance_next(c) % l->n_path]];
    uint16_t *at = run + cell->begin, first, second;

    if (cell->end - cell->begin != 2 || memcmp(at, l->glyph + cell->begin, 2 * sizeof(*at)) != 0)
        return false;
    first = other_glyph(b, c, at[0], false);
    second = other_glyph(b, c, at[1], false);
    if (!first || !second)
        return false;
    at[0] = first;
    at[1] = second;
    return true;
}

bool slip_make(const struct book *b, const struct lattice *l, struct chance *c, uint16_t *run)
{
    const double kind = chance_real(c);

    if (kind < 0.35)
        return slip_word(b, l, c, run);
    if (kind < 0.45)
        return slip_both(b, l, c, run);
    return slip_glyph(b, l, c, run, kind >= 0.82);
}
