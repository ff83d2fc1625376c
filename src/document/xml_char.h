/* Which characters XML 1.0 has a place for; others become U+FFFD. */
#ifndef XJ_DOCUMENT_XML_CHAR_H
#define XJ_DOCUMENT_XML_CHAR_H

#include "base/base.h"

/* No control characters but tab and newline, no surrogates, no U+FFFE and U+FFFF. */
static inline uint32_t xml_char(uint32_t cp)
{
    const bool is_control = (cp < ' ' && cp != '\t' && cp != '\n') || cp == 0x7f;

    return is_control || (cp >= 0xd800 && cp <= 0xdfff) || cp == 0xfffe || cp == 0xffff ? 0xfffd
                                                                                        : cp;
}

#endif
