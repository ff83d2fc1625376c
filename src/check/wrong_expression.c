/*
 * wrong-expression: a fixed expression, a name, a post, an order or an institution written wrong.
 *
 * Basis: 单项否决 "严重表述错误"; the notices of 广东 and 汉中 list fixed expressions and serious
 * wrong characters. What is wrong stands in data/lexicon with source and days (docs/lexicon.md).
 * Ordinary typos are the check typo's.
 */
#include "base/base.h"

#include "check/wording.h"
#include "proof/proofread.h"

enum { P_SUSPECTS };

static const struct param params[] = {
    [P_SUSPECTS] = { .name = "suspects",
                     .unit = "",
                     .help = "1：疑似的表述也作为提示列出",
                     .min = 0,
                     .max = 1 },
};

static enum judged check_page(const struct check_ctx *c)
{
    return wording_check(c, &(struct wording){ .check = "wrong-expression",
                                               .engines = PROOF_LEXICON,
                                               .with_suspects = c->value[P_SUSPECTS] != 0 });
}

const struct check check_wrong_expression = {
    .id = "wrong-expression",
    .rev = 6,
    .title = "错误表述",
    .case_id = "A06",
    .params = params,
    .n_params = COUNT_OF(params),
    .needs_text = true,
    .reads_words = true,
    .reads_attachments = true,
    .reads_posts = true,
    .shows = true,
    .check_page = check_page,
};
