/* Header fields of a hostile server. */
#include "base/base.h"

#include "net/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_view(struct str whole, struct str part)
{
    ASSERT(part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct str headers = str_from((const char *)data, size);
    struct answer_fields f;

    answer_fields_read(headers, &f);
    check_view(headers, f.content_type);
    check_view(headers, f.location);
    check_view(headers, f.etag);
    check_view(headers, f.last_modified);
    check_view(headers, f.content_encoding);
    (void)answer_encoding_is_known(f.content_encoding);
    return 0;
}
