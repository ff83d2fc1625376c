#include "base/base.h"

#include "web/short_list.h"

#include <stdlib.h>

struct entry {
    const struct json *item, *key;
    size_t place;
};

static int kind_of(const struct json *key)
{
    return (int)json_kind(key);
}

static int compare(const struct entry *a, const struct entry *b)
{
    if (kind_of(a->key) != kind_of(b->key))
        return kind_of(a->key) < kind_of(b->key) ? -1 : 1;
    switch (json_kind(a->key)) {
    case JSON_IS_TEXT:
        return str_cmp(json_str(a->key), json_str(b->key));
    case JSON_IS_NUMBER:
        return (json_number(a->key) > json_number(b->key)) -
               (json_number(a->key) < json_number(b->key));
    case JSON_IS_BOOL:
        return json_is_yes(a->key) - json_is_yes(b->key);
    case JSON_IS_NULL:
    case JSON_IS_LIST:
    case JSON_IS_OBJECT:
        return 0;
    }
    return 0;
}

static int in_place(const struct entry *a, const struct entry *b)
{
    return (a->place > b->place) - (a->place < b->place);
}

static int upwards(const void *a, const void *b)
{
    const int order = compare(a, b);

    return order ? order : in_place(a, b);
}

static int downwards(const void *a, const void *b)
{
    const int order = compare(b, a);

    return order ? order : in_place(a, b);
}

static const struct json *key_of(const struct json *item, const char *name)
{
    const struct json *key = json_get(item, name);

    return json_kind(key) == JSON_IS_OBJECT ? json_get(key, "name") : key;
}

struct json *short_list_page(const struct call *c, struct json *items, int64_t *total)
{
    const struct page_of page = call_page(c);
    const char *name = arena_copy(c->a, page.sort).p;
    const size_t n = json_count(items);
    struct entry *all = arena_array(c->a, struct entry, n);
    struct json *out = json_new_array();

    for (size_t i = 0; i < n; i++) {
        all[i].item = json_at(items, i);
        all[i].key = key_of(all[i].item, name);
        all[i].place = i;
    }
    if (page.sort.n && n)
        qsort(all, n, sizeof(*all), page.is_down ? downwards : upwards);
    for (int64_t i = page.skip; i < (int64_t)n && i < page.skip + page.per_page; i++)
        json_add(out, json_clone(all[i].item));
    json_free(items);
    *total = (int64_t)n;
    return out;
}

void short_list_reply(struct call *c, struct json *items, int64_t as_of)
{
    int64_t total;
    struct json *page = short_list_page(c, items, &total);

    call_reply_list(c, page, total, as_of);
}
