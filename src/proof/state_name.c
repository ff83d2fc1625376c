#include "base/base.h"

#include "proof/state_name.h"

#include "text/han.h"

enum { CHAR_BYTES = 3, NAME_CHARS = 7 };

static const char name[] = "中华人民共和国";

/* 囯 is a way of writing 国, not another character. */
static bool is_same(const char *written, const char *right)
{
    return memcmp(written, right, CHAR_BYTES) == 0 ||
           (memcmp(written, "囯", CHAR_BYTES) == 0 && memcmp(right, "国", CHAR_BYTES) == 0);
}

/* 在华人民共和国, 中非人民共和国: words of the sentence that meet 人民共和国, perhaps. */
static bool may_be_other_words(struct str s)
{
    return !str_starts(s, STR("中")) || str_starts(s, STR("中非"));
}

/* Seven Chinese characters, of which six are those of the name. */
static bool is_slip(struct str s)
{
    size_t n_others = 0;

    if (s.n != sizeof name - 1)
        return false;
    for (size_t i = 0; i < s.n; i += CHAR_BYTES) {
        if (!han_begins(s.p[i]))
            return false;
        n_others += !is_same(s.p + i, name + i);
    }
    return n_others == 1;
}

static void take(const struct folded *text, size_t at, struct problem_list *out)
{
    const struct str place = str_sub(text->text, at, sizeof name - 1);

    if (!is_slip(place))
        return;
    const struct str original = fold_original(text, at, place.n);
    const bool is_sure = !may_be_other_words(place);

    problems_add(out, (struct problem){ .at = (size_t)(original.p - text->original.p),
                                        .n = original.n,
                                        .right = str_of(name),
                                        .check = "wrong-expression",
                                        .class = STR("严重错别字"),
                                        .source = STR("国名的规定写法"),
                                        .score = is_sure ? 0.99 : 0.8,
                                        .level = is_sure ? PROBLEM_CONFIRMED : PROBLEM_SUSPECT,
                                        .is_serious = is_sure });
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
