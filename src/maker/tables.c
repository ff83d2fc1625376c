#include "base/base.h"

#include "maker/tables.h"

#include "speller/ngrams.h"

#include <stdlib.h>

/* Buckets are filled to about this many of BOOK_LINE entries. */
enum { BUCKET_FILL = 11 };

static void put(struct tables *t, enum book_part part, const void *entries, uint64_t n)
{
    t->part[part] = entries;
    t->count[part] = n;
}

/* Into the first bucket with room, from the hash's own on. */
static void bucket_add(uint32_t *buckets, size_t n_buckets, uint64_t hash, uint32_t entry)
{
    size_t at = (size_t)(((hash & 0xffffffff) * n_buckets) >> 32);

    for (;; at = (at + 1) % n_buckets) {
        uint32_t *line = buckets + at * BOOK_LINE;

        for (size_t i = 0; i < BOOK_LINE; i++)
            if (line[i] == 0) {
                line[i] = entry;
                return;
            }
    }
}

/* The 64 backoffs that stand for 256: every fourth of the sorted ones. */
static int by_value(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

static uint32_t nearest(const float *bins, size_t n, float value)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < n; i++)
        if ((bins[i] - value) * (bins[i] - value) < (bins[best] - value) * (bins[best] - value))
            best = i;
    return best;
}

static void make_bins(const struct kenlm *model, struct book_bins *bins)
{
    float backoff[256];

    memcpy(backoff, model->bigram_backoff, sizeof(backoff));
    qsort(backoff, 256, sizeof(*backoff), by_value);
    for (size_t i = 0; i < 64; i++)
        bins->bigram_backoff[i] = backoff[i * 4 + 3];
    memcpy(bins->bigram_prob, model->bigram_prob, sizeof(bins->bigram_prob));
    memcpy(bins->trigram_prob, model->trigram_prob, sizeof(bins->trigram_prob));
}

/* An entry is never 0: the lowest bit of the hash part is set. */
static uint32_t bigram_entry(uint64_t hash, unsigned prob, uint32_t backoff)
{
    return (uint32_t)(hash >> 46 | 1) << 14 | prob << 6 | backoff;
}

static uint32_t trigram_entry(uint64_t hash, unsigned prob)
{
    return (uint32_t)(hash >> 40 | 1) << 8 | prob;
}

static void add_trigrams(const struct kenlm *model, const struct vocabulary *v, size_t begin,
                         size_t end, uint32_t second, uint32_t third, uint32_t *buckets,
                         size_t n_buckets)
{
    for (size_t i = begin; i < end; i++) {
        const struct kenlm_trigram g = kenlm_trigram(model, i);
        const uint32_t first = g.first < model->n_words ? v->of_model[g.first] : 0;
        const uint64_t hash = book_hash3(first, second, third);

        if (first)
            bucket_add(buckets, n_buckets, hash, trigram_entry(hash, g.prob));
    }
}

void tables_model(const struct kenlm *model, const struct vocabulary *v, struct arena *a,
                  struct tables *t)
{
    const size_t n_two = model->n_bigrams / BUCKET_FILL + 1;
    const size_t n_three = model->n_trigrams / BUCKET_FILL + 1;
    uint32_t *two = arena_array(a, uint32_t, n_two * BOOK_LINE);
    uint32_t *three = arena_array(a, uint32_t, n_three * BOOK_LINE);
    struct book_bins *bins = arena_array(a, struct book_bins, 1);
    uint32_t backoff_of[256];

    make_bins(model, bins);
    for (size_t i = 0; i < 256; i++)
        backoff_of[i] = nearest(bins->bigram_backoff, 64, model->bigram_backoff[i]);
    for (size_t w = 1; w < model->n_words; w++) {
        const uint32_t last = v->of_model[w];
        const size_t end = kenlm_unigram(model, w + 1).first_bigram;

        for (size_t i = kenlm_unigram(model, w).first_bigram; last && i < end; i++) {
            const struct kenlm_bigram g = kenlm_bigram(model, i);
            const uint32_t before = g.before < model->n_words ? v->of_model[g.before] : 0;
            const uint64_t hash = book_hash2(before, last);

            if (!before || i >= model->n_bigrams)
                continue;
            bucket_add(two, n_two, hash, bigram_entry(hash, g.prob, backoff_of[g.backoff]));
            add_trigrams(model, v, g.first_trigram, kenlm_bigram(model, i + 1).first_trigram,
                         before, last, three, n_three);
        }
    }
    put(t, PART_BIGRAMS, two, n_two * BOOK_LINE);
    put(t, PART_TRIGRAMS, three, n_three * BOOK_LINE);
    put(t, PART_BINS, bins, 1);
}

/* Syllables get numbers as they come; at most a few hundred exist. */
struct syllables {
    char text[1024][8];
    uint16_t n;
};

static uint16_t syllable(struct syllables *s, const char *letters)
{
    for (uint16_t i = 0; i < s->n; i++)
        if (strcmp(s->text[i], letters) == 0)
            return (uint16_t)(i + 1);
    if (s->n == COUNT_OF(s->text))
        return 0;
    memcpy(s->text[s->n], letters, sizeof(s->text[0]));
    return ++s->n;
}

static void give_sounds(struct syllables *s, const struct hanzi *h, struct glyph_fact *f)
{
    size_t n = 0;

    for (size_t i = 0; i < h->n_readings && n < BOOK_SOUNDS; i++) {
        char loose[8] = { 0 };
        const uint16_t sound = syllable(s, hanzi_loose(h->readings[i].letters, loose));
        bool is_new = true;

        for (size_t j = 0; j < n; j++)
            is_new = is_new && f->sound[j] != sound;
        if (is_new)
            f->sound[n++] = sound;
    }
}

/* Rarer characters are neither suspected to be meant nor looked at closely. */
static const float rare_glyph = -6.3F;

static struct syllables syllables_of(const struct hanzi *hanzi, struct vocabulary *v)
{
    struct syllables s = { .n = 0 };

    for (size_t g = 1; g < v->n_glyphs; g++)
        give_sounds(&s, &hanzi[v->facts[g].code_point], &v->facts[g]);
    return s;
}

/* Of the likes of a glyph, those that somebody may have meant as a word of one character. */
static void choose_singles(const struct vocabulary *v, const uint32_t *like, size_t n,
                           uint16_t out[BOOK_SINGLES])
{
    static const float least_frequency = -4.2F;
    enum { LEAST_STROKES = 12 };
    size_t n_out = 0;

    for (size_t i = 0; i < n; i++) {
        const uint16_t glyph = (uint16_t)(like[i] >> 16);
        size_t at = n_out;

        if (v->facts[glyph].frequency < least_frequency ||
            ((like[i] & LIKE_SOUND_MASK) > SOUND_FUZZY &&
             (like[i] >> LIKE_STROKES_SHIFT & LIKE_STROKES_MASK) < LEAST_STROKES))
            continue;
        while (at > 0 && v->facts[out[at - 1]].word_prob < v->facts[glyph].word_prob)
            at--;
        if (at == BOOK_SINGLES)
            continue;
        n_out += n_out < BOOK_SINGLES;
        memmove(out + at + 1, out + at, (n_out - at - 1) * sizeof(*out));
        out[at] = glyph;
    }
}

void tables_likeness(const struct hanzi *hanzi, struct vocabulary *v, struct arena *a,
                     struct tables *t)
{
    uint32_t *like = arena_array(a, uint32_t, 1);
    uint64_t *bits = arena_array(a, uint64_t, v->n_glyphs * (LIKE_BITS / 64));
    uint16_t *singles = arena_array(a, uint16_t, v->n_glyphs * BOOK_SINGLES);
    struct syllable_pairs *pairs = arena_array(a, struct syllable_pairs, 1);
    size_t n = 0, cap = 1, usual = v->n_glyphs;

    (void)syllables_of(hanzi, v);
    while (usual > 1 && (v->facts[usual - 1].frequency < rare_glyph || usual > LIKE_BITS))
        usual--;
    for (size_t g = 1; g < v->n_glyphs; g++) {
        v->facts[g].like = (uint32_t)n;
        for (size_t other = 1; other < usual; other++) {
            const int alike = g == other
                                  ? -1
                                  : hanzi_likeness(&hanzi[v->facts[g].code_point],
                                                   &hanzi[v->facts[other].code_point], pairs);

            if (alike < 0)
                continue;
            if (n == cap) {
                uint32_t *grown = arena_array(a, uint32_t, cap * 2);

                memcpy(grown, like, n * sizeof(*like));
                like = grown;
                cap *= 2;
            }
            like[n++] = (uint32_t)other << 16 | (uint32_t)alike;
            bits[g * (LIKE_BITS / 64) + other / 64] |= 1ULL << other % 64;
        }
        v->facts[g].n_like = (uint16_t)(n - v->facts[g].like);
        choose_singles(v, like + v->facts[g].like, v->facts[g].n_like, singles + g * BOOK_SINGLES);
    }
    put(t, PART_LIKE, like, n);
    put(t, PART_SINGLES, singles, v->n_glyphs * BOOK_SINGLES);
    put(t, PART_LIKE_BITS, bits, v->n_glyphs * (LIKE_BITS / 64));
    put(t, PART_GLYPHS, v->glyphs, 65536);
    put(t, PART_GLYPH_FACTS, v->facts, v->n_glyphs);
    put(t, PART_NODES, v->nodes, v->n_nodes);
    put(t, PART_EDGES, v->edges, v->n_edges);
}

/* A word under a key (a pattern or a sound), before lists are made of equal keys. */
struct keyed {
    uint64_t hash;
    uint32_t listed; /* book_listed */
    uint16_t glyph;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->listed > y->listed) - (x->listed < y->listed);
}

static size_t power_above(size_t n)
{
    size_t p = 16;

    while (p < n)
        p *= 2;
    return p;
}

static void slot_add(struct book_slot *slots, size_t n, uint64_t hash, size_t at)
{
    size_t i = hash & (n - 1);

    while (slots[i].at)
        i = (i + 1) & (n - 1);
    slots[i] = (struct book_slot){ .hash = (uint32_t)(hash >> 32), .at = (uint32_t)at };
}

/* Lists of equal keys: place 0 is unused, then count, entries, count, entries, ... */
static size_t make_lists(struct keyed *keyed, size_t n, struct book_slot *slots, size_t n_slots,
                         uint16_t *glyphs, uint32_t *words)
{
    size_t at = 1;

    qsort(keyed, n, sizeof(*keyed), by_key);
    for (size_t i = 0, end; i < n; i = end) {
        const size_t head = at++;

        slot_add(slots, n_slots, keyed[i].hash, head);
        for (end = i; end < n && keyed[end].hash == keyed[i].hash && end - i < UINT16_MAX; end++) {
            if (glyphs)
                glyphs[at] = keyed[end].glyph;
            words[at++] = keyed[end].listed;
        }
        if (glyphs)
            glyphs[head] = (uint16_t)(end - i);
        words[head] = (uint32_t)(end - i);
    }
    return at;
}

/* Words that may be meant: not so rare, and long enough to be told by the rest. */
static bool may_be_meant(const struct word_node *w)
{
    enum { LONGEST = 7 };
    static const float least_prob = -7.2F;

    return w->flags & NODE_IS_WORD && w->length >= 2 && w->length <= LONGEST &&
           w->prob > least_prob;
}

static size_t spell(const struct vocabulary *v, uint32_t word, uint16_t out[BOOK_WORD_MAX])
{
    const struct book b = { .nodes = v->nodes };

    return book_spell(&b, word, out);
}

void tables_patterns(const struct vocabulary *v, struct arena *a, struct tables *t)
{
    size_t n = 0, n_total = 0, n_slots, n_bits;
    struct keyed *keyed;
    struct book_slot *slots;
    uint64_t *bits;
    uint16_t *glyphs, spelt[BOOK_WORD_MAX];
    uint32_t *words;

    for (size_t w = 1; w < v->n_nodes; w++)
        n_total += may_be_meant(&v->nodes[w]) ? v->nodes[w].length : 0;
    keyed = arena_array(a, struct keyed, n_total + 1);
    for (uint32_t w = 1; w < v->n_nodes; w++) {
        if (!may_be_meant(&v->nodes[w]))
            continue;
        for (size_t gap = 0, len = spell(v, w, spelt); gap < len; gap++)
            keyed[n++] = (struct keyed){ .hash = book_pattern_hash(spelt, len, gap),
                                         .listed = book_listed(w, v->nodes[w].prob),
                                         .glyph = spelt[gap] };
    }
    n_slots = power_above(n * 3 / 2);
    n_bits = power_above(n * 8) / 64;
    slots = arena_array(a, struct book_slot, n_slots);
    bits = arena_array(a, uint64_t, n_bits);
    glyphs = arena_array(a, uint16_t, 2 * n + 2);
    words = arena_array(a, uint32_t, 2 * n + 2);
    for (size_t i = 0; i < n; i++) {
        const uint64_t bit = keyed[i].hash >> 8 & (n_bits * 64 - 1);

        bits[bit / 64] |= 1ULL << bit % 64;
    }
    n = make_lists(keyed, n, slots, n_slots, glyphs, words);
    put(t, PART_PATTERN_BITS, bits, n_bits);
    put(t, PART_PATTERNS, slots, n_slots);
    put(t, PART_PATTERN_GLYPHS, glyphs, n);
    put(t, PART_PATTERN_WORDS, words, n);
}

/* "zhuang'yuan": the loose sound of each syllable; 0 unless there are n of them. */
static size_t pinyin_sounds(struct syllables *s, struct str pinyin, size_t n, uint16_t *out)
{
    size_t found = 0;

    while (pinyin.n && found < n) {
        char letters[8] = { 0 }, loose[8] = { 0 };
        struct str part;

        str_cut(pinyin, '\'', &part, &pinyin);
        memcpy(letters, part.p, part.n < 7 ? part.n : 7);
        out[found++] = syllable(s, hanzi_loose(letters, loose));
    }
    return found == n && !pinyin.n ? n : 0;
}

void tables_sounds(const struct hanzi *hanzi, struct str pinyin, const struct vocabulary *v,
                   struct arena *a, struct tables *t)
{
    enum { LONGEST = 4 };
    struct vocabulary copy = *v;
    struct syllables s = syllables_of(hanzi, &copy);
    struct keyed *keyed = arena_array(a, struct keyed, 2 * v->n_nodes);
    bool *has_pinyin = arena_array(a, bool, v->n_nodes);
    struct str line, word, rest;
    size_t n = 0, n_slots;
    struct book_slot *slots;
    uint32_t *words;
    uint16_t sounds[BOOK_WORD_MAX], spelt[BOOK_WORD_MAX];

    while (str_line(&pinyin, &line) && n + 1 < v->n_nodes) {
        uint32_t node;

        if (!str_cut(line, ' ', &word, &rest) || !(node = vocabulary_find(v, word)))
            continue;
        str_cut(rest, ' ', &rest, &line);
        if (may_be_meant(&v->nodes[node]) && v->nodes[node].length <= LONGEST &&
            pinyin_sounds(&s, rest, v->nodes[node].length, sounds)) {
            has_pinyin[node] = true;
            keyed[n++] = (struct keyed){ book_sound_hash(sounds, v->nodes[node].length),
                                         book_listed(node, v->nodes[node].prob), 0 };
        }
    }
    for (uint32_t w = 1; w < v->n_nodes; w++) {
        if (has_pinyin[w] || !may_be_meant(&v->nodes[w]) || v->nodes[w].length > LONGEST)
            continue;
        for (size_t i = 0, len = spell(v, w, spelt); i < len; i++)
            sounds[i] = v->facts[spelt[i]].sound[0];
        keyed[n++] = (struct keyed){ book_sound_hash(sounds, v->nodes[w].length),
                                     book_listed(w, v->nodes[w].prob), 0 };
    }
    n_slots = power_above(n * 2);
    slots = arena_array(a, struct book_slot, n_slots);
    words = arena_array(a, uint32_t, 2 * n + 2);
    n = make_lists(keyed, n, slots, n_slots, NULL, words);
    put(t, PART_SOUNDS, slots, n_slots);
    put(t, PART_SOUND_WORDS, words, n);
}

void tables_seen(const struct str *prose, size_t n, struct arena *a, struct tables *t)
{
    enum { SEEN_MEGABYTES = 8 }; /* two million rows */
    const struct book glyphs_only = { .glyphs = t->part[PART_GLYPHS] };
    AUTO(ngrams_freep) struct ngrams *seen = ngrams_new(NULL, NGRAMS_BY_PARAGRAPH, SEEN_MEGABYTES);
    const uint32_t *entries;
    const struct between *between;
    uint32_t *kept, number = 0;
    struct between *kept_between;
    struct str text, line;
    size_t count;

    for (size_t i = 0; i < n; i++)
        for (text = prose[i]; str_line(&text, &line); number++)
            ngrams_add(seen, &glyphs_only, line, number);
    entries = ngrams_entries(seen, &between, &count);
    kept = arena_array(a, uint32_t, count);
    memcpy(kept, entries, count * sizeof(*kept));
    put(t, PART_SEEN, kept, count);
    kept_between = arena_array(a, struct between, count / BOOK_BETWEEN);
    memcpy(kept_between, between, count / BOOK_BETWEEN * sizeof(*kept_between));
    put(t, PART_BETWEEN, kept_between, count / BOOK_BETWEEN);
}
