#include "base/base.h"

#include "judge/judging.h"

#include <inttypes.h>
#include <stdio.h>

enum { IDS_WRITTEN_MAX = 20 };

static const char *answer_title(const struct situation_result *r)
{
    if (r->answer == ANSWER_YES)
        return "已认定";
    return r->is_foreseen ? "待复核" : "不能排除";
}

static double points(int64_t hundredths)
{
    return (double)hundredths / QUANTITY_ONE;
}

static void put_quantity(struct json *to, const char *key, const struct quantity *q)
{
    if (q->trust == TRUST_OPEN)
        json_put_null(to, key);
    else
        json_put_real(to, key, points(q->value));
}

static struct json *ids_of(const struct situation_result *r, struct arena *a)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < r->n_ids && i < IDS_WRITTEN_MAX; i++)
        json_add_str(list, arena_printf(a, "%016" PRIx64, r->ids[i]));
    return list;
}

/* How far the rule may be trusted: no more than any number that it counts by. */
static enum trust trust_of(const struct indicator_set *set, const struct situation *s)
{
    enum trust trust = s->at_least.trust;

    for (size_t i = 0; i < set->n_metrics; i++) {
        const enum trust measured = set->metrics[i].measured.trust;

        if (s->metrics >> i & 1 && measured != TRUST_OPEN && measured < trust)
            trust = measured;
    }
    return trust;
}

/* A veto that stands, or that stands once what was seen is confirmed. */
static struct json *veto_json(const struct indicator_set *set, const struct situation_result *r,
                              struct arena *a)
{
    struct json *to = json_new_object();

    json_put_str(to, "id", r->situation->id);
    json_put_str(to, "item", r->indicator->title);
    json_put_str(to, "text", r->situation->text);
    json_put_str(to, "state", str_of(answer_title(r)));
    json_put_int(to, "count", r->n_confirmed + r->n_open);
    json_put_int(to, "confirmed", r->n_confirmed);
    put_quantity(to, "limit", &r->situation->at_least);
    json_put_str(to, "status", str_of(trust_name(trust_of(set, r->situation))));
    json_put(to, "findings", ids_of(r, a));
    return to;
}

static struct json *item_json(const struct situation_result *r, struct arena *a)
{
    struct json *to = json_new_object();

    json_put_str(to, "id", r->situation->id);
    json_put_str(to, "item", r->indicator->title);
    json_put_str(to, "state", str_of(answer_title(r)));
    json_put_int(to, "count", r->n_confirmed + r->n_open);
    json_put_int(to, "confirmed", r->n_confirmed);
    if (r->situation->points.trust == TRUST_OPEN && r->lost_foreseen == 0)
        json_put_null(to, "points");
    else
        json_put_real(to, "points", points(r->lost_foreseen));
    json_put_str(to, "status", str_of(trust_name(r->situation->points.trust)));
    json_put(to, "findings", ids_of(r, a));
    return to;
}

static struct json *items_json(const struct judgement *j, struct arena *a)
{
    struct json *items = json_new_array();

    for (size_t i = 0; i < j->n_results; i++)
        if (j->results[i].indicator->part == PART_DEDUCT &&
            (j->results[i].is_foreseen || j->results[i].answer == ANSWER_YES))
            json_add(items, item_json(&j->results[i], a));
    return items;
}

static struct json *score_json(const struct judgement *j, struct arena *a)
{
    struct json *to = json_new_object();

    json_put_real(to, "low", points(j->score.low));
    json_put_real(to, "high", points(j->score.high));
    json_put_real(to, "if_confirmed_at_most", points(j->score.foreseen));
    json_put_real(to, "full", points(j->score.full));
    json_put_real(to, "judged", points(j->score.judged));
    json_put(to, "items", items_json(j, a));
    return to;
}

static struct json *not_judged_json(const struct judgement *j)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < j->n_results; i++) {
        const struct situation_result *r = &j->results[i];
        struct json *one;

        if (r->answer != ANSWER_MAYBE || r->is_foreseen || r->indicator->part == PART_BONUS)
            continue;
        one = json_new_object();
        json_put_str(one, "id", r->situation->id);
        json_put_str(one, "item", r->indicator->title);
        json_put_str(one, "reason", r->why);
        json_put_str(one, "waits_for", str_of(wait_name(r->wait)));
        json_add(list, one);
    }
    return list;
}

static struct json *waits_json(const struct judgement *j)
{
    struct json *list = json_new_array();

    for (int i = WAIT_NONE + 1; i < WAIT_N; i++)
        if (j->waits[i])
            json_add_str(list, str_of(wait_name((enum wait)i)));
    return list;
}

void judgement_put(const struct indicator_set *set, const struct judgement *j, struct json *line,
                   struct arena *a)
{
    struct json *vetoes = json_new_array(), *version = json_new_object();

    for (size_t i = 0; i < j->n_results; i++)
        if (j->results[i].indicator->part == PART_VETO &&
            (j->results[i].answer == ANSWER_YES || j->results[i].is_foreseen))
            json_add(vetoes, veto_json(set, &j->results[i], a));
    json_put_str(line, "verdict", str_of(verdict_name(j->verdict)));
    json_put_str(line, "verdict_reason", j->reason);
    json_put(line, "waits_for", waits_json(j));
    json_put_str(line, "if_confirmed", str_of(verdict_name(j->foreseen)));
    json_put(line, "vetoes", vetoes);
    if (j->score.is_given) {
        json_put(line, "score", score_json(j, a));
        json_put_null(line, "items"); /* of an earlier judgement */
    } else {
        json_put_null(line, "score");
        json_put(line, "items", items_json(j, a));
    }
    json_put(line, "not_judged", not_judged_json(j));
    json_put_str(version, "name", set->name);
    json_put_str(version, "version", set->version);
    json_put_str(version, "hash", arena_printf(a, "%016" PRIx64, set->hash));
    json_put(line, "indicators", version);
}

const struct json *judgement_items(const struct json *line)
{
    const struct json *of_score = json_get(json_get(line, "score"), "items");

    return of_score ? of_score : json_get(line, "items");
}

bool judgement_is_by(const struct json *line, const struct indicator_set *set)
{
    char hash[17];

    (void)snprintf(hash, sizeof(hash), "%016" PRIx64, set->hash);
    return str_eq(json_get_str(json_get(line, "indicators"), "hash"), str_of(hash));
}
