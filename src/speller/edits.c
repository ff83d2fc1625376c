#include "base/base.h"

#include "speller/edits.h"

#include "speller/language.h"

#include <stdlib.h>

enum {
    SPAN_MAX = 7,    /* characters of the longest word that is tried */
    SURE_LENGTH = 4, /* characters of a word that needs no neighbours */
    SHORT_LIST = 6,  /* of the words that fit a gap, those tried in full */
};
/* An edit that makes the run this much less likely is dropped. */
static const float least_gain = -0.5F;
/* Before the neighbours are known: how far below the present words' worth a word may lie. */
static const float least_estimate = -1.5F;
/* Characters that are meant are no rare ones. */
static const float least_seen = -5.5F;

struct search {
    const struct book *b;
    const struct lattice *l;
    const struct ngrams *seen;
    float left[RUN_MAX + 1];  /* best up to i, cut at i */
    float right[RUN_MAX + 1]; /* best from i on, cut at i */
    bool is_sure[RUN_MAX];    /* nothing better is looked for */
    struct edit_list *out;
    size_t n_weighed; /* the first ones of the list; the others have no gain yet */
};

/* The words of a short list, the most likely ones. */
struct choice {
    uint32_t word;
    uint16_t glyph;
    float worth;
};
struct choices {
    struct choice choice[SHORT_LIST];
    size_t n;
};

static void choose(struct choices *c, uint32_t word, uint16_t glyph, float worth)
{
    size_t at = c->n;

    if (c->n == SHORT_LIST) {
        if (worth <= c->choice[SHORT_LIST - 1].worth)
            return;
        at--;
    } else {
        c->n++;
    }
    for (; at > 0 && c->choice[at - 1].worth < worth; at--)
        c->choice[at] = c->choice[at - 1];
    c->choice[at] = (struct choice){ word, glyph, worth };
}

static void measure_cuts(struct search *s)
{
    const struct lattice *l = s->l;

    s->left[0] = s->right[l->n] = 0;
    for (size_t i = 1; i <= l->n; i++)
        s->left[i] = -1e9F;
    for (size_t i = 0; i < l->n; i++)
        s->right[i] = -1e9F;
    for (size_t c = 0; c < l->n_cells; c++) {
        const struct cell *cell = &l->cells[c];
        const float from = s->b->nodes[cell->word].prob + cell->backward;

        if (cell->forward > s->left[cell->end])
            s->left[cell->end] = cell->forward;
        if (from > s->right[cell->begin])
            s->right[cell->begin] = from;
    }
}

/*
 * A word is sure when the model knows it beside both of its neighbours, or when it is long: of such
 * places next to none are wrong, and they are most of a text.
 */
static void find_sure(struct search *s)
{
    const struct lattice *l = s->l;
    bool knows_left = true;

    for (size_t k = 0; k < l->n_path; k++) {
        const struct cell *c = &l->cells[l->path[k]];
        const size_t n = (size_t)(c->end - c->begin);
        bool knows_right = true;

        if (k + 1 < l->n_path)
            (void)language_two(s->b, c->word, l->cells[l->path[k + 1]].word, &knows_right);
        for (size_t i = c->begin; i < c->end; i++)
            s->is_sure[i] = c->word && ((n >= 2 && knows_left && knows_right) || n >= SURE_LENGTH);
        knows_left = knows_right;
    }
}

/* Says what the new edits gain, and keeps those that are worth it. All are first known, then looked
 * up, so that none waits for its cache lines. */
static void weigh(struct search *s)
{
    enum { AHEAD = 4 };
    struct edit *edits = s->out->edits;
    size_t kept = s->n_weighed;

    for (size_t i = s->n_weighed; i < s->out->n + AHEAD; i++) {
        if (i < s->out->n)
            lattice_expect(s->b, s->l, edits[i].word, edits[i].word_begin, edits[i].word_end);
        if (i < s->n_weighed + AHEAD)
            continue;

        struct edit e = edits[i - AHEAD];

        e.gain = lattice_with(s->b, s->l, e.word, e.word_begin, e.word_end, &e.before, &e.after) -
                 s->l->best;
        if (e.gain >= least_gain || e.kind == EDIT_SEEN)
            edits[kept++] = e;
    }
    s->n_weighed = s->out->n = kept;
}

static void add(struct search *s, struct edit e)
{
    if (s->out->n == EDITS_MAX)
        weigh(s);
    if (s->out->n == EDITS_MAX)
        return;
    __builtin_prefetch(&s->b->nodes[e.word]);
    s->out->edits[s->out->n++] = e;
}

/* Words of the list whose glyph at the gap is like `glyph`; the likeliest words come first. */
static void fit_gap(const struct search *s, uint16_t glyph, uint32_t list, size_t begin, size_t end,
                    struct choices *c)
{
    const struct book *b = s->b;
    const float around = s->left[begin] + s->right[end] - s->l->best;
    const uint16_t n = b->pattern_glyphs[list];

    for (uint32_t i = list + 1; i <= list + n && c->n < SHORT_LIST; i++) {
        const uint32_t listed = b->pattern_words[i];
        const uint16_t meant = b->pattern_glyphs[i];
        const float worth = around + book_listed_prob(listed);

        if (worth <= least_estimate)
            return;
        if (meant != glyph && book_is_like(b, glyph, meant))
            choose(c, book_listed_word(listed), meant, worth);
    }
}

/* A span with a gap that a word may fill. */
struct pattern {
    uint64_t hash;
    uint32_t list; /* of the words that do */
    uint8_t n, gap;
};
enum { PATTERNS_MAX = SPAN_MAX * (SPAN_MAX + 1) / 2 };

static const uint64_t *pattern_bit(const struct book *b, uint64_t hash, unsigned *shift)
{
    const uint64_t bit = hash >> 8 & (b->count[PART_PATTERN_BITS] * 64 - 1);

    *shift = bit % 64;
    return &b->pattern_bits[bit / 64];
}

/* All patterns that begin here. The book is larger than any cache: each step has what the next one
 * looks at fetched for all of them at once. */
static size_t make_patterns(const struct search *s, size_t begin, struct pattern *out)
{
    const uint16_t *glyphs = s->l->glyph + begin;
    const size_t reach = s->l->reach[begin]; /* no word begins with more of them */
    uint64_t terms[SPAN_MAX], sum = 0;
    size_t n_out = 0;
    unsigned shift;

    for (size_t n = 1; n <= SPAN_MAX && begin + n <= s->l->n; n++) {
        terms[n - 1] = book_pattern_term(glyphs[n - 1], n - 1);
        sum += terms[n - 1];
        for (size_t gap = 0; n >= 2 && gap < n && gap <= reach; gap++) {
            if (s->is_sure[begin + gap])
                continue;
            out[n_out] = (struct pattern){ .hash = book_pattern_sum(sum - terms[gap], n, gap),
                                           .n = (uint8_t)n,
                                           .gap = (uint8_t)gap };
            __builtin_prefetch(pattern_bit(s->b, out[n_out++].hash, &shift));
        }
    }
    return n_out;
}

/* Keeps those that words have, and finds their lists. */
static size_t find_lists(const struct book *b, struct pattern *patterns, size_t n)
{
    size_t n_likely = 0, n_found = 0;
    unsigned shift;

    for (size_t k = 0; k < n; k++) {
        const uint64_t bits = *pattern_bit(b, patterns[k].hash, &shift);

        if (!(bits >> shift & 1))
            continue;
        patterns[n_likely++] = patterns[k];
        book_slot_expect(b->patterns, b->count[PART_PATTERNS], patterns[k].hash);
    }
    for (size_t k = 0; k < n_likely; k++) {
        struct pattern p = patterns[k];

        p.list = book_slot_find(b->patterns, b->count[PART_PATTERNS], p.hash);
        if (!p.list)
            continue;
        patterns[n_found++] = p;
        __builtin_prefetch(&b->pattern_glyphs[p.list]);
        __builtin_prefetch(&b->pattern_words[p.list]);
    }
    return n_found;
}

/* Words that differ from a span in one character. */
static void find_words(struct search *s, size_t begin, struct pattern *patterns, size_t n)
{
    n = find_lists(s->b, patterns, n);
    for (size_t k = 0; k < n; k++) {
        const struct pattern *p = &patterns[k];
        struct choices c = { .n = 0 };

        fit_gap(s, s->l->glyph[begin + p->gap], p->list, begin, begin + p->n, &c);
        for (size_t i = 0; i < c.n; i++)
            add(s, (struct edit){ .begin = (uint16_t)(begin + p->gap),
                                  .n = 1,
                                  .glyphs = { c.choice[i].glyph },
                                  .word = c.choice[i].word,
                                  .word_begin = (uint16_t)begin,
                                  .word_end = (uint16_t)(begin + p->n),
                                  .kind = EDIT_WORD });
    }
}

static size_t differences(const uint16_t *x, const uint16_t *y, size_t n)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        k += x[i] != y[i];
    return k;
}

/* Words that sound like the span, one reading of each character chosen. */
static void find_sound(struct search *s, size_t begin, size_t n, uint64_t hash)
{
    const struct book *b = s->b;
    const uint32_t list = book_slot_find(b->sounds, b->count[PART_SOUNDS], hash);
    const float around = s->left[begin] + s->right[begin + n] - s->l->best;
    struct choices c = { .n = 0 };
    uint16_t spelt[BOOK_WORD_MAX];

    for (uint32_t i = 1; list && i <= b->sound_words[list]; i++) {
        const uint32_t word = book_listed_word(b->sound_words[list + i]);
        const float worth = around + book_listed_prob(b->sound_words[list + i]);

        if (worth <= least_estimate)
            break;
        if (book_spell(b, word, spelt) == n && differences(spelt, s->l->glyph + begin, n) >= 2)
            choose(&c, word, 0, worth);
    }
    for (size_t i = 0; i < c.n; i++) {
        struct edit e = { .word = c.choice[i].word,
                          .word_begin = (uint16_t)begin,
                          .word_end = (uint16_t)(begin + n),
                          .kind = EDIT_SOUND };
        size_t first = 0, last = n;

        book_spell(b, e.word, spelt);
        while (spelt[first] == s->l->glyph[begin + first])
            first++;
        while (spelt[last - 1] == s->l->glyph[begin + last - 1])
            last--;
        e.begin = (uint16_t)(begin + first);
        e.n = (uint16_t)(last - first);
        memcpy(e.glyphs, spelt + first, e.n * sizeof(*spelt));
        add(s, e);
    }
}

/* How a span is read. */
struct reading {
    uint64_t hash;
    size_t n;
};
enum { HEARD_MAX = 4, READINGS_MAX = 1 << (HEARD_MAX + 1) };

/* All readings of the spans that begin here: the first two of each character. */
static size_t make_readings(const struct search *s, size_t begin, struct reading *out)
{
    const struct book *b = s->b;
    uint64_t hashes[1 << HEARD_MAX] = { BOOK_SOUND_BEGIN }; /* bit i: which reading of glyph i */
    bool is_sure = true;
    size_t n_out = 0;

    for (size_t n = 1; n <= HEARD_MAX && begin + n <= s->l->n; n++) {
        const uint16_t *sound = b->facts[s->l->glyph[begin + n - 1]].sound;
        const size_t n_masks = (size_t)1 << n;

        for (size_t mask = 0; mask < n_masks / 2; mask++) {
            const uint64_t hash = hashes[mask];

            hashes[mask] = hash && sound[0] ? book_sound_step(hash, sound[0]) : 0;
            hashes[mask + n_masks / 2] = hash && sound[1] ? book_sound_step(hash, sound[1]) : 0;
        }
        is_sure = is_sure && s->is_sure[begin + n - 1];
        for (size_t mask = 0; n >= 2 && !is_sure && mask < n_masks; mask++)
            if (hashes[mask]) {
                out[n_out] = (struct reading){ .hash = hashes[mask], .n = n };
                book_slot_expect(b->sounds, b->count[PART_SOUNDS], out[n_out++].hash);
            }
    }
    return n_out;
}

/* Common characters of the same sound or shape that stand alone. */
static void find_singles(struct search *s, size_t at)
{
    const struct book *b = s->b;
    const uint16_t *singles = b->singles + s->l->glyph[at] * (size_t)BOOK_SINGLES;

    for (size_t i = 0; i < BOOK_SINGLES && singles[i]; i++) {
        const struct glyph_fact *meant = &b->facts[singles[i]];

        if (s->left[at] + meant->word_prob + s->right[at + 1] - s->l->best <= least_estimate)
            return; /* the likeliest come first */
        add(s, (struct edit){ .begin = (uint16_t)at,
                              .n = 1,
                              .glyphs = { singles[i] },
                              .word = meant->word,
                              .word_begin = (uint16_t)at,
                              .word_end = (uint16_t)(at + 1),
                              .kind = EDIT_SINGLE });
    }
}

/* Characters that make three in a row known where they were not. */
static void find_seen(struct search *s, size_t at)
{
    enum { LEAST = 2 };
    const struct book *b = s->b;
    const uint64_t *like = b->like_bits + s->l->glyph[at] * (size_t)(LIKE_BITS / 64);
    uint16_t text[3];
    struct between between;

    if (at == 0 || at + 1 >= s->l->n || s->l->seen[3 - NGRAM_MIN][at - 1] > 0)
        return;
    memcpy(text, s->l->glyph + at - 1, sizeof(text));
    text[1] = 0;
    if (ngrams_count(s->seen, text, 3) < LEAST)
        return;
    between = ngrams_between(s->seen, text);
    for (size_t i = 0; i < LIKE_BITS / 64; i++)
        for (uint64_t bits = like[i] & between.bits[0]; bits; bits &= bits - 1) {
            text[1] = (uint16_t)(i * 64 + (unsigned)__builtin_ctzll(bits));
            if (b->facts[text[1]].frequency <= least_seen)
                return; /* glyphs ascend, so frequency falls */
            if (between_has(&between, text[1]) && ngrams_count(s->seen, text, 3) >= LEAST)
                add(s, (struct edit){ .begin = (uint16_t)at,
                                      .n = 1,
                                      .glyphs = { text[1] },
                                      .word = b->facts[text[1]].word,
                                      .word_begin = (uint16_t)at,
                                      .word_end = (uint16_t)(at + 1),
                                      .kind = EDIT_SEEN });
        }
}

/* By place, then by what is put there, the best of equal ones first. */
static int by_place(const void *a, const void *b)
{
    const struct edit *x = a, *y = b;

    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->gain < y->gain || x->gain > y->gain)
        return x->gain < y->gain ? 1 : -1;
    if (x->n != y->n)
        return x->n < y->n ? -1 : 1;
    return memcmp(x->glyphs, y->glyphs, sizeof(x->glyphs));
}

static bool is_same(const struct edit *x, const struct edit *y)
{
    return x->begin == y->begin && x->n == y->n &&
           memcmp(x->glyphs, y->glyphs, x->n * sizeof(*x->glyphs)) == 0;
}

/* Edits are sorted by place; one of BOOK_WORD_MAX glyphs and less can only touch those near by. */
static void compare_near(struct edit_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        struct edit *e = &l->edits[i];
        float best = 0;

        for (size_t k = i; k-- > 0 && l->edits[k].begin + BOOK_WORD_MAX > e->begin;)
            if (l->edits[k].begin < e->begin && l->edits[k].begin + l->edits[k].n > e->begin &&
                l->edits[k].gain > best)
                best = l->edits[k].gain;
        for (size_t k = i + 1; k < l->n && l->edits[k].begin < e->begin + e->n; k++)
            if (l->edits[k].begin > e->begin && l->edits[k].gain > best)
                best = l->edits[k].gain;
        e->lead_near = e->gain - best;
    }
}

/* Keeps the best of equal edits and the best few of each place, and says how far each leads. */
static void settle(struct edit_list *l)
{
    size_t kept = 0;

    qsort(l->edits, l->n, sizeof(*l->edits), by_place);
    for (size_t i = 0, end; i < l->n; i = end) {
        const size_t first = kept;
        size_t n_all = 0;

        for (end = i; end < l->n && l->edits[end].begin == l->edits[i].begin; end++) {
            bool is_new = true;

            for (size_t k = first; k < kept; k++)
                is_new = is_new && !is_same(&l->edits[k], &l->edits[end]);
            n_all += is_new;
            if (is_new && kept - first < EDITS_A_PLACE)
                l->edits[kept++] = l->edits[end];
        }
        for (size_t k = first; k < kept; k++) {
            const size_t other = k == first ? first + 1 : first;

            l->edits[k].n_rivals = (uint8_t)(n_all > 255 ? 255 : n_all - 1);
            l->edits[k].lead =
                other < kept ? l->edits[k].gain - l->edits[other].gain : l->edits[k].gain + 1;
        }
    }
    l->n = kept;
    compare_near(l);
}

void edits_find(const struct book *b, const struct lattice *l, const struct ngrams *seen,
                struct edit_list *out)
{
    struct search s = { .b = b, .l = l, .seen = seen, .out = out };
    struct reading readings[READINGS_MAX];
    struct pattern patterns[2][PATTERNS_MAX]; /* of this place and the next */
    size_t n_patterns[2];

    out->n = 0;
    measure_cuts(&s);
    find_sure(&s);
    n_patterns[0] = make_patterns(&s, 0, patterns[0]);
    for (size_t i = 0; i < l->n; i++) {
        const size_t n_readings = make_readings(&s, i, readings);
        const size_t now = i % 2, next = 1 - now;

        if (i + 1 < l->n)
            n_patterns[next] = make_patterns(&s, i + 1, patterns[next]);
        find_words(&s, i, patterns[now], n_patterns[now]);
        for (size_t k = 0; k < n_readings; k++)
            find_sound(&s, i, readings[k].n, readings[k].hash);
        if (!s.is_sure[i])
            find_singles(&s, i);
        find_seen(&s, i);
    }
    weigh(&s);
    settle(out);
}
