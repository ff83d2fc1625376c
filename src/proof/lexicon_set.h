/*
 * All lexicons that are at hand: the one that comes with the program and packages that were
 * installed (`xunjian lexicon install`). Each is a folder of files with a manifest.json that names
 * it.
 */
#ifndef XJ_PROOF_LEXICON_SET_H
#define XJ_PROOF_LEXICON_SET_H

#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "proof/lexicon.h"

enum { LEXICONS_MAX = 50 };

/* What reports say of a lexicon. Strings in the arena of the entries. */
struct lexicon_about {
    struct str name, version; /* empty: the folder has no manifest */
    int32_t made;             /* day; DAY_NONE: not known */
    size_t n_entries;
};

struct lexicon_set {
    struct lexicon_about about[LEXICONS_MAX];
    size_t n;
};

/*
 * Adds the entries of the folder `dir`, then those of the packages below `packages` by name. A
 * package of the same name as `dir`'s lexicon stands in its place, unless it was made before it:
 * then it is left out.
 *
 *   dir       NULL: none
 *   packages  NULL or not there: none. Folders in it without a manifest are left out
 *
 * Errors as those of lexicon_load_dir, and RC_LIMIT: more than LEXICONS_MAX.
 */
MUST_USE enum rc lexicon_set_load(const char *dir, const char *packages, const struct fold_table *t,
                                  struct lexicon_entries *entries, struct lexicon_set *out,
                                  struct err *err);

/* An array with name, version, made, age_days and entries of each. Gives. */
struct json *lexicon_set_json(const struct lexicon_set *set, int32_t today);

#endif
