#include "base/base.h"

#include "speller/features.h"

#include "speller/language.h"
#include "speller/surname.h"

#include <math.h>

static float least(float x, float y)
{
    return x < y ? x : y;
}

static float most(float x, float y)
{
    return x > y ? x : y;
}

static uint32_t path_word(const struct lattice *l, size_t k)
{
    return k < l->n_path ? l->cells[l->path[k]].word : 0;
}

static bool is_on_path(const struct lattice *l, uint16_t cell)
{
    return l->path[l->on_path[l->cells[cell].begin]] == cell;
}

/* log10 of words[2..n) each after the two before it. */
static float score_three(const struct book *b, const uint32_t *words, size_t n)
{
    float sum = 0;

    for (size_t i = 2; i < n; i++)
        sum += words[i] ? language_three(b, words[i - 2], words[i - 1], words[i]) : -8;
    return sum;
}

/* The new way leaves the present one before `from` and is back on it at `to` (both path places). */
struct detour {
    uint32_t words[3 * BOOK_WORD_MAX + 8];
    size_t n, from, to;
};

enum { DETOUR_SIDE = 8, NEAR = 3 };

static void make_detour(const struct lattice *l, const struct edit *e, struct detour *d)
{
    uint32_t side[DETOUR_SIDE];
    size_t n = 0;
    uint16_t c = e->before;

    for (; c != CELL_NONE && !is_on_path(l, c) && n < DETOUR_SIDE; c = l->cells[c].before)
        side[n++] = l->cells[c].word;
    d->from = c == CELL_NONE ? 0 : (size_t)l->on_path[l->cells[c].begin] + 1;
    d->n = 0;
    d->words[d->n++] = d->from > 1 ? path_word(l, d->from - 2) : 0;
    d->words[d->n++] = d->from > 0 ? path_word(l, d->from - 1) : 0;
    while (n > 0)
        d->words[d->n++] = side[--n];
    d->words[d->n++] = e->word;
    for (c = e->after; c != CELL_NONE && !is_on_path(l, c) && n < DETOUR_SIDE;
         c = l->cells[c].after, n++)
        d->words[d->n++] = l->cells[c].word;
    d->to = c == CELL_NONE ? l->n_path : l->on_path[l->cells[c].begin];
    for (size_t k = d->to; k < d->to + 2 && k < l->n_path; k++)
        d->words[d->n++] = path_word(l, k);
}

static float gain_three(const struct book *b, const struct lattice *l, const struct edit *e)
{
    uint32_t now[RUN_MAX + 4];
    struct detour d;
    size_t n = 0;

    make_detour(l, e, &d);
    now[n++] = d.words[0];
    now[n++] = d.words[1];
    for (size_t k = d.from; k < d.to + 2 && k < l->n_path; k++)
        now[n++] = path_word(l, k);
    return score_three(b, d.words, d.n) - score_three(b, now, n);
}

static void measure_likeness(const struct book *b, const struct lattice *l, const struct edit *e,
                             float *f)
{
    f[F_SOUND] = 0;
    f[F_STROKES] = LIKE_STROKES_MASK;
    f[F_PHONETIC] = 1;
    f[F_CHANGED] = f[F_OLD_FREQUENCY] = f[F_NEW_FREQUENCY] = 0;
    for (size_t i = 0; i < e->n; i++) {
        const uint16_t old = l->glyph[e->begin + i];
        const int like = old == e->glyphs[i] ? -1 : book_likeness(b, old, e->glyphs[i]);

        f[F_OLD_FREQUENCY] = least(f[F_OLD_FREQUENCY], b->facts[old].frequency);
        f[F_NEW_FREQUENCY] = least(f[F_NEW_FREQUENCY], b->facts[e->glyphs[i]].frequency);
        if (old == e->glyphs[i])
            continue;
        f[F_CHANGED] += 1;
        f[F_SOUND] = most(f[F_SOUND], like < 0 ? SOUND_OTHER : (float)(like & LIKE_SOUND_MASK));
        f[F_STROKES] = least(
            f[F_STROKES], like < 0 ? 0 : (float)(like >> LIKE_STROKES_SHIFT & LIKE_STROKES_MASK));
        f[F_PHONETIC] = least(f[F_PHONETIC], like > 0 && like & LIKE_PHONETIC ? 1 : 0);
    }
}

/* log10 of the path's cells [from, to), each after the one before it, and their characters. */
static float path_score(const struct book *b, const struct lattice *l, size_t from, size_t to,
                        size_t *n_glyphs)
{
    float sum = 0;

    for (size_t k = from; k < to; k++) {
        const struct cell *c = &l->cells[l->path[k]];

        sum += c->word ? language_two(b, k ? path_word(l, k - 1) : 0, c->word, NULL) : -8;
        *n_glyphs += (size_t)(c->end - c->begin);
    }
    return sum;
}

static float a_glyph(float score, size_t n_glyphs)
{
    return n_glyphs ? score / (float)n_glyphs : 0;
}

static void measure_words(const struct book *b, const struct lattice *l, const struct edit *e,
                          float *f)
{
    const uint32_t before = e->before == CELL_NONE ? 0 : l->cells[e->before].word;
    const uint32_t after = e->after == CELL_NONE ? 0 : l->cells[e->after].word;
    const size_t k = l->on_path[e->begin], last = l->on_path[e->word_end - 1];
    const struct cell *old = &l->cells[l->path[k]];
    bool seen = false;

    f[F_WORD_LENGTH] = (float)(e->word_end - e->word_begin);
    f[F_NEW_PROB] = b->nodes[e->word].prob;
    f[F_OLD_LENGTH] = (float)(old->end - old->begin);
    f[F_OLD_PROB] = old->word ? b->nodes[old->word].prob : -8;
    if (old->word && k > 0 && path_word(l, k - 1)) {
        f[F_OLD_LEFT] = language_two(b, path_word(l, k - 1), old->word, &seen) - f[F_OLD_PROB];
        f[F_OLD_SEEN] = seen;
    }
    if (old->word && path_word(l, k + 1)) {
        f[F_OLD_RIGHT] = language_two(b, old->word, path_word(l, k + 1), &seen) -
                         b->nodes[path_word(l, k + 1)].prob;
        f[F_OLD_SEEN] += seen;
    }
    if (before) {
        f[F_NEW_LEFT] = language_two(b, before, e->word, &seen) - b->nodes[e->word].prob;
        f[F_NEW_SEEN] = seen;
    }
    if (after) {
        f[F_NEW_RIGHT] = language_two(b, e->word, after, &seen) - b->nodes[after].prob;
        f[F_NEW_SEEN] += seen;
    }
    f[F_FEWER_WORDS] = (float)(last - l->on_path[e->word_begin]);
    f[F_TIES] = (float)((l->cells[l->path[l->on_path[e->word_begin]]].begin != e->word_begin) +
                        (l->cells[l->path[last]].end != e->word_end));
}

/* Two characters and fewer behind a surname that is a word of its own may be a person's name. */
static float name_before(const struct book *b, const struct lattice *l, const struct edit *e)
{
    for (size_t back = 1; back <= 2 && back <= e->begin; back++) {
        const size_t at = e->begin - back;
        const struct cell *c = &l->cells[l->path[l->on_path[at]]];

        if (c->end - c->begin == 1 && surname_is(b->facts[l->glyph[at]].code_point))
            return (float)back;
    }
    return 0;
}

static void measure_place(const struct book *b, const struct lattice *l, const struct edit *e,
                          float *f)
{
    const size_t first = l->on_path[e->word_begin], last = l->on_path[e->word_end - 1];
    const size_t left = first > 3 ? first - 3 : 0;
    const size_t right = last + 4 < l->n_path ? last + 4 : l->n_path;
    const size_t low = e->begin > 2 ? e->begin - 2U : 0;
    const size_t high = e->begin + e->n + 2U < l->n ? e->begin + e->n + 2U : l->n;
    size_t n = 0, n_around = 0;
    const float place = path_score(b, l, first, last + 1, &n);
    const float around =
        path_score(b, l, left, first, &n_around) + path_score(b, l, last + 1, right, &n_around);
    const uint32_t span =
        book_word(b, l->glyph + e->word_begin, (size_t)(e->word_end - e->word_begin));

    f[F_MARK_BEFORE] = e->word_begin < NEAR ? l->mark_before : -1;
    f[F_MARK_AFTER] = e->word_end + (size_t)NEAR > l->n ? l->mark_after : -1;
    f[F_NAME] = name_before(b, l, e);
    f[F_RUN_LENGTH] = (float)l->n;
    f[F_FROM_BEGIN] = least(e->begin, 8);
    f[F_TO_END] = least((float)(l->n - e->begin - e->n), 8);
    f[F_RUN_SCORE] = a_glyph(l->best, l->n);
    f[F_AROUND_SCORE] = a_glyph(around, n_around);
    f[F_PLACE_SCORE] = a_glyph(place, n);
    for (size_t i = low; i < high; i++) {
        const struct cell *c = &l->cells[l->path[l->on_path[i]]];

        f[F_SINGLES] += c->end - c->begin == 1;
    }
    f[F_SPAN_IS_WORD] = span != 0;
    f[F_SPAN_PROB] = span ? b->nodes[span].prob : -9;
    for (size_t side = 0; side < 2; side++) {
        const size_t mine = side ? e->begin + e->n - 1U : e->begin;
        const size_t other = side ? mine + 1 : mine - 1;

        if ((side || mine > 0) && other < l->n) {
            const uint16_t glyph = e->glyphs[side ? e->n - 1 : 0];

            f[F_REPEATS] +=
                (float)((l->glyph[other] == glyph) - (l->glyph[other] == l->glyph[mine]));
        }
    }
}

/* How often the rows that touch a place were seen, as log2(1 + places): mean, least, most. */
struct seen_rows {
    float mean, least, most;
};

/* Rows of n that begin in [from, to), counted in `counts`; -1 each when there are none. */
static struct seen_rows rows_of(const uint8_t *counts, size_t from, size_t to)
{
    struct seen_rows r = { 0, 9, 0 };

    if (from >= to)
        return (struct seen_rows){ -1, -1, -1 };
    for (size_t i = from; i < to; i++) {
        const float known = log2f(1 + (float)counts[i]);

        r.mean += known;
        r.least = least(r.least, known);
        r.most = most(r.most, known);
    }
    r.mean /= (float)(to - from);
    return r;
}

/* Where the rows of n that touch [begin, begin + len) begin: [from, to). */
struct touching {
    size_t from, to;
};

static struct touching touching(size_t n_glyphs, size_t begin, size_t len, size_t n)
{
    const size_t last = n_glyphs + 1 > n ? n_glyphs + 1 - n : 0;

    return (struct touching){ .from = begin + 1 > n ? begin + 1 - n : 0,
                              .to = begin + len < last ? begin + len : last };
}

/* The surroundings of an edit with it made: glyphs [from, to) of the run, and how often their rows
 * were seen. */
struct changed {
    size_t from, to;
    uint16_t glyph[2 * NGRAM_MAX + BOOK_WORD_MAX];
    uint8_t seen[NGRAM_MAX - NGRAM_MIN + 1][2 * NGRAM_MAX + BOOK_WORD_MAX];
};

static void make_change(const struct lattice *l, const struct edit *e, struct changed *c)
{
    const size_t end = e->begin + (size_t)e->n;

    c->from = e->begin < NGRAM_MAX ? 0 : e->begin + 1U - NGRAM_MAX;
    c->to = end + NGRAM_MAX - 1 < l->n ? end + NGRAM_MAX - 1 : l->n;
    for (size_t i = c->from; i < c->to; i++)
        c->glyph[i - c->from] = i >= e->begin && i < end ? e->glyphs[i - e->begin] : l->glyph[i];
}

/* Of the rows of n as they stand, and as they would be with the edit; the shorter ones are known.
 */
static void compare_rows(const struct lattice *l, const struct ngrams *seen, const struct edit *e,
                         size_t n, struct changed *c, struct seen_rows *old, struct seen_rows *new)
{
    const struct touching t = touching(l->n, e->begin, e->n, n);
    uint8_t *counts = c->seen[n - NGRAM_MIN];
    const uint8_t *shorter = n > NGRAM_MIN ? c->seen[n - 1 - NGRAM_MIN] : NULL;

    *old = rows_of(l->seen[n - NGRAM_MIN], t.from, t.to);
    for (size_t i = c->from; i + n <= c->to; i++) {
        const size_t at = i - c->from;

        if (i < t.from || i >= t.to)
            counts[at] = l->seen[n - NGRAM_MIN][i];
        else if (shorter && !(shorter[at] && shorter[at + 1]))
            counts[at] = 0; /* what was seen, its parts were too */
        else
            counts[at] = (uint8_t)ngrams_count(seen, c->glyph + at, n);
    }
    *new = rows_of(counts, t.from - c->from, t.to > t.from ? t.to - c->from : 0);
}

static void measure_seen(const struct lattice *l, const struct ngrams *seen, const struct edit *e,
                         float *f)
{
    const size_t end = e->begin + (size_t)e->n;
    const uint8_t *pairs = l->seen[0];
    struct seen_rows old, new;
    struct changed c;

    make_change(l, e, &c);
    compare_rows(l, seen, e, 2, &c, &old, &new);
    f[F_SEEN_TWO_OLD_LEAST] = old.least;
    f[F_SEEN_TWO_OLD_MOST] = old.most;
    f[F_SEEN_TWO_NEW_LEAST] = new.least;
    f[F_SEEN_TWO_NEW_MOST] = new.most;
    compare_rows(l, seen, e, 3, &c, &old, &new);
    f[F_SEEN_THREE_OLD] = old.mean;
    f[F_SEEN_THREE_OLD_MOST] = old.most;
    f[F_SEEN_THREE_NEW] = new.mean;
    f[F_SEEN_THREE_NEW_MOST] = new.most;
    compare_rows(l, seen, e, 4, &c, &old, &new);
    f[F_SEEN_FOUR_OLD] = old.mean;
    f[F_SEEN_FOUR_NEW] = new.mean;
    compare_rows(l, seen, e, 5, &c, &old, &new);
    f[F_SEEN_FIVE_OLD] = old.mean;
    f[F_SEEN_FIVE_NEW] = new.mean;
    f[F_SEEN_AROUND] = 0;
    if (e->begin >= 3)
        f[F_SEEN_AROUND] += rows_of(pairs, e->begin - 3U, e->begin - 1U).mean;
    if (end + 3 <= l->n)
        f[F_SEEN_AROUND] += rows_of(pairs, end, end + 2).mean;
}

/* Words of two characters and more that stand over what the edit changes, as it stands now. */
struct known {
    float length, prob; /* of the longest, and of the likeliest; 0 and -9: there is none */
    bool has_name;
};

static struct known known_words(const struct book *b, const struct lattice *l, const struct edit *e)
{
    struct known k = { .prob = -9 };
    const size_t from = e->begin + 1U < BOOK_WORD_MAX ? 0 : e->begin + 1U - BOOK_WORD_MAX;
    size_t first = e->n, last = 0;

    for (size_t i = 0; i < e->n; i++)
        if (e->glyphs[i] != l->glyph[e->begin + i]) {
            first = first < i ? first : i;
            last = i;
        }
    for (size_t i = from; i <= e->begin + last && i < l->n; i++)
        for (size_t c = l->begins[i]; c < l->begins[i + 1]; c++) {
            const size_t n = (size_t)(l->cells[c].end - i);

            if (n < 2 || !l->cells[c].word || l->cells[c].end <= e->begin + first)
                continue;
            k.length = most(k.length, (float)n);
            k.prob = most(k.prob, b->nodes[l->cells[c].word].prob);
            k.has_name = k.has_name || b->nodes[l->cells[c].word].flags & NODE_IS_NAME;
        }
    return k;
}

bool features_is_in_name(const struct book *b, const struct lattice *l, const struct edit *e)
{
    return known_words(b, l, e).has_name;
}

uint16_t features_reach(const struct book *b, const struct lattice *l, const struct edit *e)
{
    const size_t end = e->begin + (size_t)e->n;
    size_t reach = 0;

    for (size_t from = end < BOOK_WORD_MAX ? 0 : end - BOOK_WORD_MAX; from < end; from++) {
        uint32_t node = 0;

        for (size_t i = from; i < l->n && i < from + BOOK_WORD_MAX; i++) {
            const bool is_new = i >= e->begin && i < end;

            node = book_step(b, node, is_new ? e->glyphs[i - e->begin] : l->glyph[i]);
            if (!node)
                break;
            if (i >= end && i - end + 1 > reach && b->nodes[node].flags & NODE_IS_WORD)
                reach = i - end + 1;
        }
    }
    return (uint16_t)reach;
}

void features_measure(const struct book *b, const struct lattice *l, const struct ngrams *seen,
                      const struct edit *e, float out[FEATURES])
{
    const struct known known = known_words(b, l, e);

    memset(out, 0, FEATURES * sizeof(*out));
    out[F_GAIN] = e->gain;
    out[F_GAIN_THREE] = gain_three(b, l, e);
    out[F_LEAD] = e->lead;
    out[F_LEAD_NEAR] = e->lead_near;
    out[F_RIVALS] = e->n_rivals;
    out[F_KIND] = e->kind;
    measure_likeness(b, l, e, out);
    measure_words(b, l, e, out);
    measure_place(b, l, e, out);
    measure_seen(l, seen, e, out);
    out[F_KNOWN_LENGTH] = known.length;
    out[F_KNOWN_PROB] = known.prob;
}
