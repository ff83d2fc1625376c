/*
 * Where in a document something stands, in the words of whoever has to find it:
 * "第 3 页 · 二、主要任务 · （一）加强领导 · 第 2 段".
 *
 * Headings are told by what the document marks as such and by how official documents number them;
 * what may hold somebody's number is left out.
 */
#ifndef XJ_TEXT_WHERE_H
#define XJ_TEXT_WHERE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "model/place.h"

/* From the widest to the narrowest. */
enum where_level {
    WHERE_NONE,
    WHERE_CHAPTER, /* 第一章 */
    WHERE_SECTION, /* 第一节 */
    WHERE_FIRST,   /* 一、 */
    WHERE_SECOND,  /* （一） */
    WHERE_ARTICLE, /* 第一条 */
    WHERE_LEVELS,
};

/* A walk through a text. Begin: text, rest = text, places (may be NULL). */
struct where {
    struct str text, rest; /* paragraphs are lines */
    const struct text_places *places;
    size_t n_passed;                   /* places that began */
    const struct text_place *part;     /* the last of them that is no heading */
    int64_t n_lines;                   /* the reader's number where the part has such; elsewhere the
                                          paragraphs behind the last heading or begin of a part */
    struct str headings[WHERE_LEVELS]; /* that hold now */
};

/* Of a byte of the text that is not before the one asked for last; in the arena. */
struct str where_is(struct where *w, size_t at, struct arena *a);

#endif
