#include "base/base.h"

#include "maker/hanzi.h"

#include "base/buf.h"
#include "base/file.h"
#include "speller/book.h"

#include <bzlib.h>
#include <errno.h>
#include <stdio.h>

enum { FILE_MAX = 1 << 30, CHUNK = 1 << 20 };

static enum rc read_bz2(FILE *f, struct buf *b)
{
    int e = BZ_OK;
    BZFILE *z = BZ2_bzReadOpen(&e, f, 0, 0, NULL, 0);

    while (e == BZ_OK) {
        char *room = buf_room(b, CHUNK);

        if (!room)
            break;
        b->n += (size_t)BZ2_bzRead(&e, z, room, CHUNK);
    }
    {
        int closed;

        BZ2_bzReadClose(&closed, z);
    }
    return e == BZ_STREAM_END ? RC_OK : RC_IO;
}

enum rc maker_read(const char *path, struct arena *a, struct str *out, struct err *err)
{
    AUTO(file_closep) FILE *f = fopen(path, "rb");
    AUTO(buf_done) struct buf b = { .max = FILE_MAX };
    enum rc rc;

    if (!f)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    rc = str_ends(str_of(path), STR(".bz2")) ? read_bz2(f, &b)
                                             : file_read_rest(f, path, FILE_MAX, &b, err);
    if (rc != RC_OK)
        return err_set(err, rc, "%s：读取失败", path);
    *out = arena_copy(a, buf_str(&b));
    return RC_OK;
}

/* A vowel with its tone mark: the letter, and the tone. */
static bool toned(uint32_t cp, char *letter, uint8_t *tone)
{
    static const uint16_t marks[6][5] = {
        { 'a', 0x101, 0xe1, 0x1ce, 0xe0 }, { 'e', 0x113, 0xe9, 0x11b, 0xe8 },
        { 'i', 0x12b, 0xed, 0x1d0, 0xec }, { 'o', 0x14d, 0xf3, 0x1d2, 0xf2 },
        { 'u', 0x16b, 0xfa, 0x1d4, 0xf9 }, { 'v', 0x1d6, 0x1d8, 0x1da, 0x1dc },
    };

    for (size_t v = 0; v < 6; v++)
        for (size_t t = 1; t < 5; t++)
            if (marks[v][t] == cp) {
                *letter = (char)marks[v][0];
                *tone = (uint8_t)t;
                return true;
            }
    return false;
}

/* "zhuàng" as a reading; false when it is no syllable. */
static bool parse_reading(struct str s, struct reading *out)
{
    struct reading r = { .tone = 5 };
    size_t n = 0;

    while (s.n) {
        uint32_t cp;
        char letter;

        s = str_skip(s, str_rune(s, &cp));
        if (!toned(cp, &letter, &r.tone)) {
            if (cp == 0xfc)
                letter = 'v';
            else if (cp >= 'a' && cp <= 'z')
                letter = (char)cp;
            else if (cp >= 0x300 && cp <= 0x30c)
                continue;
            else
                return false;
        }
        if (n + 1 == sizeof(r.letters))
            return false;
        r.letters[n++] = letter;
    }
    *out = r;
    return n > 0;
}

static void add_reading(struct hanzi *h, struct str text)
{
    struct reading r;

    if (h->n_readings == HANZI_READINGS || !parse_reading(text, &r))
        return;
    for (size_t i = 0; i < h->n_readings; i++)
        if (strcmp(h->readings[i].letters, r.letters) == 0 && h->readings[i].tone == r.tone)
            return;
    h->readings[h->n_readings++] = r;
}

/* Words of `value`, cut at blanks and commas, what stands before a colon left out. */
static void add_readings(struct hanzi *h, struct str value)
{
    while (value.n) {
        struct str word, part, place;

        str_cut(value, ' ', &word, &value);
        if (str_has(word, STR(":")))
            str_cut(word, ':', &place, &word);
        while (word.n) {
            str_cut(word, ',', &part, &word);
            add_reading(h, part);
        }
    }
}

/* "423A 435": classes; a letter after the number is part of the class. */
static void add_phonetics(struct hanzi *h, struct str value)
{
    while (value.n && h->n_phonetics < HANZI_PHONETICS) {
        struct str word;
        unsigned class = 0;

        str_cut(value, ' ', &word, &value);
        for (size_t i = 0; i < word.n && char_is_digit(word.p[i]); i++)
            class = class * 10 + (unsigned)(word.p[i] - '0');
        if (str_ends(word, STR("A")))
            class += 4000;
        if (class)
            h->phonetics[h->n_phonetics++] = (uint16_t) class;
    }
}

/* Lines "U+884C<tab>kMandarin<tab>xíng". */
static void read_unihan(struct str text, const char *field, struct arena *a, struct hanzi *table)
{
    struct str line, code, name, value;

    while (str_line(&text, &line)) {
        unsigned cp = 0;

        if (!str_starts(line, STR("U+")) || !str_cut(str_skip(line, 2), '\t', &code, &line) ||
            !str_cut(line, '\t', &name, &value) || !str_eq(name, str_of(field)) || code.n > 4)
            continue;
        for (size_t i = 0; i < code.n; i++)
            cp = cp * 16 +
                 (unsigned)(char_is_digit(code.p[i]) ? code.p[i] - '0' : code.p[i] - 'A' + 10);
        if (cp >= HANZI_MAX)
            continue;
        if (strcmp(field, "kPhonetic") == 0)
            add_phonetics(&table[cp], value);
        else if (strcmp(field, "kSimplifiedVariant") == 0)
            table[cp].is_traditional = !str_has(value, arena_printf(a, "U+%04X", cp));
        else
            add_readings(&table[cp], value);
    }
}

/* The same letters get the same number; the last one is shared by what is too many. */
static void number_readings(struct hanzi *table)
{
    char letters[SYLLABLES_MAX][8];
    uint16_t n = 0;

    for (size_t cp = 0; cp < HANZI_MAX; cp++)
        for (size_t i = 0; i < table[cp].n_readings; i++) {
            struct reading *r = &table[cp].readings[i];
            uint16_t k = 0;

            while (k < n && strcmp(letters[k], r->letters) != 0)
                k++;
            if (k == n && n < SYLLABLES_MAX - 1)
                memcpy(letters[n++], r->letters, sizeof(letters[0]));
            r->number = k;
        }
}

/* Letters h s p n z. */
static void set_strokes(struct hanzi *h, struct str letters)
{
    static const char kinds[] = "hspnz";

    if (letters.n > HANZI_STROKES)
        return;
    for (size_t i = 0; i < letters.n; i++) {
        const char *kind = memchr(kinds, letters.p[i], 5);

        h->strokes[i] = (uint8_t)(kind ? kind - kinds : 4);
        h->stroke_masks[h->strokes[i]] |= 1U << i;
    }
    h->n_strokes = (uint8_t)letters.n;
}

static void read_strokes(struct str text, struct hanzi *table)
{
    struct str line, word, strokes;

    while (str_line(&text, &line)) {
        uint32_t cp;

        if (!str_cut(line, '\t', &word, &strokes) || word.n == 0 || str_rune(word, &cp) != word.n ||
            cp >= HANZI_MAX || table[cp].n_strokes)
            continue;
        str_cut(strokes, '\t', &strokes, &line);
        set_strokes(&table[cp], strokes);
    }
}

enum rc hanzi_load(const char *unihan, const char *strokes, struct arena *a, struct hanzi *table,
                   struct err *err)
{
    char path[1024];
    struct str text;

    snprintf(path, sizeof(path), "%s/Unihan_Readings.txt.bz2", unihan);
    if (maker_read(path, a, &text, err) != RC_OK)
        return err->rc;
    read_unihan(text, "kMandarin", a, table);
    read_unihan(text, "kXHC1983", a, table);
    snprintf(path, sizeof(path), "%s/Unihan_DictionaryLikeData.txt.bz2", unihan);
    if (maker_read(path, a, &text, err) != RC_OK)
        return err->rc;
    read_unihan(text, "kPhonetic", a, table);
    snprintf(path, sizeof(path), "%s/Unihan_Variants.txt.bz2", unihan);
    if (maker_read(path, a, &text, err) != RC_OK)
        return err->rc;
    read_unihan(text, "kSimplifiedVariant", a, table);
    if (maker_read(strokes, a, &text, err) != RC_OK)
        return err->rc;
    read_strokes(text, table);
    number_readings(table);
    return RC_OK;
}

const char *hanzi_loose(const char *letters, char out[8])
{
    size_t n = 0;

    for (size_t i = 0; letters[i] && n < 7; i++) {
        if (letters[i] == 'h' && i == 1 && strchr("zcs", letters[0]))
            continue;
        if (letters[i] == 'g' && i > 0 && letters[i - 1] == 'n' && letters[i + 1] == '\0')
            continue;
        out[n++] = letters[i];
    }
    out[n] = '\0';
    return out;
}

/* Least number of letters put in, taken out or changed to make y of x; at most 31 letters each. */
static unsigned edits(struct str x, struct str y)
{
    unsigned row[32];

    x.n = x.n < 31 ? x.n : 31;
    y.n = y.n < 31 ? y.n : 31;
    for (unsigned j = 0; j <= y.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= x.n; i++) {
        unsigned diagonal = row[0];

        row[0] = (unsigned)i;
        for (size_t j = 1; j <= y.n; j++) {
            const unsigned change = diagonal + (x.p[i - 1] != y.p[j - 1]);
            const unsigned step = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;

            diagonal = row[j];
            row[j] = change < step ? change : step;
        }
    }
    return row[y.n];
}

static unsigned sound_of_letters(const char *x, const char *y)
{
    char loose_x[8], loose_y[8];

    if (strcmp(x, y) == 0)
        return SOUND_SAME;
    if (strcmp(hanzi_loose(x, loose_x), hanzi_loose(y, loose_y)) == 0)
        return SOUND_FUZZY;
    return edits(str_of(x), str_of(y)) <= 1 ? SOUND_NEAR : SOUND_OTHER;
}

static unsigned sound_of(const struct hanzi *x, const struct hanzi *y, struct syllable_pairs *pairs)
{
    unsigned best = SOUND_OTHER;

    for (size_t i = 0; i < x->n_readings; i++)
        for (size_t j = 0; j < y->n_readings; j++) {
            const struct reading *p = &x->readings[i], *q = &y->readings[j];
            uint8_t *known = &pairs->sound[p->number][q->number];
            unsigned level;

            if (!*known)
                *known = (uint8_t)(1 + sound_of_letters(p->letters, q->letters));
            level = *known - 1U;
            if (level == SOUND_SAME && p->tone == q->tone)
                level = SOUND_TONE;
            best = level < best ? level : best;
        }
    return best;
}

static bool share_phonetic(const struct hanzi *x, const struct hanzi *y)
{
    for (size_t i = 0; i < x->n_phonetics; i++)
        for (size_t j = 0; j < y->n_phonetics; j++)
            if (x->phonetics[i] == y->phonetics[j])
                return true;
    return false;
}

/* Edits between the stroke rows (Myers: a column of the table in the bits of two words). */
static unsigned stroke_edits(const struct hanzi *x, const struct hanzi *y)
{
    const uint32_t last = 1U << (x->n_strokes - 1);
    uint32_t more = ~0U, less = 0;
    unsigned n = x->n_strokes;

    for (size_t i = 0; i < y->n_strokes; i++) {
        const uint32_t equal = x->stroke_masks[y->strokes[i]], vertical = equal | less;
        const uint32_t across = (((equal & more) + more) ^ more) | equal;
        uint32_t up = less | ~(across | more), down = more & across;

        n += (up & last) != 0;
        n -= (down & last) != 0;
        up = up << 1 | 1;
        down <<= 1;
        more = down | ~(vertical | up);
        less = up & vertical;
    }
    return n;
}

/* Strokes in common, 0..15: how little of the longer one must be edited. */
static unsigned strokes_of(const struct hanzi *x, const struct hanzi *y)
{
    const unsigned longer = x->n_strokes > y->n_strokes ? x->n_strokes : y->n_strokes;
    const unsigned shorter = x->n_strokes > y->n_strokes ? y->n_strokes : x->n_strokes;

    if (shorter == 0 || shorter * 2 < longer)
        return 0;
    return 15 * (longer - stroke_edits(x, y)) / longer;
}

/* x is what y begins or ends with. */
static bool is_part(const struct hanzi *x, const struct hanzi *y)
{
    enum { LEAST = 2, MOST_MORE = 5 };

    const size_t more = (size_t)y->n_strokes - x->n_strokes;

    return x->n_strokes >= LEAST && x->n_strokes < y->n_strokes && more <= MOST_MORE &&
           (memcmp(x->strokes, y->strokes, x->n_strokes) == 0 ||
            memcmp(x->strokes, y->strokes + more, x->n_strokes) == 0);
}

int hanzi_likeness(const struct hanzi *x, const struct hanzi *y, struct syllable_pairs *pairs)
{
    enum { STROKES_ALIKE = 10, STROKES_WITH_PART = 5 };
    const unsigned sound = sound_of(x, y, pairs), strokes = strokes_of(x, y);
    const bool phonetic = share_phonetic(x, y);

    if (sound == SOUND_OTHER && strokes < STROKES_ALIKE && !is_part(x, y) && !is_part(y, x) &&
        !(phonetic && strokes >= STROKES_WITH_PART))
        return -1;
    return (int)(sound | strokes << LIKE_STROKES_SHIFT | (phonetic ? LIKE_PHONETIC : 0));
}
