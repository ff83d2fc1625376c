#include "base/base.h"

#include "page/document.h"

#include "page/label.h"

enum { OTHER = DOC_PARTS };
enum {
    HEAD_PARTS_MIN = 3, /* so many different labels make a head */
    SAME_MAX = 2,       /* the head stands there twice for small screens; more are a list */
    PROSE_BYTES = 90,   /* a sentence of this length begins the text: the head is over */
    CELL_BYTES = 8192,  /* of a value */
    LINE_BYTES = 1200,  /* a longer piece is no head */
    NUMBER_BYTES = 60,  /* "安政办发〔2022〕20号" */
    NUMBER_LINES = 400, /* of the page's text that are looked at for it */
};

static const struct label_word words[] = {
    { "索引号", DOC_INDEX },     { "索取号", DOC_INDEX },
    { "信息索引号", DOC_INDEX }, { "信息索引", DOC_INDEX },
    { "发布机构", DOC_ISSUER },  { "发文机关", DOC_ISSUER },
    { "发文机构", DOC_ISSUER },  { "发文单位", DOC_ISSUER },
    { "发布机关", DOC_ISSUER },  { "发布单位", DOC_ISSUER },
    { "制发机关", DOC_ISSUER },  { "制发单位", DOC_ISSUER },
    { "制定机关", DOC_ISSUER },  { "公开责任部门", DOC_ISSUER },
    { "责任部门", DOC_ISSUER },  { "公开机构", DOC_ISSUER },
    { "发文字号", DOC_NUMBER },  { "文号", DOC_NUMBER },
    { "备注/文号", DOC_NUMBER }, { "文件编号", DOC_NUMBER },
    { "公文文号", DOC_NUMBER },  { "成文日期", DOC_WRITTEN },
    { "成文时间", DOC_WRITTEN }, { "生成日期", DOC_WRITTEN },
    { "生成时间", DOC_WRITTEN }, { "公文生成日期", DOC_WRITTEN },
    { "发文日期", DOC_WRITTEN }, { "发文时间", DOC_WRITTEN },
    { "印发日期", DOC_WRITTEN }, { "制发日期", DOC_WRITTEN },
    { "公开日期", OTHER },       { "公布日期", OTHER },
    { "发布日期", OTHER },       { "发布时间", OTHER },
    { "登记日期", OTHER },       { "生效日期", OTHER },
    { "实施日期", OTHER },       { "失效日期", OTHER },
    { "失效时间", OTHER },       { "废止日期", OTHER },
    { "信息时效期", OTHER },     { "统一登记号", OTHER },
    { "公开方式", OTHER },       { "公开范围", OTHER },
    { "公开时限", OTHER },       { "主题分类", OTHER },
    { "体裁分类", OTHER },       { "组配分类", OTHER },
    { "公文种类", OTHER },       { "信息分类", OTHER },
    { "信息类别", OTHER },       { "分类", OTHER },
    { "主题词", OTHER },         { "关键词", OTHER },
    { "名称", OTHER },           { "标题", OTHER },
    { "信息名称", OTHER },       { "文件名称", OTHER },
    { "有效性", OTHER },         { "是否有效", OTHER },
    { "效力状态", OTHER },       { "文件状态", OTHER },
    { "内容概述", OTHER },       { "内容描述", OTHER },
    { "公开目录", OTHER },       { "公开形式", OTHER },
    { "公开类别", OTHER },       { "公开属性", OTHER },
    { "服务对象", OTHER },       { "时效性", OTHER },
    { "信息来源", OTHER },       { "来源", OTHER },
};

static bool is_prose(struct str s)
{
    return s.n >= PROSE_BYTES && str_has(s, STR("。"));
}

/* Where the text begins: what is named behind it belongs to the text. */
static uint32_t end_of_head(const struct flow *fl)
{
    uint32_t i = 0;

    while (i < fl->n_segs &&
           (fl->segs[i].in_a || fl->segs[i].is_hidden || !is_prose(fl->segs[i].text)))
        i++;
    return i;
}

/* Cells side by side that are labels without a colon: the head of a table of documents. */
static bool is_table_head(const struct flow *fl, const struct labels *labels, size_t i)
{
    const struct label *label = &labels->list[i];
    const struct box *x = &fl->boxes[fl->segs[label->seg].box];

    if (!element_is(x->element, IS_CELL) || label->value < fl->segs[label->seg].text.n ||
        str_ends(fl->segs[label->seg].text, STR("：")) ||
        str_ends(fl->segs[label->seg].text, STR(":")))
        return false;
    for (size_t k = i ? i - 1 : i + 1; k <= i + 1 && k < labels->n; k += 2) {
        const struct box *y = &fl->boxes[fl->segs[labels->list[k].seg].box];

        if ((y == x + 1 || x == y + 1) && x->parent == y->parent)
            return true;
    }
    return false;
}

/* "发文机关：…  |  文号：…": the bar belongs to neither. */
static struct str without_bars(struct str s)
{
    for (size_t n = s.n + 1; s.n < n;) {
        n = s.n;
        s = str_trim(s);
        if (str_ends(s, STR("|")))
            s.n--;
        else if (str_ends(s, STR("｜")))
            s.n -= 3;
    }
    return s;
}

/* The cell to the right of the box; NO_BOX: it is the last of its row, or no cell. */
enum { NO_BOX = 0 };
static uint32_t next_cell(const struct flow *fl, uint32_t box)
{
    uint32_t next = box + 1;

    while (next < fl->n_boxes && fl->boxes[next].depth > fl->boxes[box].depth)
        next++;
    return next < fl->n_boxes && fl->boxes[next].parent == fl->boxes[box].parent &&
                   element_is(fl->boxes[next].element, IS_CELL)
               ? next
               : NO_BOX;
}

static bool is_label_cell(const struct flow *fl, const struct box *x)
{
    const struct str end = x->seg_to > x->seg_from ? fl->segs[x->seg_to - 1].text : STR("");

    return str_ends(end, STR("：")) || str_ends(end, STR(":"));
}

/* In a table it is the next cell, whatever follows: labels that we do not know do not belong to
 * it. An empty one may keep the columns apart, unless another label comes behind it. */
static struct str value_of(const struct flow *fl, const struct labels *labels, size_t i,
                           struct arena *a)
{
    const struct label *label = &labels->list[i];
    const uint32_t box = fl->segs[label->seg].box;
    const struct box *x = &fl->boxes[box];
    const bool fills_cell = element_is(x->element, IS_CELL) && x->seg_to == label->seg + 1 &&
                            label->value >= fl->segs[label->seg].text.n;
    const uint32_t beside = fills_cell ? next_cell(fl, box) : NO_BOX;
    const uint32_t behind = beside ? next_cell(fl, beside) : NO_BOX;
    const struct box *cell = &fl->boxes[beside];

    const struct label *next = i + 1 < labels->n ? label + 1 : NULL;

    if (!beside || is_label_cell(fl, cell) || (next && next->from < cell->seg_to))
        return label_value(fl, labels, i, a);
    if (cell->seg_to > cell->seg_from)
        return flow_join(fl, cell->seg_from, cell->seg_to, '\n', CELL_BYTES, a);
    if (behind && is_label_cell(fl, &fl->boxes[behind]))
        return str_from(NULL, 0);
    return label_value(fl, labels, i, a);
}

static void take_part(const struct flow *fl, const struct labels *labels, size_t i, struct arena *a,
                      struct document *out)
{
    const struct label *label = &labels->list[i];
    const uint8_t part = label->part;
    const struct str value = without_bars(value_of(fl, labels, i, a));
    const enum label_row row = value.n ? ROW_PLAIN : label_row(fl, label);

    if (row == ROW_FORM)
        return;
    out->is_named[part] = true;
    out->may_be_filled[part] = out->may_be_filled[part] || row == ROW_SCRIPT;
    if (!out->value[part].n)
        out->value[part] = value;
}

static void read_head(const struct flow *fl, struct arena *a, struct document *out)
{
    struct labels labels;
    unsigned seen[DOC_PARTS + 1] = { 0 }, n_named = 0;

    labels_find(fl, end_of_head(fl), words, COUNT_OF(words), &labels);
    for (size_t i = 0; i < labels.n; i++) {
        const uint8_t part = labels.list[i].part;

        if (is_table_head(fl, &labels, i))
            return;
        seen[part]++;
        n_named += part == OTHER || seen[part] == 1;
    }
    for (int part = 0; part < DOC_PARTS; part++)
        if (seen[part] > SAME_MAX)
            return;
    if (n_named < HEAD_PARTS_MIN || (!seen[DOC_INDEX] && !seen[DOC_NUMBER]))
        return;
    for (size_t i = 0; i < labels.n; i++)
        if (labels.list[i].part != OTHER)
            take_part(fl, &labels, i, a, out);
    for (int part = 0; part < DOC_PARTS; part++)
        out->has_head = out->has_head || out->value[part].n;
}

/* "安政办发〔2022〕20号" and nothing else. */
static bool is_number(struct str line)
{
    static const char *const opens[] = { "〔", "［", "[", "﹝", "【", "（" };
    static const char *const closes[] = { "〕", "］", "]", "﹞", "】", "）" };
    int64_t year;

    if (line.n > NUMBER_BYTES || !str_ends(line, STR("号")) || char_is_digit(line.p[0]))
        return false;
    for (size_t i = 0; i < COUNT_OF(opens); i++) {
        const size_t at = str_find(line, str_of(opens[i]));
        struct str rest;

        if (at == STR_NONE || at < 6)
            continue;
        rest = str_skip(line, at + str_of(opens[i]).n);
        if (!str_to_i64(str_sub(rest, 0, 4), 1980, 2099, &year) ||
            !str_starts(str_skip(rest, 4), str_of(closes[i])))
            continue;
        rest = str_trim(str_skip(rest, 4 + str_of(closes[i]).n));
        rest.n -= 3;
        return str_to_i64(str_trim(rest), 1, 99999, &year);
    }
    return false;
}

static struct str find_number(struct str text)
{
    struct str line;

    for (int i = 0; i < NUMBER_LINES && str_line(&text, &line) && !is_prose(line); i++)
        if (is_number(str_trim(line)))
            return str_trim(line);
    return str_from(NULL, 0);
}

/* Elements that are written in another way than a head has them: "[索引号] 519901-2026-9". */
static bool names_elements(const struct flow *fl, struct arena *a)
{
    static const char *const elements[] = { "索引号", "文号", "发文字号", "成文日期" };

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct str text = fl->segs[i].text;
        struct str rest, part, all = { 0 };
        bool has_more = true;

        if (fl->segs[i].in_a || fl->segs[i].in_form || text.n > LINE_BYTES || is_prose(text))
            continue;
        for (rest = flow_fold(text, a); has_more; all = arena_join(a, all, part))
            has_more = str_cut(rest, ' ', &part, &rest);
        if (str_has_any(all, elements, COUNT_OF(elements)))
            return true;
    }
    return false;
}

const struct document *document_read(const struct flow *fl, const struct page *page,
                                     struct arena *a)
{
    struct document d = { 0 }, *out;

    if (str_has(page->text, STR("号")))
        read_head(fl, a, &d);
    d.number = find_number(page->text);
    if (!d.has_head && !d.number.n)
        return NULL;
    d.may_have_head = !d.has_head && names_elements(fl, a);
    out = arena_array(a, struct document, 1);
    *out = d;
    return out;
}

/* "关于…的通知", also behind who issued it; not what is passed on or explained. */
static bool is_called_document(const struct page *page)
{
    static const char *const kinds[] = { "的通知", "的意见", "的决定", "的通告", "的批复" };
    struct str title = page->tags[TAG_ARTICLE_TITLE];

    if (!title.n)
        title = page->headline;
    return page->paper == PAPER_TEXT && str_has(title, STR("关于")) &&
           str_ends_any(str_trim(title), kinds, COUNT_OF(kinds)) && !str_has(title, STR("转发"));
}

bool document_is_headless(const struct flow *fl, const struct page *page, struct arena *a)
{
    struct labels labels;

    if (page->document || !is_called_document(page) || names_elements(fl, a))
        return false;
    labels_find(fl, fl->n_segs, words, COUNT_OF(words), &labels);
    for (int part = 0; part < DOC_PARTS; part++)
        if (labels.seen[part])
            return false;
    return true;
}
