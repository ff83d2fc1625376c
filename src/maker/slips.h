/* Self-made errors: the slips of the pen and of input methods, put into clean text. */
#ifndef XJ_MAKER_SLIPS_H
#define XJ_MAKER_SLIPS_H

#include "base/base.h"
#include "speller/book.h"
#include "speller/lattice.h"

/* A sequence of numbers that is the same in every run. Any seed but 0. */
struct chance {
    uint64_t state;
};
uint64_t chance_next(struct chance *c);
double chance_real(struct chance *c); /* [0, 1) */

/*
 * Puts one slip into the run: 35 % another word of the same sound, 10 % a
 * word both of whose characters are others of the same sound, 37 % another character of the
 * same or nearly the same sound, 18 % one of like shape.
 *
 *   l     the run as it stands, built
 *   run   l's glyphs, or what earlier slips left of them
 *
 * false: nothing fitted, run unchanged.
 */
bool slip_make(const struct book *b, const struct lattice *l, struct chance *c, uint16_t *run);

#endif
