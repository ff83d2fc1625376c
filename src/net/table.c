#include "base/base.h"

#include "net/table.h"

#include <stdlib.h>

enum { SLOTS_MIN = 64 };

void table_done(struct table *t)
{
    free(t->slots);
    *t = (struct table){ 0 };
}

struct entry *table_find(const struct table *t, struct str key)
{
    if (t->n == 0)
        return NULL;

    const uint64_t hash = str_hash(key);
    struct entry *e = t->slots[hash & (t->n_slots - 1)];

    while (e && (e->hash != hash || !str_eq(e->key, key)))
        e = e->next;
    return e;
}

static void put(struct table *t, struct entry *e)
{
    struct entry **slot = &t->slots[e->hash & (t->n_slots - 1)];

    e->next = *slot;
    *slot = e;
}

static void grow(struct table *t)
{
    const struct table old = *t;

    t->n_slots = old.n_slots ? old.n_slots * 2 : SLOTS_MIN;
    t->slots = calloc(t->n_slots, sizeof(struct entry *));
    if (!t->slots)
        abort();
    for (size_t i = 0; i < old.n_slots; i++) {
        struct entry *e = old.slots[i];

        while (e) {
            struct entry *next = e->next;

            put(t, e);
            e = next;
        }
    }
    free(old.slots);
}

void table_add(struct table *t, struct entry *e)
{
    if (t->n == t->n_slots)
        grow(t);
    e->hash = str_hash(e->key);
    put(t, e);
    t->n++;
}

void table_sweep(struct table *t, bool (*keep)(struct entry *e, void *ctx), void *ctx)
{
    for (size_t i = 0; i < t->n_slots; i++) {
        struct entry **link = &t->slots[i];

        while (*link) {
            struct entry *e = *link, *next = e->next;

            if (keep(e, ctx)) {
                link = &e->next;
            } else {
                *link = next;
                t->n--;
            }
        }
    }
}
