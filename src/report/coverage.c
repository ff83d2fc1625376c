#include "base/base.h"

#include "report/coverage.h"

#include "check/campaign.h"

enum { REGIONS_MAX = 4000 }; /* more than there are provinces, cities and counties */

struct share {
    struct str region;
    int64_t n_carried, n;
};

struct row {
    struct str title;
    int64_t n[2][CARRIAGE_UNKNOWN + 1]; /* of sites, of accounts */
    struct share *regions;
    size_t n_regions;
};

struct counting {
    struct arena *a;
    struct row rows[CAMPAIGN_ARTICLES_MAX];
    size_t n;
    int of; /* 0 sites, 1 accounts */
};

static enum carriage how_of(struct str name)
{
    for (int how = 0; how < CARRIAGE_UNKNOWN; how++)
        if (str_eq(name, str_of(carriage_name((enum carriage)how))))
            return (enum carriage)how;
    return CARRIAGE_UNKNOWN;
}

static void count_region(struct counting *c, struct row *row, struct str region, enum carriage how)
{
    size_t i = 0;

    if (how == CARRIAGE_UNKNOWN || how == CARRIAGE_WAITING)
        return;
    if (!row->regions)
        row->regions = arena_array(c->a, struct share, REGIONS_MAX);
    while (i < row->n_regions && !str_eq(row->regions[i].region, region))
        i++;
    if (i == REGIONS_MAX)
        return;
    if (i == row->n_regions)
        row->regions[row->n_regions++].region = arena_copy(c->a, region);
    row->regions[i].n++;
    row->regions[i].n_carried += how == CARRIAGE_IN_TIME || how == CARRIAGE_LATE;
}

static enum rc count(void *ctx, struct str id, struct str result, struct err *err)
{
    AUTO(json_freep) struct json *line = NULL;
    struct counting *c = ctx;
    const struct json *articles;
    const enum rc rc = json_parse(result, &line, err);

    (void)id;
    if (rc)
        return rc;
    articles = json_get(line, "articles");
    for (size_t i = 0; articles && i < CAMPAIGN_ARTICLES_MAX && json_at(articles, i); i++) {
        const struct json *one = json_at(articles, i);
        const enum carriage how = how_of(json_get_str(one, "how"));
        struct row *row = &c->rows[i];

        if (i >= c->n) {
            row->title = arena_copy(c->a, json_get_str(one, "title"));
            c->n = i + 1;
        }
        row->n[c->of][how]++;
        count_region(c, row, json_get_str(line, "region"), how);
    }
    return RC_OK;
}

static struct json *numbers(const int64_t n[CARRIAGE_UNKNOWN + 1])
{
    struct json *to = json_new_object();

    for (int how = 0; how <= CARRIAGE_UNKNOWN; how++)
        json_put_int(to, carriage_name((enum carriage)how), n[how]);
    return to;
}

enum rc coverage_json(struct store *s, int64_t run, struct arena *a, struct json **out,
                      struct err *err)
{
    struct counting *c = arena_array(a, struct counting, 1);
    enum rc rc;

    c->a = a;
    if ((rc = store_each_site(s, run, count, c, err)))
        return rc;
    c->of = 1;
    if ((rc = store_each_account(s, run, count, c, err)))
        return rc;
    *out = json_new_array();
    for (size_t i = 0; i < c->n; i++) {
        const struct row *row = &c->rows[i];
        struct json *one = json_new_object(), *regions = json_new_array();

        json_put_str(one, "title", row->title);
        json_put(one, "sites", numbers(row->n[0]));
        json_put(one, "accounts", numbers(row->n[1]));
        for (size_t k = 0; k < row->n_regions; k++) {
            struct json *share = json_new_object();

            json_put_str(share, "region", row->regions[k].region);
            json_put_int(share, "carried", row->regions[k].n_carried);
            json_put_int(share, "of", row->regions[k].n);
            json_add(regions, share);
        }
        json_put(one, "regions", regions);
        json_add(*out, one);
    }
    return RC_OK;
}

static void add_numbers(const struct json *one, const char *key, const char *title, struct buf *to)
{
    static const char *const titles[] = {
        [CARRIAGE_NONE] = "未转载",      [CARRIAGE_IN_TIME] = "已转载",
        [CARRIAGE_LATE] = "逾期转载",    [CARRIAGE_WAITING] = "未到期",
        [CARRIAGE_UNKNOWN] = "未能判定",
    };
    static const enum carriage order[] = { CARRIAGE_IN_TIME, CARRIAGE_LATE, CARRIAGE_NONE,
                                           CARRIAGE_WAITING, CARRIAGE_UNKNOWN };
    const struct json *n = json_get(one, key);

    buf_addf(to, "；%s", title);
    for (size_t i = 0; i < COUNT_OF(order); i++)
        buf_addf(to, " %s %lld", titles[order[i]],
                 (long long)json_get_int(n, carriage_name(order[i]), 0));
}

void coverage_text(const struct json *coverage, struct buf *to)
{
    for (size_t i = 0; coverage && json_at(coverage, i); i++) {
        const struct json *one = json_at(coverage, i), *regions = json_get(one, "regions");

        buf_addf(to, "《%.*s》", STR_ARG(json_get_str(one, "title")));
        add_numbers(one, "sites", "网站", to);
        add_numbers(one, "accounts", "账号", to);
        buf_add_char(to, '\n');
        for (size_t k = 0; regions && json_at(regions, k); k++)
            buf_addf(to, "  行政区划 %.*s：%lld/%lld\n",
                     STR_ARG(json_get_str(json_at(regions, k), "region")),
                     (long long)json_get_int(json_at(regions, k), "carried", 0),
                     (long long)json_get_int(json_at(regions, k), "of", 0));
    }
}
