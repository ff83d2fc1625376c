#include "base/base.h"

#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const names[] = { "utf-8",    "gbk",          "big5",      "utf-16le",
                                         "utf-16be", "windows-1252", "shift_jis", "euc-kr" };
    struct arena a = { 0 };
    const struct str s = str_from((const char *)data, n);
    struct str header = { 0 }, body = s;
    size_t n_bad;

    (void)str_cut(s, '\n', &header, &body);

    const struct charset_guess g = charset_detect(body, header);

    ASSERT(g.name && g.bom <= body.n);

    const struct str content = str_skip(body, g.bom);
    const struct str text = charset_to_utf8(content, g.name, &a, &n_bad);

    ASSERT(charset_is_utf8(text) && str_chr(text, 0) == STR_NONE);
    ASSERT(!g.is_clean || (text.p == content.p && n_bad == 0));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct str other = charset_to_utf8(content, names[i], &a, &n_bad);

        ASSERT(charset_is_utf8(other) && str_chr(other, 0) == STR_NONE);
        (void)charset_from_utf8(content, names[i], &a);
    }
    (void)charset_of_label(header);
    arena_done(&a);
    return 0;
}
