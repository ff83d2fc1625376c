#include "base/base.h"

#include "web/call.h"

#include "base/clock.h"
#include "office/audit.h"
#include "office/unit.h"
#include "store/review.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

struct str call_part(const struct call *c, const char *name)
{
    return route_part(c->route, c->target, str_of(name));
}

int64_t call_number(const struct call *c, const char *name)
{
    int64_t number = 0;
    const bool is_number = str_to_i64(call_part(c, name), 0, INT64_MAX, &number);

    ASSERT(is_number); /* else the route would not have been found */
    return number;
}

struct str call_query(const struct call *c, const char *name)
{
    for (size_t i = 0; i < c->target->n_query; i++)
        if (str_eq(c->target->query[i].name, str_of(name)))
            return c->target->query[i].value;
    return (struct str){ 0 };
}

int64_t call_query_int(const struct call *c, const char *name, int64_t other)
{
    int64_t number;

    return str_to_i64(call_query(c, name), INT64_MIN, INT64_MAX, &number) ? number : other;
}

int64_t call_query_time(const struct call *c, const char *name)
{
    int64_t time;

    return time_parse(call_query(c, name), &time) ? time : 0;
}

bool call_query_flag(const struct call *c, const char *name)
{
    return str_eq(call_query(c, name), STR("1"));
}

/* "a|-a|b|-b": b is 1. */
static int field_of_sort(struct str words, struct str field)
{
    struct str word;
    int n = 0;

    while (words.n && field.n) {
        (void)str_cut(words, '|', &word, &words);
        if (str_eq(word, field))
            return n / 2;
        n++;
    }
    return 0;
}

struct page_of call_page(const struct call *c)
{
    struct page_of p = { .page = call_query_int(c, "page", 1),
                         .per_page = call_query_int(c, "per_page", PER_PAGE_DEFAULT),
                         .sort = call_query(c, "sort") };

    p.skip = (p.page - 1) * p.per_page;
    p.is_down = str_starts(p.sort, STR("-"));
    if (p.is_down)
        p.sort = str_skip(p.sort, 1);
    p.by = field_of_sort(str_of(c->route->endpoint->sort), p.sort);
    return p;
}

void call_reply_list(struct call *c, struct json *items, int64_t total, int64_t as_of)
{
    const struct page_of p = call_page(c);

    c->reply = json_new_object();
    json_put(c->reply, "items", items);
    json_put_int(c->reply, "total", total);
    json_put_int(c->reply, "page", p.page);
    json_put_int(c->reply, "per_page", p.per_page);
    reply_put_time(c->reply, "as_of", as_of);
}

enum rc call_fail(struct call *c, struct err *err, int status, const char *field, const char *fmt,
                  ...)
{
    char text[ERR_TEXT_BYTES];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    c->status = status;
    c->field = str_of(field);
    return err_set(err, RC_SYNTAX, "%s", text);
}

enum rc call_match(struct call *c, const struct json *current, struct err *err)
{
    if (str_is_empty(c->if_match) ||
        http_names_etag(c->if_match, reply_etag(json_text(current, c->a), c->a)))
        return RC_OK;
    return call_fail(c, err, 412, NULL, "别人刚刚改过，请刷新后再改");
}

enum rc call_hold(struct call *c, call_change *change, void *ctx, struct err *err)
{
    enum rc rc = store_hold(c->store, err), kept;

    if (rc)
        return rc;
    rc = change(c, ctx, err);
    kept = store_release(c->store, !rc, rc ? NULL : err);
    return rc ? rc : kept;
}

enum rc call_audit(struct call *c, const char *action, struct str subject, const struct json *old,
                   const struct json *now, struct err *err)
{
    const struct audit_line line = {
        .at = c->now,
        .by = c->user ? c->user->name : STR("-"),
        .action = str_of(action),
        .subject = subject,
        .old = old ? json_text(old, c->a) : (struct str){ 0 },
        .now = now ? json_text(now, c->a) : (struct str){ 0 },
    };

    c->n_audits++;
    return store_audit_add(c->store, &line, err);
}

enum rc call_need_unit(struct call *c, int64_t unit, const char *what, struct err *err)
{
    bool is_below = false;
    const enum rc rc = store_unit_is_below(c->store, unit, c->user->unit, &is_below, err);

    if (rc)
        return rc;
    return is_below ? RC_OK : err_set(err, RC_NOT_FOUND, "%s", what);
}

enum rc call_need_rank(struct call *c, int64_t unit, const char *what, struct err *err)
{
    const enum rc rc = call_need_unit(c, unit, what, err);

    return rc == RC_NOT_FOUND ? call_fail(c, err, 403, NULL, "%s", what) : rc;
}

void reply_put_time(struct json *object, const char *key, int64_t time)
{
    char text[TIME_TEXT_BYTES];

    if (time)
        json_put_str(object, key, str_of(time_text(time, text)));
    else
        json_put_null(object, key);
}

struct str reply_etag(struct str text, struct arena *a)
{
    return arena_printf(a, "\"%016" PRIx64 "\"", str_hash(text));
}
