#include "base/base.h"

#include "page/label.h"

#include "dom/dom.h"

#include <string.h>

enum {
    PIECE_BYTES = 400, /* a longer piece is prose: only a label that begins it counts */
    VALUE_BYTES = 8192,
    LINE_BYTES = 60, /* a label with its value in a form or a table */
    NUMBERING_BYTES = 12,
    CHAR_BYTES = 3, /* of a Han character */
    ROW_LEVELS = 2  /* boxes around the label's own that may be its row */
};

/* Bytes of the colon at the start of s; 0 when there is none. */
static uint32_t colon(struct str s)
{
    return str_starts(s, STR("：")) ? 3 : str_starts(s, STR(":")) ? 1 : 0;
}

/* "一、", "（二）", "3." and nothing else; also "". */
static bool is_numbering(struct str s)
{
    static const char *const marks[] = { "一", "二", "三", "四", "五", "六", "七", "八",
                                         "九", "十", "、", "（", "）", "．", "【", "　" };

    if (s.n > NUMBERING_BYTES)
        return false;
    while (s.n) {
        size_t n = char_is_digit(s.p[0]) || char_is_space(s.p[0]) || s.p[0] == '.' ||
                   s.p[0] == '(' || s.p[0] == ')';

        for (size_t i = 0; n == 0 && i < COUNT_OF(marks); i++)
            n = str_starts(s, str_of(marks[i])) ? 3 : 0;
        if (n == 0)
            return false;
        s = str_skip(s, n);
    }
    return true;
}

/* Labels begin a piece, or stand behind white space, numbering or another value's end. */
static bool may_begin(struct str s, uint32_t at)
{
    static const char *const marks[] = { "　", "、", "）", "．", "【", "；", "，", "。" };

    if (at == 0)
        return true;

    const struct str before = str_sub(s, 0, at);
    const unsigned char last = (unsigned char)s.p[at - 1];

    if (last < 0x80)
        return char_is_space((char)last) || last == '.' || last == ')' || last == '|' ||
               last == ';';
    return str_ends_any(before, marks, COUNT_OF(marks)) || str_ends(before, STR("\xc2\xa0"));
}

/* Bytes of white space at the start of s, also of the wide kinds that labels are stretched with. */
static size_t space(struct str s)
{
    static const char *const spaces[] = { "　", "\xc2\xa0", "\xe2\x80\x83", "\xe2\x80\x82" };

    if (s.n && char_is_space(s.p[0]))
        return 1;
    for (size_t i = 0; i < COUNT_OF(spaces); i++)
        if (str_starts(s, str_of(spaces[i])))
            return strlen(spaces[i]);
    return 0;
}

/* Bytes of the word at the start of s, "文　号" for "文号", too; 0: it does not stand there. */
static size_t stretched(struct str s, struct str word)
{
    const struct str all = s;

    while (word.n) {
        const size_t n = str_rune(word, &(uint32_t){ 0 });

        if (!str_starts(s, str_sub(word, 0, n)))
            return 0;
        s = str_skip(s, n);
        word = str_skip(word, n);
        for (size_t k = word.n ? space(s) : 0; k; k = space(s))
            s = str_skip(s, k);
    }
    return all.n - s.n;
}

static bool read_label(struct str s, uint32_t at, const struct label_word *words, size_t n_words,
                       struct label *out)
{
    const struct str here = str_skip(s, at);

    for (size_t i = 0; i < n_words; i++) {
        /* The first character tells most words apart. */
        const size_t n_word =
            memcmp(here.p, words[i].word, 3) == 0 ? stretched(here, str_of(words[i].word)) : 0;

        if (!n_word)
            continue;

        const struct str rest = str_skip(here, n_word), behind = str_trim(rest);
        const uint32_t n = colon(behind);
        const bool is_alone = behind.n == 0 || str_eq(behind, STR("】"));

        if (n == 0 && !(is_alone && is_numbering(str_sub(s, 0, at))))
            continue;
        out->at = at;
        out->value = n ? (uint32_t)(at + n_word + (size_t)(behind.p - rest.p) + n) : (uint32_t)s.n;
        out->part = words[i].part & (uint8_t)~LABEL_TELLS;
        return true;
    }
    return false;
}

/* "索", "引", "号：": the characters of one label, kept apart by empty elements. */
static bool read_split_label(const struct flow *fl, uint32_t end, const struct label_word *words,
                             size_t n_words, struct label *out)
{
    enum { PIECES_MAX = 6 };
    const struct seg *first = &fl->segs[out->from];
    char text[PIECES_MAX * 2 * CHAR_BYTES];
    size_t n = 0;

    if (first->text.n > CHAR_BYTES)
        return false;
    for (uint32_t i = out->from; i < end && i < out->from + PIECES_MAX; i++) {
        const struct seg *s = &fl->segs[i];

        if (s->box != first->box || s->line != first->line || s->text.n > 2 * (size_t)CHAR_BYTES)
            return false;
        memcpy(text + n, s->text.p, s->text.n);
        n += s->text.n;
        if (i == out->from || !colon(str_skip(s->text, CHAR_BYTES)))
            continue;
        if (!read_label(str_from(text, n), 0, words, n_words, out) || out->value != n)
            return false;
        out->seg = i;
        out->value = (uint32_t)s->text.n;
        return true;
    }
    return false;
}

int label_alone(struct str s, const struct label_word *words, size_t n_words)
{
    for (size_t i = 0; i < n_words; i++)
        if (s.n && stretched(s, str_of(words[i].word)) == s.n)
            return words[i].part & (uint8_t)~LABEL_TELLS;
    return LABEL_NONE;
}

void labels_find(const struct flow *fl, uint32_t end, const struct label_word *words,
                 size_t n_words, struct labels *out)
{
    /* Which characters words begin with: by the second byte, a bit for the third. */
    uint64_t begins[64] = { 0 };

    *out = (struct labels){ 0 };
    for (size_t i = 0; i < n_words; i++) {
        const unsigned char *p = (const unsigned char *)words[i].word;

        begins[p[1] & 63] |= 1ULL << (p[2] & 63);
    }
    for (uint32_t i = 0; i < end && out->n < LABELS_MAX; i++) {
        const struct seg *seg = &fl->segs[i];
        struct label label = { .from = i, .seg = i };

        if (seg->text.n < CHAR_BYTES || seg->is_hidden || seg->in_a || seg->in_form)
            continue;
        if (read_split_label(fl, end, words, n_words, &label)) {
            out->list[out->n++] = label;
            out->seen[label.part]++;
            i = label.seg;
            continue;
        }
        if (seg->text.n < 2 * (size_t)CHAR_BYTES)
            continue;

        const uint32_t last =
            seg->text.n > PIECE_BYTES ? NUMBERING_BYTES : (uint32_t)seg->text.n - 6;

        for (uint32_t at = 0; at <= last && out->n < LABELS_MAX; at++) {
            const unsigned char *p = (const unsigned char *)seg->text.p + at;

            if (p[0] < 0xe0) /* words begin with a Han character */
                continue;
            if (!(begins[p[1] & 63] >> (p[2] & 63) & 1) || !may_begin(seg->text, at) ||
                !read_label(seg->text, at, words, n_words, &label)) {
                at += 2;
                continue;
            }
            out->list[out->n++] = label;
            out->seen[label.part]++;
            at = label.value - 1;
        }
    }
}

/* The row, or the box, in which the label stands. A box that begins above `from` holds more. */
static uint32_t row_of(const struct flow *fl, uint32_t seg, uint32_t from)
{
    uint32_t box = fl->segs[seg].box;

    if (box && element_is(fl->boxes[box].element, IS_CELL))
        return fl->boxes[box].parent;
    for (int level = 0; level < ROW_LEVELS && box && fl->boxes[box].seg_to <= seg + 1 &&
                        (level == 0 || fl->boxes[box].seg_from >= from);
         level++)
        box = fl->boxes[box].parent;
    return box;
}

struct str label_value(const struct flow *fl, const struct labels *labels, size_t i,
                       struct arena *a)
{
    const struct label *label = &labels->list[i];
    const struct label *next = i + 1 < labels->n ? label + 1 : NULL;
    const bool ends_here = next && next->from == label->seg;
    const struct str own = str_trim(str_sub(fl->segs[label->seg].text, label->value,
                                            ends_here ? next->at - label->value : SIZE_MAX));
    /* Below the box that holds the label before, too, nothing goes on that began beside this one.
     */
    const uint32_t from = own.n && i > 0 ? labels->list[i - 1].seg + 1 : 0;
    uint32_t to = fl->boxes[row_of(fl, label->seg, from)].seg_to;

    if (label->seg < fl->foot && to > fl->foot)
        to = fl->foot;
    if (next && next->from < to)
        to = next->from;
    if (ends_here || to <= label->seg + 1)
        return flow_fold(own, a);

    const struct str rest = flow_join(fl, label->seg + 1, to, '\n', VALUE_BYTES, a);

    return own.n ? arena_join(a, arena_join(a, own, STR("\n")), rest) : str_trim(rest);
}

enum label_row label_row(const struct flow *fl, const struct label *label)
{
    const struct node *top = fl->boxes[row_of(fl, label->seg, 0)].node;
    enum label_row row = ROW_PLAIN;

    for (const struct node *n = dom_child(top); n; n = dom_next(n, top)) {
        const enum element el = dom_element(n);

        if (el == EL_INPUT || el == EL_SELECT || el == EL_TEXTAREA)
            return ROW_FORM;
        if (el == EL_SCRIPT || (el != EL_NONE && dom_attr(n, "id").n))
            row = ROW_SCRIPT;
    }
    return row;
}

/* ---- what labels tell ------------------------------------------------------------------------ */

static bool begins_with_label(struct str s, const struct label_word *words, size_t n_words)
{
    for (size_t w = 0; w < n_words; w++)
        if (words[w].part & LABEL_TELLS && str_starts(s, str_of(words[w].word)))
            return true;
    return false;
}

/* Cells side by side with one label each and no colon: the head of a table, not name and value. */
static bool is_table_head(const struct flow *fl, uint32_t i, const struct label_word *words,
                          size_t n_words)
{
    const struct box *x = &fl->boxes[fl->segs[i].box];

    if (!element_is(x->element, IS_CELL) || str_has(fl->segs[i].text, STR("：")) ||
        str_has(fl->segs[i].text, STR(":")))
        return false;
    for (uint32_t k = i > 0 ? i - 1 : i + 1; k <= i + 1 && k < fl->n_segs; k += 2) {
        const struct box *y = &fl->boxes[fl->segs[k].box];

        /* An empty cell between them is a value that is missing. */
        if ((y == x + 1 || x == y + 1) && x->parent == y->parent &&
            begins_with_label(fl->segs[k].text, words, n_words))
            return true;
    }
    return false;
}

/* "二、申请材料", "（二）…", "2.…" without its number. */
static struct str skip_numbering(struct str s)
{
    static const char *const digits[] = { "一", "二", "三", "四", "五", "六",
                                          "七", "八", "九", "十", "（" };
    static const char *const ends[] = { "、", "）", "．", "." };
    struct str rest = s;
    size_t n = 1;

    while (n > 0) {
        n = rest.n && (char_is_digit(rest.p[0]) || rest.p[0] == '(') ? 1 : 0;
        for (size_t i = 0; i < COUNT_OF(digits) && n == 0; i++)
            n = str_starts(rest, str_of(digits[i])) ? 3 : 0;
        rest = str_skip(rest, n);
    }
    for (size_t i = 0; i < COUNT_OF(ends) && rest.n < s.n; i++)
        if (str_starts(rest, str_of(ends[i])))
            return str_trim(str_skip(rest, str_of(ends[i]).n));
    return s;
}

unsigned labels_count(const struct flow *fl, const struct label_word *words, size_t n_words,
                      bool may_number)
{
    bool seen[LABEL_WORDS_MAX] = { false };
    unsigned n_seen = 0;
    uint64_t mask = 0; /* of the words' third bytes: most pieces are passed over by it */

    ASSERT(n_words <= LABEL_WORDS_MAX);
    for (size_t w = 0; w < n_words; w++) {
        seen[w] = !(words[w].part & LABEL_TELLS);
        if (!seen[w])
            mask |= 1ULL << ((unsigned char)words[w].word[2] & 63);
    }
    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *seg = &fl->segs[i];
        const struct str s = may_number ? skip_numbering(seg->text) : seg->text;

        if (s.n < 9 || s.n > LINE_BYTES || seg->is_hidden || seg->in_a ||
            !(mask >> ((unsigned char)s.p[2] & 63) & 1))
            continue;
        for (size_t w = 0; w < n_words; w++)
            if (!seen[w] && str_starts(s, str_of(words[w].word)) &&
                !is_table_head(fl, i, words, n_words)) {
                seen[w] = true;
                n_seen++;
            }
    }
    return n_seen;
}
