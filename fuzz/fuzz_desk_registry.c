/* Any bytes as a list of sites, CSV or .xlsx: what is taken keeps the promises of struct site. */
#include "base/base.h"

#include "desk/list_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct list_file f;
    struct err err = { 0 };
    const enum rc rc =
        list_file_parse(REGISTRY_SITES, str_from((const char *)data, n), &a, &f, &err);

    if (rc) {
        ASSERT(rc == RC_SYNTAX || rc == RC_LIMIT);
        ASSERT(err.text[0]);
        return 0;
    }
    for (size_t i = 0; i < f.n; i++) {
        const struct site *s = &list_file_sites(&f, &a).sites[i];

        ASSERT(s->code.n == 10 && s->name.n && s->sponsor.n && s->region.n == 6);
        ASSERT(str_starts(s->home, STR("http://")) || str_starts(s->home, STR("https://")));
        ASSERT(s->type != SITE_TYPE_NONE && s->state != SITE_STATE_NONE);
    }
    for (size_t i = 0; i < f.n_bad; i++)
        ASSERT(f.bad[i].reason.n && f.bad[i].line > 0);
    return 0;
}
