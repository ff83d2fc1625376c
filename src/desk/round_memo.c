#include "base/base.h"

#include "desk/round_memo.h"

#include "base/buf.h"
#include "base/hashes.h"

#include <pthread.h>
#include <stdlib.h>

enum { MEMBERS_MAX = 100000 }; /* of all rounds, 64 bytes each; then it begins anew */

struct entry {
    uint64_t mark;
    struct round_judged judged;
};

struct round_memo {
    pthread_mutex_t lock;
    struct hashes places; /* key -> place + 1 */
    struct buf entries;   /* struct entry */
};

struct round_memo *round_memo_new(void)
{
    struct round_memo *m = calloc(1, sizeof(*m));

    if (!m || pthread_mutex_init(&m->lock, NULL))
        abort();
    return m;
}

void round_memo_freep(struct round_memo **m)
{
    if (!*m)
        return;
    (void)pthread_mutex_destroy(&(*m)->lock);
    hashes_done(&(*m)->places);
    buf_done(&(*m)->entries);
    free(*m);
    *m = NULL;
}

static struct entry *entry_of(struct round_memo *m, uint64_t key)
{
    const uint32_t place = hashes_find(&m->places, key);

    return place ? (struct entry *)(void *)m->entries.p + place - 1 : NULL;
}

bool round_memo_find(struct round_memo *m, uint64_t key, uint64_t mark, struct round_judged *out)
{
    const struct entry *e;
    bool is_known;

    (void)pthread_mutex_lock(&m->lock);
    e = entry_of(m, key);
    is_known = e && e->mark == mark;
    if (is_known)
        *out = e->judged;
    (void)pthread_mutex_unlock(&m->lock);
    return is_known;
}

void round_memo_put(struct round_memo *m, uint64_t key, uint64_t mark,
                    const struct round_judged *judged)
{
    const struct entry own = { mark, *judged };
    struct entry *e;

    (void)pthread_mutex_lock(&m->lock);
    e = entry_of(m, key);
    if (e) {
        *e = own;
    } else {
        if (m->places.n == MEMBERS_MAX) {
            hashes_done(&m->places);
            buf_reset(&m->entries);
        }
        buf_add(&m->entries, str_from((const char *)&own, sizeof(own)));
        hashes_put(&m->places, key, (uint32_t)(m->entries.n / sizeof(own)));
    }
    (void)pthread_mutex_unlock(&m->lock);
}
