#include "base/base.h"

#include "proof/excerpt.h"

#include "base/buf.h"
#include "proof/personal.h"

enum { CHARS_BEFORE = 20, CHARS_AFTER = 30 };

struct str problem_wrong(const struct problem *p, struct str text)
{
    return p->masked.n ? p->masked : str_sub(text, p->at, p->n);
}

/* The start of what is shown: some characters in front, within the line. */
static size_t start_of(struct str text, size_t at)
{
    size_t n_chars = 0;

    while (at > 0 && n_chars < CHARS_BEFORE && text.p[at - 1] != '\n') {
        at--;
        n_chars += ((unsigned char)text.p[at] & 0xC0) != 0x80;
    }
    return personal_cut_before(text, at);
}

static size_t end_of(struct str text, size_t end)
{
    const struct str rest = str_skip(text, end);

    return personal_cut_behind(
        text, end + str_head_chars(str_sub(rest, 0, str_chr(rest, '\n')), CHARS_AFTER).n);
}

struct str problem_excerpt(const struct problem_list *l, size_t i, struct str text, struct arena *a)
{
    const struct problem *p = &l->problems[i];
    const size_t from = start_of(text, p->at), end = end_of(text, p->at + p->n);
    AUTO(buf_done) struct buf out = { 0 };
    size_t at = from;

    if (from > 0 && text.p[from - 1] != '\n')
        buf_add(&out, STR("…"));
    for (size_t k = 0; k < l->n; k++) {
        const struct problem *other = &l->problems[k];

        if (!other->masked.n || other->at + other->n <= at || other->at >= end)
            continue;
        if (other->at > at)
            buf_add(&out, str_sub(text, at, other->at - at));
        buf_add(&out, other->masked);
        at = other->at + other->n;
    }
    if (at < end)
        buf_add(&out, str_sub(text, at, end - at));
    if (end < text.n && text.p[end] != '\n')
        buf_add(&out, STR("…"));
    return personal_mask(arena_copy(a, str_trim(buf_str(&out))), a);
}
