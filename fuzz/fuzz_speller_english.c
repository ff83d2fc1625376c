/* Any bytes as a text with English words. */
#include "base/base.h"

#include "base/arena.h"
#include "speller/english.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct english *english;
    struct misspelling_list l;
    struct err err = { 0 };
    AUTO(arena_done) struct arena a = { 0 };

    if (!english &&
        english_open("/usr/share/hunspell", XJ_SOURCE_DIR "/data/english.txt", &english, &err))
        abort();
    if (n > 2048)
        return 0;
    english_read(english, str_from((const char *)data, n), &a, &l);
    for (size_t i = 0; i < l.n; i++)
        ASSERT(l.found[i].n > 0 && l.found[i].at + l.found[i].n <= n);
    return 0;
}
