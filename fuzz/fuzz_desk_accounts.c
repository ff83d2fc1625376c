/* Any bytes as a list of accounts: what is taken keeps the promises of struct account. */
#include "base/base.h"

#include "desk/account_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct account_file f;
    struct err err = { 0 };
    const enum rc rc =
        account_file_parse(str_from((const char *)data, n), STR("lists"), &a, &f, &err);

    if (rc) {
        ASSERT(rc == RC_SYNTAX || rc == RC_LIMIT);
        ASSERT(err.text[0]);
        return 0;
    }
    for (size_t i = 0; i < f.accounts.n; i++) {
        const struct account *t = &f.accounts.accounts[i];

        ASSERT(account_id_is(t->id) && t->name.n && t->owner.n && t->region.n == 6);
        ASSERT(t->platform.n && t->state != ACCOUNT_STATE_NONE && t->n_menu <= MENU_ENTRIES_MAX);
        ASSERT(!t->source.n || t->source_is_file || str_starts(t->source, STR("http")));
        ASSERT((t->n_siblings > 0) == (t->state == ACCOUNT_RUNNING));
    }
    for (size_t i = 0; i < f.n_bad; i++)
        ASSERT(f.bad[i].reason.n && f.bad[i].line > 0);
    return 0;
}
