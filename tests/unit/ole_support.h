/* Compound files (doc, xls), made by the tests themselves. */
#ifndef XJ_TESTS_OLE_SUPPORT_H
#define XJ_TESTS_OLE_SUPPORT_H

#include "attach_support.h"

UNUSED static void add_u16(struct buf *b, uint32_t value)
{
    buf_add_char(b, (char)(value & 0xff));
    buf_add_char(b, (char)(value >> 8 & 0xff));
}

UNUSED static void add_u32(struct buf *b, uint32_t value)
{
    add_u16(b, value & 0xffff);
    add_u16(b, value >> 16);
}

UNUSED static void put_u16(struct buf *b, size_t at, uint32_t value)
{
    assert_true(at + 2 <= b->n);
    b->p[at] = (char)(value & 0xff);
    b->p[at + 1] = (char)(value >> 8 & 0xff);
}

UNUSED static void put_u32(struct buf *b, size_t at, uint32_t value)
{
    put_u16(b, at, value & 0xffff);
    put_u16(b, at + 2, value >> 16);
}

UNUSED static void add_zeros(struct buf *b, size_t n)
{
    while (n--)
        buf_add_char(b, '\0');
}

/* Characters of the basic plane, little-endian, as many bytes as come out. */
UNUSED static void add_utf16(struct buf *b, const char *utf8)
{
    for (struct str s = str_of(utf8); s.n;) {
        uint32_t rune;

        s = str_skip(s, str_rune(s, &rune));
        add_u16(b, rune);
    }
}

/* ---- compound files -------------------------------------------------------------------------- */

enum { SECTOR = 512, MINI_SECTOR = 64, MINI_BELOW = 4096, OLE_STREAMS_MAX = 8 };

/* The chain of n pieces from `first` on. */
UNUSED static void link_chain(uint32_t *table, uint32_t first, size_t n)
{
    for (size_t i = 0; i < n; i++)
        table[first + i] = i + 1 < n ? first + (uint32_t)i + 1 : 0xfffffffeU;
}

UNUSED static void add_padded(struct buf *b, struct str s, size_t to)
{
    buf_add(b, s);
    add_zeros(b, (to - s.n % to) % to);
}

UNUSED static void add_entry(struct buf *b, const char *name, int type, uint32_t first, size_t n)
{
    const size_t begin = b->n;

    add_utf16(b, name);
    add_zeros(b, 128 - (b->n - begin));
    put_u16(b, begin + 64, 2 * ((uint32_t)strlen(name) + 1));
    b->p[begin + 66] = (char)type;
    put_u32(b, begin + 116, first);
    put_u32(b, begin + 120, (uint32_t)n);
}

/* Sectors: one table of sectors, two of the directory, one of the table of small pieces, then the
 * small streams, then the large ones. At most 60 KiB in all. */
UNUSED static struct buf pack_ole(const struct sample_part *streams, size_t n)
{
    enum { FIRST = 4 };
    uint32_t next[SECTOR / 4], mini_next[SECTOR / 4];
    struct buf out = { 0 }, mini = { 0 }, large = { 0 }, directory = { 0 };
    uint32_t first[OLE_STREAMS_MAX];
    size_t n_mini_sectors;

    memset(next, 0xff, sizeof(next));
    memset(mini_next, 0xff, sizeof(mini_next));
    for (size_t i = 0; i < n; i++)
        if (streams[i].text.n < MINI_BELOW) {
            first[i] = (uint32_t)(mini.n / MINI_SECTOR);
            link_chain(mini_next, first[i], (streams[i].text.n + MINI_SECTOR - 1) / MINI_SECTOR);
            add_padded(&mini, streams[i].text, MINI_SECTOR);
        }
    n_mini_sectors = (mini.n + SECTOR - 1) / SECTOR;
    next[0] = 0xfffffffdU;
    link_chain(next, 1, 2);
    link_chain(next, 3, 1);
    link_chain(next, FIRST, n_mini_sectors);
    for (size_t i = 0; i < n; i++)
        if (streams[i].text.n >= MINI_BELOW) {
            first[i] = (uint32_t)(FIRST + n_mini_sectors + large.n / SECTOR);
            link_chain(next, first[i], (streams[i].text.n + SECTOR - 1) / SECTOR);
            add_padded(&large, streams[i].text, SECTOR);
        }
    add_entry(&directory, "Root Entry", 5, FIRST, mini.n);
    for (size_t i = 0; i < n; i++)
        add_entry(&directory, streams[i].name, 2, first[i], streams[i].text.n);
    assert_true(directory.n <= 2 * SECTOR && FIRST + n_mini_sectors + large.n / SECTOR <= 128);

    buf_add(&out, STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
    add_zeros(&out, SECTOR - out.n);
    put_u16(&out, 30, 9);
    put_u16(&out, 32, 6);
    put_u32(&out, 44, 1);
    put_u32(&out, 48, 1); /* directory */
    put_u32(&out, 56, MINI_BELOW);
    put_u32(&out, 60, 3); /* table of small pieces */
    put_u32(&out, 64, 1);
    put_u32(&out, 68, 0xfffffffeU);
    put_u32(&out, 76, 0);
    memset(out.p + 80, 0xff, SECTOR - 80);
    buf_add(&out, str_from((const char *)next, sizeof(next)));
    add_padded(&out, buf_str(&directory), 2 * SECTOR);
    buf_add(&out, str_from((const char *)mini_next, sizeof(mini_next)));
    add_padded(&out, buf_str(&mini), SECTOR);
    buf_add(&out, buf_str(&large));
    buf_done(&mini);
    buf_done(&large);
    buf_done(&directory);
    return out;
}

/* A Word document of one wide piece and one eight-bit piece; flags of the file information block.
 */
UNUSED static struct buf pack_doc(const char *wide, const char *narrow, uint32_t flags)
{
    enum { WIDE_AT = 1024, NARROW_AT = 3000 };
    struct buf doc = { 0 }, table = { 0 }, text = { 0 };
    const uint32_t n_wide = (uint32_t)str_chars(str_of(wide)), n_narrow = (uint32_t)strlen(narrow);

    add_zeros(&doc, MINI_BELOW);
    put_u16(&doc, 0, 0xa5ec);
    put_u16(&doc, 2, 0xc1);
    put_u16(&doc, 10, flags);
    add_utf16(&text, wide);
    assert_true(text.n < NARROW_AT - WIDE_AT && NARROW_AT + n_narrow < MINI_BELOW);
    memcpy(doc.p + WIDE_AT, text.p, text.n);
    memcpy(doc.p + NARROW_AT, narrow, n_narrow);
    buf_add(&table, STR("junk\x01\x02\x00zz\x02")); /* a block of formatting, then the table */
    add_u32(&table, 3 * 4 + 2 * 8);
    add_u32(&table, 0);
    add_u32(&table, n_wide);
    add_u32(&table, n_wide + n_narrow);
    add_u16(&table, 0);
    add_u32(&table, WIDE_AT);
    add_u16(&table, 0);
    add_u16(&table, 0);
    add_u32(&table, 2 * NARROW_AT | 0x40000000);
    add_u16(&table, 0);
    put_u32(&doc, 0x1a2, 4);
    put_u32(&doc, 0x1a6, (uint32_t)table.n - 4);

    const struct sample_part streams[] = {
        { "WordDocument", buf_str(&doc) }, { flags & 0x200 ? "1Table" : "0Table", buf_str(&table) }
    };
    const struct buf out = pack_ole(streams, 2);

    buf_done(&doc);
    buf_done(&table);
    buf_done(&text);
    return out;
}

UNUSED static void add_record(struct buf *b, uint32_t type, struct str content)
{
    add_u16(b, type);
    add_u16(b, (uint32_t)content.n);
    buf_add(b, content);
}

#endif
