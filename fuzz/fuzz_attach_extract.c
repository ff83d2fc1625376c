#include "base/base.h"

#include "attach/extract.h"
#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void count_pdf(void *ctx, struct str name, struct str bytes)
{
    (void)name;
    *(size_t *)ctx += bytes.n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(lines_done) struct lines out = { 0 };
    size_t n_pdf = 0;
    const enum attach_outcome o =
        extract_text(str_from((const char *)data, n), &out, count_pdf, &n_pdf);

    ASSERT((int)o >= 0 && (int)o < ATTACH_OUTCOMES_N);
    ASSERT(out.text.n <= ATTACH_TEXT_MAX && charset_is_utf8(buf_str(&out.text)));
    ASSERT(o != ATTACH_READ || !out.is_cut);
    return 0;
}
