#include "base/base.h"

#include "net/silence.h"

static uint64_t key_of(const struct server *at, struct str host)
{
    /* no host: all that are there */
    return (str_hash(at->ip) * 31 + at->port) * 31 + str_hash(host);
}

static void count(struct silence *s, uint64_t key, bool is_answered)
{
    const uint32_t n = hashes_find(&s->counts, key);

    if (is_answered ? n > 1 : n <= s->n_max)
        hashes_put(&s->counts, key, is_answered ? 1 : n ? n + 1 : 2);
}

void silence_done(struct silence *s)
{
    hashes_done(&s->counts);
    *s = (struct silence){ 0 };
}

void silence_note(struct silence *s, const struct server *at, bool is_answered)
{
    if (!s->n_max)
        return;
    count(s, key_of(at, at->host), is_answered);
    count(s, key_of(at, (struct str){ 0 }), is_answered);
}

bool silence_is_at(const struct silence *s, const struct server *at)
{
    return s->n_max && (hashes_find(&s->counts, key_of(at, at->host)) > s->n_max ||
                        hashes_find(&s->counts, key_of(at, (struct str){ 0 })) > s->n_max);
}

void silence_forget(struct silence *s)
{
    hashes_done(&s->counts);
}
