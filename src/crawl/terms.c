#include "base/base.h"

#include "crawl/terms.h"

#include "crawl/crawler.h"
#include "net/url.h"
#include "proof/spelling.h"

#include <stdlib.h>
#include <string.h>

/* Hashes of hosts and of what stood around the words there. */
struct term {
    uint32_t hosts[TERM_HOSTS], around[TERM_HOSTS];
    uint32_t n;
};

enum { AROUND_CHARS = 4 };

void terms_done(struct terms *t)
{
    hashes_done(&t->index);
    free(t->terms);
    *t = (struct terms){ 0 };
}

static struct str detail_of(const struct finding *f, const char *key)
{
    for (size_t i = 0; i < f->n_detail; i++)
        if (strcmp(f->detail[i].key, key) == 0)
            return f->detail[i].text;
    return (struct str){ 0 };
}

/* n characters more on each side. */
static struct str widen(struct str all, struct str part, size_t n)
{
    size_t from = (size_t)(part.p - all.p), end = from + part.n;

    for (; n > 0; n--) {
        while (from > 0 && ((unsigned char)all.p[--from] & 0xC0) == 0x80)
            ;
        end += str_head_chars(str_skip(all, end), 1).n;
    }
    return str_sub(all, from, end - from);
}

/* The hash of the words with a character on each side; 0: no finding of the language model. */
static uint64_t words_of(const struct finding *f, struct str *words)
{
    const struct str context = detail_of(f, "context"); /* has its neighbours already */
    const struct str wrong = context.n ? context : detail_of(f, "wrong");
    size_t at;

    if (strcmp(f->check, "typo") != 0 || !wrong.n ||
        !str_eq(detail_of(f, "class"), STR(SPELLING_CLASS)) ||
        (at = str_find(f->excerpt, wrong)) == STR_NONE)
        return 0;
    *words = widen(f->excerpt, str_sub(f->excerpt, at, wrong.n), context.n ? 0 : 1);
    return str_hash(*words) | 1;
}

static struct term *term_at(struct terms *t, uint64_t hash)
{
    uint32_t place = hashes_find(&t->index, hash);

    if (place)
        return &t->terms[place - 1];
    if (t->n == TERMS_MAX)
        return NULL;
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 256;
        t->terms = realloc(t->terms, t->cap * sizeof(*t->terms));
        if (!t->terms)
            abort();
    }
    t->terms[t->n++] = (struct term){ .n = 0 };
    hashes_put(&t->index, hash, (uint32_t)t->n);
    return &t->terms[t->n - 1];
}

void terms_add(struct terms *t, const struct finding *f)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str words;
    struct url url;
    const uint64_t hash = words_of(f, &words);
    struct term *term = hash ? term_at(t, hash) : NULL;

    if (!term || term->n == TERM_HOSTS || url_parse(f->url, NULL, NULL, &a, &url) != RC_OK)
        return;

    const uint32_t host = (uint32_t)str_hash(url.host);
    const uint32_t around = (uint32_t)str_hash(widen(f->excerpt, words, AROUND_CHARS));

    for (uint32_t i = 0; i < term->n; i++)
        if (term->hosts[i] == host || term->around[i] == around)
            return;
    term->hosts[term->n] = host;
    term->around[term->n++] = around;
}

bool terms_has(const struct terms *t, const struct finding *f)
{
    struct str words;
    const uint64_t hash = words_of(f, &words);
    const uint32_t place = hash ? hashes_find(&t->index, hash) : 0;

    return place && t->terms[place - 1].n == TERM_HOSTS;
}

struct loading {
    struct terms *terms;
    struct arena a;
};

static void loading_done(struct loading *l)
{
    arena_done(&l->a);
}

static enum rc take_finding(void *ctx, const struct journal_look *page, uint64_t id,
                            struct str packed, struct err *err)
{
    struct loading *l = ctx;
    struct finding f;

    (void)page;
    (void)id;
    (void)err;
    arena_reset(&l->a);
    if (finding_unpack(packed, &l->a, &f) == RC_OK)
        terms_add(l->terms, &f);
    return RC_OK;
}

enum rc terms_load(struct terms *t, struct crawler *c, struct err *err)
{
    AUTO(loading_done) struct loading l = { .terms = t };
    enum rc rc = RC_OK;

    if (!check_set_has(c->o->checks, "typo"))
        return RC_OK;
    for (size_t i = 0; i < c->n_sites && rc == RC_OK; i++)
        rc = journal_each_finding(c->journal, c->sites[i].number, c->sites[i].since, take_finding,
                                  &l, err);
    return rc;
}
