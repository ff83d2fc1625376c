#include "base/base.h"

#include "app/lexicons.h"

#include "app/app.h"
#include "base/clock.h"

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

struct json *lexicons_json(const struct lexicon_set *set, int32_t today)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < set->n; i++) {
        const struct lexicon_about *about = &set->about[i];
        struct json *j = json_new_object();

        json_put_str(j, "name", about->name);
        json_put_str(j, "version", about->version);
        json_put_day(j, "made", about->made);
        if (about->made != DAY_NONE)
            json_put_int(j, "age_days", today - about->made);
        else
            json_put_null(j, "age_days");
        json_put_int(j, "entries", (int64_t)about->n_entries);
        json_add(list, j);
    }
    return list;
}
