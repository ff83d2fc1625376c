/* Decisions on findings, in replies and where they come with something else. */
#ifndef XJ_API_REVIEW_H
#define XJ_API_REVIEW_H

#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "store/review.h"
#include "web/call.h"

#define REVIEW_KIND_WORDS "confirm|dismiss|merge|note"
#define REVIEW_SCOPE_WORDS "here|site|everywhere"

/* What was decided, without what on. */
#define REVIEW_ACTION_MEMBERS                                                                      \
    { .name = "id", .type = MEMBER_INT, .help = "记录号" },                                        \
        { .name = "at", .type = MEMBER_TIME, .help = "时间" },                                     \
        { .name = "by", .type = MEMBER_TEXT, .help = "由谁作出" },                                 \
        { .name = "kind",                                                                          \
          .type = MEMBER_WORD,                                                                     \
          .help = "结论",                                                                          \
          .words = REVIEW_KIND_WORDS "|undo" },                                                    \
        { .name = "scope",                                                                         \
          .type = MEMBER_WORD,                                                                     \
          .help = "排除的范围",                                                                    \
          .words = REVIEW_SCOPE_WORDS },                                                           \
        { .name = "reason", .type = MEMBER_TEXT, .help = "理由" },                                 \
        { .name = "expires", .type = MEMBER_TIME, .help = "到何时失效", .flags = NULLABLE },       \
        { .name = "target",                                                                        \
          .type = MEMBER_TEXT,                                                                     \
          .help = "并入的问题，或撤销的记录号",                                                    \
          .flags = NULLABLE },                                                                     \
    {                                                                                              \
        .name = "is_undone", .type = MEMBER_FLAG, .help = "已撤销"                              \
    }

/* Those members; the caller owns it. */
struct json *reply_of_action(const struct review_action *a);

enum { REASON_CHARS_MAX = 1000 };

/* Dismisses a finding at its place, as POST /reviews does; fails as that, status and field. */
MUST_USE enum rc review_dismiss(struct call *c, struct str site, struct str finding,
                                struct str reason, struct err *err);

#endif
