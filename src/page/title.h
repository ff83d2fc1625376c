/* A list's title without what rows put before and behind it: bullets and dates. */
#ifndef XJ_PAGE_TITLE_H
#define XJ_PAGE_TITLE_H

#include "base/base.h"
#include "base/str.h"

enum { TITLE_BYTES_MIN = 6 }; /* two characters: a title is not shorter */

/* "· title": without the bullets at its start. */
struct str title_bare(struct str title);

/*
 * "2026-11-20 title", "[11-20] title", "title（2026-11-20）": the title alone. *day: DAY_NONE when
 * no date is cut off, or one without a year behind the title. *is_guessed: its year is not written.
 */
struct str title_cut(struct str title, int32_t today, int32_t *day, bool *is_guessed);

#endif
