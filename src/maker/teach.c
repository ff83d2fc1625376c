#include "base/base.h"

#include "maker/teach.h"

#include "base/file.h"
#include "maker/grow.h"
#include "maker/hanzi.h"
#include "maker/slips.h"
#include "speller/ngrams.h"
#include "speller/speller.h"
#include "speller/work.h"

#include <errno.h>

enum {
    BLOCK = 300,     /* paragraphs that go the same way: learnt from, or counted */
    SHARES = 8,      /* of the blocks, the first is learnt from */
    TIMES_MAX = 12,  /* that one text is read */
    FOLDS = 8,       /* of the prose: one is learnt from, with the counts of the others */
    FOLD_BLOCK = 12, /* paragraphs that go the same way */
    EXAMPLES_MAX = 1 << 22,
    NGRAM_MEGABYTES = 64,
};
/* Of the runs; the others stay as they are. All these shares are chosen by eye. */
static const double share_with_slip = 0.2, share_with_second = 0.1;
/* Those others stand for all text without slips, of which there is far more than here. */
static const float clean_weight = 4;
/* Runs of the prose to those of all other texts. */
static const double prose_share = 0.33;

struct lesson {
    const struct book *b;
    struct speller_work *work;
    struct lattice *original;
    struct chance chance;
    struct example *examples;
    size_t n, n_runs, n_slips, n_found;
    const struct ngrams *seen;
    bool is_field;        /* that is what `seen` has */
    bool has_slip, found; /* the run at hand */
};

static bool is_right(const struct lattice *original, const struct lattice *l, const struct edit *e)
{
    bool changes = false;

    for (size_t i = 0; i < e->n; i++) {
        if (e->glyphs[i] != original->glyph[e->begin + i])
            return false;
        changes = changes || e->glyphs[i] != l->glyph[e->begin + i];
    }
    return changes;
}

static void learn_edit(void *ctx, const struct lattice *l, const struct edit *e,
                       const float features[FEATURES])
{
    struct lesson *t = ctx;
    struct example *x;

    if (t->n == EXAMPLES_MAX)
        return;
    x = &t->examples[t->n++];
    memcpy(x->features, features, sizeof(x->features));
    x->weight = t->has_slip ? 1 : clean_weight;
    x->is_right = is_right(t->original, l, e);
    t->found = t->found || x->is_right;
}

static void learn_run(struct lesson *t, const struct run *run)
{
    struct run slipped = *run;

    t->has_slip = false;
    lattice_build(t->b, NULL, run, t->original);
    if (chance_real(&t->chance) < share_with_slip) {
        for (int tries = 0; tries < 8 && !t->has_slip; tries++)
            t->has_slip = slip_make(t->b, t->original, &t->chance, slipped.glyph);
        if (chance_real(&t->chance) < share_with_second)
            (void)slip_make(t->b, t->original, &t->chance, slipped.glyph);
    }
    t->found = false;
    t->n_runs++;
    speller_visit(t->b, t->seen, t->is_field, t->work, &slipped, learn_edit, t);
    t->n_slips += t->has_slip;
    t->n_found += t->has_slip && t->found;
}

/* The runs of a paragraph, some of them chosen by chance. */
static void learn_paragraph(struct lesson *t, struct str line, double share)
{
    struct run_cutter cutter = { .text = line };
    struct run run;

    while (run_next(t->b, &cutter, &run))
        if (run.n >= 2 && chance_real(&t->chance) < share)
            learn_run(t, &run);
}

static size_t block_of(size_t line)
{
    return line / BLOCK % SHARES;
}

/* The first text is of the field: most of it is counted. Of the others, all is learnt from. */
static bool is_learnt(size_t text, size_t line)
{
    return text > 0 || block_of(line) == 0;
}

/* Of the blocks that are not learnt from, the first `last`; a block is a site. */
static struct ngrams *count_text(const struct book *b, struct str text, enum ngrams_by by,
                                 size_t last)
{
    struct ngrams *seen = ngrams_new(b, by, NGRAM_MEGABYTES);
    uint32_t number = 0;
    struct str line;

    for (; str_line(&text, &line); number++)
        if (block_of(number) >= 1 && block_of(number) <= last)
            ngrams_add(seen, b, line, by == NGRAMS_BY_SITE ? number / BLOCK : number);
    return seen;
}

/* Runs that may be learnt from. */
static size_t count_runs(const struct book *b, struct str text, size_t number)
{
    size_t n = 0, line_number = 0;
    struct str line;

    for (; str_line(&text, &line); line_number++) {
        struct run_cutter cutter = { .text = line };
        struct run run;

        while (is_learnt(number, line_number) && run_next(b, &cutter, &run))
            n += run.n >= 2;
    }
    return n;
}

/* Of each text the same number of runs, whatever its size: a short one is read several times, with
 * other slips. */
static void learn_texts(struct lesson *t, const struct str *texts, size_t n_texts, double n_runs)
{
    for (size_t i = 0; i < n_texts; i++) {
        double left = n_runs / (double)n_texts / (double)(count_runs(t->b, texts[i], i) + 1);

        for (size_t time = 0; time < TIMES_MAX && left > 0; time++, left -= 1) {
            struct str text = texts[i], line;
            size_t line_number = 0;

            for (; str_line(&text, &line); line_number++)
                if (is_learnt(i, line_number))
                    learn_paragraph(t, line, left);
        }
    }
}

static bool is_in_fold(size_t line, size_t fold)
{
    return line / FOLD_BLOCK % FOLDS == fold;
}

/* What the prose has but for one fold. */
static struct ngrams *count_other_folds(const struct book *b, const struct str *prose, size_t n,
                                        size_t fold)
{
    struct ngrams *seen = ngrams_new(NULL, NGRAMS_BY_PARAGRAPH, NGRAM_MEGABYTES);
    uint32_t number = 0;

    for (size_t i = 0; i < n; i++) {
        struct str text = prose[i], line;

        for (size_t k = 0; str_line(&text, &line); k++, number++)
            if (!is_in_fold(k, fold))
                ngrams_add(seen, b, line, number);
    }
    return seen;
}

static void learn_fold(struct lesson *t, const struct str *prose, size_t n, size_t fold,
                       double share)
{
    for (size_t i = 0; i < n; i++) {
        struct str text = prose[i], line;

        for (size_t k = 0; str_line(&text, &line); k++)
            if (is_in_fold(k, fold))
                learn_paragraph(t, line, share);
    }
}

/* The prose is in the book: read with its own counts it would look better known than any text. */
static void learn_prose(struct lesson *t, const struct str *prose, size_t n, double n_runs)
{
    double n_all = 1;

    for (size_t i = 0; i < n; i++)
        n_all += (double)count_runs(t->b, prose[i], 1);
    for (size_t fold = 0; fold < FOLDS; fold++) {
        AUTO(ngrams_freep) struct ngrams *seen = count_other_folds(t->b, prose, n, fold);
        double left = n_runs / n_all;

        t->seen = seen;
        for (size_t time = 0; time < TIMES_MAX && left > 0; time++, left -= 1)
            learn_fold(t, prose, n, fold, left);
    }
    t->seen = NULL;
}

static void grow(struct lesson *t, const struct teach_options *o, struct buf *out)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct grow_options grown = {
        .n_features = FEATURES, .n_trees = 300, .n_leaves = 31, .rate = 0.08, .least_weight = 6
    };
    struct forest f;

    if (o->progress)
        fprintf(o->progress, "学习：%zu 段，错 %zu 处，其中候选覆盖 %zu 处，样例 %zu 条\n",
                t->n_runs, t->n_slips, t->n_found, t->n);
    forest_grow(t->examples, t->n, &grown, &a, &f);
    forest_write(&f, out);
    t->n = t->n_runs = t->n_slips = t->n_found = 0;
}

enum rc teach(const struct book *b, const struct teach_options *o, const char *path,
              struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf out = { 0 };
    AUTO(file_closep) FILE *f = NULL;
    AUTO(speller_work_freep) struct speller_work *work = speller_work_new();
    AUTO(ngrams_freep) struct ngrams *none = ngrams_new(b, NGRAMS_BY_PARAGRAPH, 0);
    struct str *texts = arena_array(&a, struct str, o->n_texts);
    struct str *prose = arena_array(&a, struct str, o->n_prose + 1);
    struct lesson t = { .b = b, .work = work, .chance = { o->seed } };

    for (size_t i = 0; i < o->n_texts; i++)
        if (maker_read(o->texts[i], &a, &texts[i], err) != RC_OK)
            return err->rc;
    for (size_t i = 0; i < o->n_prose; i++)
        if (maker_read(o->prose[i], &a, &prose[i], err) != RC_OK)
            return err->rc;
    t.original = arena_array(&a, struct lattice, 1);
    t.examples = arena_array(&a, struct example, EXAMPLES_MAX);
    learn_prose(&t, prose, o->n_prose, (double)o->n_runs * prose_share);
    t.seen = none;
    learn_texts(&t, texts, o->n_texts, (double)o->n_runs);
    if (!t.n)
        return err_set(err, RC_SYNTAX, "训练文本太少");
    grow(&t, o, &out);
    t.is_field = true;
    for (enum ngrams_by by = NGRAMS_BY_PARAGRAPH; by <= NGRAMS_BY_SITE; by++) {
        AUTO(ngrams_freep) struct ngrams *many = count_text(b, texts[0], by, SHARES - 1);
        AUTO(ngrams_freep) struct ngrams *few = count_text(b, texts[0], by, 1);

        t.seen = many;
        learn_texts(&t, texts, o->n_texts, (double)o->n_runs / 2);
        t.seen = few;
        learn_texts(&t, texts, o->n_texts, (double)o->n_runs / 2);
        grow(&t, o, &out);
    }
    f = fopen(path, "wb");
    if (!f || fwrite(out.p, 1, out.n, f) != out.n || fflush(f) != 0)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    return RC_OK;
}
