/* Any bytes as a picture that is to become a PDF. */
#include "base/base.h"

#include "attach/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(buf_done) struct buf pdf = { 0 };

    if (picture_as_pdf(str_from((const char *)data, n), &pdf))
        ASSERT(pdf.n == 0);
    else
        ASSERT(str_ends(buf_str(&pdf), STR("%%EOF\n")));
    return 0;
}
