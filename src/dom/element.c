#include "base/base.h"

#include "dom/element.h"

static const struct {
    uint8_t n;
    const char *name;
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
    ['a' - 'a'] = EL_A,    ['b' - 'a'] = EL_B,      ['c' - 'a'] = EL_CAPTION,
    ['d' - 'a'] = EL_DD,   ['e' - 'a'] = EL_EM,     ['f' - 'a'] = EL_FIELDSET,
    ['h' - 'a'] = EL_H1,   ['i' - 'a'] = EL_I,      ['l' - 'a'] = EL_LABEL,
    ['m' - 'a'] = EL_MAIN, ['n' - 'a'] = EL_NAV,    ['o' - 'a'] = EL_OBJECT,
    ['p' - 'a'] = EL_P,    ['s' - 'a'] = EL_SCRIPT, ['t' - 'a'] = EL_TABLE,
    ['u' - 'a'] = EL_U,    ['v' - 'a'] = EL_VIDEO,  ['x' - 'a'] = EL_XMP,
};

const char *element_name(enum element el)
{
    return names[el].name;
}

static bool is_name(struct str s, enum element el)
{
    const char *name = names[el].name;

    if (s.n != names[el].n)
        return false;
    for (size_t i = 1; i < s.n; i++)
        if (char_lower(s.p[i]) != name[i])
            return false;
    return true;
}

enum element element_of(struct str name)
{
    const char c = name.n ? char_lower(name.p[0]) : 0;

    if (c < 'a' || c > 'z' || first[c - 'a'] == 0)
        return EL_OTHER;
    for (unsigned el = first[c - 'a']; el < EL_N && names[el].name[0] == c; el++)
        if (is_name(name, (enum element)el))
            return (enum element)el;
    return c == 'i' && str_eq_nocase(name, STR("image")) ? EL_IMG : EL_OTHER;
}
