#include "base/base.h"

#include "proof/lexicon.h"

#include "base/clock.h"

#include <hs.h>
#include <stdlib.h>
#include <string.h>

struct lexicon {
    const struct lexicon_entry *entries;
    size_t n;
    hs_database_t *db; /* NULL when there are no entries */
    hs_scratch_t *scratch;
};

void lexicon_entries_add(struct lexicon_entries *l, struct lexicon_entry e)
{
    if (l->n == l->cap) {
        const size_t cap = l->cap ? 2 * l->cap : 256;
        struct lexicon_entry *more = arena_array(l->a, struct lexicon_entry, cap);

        if (l->n)
            memcpy(more, l->entries, l->n * sizeof *more);
        l->entries = more;
        l->cap = cap;
    }
    l->entries[l->n++] = e;
}

/* ---- compiling ------------------------------------------------------------------------------- */

static bool has_letter(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (char_lower(s.p[i]) >= 'a' && char_lower(s.p[i]) <= 'z')
            return true;
    return false;
}

static enum rc compile(struct lexicon *l, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    const char **patterns = arena_array(&a, const char *, l->n);
    size_t *lengths = arena_array(&a, size_t, l->n);
    unsigned *flags = arena_array(&a, unsigned, l->n);
    unsigned *ids = arena_array(&a, unsigned, l->n);
    hs_compile_error_t *why = NULL;

    for (size_t i = 0; i < l->n; i++) {
        patterns[i] = arena_copy(&a, l->entries[i].pattern).p;
        lengths[i] = l->entries[i].pattern.n;
        flags[i] = has_letter(l->entries[i].pattern) ? HS_FLAG_CASELESS : 0;
        ids[i] = (unsigned)i;
    }
    if (hs_compile_lit_multi(patterns, flags, ids, lengths, (unsigned)l->n, HS_MODE_BLOCK, NULL,
                             &l->db, &why) != HS_SUCCESS) {
        (void)err_set(err, RC_UNSUPPORTED, "词库无法编译：%s", why ? why->message : "原因不明");
        (void)hs_free_compile_error(why);
        return RC_UNSUPPORTED;
    }
    if (hs_alloc_scratch(l->db, &l->scratch) != HS_SUCCESS)
        abort();
    return RC_OK;
}

enum rc lexicon_new(const struct lexicon_entries *entries, struct lexicon **out, struct err *err)
{
    AUTO(lexicon_freep) struct lexicon *l = calloc(1, sizeof *l);
    enum rc rc = RC_OK;

    ASSERT(l && entries->n <= LEXICON_ENTRIES_MAX);
    l->entries = entries->entries;
    l->n = entries->n;
    if (l->n && (rc = compile(l, err)))
        return rc;
    *out = l;
    l = NULL;
    return RC_OK;
}

void lexicon_free(struct lexicon *l)
{
    if (!l)
        return;
    (void)hs_free_scratch(l->scratch);
    (void)hs_free_database(l->db);
    free(l);
}

void lexicon_freep(struct lexicon **l)
{
    lexicon_free(*l);
    *l = NULL;
}

/* ---- finding --------------------------------------------------------------------------------- */

struct search {
    const struct lexicon *lexicon;
    const struct folded *text;
    int32_t day;
    struct problem_list *out;
};

static bool counts_on(const struct lexicon_entry *e, int32_t day)
{
    if (e->from == DAY_NONE && e->to == DAY_NONE)
        return true;
    return day != DAY_NONE && (e->from == DAY_NONE || day >= e->from) &&
           (e->to == DAY_NONE || day <= e->to);
}

/* The text has the right expression there, and the wrong one is a part of it. */
static bool is_part_of_right(const struct lexicon_entry *e, struct str text, size_t at)
{
    for (size_t from = 0; from + e->pattern.n <= e->right.n; from++) {
        const size_t next = str_find(str_skip(e->right, from), e->pattern);

        if (next == STR_NONE)
            return false;
        from += next;
        if (at >= from && str_starts(str_skip(text, at - from), e->right))
            return true;
    }
    return false;
}

/* Words that white space was taken out of: short ones are chance, where two words meet. */
static bool is_split(const struct lexicon_entry *e, struct str original)
{
    enum { SHORT_CHARS = 4 };

    return str_has(original, STR(" ")) && str_chars(e->pattern) < SHORT_CHARS;
}

static struct problem problem_of(const struct lexicon_entry *e, const struct folded *text,
                                 struct str original)
{
    static const double score[] = {
        [LEXICON_SUSPECT] = 0.6,
        [LEXICON_PLAIN] = 0.96,
        [LEXICON_SERIOUS] = 0.99,
    };

    return (struct problem){
        .at = (size_t)(original.p - text->original.p),
        .n = original.n,
        .right = e->right,
        .check = e->check,
        .class = e->class,
        .source = e->source,
        .score = score[e->grade],
        .level = e->grade == LEXICON_SUSPECT ? PROBLEM_SUSPECT : PROBLEM_CONFIRMED,
        .is_of_its_day = e->from != DAY_NONE || e->to != DAY_NONE,
        .is_serious = e->grade == LEXICON_SERIOUS,
    };
}

static int take(unsigned id, unsigned long long from, unsigned long long end, unsigned flags,
                void *context)
{
    struct search *s = context;
    const struct lexicon_entry *e = &s->lexicon->entries[id];
    const size_t at = (size_t)end - e->pattern.n;
    int year = 0, month, mday;

    (void)from;
    (void)flags;
    if (!counts_on(e, s->day) || is_part_of_right(e, s->text->text, at))
        return 0;
    if (e->from != DAY_NONE)
        day_split(e->from, &year, &month, &mday);
    if (!context_fits(&e->context, s->text->text, at, e->pattern.n, year))
        return 0;
    const struct str original = fold_original(s->text, at, e->pattern.n);

    if (!is_split(e, original))
        problems_add(s->out, problem_of(e, s->text, original));
    return 0;
}

void lexicon_find(struct lexicon *l, const struct folded *text, int32_t day,
                  struct problem_list *out)
{
    /* The library counts in 32 bits; no text of ours comes near. */
    const unsigned n = text->text.n > UINT32_MAX / 2 ? UINT32_MAX / 2 : (unsigned)text->text.n;
    struct search s = { .lexicon = l, .text = text, .day = day, .out = out };

    if (l->db && n)
        (void)hs_scan(l->db, text->text.p, n, 0, l->scratch, take, &s);
}
