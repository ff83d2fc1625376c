/*
 * Lexicons as packages: a zip archive of the files of a lexicon folder, with manifest.json (name,
 * version, day, SHA-256 of each file) and, once signed, signature (Ed25519 over the manifest).
 * Whatever was changed after signing is noticed. Format: docs/lexicon.md.
 */
#ifndef XJ_DESK_LEXICON_PACKAGE_H
#define XJ_DESK_LEXICON_PACKAGE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum { PACKAGE_BYTES_MAX = 64 << 20, PACKAGE_FILES_MAX = 200, PACKAGE_NAME_MAX = 60 };

struct package_file {
    struct str name; /* letters, digits, '_', '-', '.'; ends in .csv or .txt */
    struct str content;
};

/* Strings in the arena of the reader. */
struct lexicon_package {
    struct str name;      /* letters, digits, '_', '-' */
    struct str version;   /* digits and dots: 2026.11.28 */
    int32_t made;         /* day */
    struct str manifest;  /* as it stands in the archive: what is signed */
    struct str signature; /* empty: not signed */
    struct package_file *files;
    size_t n_files;
};

/*
 * Takes the files of a folder into *out, with a manifest.
 *
 * RC_USAGE: name or version. RC_IO, RC_LIMIT: the folder. RC_NOT_FOUND: it has no .csv.
 */
MUST_USE enum rc lexicon_package_collect(const char *dir, struct str name, struct str version,
                                         int32_t made, struct arena *a, struct lexicon_package *out,
                                         struct err *err);

/*
 * RC_SYNTAX: no package; a file was changed, is missing or is too much. `called` is how messages
 * call it. The signature is not looked at.
 */
MUST_USE enum rc lexicon_package_parse(const char *called, struct str bytes, struct arena *a,
                                       struct lexicon_package *out, struct err *err);
MUST_USE enum rc lexicon_package_read(const char *path, struct arena *a,
                                      struct lexicon_package *out, struct err *err);
MUST_USE enum rc lexicon_package_write(const struct lexicon_package *p, const char *path,
                                       struct err *err);

MUST_USE enum rc lexicon_package_sign(struct lexicon_package *p, const char *key_path,
                                      struct arena *a, struct err *err);
/* RC_NOT_FOUND: not signed, or with none of these public keys. */
MUST_USE enum rc lexicon_package_verify(const char *called, const struct lexicon_package *p,
                                        const char *const *keys, size_t n_keys, struct err *err);

/*
 * Writes the files into dir/NAME, instead of those of an earlier version.
 *
 * RC_IO. RC_USAGE: what is there was made later, and allows_older is false; nothing is written.
 */
MUST_USE enum rc lexicon_package_install(const struct lexicon_package *p, const char *dir,
                                         bool allows_older, struct arena *a, struct err *err);

#endif
