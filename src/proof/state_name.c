#include "base/base.h"

#include "proof/state_name.h"

enum { CHAR_BYTES = 3, NAME_CHARS = 7 };

static const char name[] = "中华人民共和国";

/* Seven Chinese characters, of which six are those of the name. */
static bool is_slip(struct str s)
{
    size_t n_others = 0;

    if (s.n != sizeof name - 1)
        return false;
    for (size_t i = 0; i < s.n; i += CHAR_BYTES) {
        const unsigned char lead = (unsigned char)s.p[i];

        if (lead < 0xE4 || lead > 0xE9) /* U+4000 to U+9FFF */
            return false;
        n_others += memcmp(s.p + i, name + i, CHAR_BYTES) != 0;
    }
    return n_others == 1;
}

static void take(const struct folded *text, size_t at, struct problem_list *out)
{
    const struct str place = str_sub(text->text, at, sizeof name - 1);

    if (!is_slip(place))
        return;
    const struct str original = fold_original(text, at, place.n);

    problems_add(out, (struct problem){ .at = (size_t)(original.p - text->original.p),
                                        .n = original.n,
                                        .right = str_of(name),
                                        .check = "wrong-expression",
                                        .class = STR("严重错别字"),
                                        .source = STR("国名的规定写法"),
                                        .score = 0.99,
                                        .level = PROBLEM_CONFIRMED,
                                        .is_serious = true });
}

/* Wherever `part` of the name stands, which begins it or ends it. */
static void find_part(const struct folded *text, struct str part, size_t n_ahead,
                      struct problem_list *out)
{
    for (size_t at = 0, next; (next = str_find(str_skip(text->text, at), part)) != STR_NONE;
         at += part.n) {
        at += next;
        if (at >= n_ahead)
            take(text, at - n_ahead, out);
    }
}

void state_name_find(const struct folded *text, struct problem_list *out)
{
    find_part(text, STR("中华人民"), 0, out);
    /* of its first three characters one is another */
    find_part(text, STR("民共和国"), (NAME_CHARS - 4) * CHAR_BYTES, out);
}
