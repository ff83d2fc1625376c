/* For whoever watches over the machine: no part of /api/v1, and answered to this machine alone. */
#include "base/base.h"

#include "api/routes.h"
#include "office/user.h"
#include "web/call.h"
#include "web/family.h"
#include "web/metrics.h"

static const struct member health[] = {
    { .name = "status", .type = MEMBER_WORD, .help = "状态", .words = "ok|degraded" },
    { .name = "asleep", .type = MEMBER_TEXTS, .help = "没有运行的进程" },
    { 0 },
};

static enum rc run_health(struct call *c, struct err *err)
{
    struct json *asleep = json_new_array();
    int64_t n;
    const enum rc rc = store_session_count(c->store, c->now, &session_limits, &n, err);

    for (int i = 0; c->place->family && i < FAMILY_N; i++)
        if (family_has(c->place->family, (enum family_member)i) &&
            !family_is_awake(c->place->family, (enum family_member)i))
            json_add_str(asleep, str_of(family_name((enum family_member)i)));
    c->reply = json_new_object();
    json_put_str(c->reply, "status", json_count(asleep) ? STR("degraded") : STR("ok"));
    json_put(c->reply, "asleep", asleep);
    return rc;
}

const struct endpoint endpoint_healthz = {
    .summary = "健康状况",
    .help = "只答复本机。结果库读不到时为 500。",
    .reply = health,
    .is_local = true,
    .run = run_health,
};

static void add_family(const struct family *f, struct buf *out)
{
    buf_add(out, STR("# HELP xunjian_child_starts_total Times a process was started.\n"
                     "# TYPE xunjian_child_starts_total counter\n"));
    for (int i = 0; i < FAMILY_N; i++)
        if (family_has(f, (enum family_member)i))
            buf_addf(out, "xunjian_child_starts_total{child=\"%s\"} %lld\n",
                     family_name((enum family_member)i),
                     (long long)family_n_starts(f, (enum family_member)i));
    buf_add(out, STR("# HELP xunjian_child_awake Whether a process does its work.\n"
                     "# TYPE xunjian_child_awake gauge\n"));
    for (int i = 0; i < FAMILY_N; i++)
        if (family_has(f, (enum family_member)i))
            buf_addf(out, "xunjian_child_awake{child=\"%s\"} %d\n",
                     family_name((enum family_member)i), family_is_awake(f, (enum family_member)i));
}

static enum rc run_metrics(struct call *c, struct err *err)
{
    AUTO(buf_done) struct buf out = { 0 };
    int64_t n_sessions = 0;
    const enum rc rc = store_session_count(c->store, c->now, &session_limits, &n_sessions, err);

    if (rc)
        return rc;
    metrics_write(c->metrics, &out);
    metrics_write_one(&out, "xunjian_sessions", "gauge", "People signed in.", (uint64_t)n_sessions);
    if (c->place->family)
        add_family(c->place->family, &out);
    c->file = arena_copy(c->a, buf_str(&out));
    return RC_OK;
}

const struct endpoint endpoint_metrics = {
    .summary = "运行数据（Prometheus）",
    .help = "只答复本机。",
    .reply_type = "text/plain; version=0.0.4",
    .is_local = true,
    .run = run_metrics,
};
