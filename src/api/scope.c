#include "base/base.h"

#include "api/scope.h"

#include "office/registry.h"
#include "office/unit.h"

int64_t scope_own(const struct call *c)
{
    return c->user->unit == UNIT_TOP ? 0 : c->user->unit;
}

enum rc scope_unit(struct call *c, int64_t *unit, struct err *err)
{
    const int64_t asked = call_query_int(c, "unit", 0);
    enum rc rc;

    if (asked && (rc = call_need_unit(c, asked, "没有这个单位", err)))
        return rc;
    *unit = asked && asked != UNIT_TOP ? asked : scope_own(c);
    return RC_OK;
}

enum rc scope_as_of(struct call *c, int64_t *time, struct err *err)
{
    struct run_info run = { 0 };
    const enum rc rc = store_get_run(c->store, 0, c->a, &run, err);

    *time = run.started;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

struct json *scope_codes(struct call *c, struct str codes)
{
    struct json *list = json_new_array();
    struct registered site;
    struct str one;

    while (codes.n) {
        (void)str_cut(codes, ' ', &one, &codes);
        if (!scope_own(c) ||
            store_registered_read(c->store, scope_own(c), one, c->a, &site, NULL) == RC_OK)
            json_add_str(list, one);
    }
    return list;
}
