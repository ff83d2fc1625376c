#include "base/base.h"

#include "net/host.h"
#include "net/idn.h"

#include <unicode/uidna.h>

/*
 * ICU and not libidn2: libidn2 2.3.3 also enforces IDNA 2008's rules on hyphens, symbols and
 * lengths, which the URL standard switches off, and so misses 19 of the 87 cases of the public
 * list. ICU 72 misses nine, all from mappings that Unicode 15.1 and 16 changed; these are below.
 */
static const struct change {
    uint32_t first, last; /* code points */
    uint32_t to;          /* what `first` becomes, the others in step; 0 = ignored */
} changes[] = {
    { 0x04c0, 0x04c0, 0x04cf },    { 0x10a0, 0x10c5, 0x2d00 },   { 0x115f, 0x1160, 0 },
    { 0x17b4, 0x17b5, 0 },         { 0x180e, 0x180e, 0 },        { 0x1e9e, 0x1e9e, 0x00df },
    { 0x2061, 0x2063, 0 },         { 0x206a, 0x206f, 0 },        { 0x2132, 0x2132, 0x214e },
    { 0x2183, 0x2183, 0x2184 },    { 0x3164, 0x3164, 0 },        { 0xffa0, 0xffa0, 0 },
    { 0x1d173, 0x1d17a, 0 },       { 0x2f868, 0x2f868, 0x36fc }, { 0x2f874, 0x2f874, 0x5f53 },
    { 0x2f91f, 0x2f91f, 0x243ab }, { 0x2f95f, 0x2f95f, 0x7aee }, { 0x2f9bf, 0x2f9bf, 0x45d7 },
};

/* The URL standard's "domain to ASCII" without beStrict does not make these count. */
static const uint32_t forgiven = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                 UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                 UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

static uint32_t changed(uint32_t cp)
{
    for (size_t i = 0; i < COUNT_OF(changes); i++)
        if (cp >= changes[i].first && cp <= changes[i].last)
            return changes[i].to ? changes[i].to + (cp - changes[i].first) : 0;
    return cp;
}

static void add_rune(struct pen *w, uint32_t cp)
{
    if (cp >= 0x10000) {
        pen_add_char(w, (char)(0xf0 | cp >> 18));
        pen_add_char(w, (char)(0x80 | (cp >> 12 & 0x3f)));
    } else if (cp >= 0x800) {
        pen_add_char(w, (char)(0xe0 | cp >> 12));
    }
    if (cp >= 0x800)
        pen_add_char(w, (char)(0x80 | (cp >> 6 & 0x3f)));
    else if (cp >= 0x80)
        pen_add_char(w, (char)(0xc0 | cp >> 6));
    pen_add_char(w, (char)(cp >= 0x80 ? 0x80 | (cp & 0x3f) : cp));
}

typedef int32_t convert_fn(const UIDNA *idna, const char *name, int32_t length, char *dest,
                           int32_t capacity, UIDNAInfo *info, UErrorCode *status);

static enum rc convert(convert_fn *fn, struct str name, struct pen *w)
{
    const uint32_t options = UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                             UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE;
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UIDNA *idna = uidna_openUTS46(options, &status);
    const size_t room = w->cap - w->n;
    const int32_t n = fn(idna, name.p, (int32_t)name.n, w->p + w->n,
                         room < INT32_MAX ? (int32_t)room : INT32_MAX, &info, &status);

    uidna_close(idna);
    if (status == U_BUFFER_OVERFLOW_ERROR)
        return RC_LIMIT;
    if (U_FAILURE(status) || (info.errors & ~forgiven))
        return RC_SYNTAX;
    w->n += (size_t)n;
    return RC_OK;
}

enum rc idn_to_ascii(struct str name, struct pen *w)
{
    char room[HOST_UNICODE_BYTES_MAX];
    struct pen mapped = { .p = room, .cap = sizeof(room) };

    while (name.n) {
        uint32_t cp;
        const size_t n = str_rune(name, &cp);

        cp = changed(cp);
        if (cp)
            add_rune(&mapped, cp);
        name = str_skip(name, n);
    }
    if (mapped.is_full)
        return RC_LIMIT;
    return convert(uidna_nameToASCII_UTF8, str_from(room, mapped.n), w);
}

enum rc idn_to_unicode(struct str ascii, struct pen *w)
{
    if (ascii.n > HOST_UNICODE_BYTES_MAX)
        return RC_LIMIT;
    return convert(uidna_nameToUnicodeUTF8, ascii, w);
}
