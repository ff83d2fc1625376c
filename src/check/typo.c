/*
 * typo: wrong, missing or doubled characters that are no fixed expression's.
 *
 * Basis: 单项否决 and 扣分 "错别字" of the inspection indicators; the notices list them page by
 * page. Found by the rules of proof/ (repetition, marks) and by the language model
 * (docs/architecture.md). Only confirmed ones unless `suspects` says otherwise. What the page says
 * three times in the same words it means, and so does what several hosts say (crawl/terms.h).
 * Without the speller's data the check cannot judge; the rules are then heard all the same.
 */
#include "base/base.h"

#include "check/wording.h"
#include "proof/proofread.h"
#include "proof/spelling.h"

enum { P_SUSPECTS };

static const struct param params[] = {
    [P_SUSPECTS] = { .name = "suspects",
                     .unit = "",
                     .help = "1：疑似的错别字也作为提示列出",
                     .min = 0,
                     .max = 1 },
};

static enum judged check_page(const struct check_ctx *c)
{
    const struct wording w = { .check = "typo",
                               .engines = PROOF_LEXICON | PROOF_RULES | PROOF_TYPOS,
                               .with_suspects = c->value[P_SUSPECTS] != 0,
                               .skips_garbled = true };
    const enum judged judged = wording_check(c, &w);
    const struct spelling *s = c->proofreader ? proofreader_spelling(c->proofreader) : NULL;

    if (judged != JUDGED)
        return judged;
    if (!s)
        return cannot_judge(c, "没有装入校对数据");
    if (spelling_lacks_book(s))
        return cannot_judge(c, arena_printf(c->a, "%s", spelling_lacks_book(s)).p);
    return JUDGED;
}

const struct check check_typo = {
    .id = "typo",
    .rev = 8,
    .title = "错别字",
    .case_id = "A07",
    .params = params,
    .n_params = COUNT_OF(params),
    .needs_text = true,
    .reads_words = true,
    .reads_attachments = true,
    .reads_posts = true,
    .check_page = check_page,
};
