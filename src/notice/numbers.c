#include "base/base.h"

#include "notice/numbers.h"

static const char *const kinds[] = {
    [SELECT_SITES] = "sites",       [SELECT_ACCOUNTS] = "accounts", [SELECT_REGIONS] = "regions",
    [SELECT_FINDINGS] = "findings", [SELECT_MESSAGES] = "messages", [SELECT_FILINGS] = "filings",
};

void numbers_done(struct numbers *n)
{
    json_freep(&n->list);
}

static void put_words(struct json *to, const char *key, const char *words)
{
    struct str rest = str_of(words), word;
    struct json *list;

    if (!words)
        return;
    list = json_new_array();
    while (rest.n) {
        (void)str_cut(rest, '|', &word, &rest);
        json_add_str(list, word);
    }
    json_put(to, key, list);
}

static void put_findings(struct json *to, const struct selection *of)
{
    if (of->check.n)
        json_put_str(to, "check", of->check);
    if (of->is_problem) {
        put_words(to, "grade", "fault|veto");
        json_put_bool(to, "registered", true);
    }
    put_words(to, "review", of->reviews);
}

static void put_filings(struct json *to, const struct selection *of)
{
    if (of->kind.n)
        json_put_str(to, "kind", of->kind);
    json_put_day(to, "from", of->from);
    json_put_day(to, "to", of->to);
}

static struct json *selection_json(const struct selection *of)
{
    struct json *to = json_new_object();

    json_put_str(to, "of", str_of(kinds[of->of]));
    if (of->is_running)
        put_words(to, "state", "运行");
    put_words(to, "verdict", of->verdicts);
    put_words(to, "no_verdict", of->none_of);
    if (of->wait.n)
        json_put_str(to, "waits_for", of->wait);
    if (of->subject)
        json_put_str(to, "subject", str_of(of->subject));
    if (of->type)
        json_put_str(to, "type", of->type->n ? *of->type : STR(""));
    if (of->region)
        json_put_str(to, "region", of->region->n ? *of->region : STR(""));
    if (of->of == SELECT_FILINGS)
        put_filings(to, of);
    if (of->has_problem) {
        struct json *finding = json_new_object();

        put_findings(finding, of);
        json_put(to, "finding", finding);
    } else {
        put_findings(to, of);
    }
    return to;
}

static struct json *begin(const struct number_place *at, struct str text)
{
    struct json *to = json_new_object();

    json_put_str(to, "in", str_of(at->file));
    json_put_str(to, "place", at->place.n ? at->place : STR(""));
    if (text.n)
        json_put_str(to, "text", text);
    return to;
}

static void add(struct numbers *n, struct json *number)
{
    if (!n->list)
        n->list = json_new_array();
    json_add(n->list, number);
}

void numbers_count(struct numbers *n, const struct number_place *at, struct str text, int64_t value,
                   const struct selection *of)
{
    struct json *to = begin(at, text);

    json_put_int(to, "value", value);
    json_put(to, "count", selection_json(of));
    add(n, to);
}

void numbers_rows(struct numbers *n, const struct number_place *at, int64_t value,
                  const struct selection *of)
{
    struct json *to = begin(at, (struct str){ 0 });

    json_put_int(to, "rows", value);
    json_put(to, "count", selection_json(of));
    add(n, to);
}

void numbers_share(struct numbers *n, const struct number_place *at, struct str text,
                   const struct number_share *share)
{
    struct json *to = begin(at, text), *rate = json_new_object();

    if (share->whole && !share->open)
        json_put_real(to, "value", (double)share->part / (double)share->whole);
    else
        json_put_null(to, "value");
    json_put(rate, "part", selection_json(&share->of));
    json_put(rate, "whole", selection_json(&share->to));
    if (share->is_open_to)
        json_put(rate, "open", selection_json(&share->undecided));
    if (share->decimals >= 0)
        json_put_int(rate, "decimals", share->decimals);
    json_put(to, "rate", rate);
    add(n, to);
}
