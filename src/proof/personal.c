#include "base/base.h"

#include "proof/personal.h"

#include "base/buf.h"
#include "base/clock.h"
#include "text/han.h"
#include "text/identity.h"

enum {
    DIGITS_MAX = 19,
    NEAR_CHARS = 24,   /* a label stands so close before its number */
    AROUND_CHARS = 60, /* whose number it is */
    BEHIND_CHARS = 16,
    MOBILES_MAX = 20000, /* of a text that are looked at */
    PAYMENT_CHARS = 100, /* payee, bank and account are lines below each other */
};

/* ---- what stands around ---------------------------------------------------------------------- */

struct finder {
    struct str text;
    const struct personal_rules *rules;
    struct problem_list *out;
    size_t n_mobiles;
    size_t rows_until; /* where the rows that were searched for homes end */
    /* The head of the rows last met, and where the line began: rows share it. */
    struct str head;
    size_t head_line;
};

static struct str chars_before(struct str text, size_t at, size_t n_chars)
{
    size_t from = at;

    while (from > 0 && n_chars > 0)
        if (((unsigned char)text.p[--from] & 0xc0) != 0x80)
            n_chars--;
    return str_sub(text, from, at - from);
}

static struct str chars_behind(struct str text, size_t at, size_t n_chars)
{
    return str_head_chars(str_skip(text, at), n_chars);
}

/* The part of `before` that stands in the same line as its end. */
static struct str last_line(struct str s)
{
    size_t n = s.n;

    while (n > 0 && s.p[n - 1] != '\n')
        n--;
    return str_skip(s, n);
}

static struct str first_line(struct str s)
{
    struct str line = { 0 };

    (void)str_line(&s, &line);
    return line;
}

static bool has_word(const struct finder *f, enum personal_list list, struct str in)
{
    const struct personal_words *w = &f->rules->list[list];

    for (size_t i = 0; i < w->n; i++)
        if (str_find_nocase(in, w->words[i]) != STR_NONE)
            return true;
    return false;
}

/* Where the last word of the list ends; 0: none. */
static size_t last_word(const struct finder *f, enum personal_list list, struct str in)
{
    const struct personal_words *w = &f->rules->list[list];
    size_t end = 0, at;

    for (size_t i = 0; i < w->n; i++)
        for (size_t from = 0; (at = str_find_nocase(str_skip(in, from), w->words[i])) != STR_NONE;
             from += at + w->words[i].n)
            if (from + at + w->words[i].n > end)
                end = from + at + w->words[i].n;
    return end;
}

/* Words that may follow a name without a mark. */
static bool ends_name(struct str s)
{
    static const char *const words[] = { "身份证", "电话", "手机", "联系", "住址", "家住",
                                         "家庭",   "银行", "卡号", "户籍", "现住", "男",
                                         "女",     "性别", "公民", "证件" };

    return str_starts_any(s, words, COUNT_OF(words));
}

/* A name may follow one of these without a mark: 申请人张三, 姓名张三. */
static bool leads_to_name(struct str before)
{
    static const char *const words[] = { "人", "名", "者", "主", "生", "民", "员", "户", "方" };

    return str_ends_any(before, words, COUNT_OF(words));
}

static size_t char_bytes(struct str s)
{
    uint32_t rune;

    return str_rune(s, &rune);
}

/* Does a person's name stand in s, whole, between marks or labels? */
static bool has_name(struct str s)
{
    bool may_begin = false; /* s may begin in the middle of a word */

    for (size_t at = 0; at < s.n;) {
        const struct str rest = str_skip(s, at);
        size_t n = 0;

        if (!han_starts_common(rest)) {
            may_begin = true;
            at += char_bytes(rest);
            continue;
        }
        while (n < 5 * 3 && han_starts_common(str_skip(rest, n)) && !ends_name(str_skip(rest, n)))
            n += 3;
        if ((may_begin || at == 0 || leads_to_name(str_sub(s, 0, at))) && n &&
            identity_person_name(str_sub(rest, 0, n)))
            return true;
        may_begin = n == 0; /* behind 身份证 and the like nothing begins but what is marked */
        at += 3;
    }
    return false;
}

static void add(struct finder *f, enum personal_kind kind, struct str place, struct str masked,
                enum problem_level level, double score)
{
    problems_add(f->out, (struct problem){ .at = (size_t)(place.p - f->text.p),
                                           .n = place.n,
                                           .masked = masked,
                                           .check = "personal-data",
                                           .class = personal_title(kind),
                                           .score = score,
                                           .level = level });
}

/* ---- masks ----------------------------------------------------------------------------------- */

/* The first and the last digits, stars between them. */
static struct str mask_number(struct str digits, size_t n_first, size_t n_last, struct arena *a)
{
    char *out = arena_alloc(a, digits.n + 1);

    for (size_t i = 0; i < digits.n; i++)
        out[i] = i < n_first || i + n_last >= digits.n ? digits.p[i] : '*';
    return str_from(out, digits.n);
}

static struct str mask_citizen(struct str digits, struct arena *a)
{
    return mask_number(digits, 6, 2, a);
}

static struct str mask_card(struct str digits, struct arena *a)
{
    return mask_number(digits, 4, 4, a);
}

/* Down to the district; of the house nothing. */
static struct str mask_address(struct str s, struct arena *a)
{
    enum { DISTRICT_CHARS = 12 };
    static const char *const ends[] = { "区", "县", "市" };
    const struct str head = str_head_chars(s, DISTRICT_CHARS);

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        const size_t at = str_find(head, str_of(ends[i]));

        if (at != STR_NONE && at > 0)
            return arena_join(a, str_sub(s, 0, at + str_of(ends[i]).n), STR("****"));
    }
    return arena_join(a, str_head_chars(s, 2), STR("****"));
}

/* ---- digits ---------------------------------------------------------------------------------- */

/* Digits that stand together, in ASCII, and where. An X may end them. */
struct digits {
    struct str place;
    char text[DIGITS_MAX + 1];
    size_t n;
};

static struct str digits_text(const struct digits *d)
{
    return str_from(d->text, d->n);
}

/* Bytes of the digit, ASCII or full-width, that s begins with. */
static size_t digit_at(struct str s, char *digit)
{
    if (s.n && char_is_digit(s.p[0])) {
        *digit = s.p[0];
        return 1;
    }
    if (s.n < 3 || memcmp(s.p, "\xef\xbc", 2) != 0 || (unsigned char)s.p[2] < 0x90 ||
        (unsigned char)s.p[2] > 0x99)
        return 0;
    *digit = (char)('0' + ((unsigned char)s.p[2] - 0x90));
    return 3;
}

/* Bytes of the X that s begins with, which may be a check character: X, x, Ｘ, ｘ. */
static size_t check_x_at(struct str s)
{
    if (s.n && char_lower(s.p[0]) == 'x')
        return 1;
    return str_starts(s, STR("Ｘ")) || str_starts(s, STR("ｘ")) ? 3 : 0;
}

/* Digits from `at` on; false: more than any number of a person has (all of them are taken). */
static bool take_digits(struct str text, size_t at, struct digits *d)
{
    const size_t from = at;
    char digit = 0;
    size_t n, n_all = 0;

    d->n = 0;
    for (; (n = digit_at(str_skip(text, at), &digit)); at += n)
        if (n_all++ < DIGITS_MAX)
            d->text[d->n++] = digit;
    if (n_all == 17 && (n = check_x_at(str_skip(text, at)))) {
        d->text[d->n++] = 'X';
        at += n;
    }
    d->place = str_sub(text, from, at - from);
    return n_all <= DIGITS_MAX;
}

/*
 * Groups as people write them: 6222 0212 3456 7890 123, 510101 19900101 1234, 138-0000-0000. Takes
 * what follows the first group when the groups have these lengths.
 */
static bool take_groups(struct str text, const struct digits *first, struct digits *out)
{
    static const size_t lengths[][5] = { { 4, 4, 4, 4, 3 },
                                         { 4, 4, 4, 4, 0 },
                                         { 6, 8, 4, 0, 0 },
                                         { 6, 4, 4, 4, 0 },
                                         { 3, 4, 4, 0, 0 } };
    const size_t start = (size_t)(first->place.p - text.p);

    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        size_t at = start + first->place.n, k = 1;
        struct digits group;

        if (first->n != lengths[i][0])
            continue;
        *out = *first;
        for (; k < COUNT_OF(lengths[i]) && lengths[i][k]; k++) {
            if (at + 1 >= text.n || (text.p[at] != ' ' && text.p[at] != '-') ||
                !take_digits(text, at + 1, &group) || group.n > lengths[i][k])
                break;
            const size_t n_x = check_x_at(str_skip(text, at + 1 + group.place.n));

            if (group.n == 3 && k == 2 && n_x) { /* ... 123X */
                group.text[group.n++] = 'X';
                group.place.n += n_x;
            }
            if (group.n != lengths[i][k])
                break;
            memcpy(out->text + out->n, group.text, group.n);
            out->n += group.n;
            at += 1 + group.place.n;
        }
        out->place = str_sub(text, start, at - start);
        if (k == COUNT_OF(lengths[i]) || !lengths[i][k])
            return true;
    }
    return false;
}

/* Not a part of an address on the web, a file name, a longer number or a word. */
static bool stands_alone(struct str text, struct str place)
{
    static const char before[] = "_=&%.-@#?*/", after[] = "_*@%=&/";
    const size_t at = (size_t)(place.p - text.p), end = at + place.n;
    const char c = at ? text.p[at - 1] : ' ', d = end < text.n ? text.p[end] : ' ';
    const bool is_list = c == '/' && at > 1 && (unsigned char)text.p[at - 2] >= 0x80; /* 张三/138 */
    char digit;

    if ((char_lower(c) >= 'a' && char_lower(c) <= 'z') || char_is_digit(c) ||
        (!is_list && memchr(before, c, sizeof(before) - 1)))
        return false;
    if ((char_lower(d) >= 'a' && char_lower(d) <= 'z') || memchr(after, d, sizeof(after) - 1))
        return false;
    return (d != '.' && d != '-') || !digit_at(str_skip(text, end + 1), &digit);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void judge_citizen(struct finder *f, const struct digits *d)
{
    const size_t at = (size_t)(d->place.p - f->text.p);
    const struct str near = chars_before(f->text, at, NEAR_CHARS);
    const struct str around = chars_before(f->text, at, AROUND_CHARS);
    const size_t other = last_word(f, PERSONAL_OTHER, near);
    const size_t card = str_find(near, STR("身份证"));
    const bool is_old = d->n == 15;

    if (is_old && card == STR_NONE)
        return;
    if (other && (card == STR_NONE || other > card))
        return;

    const bool is_sample = has_word(f, PERSONAL_SAMPLE, around);

    add(f, PERSONAL_IDENTITY, d->place, mask_citizen(digits_text(d), f->out->a),
        is_sample ? PROBLEM_SUSPECT : PROBLEM_CONFIRMED,
        is_sample ? 0.4
        : is_old  ? 0.85
                  : 0.98);
}

static void judge_card(struct finder *f, const struct digits *d)
{
    const size_t at = (size_t)(d->place.p - f->text.p);
    const struct str before = chars_before(f->text, at, AROUND_CHARS);
    const struct str behind = first_line(chars_behind(f->text, at + d->place.n, BEHIND_CHARS));
    const struct str payment = chars_before(f->text, at, PAYMENT_CHARS);
    const size_t card = last_word(f, PERSONAL_CARD, before);
    const bool is_named = has_name(last_line(before)) || has_name(behind);

    if (!card && !is_named)
        return;
    /* Beside a person's name it is that person's, whoever publishes the list above; not beside whom
     * to ask. */
    const bool is_asked =
        has_word(f, PERSONAL_OFFICE, last_line(before)) || has_word(f, PERSONAL_OFFICE, behind);
    const struct str payee = card && is_named && !is_asked ? last_line(before) : payment;

    if (last_word(f, PERSONAL_OTHER, before) > card || has_word(f, PERSONAL_ACCOUNT, payee) ||
        has_word(f, PERSONAL_ACCOUNT, behind))
        return;
    /* A name alone beside sixteen digits is little: serial numbers stand beside names too. */
    if (!card && !str_starts(digits_text(d), STR("62")))
        return;

    const bool is_sure = !has_word(f, PERSONAL_SAMPLE, before) && card && is_named;

    add(f, PERSONAL_BANK_CARD, d->place, mask_card(digits_text(d), f->out->a),
        is_sure || card ? PROBLEM_CONFIRMED : PROBLEM_SUSPECT,
        is_sure ? 0.95
        : card  ? 0.8
                : 0.6);
}

/* A row of a list: it holds a long number. */
static bool is_row(struct str line)
{
    size_t n = 0;

    for (size_t i = 0; i < line.n; i++) {
        n = char_is_digit(line.p[i]) ? n + 1 : 0;
        if (n >= 7)
            return true;
    }
    return false;
}

static size_t line_begin(struct str text, size_t at)
{
    while (at > 0 && text.p[at - 1] != '\n')
        at--;
    return at;
}

/* What stands above the rows that the place belongs to: title and head of a list. */
static struct str list_head(struct finder *f, size_t at)
{
    enum { HEAD_CHARS = 160 };
    const size_t own_line = line_begin(f->text, at);
    size_t end = own_line;

    while (end > 0 && end != f->head_line) {
        const size_t begin = line_begin(f->text, end - 1);

        if (!is_row(str_sub(f->text, begin, end - 1 - begin)))
            break;
        end = begin;
    }
    if (end != f->head_line)
        f->head = chars_before(f->text, end, HEAD_CHARS);
    f->head_line = own_line;
    return f->head;
}

/* A number that stands alone in its line is a cell of a table whose cells are paragraphs. */
static bool is_cell(struct str line_before)
{
    enum { CELL_CHARS = 4 };

    return str_chars(line_before) < CELL_CHARS;
}

static void judge_mobile(struct finder *f, const struct digits *d)
{
    enum { CELLS_CHARS = 600 };
    const size_t at = (size_t)(d->place.p - f->text.p);
    const struct str before = chars_before(f->text, at, AROUND_CHARS);
    const struct str line = last_line(before);
    const bool in_cell = is_cell(line);
    const struct str near = in_cell ? before : line;
    const struct str behind = first_line(chars_behind(f->text, at + d->place.n, BEHIND_CHARS));
    struct str head = in_cell ? chars_before(f->text, at, CELLS_CHARS) : list_head(f, at);
    bool is_office_list;

    if (!has_word(f, PERSONAL_HEAD, head)) /* the paragraph above, and no list */
        head = (struct str){ 0 };
    /* A column of identity numbers says enough, whatever its neighbours are called. */
    is_office_list = has_word(f, PERSONAL_OFFICE, head) && !str_has(head, STR("身份证"));
    if (is_office_list || has_word(f, PERSONAL_OFFICE, near) ||
        has_word(f, PERSONAL_OFFICE, behind) || has_word(f, PERSONAL_SAMPLE, near))
        return;
    if (!has_word(f, PERSONAL_PRIVATE, near) && !has_word(f, PERSONAL_PRIVATE, behind) &&
        !has_word(f, PERSONAL_PRIVATE, head))
        return;
    if (!has_name(near) && !has_name(behind))
        return;
    add(f, PERSONAL_MOBILE, d->place, mask_number(digits_text(d), 3, 4, f->out->a),
        PROBLEM_CONFIRMED, 0.8);
}

static bool judge_digits(struct finder *f, const struct digits *d)
{
    const struct str s = digits_text(d);

    if (!stands_alone(f->text, d->place))
        return false;
    if (identity_is_citizen(s, f->rules->today) || identity_is_old_citizen(s, f->rules->today))
        judge_citizen(f, d);
    else if (identity_is_bank_card(s))
        judge_card(f, d);
    else if (identity_is_mobile(s) && f->n_mobiles++ < MOBILES_MAX)
        judge_mobile(f, d);
    else
        return false;
    return true;
}

static void find_numbers(struct finder *f)
{
    const struct str text = f->text;
    struct digits d, groups;
    char digit;

    for (size_t at = 0; at < text.n;) {
        const unsigned char c = (unsigned char)text.p[at];

        if (!char_is_digit((char)c) && (c != 0xef || !digit_at(str_skip(text, at), &digit))) {
            at++;
            continue;
        }

        const bool may_be = take_digits(text, at, &d);

        if (may_be && d.n >= 11 && judge_digits(f, &d))
            at += d.place.n;
        else if (may_be && d.n <= 6 && take_groups(text, &d, &groups) && judge_digits(f, &groups))
            at += groups.place.n;
        else
            at += d.place.n;
    }
}

/* ---- homes ----------------------------------------------------------------------------------- */

/* "12号", "3栋", "2单元", "501室": a number that leads to a door. */
static bool leads_to_door(struct str s)
{
    static const char *const ends[] = { "号", "室", "栋", "幢", "单元" };
    char digit;

    for (size_t at = 0, n; at < s.n; at += n ? n : 1) {
        n = digit_at(str_skip(s, at), &digit);
        if (!n)
            continue;
        if (str_starts_any(str_skip(s, at + n), ends, COUNT_OF(ends)))
            return true;
    }
    return false;
}

static bool names_place(struct str s)
{
    static const char *const parts[] = {
        "省", "市", "县", "区", "镇", "乡", "村", "路", "街", "巷"
    };

    return str_has_any(s, parts, COUNT_OF(parts));
}

static bool is_masked(struct str s)
{
    return str_has(s, STR("*")) || str_has(s, STR("×")) || str_has(s, STR("＊")) ||
           str_has(s, STR("某")) || str_has(s, STR("xx")) || str_has(s, STR("XX"));
}

/* From the first character of an address to the mark that ends it. */
static struct str address_at(struct str s)
{
    enum { ADDRESS_CHARS = 50 };
    static const char *const marks[] = { "，", "。", "；", "、", "：", "（", "(",
                                         ",",  ";",  ":",  " ",  "|",  "\t", "\n" };
    size_t n = str_head_chars(s, ADDRESS_CHARS).n;

    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        const size_t at = str_find(str_sub(s, 0, n), str_of(marks[i]));

        n = at != STR_NONE ? at : n;
    }
    return str_sub(s, 0, n);
}

static bool is_home(struct str s)
{
    return leads_to_door(s) && names_place(s) && !is_masked(s);
}

static void add_home(struct finder *f, struct str address)
{
    add(f, PERSONAL_ADDRESS, address, mask_address(address, f->out->a), PROBLEM_CONFIRMED, 0.75);
}

/* Rows below a head with 家庭住址 in it: a name and an address in one line. */
static void find_homes_in_rows(struct finder *f, size_t at)
{
    struct str rest = str_skip(f->text, at), line = { 0 };

    if (at < f->rows_until)
        return;
    (void)str_line(&rest, &line);
    while (str_line(&rest, &line)) {
        bool is_any = false;

        for (struct str cells = line, cell; cells.n && !is_any;) {
            (void)str_cut(cells, ' ', &cell, &cells);
            if (!is_home(cell))
                continue;
            if (!has_name(line)) /* asked once: the line may be the whole text */
                break;
            is_any = true;
            add_home(f, cell);
        }
        f->rows_until = f->text.n - rest.n;
        if (!is_any && !is_row(line))
            return;
    }
}

/* A label: "家庭住址：四川省…12号", with a name before it. */
static void judge_home(struct finder *f, size_t label, size_t value)
{
    const struct str before = chars_before(f->text, label, AROUND_CHARS);
    struct str rest = str_skip(f->text, value);
    bool is_marked = false;

    if (str_starts(rest, STR("所"))) /* ，住所地: of a firm as well */
        return;

    for (;;) {
        const size_t n = str_starts(rest, STR("：")) || str_starts(rest, STR("为")) ? 3
                         : str_starts(rest, STR(":")) || str_starts(rest, STR(" ")) ? 1
                                                                                    : 0;

        if (!n)
            break;
        is_marked = true;
        rest = str_skip(rest, n);
    }

    const struct str address = address_at(rest);

    if (is_home(address)) {
        if (has_name(before) && !has_word(f, PERSONAL_SAMPLE, before) &&
            !has_word(f, PERSONAL_ACCOUNT, before))
            add_home(f, address);
    } else if (is_marked || str_starts(rest, STR("\n"))) {
        find_homes_in_rows(f, value);
    }
}

static void find_homes(struct finder *f)
{
    const struct personal_words *labels = &f->rules->list[PERSONAL_HOME];

    for (size_t i = 0; i < labels->n; i++) {
        const struct str label = labels->words[i];
        size_t at;

        for (size_t from = 0; (at = str_find(str_skip(f->text, from), label)) != STR_NONE;
             from += at + label.n)
            judge_home(f, from + at, from + at + label.n);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static const char *const titles[PERSONAL_KINDS_N] = {
    [PERSONAL_IDENTITY] = "身份证号码",
    [PERSONAL_BANK_CARD] = "银行卡号",
    [PERSONAL_MOBILE] = "个人手机号码",
    [PERSONAL_ADDRESS] = "家庭住址",
};

struct str personal_title(enum personal_kind kind)
{
    return str_of(titles[kind]);
}

enum personal_kind personal_kind_of(const struct problem *p)
{
    for (int kind = 0; kind < PERSONAL_KINDS_N; kind++)
        if (str_eq(p->class, str_of(titles[kind])))
            return (enum personal_kind)kind;
    assert_failed("a class of personal data", __FILE__, __LINE__);
}

void personal_find(struct str text, const struct personal_rules *rules, struct problem_list *out)
{
    struct finder f = { .text = text, .rules = rules, .out = out };

    find_numbers(&f);
    find_homes(&f);
}

/* The place with stars for its digits but the first and the last; what stands between groups stays:
 * as many characters as before. */
static void add_masked(struct buf *b, const struct digits *d, size_t n_first, size_t n_last)
{
    size_t i = 0;

    for (struct str rest = d->place; rest.n && i < d->n;) {
        char digit;
        const size_t n = digit_at(rest, &digit) + check_x_at(rest);

        buf_add_char(b, !n ? rest.p[0] : i < n_first || i + n_last >= d->n ? d->text[i] : '*');
        i += n > 0;
        rest = str_skip(rest, n ? n : 1);
    }
}

static bool add_if_private(struct buf *b, struct str before, const struct digits *d)
{
    const struct str s = digits_text(d);
    const bool is_citizen = identity_is_citizen(s, DAY_NONE);

    if (!is_citizen && !identity_is_bank_card(s))
        return false;
    buf_add(b, before);
    add_masked(b, d, is_citizen ? 6 : 4, is_citizen ? 2 : 4);
    return true;
}

struct str personal_mask(struct str text, struct arena *a)
{
    AUTO(buf_done) struct buf b = { 0 };
    struct digits d, groups;
    size_t kept = 0;
    char digit;

    for (size_t at = 0, n; at < text.n; at += n) {
        n = digit_at(str_skip(text, at), &digit);
        if (!n) {
            n = 1;
            continue;
        }

        const bool may_be = take_digits(text, at, &d);
        const struct str before = str_sub(text, kept, at - kept);

        n = d.place.n;
        if (may_be && d.n <= 6 && take_groups(text, &d, &groups) &&
            add_if_private(&b, before, &groups))
            n = groups.place.n;
        else if (!may_be || !add_if_private(&b, before, &d))
            continue;
        kept = at + n;
    }
    if (!kept)
        return text;
    buf_add(&b, str_skip(text, kept));
    return arena_copy(a, buf_str(&b));
}

/* ---- cuts ------------------------------------------------------------------------------------ */

/* Digits of any width, their check character, and what stands between groups of them. */
static bool may_be_inside(struct str s)
{
    char digit;

    return digit_at(s, &digit) || check_x_at(s) || (s.n && (s.p[0] == ' ' || s.p[0] == '-'));
}

enum { NUMBER_BYTES = 3 * DIGITS_MAX + 4 }; /* the longest, full-width and in groups */

size_t personal_cut_before(struct str text, size_t at)
{
    size_t begin = at;

    if (at >= text.n || !may_be_inside(str_skip(text, at)))
        return at;
    while (begin > 0 && at - begin < NUMBER_BYTES) {
        size_t last = begin - 1;

        while (last > 0 && ((unsigned char)text.p[last] & 0xc0) == 0x80)
            last--;
        if (!may_be_inside(str_skip(text, last)))
            break;
        begin = last;
    }
    return begin;
}

size_t personal_cut_behind(struct str text, size_t at)
{
    size_t end = at;

    while (end < text.n && end - at < NUMBER_BYTES && may_be_inside(str_skip(text, end)))
        end += char_bytes(str_skip(text, end));
    return end;
}
