#include "base/base.h"

#include "dom/element.h"

#include "dom/word.h"

static const struct {
    uint8_t n;
    char name[2 * WORD_BYTES];
} names[EL_N] = { [EL_NONE] = { 0, "" },
                  [EL_OTHER] = { 1, "*" },
#define ROW(id, name, traits) [EL_##id] = { sizeof(name) - 1, name },
                  ELEMENTS(ROW)
#undef ROW
};

const uint8_t element_traits[EL_N] = {
#define ROW(id, name, traits) [EL_##id] = (traits),
    ELEMENTS(ROW)
#undef ROW
};

/* The first element of each letter; the list is ordered by it. */
static const uint8_t first[26] = {
    ['a' - 'a'] = EL_A,    ['b' - 'a'] = EL_BR,    ['c' - 'a'] = EL_CAPTION,
    ['d' - 'a'] = EL_DIV,  ['e' - 'a'] = EL_EM,    ['f' - 'a'] = EL_FONT,
    ['h' - 'a'] = EL_H1,   ['i' - 'a'] = EL_IMG,   ['l' - 'a'] = EL_LI,
    ['m' - 'a'] = EL_MAIN, ['n' - 'a'] = EL_NAV,   ['o' - 'a'] = EL_OBJECT,
    ['p' - 'a'] = EL_P,    ['s' - 'a'] = EL_SPAN,  ['t' - 'a'] = EL_TD,
    ['u' - 'a'] = EL_UL,   ['v' - 'a'] = EL_VIDEO, ['x' - 'a'] = EL_XMP,
};

const char *element_name(enum element el)
{
    return names[el].name;
}

enum element element_of(struct str name)
{
    const uint64_t begin = word_of(name.p, name.n);
    const char c = (char)begin;

    if (c < 'a' || c > 'z' || first[c - 'a'] == 0)
        return EL_OTHER;
    for (unsigned el = first[c - 'a']; el < EL_N; el++) {
        const uint64_t word = word_whole(names[el].name);

        if (word == begin && names[el].n == name.n &&
            (name.n <= WORD_BYTES || word_of(name.p + WORD_BYTES, name.n - WORD_BYTES) ==
                                         word_whole(names[el].name + WORD_BYTES)))
            return (enum element)el;
        if ((char)word != c)
            break;
    }
    return c == 'i' && str_eq_nocase(name, STR("image")) ? EL_IMG : EL_OTHER;
}
