/*
 * misspelling: English words that are a slip away from one that exists.
 *
 * Basis: the notices list misspelt English on foreign-language pages and in headings (case A08).
 * Names, abbreviations and terms are not judged (speller/english.h). Without the dictionaries it
 * cannot judge.
 */
#include "base/base.h"

#include "check/wording.h"
#include "proof/proofread.h"
#include "proof/spelling.h"

static enum judged check_page(const struct check_ctx *c)
{
    const struct spelling *s = c->proofreader ? proofreader_spelling(c->proofreader) : NULL;

    if (!s)
        return cannot_judge(c, "没有装入英语词典");
    if (spelling_lacks_english(s))
        return cannot_judge(c, arena_printf(c->a, "%s", spelling_lacks_english(s)).p);
    return wording_check(
        c, &(struct wording){ .check = "misspelling", .engines = PROOF_LEXICON | PROOF_ENGLISH });
}

const struct check check_misspelling = {
    .id = "misspelling",
    .rev = 4,
    .title = "英语拼写错误",
    .case_id = "A08",
    .needs_text = true,
    .reads_words = true,
    .reads_attachments = true,
    .check_page = check_page,
};
