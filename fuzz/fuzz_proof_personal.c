#include "base/base.h"

#include "proof/personal.h"

#include "base/clock.h"
#include "text/identity.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const words[PERSONAL_LISTS_N] = {
        [PERSONAL_SAMPLE] = "样例",  [PERSONAL_OTHER] = "编号",   [PERSONAL_CARD] = "卡号",
        [PERSONAL_ACCOUNT] = "专户", [PERSONAL_PRIVATE] = "低保", [PERSONAL_OFFICE] = "局长",
        [PERSONAL_HEAD] = "姓名",    [PERSONAL_HOME] = "住址",
    };
    AUTO(arena_done) struct arena a = { 0 };
    struct personal_rules rules = { .today = day_of(2026, 11, 20) };
    struct problem_list found = { .a = &a };
    struct str lists[PERSONAL_LISTS_N];
    const struct str text = str_from((const char *)data, n);

    for (size_t i = 0; i < PERSONAL_LISTS_N; i++) {
        lists[i] = str_of(words[i]);
        rules.list[i] = (struct personal_words){ &lists[i], 1 };
    }
    personal_find(text, &rules, &found);
    for (size_t i = 0; i < found.n; i++) {
        const struct problem *p = &found.problems[i];

        ASSERT(p->n > 0 && p->at + p->n <= n && p->masked.n > 0);
        ASSERT((int)personal_kind_of(p) < PERSONAL_KINDS_N);
    }
    ASSERT(personal_mask(text, &a).n <= n);
    return 0;
}
