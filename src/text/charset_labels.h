/* The table of labels of the WHATWG Encoding standard (section 4.2), without its rarest entries. */
#ifndef XJ_TEXT_CHARSET_LABELS_H
#define XJ_TEXT_CHARSET_LABELS_H

#include "base/base.h"

struct charset_entry {
    const char *name;   /* WHATWG */
    const char *iconv;  /* the name that glibc takes; NULL: not decoded by iconv */
    const char *labels; /* lower case, one space between */
};

extern const struct charset_entry charset_table[];
extern const size_t charset_table_n;

#endif
