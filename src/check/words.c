#include "base/base.h"

#include "check/words.h"

/*
 * Which bit of the filter three bytes belong to. 0x20 folds the cases of letters (and some marks,
 * which costs a comparison). Any mixing will do that keeps the low bits of each byte: Chinese
 * characters differ in those.
 */
static uint32_t slot(const char *p)
{
    const uint32_t key = (uint32_t)(unsigned char)p[0] << 16 | (uint32_t)(unsigned char)p[1] << 8 |
                         (uint32_t)(unsigned char)p[2];

    return ((key | 0x202020U) * 2654435761U) >> 20;
}
_Static_assert(WORDS_FILTER_BITS == 1 << (32 - 20), "slot() gives as many bits");

void words_init(struct words *w, const struct str *words, size_t n, struct arena *a)
{
    uint64_t *filter = arena_array(a, uint64_t, WORDS_FILTER_BITS / 64);

    for (size_t i = 0; i < n; i++) {
        ASSERT(words[i].n >= WORD_BYTES_MIN);
        const uint32_t bit = slot(words[i].p);

        filter[bit / 64] |= UINT64_C(1) << (bit % 64);
    }
    *w = (struct words){ .words = words, .n = n, .filter = filter };
}

/* false: no word begins like these three bytes. */
static bool may_begin(const struct words *w, const char *p)
{
    const uint32_t bit = slot(p);

    return w->filter[bit / 64] >> (bit % 64) & 1;
}

/* Bytes of a character, by its first one. */
static size_t length_of(char first)
{
    const unsigned char c = (unsigned char)first;

    return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

const struct str *words_find(const struct words *w, struct str text, size_t *at)
{
    for (size_t i = 0; i + WORD_BYTES_MIN <= text.n; i += length_of(text.p[i])) {
        if (!may_begin(w, text.p + i))
            continue;
        for (size_t k = 0; k < w->n; k++) {
            if (!str_starts_nocase(str_skip(text, i), w->words[k]))
                continue;
            if (at)
                *at = i;
            return &w->words[k];
        }
    }
    return NULL;
}

static bool is_letter(char c)
{
    return char_lower(c) >= 'a' && char_lower(c) <= 'z';
}

static bool is_hex(char c)
{
    return char_is_digit(c) || (char_lower(c) >= 'a' && char_lower(c) <= 'f');
}

/* "%2F" ends here. */
static bool ends_escape(struct str text, size_t i)
{
    return i >= 3 && text.p[i - 3] == '%' && is_hex(text.p[i - 2]) && is_hex(text.p[i - 1]);
}

/* No letters go on where the word of n bytes at i begins, or ends. */
static bool has_border(struct str text, size_t i, size_t n, bool on_both)
{
    const bool goes_back =
        i > 0 && is_letter(text.p[i]) && is_letter(text.p[i - 1]) && !ends_escape(text, i);
    const bool goes_on = i + n < text.n && is_letter(text.p[i + n - 1]) && is_letter(text.p[i + n]);

    return on_both ? !goes_back && !goes_on : !goes_back || !goes_on;
}

/* The character at i in a URL or a text: does what follows stand in the path of a URL? */
static bool is_in_path(struct str text, size_t i, bool is_so)
{
    const char c = text.p[i];

    if (c == '/') /* "://" begins a host */
        return !(i > 0 && (text.p[i - 1] == ':' || (text.p[i - 1] == '/' && !is_so)));
    return c == '?' || c == '#' || (is_so && (unsigned char)c > ' ' && (unsigned char)c < 0x80);
}

const struct str *words_find_name(const struct words *w, struct str text, size_t *at)
{
    enum { SURE_BYTES = 5 }; /* bocai begins many a path; shorter words are pieces of others */
    const struct str *found = NULL;
    bool in_path = false;

    for (size_t i = 0; !found && i + WORD_BYTES_MIN <= text.n; i += length_of(text.p[i])) {
        in_path = is_in_path(text, i, in_path);
        if (!may_begin(w, text.p + i))
            continue;
        for (size_t k = 0; k < w->n; k++)
            if ((!found || w->words[k].n > found->n) &&
                str_starts_nocase(str_skip(text, i), w->words[k]) &&
                has_border(text, i, w->words[k].n, in_path && w->words[k].n < SURE_BYTES))
                found = &w->words[k];
        if (found && at)
            *at = i;
    }
    return found;
}

const struct str *words_equal(const struct words *w, struct str text)
{
    for (size_t i = 0; i < w->n; i++)
        if (str_eq_nocase(w->words[i], text))
            return &w->words[i];
    return NULL;
}

const struct str *words_host(const struct words *w, struct str host)
{
    if (str_ends(host, STR(".")))
        host.n--;
    /* the host, and what is left of it after each dot */
    for (struct str rest = host; rest.n >= WORD_BYTES_MIN;) {
        const size_t dot = str_chr(rest, '.');

        if (may_begin(w, rest.p)) {
            const struct str *word = words_equal(w, rest);

            if (word)
                return word;
        }
        rest = dot == STR_NONE ? str_skip(rest, rest.n) : str_skip(rest, dot + 1);
    }
    return NULL;
}

const struct str *words_end(const struct words *w, struct str text)
{
    for (size_t i = 0; i < w->n; i++)
        if (str_ends_nocase(text, w->words[i]))
            return &w->words[i];
    return NULL;
}
