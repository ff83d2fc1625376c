#include "base/base.h"

#include "app/second_judge.h"

#include "check/tally.h"
#include "model/account.h"

/* ---- the same fault ---- */

static bool list_has(const struct json *list, struct str text)
{
    for (size_t i = 0; text.n && i < json_count(list); i++)
        if (str_eq(json_str(json_at(list, i)), text))
            return true;
    return false;
}

static bool same_text(const struct json *a, const struct json *b, const char *key)
{
    return json_get_str(a, key).n && str_eq(json_get_str(a, key), json_get_str(b, key));
}

/* Lists of two details have something in common. */
static bool lists_meet(const struct json *a, const struct json *b, const char *key)
{
    for (size_t i = 0; i < json_count(json_get(a, key)); i++)
        if (list_has(json_get(b, key), json_str(json_at(json_get(a, key), i))))
            return true;
    return false;
}

/* What two details name as "target", or in the list "targets". */
static bool share_target(const struct json *a, const struct json *b)
{
    return list_has(json_get(a, "targets"), json_get_str(b, "target")) ||
           list_has(json_get(b, "targets"), json_get_str(a, "target")) ||
           lists_meet(a, b, "targets") || same_text(a, b, "target");
}

static bool names_target(const struct json *detail)
{
    return json_get_str(detail, "target").n || json_count(json_get(detail, "targets"));
}

/*
 * Another finding that says the same of the same things: of the columns that a site map lacks one
 * is still missing, the same wrong number stands on some of the pages.
 */
static bool is_rest(const struct recheck_target *t, const struct json *detail,
                    const struct stored_finding *f)
{
    AUTO(json_freep) struct json *own = NULL;

    if (json_parse(f->detail_json, &own, NULL))
        return false;
    if (same_text(detail, own, "guise")) /* what is shown to others is still not what readers see */
        return true;
    if (!(same_text(detail, own, "fault") || same_text(detail, own, "item")))
        return false;
    if (names_target(detail) || names_target(own))
        return share_target(detail, own);
    if (json_count(json_get(detail, "pages")) && json_count(json_get(own, "pages")))
        return lists_meet(detail, own, "pages");
    return same_text(detail, own, "item") && str_eq(f->finding.url, t->url);
}

static const struct stored_finding *find_again(const struct recheck_target *t,
                                               const struct json *detail,
                                               const struct second_sight *sight)
{
    for (size_t i = 0; i < sight->n; i++)
        if (sight->found[i].id == t->id)
            return &sight->found[i];
    for (size_t i = 0; !account_id_is(t->site->code) && i < sight->n; i++)
        if (str_eq(str_of(sight->found[i].finding.check), t->check) &&
            is_rest(t, detail, &sight->found[i]))
            return &sight->found[i];
    return NULL;
}

/* ---- what was not seen ---- */

static struct str refusal_of(const struct recheck_target *t, const struct json *line)
{
    const struct json *unknown = json_get(line, "unknown");

    for (size_t i = 0; i < json_count(unknown); i++)
        if (str_eq(json_get_str(json_at(unknown, i), "check"), t->check))
            return json_get_str(json_at(unknown, i), "reason");
    return (struct str){ 0 };
}

static const struct json *with_url(const struct json *list, struct str url)
{
    for (size_t i = 0; i < json_count(list); i++)
        if (str_eq(json_get_str(json_at(list, i), "url"), url))
            return json_at(list, i);
    return NULL;
}

/* The newest day of a column that was read with its dates; the check may have declined others. */
static struct str newest_of(const struct recheck_target *t, const struct json *line)
{
    if (str_eq(t->check, STR("stale-column")))
        return json_get_str(with_url(json_get(line, "columns"), t->url), "newest");
    return str_eq(t->check, STR("account-stale")) ? json_get_str(line, "newest")
                                                  : (struct str){ 0 };
}

static bool is_taken_down(const struct json *page)
{
    const int64_t status = json_get_int(page, "status", 0);

    return status == 404 || status == 410;
}

/* Why the page says nothing; empty: it was read, or is no more. */
static struct str page_trouble(const struct json *page, struct arena *a)
{
    const struct str reason = json_get_str(page, "reason");

    if (json_get_str(page, "moved_to").n)
        return arena_printf(a, "页面已转到 %.*s，请核对", STR_ARG(json_get_str(page, "moved_to")));
    if (!page || str_eq(reason, STR("unseen")))
        return STR("页面未能查看");
    return reason.n && !is_taken_down(page) ? arena_printf(a, "页面打不开（%.*s）", STR_ARG(reason))
                                            : (struct str){ 0 };
}

/* The pages that the finding names. */
static struct str pages_trouble(const struct recheck_target *t, const struct json *detail,
                                const struct json *focus, struct arena *a)
{
    const struct json *pages = json_get(detail, "pages");
    struct str why = page_trouble(with_url(focus, t->url), a);

    for (size_t i = 0; !why.n && i < json_count(pages); i++)
        why = page_trouble(with_url(focus, json_str(json_at(pages, i))), a);
    return why;
}

/* Only the first of many pages are named. */
static struct str others_unseen(const struct json *detail, const struct json *line, struct arena *a)
{
    if (json_count(json_get(detail, "pages")) < TALLY_SAMPLES_MAX)
        return (struct str){ 0 };
    return arena_printf(a, "查看的 %lld 个页面均已改正，其余页面待下次全面巡检判定",
                        (long long)json_get_int(line, "pages", 0));
}

static bool is_by_record(const struct json *detail)
{
    return json_get_int(detail, "n_visits", 0) > 0;
}

/* Why a finding that was not found again is not known to be repaired; empty: it is. */
static struct str doubt(const struct recheck_target *t, const struct json *detail,
                        const struct second_sight *sight, struct arena *a)
{
    const struct check *check = check_find(t->check);
    const struct str refusal = refusal_of(t, sight->line);
    struct str why = { 0 };

    if (!sight->line || !check)
        return STR("没有巡检到结果");
    if (check->needs_campaign || check->needs_words)
        return STR(CHECK_WITHOUT_LIST);
    if (account_id_is(t->site->code))
        return refusal;
    if (check->needs_home || check->needs_attachments)
        why = pages_trouble(t, detail, json_get(sight->line, "focus"), a);
    if (refusal.n && !newest_of(t, sight->line).n)
        return refusal; /* says more: the home page did not open */
    if (!why.n && is_by_record(detail) && !sight->is_watched_enough)
        return STR("整改以来的访问记录还不够判定，须继续监测");
    return why.n ? why : others_unseen(detail, sight->line, a);
}

/* ---- the result ---- */

static struct str gone_how(const struct recheck_target *t, const struct json *line, struct arena *a)
{
    const struct json *page = with_url(json_get(line, "focus"), t->url);
    const struct str newest = newest_of(t, line);

    if (newest.n)
        return arena_printf(a, "最新一条为 %.*s", STR_ARG(newest));
    return page && is_taken_down(page) ? arena_printf(a, "页面已撤下（HTTP %lld）",
                                                      (long long)json_get_int(page, "status", 0))
                                       : (struct str){ 0 };
}

static struct str evidence_of(const struct recheck_target *t, const struct json *line)
{
    return account_id_is(t->site->code)
               ? json_get_str(line, "evidence")
               : json_get_str(with_url(json_get(line, "focus"), t->url), "evidence");
}

struct recheck_result second_judge(const struct recheck_target *t, const struct second_sight *sight,
                                   struct arena *a)
{
    AUTO(json_freep) struct json *detail = NULL;
    const struct stored_finding *again;
    struct recheck_result out = { .at = sight->now, .evidence = evidence_of(t, sight->line) };

    if (json_parse(t->detail_json, &detail, NULL))
        detail = json_new_object();
    again = find_again(t, detail, sight);
    if (again) {
        out.outcome = RECHECK_STILL;
        out.excerpt = again->finding.excerpt;
        out.evidence = again->evidence;
        return out;
    }
    out.reason = doubt(t, detail, sight, a);
    if (!out.reason.n) {
        out.outcome = RECHECK_GONE;
        out.reason = gone_how(t, sight->line, a);
    }
    return out;
}
