/* data/lexicon/: files -> entries. Format: docs/lexicon.md. */
#ifndef XJ_PROOF_LEXICON_FILE_H
#define XJ_PROOF_LEXICON_FILE_H

#include "base/base.h"
#include "base/err.h"
#include "proof/lexicon.h"

enum { LEXICON_FILE_BYTES_MAX = 16 << 20, LEXICON_FILES_MAX = 200 };

/*
 * Adds the entries of all *.csv of a folder, in the order of their names. Near-miss forms of names
 * are made with the folder's similar.txt and without the words of its real.txt.
 *
 * RC_IO, RC_LIMIT: a file cannot be read or is too large. RC_SYNTAX: the sentence has file, line
 * and reason; *out may then hold some of the entries.
 */
MUST_USE enum rc lexicon_load_dir(const char *dir, const struct fold_table *t,
                                  struct lexicon_entries *out, struct err *err);

/*
 * The same for the content of one file.
 *
 *   name     how messages call it
 *   similar  content of similar.txt; empty: no near-miss forms
 *   real     content of real.txt
 */
struct lexicon_source {
    const char *name;
    struct str content, similar, real;
};
MUST_USE enum rc lexicon_parse(const struct lexicon_source *in, const struct fold_table *t,
                               struct lexicon_entries *out, struct err *err);

/*
 * A list of words, one a line, in any charset, '#' begins a comment: what a campaign looks for.
 * Each becomes an entry of check campaign-word. A second column behind a tab or comma is what
 * should stand there. Errors as above.
 */
MUST_USE enum rc lexicon_load_words(const char *path, const struct fold_table *t,
                                    struct lexicon_entries *out, struct err *err);
MUST_USE enum rc lexicon_parse_words(const char *name, struct str content,
                                     const struct fold_table *t, struct lexicon_entries *out,
                                     struct err *err);

#endif
