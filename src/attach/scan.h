/*
 * Pictures of pages, told apart by what is red on them: the head of an official document with its
 * line, as wide as the text and 4 mm below the number (GB/T 9704-2012), and the round seal. No
 * source at hand has the sizes of seals: rings of 36 to 64 mm are taken for one. What counts as
 * red, and how much of a ring must be seen, was chosen by eye on eleven drawn and rendered sheets;
 * no real scan was at hand. So red-seal is a notice and no fault.
 */
#ifndef XJ_ATTACH_SCAN_H
#define XJ_ATTACH_SCAN_H

#include "base/base.h"
#include "base/str.h"

enum {
    SCAN_DPI = 50,   /* of the pictures: a seal is 80 pixels across */
    SCAN_PAGES = 3,  /* of a document are looked at: the head is on the first, seals come soon */
    SCAN_SIDE = 2000 /* pixels; a larger picture is not looked at */
};

/* One page, in pixels of three bytes. */
struct scan {
    const uint8_t *rgb;
    size_t width, height;
};

/* Takes the first picture off *ppm (binary PPM, one behind the other); borrowed. false: none that
 * is whole. */
bool scan_take(struct str *ppm, struct scan *out);
/* Red signs in the upper part, over a red line as wide as the text. */
bool scan_has_red_head(const struct scan *s);
/* A red ring, most of which is to be seen. */
bool scan_has_seal(const struct scan *s);

#endif
