#include "base/base.h"

#include "text/charset.h"

#include "base/buf.h"
#include "text/charset_labels.h"
#include "text/gbk.h"
#include "text/utf8.h"

#include <iconv.h>
#include <string.h>

enum {
    META_SCAN_BYTES = 4096,
    /* A text may carry a few broken characters and still be in its encoding: one in ten. */
    BAD_SHARE = 10,
    /* So many characters cannot be valid UTF-8 by accident while they mean GBK. */
    UTF8_SURE_CHARS = 8,
    GUESS_BYTES = 64 * 1024, /* what the likelihood looks at, */
    GUESS_PAIRS = 2000,      /* until it has seen so many pairs */
};

/* ---- labels ------------------------------------------------------------------------------- */

static bool is_label_space(char c)
{
    return char_is_space(c) || c == '"' || c == '\'' || c == ';' || c == ',';
}

static struct str trim_label(struct str s)
{
    while (s.n && is_label_space(s.p[0]))
        s = str_skip(s, 1);
    while (s.n && is_label_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

static const struct charset_entry *entry_of_label(struct str label)
{
    label = trim_label(label);
    for (size_t i = 0; i < charset_table_n && label.n; i++) {
        struct str rest = str_of(charset_table[i].labels), one;

        while (rest.n) {
            (void)str_cut(rest, ' ', &one, &rest);
            if (str_eq_nocase(one, label))
                return &charset_table[i];
        }
    }
    return NULL;
}

const char *charset_of_label(struct str label)
{
    const struct charset_entry *e = entry_of_label(label);

    return e ? e->name : NULL;
}

/* The value after "charset=" in a header or a tag; empty when there is none. */
static struct str label_after_charset(struct str s)
{
    for (size_t at = 0; at < s.n;) {
        const size_t found = str_find_nocase(str_skip(s, at), STR("charset"));

        if (found == STR_NONE)
            break;
        at += found + 7;

        struct str rest = str_skip(s, at);

        while (rest.n && char_is_space(rest.p[0]))
            rest = str_skip(rest, 1);
        if (rest.n == 0 || rest.p[0] != '=')
            continue;
        rest = str_skip(rest, 1);
        while (rest.n && is_label_space(rest.p[0]))
            rest = str_skip(rest, 1);

        size_t n = 0;

        while (n < rest.n && !is_label_space(rest.p[n]) && rest.p[n] != '>' && rest.p[n] != '/')
            n++;
        return str_sub(rest, 0, n);
    }
    return str_from(NULL, 0);
}

/* The encoding of an XML declaration at the start; empty when there is none. */
static struct str label_of_declaration(struct str s)
{
    const size_t end = str_starts(s, STR("<?xml")) ? str_chr(s, '>') : STR_NONE;
    const size_t at = end == STR_NONE ? STR_NONE : str_find(str_sub(s, 0, end), STR("encoding="));

    if (at == STR_NONE)
        return str_from(NULL, 0);

    const struct str label = trim_label(str_sub(s, at + 9, end - at - 9));

    for (size_t i = 0; i < label.n; i++)
        if (is_label_space(label.p[i]) || label.p[i] == '?')
            return str_sub(label, 0, i);
    return label;
}

/* The label of a <meta> or of an XML declaration near the start, comments skipped. */
static struct str label_of_meta(struct str body)
{
    struct str s = str_sub(body, 0, META_SCAN_BYTES);
    const struct str declared = label_of_declaration(s);

    if (declared.n)
        return declared;
    for (;;) {
        const size_t at = str_chr(s, '<');

        if (at == STR_NONE)
            return str_from(NULL, 0);
        s = str_skip(s, at + 1);
        if (str_starts(s, STR("!--"))) {
            const size_t end = str_find(s, STR("-->"));

            s = str_skip(s, end == STR_NONE ? 3 : end + 3);
        } else if (str_starts_nocase(s, STR("meta"))) {
            const size_t end = str_chr(s, '>');
            const struct str label = label_after_charset(str_sub(s, 0, end));

            if (label.n)
                return label;
        }
    }
}

/* ---- what the bytes can be ----------------------------------------------------------------- */

bool charset_is_utf8(struct str s)
{
    size_t n_chars = 0;

    for (;;) {
        const size_t n = utf8_clean_run(s, &n_chars);

        if (n == s.n)
            return true;
        if (s.p[n] != 0)
            return false;
        s = str_skip(s, n + 1);
    }
}

/* How well bytes fit an encoding. */
struct fit {
    size_t n_chars; /* well-formed characters beyond ASCII */
    size_t n_bad;   /* malformed sequences */
};

static bool is_good_fit(struct fit fit)
{
    return fit.n_bad * BAD_SHARE <= fit.n_chars;
}

/* Ends early where nothing that follows could make it a good one. */
static struct fit fit_utf8(struct str s)
{
    struct fit fit = { 0 };

    for (;;) {
        const size_t n = utf8_clean_run(s, &fit.n_chars);

        if (n == s.n || fit.n_bad * BAD_SHARE > fit.n_chars + (s.n - n) / 2)
            return fit;
        fit.n_bad += s.p[n] != 0;
        /* A response that was cut within its last character is no less UTF-8. */
        if (s.n - n < 4 && (unsigned char)s.p[n] >= 0xc2 && fit.n_bad == 1 && n > 64)
            fit.n_bad = 0;
        s = str_skip(s, n + 1);
    }
}

/* Pairs of a double-byte encoding, sorted by what they would be in GB18030 and in Big5. */
struct pairs {
    size_t n, n_bad_gb, n_bad_big5;
    size_t n_gb2312; /* both bytes as in GB2312's characters and signs */
    size_t n_big5;   /* Big5's frequent characters and signs */
};

static void count_pair(struct pairs *c, unsigned char lead, unsigned char trail)
{
    c->n_bad_gb += lead == 0x80 || lead == 0xff || trail < 0x40 || trail == 0x7f || trail == 0xff;
    c->n_bad_big5 += lead < 0x87 || lead == 0xff || trail < 0x40 || (trail > 0x7e && trail < 0xa1);
    c->n_gb2312 +=
        trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || lead == 0xa1 || lead == 0xa3);
    c->n_big5 += (trail <= 0x7e || trail >= 0xa1) && trail >= 0x40 &&
                 ((lead >= 0xa4 && lead <= 0xc6) || lead == 0xa1);
}

static struct pairs count_pairs(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    const size_t end = s.n < GUESS_BYTES ? s.n : GUESS_BYTES;
    struct pairs c = { 0 };

    for (size_t i = 0; i < end && c.n < GUESS_PAIRS;) {
        if (p[i] < 0x80) {
            const size_t n = utf8_ascii_run(s.p + i, end - i);

            i += n ? n : 1;
            continue;
        }
        if (i + 1 >= end) /* cut off in the middle: says nothing */
            break;

        const unsigned char trail = p[i + 1];

        c.n++;
        if (trail >= '0' && trail <= '9' && i + 3 < end && p[i + 2] >= 0x81) {
            c.n_bad_big5++; /* four bytes of GB18030 */
            i += 4;
            continue;
        }
        count_pair(&c, p[i], trail);
        i += trail < 0x40 ? 1 : 2;
    }
    return c;
}

/*
 * GB2312's frequent characters have both bytes above A0 and a lead of B0..D7; two fifths of Big5's
 * have a trail in 40..7E, and their leads are A4..C6. So each text scores high in its own measure
 * and low in the other's.
 */
static const char *likelier_double_byte(struct str s, const struct pairs *c)
{
    if (c->n == 0)
        return NULL;
    if (c->n_bad_gb * BAD_SHARE > c->n &&
        c->n_bad_big5 * BAD_SHARE > c->n) /* no text, or European */
        return str_chr(s, 0) == STR_NONE ? "windows-1252" : "gb18030";
    return c->n_big5 > c->n_gb2312 + c->n_bad_big5 ? "big5" : "gb18030";
}

/* UTF-16 without a mark: every other byte of its markup is NUL. */
static const char *utf16_without_mark(struct str body)
{
    size_t nul_even = 0, nul_odd = 0;
    const size_t n = body.n < 256 ? body.n : 256;

    for (size_t i = 0; i < n; i++)
        if (body.p[i] == 0)
            *(i % 2 ? &nul_odd : &nul_even) += 1;
    if (nul_odd > n / 4 && nul_even < n / 32 + 1)
        return "utf-16le";
    return nul_even > n / 4 && nul_odd < n / 32 + 1 ? "utf-16be" : NULL;
}

/* What is known of the body while the labels are weighed. */
struct weighing {
    struct str body;
    struct fit utf8;
    struct pairs pairs; /* counted unless it is UTF-8 for sure */
    const char *utf16;
};

static bool can_be(const struct weighing *w, const char *name)
{
    if (w->utf16)
        return false;
    if (strncmp(name, "utf-16", 6) == 0)
        return false;
    if (strcmp(name, "utf-8") == 0)
        return is_good_fit(w->utf8);
    if (w->utf8.n_bad == 0 && w->utf8.n_chars >= UTF8_SURE_CHARS)
        return false;
    if (strcmp(name, "gbk") == 0 || strcmp(name, "gb18030") == 0 || strcmp(name, "big5") == 0) {
        const size_t bad = strcmp(name, "big5") == 0 ? w->pairs.n_bad_big5 : w->pairs.n_bad_gb;

        return bad * BAD_SHARE <= w->pairs.n;
    }
    if (strcmp(name, "windows-1252") == 0) /* what servers say when nobody set anything */
        return w->pairs.n < UTF8_SURE_CHARS || w->pairs.n_bad_gb * BAD_SHARE > w->pairs.n;
    return true;
}

/* The name of the contract: what GBK and GB2312 label is read as GB18030. */
static const char *public_name(const char *name)
{
    return strcmp(name, "gbk") == 0 ? "gb18030" : name;
}

static const char *guess_from_content(const struct weighing *w)
{
    const char *name;

    if (w->utf16)
        return w->utf16;
    if (w->utf8.n_bad == 0)
        return "utf-8";
    name = likelier_double_byte(w->body, &w->pairs);
    if (is_good_fit(w->utf8))
        name = "utf-8";
    return name ? name : "utf-8";
}

struct charset_guess charset_detect(struct str body, struct str content_type)
{
    if (str_starts(body, STR("\xef\xbb\xbf")))
        return (struct charset_guess){
            .name = "utf-8",
            .bom = 3,
            .is_clean = utf8_clean_run(str_skip(body, 3), &(size_t){ 0 }) == body.n - 3,
        };
    if (str_starts(body, STR("\xff\xfe")))
        return (struct charset_guess){ .name = "utf-16le", .bom = 2 };
    if (str_starts(body, STR("\xfe\xff")))
        return (struct charset_guess){ .name = "utf-16be", .bom = 2 };

    struct weighing w = { .body = body };
    const bool is_clean = utf8_clean_run(body, &w.utf8.n_chars) == body.n;

    if (!is_clean) {
        w.utf8 = fit_utf8(body);
        w.utf16 = utf16_without_mark(body);
    }
    if (!is_clean || w.utf8.n_chars < UTF8_SURE_CHARS)
        w.pairs = count_pairs(body);

    const char *const labels[] = {
        charset_of_label(label_after_charset(content_type)),
        charset_of_label(label_of_meta(body)),
    };
    struct charset_guess guess = { 0 };

    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        const char *name = labels[i];

        if (!name)
            continue;
        /* A tag that can be read byte by byte cannot speak of UTF-16: it means UTF-8 (WHATWG). */
        if (i == 1 && strncmp(name, "utf-16", 6) == 0 && !w.utf16)
            name = "utf-8";
        if (can_be(&w, name)) {
            guess.name = guess.name ? guess.name : public_name(name);
        } else if (!w.utf16 || strcmp(name, w.utf16) != 0) {
            guess.label_lies = true;
        }
    }
    if (!guess.name)
        guess.name = guess_from_content(&w);
    guess.is_clean = is_clean && strcmp(guess.name, "utf-8") == 0;
    return guess;
}

/* ---- conversion ----------------------------------------------------------------------------- */

static const char replacement[] = { '\xef', '\xbf', '\xbd' }; /* U+FFFD */

static struct str repair_utf8(struct str s, size_t n_clean, struct arena *a, size_t *n_bad)
{
    /* Each bad byte grows to three at most. */
    char *out = arena_alloc(a, s.n * 3 + 1);
    size_t n = 0, n_chars = 0;

    for (;;) {
        memcpy(out + n, s.p, n_clean);
        n += n_clean;
        if (n_clean == s.n)
            return str_from(out, n);
        memcpy(out + n, replacement, sizeof(replacement));
        n += sizeof(replacement);
        (*n_bad)++;

        /* One mark for one truncated character: its continuation bytes go with it. */
        const bool is_lead = (unsigned char)s.p[n_clean] >= 0xc2;

        s = str_skip(s, n_clean + 1);
        for (int more = 0; is_lead && more < 2 && s.n > 1; more++) {
            if (((unsigned char)s.p[0] & 0xc0) != 0x80)
                break;
            s = str_skip(s, 1);
        }
        n_clean = utf8_clean_run(s, &n_chars);
    }
}

/* Bytes to pass over at a malformed place: a byte of ASCII is never swallowed. */
static size_t bad_bytes(const char *in, size_t n, bool is_utf16)
{
    if (is_utf16)
        return n < 2 ? n : 2;
    if (n > 1 && (unsigned char)in[0] != 0x80 && (unsigned char)in[0] != 0xff &&
        (unsigned char)in[1] >= 0x80)
        return 2;
    return 1;
}

/* Bytes at the start of `in` that are characters of GB18030 beyond ASCII. */
static size_t gb18030_run(const char *in, size_t n)
{
    size_t i = 0;

    while (i < n && (unsigned char)in[i] >= 0x80)
        i += i + 1 < n && char_is_digit(in[i + 1]) ? 4 : 2;
    return i < n ? i : n;
}

/* A text on its way through iconv. */
struct conversion {
    iconv_t cd;
    bool is_utf16;
    bool is_gb18030; /* most of it goes past iconv, which is ten times as fast */
    const char *in;
    size_t left;
    char *to;
    size_t room;
    size_t n_bad;
};

static void moved(struct conversion *c, size_t n_in, size_t n_out)
{
    c->in += n_in;
    c->left -= n_in;
    c->to += n_out;
    c->room -= n_out;
}

/* Runs of ASCII and of characters of two bytes. */
static void convert_plain(struct conversion *c)
{
    size_t n_ascii, n_pairs, n_out;

    do {
        n_ascii = utf8_ascii_run(c->in, c->left);
        memcpy(c->to, c->in, n_ascii);
        moved(c, n_ascii, n_ascii);
        n_pairs = gbk_run(str_from(c->in, c->left), c->to, &n_out);
        moved(c, n_pairs, n_out);
    } while (n_pairs);
}

/* What needs no iconv and one step of it, malformed bytes replaced. */
static void convert_step(struct conversion *c)
{
    size_t run = c->left;

    if (c->is_gb18030) {
        convert_plain(c);
        run = gb18030_run(c->in, c->left);
        if (run == 0) /* a NUL, or the end */
            run = c->left ? 1 : 0;
    }

    char *in = (char *)(uintptr_t)c->in; /* iconv's prototype lacks the const */
    size_t run_left = run;
    const bool is_done = iconv(c->cd, &in, &run_left, &c->to, &c->room) != (size_t)-1;

    c->in += run - run_left;
    c->left -= run - run_left;
    if (is_done || c->left == 0)
        return;

    const size_t skip = bad_bytes(c->in, c->left, c->is_utf16);

    ASSERT(c->room >= sizeof(replacement));
    memcpy(c->to, replacement, sizeof(replacement));
    moved(c, skip, sizeof(replacement));
    c->n_bad++;
}

/* NULs come through and are replaced afterwards. */
static struct str convert(struct str s, const struct charset_entry *e, struct arena *a,
                          size_t *n_bad)
{
    /* Two bytes give three, one byte three, a malformed byte three, a combined pair of Big5-HKSCS
     * four. */
    const size_t cap = s.n * 3 + 16;
    char *out = arena_alloc(a, cap);
    struct conversion c = {
        .cd = iconv_open("UTF-8", e->iconv),
        .is_utf16 = strncmp(e->name, "utf-16", 6) == 0,
        .is_gb18030 = strcmp(e->iconv, "GB18030") == 0,
        .in = s.p,
        .left = s.n,
        .to = out,
        .room = cap,
    };

    if (c.cd == (iconv_t)-1)
        return s;
    while (c.left > 0)
        convert_step(&c);
    (void)iconv(c.cd, NULL, NULL, &c.to, &c.room);
    (void)iconv_close(c.cd);
    *n_bad = c.n_bad;
    return str_from(out, (size_t)(c.to - out));
}

struct str charset_to_utf8(struct str body, const char *name, struct arena *a, size_t *n_bad)
{
    const struct charset_entry *e = entry_of_label(str_of(name));
    size_t n_chars = 0, n_clean;

    *n_bad = 0;
    if (e && e->iconv)
        body = convert(body, e, a, n_bad);
    n_clean = utf8_clean_run(body, &n_chars);
    return n_clean == body.n ? body : repair_utf8(body, n_clean, a, n_bad);
}

/* The handles stay open, so that what they loaded stays. */
void charset_prepare(void)
{
    for (size_t i = 0; i < charset_table_n; i++)
        if (charset_table[i].iconv)
            (void)iconv_open("UTF-8", charset_table[i].iconv);
}

struct str charset_from_utf8(struct str text, const char *name, struct arena *a)
{
    const struct charset_entry *e = entry_of_label(str_of(name));
    const iconv_t cd = e && e->iconv ? iconv_open(e->iconv, "UTF-8") : (iconv_t)-1;
    /* "&#1114111;" is ten bytes for a character of four; a bad byte of one gives "&#65533;", eight.
     */
    const size_t cap = text.n * 8 + 16;

    if (cd == (iconv_t)-1)
        return text;

    char *out = arena_alloc(a, cap);
    char *to = out, *in = (char *)(uintptr_t)text.p;
    size_t room = cap, left = text.n;

    while (left > 0 && room > 16) {
        if (iconv(cd, &in, &left, &to, &room) != (size_t)-1)
            break;

        uint32_t rune;
        const size_t n = str_rune(str_from(in, left), &rune);
        const struct str number = arena_printf(a, "&#%u;", (unsigned)rune);

        in += n;
        left -= n;
        memcpy(to, number.p, number.n);
        to += number.n;
        room -= number.n;
    }
    (void)iconv(cd, NULL, NULL, &to, &room);
    (void)iconv_close(cd);
    return str_from(out, (size_t)(to - out));
}
