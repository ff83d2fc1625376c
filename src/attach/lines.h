/*
 * Text that is put together from pieces: white space folded, at most ATTACH_TEXT_MAX bytes.
 *
 * Where a part of the document begins (page, sheet, slide, file of an archive) a line is marked: it
 * begins with LINES_MARK, which no text holds, and has the part's name and, behind another mark,
 * the number of its first line. A heading has a line before it of two marks and its level. Marks go
 * through all pipes with the text; lines_split parts them.
 */
#ifndef XJ_ATTACH_LINES_H
#define XJ_ATTACH_LINES_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"
#include "model/place.h"

enum lines_break { LINES_JOINED, LINES_SPACE, LINES_NEW };

enum { LINES_MARK = '\f', LINES_PART_BYTES = 240, LINES_FILE_BYTES = 120, LINES_HEADINGS = 9 };

/* Zeroed is empty. No white space at the ends or beside a line break. */
struct lines {
    struct buf text;
    enum lines_break pending;        /* what comes before the next character */
    bool is_cut;                     /* there was more than fits */
    char file[LINES_FILE_BYTES + 1]; /* of an archive, that is read now; "": none */
    char part[LINES_PART_BYTES + 1]; /* begins with the next character; "": none does */
    int64_t line;                    /* of that part, as in model/place.h */
    int heading;                     /* level of what the next character begins; 0: no heading */
};

void lines_done(struct lines *l);
/* UTF-8; white space in it breaks words, '\n' lines. */
void lines_add(struct lines *l, struct str s);
/* A part of the document begins; one without text leaves no mark. A longer name is cut.
 *   line  of its first line, as in model/place.h */
void lines_part(struct lines *l, struct str name, int64_t line);
/* A file of an archive begins, which the names of its parts begin with; an empty name: none. A
 * longer name is cut. */
void lines_file(struct lines *l, struct str name);
/* The next line is a heading of this level, 1..LINES_HEADINGS; 0: it is none after all. */
void lines_heading(struct lines *l, int level);
/* What another `struct lines` made, marks and all. */
void lines_join(struct lines *l, struct str marked);
/*
 * The text alone, and its parts.
 *
 *   text    is emptied first
 *   places  in the arena, with names that borrow from `marked`
 */
void lines_split(struct str marked, struct buf *text, struct arena *a, struct text_places *places);
static inline void lines_end(struct lines *l, enum lines_break b)
{
    if (b > l->pending)
        l->pending = b;
}

#endif
