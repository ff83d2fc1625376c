#include "base/base.h"

#include "crawl/publication.h"

#include "base/clock.h"

#include <stdlib.h>

/* A column by its name or its folder; both find it. */
struct key {
    struct str text;
    size_t column;
};

struct keys {
    struct key *all;
    size_t n;
};

static int by_text(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    const int order = str_cmp(x->text, y->text);

    return order ? order : x->column < y->column ? -1 : x->column > y->column;
}

/* "http://…/zwgk/" of "http://…/zwgk/index.html". */
static struct str folder_of(struct str url)
{
    while (url.n && url.p[url.n - 1] != '/')
        url.n--;
    return url;
}

/* "http://…/" of "http://…/zwgk/"; empty above the host. */
static struct str folder_above(struct str folder)
{
    const struct str up = folder_of(str_sub(folder, 0, folder.n ? folder.n - 1 : 0));

    return str_ends(up, STR("//")) ? (struct str){ 0 } : up;
}

static size_t count_columns(const struct site_view *v)
{
    size_t n = 0;

    for (size_t i = 0; i < v->n_digests; i++)
        n += v->digests[i].kind == PAGE_COLUMN;
    return n;
}

static struct keys keys_of(const struct site_view *v, size_t n_columns, struct arena *a)
{
    struct keys keys = { .all = arena_array(a, struct key, 2 * n_columns) };
    size_t column = 0;

    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];

        if (d->kind != PAGE_COLUMN)
            continue;
        keys.all[keys.n++] = (struct key){ folder_of(d->url), column };
        if (d->column_name.n)
            keys.all[keys.n++] = (struct key){ d->column_name, column };
        column++;
    }
    if (keys.n)
        qsort(keys.all, keys.n, sizeof(*keys.all), by_text);
    return keys;
}

/* The first column of that name or folder; NULL: none. */
static const struct key *find(const struct keys *keys, struct str text)
{
    size_t low = 0, high = keys->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (str_cmp(keys->all[middle].text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < keys->n && str_eq(keys->all[low].text, text) ? &keys->all[low] : NULL;
}

static const struct key *column_of(const struct keys *keys, const struct digest *d)
{
    const struct key *found = d->column_name.n ? find(keys, d->column_name) : NULL;

    for (struct str folder = folder_of(d->url); !found && folder.n; folder = folder_above(folder))
        found = find(keys, folder);
    return found;
}

static void count(struct publication *p, size_t week)
{
    p->n[week]++;
    p->total++;
}

void publication_count(const struct site_view *v, int32_t today, struct arena *a,
                       struct publication *site, struct publication **columns)
{
    const size_t n_columns = count_columns(v);
    const struct keys keys = keys_of(v, n_columns, a);

    *site = (struct publication){ 0 };
    *columns = arena_array(a, struct publication, n_columns);
    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];
        const int64_t weeks_ago = ((int64_t)today - d->published) / 7;
        const struct key *column;

        if (d->kind == PAGE_COLUMN || d->published == DAY_NONE || d->published > today ||
            weeks_ago >= PUBLICATION_WEEKS)
            continue;
        count(site, (size_t)(PUBLICATION_WEEKS - 1 - weeks_ago));
        if ((column = column_of(&keys, d)))
            count(&(*columns)[column->column], (size_t)(PUBLICATION_WEEKS - 1 - weeks_ago));
    }
}
