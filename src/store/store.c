#include "base/base.h"

#include "store/store.h"

#include "base/json.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/tally.h"
#include "store/trend.h"

static const struct store_engine *const engines[] = { &store_sqlite };

enum rc store_open(struct str url, struct store **out, struct err *err)
{
    struct str scheme, place;

    if (!str_cut(url, ':', &scheme, &place) || str_is_empty(place))
        return err_set(err, RC_UNSUPPORTED, "存储地址“%.*s”无法识别，应为 sqlite:文件路径",
                       STR_ARG(str_head_chars(url, 80)));
    for (size_t i = 0; i < COUNT_OF(engines); i++)
        if (str_eq_nocase(scheme, engines[i]->scheme)) {
            const enum rc rc = engines[i]->open(place, out, err);

            if (!rc)
                tally_join(*out, tally_shelf_new());
            return rc;
        }
    return err_set(err, RC_UNSUPPORTED, "不支持“%.*s:”存储，应为 sqlite:文件路径",
                   STR_ARG(str_head_chars(scheme, 80)));
}

void store_closep(struct store **s)
{
    if (!*s)
        return;
    tally_leave(*s);
    trend_free((*s)->trend);
    (*s)->engine->close(*s);
    *s = NULL;
}

void store_share(struct store *s, struct store *with)
{
    tally_leave(s);
    tally_join(s, with->shelf);
}

void store_wait(struct store *s, int ms)
{
    db_wait(s->engine->db(s), ms);
}

enum rc store_run_begin(struct store *s, int64_t now, struct str options, struct run_info *out,
                        struct err *err)
{
    return s->engine->run_begin(s, now, options, out, err);
}

enum rc store_run_finish(struct store *s, int64_t run, int64_t now, struct err *err)
{
    return s->engine->run_finish(s, run, now, err);
}

/* NOLINTNEXTLINE(readability-function-size): a hand-over is that many things */
enum rc store_site_findings(struct store *s, int64_t run, struct str site, int64_t now,
                            const struct stored_finding *findings, size_t n,
                            const struct str *unjudged, size_t n_unjudged, struct err *err)
{
    const struct store_handover h = {
        .run = run,
        .site = site,
        .now = now,
        .findings = findings,
        .n = n,
        .unjudged = unjudged,
        .n_unjudged = n_unjudged,
    };

    return s->engine->site_findings(s, &h, err);
}

enum rc store_site_result(struct store *s, int64_t run, struct str site, struct str result_json,
                          struct err *err)
{
    return s->engine->site_result(s, run, site, result_json, err);
}

enum rc store_each_finding(struct store *s, int64_t run, stored_finding_fn each, void *ctx,
                           struct err *err)
{
    return s->engine->each_finding(s, run, each, ctx, err);
}

enum rc store_finding_add_evidence(struct store *s, struct str site, uint64_t id,
                                   struct str reference, struct err *err)
{
    return s->engine->add_evidence(s, site, id, reference, err);
}

enum rc store_each_site(struct store *s, int64_t run, site_result_fn each, void *ctx,
                        struct err *err)
{
    return s->engine->each_site(s, run, false, each, ctx, err);
}

enum rc store_each_account(struct store *s, int64_t run, site_result_fn each, void *ctx,
                           struct err *err)
{
    return s->engine->each_site(s, run, true, each, ctx, err);
}

enum rc store_each_reviewed(struct store *s, int64_t run, stored_finding_fn each, void *ctx,
                            struct err *err)
{
    return s->engine->each_reviewed(s, run, each, ctx, err);
}

enum rc store_each_finding_of(struct store *s, int64_t run, struct str site, stored_finding_fn each,
                              void *ctx, struct err *err)
{
    return s->engine->each_finding_of(s, run, site, each, ctx, err);
}

enum rc store_get_site(struct store *s, int64_t run, struct str site, struct arena *a,
                       struct str *result_json, struct err *err)
{
    return s->engine->get_site(s, run, site, a, result_json, err);
}

enum rc store_get_run(struct store *s, int64_t run, struct arena *a, struct run_info *out,
                      struct err *err)
{
    return s->engine->get_run(s, run, a, out, err);
}

struct str stored_detail(const struct finding *f, struct arena *a)
{
    AUTO(json_freep) struct json *detail = json_new_object();

    for (size_t i = 0; i < f->n_detail; i++) {
        const struct field *field = &f->detail[i];

        if (field->list) {
            struct json *list = json_new_array();

            for (size_t k = 0; k < field->n_list; k++)
                json_add_str(list, field->list[k]);
            json_put(detail, field->key, list);
        } else if (field->number.is_set) {
            json_put_int(detail, field->key, field->number.value);
        } else {
            json_put_str(detail, field->key, field->text);
        }
    }
    return json_text(detail, a);
}
