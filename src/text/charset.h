/* Which characters the bytes of a page mean, and the same in UTF-8. */
#ifndef XJ_TEXT_CHARSET_H
#define XJ_TEXT_CHARSET_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* The WHATWG name of a label ("GB2312" -> "gbk", "x-x-big5" -> "big5", "utf8" -> "utf-8"); NULL
 * when unknown. Constant string. */
const char *charset_of_label(struct str label);

struct charset_guess {
    const char *name; /* "utf-8", "gb18030", "big5", "utf-16le", "utf-16be", "windows-1252" ...;
                         contract names: gbk and gb2312 are said as "gb18030" */
    bool label_lies;  /* a header or meta label names one that the bytes contradict */
    size_t bom;       /* bytes of byte-order mark to skip */
    bool is_clean;    /* what follows the mark is valid UTF-8 without NULs: nothing to convert */
};

/*
 * BOM, then the content_type header, then a meta tag within the first 4096 bytes, each only if the
 * bytes can be that; then UTF-8 when valid; then the likelier of GB18030 and Big5.
 */
struct charset_guess charset_detect(struct str body, struct str content_type);

/*
 * The body in UTF-8, NULs and malformed sequences replaced by U+FFFD. UTF-8 input that is clean is
 * returned as it is, without a copy. *n_bad counts replacements.
 */
struct str charset_to_utf8(struct str body, const char *name, struct arena *a, size_t *n_bad);

/* UTF-8 -> name, for query strings; characters it lacks become "&#NNN;". */
struct str charset_from_utf8(struct str text, const char *name, struct arena *a);

/* Loads what conversions need from files, for a process that will not be able to open any. */
void charset_prepare(void);

/* s is valid UTF-8 (RFC 3629). */
bool charset_is_utf8(struct str s);

#endif
