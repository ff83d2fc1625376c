#include "base/base.h"

#include "proof/errata.h"

#include "text/han.h"

enum {
    ROWS_MAX = 60,    /* of a table, up to its head */
    LINES_MAX = 30,   /* of a table with a line for each cell */
    LINE_BYTES = 900, /* read on either side of a place: some pages are one line */
    STEM_LINES = 6,   /* a question stands at most so far above its answers */
    PAIR_BYTES = 90,  /* of a mistake and what is around it */
    MARK_CHARS = 40,  /* a statement that is crossed out ends within them */
};

static const char *const wrong_labels[] = {
    "误",       "错",       "错误",     "错误写法", "错误表述", "错误表达", "错误示例",
    "错误用法", "错误内容", "常见错误", "误写",     "错字",     "错别字",   "原文",
    "原句",     "原内容",   "原表述",   "更正前",   "修改前",   "订正前",   "不规范表述",
};
static const char *const right_labels[] = {
    "正",     "正确", "正确写法", "正确表述", "正确表达", "正确示例", "正确用法", "正确内容",
    "更正",   "改正", "订正",     "更正为",   "修改为",   "改为",     "应为",     "应改为",
    "更正后", "正字", "修改后",   "订正后",   "规范表述", "更正内容",
};

/* Of a longer line: what of it is near the place. */
static size_t line_start(struct str text, size_t at)
{
    const size_t lowest = at > LINE_BYTES ? at - LINE_BYTES : 0;

    while (at > lowest && text.p[at - 1] != '\n')
        at--;
    return at;
}

static struct str line_from(struct str text, size_t start)
{
    const struct str rest = str_sub(text, start, 2 * LINE_BYTES);

    return str_sub(rest, 0, str_chr(rest, '\n'));
}

static bool begins_line(struct str text, size_t at)
{
    return at == 0 || text.p[at - 1] == '\n';
}

/* The line above the one that begins at *start, which then begins there; false: there is none, or
 * one of them is longer than what is read. */
static bool line_above(struct str text, size_t *start, struct str *line)
{
    if (*start == 0 || !begins_line(text, *start))
        return false;
    *start = line_start(text, *start - 1);
    *line = line_from(text, *start);
    return begins_line(text, *start);
}

/* ---- tables ---------------------------------------------------------------------------------- */

/* The next cell of a row; false: there is none left. */
static bool next_cell(struct str *row, struct str *cell)
{
    size_t n = 0;

    *row = str_trim(*row);
    while (n < row->n && !char_is_space(row->p[n]))
        n++;
    *cell = str_sub(*row, 0, n);
    *row = str_skip(*row, n);
    return n > 0;
}

static size_t count_cells(struct str row)
{
    struct str cell;
    size_t n = 0;

    while (next_cell(&row, &cell))
        n++;
    return n;
}

/* Cell `index` of the row is 误, and another one 正. */
static bool heads_wrong(struct str row, size_t index)
{
    struct str cell;
    bool is_wrong = false, has_right = false;

    for (size_t i = 0; next_cell(&row, &cell); i++) {
        if (i == index)
            is_wrong = str_eq_any(cell, wrong_labels, COUNT_OF(wrong_labels));
        else if (str_eq_any(cell, right_labels, COUNT_OF(right_labels)))
            has_right = true;
    }
    return is_wrong && has_right;
}

/* Rows of as many cells lead up to the head of a table, and the place is below 误 there. */
static bool is_below_wrong(struct str text, size_t at)
{
    size_t start = line_start(text, at);
    const size_t n_cells = count_cells(line_from(text, start));
    const size_t index = count_cells(str_sub(text, start, at - start));
    const bool begins_cell = at == start || char_is_space(text.p[at - 1]);
    struct str row;

    for (int i = 0; n_cells > 1 && i < ROWS_MAX && line_above(text, &start, &row); i++) {
        if (count_cells(row) != n_cells)
            return false;
        if (heads_wrong(row, begins_cell ? index : index - 1))
            return true;
    }
    return false;
}

/* The cell around the place stands beside it once more, with what is right in it. */
static bool is_beside_right(struct str text, size_t at, size_t n, struct str right)
{
    size_t begin = at, end = at + n;

    while (begin > 0 && at - begin < PAIR_BYTES && !char_is_space(text.p[begin - 1]))
        begin--;
    while (end < text.n && end - at < n + PAIR_BYTES && !char_is_space(text.p[end]))
        end++;

    struct str row = line_from(text, end), cell;
    const struct str head = str_sub(text, begin, at - begin);
    const struct str tail = str_sub(text, at + n, end - at - n);

    if (!next_cell(&row, &cell))
        return false;
    return cell.n == head.n + right.n + tail.n && str_starts(cell, head) && str_ends(cell, tail) &&
           str_starts(str_skip(cell, head.n), right);
}

/* Each cell is a line of its own, and the place is below 误 of 误, 正, with `right` in the line
 * below it. Sentences end the table. */
static bool is_in_wrong_lines(struct str text, size_t at, struct str right)
{
    size_t start = line_start(text, at);
    struct str below = { 0 }, line = line_from(text, start);

    if (line.n > PAIR_BYTES || !str_has(line_from(text, start + line.n + 1), right))
        return false;
    for (int i = 1; i <= LINES_MAX && line_above(text, &start, &line); i++, below = line) {
        if (str_eq_any(line, wrong_labels, COUNT_OF(wrong_labels)) &&
            str_eq_any(below, right_labels, COUNT_OF(right_labels)))
            return i % 2 == 0;
        if (line.n > PAIR_BYTES || str_ends(line, STR("。")))
            return false;
    }
    return false;
}

/* ---- pairs ----------------------------------------------------------------------------------- */

/* s ends with a label that no word runs into: 1.误, 【错误; but not 纠正错误. */
static bool ends_label(struct str s, const char *const *labels, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct str label = str_of(labels[i]);

        if (str_ends(s, label) &&
            (s.n < label.n + HAN_BYTES || !han_begins(s.p[s.n - label.n - HAN_BYTES])))
            return true;
    }
    return false;
}

/* Bytes of what stands behind a label. */
static size_t colon_at(struct str s)
{
    static const char *const colons[] = { "：", ":", "】", "]", "）", ")" };

    for (size_t i = 0; i < COUNT_OF(colons); i++)
        if (str_starts(s, str_of(colons[i])))
            return str_of(colons[i]).n;
    return 0;
}

static bool has_right_label(struct str line)
{
    for (size_t i = 0; i < line.n; i++)
        if (colon_at(str_skip(line, i)) &&
            ends_label(str_sub(line, 0, i), right_labels, COUNT_OF(right_labels)))
            return true;
    return false;
}

/* 误：…; and 正：… in the same line or the one above or below it. */
static bool is_labelled(struct str text, size_t at)
{
    const size_t start = line_start(text, at);
    const struct str lead = str_sub(text, start, at - start), line = line_from(text, start);
    const struct str below = line_from(text, start + line.n + 1);
    const struct str stops[] = { STR("；"), STR("。"), STR(";") };
    size_t above_start = start;
    struct str above = { 0 };
    bool is_wrong = false;

    for (size_t i = 0; i < lead.n; i++) {
        for (size_t k = 0; k < COUNT_OF(stops); k++)
            if (str_starts(str_skip(lead, i), stops[k]))
                is_wrong = false;
        if (colon_at(str_skip(lead, i)))
            is_wrong = ends_label(str_sub(lead, 0, i), wrong_labels, COUNT_OF(wrong_labels));
    }
    if (!is_wrong)
        return false;
    (void)line_above(text, &above_start, &above);
    return has_right_label(line) || has_right_label(below) || has_right_label(above);
}

static struct str without_marks(struct str s)
{
    static const char *const marks[] = { "“", "”", "‘", "’", "「", "」", "（", "(", " " };
    bool is_again = true;

    while (is_again) {
        is_again = false;
        for (size_t i = 0; i < COUNT_OF(marks); i++) {
            const struct str mark = str_of(marks[i]);

            if (str_starts(s, mark)) {
                s = str_skip(s, mark.n);
                is_again = true;
            } else if (str_ends(s, mark)) {
                s.n -= mark.n;
                is_again = true;
            }
        }
    }
    return s;
}

/* 布署→部署, 县人民政俯应为县人民政府: what is right follows, with the same words behind it. */
static bool leads_to_right(struct str text, size_t at, size_t n, struct str right)
{
    static const char *const joints[] = { "→", "->", "⇒", "应为", "应是", "更正为", "修改为" };
    const struct str rest = str_head_chars(line_from(text, at + n), PAIR_BYTES / 3);

    for (size_t i = 0; i < COUNT_OF(joints); i++) {
        const size_t joint = str_find(rest, str_of(joints[i]));

        if (joint == STR_NONE)
            continue;
        const struct str tail = without_marks(str_sub(rest, 0, joint));
        const struct str then = without_marks(str_skip(rest, joint + str_of(joints[i]).n));
        const size_t found = str_find(then, right);

        /* the same characters in front of it */
        if (found != STR_NONE && found <= at &&
            str_eq(str_sub(then, 0, found), str_sub(text, at - found, found)) &&
            str_starts(str_skip(then, found + right.n), tail))
            return true;
    }
    return false;
}

/* …（×） */
static bool is_crossed_out(struct str text, size_t at, size_t n)
{
    static const char *const no[] = { "（×）", "(×)", "（错）", "（错误）", "（✗）" };
    static const char *const yes[] = { "（√）", "(√)", "（对）", "（正确）", "（✓）" };
    const struct str rest = str_head_chars(line_from(text, at + n), MARK_CHARS);

    for (size_t i = 0; i < rest.n; i++) {
        if (str_starts_any(str_skip(rest, i), yes, COUNT_OF(yes)))
            return false;
        if (str_starts_any(str_skip(rest, i), no, COUNT_OF(no)))
            return true;
    }
    return false;
}

bool errata_shows(struct str text, size_t at, size_t n, struct str right)
{
    return is_labelled(text, at) || is_crossed_out(text, at, n) || is_below_wrong(text, at) ||
           is_in_wrong_lines(text, at, right) ||
           (right.n && (is_beside_right(text, at, n, right) || leads_to_right(text, at, n, right)));
}

/* ---- questions ------------------------------------------------------------------------------- */

/* Where the first option begins: "B. " at the beginning of a line, behind a space, or behind the
 * brackets for the answer. */
static size_t option_at(struct str line)
{
    static const char *const dots[] = { "．", ".", "、" };

    for (size_t i = 0; i < line.n; i++) {
        const struct str lead = str_sub(line, 0, i);

        if (line.p[i] >= 'A' && line.p[i] <= 'H' &&
            str_starts_any(str_skip(line, i + 1), dots, COUNT_OF(dots)) &&
            (str_trim(lead).n < i || i == 0 || str_ends(lead, STR("）"))))
            return i;
    }
    return STR_NONE;
}

/* 下列说法正确的是（ ）, without the options behind it. */
static bool is_stem(struct str line)
{
    static const char *const which[] = { "下列", "以下", "选出", "哪" };
    static const char *const ends[] = {
        "的是", "的一项", "的选项", "的有", "的一项是", "的选项是"
    };
    static const char *const asks[] = { "哪项", "哪一项" };
    static const char *const blanks[] = { "（", "）", "(", ")", "：", ":", "？", "?", "。",
                                          "_",  "　", " ", "A", "B",  "C", "D",  "E" };
    size_t before;

    line = str_sub(line, 0, option_at(line));
    do {
        before = line.n;
        for (size_t i = 0; i < COUNT_OF(blanks); i++)
            if (str_ends(line, str_of(blanks[i])))
                line.n -= str_of(blanks[i]).n;
    } while (line.n < before);
    return str_has_any(line, which, COUNT_OF(which)) &&
           (str_ends_any(line, ends, COUNT_OF(ends)) || str_has_any(line, asks, COUNT_OF(asks)));
}

bool errata_asks(struct str text, size_t at)
{
    size_t start = line_start(text, at);
    struct str line = str_sub(text, start, at - start);

    if (option_at(line) == STR_NONE)
        return false;
    for (int i = 0; !is_stem(line); i++)
        if (i == STEM_LINES || !line_above(text, &start, &line))
            return false;
    return true;
}
