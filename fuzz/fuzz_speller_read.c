/* Any bytes as a text to be proofread: places lie in the text, in order, and do not overlap. */
#include "base/base.h"

#include "base/arena.h"
#include "speller/speller.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct speller *open_speller(void)
{
    static const char *const books[] = { "speller.bin", "build/fuzz/speller.bin" };
    struct speller *s = NULL;
    struct err err = { 0 };

    for (size_t i = 0; i < COUNT_OF(books); i++)
        if (speller_open(books[i], XJ_SOURCE_DIR "/data/speller.txt", &s, &err) == RC_OK)
            return s;
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct speller *speller;
    static struct speller_work *work;
    static struct ngrams *seen;
    const struct str text = str_from((const char *)data, n);
    struct misspelling_list l;
    AUTO(arena_done) struct arena a = { 0 };
    size_t end = 0;

    if (!speller) {
        speller = open_speller();
        work = speller_work_new();
        seen = ngrams_new(NULL, NGRAMS_BY_PARAGRAPH, 1);
    }
    if (n > 4096)
        return 0;
    /* Every other text is read with, and put into, the texts of the field. */
    speller_set_seen(speller, n % 2 ? seen : NULL);
    if (n % 2)
        ngrams_add(seen, speller_book(speller), text, (uint32_t)n);
    speller_read(speller, work, text, &a, &l);
    for (size_t i = 0; i < l.n; i++) {
        ASSERT(l.found[i].at >= end && l.found[i].n > 0 && l.found[i].at + l.found[i].n <= n);
        end = l.found[i].at + l.found[i].n;
    }
    return 0;
}
