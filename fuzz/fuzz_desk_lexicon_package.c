/* Any bytes as a lexicon package: what is taken has good names and the files of its manifest. */
#include "base/base.h"

#include "desk/lexicon_package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct lexicon_package p;
    struct err err = { 0 };

    if (lexicon_package_parse("x", str_from((const char *)data, n), &a, &p, &err)) {
        ASSERT(err.text[0] != 0);
        return 0;
    }
    ASSERT(p.n_files > 0 && p.name.n > 0 && p.version.n > 0 && p.made != 0);
    for (size_t i = 0; i < p.n_files; i++)
        ASSERT(str_chr(p.files[i].name, '/') == STR_NONE && p.files[i].name.p[0] != '.');
    return 0;
}
