#include "base/base.h"

#include "base/buf.h"
#include "base/file.h"
#include "speller/book.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t entry_bytes[BOOK_PARTS] = {
    [PART_GLYPHS] = 2,
    [PART_GLYPH_FACTS] = sizeof(struct glyph_fact),
    [PART_NODES] = sizeof(struct word_node),
    [PART_EDGES] = 8,
    [PART_BIGRAMS] = 4,
    [PART_TRIGRAMS] = 4,
    [PART_BINS] = 0, /* one, larger than a byte can say */
    [PART_LIKE] = 4,
    [PART_LIKE_BITS] = 8,
    [PART_SINGLES] = 2,
    [PART_PATTERN_BITS] = 8,
    [PART_PATTERNS] = 8,
    [PART_PATTERN_GLYPHS] = 2,
    [PART_PATTERN_WORDS] = 4,
    [PART_SOUNDS] = 8,
    [PART_SOUND_WORDS] = 4,
    [PART_SEEN] = 4,
    [PART_BETWEEN] = sizeof(struct between),
};

/* All numbers in the machine's own order: the file is made on the machine that reads it. */
struct head {
    char magic[16];
    uint32_t version, n_parts;
    uint64_t size; /* of the file */
    uint64_t hash; /* of all behind the head */
    uint64_t count[BOOK_PARTS];
    uint64_t at[BOOK_PARTS]; /* bytes from the file's begin, multiples of 64 */
};

static const char magic[16] = "xunjian speller";

static size_t part_bytes(size_t part, uint64_t count)
{
    return (size_t)count * (part == PART_BINS ? sizeof(struct book_bins) : entry_bytes[part]);
}

static size_t aligned(size_t n)
{
    return (n + 63) & ~(size_t)63;
}

/* Counts that look-ups rely on. */
static bool is_sound(const struct head *h)
{
    static const enum book_part powers[] = { PART_EDGES, PART_PATTERN_BITS, PART_PATTERNS,
                                             PART_SOUNDS, PART_SEEN };

    for (size_t i = 0; i < COUNT_OF(powers); i++)
        if (h->count[powers[i]] == 0 || (h->count[powers[i]] & (h->count[powers[i]] - 1)))
            return false;
    for (size_t i = 0; i < BOOK_PARTS; i++)
        if (h->count[i] == 0 || h->count[i] > 1U << 28)
            return false;
    return h->count[PART_GLYPHS] == 65536 && h->count[PART_GLYPH_FACTS] <= BOOK_GLYPHS_MAX &&
           h->count[PART_NODES] <= 1U << 24 && h->count[PART_BIGRAMS] % BOOK_LINE == 0 &&
           h->count[PART_TRIGRAMS] % BOOK_LINE == 0 && h->count[PART_SEEN] >= BOOK_LINE &&
           h->count[PART_BETWEEN] == h->count[PART_SEEN] / BOOK_BETWEEN &&
           h->count[PART_BINS] == 1 &&
           h->count[PART_LIKE_BITS] == h->count[PART_GLYPH_FACTS] * (LIKE_BITS / 64) &&
           h->count[PART_SINGLES] == h->count[PART_GLYPH_FACTS] * BOOK_SINGLES &&
           h->count[PART_PATTERN_GLYPHS] == h->count[PART_PATTERN_WORDS];
}

enum rc book_read(struct str bytes, struct book *out, struct err *err)
{
    struct head h;
    const void *part[BOOK_PARTS];

    if (bytes.n < sizeof(h))
        return err_set(err, RC_SYNTAX, "校对数据不完整");
    memcpy(&h, bytes.p, sizeof(h));
    if (memcmp(h.magic, magic, sizeof(magic)) != 0)
        return err_set(err, RC_SYNTAX, "不是校对数据");
    if (h.version != BOOK_VERSION || h.n_parts != BOOK_PARTS)
        return err_set(err, RC_SYNTAX, "校对数据是另一版本（%u）的", h.version);
    if (h.size != bytes.n)
        return err_set(err, RC_SYNTAX, "校对数据不完整");
    if (h.hash != str_hash(str_skip(bytes, sizeof(h))) || !is_sound(&h))
        return err_set(err, RC_SYNTAX, "校对数据已损坏");
    for (size_t i = 0, at = aligned(sizeof(h)); i < BOOK_PARTS; i++) {
        if (h.at[i] != at || h.at[i] + part_bytes(i, h.count[i]) > bytes.n)
            return err_set(err, RC_SYNTAX, "校对数据已损坏");
        part[i] = bytes.p + at;
        at = aligned(at + part_bytes(i, h.count[i]));
    }
    *out = (struct book){
        .glyphs = part[PART_GLYPHS],
        .facts = part[PART_GLYPH_FACTS],
        .nodes = part[PART_NODES],
        .edges = part[PART_EDGES],
        .bigrams = part[PART_BIGRAMS],
        .trigrams = part[PART_TRIGRAMS],
        .bins = part[PART_BINS],
        .like = part[PART_LIKE],
        .like_bits = part[PART_LIKE_BITS],
        .singles = part[PART_SINGLES],
        .pattern_bits = part[PART_PATTERN_BITS],
        .patterns = part[PART_PATTERNS],
        .pattern_glyphs = part[PART_PATTERN_GLYPHS],
        .pattern_words = part[PART_PATTERN_WORDS],
        .sounds = part[PART_SOUNDS],
        .sound_words = part[PART_SOUND_WORDS],
        .seen = part[PART_SEEN],
        .between = part[PART_BETWEEN],
        .hash = h.hash,
    };
    memcpy(out->count, h.count, sizeof(h.count));
    return RC_OK;
}

static void fd_closep(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

enum rc book_open(const char *path, struct book *out, struct err *err)
{
    AUTO(fd_closep) const int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void *map;
    enum rc rc;

    if (fd < 0 || fstat(fd, &st) != 0)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    if (st.st_size < (off_t)sizeof(struct head))
        return err_set(err, RC_SYNTAX, "%s：校对数据不完整", path);
    map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    rc = book_read(str_from(map, (size_t)st.st_size), out, err);
    if (rc != RC_OK) {
        munmap(map, (size_t)st.st_size);
        return rc;
    }
    out->map = map;
    out->map_bytes = (size_t)st.st_size;
    return RC_OK;
}

void book_close(struct book *b)
{
    if (b->map)
        munmap(b->map, b->map_bytes);
    *b = (struct book){ 0 };
}

enum rc book_write(const char *path, const void *const part[BOOK_PARTS],
                   const uint64_t count[BOOK_PARTS], struct err *err)
{
    AUTO(file_closep) FILE *f = NULL;
    AUTO(buf_done) struct buf b = { 0 };
    struct head h = { .version = BOOK_VERSION, .n_parts = BOOK_PARTS };

    memcpy(h.magic, magic, sizeof(magic));
    h.size = aligned(sizeof(h));
    for (size_t i = 0; i < BOOK_PARTS; i++) {
        h.count[i] = count[i];
        h.at[i] = h.size;
        h.size = aligned(h.size + part_bytes(i, count[i]));
    }
    memset(buf_room(&b, h.size), 0, h.size);
    b.n = h.size;
    for (size_t i = 0; i < BOOK_PARTS; i++)
        memcpy(b.p + h.at[i], part[i], part_bytes(i, count[i]));
    h.hash = str_hash(str_skip(buf_str(&b), sizeof(h)));
    memcpy(b.p, &h, sizeof(h));
    f = fopen(path, "wb");
    if (!f || fwrite(b.p, 1, b.n, f) != b.n || fflush(f) != 0)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    return RC_OK;
}

uint64_t book_pattern_hash(const uint16_t *glyphs, size_t n, size_t gap)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += i == gap ? 0 : book_pattern_term(glyphs[i], i);
    return book_pattern_sum(sum, n, gap);
}

uint64_t book_sound_hash(const uint16_t *sounds, size_t n)
{
    uint64_t h = BOOK_SOUND_BEGIN;

    for (size_t i = 0; i < n; i++)
        h = book_sound_step(h, sounds[i]);
    return h;
}

uint32_t book_word(const struct book *b, const uint16_t *glyphs, size_t n)
{
    uint32_t node = 0;

    for (size_t i = 0; i < n; i++)
        if (!(node = book_step(b, node, glyphs[i])))
            return 0;
    return b->nodes[node].flags & NODE_IS_WORD ? node : 0;
}

size_t book_spell(const struct book *b, uint32_t word, uint16_t out[BOOK_WORD_MAX])
{
    const size_t n = b->nodes[word].length;

    for (size_t i = n; i > 0; i--, word = b->nodes[word].up)
        out[i - 1] = b->nodes[word].glyph;
    return n;
}

int book_likeness(const struct book *b, uint16_t x, uint16_t y)
{
    const struct glyph_fact *f = &b->facts[x];
    const uint32_t *like = b->like + f->like;
    size_t n = f->n_like;

    if (!n)
        return -1;
    while (n > 1) { /* without a branch that cannot be foreseen */
        const size_t half = n / 2;

        like += like[half] >> 16 <= y ? half : 0;
        n -= half;
    }
    return *like >> 16 == y ? (int)(*like & 0xffff) : -1;
}

uint32_t book_slot_find(const struct book_slot *slots, uint64_t n, uint64_t hash)
{
    const uint32_t check = (uint32_t)(hash >> 32);

    for (uint64_t at = hash & (n - 1); slots[at].at; at = (at + 1) & (n - 1))
        if (slots[at].hash == check)
            return slots[at].at;
    return 0;
}
