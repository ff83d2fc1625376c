#include "base/base.h"

#include "speller/language.h"

float language_three(const struct book *b, uint32_t u, uint32_t v, uint32_t w)
{
    const uint64_t hash = book_hash3(u, v, w);
    uint32_t entry = 0;

    if (!u || !v || !(b->nodes[u].flags & b->nodes[v].flags & NODE_IN_MODEL))
        return language_two(b, v, w, NULL);
    if (b->nodes[w].flags & NODE_IN_MODEL)
        entry = language_entry(b->trigrams, b->count[PART_TRIGRAMS], hash, 8,
                               (uint32_t)(hash >> 40 | 1));
    if (entry)
        return b->bins->trigram_prob[entry & 255];
    entry = language_bigram(b, u, v);
    return language_two(b, v, w, NULL) + (entry ? b->bins->bigram_backoff[entry & 63] : 0);
}
