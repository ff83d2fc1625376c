/* Chinese for the machine's words in a finding's `detail`. */
#ifndef XJ_REPORT_WORDS_H
#define XJ_REPORT_WORDS_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/*
 * {"fields": {key: title}, "values": {key: {word: title}}}, for the script of index.html. A word
 * that is not in it is shown as it is.
 */
struct str words_json(struct arena *a);

#endif
