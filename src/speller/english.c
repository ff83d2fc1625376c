#include "base/base.h"

#include "speller/english.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/hashes.h"

#include <hunspell/hunspell.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    LEAST_LETTERS = 5,
    MOST_LETTERS = 30,
    MEANT = 3,          /* times in one text: a term, not a slip */
    ASKED_MAX = 300,    /* words of one text that are looked at closely */
    TEXT_MAX = 1 << 22, /* bytes of a text that are read */
};

struct english {
    Hunhandle *american, *british;
    struct arena a;
    struct hashes capitals; /* of the given list */
};

static Hunhandle *open_dictionary(const char *folder, const char *name, struct err *err)
{
    char aff[1024], dic[1024];

    snprintf(aff, sizeof(aff), "%s/%s.aff", folder, name);
    snprintf(dic, sizeof(dic), "%s/%s.dic", folder, name);
    if (access(aff, R_OK) != 0 || access(dic, R_OK) != 0) {
        (void)err_set(err, RC_NOT_FOUND, "没有英语词典 %s（软件包 hunspell-en-us、hunspell-en-gb）",
                      dic);
        return NULL;
    }
    return Hunspell_create(aff, dic);
}

static enum rc read_capitals(struct english *e, const char *path, struct err *err)
{
    enum { MAX = 1 << 20 };
    AUTO(buf_done) struct buf b = { 0 };
    struct str text, line;

    if (file_read(path, MAX, &b, err) != RC_OK)
        return err->rc;
    text = buf_str(&b);
    while (str_line(&text, &line)) {
        line = str_trim(line);
        if (line.n && line.p[0] != '#')
            hashes_put(&e->capitals, str_hash(line), 1);
    }
    return RC_OK;
}

enum rc english_open(const char *folder, const char *capitals, struct english **out,
                     struct err *err)
{
    struct english *e = calloc(1, sizeof(*e));

    ASSERT(e);
    e->american = open_dictionary(folder, "en_US", err);
    e->british = e->american ? open_dictionary(folder, "en_GB", err) : NULL;
    if (!e->british || read_capitals(e, capitals, err) != RC_OK) {
        english_free(e);
        return err->rc;
    }
    *out = e;
    return RC_OK;
}

void english_free(struct english *e)
{
    if (!e)
        return;
    if (e->american)
        Hunspell_destroy(e->american);
    if (e->british)
        Hunspell_destroy(e->british);
    hashes_done(&e->capitals);
    arena_done(&e->a);
    free(e);
}

void english_freep(struct english **e)
{
    english_free(*e);
}

static bool knows(const struct english *e, const char *word)
{
    return Hunspell_spell(e->american, word) || Hunspell_spell(e->british, word);
}

/* ---- pinyin ---------------------------------------------------------------------------------- */

/* Finals that each initial takes, by its letters; an empty one is a syllable's beginning itself. */
static const struct {
    const char *initial, *finals;
} syllables[] = {
    { "b", "a o ai ei ao an en ang eng i ie iao ian in ing u" },
    { "p", "a o ai ei ao ou an en ang eng i ie iao ian in ing u" },
    { "m", "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u" },
    { "f", "a o ei ou an en ang eng u" },
    { "d", "a e ai ei ao ou an en ang eng ong i ie iao iu ian ing u uo ui uan un" },
    { "t", "a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un" },
    { "n", "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan v ue" },
    { "l", "a e ai ei ao ou an ang eng ong i ie iao iu ian in iang ing u uo uan un v ue" },
    { "g", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang" },
    { "k", "a e ai ao ou an en ang eng ong u ua uo uai ui uan un uang" },
    { "h", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang" },
    { "j", "i ia ie iao iu ian in iang ing iong u ue uan un" },
    { "q", "i ia ie iao iu ian in iang ing iong u ue uan un" },
    { "x", "i ia ie iao iu ian in iang ing iong u ue uan un" },
    { "zh", "a e i ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang" },
    { "ch", "a e i ai ao ou an en ang eng ong u ua uo uai ui uan un uang" },
    { "sh", "a e i ai ei ao ou an en ang eng u ua uo uai ui uan un uang" },
    { "r", "e i ao ou an en ang eng ong u uo ui uan un" },
    { "z", "a e i ai ei ao ou an en ang eng ong u uo ui uan un" },
    { "c", "a e i ai ao ou an en ang eng ong u uo ui uan un" },
    { "s", "a e i ai ao ou an en ang eng ong u uo ui uan un" },
    { "y", "a e i ao ou an ang in ing o ong u ue uan un" },
    { "w", "a o ai ei an en ang eng u" },
    { "", "a o e ai ei ao ou an en ang eng er" },
};

static bool is_syllable(struct str s)
{
    for (size_t i = 0; i < COUNT_OF(syllables); i++) {
        struct str finals = str_of(syllables[i].finals), final, end;

        if (!str_starts(s, str_of(syllables[i].initial)))
            continue;
        end = str_skip(s, strlen(syllables[i].initial));
        while (finals.n) {
            str_cut(finals, ' ', &final, &finals);
            if (str_eq(final, end))
                return true;
        }
    }
    return false;
}

/* The word is a row of syllables: a name or a term in Latin letters. */
static bool is_pinyin(struct str word)
{
    bool reached[MOST_LETTERS + 1] = { true };

    for (size_t end = 1; end <= word.n; end++)
        for (size_t begin = end > 6 ? end - 6 : 0; begin < end && !reached[end]; begin++)
            reached[end] = reached[begin] && is_syllable(str_sub(word, begin, end - begin));
    return reached[word.n];
}

/* ---- slips ----------------------------------------------------------------------------------- */

struct meant {
    char word[MOST_LETTERS + 2];
    bool found;
};

/* A given word counts when it is one of the list, or when any will do, one of the language. */
static void offer(const struct english *e, bool listed, const char *word, struct meant *m)
{
    if (m->found ||
        !(listed ? hashes_find(&e->capitals, str_hash(str_of(word))) != 0 : knows(e, word)))
        return;
    m->found = true;
    memcpy(m->word, word, strlen(word) + 1);
}

/* Slips at [first, last), the likeliest first: two exchanged, one too many, missing, wrong. */
static void find_slip(const struct english *e, struct str word, bool listed, size_t first,
                      size_t last, struct meant *m)
{
    char w[MOST_LETTERS + 2];

    for (size_t i = first; i + 1 < word.n && i < last; i++) {
        memcpy(w, word.p, word.n);
        w[word.n] = '\0';
        w[i] = word.p[i + 1];
        w[i + 1] = word.p[i];
        offer(e, listed, w, m);
    }
    for (size_t i = first; i < last && i < word.n; i++) {
        memcpy(w, word.p, i);
        memcpy(w + i, word.p + i + 1, word.n - i - 1);
        w[word.n - 1] = '\0';
        offer(e, listed, w, m);
    }
    for (size_t i = first; i <= word.n && i < last && !m->found; i++)
        for (char c = 'a'; c <= 'z'; c++) {
            memcpy(w, word.p, i);
            w[i] = c;
            memcpy(w + i + 1, word.p + i, word.n - i);
            w[word.n + 1] = '\0';
            offer(e, listed, w, m);
        }
    for (size_t i = first; i < word.n && i < last && !m->found; i++)
        for (char c = 'a'; c <= 'z'; c++) {
            memcpy(w, word.p, word.n);
            w[word.n] = '\0';
            w[i] = c;
            offer(e, listed, w, m);
        }
}

/* The first letter is seldom wrong. */
static void find_meant(const struct english *e, struct str word, bool listed, struct meant *m)
{
    *m = (struct meant){ .found = false };
    find_slip(e, word, listed, 1, word.n + 1, m);
    if (!m->found)
        find_slip(e, word, listed, 0, 1, m);
}

/* ---- words of a text ------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Beside a word these make it part of an address, a path, a name of a file or of a variable. */
static bool glues(struct str text, size_t at, bool before)
{
    const char c = at < text.n ? text.p[at] : ' ';
    const size_t next = before ? at - 1 : at + 1;

    if (char_is_digit(c) || (c && strchr("_@/\\#$%&=+~<>:-'", c)))
        return true;
    return c == '.' && next < text.n && (is_letter(text.p[next]) || char_is_digit(text.p[next]));
}

/* The next word of the text from *at on: only letters; false at the end. */
static bool next_word(struct str text, size_t *at, struct str *word)
{
    while (*at < text.n) {
        size_t begin, end;

        while (*at < text.n && !is_letter(text.p[*at]))
            (*at)++;
        begin = end = *at;
        while (end < text.n && is_letter(text.p[end]))
            end++;
        *at = end;
        if (end > begin && (begin == 0 || !glues(text, begin - 1, true)) &&
            !glues(text, end, false)) {
            *word = str_sub(text, begin, end - begin);
            return true;
        }
    }
    return false;
}

/* The word in small letters; false unless only the first letter may be a capital. */
static bool lower(struct str word, char out[MOST_LETTERS + 1])
{
    if (word.n < LEAST_LETTERS || word.n > MOST_LETTERS)
        return false;
    for (size_t i = 0; i < word.n; i++) {
        out[i] = char_lower(word.p[i]);
        if (i > 0 && out[i] != word.p[i])
            return false;
    }
    out[word.n] = '\0';
    return true;
}

/* How often the text has each word, by hash of its small letters. */
static void count_words(struct str text, struct hashes *counts)
{
    char letters[MOST_LETTERS + 1];
    struct str word;
    size_t at = 0;

    while (next_word(text, &at, &word))
        if (lower(word, letters)) {
            const uint64_t hash = str_hash(str_of(letters)) | 1;

            hashes_put(counts, hash, hashes_find(counts, hash) + 1);
        }
}

static struct str as_written(struct meant *m, struct str word, struct arena *a)
{
    if (word.p[0] >= 'A' && word.p[0] <= 'Z')
        m->word[0] = (char)(m->word[0] - 'a' + 'A');
    return arena_copy(a, str_of(m->word));
}

struct reading {
    struct str text;
    struct arena *a;
    struct misspelling_list *out;
    size_t n_asked;
};

/* Of so many words in small letters, most are none of the language: it is another one. */
static bool is_foreign(const struct english *e, struct str text)
{
    enum { LEAST_WORDS = 8, MOST_WORDS = 400 }; /* the first ones tell */
    char letters[MOST_LETTERS + 1];
    size_t at = 0, n = 0, n_unknown = 0;
    struct str word;

    while (n < MOST_WORDS && next_word(text, &at, &word)) {
        if (word.n < 2 || word.n > MOST_LETTERS || word.p[0] < 'a' || is_pinyin(word))
            continue;
        memcpy(letters, word.p, word.n);
        letters[word.n] = '\0';
        n++;
        n_unknown += !knows(e, letters);
    }
    return n >= LEAST_WORDS && 2 * n_unknown > n;
}

static void read_line(struct english *e, struct str line, const struct hashes *counts,
                      struct reading *r)
{
    char letters[MOST_LETTERS + 1];
    size_t at = 0;
    struct str word;

    while (r->n_asked < ASKED_MAX && next_word(line, &at, &word)) {
        struct meant m;

        if (!lower(word, letters) || hashes_find(counts, str_hash(str_of(letters)) | 1) >= MEANT ||
            knows(e, letters))
            continue;
        r->n_asked++;
        letters[0] = word.p[0];
        if (knows(e, letters))
            continue; /* a name that the dictionary has */
        letters[0] = char_lower(word.p[0]);
        if (is_pinyin(str_of(letters)))
            continue;
        find_meant(e, str_of(letters), letters[0] != word.p[0], &m);
        if (!m.found)
            continue;
        if (!r->out->found)
            r->out->found = arena_array(r->a, struct misspelling, ASKED_MAX);
        r->out->found[r->out->n++] = (struct misspelling){ .at = (size_t)(word.p - r->text.p),
                                                           .n = word.n,
                                                           .right = as_written(&m, word, r->a),
                                                           .score = 0.95,
                                                           .is_confirmed = true };
    }
}

void english_read(struct english *e, struct str text, struct arena *a, struct misspelling_list *out)
{
    AUTO(hashes_done) struct hashes counts = { 0 };
    struct reading r = { .text = text, .a = a, .out = out };
    struct str rest = str_sub(text, 0, TEXT_MAX), line;

    *out = (struct misspelling_list){ .n = 0 };
    if (is_foreign(e, rest))
        return;
    count_words(rest, &counts);
    while (r.n_asked < ASKED_MAX && str_line(&rest, &line))
        if (!is_foreign(e, line))
            read_line(e, line, &counts, &r);
}
