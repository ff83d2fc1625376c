#include "base/base.h"

#include "proof/near_names.h"

#include <string.h>

/* The characters behind that of the line which begins with `c`. */
static struct str similar_to(struct str similar, struct str c)
{
    struct str line;

    while (str_line(&similar, &line))
        if (str_starts(line, c) && str_starts(str_skip(line, c.n), STR(" ")))
            return str_trim(str_skip(line, c.n));
    return (struct str){ 0 };
}

static bool is_line_of(struct str lines, struct str word)
{
    struct str line;

    while (str_line(&lines, &line))
        if (str_eq(str_trim(line), word))
            return true;
    return false;
}

struct forms {
    struct str name, real;
    struct arena *a;
    struct str *out;
    size_t n;
};

static void add(struct forms *f, struct str form)
{
    if (f->n == NEAR_NAMES_MAX || str_eq(form, f->name) || is_line_of(f->real, form))
        return;
    for (size_t i = 0; i < f->n; i++)
        if (str_eq(f->out[i], form))
            return;
    f->out[f->n++] = form;
}

size_t near_names(struct str name, struct str similar, struct str real, struct arena *a,
                  struct str out[NEAR_NAMES_MAX])
{
    struct forms f = { .name = name, .real = real, .a = a, .out = out };
    const size_t n_chars = str_chars(name);
    size_t n_bytes;
    uint32_t cp, rune;

    for (size_t at = 0; at < name.n; at += n_bytes) {
        n_bytes = str_rune(str_skip(name, at), &rune);
        const struct str head = str_sub(name, 0, at), tail = str_skip(name, at + n_bytes);
        const struct str own = str_sub(name, at, n_bytes), next = str_head_chars(tail, 1);
        struct str others = similar_to(similar, own);

        while (others.n) {
            const size_t n = str_rune(others, &cp);

            add(&f,
                arena_printf(a, "%.*s%.*s%.*s", STR_ARG(head), (int)n, others.p, STR_ARG(tail)));
            others = str_skip(others, n);
        }
        if (n_chars > 2 && next.n)
            add(&f, arena_printf(a, "%.*s%.*s%.*s%.*s", STR_ARG(head), STR_ARG(next), STR_ARG(own),
                                 STR_ARG(str_skip(tail, next.n))));
        /* A form without its first or last character would stand within the name itself. */
        if (n_chars >= NEAR_NAMES_LONG && rune >= 0x4E00 && head.n && tail.n) {
            add(&f, arena_join(a, head, tail));
            add(&f, arena_printf(a, "%.*s%.*s%.*s", STR_ARG(head), STR_ARG(own),
                                 STR_ARG(str_skip(name, at))));
        }
    }
    return f.n;
}
