/* The log of operations. */
#include "base/base.h"

#include "api/routes.h"
#include "api/scope.h"
#include "office/audit.h"
#include "web/call.h"

static const struct member item[] = {
    { .name = "id", .type = MEMBER_INT, .help = "序号，连续" },
    { .name = "at", .type = MEMBER_TIME, .help = "时间" },
    { .name = "by", .type = MEMBER_TEXT, .help = "用户名" },
    { .name = "action", .type = MEMBER_TEXT, .help = "操作" },
    { .name = "subject", .type = MEMBER_TEXT, .help = "对象" },
    { .name = "old", .type = MEMBER_ANY, .help = "以前的内容；null：没有" },
    { .name = "new", .type = MEMBER_ANY, .help = "以后的内容；null：没有" },
    { .name = "hash", .type = MEMBER_TEXT, .help = "本条连同上一条的 SHA-256" },
    { 0 },
};

static enum rc add_item(void *ctx, const struct audit_line *line, struct err *err)
{
    (void)err;
    json_add(ctx, audit_json(line));
    return RC_OK;
}

static enum rc run_list(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    const struct audit_filter filter = { .by = call_query(c, "who"),
                                         .what = call_query(c, "what"),
                                         .from = call_query_time(c, "from"),
                                         .to = call_query_time(c, "to"),
                                         .unit = scope_own(c),
                                         .skip = page.skip,
                                         .most = page.per_page };
    struct json *items = json_new_array();
    int64_t n = 0;
    enum rc rc = store_audit_each(c->store, &filter, add_item, items, err);

    if (!rc)
        rc = store_audit_count(c->store, &filter, &n, err);
    if (rc)
        json_free(items);
    else
        call_reply_list(c, items, n, 0);
    return rc;
}

static const struct member list_query[] = {
    { .name = "who", .type = MEMBER_TEXT, .help = "用户名", .max = 64 },
    { .name = "what", .type = MEMBER_TEXT, .help = "操作或对象的开头", .max = 100 },
    { .name = "from", .type = MEMBER_TIME, .help = "起始时间" },
    { .name = "to", .type = MEMBER_TIME, .help = "截止时间（不含）" },
    { 0 },
};

const struct endpoint endpoint_audit_list = {
    .summary = "操作日志",
    .help = "新的在前。只增不改；每条的 hash "
            "连着上一条。最上级单位看到全部，其他单位看到本单位和下级单位的用户所做的。",
    .query = list_query,
    .reply = item,
    .is_list = true,
    .run = run_list,
};
