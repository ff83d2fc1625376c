/* Any bytes as pictures of pages, one behind the other. */
#include "base/base.h"

#include "attach/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str rest = str_from((const char *)data, n);
    struct scan page;

    while (scan_take(&rest, &page)) {
        ASSERT(page.width && page.width <= SCAN_SIDE && page.height && page.height <= SCAN_SIDE);
        ASSERT((const char *)page.rgb + page.width * page.height * 3 == rest.p);
        (void)scan_has_red_head(&page);
        (void)scan_has_seal(&page);
    }
    return 0;
}
