/* Hours of the day, in China's time, from a minute up to another; they may cross midnight. */
#ifndef XJ_MODEL_HOURS_H
#define XJ_MODEL_HOURS_H

#include "base/base.h"
#include "base/str.h"

enum { DAY_MINUTES = 24 * 60, HOURS_TEXT_BYTES = 16 };

/* Minutes since midnight, below DAY_MINUTES. from == to: no hours at all. */
struct hours {
    int from, to;
};

bool hours_has(const struct hours *h, int64_t time);
/* "08:30"; false: no time of day. */
MUST_USE bool minute_parse(struct str s, int *minute);
const char *minute_text(int minute, char out[HOURS_TEXT_BYTES]);
/* "08:30-18:00"; empty: none. false: neither, or from == to. */
MUST_USE bool hours_parse(struct str s, struct hours *out);
const char *hours_text(const struct hours *h, char out[HOURS_TEXT_BYTES]);

#endif
