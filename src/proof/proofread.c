#include "base/base.h"

#include "proof/proofread.h"

#include "base/buf.h"
#include "proof/cited.h"
#include "proof/lexicon.h"
#include "proof/lexicon_file.h"
#include "proof/rules.h"
#include "proof/state_name.h"

#include <stdlib.h>

struct proofreader {
    struct arena a;
    struct fold_table *folding;
    struct lexicon_entries entries, words;
    struct lexicon_set set;
    struct lexicon *lexicon, *word_list;
    struct spelling *spelling;
    uint64_t hash;
};

/* ---- opening --------------------------------------------------------------------------------- */

static void hash_entries(struct buf *b, const struct lexicon_entries *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct lexicon_entry *e = &l->entries[i];

        buf_addf(b, "%.*s\t%.*s\t%s\t%d\t%d\t%d\n", STR_ARG(e->pattern), STR_ARG(e->right),
                 e->check, (int)e->grade, (int)e->from, (int)e->to);
        for (size_t k = 0; k < e->context.n; k++) {
            const struct condition *c = &e->context.conditions[k];

            buf_addf(b, "%d %d %zu", (int)c->side, (int)c->forbids, c->n_chars);
            for (size_t w = 0; w < c->n; w++)
                buf_addf(b, " %.*s", STR_ARG(c->words[w]));
        }
        buf_addf(b, "%d %d %d\n", e->context.outside_title, e->context.alone, e->context.not_past);
    }
}

static enum rc load(struct proofreader *p, const struct proof_data *data, struct err *err)
{
    enum rc rc = fold_table_new(&p->folding, err);

    if (rc == RC_OK)
        rc = lexicon_set_load(data->lexicon_dir, data->packages_dir, p->folding, &p->entries,
                              &p->set, err);
    for (size_t i = 0; rc == RC_OK && i < data->n_words; i++)
        rc = lexicon_load_words(data->words[i].p, p->folding, &p->words, err);
    if (rc == RC_OK)
        rc = lexicon_new(&p->entries, &p->lexicon, err);
    if (rc == RC_OK)
        rc = lexicon_new(&p->words, &p->word_list, err);
    return rc;
}

enum rc proofreader_open(const struct proof_data *data, struct proofreader **out, struct err *err)
{
    AUTO(proofreader_freep) struct proofreader *p = calloc(1, sizeof *p);
    AUTO(buf_done) struct buf said = { 0 };
    enum rc rc;

    ASSERT(p);
    p->entries.a = p->words.a = &p->a;
    if ((rc = load(p, data, err)))
        return rc;
    hash_entries(&said, &p->entries);
    hash_entries(&said, &p->words);
    p->hash = str_hash(buf_str(&said));
    p->spelling = spelling_open(&data->spelling);
    *out = p;
    p = NULL;
    return RC_OK;
}

void proofreader_free(struct proofreader *p)
{
    if (!p)
        return;
    lexicon_free(p->lexicon);
    lexicon_free(p->word_list);
    fold_table_free(p->folding);
    spelling_free(p->spelling);
    arena_done(&p->a);
    free(p);
}

void proofreader_freep(struct proofreader **p)
{
    proofreader_free(*p);
    *p = NULL;
}

uint64_t proofreader_hash(const struct proofreader *p)
{
    return p->hash ^ spelling_hash(p->spelling);
}

struct spelling *proofreader_spelling(struct proofreader *p)
{
    return p->spelling;
}

const struct lexicon_set *proofreader_lexicons(const struct proofreader *p)
{
    return &p->set;
}

bool proofreader_has_words(const struct proofreader *p)
{
    return p->words.n > 0;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Lessons in spelling and notices of inspections name the mistakes that they are about. Words of a
 * campaign are to be gone everywhere. */
static void drop_cited(struct str text, struct problem_list *l, size_t from)
{
    size_t n = from;

    for (size_t i = from; i < l->n; i++)
        if (str_eq(str_of(l->problems[i].check), STR("campaign-word")) ||
            !cited_as_wrong(text, l->problems[i].at, l->problems[i].n, l->problems[i].right))
            l->problems[n++] = l->problems[i];
    l->n = n;
}

void proofread(struct proofreader *p, struct str text, const struct proof_options *options,
               struct problem_list *out)
{
    const unsigned engines = options->engines ? options->engines : PROOF_ALL;
    const size_t n_before = out->n;

    if (engines & (PROOF_LEXICON | PROOF_WORDS)) {
        const struct folded folded = fold(p->folding, text, out->a);

        if (engines & PROOF_LEXICON) {
            lexicon_find(p->lexicon, &folded, options->day, out);
            state_name_find(&folded, out);
        }
        if (engines & PROOF_WORDS)
            lexicon_find(p->word_list, &folded, options->day, out);
    }
    if (engines & PROOF_RULES)
        rules_find(p->folding, spelling_book(p->spelling), text, out);
    if (engines & PROOF_ORDER)
        rule_order(text, out);
    if (engines & PROOF_TYPOS)
        spelling_find_typos(p->spelling, text, options->is_wrapped, out);
    if (engines & PROOF_ENGLISH)
        spelling_find_english(p->spelling, text, out);
    drop_cited(text, out, n_before);
    problems_settle(out);
}
