/*
 * XML as feeds are written: pieces one after another, nothing is checked, nothing is expanded.
 * Linear in the text whatever it holds.
 */
#ifndef XJ_ACCOUNT_MARKUP_H
#define XJ_ACCOUNT_MARKUP_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

enum markup_kind { MARKUP_OPEN, MARKUP_CLOSE, MARKUP_EMPTY, MARKUP_TEXT, MARKUP_RAW };

struct markup_piece {
    enum markup_kind kind;
    struct str name;  /* of a tag, with its prefix */
    struct str attrs; /* what follows the name */
    struct str text;  /* of MARKUP_TEXT with references; of MARKUP_RAW (CDATA) as it is meant */
};

/* Takes the next piece off *rest; comments and declarations are skipped. false at the end. */
bool markup_next(struct str *rest, struct markup_piece *out);
/* The value of an attribute, references decoded; empty when there is none. */
struct str markup_attr(const struct markup_piece *p, const char *name, struct arena *a);
/* What a piece of HTML says, white space folded. */
struct str markup_text(struct str html, struct arena *a);

#endif
