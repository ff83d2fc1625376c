#include "base/base.h"

#include "api/opening.h"

#include "archive/warc.h"
#include "desk/finding_opening.h"
#include "text/charset.h"

static opener_work *const works[OPENING_WORKS_N] = {
    [OPENING_FINDING] = finding_opening_work,
};

/* Tables of charsets and of digests are loaded from files. */
static void prepare(void)
{
    char digest[WARC_DIGEST_BYTES];
    const struct str nothing = { 0 };

    charset_prepare();
    (void)warc_digest(&nothing, 1, digest);
}

const struct opener_options api_opener = {
    .works = works,
    .n_works = OPENING_WORKS_N,
    .prepare = prepare,
};
