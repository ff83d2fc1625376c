/* Shares as a notice prints them: "96.4%". */
#ifndef XJ_NOTICE_RATE_H
#define XJ_NOTICE_RATE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

enum { RATE_DECIMALS_MAX = 2 };

/*
 * part of whole in percent, rounded half up, by whole numbers only. Exactly all and exactly none
 * are "100%" and "0%", whatever the decimals; nothing of nothing is "—".
 *
 *   part      0..whole
 *   whole     at most 10^12
 *   decimals  0..RATE_DECIMALS_MAX
 */
struct str rate_text(int64_t part, int64_t whole, unsigned decimals, struct arena *a);

#endif
