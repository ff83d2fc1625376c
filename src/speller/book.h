/*
 * The speller's book: everything about the language that the speller looks up, in one mapped file.
 *
 * It is compiled from Debian's data when the program is built (maker/), never changed, and laid out
 * so that a look-up costs about one cache line. A head with sizes and a hash of all content stands
 * first: a book that was cut off or altered is refused.
 *
 * Characters have numbers (`glyph`, 1..), given by frequency; 0 is every character that no word
 * has. Words are nodes of a trie over glyphs; a node's number is the word's.
 */
#ifndef XJ_SPELLER_BOOK_H
#define XJ_SPELLER_BOOK_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum {
    BOOK_VERSION = 5,
    BOOK_GLYPHS_MAX = 1 << 14,
    BOOK_WORD_MAX = 8, /* glyphs of the longest word */
    BOOK_SOUNDS = 3,   /* readings kept of a glyph */
    BOOK_LINE = 16,    /* entries of a bucket: one cache line of uint32_t */
    BOOK_BETWEEN = 8,
    BOOK_SINGLES = 6, /* the likeliest are kept, those first */
};

enum book_part {
    PART_GLYPHS,      /* uint16_t[65536]: glyph of a code point */
    PART_GLYPH_FACTS, /* struct glyph_fact */
    PART_NODES,       /* struct word_node */
    PART_EDGES,       /* uint64_t, a power of two: node 24 bits, glyph 14, child 24; 0 = free */
    PART_BIGRAMS,     /* uint32_t buckets: 18 bits of hash, 8 of probability, 6 of backoff */
    PART_TRIGRAMS,    /* uint32_t buckets: 24 bits of hash, 8 of probability */
    PART_BINS,        /* struct book_bins */
    PART_LIKE,        /* uint32_t: glyph << 16 | likeness, by glyph: glyph_fact says where */
    PART_LIKE_BITS,   /* uint64_t[LIKE_BITS / 64] a glyph: a bit for each of its likes */
    PART_SINGLES, /* uint16_t[BOOK_SINGLES] a glyph: like ones that often stand alone, 0 = end */
    PART_PATTERN_BITS,   /* uint64_t, a power of two: which patterns may exist */
    PART_PATTERNS,       /* struct book_slot, a power of two */
    PART_PATTERN_GLYPHS, /* uint16_t: a count, then the glyphs that may stand at the gap */
    PART_PATTERN_WORDS,  /* uint32_t: the word of each, same places, see book_listed */
    PART_SOUNDS,         /* struct book_slot, a power of two */
    PART_SOUND_WORDS,    /* uint32_t: a count, then words of one sound, see book_listed */
    PART_SEEN,    /* uint32_t buckets, a power of two: rows of official prose, see ngrams.h */
    PART_BETWEEN, /* struct between, one for BOOK_BETWEEN of them: what stands between two glyphs */
    BOOK_PARTS,
};

struct glyph_fact {
    uint32_t code_point;
    float frequency; /* log10 of its share of running text */
    uint32_t word;   /* the glyph alone, */
    float word_prob; /* and that node's prob */
    uint32_t like;   /* its first one in PART_LIKE */
    uint16_t n_like;
    uint16_t sound[BOOK_SOUNDS]; /* syllables without tone, loosely (zh = z, ang = an); 0 = none */
};

/* NODE_IS_NAME: of a place or an institution, or a long term of data/terms.txt. */
enum { NODE_IS_WORD = 1, NODE_GOES_ON = 2, NODE_IN_MODEL = 4, NODE_IS_NAME = 8 };
struct word_node {
    float prob, backoff; /* log10 */
    uint32_t up;         /* the node without the last glyph; 0 = the root */
    uint16_t glyph;      /* the last one */
    uint8_t length, flags;
};

struct book_bins {
    float bigram_prob[256], bigram_backoff[64], trigram_prob[256];
};

/*
 * What stood between two glyphs: two bits of a glyph each. One that is 0 is certain; several pairs
 * of glyphs may share one of these.
 */
struct between {
    uint64_t bits[2];
};
static inline void between_add(struct between *b, uint16_t glyph)
{
    b->bits[0] |= 1ULL << glyph % 64;
    b->bits[1] |= 1ULL << (glyph * 0x9e3779b1U >> 26);
}
static inline bool between_has(const struct between *b, uint16_t glyph)
{
    return b->bits[0] >> glyph % 64 & b->bits[1] >> (glyph * 0x9e3779b1U >> 26) & 1;
}

/* hash 0 and at 0: free. */
struct book_slot {
    uint32_t hash, at;
};

/* How alike two glyphs are, packed in 16 bits. */
enum {
    SOUND_TONE,  /* same syllable and tone */
    SOUND_SAME,  /* same syllable */
    SOUND_FUZZY, /* same but for zh-z, ch-c, sh-s, ng-n */
    SOUND_NEAR,  /* one letter differs */
    SOUND_OTHER,
    LIKE_SOUND_MASK = 7,
    LIKE_STROKES_SHIFT = 3, /* 0..15: strokes in common */
    LIKE_STROKES_MASK = 15,
    LIKE_PHONETIC = 1 << 7, /* a phonetic part in common */
};

struct book {
    const uint16_t *glyphs;
    const struct glyph_fact *facts;
    const struct word_node *nodes;
    const uint64_t *edges, *pattern_bits, *like_bits;
    const struct between *between;
    const uint32_t *bigrams, *trigrams, *like, *pattern_words, *sound_words, *seen;
    const struct book_bins *bins;
    const struct book_slot *patterns, *sounds;
    const uint16_t *pattern_glyphs, *singles;
    uint64_t count[BOOK_PARTS]; /* entries of each part */
    uint64_t hash;
    void *map;
    size_t map_bytes;
};

/*
 * Maps the file. RC_IO: cannot be opened. RC_SYNTAX: not a book, of another version, cut off or
 * altered.
 */
MUST_USE enum rc book_open(const char *path, struct book *out, struct err *err);
/* The same over bytes in memory, aligned to 8, which are borrowed. */
MUST_USE enum rc book_read(struct str bytes, struct book *out, struct err *err);
void book_close(struct book *b);

/* The file itself: parts in order, count[i] entries each. RC_IO: cannot be written. */
MUST_USE enum rc book_write(const char *path, const void *const part[BOOK_PARTS],
                            const uint64_t count[BOOK_PARTS], struct err *err);

static inline uint16_t book_glyph(const struct book *b, uint32_t code_point)
{
    return code_point < 65536 ? b->glyphs[code_point] : 0;
}

static inline uint64_t book_mix(uint64_t x)
{
    x ^= x >> 32;
    x *= 0x9e3779b97f4a7c15ULL;
    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9ULL;
    return x ^ (x >> 32);
}
static inline uint64_t book_hash2(uint32_t u, uint32_t v)
{
    return book_mix((uint64_t)u << 32 | v);
}
static inline uint64_t book_hash3(uint32_t u, uint32_t v, uint32_t w)
{
    return book_mix(book_hash2(u, v) + w);
}
static inline uint64_t book_edge_hash(uint32_t node, uint16_t glyph)
{
    return book_mix((uint64_t)node << 14 | glyph);
}
/* What a glyph at place i adds to the sum of a pattern, and the hash of a sum without its gap. */
static inline uint64_t book_pattern_term(uint16_t glyph, size_t i)
{
    static const uint64_t odd[BOOK_WORD_MAX] = {
        0x9e3779b97f4a7c15ULL, 0xbf58476d1ce4e5b9ULL, 0x94d049bb133111ebULL, 0xd6e8feb86659fd93ULL,
        0xc2b2ae3d27d4eb4fULL, 0x165667b19e3779f9ULL, 0xff51afd7ed558ccdULL, 0xc4ceb9fe1a85ec53ULL,
    };

    return glyph * odd[i];
}
static inline uint64_t book_pattern_sum(uint64_t sum, size_t n, size_t gap)
{
    return book_mix(sum + (n << 8 | gap));
}
/* The pattern of a word with a gap at `gap`. */
uint64_t book_pattern_hash(const uint16_t *glyphs, size_t n, size_t gap);
/* How a row of sounds begins, and goes on; a hash of 0 does not occur. */
enum { BOOK_SOUND_BEGIN = 1 };
static inline uint64_t book_sound_step(uint64_t hash, uint16_t sound)
{
    return book_mix(hash << 16 ^ hash >> 48 ^ sound) | 1ULL << 63;
}
uint64_t book_sound_hash(const uint16_t *sounds, size_t n);

/* A word in a list, the likeliest first: its number, and above it how unlikely it is. */
enum { LISTED_WORD_BITS = 24, LISTED_STEPS = 24 }; /* steps of a power of ten */
static inline uint32_t book_listed(uint32_t word, float prob)
{
    const float cost = -prob * LISTED_STEPS;

    return word | (uint32_t)(cost < 255 ? cost : 255) << LISTED_WORD_BITS;
}
static inline uint32_t book_listed_word(uint32_t listed)
{
    return listed & ((1U << LISTED_WORD_BITS) - 1);
}
static inline float book_listed_prob(uint32_t listed)
{
    return -(float)(listed >> LISTED_WORD_BITS) / LISTED_STEPS;
}

/* The node behind `glyph`, 0 = none. The root is 0. */
static inline uint32_t book_step(const struct book *b, uint32_t node, uint16_t glyph)
{
    const uint64_t key = (uint64_t)node << 38 | (uint64_t)glyph << 24,
                   mask = b->count[PART_EDGES] - 1;
    uint64_t at = book_edge_hash(node, glyph) & mask;

    for (; b->edges[at]; at = (at + 1) & mask)
        if ((b->edges[at] & ~0xffffffULL) == key)
            return b->edges[at] & 0xffffff;
    return 0;
}
/* The word's node, 0 when there is no such word. */
uint32_t book_word(const struct book *b, const uint16_t *glyphs, size_t n);
/* The glyphs of a word; returns how many. */
size_t book_spell(const struct book *b, uint32_t word, uint16_t out[BOOK_WORD_MAX]);
enum { LIKE_BITS = 8192 }; /* glyphs above it are too rare to be meant */
static inline bool book_is_like(const struct book *b, uint16_t x, uint16_t y)
{
    return y < LIKE_BITS && b->like_bits[x * (LIKE_BITS / 64) + y / 64] >> y % 64 & 1;
}
/* Likeness of two glyphs; -1: not alike at all. */
int book_likeness(const struct book *b, uint16_t x, uint16_t y);
/* Fetches the slot that book_slot_find is going to look at. */
static inline void book_slot_expect(const struct book_slot *slots, uint64_t n, uint64_t hash)
{
    __builtin_prefetch(&slots[hash & (n - 1)]);
}
/* The slot of a hash: where its list begins (its count first), 0 = none. */
uint32_t book_slot_find(const struct book_slot *slots, uint64_t n, uint64_t hash);

#endif
