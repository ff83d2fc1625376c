#include "base/base.h"

#include "crawl/answer_cache.h"

void answer_cache_done(struct answer_cache *k)
{
    hashes_done(&k->index);
    arena_done(&k->a);
    k->n = k->n_bytes = 0;
}

const struct cached_answer *answer_cache_find(const struct answer_cache *k, struct str url)
{
    const uint32_t place = hashes_find(&k->index, str_hash(url));

    return place ? &k->answers[place - 1] : NULL;
}

void answer_cache_put(struct answer_cache *k, struct str url, const struct cached_answer *answer)
{
    const size_t n = answer->body.n + answer->headers.n;

    if (answer->status >= 400)
        return;
    if (k->n == ANSWER_CACHE_PLACES || k->n_bytes + n > ANSWER_CACHE_BYTES) {
        hashes_done(&k->index);
        arena_reset(&k->a);
        k->n = k->n_bytes = 0;
    }
    k->answers[k->n++] = (struct cached_answer){ .status = answer->status,
                                                 .headers = arena_copy(&k->a, answer->headers),
                                                 .body = arena_copy(&k->a, answer->body) };
    k->n_bytes += n;
    hashes_put(&k->index, str_hash(url), (uint32_t)k->n);
}
