#include "base/base.h"

#include "desk/round_rules.h"

#include "base/json.h"

#include <inttypes.h>

enum rc round_rules(const char *sets, const struct round *r, struct arena *a,
                    struct indicator_set *out, struct err *err)
{
    if (!r->frozen)
        return indicator_load(sets, r->indicators, a, out, err);
    *out = (struct indicator_set){ 0 };
    return RC_OK;
}

struct str round_rules_title(const char *sets, const struct round *r, struct arena *a)
{
    AUTO(json_freep) struct json *pins = NULL;
    struct indicator_set set;

    if (!json_parse(r->pins, &pins, NULL) && json_get_str(pins, "indicators_title").n)
        return arena_copy(a, json_get_str(pins, "indicators_title"));
    return indicator_load(sets, r->indicators, a, &set, NULL) ? r->indicators : set.title;
}

struct looking {
    struct str code;
    bool is_there;
};

static enum rc look(void *ctx, const struct round_site *site, struct err *err)
{
    struct looking *l = ctx;

    (void)err;
    l->is_there = l->is_there || str_eq(site->code, l->code);
    return RC_OK;
}

enum rc round_state_add(struct store *s, const struct round *r, const struct indicator_set *set,
                        const struct round_statement *t, const char **field, struct err *err)
{
    struct looking site = { .code = t->site };
    enum rc rc = RC_OK;

    *field = NULL;
    if (r->frozen)
        return err_set(err, RC_BUSY, "第 %" PRId64 " 轮检查已经冻结，不能再改", r->id);
    if (t->site.n && (rc = store_round_each_member(s, r->id, look, &site, err)))
        return rc;
    if (t->site.n && !site.is_there) {
        *field = "site";
        return err_set(err, RC_USAGE, "这一轮没有网站（账号）“%.*s”", STR_ARG(t->site));
    }
    if (!indicator_may_state(set, t->item, t->is_fault)) {
        *field = "item";
        return err_set(
            err, RC_USAGE, "指标 %.*s 中没有情形“%.*s”%s", STR_ARG(set->name), STR_ARG(t->item),
            indicator_may_state(set, t->item, false) ? "；认定存在须写明是哪一种情形" : "");
    }
    return store_round_state(s, r->id, t, err);
}
