/*
 * 64-bit hashes with a number each (known URLs, shared strings): 12 bytes a slot, at most 16 bytes
 * a hash.
 *
 * Ordered linear probing: the table is sorted by hash, so growing is one pass, a miss ends early
 * and a load of 7/8 is cheap.
 */
#ifndef XJ_BASE_HASHES_H
#define XJ_BASE_HASHES_H

#include "base/base.h"

/* Zeroed is valid and empty. Owns its memory. */
struct hashes {
    uint64_t *keys;    /* 0 = free slot */
    uint32_t *numbers; /* of the hash in the same slot */
    size_t n_slots;    /* homes */
    size_t n_tail;     /* slots behind the last home, for what it pushes out: no run wraps */
    size_t n;
};

void hashes_done(struct hashes *s);
/* The number stored with the hash, 0 when it is not there. */
uint32_t hashes_find(const struct hashes *s, uint64_t hash);
/* Adds the hash, or gives it another number. number > 0. */
void hashes_put(struct hashes *s, uint64_t hash, uint32_t number);
size_t hashes_bytes(const struct hashes *s);

#endif
