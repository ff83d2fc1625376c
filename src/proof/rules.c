#include "base/base.h"

#include "proof/rules.h"

void rule_add(struct problem_list *out, struct str text, struct str place, struct str right,
              const char *class, double score)
{
    if (place.n == 0)
        return;
    problems_add(out, (struct problem){
                          .at = (size_t)(place.p - text.p),
                          .n = place.n,
                          .right = right,
                          .check = "typo",
                          .class = str_of(class),
                          .score = score,
                          .level = score < 0.9 ? PROBLEM_SUSPECT : PROBLEM_CONFIRMED,
                      });
}

size_t rule_digits(struct str s, size_t max, int *value)
{
    size_t n = 0;

    for (*value = 0; n < s.n && n < max && char_is_digit(s.p[n]); n++)
        *value = *value * 10 + (s.p[n] - '0');
    return n;
}

size_t rule_digits_before(struct str s, size_t max, int *value)
{
    size_t n = 0;

    while (n < s.n && n < max && char_is_digit(s.p[s.n - 1 - n]))
        n++;
    (void)rule_digits(str_skip(s, s.n - n), n, value);
    return n;
}

void rules_find(const struct fold_table *t, struct str text, struct problem_list *out)
{
    struct str rest = text, line;

    while (str_line(&rest, &line)) {
        rule_dates(text, line, out);
        rule_numbers(text, line, out);
        rule_documents(text, line, out);
        rule_marks(text, line, out);
        rule_repeats(text, line, out);
    }
    rule_traditional(t, text, out);
}
