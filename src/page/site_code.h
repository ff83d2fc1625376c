/* Site identification codes: 10 digits, or bm and 8 digits. */
#ifndef XJ_PAGE_SITE_CODE_H
#define XJ_PAGE_SITE_CODE_H

#include "base/base.h"
#include "base/str.h"

/* Digits in a row at `at`. */
size_t site_code_digits(struct str s, size_t at);
/* A code at `at` with no digit behind it; empty when none stands there. */
struct str site_code_at(struct str s, size_t at);
/* The first code that begins within `reach` bytes; a view of s, or empty. */
struct str site_code_near(struct str s, size_t at, size_t reach);
/* The code after site_code= or sitecode= (any case) in a URL, a script or an attribute. */
struct str site_code_in_url(struct str s);

#endif
