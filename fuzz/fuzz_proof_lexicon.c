/*
 * Any bytes as a lexicon and as a text: reader, matcher and rules. The first line that holds only
 * "=" divides the two. Every place that is found lies within the text, on borders of characters.
 */
#include "base/base.h"

#include "base/clock.h"
#include "proof/lexicon.h"
#include "proof/lexicon_file.h"
#include "proof/rules.h"
#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct fold_table *table;

static bool is_border(struct str text, size_t at)
{
    return at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
}

static void read_text(struct lexicon *l, struct str text, struct arena *a)
{
    struct problem_list found = { .a = a };
    const struct folded folded = fold(table, text, a);

    if (l)
        lexicon_find(l, &folded, day_of(2026, 11, 20), &found);
    rules_find(table, NULL, text, &found);
    rule_order(text, &found);
    problems_settle(&found);
    for (size_t i = 0; i < found.n; i++) {
        const struct problem *p = &found.problems[i];

        ASSERT(p->n > 0 && p->at <= text.n && p->n <= text.n - p->at);
        ASSERT(is_border(text, p->at) && is_border(text, p->at + p->n));
        ASSERT(i == 0 || found.problems[i - 1].at + found.problems[i - 1].n <= p->at);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(lexicon_freep) struct lexicon *l = NULL;
    struct str all = str_from((const char *)data, n);
    size_t n_bad;

    if (n == 0 || (!table && fold_table_new(&table, NULL)))
        return 0;
    all = charset_to_utf8(all, "utf-8", &a, &n_bad);

    const size_t at = str_find(all, STR("\n=\n"));
    const struct lexicon_source in = { .name = "x",
                                       .content = str_sub(all, 0, at),
                                       .similar = STR("近 进\n平 萍\n") };
    struct lexicon_entries entries = { .a = &a };

    if (lexicon_parse(&in, table, &entries, NULL) == RC_OK &&
        lexicon_new(&entries, &l, NULL) != RC_OK)
        return 0;
    read_text(l, at == STR_NONE ? all : str_skip(all, at + 3), &a);
    return 0;
}
