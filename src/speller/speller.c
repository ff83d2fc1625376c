#include "base/base.h"

#include "speller/speller.h"

#include "base/buf.h"
#include "base/file.h"
#include "speller/forest.h"
#include "speller/particles.h"
#include "speller/work.h"

#include <stdlib.h>

/* Of the trained decision: from where a problem is shown to everybody, and on request; a bold edit
 * has to be surer. Chosen on the tuning sets and on news of 48 days that the decision was not
 * trained on (2026-11): 0.35 alarms in 10,000 characters at 0.84, 0.26 at 0.88, 0.45 at 0.80. At
 * 0.36 natural errors give their best F1 (0.32: more, but a third of the right sentences more are
 * false). */
static const struct border {
    float plain, bold;
} confirmed = { 0.84F, 0.95F }, confirmed_with_field = { 0.94F, 0.98F };
static const float suspect = 0.36F;
/* Of a 的 for 地 or 得, and of a 在 for 再, which the trained decision does not know: never
 * confirmed. */
static const float particle_score = 0.5F;
/* log10: what makes a text this much likelier where a known word stands is chance. */
static const float little_gain = 3;
/* Edits that gain less are not measured, in training neither, unless texts of the field have what
 * they make: half of all edits, and with an earlier forest four of 3,385 that were taken. */
static const float least_gain = 0.3F;

struct speller {
    struct book book;
    struct arena a;                                   /* the forests */
    struct forest plain, with_paragraphs, with_sites; /* by what `seen` is */
    struct ngrams *of_book;
    const struct ngrams *seen; /* texts of the field; NULL: the book's prose alone */
    uint64_t hash;
};

static enum rc read_decision(struct speller *s, const char *path, struct err *err)
{
    enum { MAX = 16 << 20 };
    AUTO(buf_done) struct buf b = { 0 };
    struct str text;

    if (file_read(path, MAX, &b, err) != RC_OK)
        return err->rc;
    text = buf_str(&b);
    s->hash = s->book.hash ^ str_hash(text);
    if (forest_read(&text, &s->a, &s->plain, err) != RC_OK ||
        forest_read(&text, &s->a, &s->with_paragraphs, err) != RC_OK ||
        forest_read(&text, &s->a, &s->with_sites, err) != RC_OK)
        return err->rc;
    return RC_OK;
}

enum rc speller_open(const char *book, const char *decision, struct speller **out, struct err *err)
{
    struct speller *s = calloc(1, sizeof(*s));

    ASSERT(s);
    if (book_open(book, &s->book, err) != RC_OK || read_decision(s, decision, err) != RC_OK) {
        speller_free(s);
        return err->rc;
    }
    s->of_book = ngrams_new(&s->book, NGRAMS_BY_PARAGRAPH, 0);
    *out = s;
    return RC_OK;
}

void speller_free(struct speller *s)
{
    if (!s)
        return;
    ngrams_free(s->of_book);
    book_close(&s->book);
    arena_done(&s->a);
    free(s);
}

void speller_freep(struct speller **s)
{
    speller_free(*s);
}

uint64_t speller_hash(const struct speller *s)
{
    return s->hash;
}

const struct book *speller_book(const struct speller *s)
{
    return &s->book;
}

void speller_set_seen(struct speller *s, const struct ngrams *seen)
{
    s->seen = seen;
}

struct speller_work *speller_work_new(void)
{
    struct speller_work *w = calloc(1, sizeof(*w));

    ASSERT(w);
    return w;
}

void speller_work_free(struct speller_work *w)
{
    free(w);
}

void speller_work_freep(struct speller_work **w)
{
    speller_work_free(*w);
}

/* Other texts have the pairs of characters that the edit makes with what is beside it. */
static bool has_support(const struct lattice *l, const struct ngrams *seen, const struct edit *e)
{
    const size_t end = e->begin + (size_t)e->n;
    const uint16_t left[] = { e->begin ? l->glyph[e->begin - 1] : 0, e->glyphs[0] };
    const uint16_t right[] = { e->glyphs[e->n - 1], end < l->n ? l->glyph[end] : 0 };

    return (!left[0] || ngrams_count(seen, left, 2)) && (!right[1] || ngrams_count(seen, right, 2));
}

/* Of the edits that gain little, only those are measured that texts of the field support. */
static bool is_measured(const struct lattice *l, const struct ngrams *field, const struct edit *e)
{
    return e->gain >= least_gain || (field && has_support(l, field, e));
}

void speller_visit(const struct book *b, const struct ngrams *seen, bool is_field,
                   struct speller_work *w, const struct run *run, edit_visitor *visit, void *ctx)
{
    lattice_build(b, seen, run, &w->lattice);
    edits_find(b, &w->lattice, seen, &w->edits);
    for (size_t i = 0; i < w->edits.n; i++) {
        float features[FEATURES];

        if (!is_measured(&w->lattice, is_field ? seen : NULL, &w->edits.edits[i]))
            continue;
        features_measure(b, &w->lattice, seen, &w->edits.edits[i], features);
        visit(ctx, &w->lattice, &w->edits.edits[i], features);
    }
}

/* The best edits that do not touch each other's place, from the best down. */
static void take_best(const struct book *b, struct speller_work *w)
{
    bool is_taken[RUN_MAX] = { false };

    w->n_taken = 0;
    for (;;) {
        const struct edit *e;
        size_t best = w->edits.n;
        bool is_free = true;

        for (size_t i = 0; i < w->edits.n; i++)
            if (w->scores[i] >= suspect && (best == w->edits.n || w->scores[i] > w->scores[best]))
                best = i;
        if (best == w->edits.n)
            return;
        e = &w->edits.edits[best];
        for (size_t i = e->begin; i < e->begin + (size_t)e->n; i++)
            is_free = is_free && !is_taken[i];
        if (is_free) {
            struct taken *t = &w->taken[w->n_taken++];

            *t = (struct taken){ .begin = e->begin,
                                 .n = e->n,
                                 .score = w->scores[best],
                                 .is_bold = w->is_bold[best],
                                 .is_in_name = features_is_in_name(b, &w->lattice, e),
                                 .reach = features_reach(b, &w->lattice, e) };
            memcpy(t->glyphs, e->glyphs, sizeof(t->glyphs));
            for (size_t i = e->begin; i < e->begin + (size_t)e->n; i++)
                is_taken[i] = true;
        }
        w->scores[best] = 0;
    }
}

static bool is_taken(const struct speller_work *w, size_t at)
{
    for (size_t i = 0; i < w->n_taken; i++)
        if (at >= w->taken[i].begin && at < w->taken[i].begin + (size_t)w->taken[i].n)
            return true;
    return false;
}

static void take_particles(const struct book *b, struct speller_work *w)
{
    struct particle found[RUN_MAX];
    const size_t n = particles_find(b, &w->lattice, found);

    for (size_t i = 0; i < n; i++)
        if (!is_taken(w, found[i].at))
            w->taken[w->n_taken++] = (struct taken){
                .begin = found[i].at, .n = 1, .glyphs = { found[i].meant }, .score = particle_score
            };
}

static const struct forest *decision(const struct speller *s)
{
    if (!s->seen)
        return &s->plain;
    return ngrams_by(s->seen) == NGRAMS_BY_SITE ? &s->with_sites : &s->with_paragraphs;
}

/* With texts of the field: none of them has what it makes. Without: it changes two characters at
 * once, or a known word for one that is little likelier. */
static bool is_bold(const struct speller *s, const struct lattice *l, const struct edit *e,
                    const float features[FEATURES])
{
    if (s->seen)
        return !has_support(l, s->seen, e);
    return e->n > 1 || (features[F_KNOWN_LENGTH] > 1 && features[F_GAIN] < little_gain);
}

static void look_at_run(const struct speller *s, struct speller_work *w, const struct run *run)
{
    const struct forest *forest = decision(s);
    const struct ngrams *seen = s->seen ? s->seen : s->of_book;

    lattice_build(&s->book, seen, run, &w->lattice);
    edits_find(&s->book, &w->lattice, seen, &w->edits);
    for (size_t i = 0; i < w->edits.n; i++) {
        const struct edit *e = &w->edits.edits[i];
        float features[FEATURES];

        w->scores[i] = 0;
        if (!is_measured(&w->lattice, s->seen, e))
            continue;
        features_measure(&s->book, &w->lattice, seen, e, features);
        w->scores[i] = forest_score(forest, features);
        w->is_bold[i] = is_bold(s, &w->lattice, e, features);
    }
    take_best(&s->book, w);
    take_particles(&s->book, w);
}

static bool recall(struct speller_work *w, const struct remembered *r)
{
    if (w->n_kept - r->at > KEPT_MAX)
        return false;
    for (w->n_taken = 0; w->n_taken < r->n; w->n_taken++)
        w->taken[w->n_taken] = w->kept[(r->at + w->n_taken) % KEPT_MAX];
    return true;
}

static void remember(struct speller_work *w, uint64_t hash, struct remembered *r)
{
    *r = (struct remembered){ .hash = hash, .at = w->n_kept, .n = w->n_taken };
    for (size_t i = 0; i < w->n_taken; i++)
        w->kept[w->n_kept++ % KEPT_MAX] = w->taken[i];
}

/* Fills w->taken, from memory when the same run was read before. */
static void read_run(const struct speller *s, struct speller_work *w, const struct run *run)
{
    const uint64_t whom =
        s->hash ^ (uint64_t)(uintptr_t)s->seen ^ (s->seen ? ngrams_ignored(s->seen) : 0);
    const struct str glyphs = str_from((const char *)run->glyph, run->n * sizeof(*run->glyph));
    const uint64_t marks = book_mix(1 + ((uint64_t)run->before << 8 | run->after));
    const uint64_t hash = book_mix(str_hash(glyphs) ^ whom ^ marks) | 1;
    struct remembered *r = &w->found[hash >> 8 & (FOUND_SLOTS - 1)];
    uint64_t *clean = &w->clean[hash >> 8 & (CLEAN_SLOTS - 1)];

    w->n_taken = 0;
    if (*clean == hash || (r->hash == hash && recall(w, r)))
        return;
    look_at_run(s, w, run);
    if (w->n_taken == 0)
        *clean = hash;
    else
        remember(w, hash, r);
}

static int by_begin(const void *a, const void *b)
{
    const struct taken *x = a, *y = b;

    return (x->begin > y->begin) - (x->begin < y->begin);
}

static void add(struct misspelling_list *l, size_t *cap, struct arena *a, struct misspelling m)
{
    if (l->n == *cap) {
        struct misspelling *grown = arena_array(a, struct misspelling, *cap ? *cap * 2 : 16);

        if (l->n)
            memcpy(grown, l->found, l->n * sizeof(*grown));
        l->found = grown;
        *cap = *cap ? *cap * 2 : 16;
    }
    l->found[l->n++] = m;
}

static void report(const struct speller *s, struct speller_work *w, const size_t *at,
                   struct arena *a, struct misspelling_list *out, size_t *cap)
{
    const struct border *border = s->seen ? &confirmed_with_field : &confirmed;

    if (w->n_taken)
        qsort(w->taken, w->n_taken, sizeof(*w->taken), by_begin);
    for (size_t i = 0; i < w->n_taken && out->n < SPELLER_FOUND_MAX; i++) {
        const struct taken *t = &w->taken[i];
        AUTO(buf_done) struct buf right = { 0 };

        for (size_t k = 0; k < t->n; k++)
            buf_add_rune(&right, s->book.facts[t->glyphs[k]].code_point);
        add(out, cap, a,
            (struct misspelling){ .at = at[t->begin],
                                  .n = at[t->begin + t->n] - at[t->begin],
                                  .right = arena_copy(a, buf_str(&right)),
                                  .score = (double)t->score,
                                  .is_confirmed =
                                      t->score >= (t->is_bold ? border->bold : border->plain),
                                  .is_in_name = t->is_in_name,
                                  .reach = t->reach });
    }
}

void speller_read(const struct speller *s, struct speller_work *w, struct str text, struct arena *a,
                  struct misspelling_list *out)
{
    struct run_cutter cutter = { .text = text };
    struct run run;
    size_t cap = 0;

    *out = (struct misspelling_list){ .n = 0 };
    while (out->n < SPELLER_FOUND_MAX && run_next(&s->book, &cutter, &run)) {
        read_run(s, w, &run);
        report(s, w, run.at, a, out, &cap);
    }
}
