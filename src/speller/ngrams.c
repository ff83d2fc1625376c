#define _DEFAULT_SOURCE /* madvise */
#include "base/base.h"

#include "speller/ngrams.h"

#include "base/file.h"
#include "base/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LINE = BOOK_LINE, MEGABYTES_MAX = 1024 };

/*
 * Buckets of LINE entries: 16 bits of hash (never 0), and 16 that say where it was seen: 8 of the
 * last paragraph and 8 of the count, or a bit for each of NGRAM_SITES_MAX groups of sites.
 */
struct rows {
    const uint32_t *entries;
    const struct between *between; /* one for BOOK_BETWEEN entries */
    size_t n_buckets;              /* a power of two; 0 = none */
    enum ngrams_by by;
};

struct ngrams {
    struct rows of_book, own;
    uint32_t *entries; /* of `own`; NULL: none */
    struct between *between;
    uint32_t ignored; /* bits */
    void *map;        /* of the file that has both; NULL: they are on the heap */
    size_t n_map;
};

static unsigned places(enum ngrams_by by, uint32_t entry)
{
    return by == NGRAMS_BY_SITE ? (unsigned)__builtin_popcount(entry & 0xffff) : entry & 255;
}

/* Zeroes; in large pages where the system has them: each look-up is in another one. */
static void *new_table(size_t bytes)
{
    enum { LARGE_PAGE = 2 << 20 };
    const size_t whole = (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    void *table = aligned_alloc(LARGE_PAGE, whole);

    ASSERT(table);
    (void)madvise(table, whole, MADV_HUGEPAGE);
    memset(table, 0, bytes);
    return table;
}

struct ngrams *ngrams_new(const struct book *b, enum ngrams_by by, size_t megabytes)
{
    struct ngrams *s = calloc(1, sizeof(*s));
    size_t n = 1;

    ASSERT(s && megabytes <= MEGABYTES_MAX);
    if (b)
        s->of_book =
            (struct rows){ b->seen, b->between, b->count[PART_SEEN] / LINE, NGRAMS_BY_PARAGRAPH };
    s->own.by = by;
    if (!megabytes)
        return s;
    while (n * 2 <= megabytes)
        n *= 2;
    s->entries = new_table(n << 20);
    s->between = new_table((n << 20) / sizeof(uint32_t) / BOOK_BETWEEN * sizeof(*s->between));
    s->own = (struct rows){ s->entries, s->between, (n << 20) / (LINE * sizeof(uint32_t)), by };
    return s;
}

static void free_tables(struct ngrams *s)
{
    if (s->map) {
        (void)munmap(s->map, s->n_map);
        return;
    }
    free(s->entries);
    free(s->between);
}

void ngrams_free(struct ngrams *s)
{
    if (!s)
        return;
    free_tables(s);
    free(s);
}

void ngrams_freep(struct ngrams **s)
{
    ngrams_free(*s);
}

enum ngrams_by ngrams_by(const struct ngrams *s)
{
    return s->own.by;
}

static uint64_t hash_of(const uint16_t *glyphs, size_t n)
{
    uint64_t h = n;

    for (size_t i = 0; i < n; i++)
        h = h * 0x5851f42d4c957f2dULL + glyphs[i];
    return book_mix(h);
}

/* A row that was seen so far as `entry` says, seen once more. */
static uint32_t seen_again(enum ngrams_by by, uint32_t entry, uint32_t source)
{
    const uint32_t place = source & 255;

    if (by == NGRAMS_BY_SITE)
        return entry | 1U << source % NGRAM_SITES_MAX;
    if ((entry >> 8 & 255) == place || (entry & 255) == 255)
        return entry;
    return (entry & ~0xffffU) | place << 8 | ((entry & 255) + 1);
}

static uint32_t seen_first(enum ngrams_by by, uint32_t check, uint32_t source)
{
    const uint32_t where =
        by == NGRAMS_BY_SITE ? 1U << source % NGRAM_SITES_MAX : (source & 255) << 8 | 1;

    return check << 16 | where;
}

static void count_one(struct ngrams *s, const uint16_t *glyphs, size_t n, uint32_t source)
{
    const enum ngrams_by by = s->own.by;
    const uint64_t hash = hash_of(glyphs, n);
    uint32_t *line = s->entries + (hash & (s->own.n_buckets - 1)) * LINE;
    const uint32_t check = (uint32_t)(hash >> 48 | 1);
    size_t least = 0;

    for (size_t i = 0; i < LINE; i++) {
        if (line[i] >> 16 == check) {
            line[i] = seen_again(by, line[i], source);
            return;
        }
        if (places(by, line[i]) < places(by, line[least]))
            least = i;
        if (line[i] == 0)
            break;
    }
    line[least] = seen_first(by, check, source);
}

static size_t between_at(const struct rows *rows, uint64_t hash)
{
    return hash >> 8 & (rows->n_buckets * (LINE / BOOK_BETWEEN) - 1);
}

/* row[1] between the two beside it. */
static void count_between(struct ngrams *s, const uint16_t row[3], uint32_t source)
{
    const uint16_t around[3] = { row[0], 0, row[2] };

    count_one(s, around, 3, source);
    between_add(&s->between[between_at(&s->own, hash_of(around, 3))], row[1]);
}

void ngrams_add(struct ngrams *s, const struct book *b, struct str text, uint32_t source)
{
    uint16_t run[NGRAM_MAX];
    size_t n = 0;

    ASSERT(s->entries);
    while (text.n) {
        uint32_t cp;
        uint16_t glyph;

        text = str_skip(text, str_rune(text, &cp));
        glyph = book_glyph(b, cp);
        if (!glyph) {
            n = 0;
            continue;
        }
        if (n == NGRAM_MAX)
            memmove(run, run + 1, --n * sizeof(*run)); /* drops the oldest */
        run[n++] = glyph;
        for (size_t len = NGRAM_MIN; len <= n; len++)
            count_one(s, run + n - len, len, source);
        if (n >= 3)
            count_between(s, run + n - 3, source);
    }
}

void ngrams_ignore(struct ngrams *s, const uint32_t *source)
{
    if (s->own.by == NGRAMS_BY_SITE)
        s->ignored = source ? 1U << *source % NGRAM_SITES_MAX : 0;
}

uint32_t ngrams_ignored(const struct ngrams *s)
{
    return s->ignored;
}

/* Without the places of `ignored`. */
static unsigned count_in(const struct rows *rows, uint64_t hash, uint32_t ignored)
{
    const uint32_t check = (uint32_t)(hash >> 48 | 1);
    const uint32_t *line;
    unsigned hits = 0;

    if (!rows->n_buckets)
        return 0;
    line = rows->entries + (hash & (rows->n_buckets - 1)) * LINE;
    for (unsigned i = 0; i < LINE; i++) /* no branch: several are looked at at once */
        hits |= line[i] >> 16 == check ? 1U << i : 0;
    return hits ? places(rows->by, line[__builtin_ctz(hits)] & ~ignored) : 0;
}

void ngrams_expect(const struct ngrams *s, const uint16_t *glyphs, size_t n)
{
    const struct rows *const all[] = { &s->of_book, &s->own };
    const uint64_t hash = hash_of(glyphs, n);

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (all[i]->n_buckets)
            __builtin_prefetch(all[i]->entries + (hash & (all[i]->n_buckets - 1)) * LINE);
}

unsigned ngrams_count(const struct ngrams *s, const uint16_t *glyphs, size_t n)
{
    enum { MOST = 255 };
    const uint64_t hash = hash_of(glyphs, n);
    const unsigned count = count_in(&s->of_book, hash, 0) + count_in(&s->own, hash, s->ignored);

    return count < MOST ? count : MOST;
}

static void join(struct between *b, const struct rows *rows, uint64_t hash)
{
    const struct between *other;

    if (!rows->n_buckets)
        return;
    other = &rows->between[between_at(rows, hash)];
    b->bits[0] |= other->bits[0];
    b->bits[1] |= other->bits[1];
}

struct between ngrams_between(const struct ngrams *s, const uint16_t row[3])
{
    const uint64_t hash = hash_of(row, 3);
    struct between all = { .bits = { 0 } };

    join(&all, &s->of_book, hash);
    join(&all, &s->own, hash);
    return all;
}

const uint32_t *ngrams_entries(const struct ngrams *s, const struct between **between, size_t *n)
{
    *between = s->between;
    *n = s->own.n_buckets * LINE;
    return s->entries;
}

/* ---- the file ---- */

/* All numbers in the machine's own order: the file is read on the machine that made it. */
struct head {
    char magic[16];
    uint64_t version, book, hash, hash_between; /* of the book, of the entries and what follows */
    uint64_t n;                                 /* entries */
};

static const char magic[16] = "xunjian ngrams";
enum { FILE_VERSION = 2 };

static struct str entry_bytes(const struct ngrams *s)
{
    return str_from((const char *)s->entries, s->own.n_buckets * LINE * sizeof(*s->entries));
}

static struct str between_bytes(const struct ngrams *s)
{
    return str_from((const char *)s->between,
                    s->own.n_buckets * (LINE / BOOK_BETWEEN) * sizeof(*s->between));
}

uint64_t ngrams_hash(const struct ngrams *s)
{
    return str_hash(entry_bytes(s));
}

enum rc ngrams_write(const struct ngrams *s, const struct book *b, const char *path,
                     struct err *err)
{
    AUTO(out_file_done) struct out_file f = { 0 };
    struct head h = { .version = FILE_VERSION,
                      .book = b->hash,
                      .hash = ngrams_hash(s),
                      .hash_between = str_hash(between_bytes(s)),
                      .n = s->own.n_buckets * LINE };

    memcpy(h.magic, magic, sizeof(magic));
    if (out_file_open_path(&f, path, err) ||
        out_file_write(&f, str_from((const char *)&h, sizeof(h)), err) ||
        out_file_write(&f, entry_bytes(s), err) || out_file_write(&f, between_bytes(s), err))
        return err->rc;
    return out_file_commit(&f, err);
}

/* Where the tables lie in a file that they are kept in: a page of its own has the key. */
enum { KEPT_AT = 4096 };

static void *map_file(const char *path, size_t n, struct err *err)
{
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void *at = MAP_FAILED;
    int why = fd < 0 ? errno : ftruncate(fd, (off_t)n) ? errno : 0;

    if (!why) /* a disk that is full is told now, and not by a signal later */
        why = posix_fallocate(fd, 0, (off_t)n);
    if (!why && (at = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)) == MAP_FAILED)
        why = errno;
    if (fd >= 0)
        (void)close(fd);
    if (why)
        (void)err_set(err, RC_IO, "%s：不能写入（%s）", path, os_reason(why));
    return why ? NULL : at;
}

enum rc ngrams_keep(struct ngrams *s, uint64_t key, const char *path, struct err *err)
{
    const struct str entries = entry_bytes(s), between = between_bytes(s);
    const size_t n = KEPT_AT + entries.n + between.n;
    char *at = map_file(path, n, err);
    uint64_t begun;

    if (!at)
        return RC_IO;
    key += n;
    memcpy(&begun, at, sizeof(begun));
    if (begun != key) {
        memset(at, 0, KEPT_AT);
        memcpy(at + KEPT_AT, entries.p, entries.n);
        memcpy(at + KEPT_AT + entries.n, between.p, between.n);
        memcpy(at, &key, sizeof(key)); /* last: what is half copied is not gone on with */
    }
    free_tables(s);
    s->map = at;
    s->n_map = n;
    s->entries = (uint32_t *)(void *)(at + KEPT_AT);
    s->between = (struct between *)(void *)(at + KEPT_AT + entries.n);
    s->own.entries = s->entries;
    s->own.between = s->between;
    return RC_OK;
}

static bool is_power(uint64_t n)
{
    return n && !(n & (n - 1));
}

static bool has_sound_head(const struct head *h, size_t bytes)
{
    const uint64_t most = ((uint64_t)MEGABYTES_MAX << 20) / sizeof(uint32_t);

    return h->version == FILE_VERSION && is_power(h->n) && h->n >= (1U << 20) / sizeof(uint32_t) &&
           h->n <= most &&
           bytes ==
               sizeof(*h) + h->n * sizeof(uint32_t) + h->n / BOOK_BETWEEN * sizeof(struct between);
}

enum rc ngrams_read(const char *path, const struct book *b, struct ngrams **out, struct err *err)
{
    AUTO(buf_done) struct buf file = { 0 };
    AUTO(ngrams_freep) struct ngrams *s = NULL;
    struct head h;

    if (file_read(path, ((size_t)MEGABYTES_MAX << 20) * 2, &file, err))
        return err->rc;
    if (file.n < sizeof(h) || memcmp(file.p, magic, sizeof(magic)) != 0)
        return err_set(err, RC_SYNTAX, "%s：不是用 inspect --learn 积累的用语文件", path);
    memcpy(&h, file.p, sizeof(h));
    if (!has_sound_head(&h, file.n))
        return err_set(err, RC_SYNTAX, "%s：用语文件不完整，或者是另一版本的，请删去后重新积累",
                       path);
    if (h.book != b->hash)
        return err_set(err, RC_SYNTAX, "%s：用语文件是配合另一版校对数据的，请删去后重新积累",
                       path);
    s = ngrams_new(b, NGRAMS_BY_SITE, (size_t)(h.n * sizeof(uint32_t)) >> 20);
    memcpy(s->entries, file.p + sizeof(h), entry_bytes(s).n);
    memcpy(s->between, file.p + sizeof(h) + entry_bytes(s).n, between_bytes(s).n);
    if (ngrams_hash(s) != h.hash || str_hash(between_bytes(s)) != h.hash_between)
        return err_set(err, RC_SYNTAX, "%s：用语文件已损坏，请删去后重新积累", path);
    *out = s;
    s = NULL;
    return RC_OK;
}
