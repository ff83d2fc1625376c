/*
 * Words that several hosts use each in a text of its own: local terms, names, new words. What the
 * language model takes for a wrong character there is none.
 *
 * A reprint proves nothing: the same words around the place count once, whatever the host, and so
 * does the same host, whatever the words around it.
 */
#ifndef XJ_CRAWL_TERMS_H
#define XJ_CRAWL_TERMS_H

#include "base/base.h"
#include "base/err.h"
#include "base/hashes.h"
#include "model/finding.h"

enum { TERM_HOSTS = 3, TERMS_MAX = 1 << 20 }; /* some 40 bytes each */

/* Zeroed is empty. Owns its memory. */
struct terms {
    struct hashes index; /* place in terms + 1 */
    struct term *terms;
    size_t n, cap;
};

void terms_done(struct terms *t);
/* Only wrong characters that the language model found count; past TERMS_MAX no new ones. */
void terms_add(struct terms *t, const struct finding *f);
/* Its words, one character on each side with them, were seen on TERM_HOSTS hosts. */
bool terms_has(const struct terms *t, const struct finding *f);

struct crawler;
/* What all sites of the run have found. */
MUST_USE enum rc terms_load(struct terms *t, struct crawler *c, struct err *err);

#endif
