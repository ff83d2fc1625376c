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

/* ---- which rules a paragraph needs ----------------------------------------------------------- */

enum trigger {
    SEES_MONTH = 1 << 0,
    SEES_YEAR = 1 << 1,
    SEES_COLON = 1 << 2, /* or 8时 */
    SEES_COMMA = 1 << 3,
    SEES_PERCENT = 1 << 4,
    SEES_BLANK = 1 << 5,   /* × or X */
    SEES_NUMBER = 1 << 6,  /* 号 */
    SEES_DOUBLED = 1 << 7, /* a mark directly behind a mark */
    SEES_UNPAIRED = 1 << 8,
    SEES_TWICE = 1 << 9,    /* a character or two of them stand twice */
    SEES_CAPITAL = 1 << 10, /* 整 圆 佰: an amount in capital numerals? */
    SEES_FIRST = 1 << 11,   /* 首 */
    SEES_POINTS = 1 << 12,  /* 一是 */
};

static unsigned trigger_of_ascii(char c)
{
    switch (c) {
    case ':':
        return SEES_COLON;
    case ',':
        return SEES_COMMA;
    case '%':
        return SEES_PERCENT;
    case 'X':
    case 'x':
        return SEES_BLANK;
    default:
        return 0;
    }
}

/* Marks by U+20xx, U+30xx, U+FFxx; for a pair what it adds to the balance, else 0. */
static bool is_mark(uint32_t cp, int64_t *balance)
{
    /* one byte of the sum for each pair, so that they cannot make up for each other */
    static const int64_t pair = 1 << 10;

    switch (cp) {
    case 0xFF0C: /* ， */
    case 0x3002: /* 。 */
    case 0x3001: /* 、 */
    case 0xFF1B: /* ； */
    case 0xFF1A: /* ： */
        return true;
    case 0x300A: /* 《 */
        *balance += 1;
        return true;
    case 0x300B:
        *balance -= 1;
        return true;
    case 0x201C: /* “ */
        *balance += pair;
        return true;
    case 0x201D:
        *balance -= pair;
        return true;
    case 0x3014: /* 〔 */
        *balance += pair * pair;
        return false;
    case 0x3015:
        *balance -= pair * pair;
        return false;
    case 0xFF08: /* （ */
        *balance += pair * pair * pair;
        return false;
    case 0xFF09:
        *balance -= pair * pair * pair;
        return false;
    case 0x3010: /* 【 */
        *balance += pair * pair * pair * pair;
        return false;
    case 0x3011:
        *balance -= pair * pair * pair * pair;
        return false;
    default:
        return false;
    }
}

/* One look at a paragraph; nearly all need hardly a rule. */
static unsigned triggers_of(struct str line)
{
    uint32_t last[3] = { 0 }; /* the three characters in front, the nearest first */
    bool was_mark = false;
    int64_t balance = 0;
    unsigned out = 0;

    for (size_t at = 0; at < line.n;) {
        const unsigned char *p = (const unsigned char *)line.p + at;
        uint32_t cp = p[0];

        if (cp < 0xE0 || at + 2 >= line.n) {
            out |= cp == 0xC3 ? SEES_BLANK : trigger_of_ascii((char)cp);
            last[0] = last[1] = last[2] = 0;
            was_mark = false;
            at++;
            continue;
        }
        cp = (cp & 0xFU) << 12 | (p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
        if (cp == last[0] || (cp == last[1] && last[0] == last[2]))
            out |= SEES_TWICE;
        if (cp < 0x4E00 || cp >= 0xFF00) {
            const bool mark = is_mark(cp, &balance);

            out |= mark && was_mark ? SEES_DOUBLED : 0;
            out |= cp == 0xFF1A && at + 3 < line.n && char_is_digit((char)p[3]) ? SEES_COLON : 0;
            was_mark = mark;
        } else {
            out |= cp == 0x662F && last[0] == 0x4E00 ? SEES_POINTS : 0;
            out |= cp == 0x65F6 && at > 0 && char_is_digit(line.p[at - 1]) ? SEES_COLON : 0;
            out |= cp == 0x5E74                                   ? SEES_YEAR
                   : cp == 0x6708                                 ? SEES_MONTH
                   : cp == 0x53F7                                 ? SEES_NUMBER
                   : cp == 0x9996                                 ? SEES_FIRST
                   : cp == 0x6574 || cp == 0x5706 || cp == 0x4F70 ? SEES_CAPITAL
                                                                  : 0;
            was_mark = false;
        }
        last[2] = last[1];
        last[1] = last[0];
        last[0] = cp;
        at += 3;
    }
    return out | (balance ? SEES_UNPAIRED : 0);
}

static void check_line(const struct book *b, struct str text, struct str line,
                       struct problem_list *out)
{
    const unsigned sees = triggers_of(line);

    if (sees & (SEES_MONTH | SEES_YEAR | SEES_COLON))
        rule_dates(text, line, out);
    if (sees & (SEES_COMMA | SEES_PERCENT | SEES_BLANK))
        rule_numbers(text, line, out);
    if (sees & SEES_NUMBER)
        rule_documents(text, line, out);
    if (sees & (SEES_DOUBLED | SEES_UNPAIRED))
        rule_marks(text, line, out);
    if (sees & SEES_TWICE)
        rule_repeats(b, text, line, out);
    if (sees & SEES_CAPITAL)
        rule_amounts(text, line, out);
    if (sees & SEES_FIRST)
        rule_steps(text, line, out);
    if (sees & SEES_POINTS)
        rule_points(text, line, out);
}

void rules_find(const struct fold_table *t, const struct book *b, struct str text,
                struct problem_list *out)
{
    struct str rest = text, line;

    while (str_line(&rest, &line))
        check_line(b, text, line, out);
    rule_attachments(text, out);
    rule_traditional(t, text, out);
}
