/* Makes the speller's book of what Debian's packages hold. */
#ifndef XJ_MAKER_BOOK_MAKER_H
#define XJ_MAKER_BOOK_MAKER_H

#include "base/base.h"
#include "base/err.h"

/* Paths. */
struct book_sources {
    const char *model;   /* libime-data-language-model: zh_CN.lm */
    const char *pinyin;  /* libime-data: sc.dict as text (libime_pinyindict -d) */
    const char *jieba;   /* python3-jieba: dict.txt */
    const char *unihan;  /* unicode-data: the folder */
    const char *strokes; /* rime-data-stroke: stroke.dict.yaml */
    const char *terms;   /* our own: data/terms.txt */
    char **prose;        /* our own: data/prose/ */
    size_t n_prose;
};

/* RC_IO, RC_SYNTAX, RC_UNSUPPORTED: a source; the sentence names it. */
MUST_USE enum rc book_make(const struct book_sources *s, const char *path, struct err *err);

#endif
