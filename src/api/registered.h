/* One site or account of the registry: shown with what is known of it, and changed. What both kinds
 * have alike; fields and lists are told in site.c and account.c. */
#ifndef XJ_API_REGISTERED_H
#define XJ_API_REGISTERED_H

#include "office/registry.h"
#include "store/site_query.h"
#include "web/call.h"

#define STANDING_WORDS "pass|fail|foreseen|unknown|missing|closed"

/* {veto, fault, notice, unreviewed} */
#define OPEN_COUNTS                                                                                \
    { .name = "veto", .type = MEMBER_INT, .help = "单项否决" },                                    \
        { .name = "fault", .type = MEMBER_INT, .help = "问题" },                                   \
        { .name = "notice", .type = MEMBER_INT, .help = "提示" },                                  \
    {                                                                                              \
        .name = "unreviewed", .type = MEMBER_INT, .help = "其中未复核"                        \
    }

/* What a line of a list says of either kind. */
#define REGISTERED_LINE(state_words)                                                               \
    { .name = "unit", .type = MEMBER_OBJECT, .help = "所属单位", .of = reply_unit_name },          \
        { .name = "region", .type = MEMBER_TEXT, .help = "行政区划代码" },                         \
        { .name = "state",                                                                         \
          .type = MEMBER_WORD,                                                                     \
          .help = "状态；不在名录中时为 null",                                                     \
          .flags = NULLABLE,                                                                       \
          .words = state_words },                                                                  \
        { .name = "is_listed", .type = MEMBER_FLAG, .help = "在名录中" },                          \
        { .name = "standing",                                                                      \
          .type = MEMBER_WORD,                                                                     \
          .help = "结论（词）",                                                                    \
          .words = STANDING_WORDS },                                                               \
        { .name = "verdict",                                                                       \
          .type = MEMBER_WORD,                                                                     \
          .help = "结论",                                                                          \
          .flags = NULLABLE,                                                                       \
          .words = VERDICT_WORDS },                                                                \
        { .name = "if_confirmed",                                                                  \
          .type = MEMBER_WORD,                                                                     \
          .help = "全部确认后的结论",                                                              \
          .flags = NULLABLE,                                                                       \
          .words = VERDICT_WORDS },                                                                \
        OPEN_COUNTS,                                                                               \
        { .name = "newest", .type = MEMBER_DAY, .help = "最近一次更新", .flags = NULLABLE },       \
    {                                                                                              \
        .name = "as_of", .type = MEMBER_TIME, .help = "最近一次巡检", .flags = NULLABLE            \
    }

/* What a reply says of either kind beside its fields. */
#define REGISTERED_PLACE                                                                           \
    { .name = "unit", .type = MEMBER_OBJECT, .help = "所属单位", .of = reply_unit_name },          \
        { .name = "is_listed", .type = MEMBER_FLAG, .help = "在名录中" },                          \
        { .name = "state_day", .type = MEMBER_DAY, .help = "状态从哪天起", .flags = NULLABLE },    \
    {                                                                                              \
        .name = "filing", .type = MEMBER_TEXT, .help = "批准或备案的文件"                  \
    }
/* What a reply says of one with its result. */
#define REGISTERED_REST                                                                            \
    { .name = "standing", .type = MEMBER_WORD, .help = "结论（词）", .words = STANDING_WORDS },    \
        { .name = "as_of", .type = MEMBER_TIME, .help = "最近一次巡检", .flags = NULLABLE },       \
        { .name = "result",                                                                        \
          .type = MEMBER_ANY,                                                                      \
          .help = "最近一次巡检的结果，同 sites.jsonl、accounts.jsonl；null：没有",                \
          .flags = NULLABLE },                                                                     \
        { .name = "counts",                                                                        \
          .type = MEMBER_OBJECT,                                                                   \
          .help = "仍存在的问题",                                                                  \
          .of = registered_counts },                                                               \
    {                                                                                              \
        .name = "history", .type = MEMBER_LIST, .help = "变更，新的在前", .of = registered_changes \
    }
extern const struct member registered_counts[], registered_changes[];

/* {name, bytes, at, by, posts, newest}: what was handed in for an account */
extern const struct member registered_posts[];

/* ---- lists ---- */

/* Of STANDING_WORDS. */
const char *registered_standing(enum standing_of standing);
/* unit, standing, verdict, if_confirmed, counts, newest, as_of and what both kinds have. */
void registered_put_line(struct json *to, const struct site_line *line);
/* The page of those that fit, as the query says; of, by code, tells one. */
MUST_USE enum rc registered_list(struct call *c, enum registry_kind kind,
                                 struct json *(*of)(const struct site_line *line), struct err *err);

/* ---- one ---- */

/* The part of the path, in the user's subtree and of the kind. RC_NOT_FOUND. */
MUST_USE enum rc registered_read(struct call *c, enum registry_kind kind, struct registered *out,
                                 struct err *err);
/* What GET replies. */
MUST_USE enum rc registered_get(struct call *c, enum registry_kind kind, struct err *err);

/* The handlers of PATCH, POST and POST …/state; all answer with its fields, and write the log. */
MUST_USE enum rc registered_change(struct call *c, enum registry_kind kind, struct err *err);
MUST_USE enum rc registered_add(struct call *c, enum registry_kind kind, struct err *err);
MUST_USE enum rc registered_state(struct call *c, enum registry_kind kind, struct err *err);
/* The handler of DELETE (office/removal.h). */
MUST_USE enum rc registered_remove(struct call *c, enum registry_kind kind, struct err *err);
/* What registered_state does, of one that the caller has read. */
MUST_USE enum rc registered_set_state(struct call *c, const struct registered *before,
                                      struct str state, int32_t day, struct str filing,
                                      struct err *err);
/* Likewise what registered_change does, of one field. */
MUST_USE enum rc registered_set_field(struct call *c, const struct registered *before, size_t field,
                                      struct str value, struct err *err);

#endif
