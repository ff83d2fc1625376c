#include "base/base.h"

#include "crawl/answer_cache.h"

#include "net/address.h"
#include "net/url.h"

void answer_cache_done(struct answer_cache *k)
{
    hashes_done(&k->index);
    arena_done(&k->a);
    k->n = k->n_bytes = 0;
}

static uint64_t key_of(struct str url, struct str home)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct url u;
    const bool is_private = url_parse(url, NULL, NULL, &a, &u) == RC_OK &&
                            address_is_literal(u.host) && !address_is_public(u.host);

    return str_hash(url) ^ (is_private ? str_hash(home) : 0);
}

const struct cached_answer *answer_cache_find(const struct answer_cache *k, struct str url,
                                              struct str home)
{
    const uint32_t place = hashes_find(&k->index, key_of(url, home));

    return place ? &k->answers[place - 1] : NULL;
}

void answer_cache_put(struct answer_cache *k, struct str url, struct str home,
                      const struct cached_answer *answer)
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
    hashes_put(&k->index, key_of(url, home), (uint32_t)k->n);
}
