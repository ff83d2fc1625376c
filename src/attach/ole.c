#include "base/base.h"

#include "attach/ole.h"

#include <string.h>

enum {
    HEADER_BYTES = 512,
    ENTRY_BYTES = 128,
    HEADER_DIFAT = 109, /* sector numbers of the table in the header itself */
    TYPE_STREAM = 2,
    TYPE_ROOT = 5,
};

/* Sector numbers past this are marks: free, end of chain, part of the tables. */
#define SECTOR_MAX 0xfffffffaU

uint32_t ole_u16(struct str s, size_t at)
{
    if (at >= s.n || s.n - at < 2)
        return 0;
    return (uint32_t)(unsigned char)s.p[at] | (uint32_t)(unsigned char)s.p[at + 1] << 8;
}

uint32_t ole_u32(struct str s, size_t at)
{
    if (at >= s.n || s.n - at < 4)
        return 0;
    return ole_u16(s, at) | ole_u16(s, at + 2) << 16;
}

/* The last sector of a file may be cut short. */
static struct str sector_at(const struct ole *o, uint32_t number)
{
    const uint64_t at = ((uint64_t)number + 1) * o->sector;

    return at < o->bytes.n ? str_sub(o->bytes, (size_t)at, o->sector) : (struct str){ 0 };
}

/* What lies in a chain of pieces, at most n_max bytes; a chain that runs in circles ends there. */
static struct str chain(const struct ole *o, uint32_t first, bool is_mini, size_t n_max,
                        struct arena *a)
{
    const uint32_t *next = is_mini ? o->mini_next : o->next;
    const size_t n_pieces = is_mini ? o->n_mini : o->n_sectors;
    const size_t piece = is_mini ? o->mini_sector : o->sector;
    const size_t room = n_max < n_pieces * piece ? n_max : n_pieces * piece;
    char *out = room ? arena_alloc(a, room) : NULL;
    size_t n = 0;

    for (uint32_t at = first; at < n_pieces && n < room; at = next[at]) {
        const struct str s =
            is_mini ? str_sub(o->mini, (size_t)at * piece, piece) : sector_at(o, at);
        const struct str part = str_sub(s, 0, room - n);

        if (part.n == 0)
            break;
        memcpy(out + n, part.p, part.n);
        n += part.n;
    }
    return str_from(out, n);
}

static const uint32_t *numbers(struct str s, struct arena *a)
{
    uint32_t *out = arena_array(a, uint32_t, s.n / 4 + 1);

    for (size_t i = 0; i < s.n / 4; i++)
        out[i] = ole_u32(s, 4 * i);
    return out;
}

/* Copies the sector of the table that `number` names; its entries follow those before it. */
static void add_table(struct ole *o, uint32_t *table, uint32_t number)
{
    const struct str s = sector_at(o, number);

    for (size_t i = 0; i < s.n / 4 && o->n_sectors < o->bytes.n / o->sector + 1; i++)
        table[o->n_sectors++] = ole_u32(s, 4 * i);
}

/* The allocation table lies in sectors that the header and a chain of further sectors list. */
static void read_table(struct ole *o, struct arena *a)
{
    const size_t n_all = o->bytes.n / o->sector + 1, per_sector = o->sector / 4 - 1;
    uint32_t *table = arena_array(a, uint32_t, n_all);
    uint32_t more = ole_u32(o->bytes, 68);

    o->next = table;
    for (size_t i = 0; i < HEADER_DIFAT; i++) {
        const uint32_t number = ole_u32(o->bytes, 76 + 4 * i);

        if (number < SECTOR_MAX)
            add_table(o, table, number);
    }
    for (size_t k = 0; more < SECTOR_MAX && k < n_all; k++) {
        const struct str s = sector_at(o, more);

        for (size_t i = 0; i < per_sector && 4 * i < s.n; i++)
            if (ole_u32(s, 4 * i) < SECTOR_MAX)
                add_table(o, table, ole_u32(s, 4 * i));
        more = s.n == o->sector ? ole_u32(s, 4 * per_sector) : SECTOR_MAX;
    }
}

static struct str entry_at(const struct ole *o, size_t i)
{
    return str_sub(o->directory, i * ENTRY_BYTES, ENTRY_BYTES);
}

static bool is_named(struct str entry, const char *name)
{
    const size_t n = strlen(name);

    if (ole_u16(entry, 64) != 2 * (n + 1))
        return false;
    for (size_t i = 0; i < n; i++)
        if (ole_u16(entry, 2 * i) != (unsigned char)name[i])
            return false;
    return true;
}

static struct str find(const struct ole *o, const char *name, int type)
{
    for (size_t i = 0; i < o->directory.n / ENTRY_BYTES; i++) {
        const struct str entry = entry_at(o, i);

        if (entry.p[66] == type && (!name || is_named(entry, name)))
            return entry;
    }
    return (struct str){ 0 };
}

enum rc ole_open(struct str bytes, struct arena *a, struct ole *out)
{
    const uint32_t shift = ole_u16(bytes, 30), mini_shift = ole_u16(bytes, 32);
    struct ole o = { .bytes = bytes, .mini_below = ole_u32(bytes, 56) };
    struct str root;

    if (bytes.n < HEADER_BYTES || !str_starts(bytes, STR("\xd0\xcf\x11\xe0")) || shift < 7 ||
        shift > 12 || mini_shift < 4 || mini_shift > shift)
        return RC_SYNTAX;
    o.sector = (size_t)1 << shift;
    o.mini_sector = (size_t)1 << mini_shift;
    read_table(&o, a);
    o.directory = chain(&o, ole_u32(bytes, 48), false, bytes.n, a);
    root = find(&o, NULL, TYPE_ROOT);
    if (root.n == 0)
        return RC_SYNTAX;
    o.mini = chain(&o, ole_u32(root, 116), false, ole_u32(root, 120), a);

    const struct str mini_table = chain(&o, ole_u32(bytes, 60), false, bytes.n, a);

    o.mini_next = numbers(mini_table, a);
    o.n_mini = mini_table.n / 4;
    *out = o;
    return RC_OK;
}

bool ole_has(const struct ole *o, const char *name)
{
    return find(o, name, TYPE_STREAM).n > 0;
}

enum rc ole_stream(const struct ole *o, const char *name, struct arena *a, struct str *out)
{
    const struct str entry = find(o, name, TYPE_STREAM);
    const uint32_t n = ole_u32(entry, 120);

    if (entry.n == 0)
        return RC_NOT_FOUND;
    if (n > o->bytes.n)
        return RC_SYNTAX;
    *out = chain(o, ole_u32(entry, 116), n < o->mini_below, n, a);
    return out->n == n ? RC_OK : RC_SYNTAX;
}
