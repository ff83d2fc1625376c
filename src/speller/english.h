/*
 * Finds misspelt English words: those that neither American nor British English has, but that are
 * one slip (a letter put in, left out, changed, or two exchanged) away from one that it has.
 *
 * Names, products and abbreviations are no slips: only words in small letters count, and words with
 * a capital that are a slip away from a word of a given list (Goverment).
 */
#ifndef XJ_SPELLER_ENGLISH_H
#define XJ_SPELLER_ENGLISH_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "speller/speller.h"

struct english;

/*
 *   folder    with en_US.aff, en_US.dic, en_GB.aff, en_GB.dic
 *   capitals  path of a list of words in small letters, one a line, '#' begins a comment
 *
 * RC_NOT_FOUND: no such dictionary; RC_IO: the list. Gives *out. One thread at a time.
 */
MUST_USE enum rc english_open(const char *folder, const char *capitals, struct english **out,
                              struct err *err);
void english_free(struct english *e);
void english_freep(struct english **e);

/* Misspelt words of a UTF-8 text, all confirmed. A word that stands there three times is meant. */
void english_read(struct english *e, struct str text, struct arena *a,
                  struct misspelling_list *out);

#endif
