#include "base/base.h"

#include "crawl/frontier.h"

#include "base/hashes.h"

#include <stdlib.h>
#include <string.h>

/* First in, first out; a ring that grows. */
struct line {
    uint32_t *numbers;
    size_t first, n, cap;
};

struct site_queue {
    struct line lanes[LANE_N];
};

struct frontier {
    struct journal *journal;
    uint32_t last_number;
    struct hashes known;
    uint8_t *scheduled; /* a bit a URL: waiting, or done in this run */
    size_t n_scheduled_bytes;
    uint32_t *referrers; /* by number: the smallest one of a page that leads to it; 0 = none */
    size_t n_referrers;
    struct site_queue *queues; /* by site number */
    size_t n_queues;
    size_t n_waiting;
};

static void *grow_zeroed(void *p, size_t old, size_t now, size_t size)
{
    char *q = realloc(p, now * size);

    if (!q)
        abort();
    memset(q + old * size, 0, (now - old) * size);
    return q;
}

/* ---- a line ---- */

static void line_push(struct line *l, uint32_t number)
{
    if (l->n == l->cap) {
        const size_t cap = l->cap ? l->cap * 2 : 32;
        uint32_t *numbers = malloc(cap * sizeof(*numbers));

        if (!numbers)
            abort();
        for (size_t i = 0; i < l->n; i++)
            numbers[i] = l->numbers[(l->first + i) % l->cap];
        free(l->numbers);
        *l = (struct line){ .numbers = numbers, .n = l->n, .cap = cap };
    }
    l->numbers[(l->first + l->n++) % l->cap] = number;
}

static uint32_t line_take(struct line *l)
{
    const uint32_t number = l->numbers[l->first];

    l->first = (l->first + 1) % l->cap;
    l->n--;
    return number;
}

/* ---- known URLs ---- */

/* The same URL may be a page of one site and an outside link of another. */
static uint64_t key_of(uint32_t site, struct str url)
{
    return str_hash(url) ^ (uint64_t)site * 0x9e3779b97f4a7c15U;
}

static enum rc remember(void *ctx, const struct journal_url *u, struct err *err)
{
    struct frontier *f = ctx;

    (void)err;
    hashes_put(&f->known, key_of(u->site, u->url), u->number);
    f->last_number = u->number;
    return RC_OK;
}

enum rc frontier_new(struct journal *j, struct frontier **out, struct err *err)
{
    AUTO(frontier_freep) struct frontier *f = calloc(1, sizeof(*f));
    enum rc rc;

    if (!f)
        abort();
    f->journal = j;
    if ((rc = journal_each_url(j, remember, f, err)))
        return rc;
    *out = f;
    f = NULL;
    return RC_OK;
}

void frontier_freep(struct frontier **f)
{
    if (!*f)
        return;
    for (size_t i = 0; i < (*f)->n_queues; i++)
        for (int lane = 0; lane < LANE_N; lane++)
            free((*f)->queues[i].lanes[lane].numbers);
    free((*f)->queues);
    free((*f)->scheduled);
    free((*f)->referrers);
    hashes_done(&(*f)->known);
    free(*f);
    *f = NULL;
}

uint32_t frontier_find(const struct frontier *f, uint32_t site, struct str url)
{
    return hashes_find(&f->known, key_of(site, url));
}

enum rc frontier_enter(struct frontier *f, struct journal_url *u, struct err *err)
{
    u->number = f->last_number + 1;

    const enum rc rc = journal_add_url(f->journal, u, err);

    if (rc)
        return rc;
    f->last_number = u->number;
    hashes_put(&f->known, key_of(u->site, u->url), u->number);
    return RC_OK;
}

/* ---- what waits ---- */

bool frontier_is_scheduled(const struct frontier *f, uint32_t number)
{
    return number / 8 < f->n_scheduled_bytes && f->scheduled[number / 8] >> number % 8 & 1;
}

void frontier_mark_done(struct frontier *f, uint32_t number)
{
    if (number / 8 >= f->n_scheduled_bytes) {
        const size_t n = number / 8 * 3 / 2 + 1024;

        f->scheduled = grow_zeroed(f->scheduled, f->n_scheduled_bytes, n, 1);
        f->n_scheduled_bytes = n;
    }
    f->scheduled[number / 8] |= (uint8_t)(1U << number % 8);
}

void frontier_schedule_again(struct frontier *f, uint32_t site, uint32_t number, enum lane lane)
{
    if (site >= f->n_queues) {
        const size_t n = site + site / 2 + 16;

        f->queues = grow_zeroed(f->queues, f->n_queues, n, sizeof(*f->queues));
        f->n_queues = n;
    }
    line_push(&f->queues[site].lanes[lane], number);
    f->n_waiting++;
}

bool frontier_schedule(struct frontier *f, uint32_t site, uint32_t number, enum lane lane)
{
    if (frontier_is_scheduled(f, number))
        return false;
    frontier_mark_done(f, number);
    frontier_schedule_again(f, site, number, lane);
    return true;
}

uint32_t frontier_refer(struct frontier *f, uint32_t number, uint32_t page)
{
    uint32_t before;

    if (number >= f->n_referrers) {
        const size_t n = number / 2 * 3 + 1024;

        f->referrers = grow_zeroed(f->referrers, f->n_referrers, n, sizeof(*f->referrers));
        f->n_referrers = n;
    }
    before = f->referrers[number];
    if (!before || page < before)
        f->referrers[number] = page;
    return before;
}

uint32_t frontier_take(struct frontier *f, uint32_t site, enum lane last)
{
    if (site >= f->n_queues)
        return 0;
    for (int lane = 0; lane <= (int)last; lane++) {
        struct line *l = &f->queues[site].lanes[lane];

        if (l->n) {
            f->n_waiting--;
            return line_take(l);
        }
    }
    return 0;
}

size_t frontier_waiting(const struct frontier *f, uint32_t site)
{
    size_t n = 0;

    if (site < f->n_queues)
        for (int lane = 0; lane < LANE_N; lane++)
            n += f->queues[site].lanes[lane].n;
    return n;
}

size_t frontier_waiting_in_all(const struct frontier *f)
{
    return f->n_waiting;
}

uint32_t frontier_last_number(const struct frontier *f)
{
    return f->last_number;
}

size_t frontier_known(const struct frontier *f)
{
    return f->known.n;
}

size_t frontier_bytes(const struct frontier *f)
{
    size_t n =
        hashes_bytes(&f->known) + f->n_scheduled_bytes + f->n_referrers * sizeof(*f->referrers);

    for (size_t i = 0; i < f->n_queues; i++)
        for (int lane = 0; lane < LANE_N; lane++)
            n += f->queues[i].lanes[lane].cap * sizeof(uint32_t);
    return n;
}
