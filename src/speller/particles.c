#include "base/base.h"

#include "speller/particles.h"

#include "speller/language.h"

/* log10, all against 的: how much likelier 地 or 得 is behind the word in front (left), and the
 * word behind it is behind them (right). Chosen on the tuning sets: next to nothing in 5,000 clean
 * sentences of news. */
static const struct border {
    float left, right, both;
} adverb = { -0.7F, 0.5F, 0.5F }, degree = { -1.0F, 1.1F, 0 }, again = { -0.8F, 0.5F, 0.5F };
/* The model has seen a long word in front with neither of them: the one behind has to tell. */
static const float long_word_right = 0.9F;
enum { LONG_WORD = 4 };

struct words {
    uint32_t of, way, degree; /* 的 地 得 */
    uint32_t no, so, done;    /* 不 所 了 */
    uint32_t has, by;         /* 有 被 */
    uint32_t in, again;       /* 在 再 */
};

static uint32_t word_of(const struct book *b, uint32_t code_point)
{
    return b->facts[book_glyph(b, code_point)].word;
}

static uint32_t path_word(const struct lattice *l, size_t k)
{
    return k < l->n_path ? l->cells[l->path[k]].word : 0;
}

/* What `other` gains over the word that stands between two others. */
struct gains {
    float left, right;
    bool seen_left, seen_right, seen_now; /* the model has the pairs; the left one as it stands */
};

static struct gains compare(const struct book *b, const struct lattice *l, size_t k, uint32_t other)
{
    const uint32_t before = path_word(l, k - 1), now = path_word(l, k), after = path_word(l, k + 1);
    struct gains g;

    g.left = language_two(b, before, other, &g.seen_left);
    g.left -= language_two(b, before, now, &g.seen_now);
    g.right = language_two(b, other, after, &g.seen_right) - language_two(b, now, after, NULL);
    return g;
}

static bool reaches(const struct border *border, const struct gains *g)
{
    return g->seen_left && g->seen_right && g->left >= border->left && g->right >= border->right &&
           g->left + g->right >= border->both;
}

/* 认真的开展. Not 不彻底的叫: who did not; and not 得到了充分的展现, 有明确的排除,
 * 就业困难的被征地农民: nouns. */
static bool is_way(const struct book *b, const struct words *w, const struct lattice *l, size_t k)
{
    const uint32_t before = path_word(l, k - 1), first = k >= 2 ? path_word(l, k - 2) : 0;
    const struct gains g = compare(b, l, k, w->way);

    if (b->nodes[before].length < 2 || first == w->no || first == w->done || first == w->has ||
        path_word(l, k + 1) == w->by)
        return false;
    return reaches(&adverb, &g) ||
           (!g.seen_left && !g.seen_now && g.seen_right && b->nodes[before].length >= LONG_WORD &&
            g.right >= long_word_right);
}

/* 做的很好. Not 所做的又一贡献, not 要争的不是, and not 该慢的慢. */
static bool is_degree(const struct book *b, const struct words *w, const struct lattice *l,
                      size_t k)
{
    const uint32_t before = path_word(l, k - 1), after = path_word(l, k + 1);
    const struct gains g = compare(b, l, k, w->degree);

    return b->nodes[before].length == 1 && before != after && reaches(&degree, &g) &&
           (k < 2 || path_word(l, k - 2) != w->so) &&
           b->nodes[after].glyph != b->nodes[w->no].glyph;
}

/* The glyph that is meant instead of the path's word k; 0: that word is right. */
static uint16_t meant(const struct book *b, const struct words *w, const struct lattice *l,
                      size_t k)
{
    const uint32_t now = path_word(l, k);

    if (now == w->of && is_way(b, w, l, k))
        return b->nodes[w->way].glyph;
    if (now == w->of && is_degree(b, w, l, k))
        return b->nodes[w->degree].glyph;
    if (now == w->in) {
        const struct gains g = compare(b, l, k, w->again);

        return reaches(&again, &g) ? b->nodes[w->again].glyph : 0;
    }
    return 0;
}

size_t particles_find(const struct book *b, const struct lattice *l, struct particle out[RUN_MAX])
{
    const struct words w = { .of = word_of(b, 0x7684),
                             .way = word_of(b, 0x5730),
                             .degree = word_of(b, 0x5F97),
                             .no = word_of(b, 0x4E0D),
                             .so = word_of(b, 0x6240),
                             .done = word_of(b, 0x4E86),
                             .in = word_of(b, 0x5728),
                             .again = word_of(b, 0x518D),
                             .has = word_of(b, 0x6709),
                             .by = word_of(b, 0x88AB) };
    size_t n = 0;

    for (size_t k = 1; w.of && w.way && w.degree && w.in && w.again && k + 1 < l->n_path; k++) {
        const uint16_t glyph = path_word(l, k - 1) && path_word(l, k + 1) ? meant(b, &w, l, k) : 0;

        if (glyph)
            out[n++] = (struct particle){ l->cells[l->path[k]].begin, glyph };
    }
    return n;
}
