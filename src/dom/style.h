/* Declarations of CSS, as far as they hide something or tell its colour. */
#ifndef XJ_DOM_STYLE_H
#define XJ_DOM_STYLE_H

#include "base/base.h"
#include "base/str.h"

/* Which of these was said. The bits of struct style. */
enum style_bit {
    STYLE_DISPLAY = 1,
    STYLE_VISIBILITY = 2,
    STYLE_OPACITY = 4,
    STYLE_POSITION = 8,
    STYLE_FAR = 16, /* left, right, top, bottom: 500 px outside or more */
    STYLE_WIDTH = 32,
    STYLE_HEIGHT = 64,
    STYLE_OVERFLOW = 128,
    STYLE_FONT_SIZE = 256,
    STYLE_COLOR = 512,
    STYLE_BACKGROUND = 1024,
    STYLE_CLIP = 2048,
    STYLE_Z_INDEX = 4096,
    STYLE_INDENT = 8192,
    STYLE_MARGIN = 16384, /* margin, transform: 500 px outside or more */
};

/*
 * What some declarations say. `set` tells which properties they name; `on` in which of them they
 * say the hiding thing (display: none, position: absolute or fixed, a width of 0 or 1 px, ...).
 * `strong`: said with !important.
 */
struct style {
    uint32_t set, on, strong;
    uint32_t off;       /* what the declarations themselves say the other thing of */
    uint32_t opened;    /* what a sheet says it of in another state: ".open .list" */
    int32_t color;      /* 0xrrggbb */
    int32_t background; /* 0xrrggbb; COLOR_IMAGE: a picture or gradient; COLOR_NONE: transparent */
};

enum { COLOR_NONE = -1, COLOR_IMAGE = -2, COLOR_UNKNOWN = -3 };

/* Reads "a: b; c: d" on top of what *s says already. */
void style_read(struct str declarations, struct style *s);
/* later wins over *s where the cascade lets it. */
void style_merge(struct style *s, const struct style *later);

/* A quick look: display:none or visibility:hidden. */
bool style_is_unseen(struct str declarations);

/* "#fff", "white", "rgb(255, 255, 255)"; COLOR_UNKNOWN otherwise. COLOR_NONE: no colour at all. */
int32_t style_color(struct str s);

#endif
