/* What the checks of citizens' published messages have in common. */
#ifndef XJ_CHECK_MESSAGE_H
#define XJ_CHECK_MESSAGE_H

#include "base/base.h"
#include "check/check.h"

/* The word list of columns whose messages have rules of their own (国办秘函〔2019〕19号
 * 互动回应差). */
#define MESSAGE_EXCLUDED                                                                                          \
    {                                                                                                             \
        .name = "excluded", .help = "栏目名称中表示不属于政务咨询的用词（信访、举报等）" \
    }

#endif
