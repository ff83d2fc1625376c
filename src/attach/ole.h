/* Compound files (MS-CFB): the container of doc, xls and of encrypted docx. Streams by name. */
#ifndef XJ_ATTACH_OLE_H
#define XJ_ATTACH_OLE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* Everything lives in the arena; the bytes are borrowed. */
struct ole {
    struct str bytes;
    size_t sector, mini_sector; /* bytes */
    const uint32_t *next;       /* the sector behind each one */
    size_t n_sectors;
    const uint32_t *mini_next;
    size_t n_mini;
    struct str mini; /* the stream that the small streams lie in */
    struct str directory;
    uint32_t mini_below; /* streams shorter than this are small */
};

/* RC_SYNTAX: no such file, or damaged. */
MUST_USE enum rc ole_open(struct str bytes, struct arena *a, struct ole *out);
bool ole_has(const struct ole *o, const char *name);
/* RC_NOT_FOUND: no stream of that name (ASCII, case matters). RC_SYNTAX: damaged. */
MUST_USE enum rc ole_stream(const struct ole *o, const char *name, struct arena *a,
                            struct str *out);

/* Little-endian numbers at a place; 0 past the end. */
uint32_t ole_u16(struct str s, size_t at);
uint32_t ole_u32(struct str s, size_t at);

#endif
