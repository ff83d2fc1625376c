#include "base/base.h"

#include "base/hashes.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024, FIRST_TAIL = 256 };

/* 0 marks a free slot, so no hash may be 0. */
static uint64_t key_of(uint64_t hash)
{
    return hash ? hash : 1;
}

/* Monotonic in the hash: that keeps the table sorted. Any size does, not only powers of two. */
static size_t home_of(uint64_t key, size_t n_slots)
{
    return (size_t)(((key >> 32) * (uint64_t)n_slots) >> 32);
}

/* The slot with the key, or the one where it would have to be put. */
static size_t slot_of(const struct hashes *s, uint64_t key)
{
    size_t i = home_of(key, s->n_slots);

    while (s->keys[i] && s->keys[i] < key)
        i++;
    return i;
}

/* NOLINTBEGIN(clang-analyzer-unix.Malloc): resize gives s new arrays before or leaves the old */
void hashes_done(struct hashes *s)
{
    free(s->keys);
    free(s->numbers);
    *s = (struct hashes){ 0 };
}

static size_t n_places(const struct hashes *s)
{
    return s->n_slots + s->n_tail;
}

static struct hashes hashes_sized(size_t n_slots, size_t n_tail)
{
    /* One free slot stays behind the tail: a search ends there. */
    struct hashes s = { .keys = calloc(n_slots + n_tail + 1, sizeof(*s.keys)),
                        .numbers = calloc(n_slots + n_tail + 1, sizeof(*s.numbers)),
                        .n_slots = n_slots,
                        .n_tail = n_tail };

    if (!s.keys || !s.numbers)
        abort();
    return s;
}

/* Moves all into a table of that size; false, and nothing changed, when its tail is too short. */
static bool resize(struct hashes *s, size_t n_slots, size_t n_tail)
{
    struct hashes to = hashes_sized(n_slots, n_tail);
    size_t next = 0;

    for (size_t i = 0; s->keys && i < n_places(s); i++) {
        const size_t home = home_of(s->keys[i], n_slots);
        const size_t at = home > next ? home : next;

        if (!s->keys[i])
            continue;
        if (at >= n_places(&to)) {
            hashes_done(&to);
            return false;
        }
        to.keys[at] = s->keys[i];
        to.numbers[at] = s->numbers[i];
        next = at + 1;
    }
    to.n = s->n;
    hashes_done(s);
    *s = to;
    return true;
}

static void grow(struct hashes *s)
{
    const size_t n_slots = s->n_slots ? s->n_slots + s->n_slots / 8 : FIRST_SLOTS;
    size_t n_tail = s->n_tail ? s->n_tail : FIRST_TAIL;

    while (!resize(s, n_slots, n_tail))
        n_tail *= 2;
}

uint32_t hashes_find(const struct hashes *s, uint64_t hash)
{
    const uint64_t key = key_of(hash);

    if (s->n == 0)
        return 0;

    const size_t i = slot_of(s, key);

    return s->keys[i] == key ? s->numbers[i] : 0;
}

void hashes_put(struct hashes *s, uint64_t hash, uint32_t number)
{
    const uint64_t key = key_of(hash);

    ASSERT(number > 0);
    if (s->n >= s->n_slots / 8 * 7)
        grow(s);
    for (;;) {
        const size_t i = slot_of(s, key);
        size_t end = i;

        if (s->keys[i] == key) {
            s->numbers[i] = number;
            return;
        }
        while (s->keys[end])
            end++;
        if (end >= n_places(s)) { /* only when many hashes share their upper half */
            (void)resize(s, s->n_slots, s->n_tail * 2);
            continue;
        }
        memmove(&s->keys[i + 1], &s->keys[i], (end - i) * sizeof(*s->keys));
        memmove(&s->numbers[i + 1], &s->numbers[i], (end - i) * sizeof(*s->numbers));
        s->keys[i] = key;
        s->numbers[i] = number;
        s->n++;
        return;
    }
}
/* NOLINTEND(clang-analyzer-unix.Malloc) */

size_t hashes_bytes(const struct hashes *s)
{
    return s->keys ? (n_places(s) + 1) * (sizeof(*s->keys) + sizeof(*s->numbers)) : 0;
}
