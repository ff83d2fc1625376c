/*
 * campaign-word: words that were ordered to be cleaned up and are still there.
 *
 * Basis: 关键信息清理 in the notices of 广东 and 天津: three rounds later leftovers are still
 * found. The words are the user's (`inspect --words FILE`); without a list the check does not run,
 * and what was found stays open.
 */
#include "base/base.h"

#include "check/wording.h"
#include "proof/proofread.h"

static enum judged check_page(const struct check_ctx *c)
{
    return wording_check(c, &(struct wording){ .check = "campaign-word", .engines = PROOF_WORDS });
}

const struct check check_campaign_word = {
    .id = "campaign-word",
    .rev = 2,
    .title = "清理词语",
    .case_id = "A31",
    .needs_text = true,
    .reads_words = true,
    .needs_words = true,
    .reads_attachments = true,
    .check_page = check_page,
};
