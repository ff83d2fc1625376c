#include "base/base.h"

#include "app/lexicons.h"

#include "app/app.h"

#include <stdlib.h>

const char *lexicons_packages_dir(struct arena *a)
{
    const char *given = getenv("XUNJIAN_LEXICONS");

    return given ? given : app_data_path("lexicons", a);
}

struct proof_data lexicons_data(struct arena *a, const struct str *words, size_t n_words)
{
    return (struct proof_data){ .lexicon_dir = app_data_path("lexicon", a),
                                .packages_dir = lexicons_packages_dir(a),
                                .words = words,
                                .n_words = n_words };
}
