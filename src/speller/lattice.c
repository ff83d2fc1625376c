#include "base/base.h"

#include "speller/lattice.h"

#include "speller/language.h"

static const float never = -1e9F;
static const float unknown_word = -8;

static void add_cell(struct lattice *l, uint32_t word, size_t begin, size_t end)
{
    l->cells[l->n_cells++] = (struct cell){ .word = word,
                                            .begin = (uint16_t)begin,
                                            .end = (uint16_t)end,
                                            .before = CELL_NONE,
                                            .after = CELL_NONE,
                                            .forward = never,
                                            .backward = never };
}

/* The words that stand in the run, by their beginning; an unknown character is word 0. */
static void find_words(const struct book *b, struct lattice *l)
{
    uint16_t count[RUN_MAX + 2] = { 0 };

    l->n_cells = 0;
    for (size_t i = 0; i < l->n; i++) {
        uint32_t node = b->facts[l->glyph[i]].word;

        l->begins[i] = (uint16_t)l->n_cells;
        l->reach[i] = 0;
        for (size_t end = i; end < l->n && end < i + BOOK_WORD_MAX; end++) {
            if (end > i)
                node = l->glyph[end] ? book_step(b, node, l->glyph[end]) : 0;
            if (!node)
                break;
            l->reach[i] = (uint8_t)(end - i + 1);
            if (b->nodes[node].flags & NODE_IS_WORD)
                add_cell(l, node, i, end + 1);
            if (!(b->nodes[node].flags & NODE_GOES_ON))
                break;
        }
        if (l->n_cells == l->begins[i])
            add_cell(l, 0, i, i + 1);
    }
    l->begins[l->n] = l->begins[l->n + 1] = (uint16_t)l->n_cells;
    for (size_t c = 0; c < l->n_cells; c++)
        count[l->cells[c].end + 1]++;
    l->ended[0] = 0;
    for (size_t i = 1; i < l->n + 2; i++)
        l->ended[i] = count[i] = (uint16_t)(count[i] + count[i - 1]);
    for (size_t c = 0; c < l->n_cells; c++) {
        const size_t at = count[l->cells[c].end]++;

        l->ends[at] = (uint16_t)c;
        l->rank[c] = (uint16_t)(at - l->ended[l->cells[c].end]);
    }
}

static void walk(const struct book *b, struct lattice *l)
{
    size_t n_steps = 0;

    for (size_t c = 0; c < l->n_cells; c++) {
        struct cell *v = &l->cells[c];

        for (size_t d = l->begins[v->end]; d < l->begins[v->end + 1]; d++)
            language_expect(b, v->word, l->cells[d].word); /* for when those are reached */
        l->first_step[c] = (uint16_t)n_steps;
        if (v->begin == 0)
            v->forward = v->word ? b->nodes[v->word].prob : unknown_word;
        for (size_t e = l->ended[v->begin]; v->begin && e < l->ended[v->begin + 1]; e++) {
            const struct cell *u = &l->cells[l->ends[e]];
            const float step = v->word ? language_two(b, u->word, v->word, NULL) : unknown_word;

            l->steps[n_steps++] = step;
            if (u->forward + step > v->forward) {
                v->forward = u->forward + step;
                v->before = l->ends[e];
            }
        }
    }
    for (size_t c = l->n_cells; c-- > 0;) {
        struct cell *u = &l->cells[c];

        if (u->end == l->n)
            u->backward = 0;
        for (size_t d = l->begins[u->end]; u->end < l->n && d < l->begins[u->end + 1]; d++) {
            const struct cell *v = &l->cells[d];
            const float step = l->steps[l->first_step[d] + l->rank[c]];

            if (step + v->backward > u->backward) {
                u->backward = step + v->backward;
                u->after = (uint16_t)d;
            }
        }
    }
}

/* What was seen, its parts were too; NULL: there are none. Most rows of a new text are not, and
 * each look-up is a cache line. */
static bool may_be_seen(const uint8_t *shorter, size_t at)
{
    return !shorter || (shorter[at] && shorter[at + 1]);
}

static void count_seen(const struct ngrams *seen, struct lattice *l)
{
    enum { AHEAD = 8 };

    for (size_t n = NGRAM_MIN; n <= NGRAM_MAX && n <= l->n; n++) {
        const size_t last = l->n - n; /* where the last row begins */
        uint8_t *counts = l->seen[n - NGRAM_MIN];
        const uint8_t *shorter = n > NGRAM_MIN ? counts - RUN_MAX : NULL;

        for (size_t i = 0; i <= last + AHEAD; i++) {
            if (i <= last && may_be_seen(shorter, i))
                ngrams_expect(seen, l->glyph + i, n);
            if (i >= AHEAD)
                counts[i - AHEAD] = (uint8_t)(may_be_seen(shorter, i - AHEAD)
                                                  ? ngrams_count(seen, l->glyph + i - AHEAD, n)
                                                  : 0);
        }
    }
}

void lattice_build(const struct book *b, const struct ngrams *seen, const struct run *run,
                   struct lattice *l)
{
    uint16_t c = CELL_NONE;

    ASSERT(run->n >= 1 && run->n <= RUN_MAX);
    memcpy(l->glyph, run->glyph, run->n * sizeof(*run->glyph));
    l->n = run->n;
    l->mark_before = run->before;
    l->mark_after = run->after;
    find_words(b, l);
    walk(b, l);
    l->best = never;
    for (uint16_t i = l->begins[0]; i < l->begins[1]; i++)
        if (l->cells[i].forward + l->cells[i].backward > l->best) {
            l->best = l->cells[i].forward + l->cells[i].backward;
            c = i;
        }
    for (l->n_path = 0; c != CELL_NONE; c = l->cells[c].after) {
        for (size_t i = l->cells[c].begin; i < l->cells[c].end; i++)
            l->on_path[i] = (uint16_t)l->n_path;
        l->path[l->n_path++] = c;
    }
    if (seen)
        count_seen(seen, l);
}

void lattice_expect(const struct book *b, const struct lattice *l, uint32_t word, size_t begin,
                    size_t end)
{
    for (size_t e = l->ended[begin]; begin && e < l->ended[begin + 1]; e++)
        language_expect(b, l->cells[l->ends[e]].word, word);
    for (size_t d = l->begins[end]; end < l->n && d < l->begins[end + 1]; d++)
        language_expect(b, word, l->cells[d].word);
}

float lattice_with(const struct book *b, const struct lattice *l, uint32_t word, size_t begin,
                   size_t end, uint16_t *before, uint16_t *after)
{
    float left = never, right = never;

    *before = *after = CELL_NONE;
    if (begin == 0)
        left = b->nodes[word].prob;
    for (size_t e = l->ended[begin]; begin && e < l->ended[begin + 1]; e++) {
        const struct cell *u = &l->cells[l->ends[e]];
        const float score = u->forward + language_two(b, u->word, word, NULL);

        if (score > left) {
            left = score;
            *before = l->ends[e];
        }
    }
    if (end == l->n)
        right = 0;
    for (size_t d = l->begins[end]; end < l->n && d < l->begins[end + 1]; d++) {
        const struct cell *v = &l->cells[d];
        const float score =
            v->backward + (v->word ? language_two(b, word, v->word, NULL) : unknown_word);

        if (score > right) {
            right = score;
            *after = (uint16_t)d;
        }
    }
    return left + right;
}
