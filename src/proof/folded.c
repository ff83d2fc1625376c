#include "base/base.h"

#include "proof/folded.h"

#include "base/buf.h"
#include "text/han.h"

#include <iconv.h>
#include <opencc.h>
#include <stdlib.h>
#include <string.h>

enum {
    N_HAN = HAN_END - HAN_FIRST,
    BMP = 0x10000,
    HAN_DIOXIN = 0x5641, /* 二噁英 is written so in simplified texts too */
};

struct fold_table {
    uint8_t is_odd[BMP / 8];    /* bit: the character does not stay as it is */
    uint16_t simplified[N_HAN]; /* 0: stays */
};

struct fold_step {
    size_t at;   /* in the folded text: from here on ... */
    size_t from; /* ... it goes on like the original from there */
};

/* ---- the table ------------------------------------------------------------------------------- */

static void mark_odd(struct fold_table *t, uint32_t first, uint32_t last)
{
    for (uint32_t cp = first; cp <= last; cp++)
        t->is_odd[cp / 8] |= (uint8_t)(1U << (cp % 8));
}

static bool is_odd(const struct fold_table *t, uint32_t cp)
{
    return cp < BMP && (t->is_odd[cp / 8] >> (cp % 8) & 1);
}

static bool in_gb2312(iconv_t gb, uint32_t cp)
{
    char utf8[3] = { (char)(0xE0 | cp >> 12), (char)(0x80 | (cp >> 6 & 0x3F)),
                     (char)(0x80 | (cp & 0x3F)) };
    char out[8], *from = utf8, *to = out;
    size_t n_from = sizeof utf8, n_to = sizeof out;

    return iconv(gb, &from, &n_from, &to, &n_to) != (size_t)-1;
}

static void take_simplified(struct fold_table *t, struct str converted, iconv_t gb)
{
    struct str line;

    for (uint32_t cp = HAN_FIRST; cp < HAN_END && str_line(&converted, &line); cp++) {
        uint32_t to = cp;

        if (line.n == 3)
            (void)str_rune(line, &to);
        if (cp == HAN_DIOXIN || to == cp || to < HAN_FIRST || to >= HAN_END || in_gb2312(gb, cp))
            continue;
        t->simplified[cp - HAN_FIRST] = (uint16_t)to;
        mark_odd(t, cp, cp);
    }
}

static enum rc load_simplified(struct fold_table *t, struct err *err)
{
    opencc_t cc = opencc_open("t2s.json");
    const iconv_t gb = iconv_open("GB2312", "UTF-8");
    AUTO(buf_done) struct buf all = { 0 };
    char *converted = NULL;

    if (cc != (opencc_t)-1 && gb != (iconv_t)-1) {
        for (uint32_t cp = HAN_FIRST; cp < HAN_END; cp++) {
            buf_add_rune(&all, cp);
            buf_add_char(&all, '\n');
        }
        converted = opencc_convert_utf8(cc, all.p, all.n);
    }
    if (converted)
        take_simplified(t, str_of(converted), gb);
    opencc_convert_utf8_free(converted);
    if (cc != (opencc_t)-1)
        (void)opencc_close(cc);
    if (gb != (iconv_t)-1)
        (void)iconv_close(gb);
    return converted ? RC_OK : err_set(err, RC_IO, "繁简对照数据（OpenCC t2s.json）读不出来");
}

enum rc fold_table_new(struct fold_table **out, struct err *err)
{
    AUTO(fold_table_freep) struct fold_table *t = calloc(1, sizeof *t);
    enum rc rc;

    ASSERT(t);
    if ((rc = load_simplified(t, err)))
        return rc;
    mark_odd(t, 0xAD, 0xAD); /* soft hyphen */
    mark_odd(t, 0xA0, 0xA0); /* no-break space */
    mark_odd(t, 0x2002,
             0x200F); /* spaces of other widths, zero-width characters, marks of direction */
    mark_odd(t, 0x2060, 0x2064);
    mark_odd(t, 0x3000, 0x3000);
    mark_odd(t, 0xFEFF, 0xFEFF);
    mark_odd(t, 0xFF10, 0xFF19);
    mark_odd(t, 0xFF21, 0xFF3A);
    mark_odd(t, 0xFF41, 0xFF5A);
    *out = t;
    t = NULL;
    return RC_OK;
}

void fold_table_free(struct fold_table *t)
{
    free(t);
}

void fold_table_freep(struct fold_table **t)
{
    fold_table_free(*t);
    *t = NULL;
}

uint32_t fold_traditional(const struct fold_table *t, uint32_t cp)
{
    return cp >= HAN_FIRST && cp < HAN_END ? t->simplified[cp - HAN_FIRST] : 0;
}

/* ---- folding --------------------------------------------------------------------------------- */

struct folding {
    const struct fold_table *t;
    struct arena *a;
    struct str text;
    char *out;     /* NULL: nothing has changed yet */
    size_t n_out;  /* only when out is set */
    size_t copied; /* bytes of text that are in out */
    struct fold_step *steps;
    size_t n_steps, cap;
};

static bool is_space(uint32_t cp)
{
    return cp == ' ' || cp == 0xA0 || (cp >= 0x2002 && cp <= 0x200A) || cp == 0x3000;
}

static void add_step(struct folding *f, size_t from)
{
    if (f->n_steps && f->steps[f->n_steps - 1].at == f->n_out) {
        f->steps[f->n_steps - 1].from = from;
        return;
    }
    if (f->n_steps == f->cap) {
        const size_t cap = f->cap ? 2 * f->cap : 64;
        struct fold_step *more = arena_array(f->a, struct fold_step, cap);

        if (f->n_steps)
            memcpy(more, f->steps, f->n_steps * sizeof *more);
        f->steps = more;
        f->cap = cap;
    }
    f->steps[f->n_steps++] = (struct fold_step){ .at = f->n_out, .from = from };
}

/* The `n` bytes at `at` are written as `with`, which is not longer. */
static void replace(struct folding *f, size_t at, size_t n, struct str with)
{
    if (!f->out)
        f->out = arena_alloc(f->a, f->text.n);
    memcpy(f->out + f->n_out, f->text.p + f->copied, at - f->copied);
    f->n_out += at - f->copied;
    if (with.n != n && with.n)
        add_step(f, at);
    if (with.n)
        memcpy(f->out + f->n_out, with.p, with.n);
    f->n_out += with.n;
    f->copied = at + n;
    if (with.n != n)
        add_step(f, f->copied);
}

/* Spaces between two Chinese characters disappear, others stay. */
static size_t fold_spaces(struct folding *f, size_t at)
{
    uint32_t cp = 0;
    size_t end = at, n;

    while (end < f->text.n && (n = str_rune(str_skip(f->text, end), &cp)) && is_space(cp))
        end += n;
    if (end < f->text.n && han_is(cp) && han_ends(str_sub(f->text, 0, at)))
        replace(f, at, end - at, (struct str){ 0 });
    return end;
}

/* Returns where to go on. */
static size_t fold_odd(struct folding *f, size_t at, uint32_t cp, size_t n)
{
    const uint32_t simplified = fold_traditional(f->t, cp);

    if (is_space(cp))
        return fold_spaces(f, at);
    if (simplified) {
        const char utf8[] = { (char)(0xE0 | simplified >> 12),
                              (char)(0x80 | (simplified >> 6 & 0x3F)),
                              (char)(0x80 | (simplified & 0x3F)) };

        replace(f, at, n, str_from(utf8, sizeof utf8));
    } else if (cp >= 0xFF10 && cp <= 0xFF5A) {
        const char ascii = (char)(cp - 0xFEE0);

        replace(f, at, n, str_from(&ascii, 1));
    } else {
        replace(f, at, n, (struct str){ 0 });
    }
    return at + n;
}

/* One look at each byte: nearly all characters stay as they are. */
static void run(struct folding *f)
{
    const unsigned char *p = (const unsigned char *)f->text.p;
    const size_t n = f->text.n;
    size_t i = 0;

    while (i < n) {
        if (p[i] >= 0xE0 && p[i] < 0xF0 && i + 2 < n) {
            const uint32_t cp = (p[i] & 0xFU) << 12 | (p[i + 1] & 0x3FU) << 6 | (p[i + 2] & 0x3FU);

            i = is_odd(f->t, cp) ? fold_odd(f, i, cp, 3) : i + 3;
        } else if (p[i] == ' ') {
            i = fold_spaces(f, i);
        } else if (p[i] == 0xC2 && i + 1 < n) {
            const uint32_t cp = p[i + 1];

            i = is_odd(f->t, cp) ? fold_odd(f, i, cp, 2) : i + 2;
        } else {
            i++;
        }
    }
}

struct folded fold(const struct fold_table *t, struct str text, struct arena *a)
{
    struct folding f = { .t = t, .a = a, .text = text };

    run(&f);
    if (!f.out)
        return (struct folded){ .text = text, .original = text };
    memcpy(f.out + f.n_out, text.p + f.copied, text.n - f.copied);
    f.n_out += text.n - f.copied;
    return (struct folded){
        .text = str_from(f.out, f.n_out), .original = text, .steps = f.steps, .n_steps = f.n_steps
    };
}

static size_t place(const struct folded *f, size_t at)
{
    size_t low = 0, high = f->n_steps;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (f->steps[middle].at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? f->steps[low - 1].from + (at - f->steps[low - 1].at) : at;
}

struct str fold_original(const struct folded *f, size_t at, size_t n)
{
    size_t last = at + n - 1;
    uint32_t cp;

    while (last > at && ((unsigned char)f->text.p[last] & 0xC0) == 0x80)
        last--;
    const size_t from = place(f, at), end = place(f, last);

    return str_sub(f->original, from, end + str_rune(str_skip(f->original, end), &cp) - from);
}
