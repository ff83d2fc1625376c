/* Any bytes as the speller's book: refused, or sound enough to look words up in. */
#include "base/base.h"

#include "speller/book.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char *copy = aligned_alloc(64, (n + 64) & ~(size_t)63);
    struct book b;
    struct err err = { 0 };

    if (!copy)
        return 0;
    if (n)
        memcpy(copy, data, n);
    if (book_read(str_from(copy, n), &b, &err) == RC_OK)
        (void)book_word(&b, (const uint16_t[]){ 1, 2 }, 2);
    free(copy);
    return 0;
}
