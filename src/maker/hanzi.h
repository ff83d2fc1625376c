/* What a character sounds and looks like, out of Unicode's Unihan tables and Rime's stroke table.
 */
#ifndef XJ_MAKER_HANZI_H
#define XJ_MAKER_HANZI_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum { HANZI_READINGS = 5, HANZI_PHONETICS = 6, HANZI_STROKES = 31, HANZI_MAX = 65536 };

struct reading {
    char letters[8]; /* "zhuang", v for ü; ended by NUL */
    uint8_t tone;    /* 1..5 */
    uint16_t number; /* of the letters, below SYLLABLES_MAX */
};

struct hanzi {
    struct reading readings[HANZI_READINGS]; /* the usual one first */
    uint8_t n_readings;
    uint16_t phonetics[HANZI_PHONETICS]; /* classes of kPhonetic */
    uint8_t n_phonetics;
    uint8_t strokes[HANZI_STROKES]; /* kinds 0..4 in writing order */
    uint8_t n_strokes;              /* 0: not known, or too many to compare */
    uint32_t stroke_masks[5];       /* bit i: stroke i is of the kind */
    bool is_traditional;            /* written otherwise in simplified text */
};

/* A file whole, a .bz2 one expanded. RC_IO; RC_LIMIT past 1 GiB. */
MUST_USE enum rc maker_read(const char *path, struct arena *a, struct str *out, struct err *err);

/*
 * Fills table[HANZI_MAX], by code point.
 *
 *   unihan   folder with Unihan_Readings, Unihan_DictionaryLikeData and Unihan_Variants .txt.bz2
 *   strokes  Rime's stroke.dict.yaml
 */
MUST_USE enum rc hanzi_load(const char *unihan, const char *strokes, struct arena *a,
                            struct hanzi *table, struct err *err);
/* "zhu'ang" without what is often confused: zh = z, ch = c, sh = s, ng = n. Returns out. */
const char *hanzi_loose(const char *letters, char out[8]);
/* How alike syllables sound, each pair looked at once: 0 = not yet, else 1 + SOUND_… */
enum { SYLLABLES_MAX = 600 };
struct syllable_pairs {
    uint8_t sound[SYLLABLES_MAX][SYLLABLES_MAX];
};
/* Packed as in speller/book.h; -1: not alike. */
int hanzi_likeness(const struct hanzi *x, const struct hanzi *y, struct syllable_pairs *pairs);

#endif
