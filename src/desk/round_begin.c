/* Opening a round as a person asks for it. */
#include "base/base.h"

#include "base/buf.h"
#include "desk/account_file.h"
#include "desk/registry_desk.h"
#include "desk/round_desk.h"

bool round_is_of_registry(const struct round *r)
{
    return str_eq(r->sites_file, STR(ROUND_REGISTRY));
}

/* The registry as the lists that it would be exported as. */
static enum rc read_registry(struct store *s, int64_t unit, struct arena *a,
                             struct round_lists *out, struct err *err)
{
    AUTO(buf_done) struct buf sites = { 0 };
    AUTO(buf_done) struct buf accounts = { 0 };
    struct list_file site_file;
    struct account_file account_file;
    enum rc rc = registry_export(s, REGISTRY_SITES, unit, &sites, err);

    if (!rc)
        rc = registry_export(s, REGISTRY_ACCOUNTS, unit, &accounts, err);
    if (!rc)
        rc = list_file_parse(REGISTRY_SITES, buf_str(&sites), a, &site_file, err);
    if (!rc)
        rc = account_file_parse(buf_str(&accounts), STR("."), a, &account_file, err);
    if (!rc)
        *out = (struct round_lists){ list_file_sites(&site_file, a), account_file.accounts };
    return rc;
}

static enum rc open_registry(struct store *s, struct round *r, const char **field, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct round_lists lists;
    enum rc rc = read_registry(s, r->unit, &a, &lists, err);

    if (rc)
        return rc;
    if (lists.sites.n + lists.accounts.n == 0) {
        *field = "registry";
        return err_set(err, RC_USAGE, "名录中没有本单位的网站和账号");
    }
    r->run = 0;
    r->sites_file = STR(ROUND_REGISTRY);
    return round_open_listed(s, r, &lists, &r->id, err);
}

static enum rc open_run(struct store *s, struct round *r, const char **field, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct run_info run;

    if (store_get_run(s, r->run, &a, &run, NULL)) {
        *field = "run";
        return err_set(err, RC_USAGE, r->run ? "没有这一次巡检" : "还没有巡检的结果");
    }
    r->run = run.id;
    return round_open(s, r, &r->id, err);
}

enum rc round_begin(struct store *s, enum round_over over, const char *sets,
                    const struct round_lists *lists, struct round *r, const char **field,
                    struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct indicator_set set;

    *field = NULL;
    if (r->from > r->to) {
        *field = "to";
        return err_set(err, RC_USAGE, "检查结束的日期早于开始的日期");
    }
    if (indicator_load(sets, r->indicators, &a, &set, NULL)) {
        *field = "indicators";
        return err_set(err, RC_USAGE, "没有指标“%.*s”", STR_ARG(r->indicators));
    }
    switch (over) {
    case ROUND_OVER_RUN:
        return open_run(s, r, field, err);
    case ROUND_OVER_LISTS:
        return round_open_listed(s, r, lists, &r->id, err);
    case ROUND_OVER_REGISTRY:
        return open_registry(s, r, field, err);
    }
    return RC_OK;
}
