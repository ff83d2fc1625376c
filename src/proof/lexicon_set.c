#include "base/base.h"

#include "proof/lexicon_set.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "proof/lexicon_file.h"

#include <dirent.h>
#include <stdlib.h>

enum { MANIFEST_BYTES_MAX = 1 << 20 };

/* false: no manifest that can be read. */
static bool read_manifest(const char *dir, struct arena *a, struct lexicon_about *out)
{
    AUTO(buf_done) struct buf text = { 0 };
    AUTO(json_freep) struct json *j = NULL;

    if (file_read(arena_printf(a, "%s/manifest.json", dir).p, MANIFEST_BYTES_MAX, &text, NULL) ||
        json_parse(buf_str(&text), &j, NULL))
        return false;
    *out = (struct lexicon_about){ .name = arena_copy(a, json_get_str(j, "name")),
                                   .version = arena_copy(a, json_get_str(j, "version")) };
    if (!day_parse(json_get_str(j, "made"), &out->made))
        out->made = DAY_NONE;
    return out->name.n > 0;
}

static enum rc add_lexicon(const char *dir, const struct fold_table *t, struct lexicon_about about,
                           struct lexicon_entries *entries, struct lexicon_set *out,
                           struct err *err)
{
    const size_t n_before = entries->n;
    enum rc rc;

    if (out->n == LEXICONS_MAX)
        return err_set(err, RC_LIMIT, "%s：词库多于 %d 个", dir, LEXICONS_MAX);
    if ((rc = lexicon_load_dir(dir, t, entries, err)))
        return rc;
    about.n_entries = entries->n - n_before;
    out->about[out->n++] = about;
    return RC_OK;
}

static void dir_closep(DIR **d)
{
    if (*d)
        (void)closedir(*d);
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The folders below `packages`, sorted; at most LEXICONS_MAX + 1. */
static size_t list_packages(const char *packages, struct arena *a, struct str *names)
{
    AUTO(dir_closep) DIR *d = packages ? opendir(packages) : NULL;
    const struct dirent *entry;
    size_t n = 0;

    while (d && n <= LEXICONS_MAX && (entry = readdir(d)))
        if (entry->d_name[0] != '.')
            names[n++] = arena_copy(a, str_of(entry->d_name));
    if (n)
        qsort(names, n, sizeof *names, by_bytes);
    return n;
}

enum rc lexicon_set_load(const char *dir, const char *packages, const struct fold_table *t,
                         struct lexicon_entries *entries, struct lexicon_set *out, struct err *err)
{
    struct arena *a = entries->a;
    struct str *names = arena_array(a, struct str, LEXICONS_MAX + 1);
    const size_t n = list_packages(packages, a, names);
    struct lexicon_about base = { .made = DAY_NONE }, about;
    bool is_replaced = false;
    enum rc rc = RC_OK;

    if (dir)
        (void)read_manifest(dir, a, &base);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        const char *own = arena_printf(a, "%s/%.*s", packages, STR_ARG(names[i])).p;

        if (!read_manifest(own, a, &about))
            continue;
        if (str_eq(about.name, base.name)) {
            if (about.made < base.made) /* the program brought a newer one since */
                continue;
            is_replaced = true;
        }
        rc = add_lexicon(own, t, about, entries, out, err);
    }
    if (rc == RC_OK && dir && !is_replaced)
        rc = add_lexicon(dir, t, base, entries, out, err);
    return rc;
}

struct json *lexicon_set_json(const struct lexicon_set *set, int32_t today)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < set->n; i++) {
        const struct lexicon_about *about = &set->about[i];
        struct json *j = json_new_object();

        json_put_text(j, "name", about->name);
        json_put_text(j, "version", about->version);
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
