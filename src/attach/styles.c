#include "base/base.h"

#include "attach/styles.h"

enum {
    LEVELS = 9,    /* of an outline */
    BASES_MAX = 8, /* steps from a style to what it is based on: they may go in circles */
};

int styles_outline(struct str value)
{
    int64_t level;

    return str_to_i64(value, 0, LEVELS - 1, &level) ? (int)level + 1 : 0;
}

/* "heading 2", as the files of every language call it. */
static int level_of_name(struct str name)
{
    const struct str begin = STR("heading ");
    int64_t level;

    return str_starts_nocase(name, begin) && str_to_i64(str_skip(name, begin.n), 1, LEVELS, &level)
               ? (int)level
               : 0;
}

static void style_node(struct styles *s, struct part *p, struct arena *a)
{
    const struct str node = part_node(p);
    struct style *last = s->n ? &s->styles[s->n - 1] : NULL;
    char value[PART_ATTRIBUTE_BYTES];

    if (str_eq(node, STR("style"))) {
        s->styles[s->n++] =
            (struct style){ .id = arena_copy(a, part_attribute(p, "styleId", value)) };
    } else if (last && str_eq(node, STR("name"))) {
        last->level = level_of_name(part_attribute(p, "val", value));
    } else if (last && str_eq(node, STR("basedOn"))) {
        last->base = arena_copy(a, part_attribute(p, "val", value));
    } else if (last && str_eq(node, STR("outlineLvl"))) {
        last->level = styles_outline(part_attribute(p, "val", value));
    }
}

void styles_read(struct package *package, struct arena *a, struct styles *out)
{
    AUTO(part_closep) struct part *p = NULL;
    enum rc rc = part_open(package, "word/styles.xml", &p, NULL);

    *out = (struct styles){ .styles = arena_array(a, struct style, STYLES_MAX + 1) };
    while (!rc && out->n < STYLES_MAX && part_next(p, &rc, NULL))
        if (part_is_start(p))
            style_node(out, p, a);
}

static const struct style *find(const struct styles *s, struct str id)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->styles[i].id, id))
            return &s->styles[i];
    return NULL;
}

int styles_level(const struct styles *s, struct str id)
{
    const struct style *style = find(s, id);

    for (int step = 0; style && step < BASES_MAX; step++) {
        if (style->level || !style->base.n)
            return style->level;
        style = find(s, style->base);
    }
    return 0;
}
