#include "base/base.h"

#include "maker/vocabulary.h"

#include "text/han.h"

#include <math.h>
#include <stdlib.h>

enum {
    EDGES = 1 << 20, /* slots; the words of 2023's data fill 60 % */
    JIEBA_LEAST = 3, /* rarer ones are often broken words */
};
/* All these are chosen by eye. A word that only jieba knows: its share of jieba's text, and a
 * little less, for want of context.
 */
static const float jieba_penalty = 0.5F;
static const float term_prob = -5.2F, pinyin_prob = -7;
/* A character that is never a word by itself. */
static const float single_penalty = 2, least_prob = -8;

/* 〇 stands in words, too. */
static bool is_han(uint32_t cp)
{
    return han_is(cp) || cp == 0x3007;
}

/* The code points of a word of Han characters; 0 when it holds others or is too long. */
static size_t han_word(struct str s, uint32_t out[BOOK_WORD_MAX])
{
    size_t n = 0;

    while (s.n) {
        uint32_t cp;

        s = str_skip(s, str_rune(s, &cp));
        if (n == BOOK_WORD_MAX || !is_han(cp))
            return 0;
        out[n++] = cp;
    }
    return n;
}

struct jieba_word {
    struct str text;
    int64_t count;
    struct str kind; /* part of speech */
};

static bool next_jieba(struct str *text, struct jieba_word *out)
{
    struct str line, word, rest, count;

    while (str_line(text, &line))
        if (str_cut(line, ' ', &word, &rest)) {
            str_cut(rest, ' ', &count, &out->kind);
            if (str_to_i64(count, JIEBA_LEAST, INT32_MAX, &out->count)) {
                out->text = word;
                return true;
            }
        }
    return false;
}

/* A place (ns) or an institution (nt); those of persons (nr) are too often common words. */
static bool is_name(const struct jieba_word *w)
{
    return str_eq(w->kind, STR("ns")) || str_eq(w->kind, STR("nt"));
}

struct counted {
    uint32_t code_point;
    double count;
};

static int by_count(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;

    if (x->count < y->count || x->count > y->count)
        return x->count < y->count ? 1 : -1;
    return x->code_point < y->code_point ? -1 : 1;
}

/* Numbers the characters of all words by how often they stand in jieba's text. */
static void number_glyphs(const struct kenlm *model, struct str jieba, const struct hanzi *hanzi,
                          struct arena *a, struct vocabulary *v)
{
    struct counted *counts = arena_array(a, struct counted, 65536);
    uint32_t cps[BOOK_WORD_MAX];
    struct jieba_word w;
    double total = 0;
    size_t n = 0;

    for (uint32_t i = 0; i < 65536; i++)
        counts[i].code_point = i;
    for (size_t i = 1; i < model->n_words; i++)
        for (size_t j = 0, len = han_word(model->words[i], cps); j < len; j++)
            counts[cps[j]].count += 1;
    while (next_jieba(&jieba, &w))
        for (size_t j = 0, len = han_word(w.text, cps); j < len; j++) {
            counts[cps[j]].count += (double)w.count;
            total += (double)w.count;
        }
    /* Traditional text is another check's: here such characters end a run. */
    for (size_t cp = 0; cp < HANZI_MAX; cp++)
        if (hanzi[cp].is_traditional)
            counts[cp].count = 0;
    qsort(counts, 65536, sizeof(*counts), by_count);
    while (n < BOOK_GLYPHS_MAX - 1 && counts[n].count > 0)
        n++;
    v->n_glyphs = n + 1;
    v->glyphs = arena_array(a, uint16_t, 65536);
    v->facts = arena_array(a, struct glyph_fact, n + 1);
    v->facts[0].frequency = -9;
    for (size_t i = 0; i < n; i++) {
        v->glyphs[counts[i].code_point] = (uint16_t)(i + 1);
        v->facts[i + 1].code_point = counts[i].code_point;
        v->facts[i + 1].frequency = (float)log10(counts[i].count / total);
    }
}

static uint32_t child(struct vocabulary *v, uint32_t node, uint16_t glyph, bool add)
{
    const uint64_t key = (uint64_t)node << 38 | (uint64_t)glyph << 24;
    uint64_t at = book_edge_hash(node, glyph) & (EDGES - 1);

    for (; v->edges[at]; at = (at + 1) & (EDGES - 1))
        if ((v->edges[at] & ~0xffffffULL) == key)
            return v->edges[at] & 0xffffff;
    if (!add || v->n_nodes + 1 >= EDGES)
        return 0;
    v->edges[at] = key | v->n_nodes;
    v->nodes[node].flags |= NODE_GOES_ON;
    v->nodes[v->n_nodes] = (struct word_node){
        .prob = -9, .up = node, .glyph = glyph, .length = (uint8_t)(v->nodes[node].length + 1)
    };
    return (uint32_t)v->n_nodes++;
}

size_t vocabulary_glyphs(const struct vocabulary *v, struct str text, uint16_t *out, size_t max)
{
    size_t n = 0;

    while (text.n) {
        uint32_t cp;

        text = str_skip(text, str_rune(text, &cp));
        if (n == max || cp >= 65536 || !(out[n] = v->glyphs[cp]))
            return 0;
        n++;
    }
    return n;
}

static uint32_t add_word(struct vocabulary *v, struct str text)
{
    uint16_t glyphs[BOOK_WORD_MAX];
    const size_t n = vocabulary_glyphs(v, text, glyphs, BOOK_WORD_MAX);
    uint32_t node = 0;

    for (size_t i = 0; i < n; i++)
        if (!(node = child(v, node, glyphs[i], true)))
            return 0;
    if (n)
        v->nodes[node].flags |= NODE_IS_WORD;
    return n ? node : 0;
}

uint32_t vocabulary_find(const struct vocabulary *v, struct str text)
{
    struct vocabulary copy = *v;
    uint16_t glyphs[BOOK_WORD_MAX];
    const size_t n = vocabulary_glyphs(v, text, glyphs, BOOK_WORD_MAX);
    uint32_t node = 0;

    for (size_t i = 0; i < n; i++)
        if (!(node = child(&copy, node, glyphs[i], false)))
            return 0;
    return n && v->nodes[node].flags & NODE_IS_WORD ? node : 0;
}

/* Every character can stand alone, if need be. */
static void add_single(struct vocabulary *v)
{
    for (size_t g = 1; g < v->n_glyphs; g++) {
        const uint32_t node = child(v, 0, (uint16_t)g, true);

        if (node && !(v->nodes[node].flags & NODE_IS_WORD)) {
            v->nodes[node].flags |= NODE_IS_WORD;
            v->nodes[node].prob = fmaxf(v->facts[g].frequency - single_penalty, least_prob);
        }
        v->facts[g].word = node;
        v->facts[g].word_prob = v->nodes[node].prob;
    }
}

/* Words of our own list are at least as likely as any usual term. Whoever writes a long one means
 * it, as he does a name; two characters may have met by chance. */
static void add_terms(struct vocabulary *v, struct str terms)
{
    enum { LONG_TERM = 3 };
    struct str line;

    while (str_line(&terms, &line)) {
        const uint32_t node = line.n && line.p[0] != '#' ? add_word(v, line) : 0;

        if (!node)
            continue;
        v->nodes[node].prob = fmaxf(v->nodes[node].prob, term_prob);
        if (v->nodes[node].length >= LONG_TERM)
            v->nodes[node].flags |= NODE_IS_NAME;
    }
}

/* Words of the input method that no model has: they exist, no more is known. */
static void add_pinyin(struct vocabulary *v, struct str pinyin)
{
    struct str line, word, rest;

    while (str_line(&pinyin, &line)) {
        uint32_t node;

        if (!str_cut(line, ' ', &word, &rest) || word.n < 6)
            continue;
        node = vocabulary_find(v, word) ? 0 : add_word(v, word);
        if (node)
            v->nodes[node].prob = pinyin_prob;
    }
}

void vocabulary_make(const struct kenlm *model, struct str jieba, struct str pinyin,
                     struct str terms, const struct hanzi *hanzi, struct arena *a,
                     struct vocabulary *out)
{
    struct vocabulary v = { .n_nodes = 1, .n_edges = EDGES };
    struct jieba_word w;
    double total = 0;
    struct str rest = jieba;

    number_glyphs(model, jieba, hanzi, a, &v);
    v.nodes = arena_array(a, struct word_node, EDGES);
    v.edges = arena_array(a, uint64_t, EDGES);
    v.of_model = arena_array(a, uint32_t, model->n_words);
    for (size_t i = 1; i < model->n_words; i++) {
        const struct kenlm_unigram u = kenlm_unigram(model, i);
        const uint32_t node = add_word(&v, model->words[i]);

        v.of_model[i] = node;
        if (node) {
            v.nodes[node].prob = -fabsf(u.prob);
            v.nodes[node].backoff = u.backoff;
            v.nodes[node].flags |= NODE_IN_MODEL;
        }
    }
    while (next_jieba(&rest, &w))
        total += (double)w.count;
    while (next_jieba(&jieba, &w)) {
        const uint32_t node = add_word(&v, w.text);

        if (node && !(v.nodes[node].flags & NODE_IN_MODEL))
            v.nodes[node].prob = (float)log10((double)w.count / total) - jieba_penalty;
        if (node && v.nodes[node].length >= 2 && is_name(&w))
            v.nodes[node].flags |= NODE_IS_NAME;
    }
    add_terms(&v, terms);
    add_pinyin(&v, pinyin);
    add_single(&v);
    *out = v;
}
