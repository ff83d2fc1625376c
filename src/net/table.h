/* A hash table of things that begin with a struct entry and are found by a string. */
#ifndef XJ_NET_TABLE_H
#define XJ_NET_TABLE_H

#include "base/base.h"
#include "base/str.h"

/* First member of what is kept. The key belongs to the thing and stays as it is. */
struct entry {
    struct entry *next;
    uint64_t hash;
    struct str key;
};

/* Zeroed is valid and empty. Borrows its entries. */
struct table {
    struct entry **slots;
    size_t n_slots, n;
};

/* Forgets the entries; they are the caller's to free, by table_sweep. */
void table_done(struct table *t);
/* NULL: not there. */
struct entry *table_find(const struct table *t, struct str key);
/* e->key is set and not there yet. */
void table_add(struct table *t, struct entry *e);
/* Hands every entry to `keep` and takes out those for which it returns false, having freed them. */
void table_sweep(struct table *t, bool (*keep)(struct entry *e, void *ctx), void *ctx);

#endif
