#include "base/base.h"

#include "web/route.h"

bool route_part_is_number(struct str name)
{
    static const char *const numbers[] = { "id", "n", "earlier" };

    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        if (str_eq(name, str_of(numbers[i])))
            return true;
    return false;
}

/* Takes the next part off a pattern; false at its end. */
static bool next_part(struct str *pattern, struct str *part)
{
    if (str_is_empty(*pattern))
        return false;
    *pattern = str_skip(*pattern, 1); /* '/' */
    (void)str_cut(*pattern, '/', part, pattern);
    if (pattern->n) /* str_cut took the '/' with it */
        *pattern = str_from(pattern->p - 1, pattern->n + 1);
    return true;
}

/* "{id}" -> "id"; empty for a fixed part. */
static struct str name_of(struct str part)
{
    return str_starts(part, STR("{")) ? str_sub(part, 1, part.n - 2) : (struct str){ 0 };
}

static bool fits(const struct route *r, const struct http_target *target)
{
    struct str pattern = str_of(r->path), part;
    size_t i = 0;

    for (; next_part(&pattern, &part); i++) {
        const struct str name = name_of(part);
        int64_t number;

        if (i == target->n_parts)
            return false;
        if (name.n ? route_part_is_number(name) &&
                         !str_to_i64(target->parts[i], str_eq(name, STR("n")) ? 0 : 1, INT64_MAX,
                                     &number)
                   : !str_eq(part, target->parts[i]))
            return false;
    }
    return i == target->n_parts;
}

int route_find(const struct route *routes, size_t n, struct str method,
               const struct http_target *target, struct arena *a, const struct route **out,
               struct str *allowed)
{
    struct str methods = { 0 };

    if (str_eq(method, STR("HEAD")))
        method = STR("GET");
    for (size_t i = 0; i < n; i++) {
        if (!fits(&routes[i], target))
            continue;
        if (str_eq(method, str_of(routes[i].method))) {
            *out = &routes[i];
            return ROUTE_FOUND;
        }
        methods =
            arena_printf(a, "%.*s%s%s", STR_ARG(methods), methods.n ? ", " : "", routes[i].method);
    }
    *allowed = methods;
    return methods.n ? ROUTE_OTHER_METHOD : ROUTE_NONE;
}

struct str route_part(const struct route *r, const struct http_target *target, struct str name)
{
    struct str pattern = str_of(r->path), part;

    for (size_t i = 0; next_part(&pattern, &part) && i < target->n_parts; i++)
        if (str_eq(name_of(part), name))
            return target->parts[i];
    return (struct str){ 0 };
}
