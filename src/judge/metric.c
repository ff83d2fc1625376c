#include "base/base.h"

#include "base/json.h"
#include "judge/evaluate.h"

static bool has_value(const struct metric *m, const struct json *detail)
{
    const struct str value = json_get_str(detail, str_is_empty(m->field) ? "" : m->field.p);

    for (size_t i = 0; i < m->n_values; i++)
        if (str_eq(value, m->values[i]))
            return true;
    return m->n_values == 0 && value.n;
}

uint64_t metrics_of(const struct indicator_set *set, const struct finding *f,
                    struct str detail_json)
{
    AUTO(json_freep) struct json *detail = NULL;
    const struct str check = str_of(f->check);
    uint64_t mask = 0;

    for (size_t i = 0; i < set->n_metrics; i++) {
        const struct metric *m = &set->metrics[i];

        if (!str_eq(m->check, check) || f->grade < m->grade)
            continue;
        if (m->measured.trust != TRUST_OPEN &&
            (!f->measured.is_set || f->measured.value * QUANTITY_ONE < m->measured.value))
            continue;
        if (m->field.n) {
            if (!detail && json_parse(detail_json, &detail, NULL))
                continue; /* no detail, no value */
            if (!has_value(m, detail))
                continue;
        }
        mask |= UINT64_C(1) << i;
    }
    return mask;
}

/* One of the metrics counts by page, or by column. */
static bool counts_by(const struct indicator_set *set, uint64_t metrics, bool by_column)
{
    for (size_t i = 0; i < set->n_metrics; i++) {
        const struct metric *m = &set->metrics[i];

        if (metrics >> i & 1 && (by_column ? m->is_per_column : m->is_per_page))
            return true;
    }
    return false;
}

uint64_t thing_key(const struct indicator_set *set, uint64_t metrics, const struct finding *f,
                   struct str detail_json, uint64_t id)
{
    AUTO(json_freep) struct json *detail = NULL;

    if (counts_by(set, metrics, false))
        return str_hash(f->url);
    if (!counts_by(set, metrics, true) || json_parse(detail_json, &detail, NULL))
        return id;

    const struct str column = json_get_str(detail, "column_url");

    return column.n ? str_hash(column) : id;
}
