#include "base/base.h"

#include "page/guide.h"

#include "page/label.h"
#include "page/tabs.h"

#include <string.h>

enum { OTHER = GUIDE_PARTS };
enum {
    NAMED_MIN = 2,   /* labels of a page that calls itself a guide */
    TELLING_MIN = 4, /* labels that make one */
    PANEL_BYTES = 8192,
    CELLS_MAX = 12
};

static const struct label_word words[] = {
    { "事项名称", GUIDE_NAME },
    { "办理事项", GUIDE_NAME },
    { "服务事项", GUIDE_NAME },
    { "设定依据", GUIDE_BASIS | LABEL_TELLS },
    { "办理依据", GUIDE_BASIS | LABEL_TELLS },
    { "法律依据", GUIDE_BASIS },
    { "实施依据", GUIDE_BASIS | LABEL_TELLS },
    { "受理条件", GUIDE_CONDITIONS | LABEL_TELLS },
    { "申请条件", GUIDE_CONDITIONS | LABEL_TELLS },
    { "办理条件", GUIDE_CONDITIONS | LABEL_TELLS },
    { "申报条件", GUIDE_CONDITIONS },
    { "申请材料", GUIDE_MATERIALS | LABEL_TELLS },
    { "申报材料", GUIDE_MATERIALS | LABEL_TELLS },
    { "办理材料", GUIDE_MATERIALS | LABEL_TELLS },
    { "所需材料", GUIDE_MATERIALS | LABEL_TELLS },
    { "提交材料", GUIDE_MATERIALS },
    { "办理地点", GUIDE_PLACE | LABEL_TELLS },
    { "受理地点", GUIDE_PLACE | LABEL_TELLS },
    { "办公地点", GUIDE_PLACE },
    { "办公地址", GUIDE_PLACE },
    { "办理地址", GUIDE_PLACE },
    { "窗口地址", GUIDE_PLACE | LABEL_TELLS },
    { "办理时间", GUIDE_TIME },
    { "受理时间", GUIDE_TIME },
    { "办公时间", GUIDE_TIME },
    { "工作时间", GUIDE_TIME },
    { "联系电话", GUIDE_PHONE },
    { "咨询电话", GUIDE_PHONE },
    { "办公电话", GUIDE_PHONE },
    { "联系方式", GUIDE_PHONE },
    { "咨询方式", GUIDE_PHONE },
    { "办理流程", GUIDE_FLOW | LABEL_TELLS },
    { "办理程序", GUIDE_FLOW | LABEL_TELLS },
    { "办事流程", GUIDE_FLOW | LABEL_TELLS },
    { "审批流程", GUIDE_FLOW | LABEL_TELLS },
    { "法定时限", OTHER | LABEL_TELLS },
    { "承诺时限", OTHER | LABEL_TELLS },
    { "办理时限", OTHER | LABEL_TELLS },
    { "办结时限", OTHER | LABEL_TELLS },
    { "法定办结时限", OTHER | LABEL_TELLS },
    { "承诺办结时限", OTHER | LABEL_TELLS },
    { "收费标准", OTHER | LABEL_TELLS },
    { "是否收费", OTHER | LABEL_TELLS },
    { "收费依据", OTHER | LABEL_TELLS },
    { "监督电话", OTHER | LABEL_TELLS },
    { "监督投诉", OTHER | LABEL_TELLS },
    { "投诉电话", OTHER | LABEL_TELLS },
    { "实施机关", OTHER | LABEL_TELLS },
    { "实施主体", OTHER | LABEL_TELLS },
    { "事项类型", OTHER | LABEL_TELLS },
    { "办件类型", OTHER | LABEL_TELLS },
    { "服务对象", OTHER | LABEL_TELLS },
    { "办理形式", OTHER | LABEL_TELLS },
    { "常见问题", OTHER },
    { "表格下载", OTHER },
    { "附件", OTHER },
};

static const char *const names[] = { "办事指南", "服务指南", "办理指南" };

static bool calls_itself_guide(const struct page *page)
{
    return str_has_any(page->title, names, COUNT_OF(names)) ||
           str_has_any(page->headline, names, COUNT_OF(names));
}

/* "残疾人证办理指南"; not 关于印发《…服务指南》的通知. */
static bool is_titled_guide(const struct flow *fl, uint32_t headline)
{
    return headline != NO_SEG && str_ends_any(fl->segs[headline].text, names, COUNT_OF(names));
}

bool guide_is_page(const struct flow *fl, uint32_t headline, bool in_column)
{
    return labels_count(fl, words, COUNT_OF(words), in_column || is_titled_guide(fl, headline)) >=
           TELLING_MIN;
}

/* The page as it is when each tab was opened once, and the bar of the tabs not read as labels. */
static void open_tabs(const struct tabs *tabs, struct arena *a, struct flow *fl)
{
    const struct seg *segs = fl->segs;

    fl->segs = arena_array(a, struct seg, fl->n_segs);
    memcpy(fl->segs, segs, fl->n_segs * sizeof(*segs));
    for (uint32_t i = tabs->from; i < tabs->to; i++) {
        fl->segs[i].is_hidden = true;
        if (!tabs->panels)
            continue;

        const struct box *panel = &fl->boxes[tabs->panels[i - tabs->from]];

        for (uint32_t k = panel->seg_from; k < panel->seg_to; k++)
            fl->segs[k].is_hidden = false;
    }
}

static void read_tabs(const struct flow *fl, const struct tabs *tabs, struct arena *a,
                      struct guide *out)
{
    for (uint32_t i = tabs->from; tabs->panels && i < tabs->to; i++) {
        const int part = label_alone(fl->segs[i].text, words, COUNT_OF(words));

        if (part == LABEL_NONE || part == OTHER)
            continue;

        const struct box *panel = &fl->boxes[tabs->panels[i - tabs->from]];

        out->value[part] =
            str_trim(flow_join(fl, panel->seg_from, panel->seg_to, '\n', PANEL_BYTES, a));
    }
}

/* The i-th label and the next stand in cells side by side. */
static bool is_beside_next(const struct flow *fl, const struct labels *labels, size_t i)
{
    if (i + 1 >= labels->n)
        return false;

    const uint32_t x = fl->segs[labels->list[i].seg].box;
    const uint32_t y = fl->segs[labels->list[i + 1].seg].box;

    return y == x + 1 && element_is(fl->boxes[x].element, IS_CELL) &&
           fl->boxes[x].parent == fl->boxes[y].parent;
}

/* Three labels side by side are the head of a table, whose rows are several items; not where they
 * say no more than where and when a window is open. */
static bool is_head_of_table(const struct flow *fl, const struct labels *labels)
{
    unsigned n = 0;
    bool is_of_items = false;

    for (size_t i = 0; i < labels->n; i++) {
        const uint8_t part = labels->list[i].part;

        is_of_items = (n > 0 && is_of_items) || part == GUIDE_NAME || part == GUIDE_BASIS ||
                      part == GUIDE_CONDITIONS || part == GUIDE_MATERIALS;
        n++;
        if (n >= 3 && is_of_items)
            return true;
        if (!is_beside_next(fl, labels, i))
            n = 0;
    }
    return false;
}

static unsigned cells_of(const struct flow *fl, uint32_t row, uint32_t cells[CELLS_MAX])
{
    unsigned n = 0;

    for (uint32_t i = row + 1; i < fl->n_boxes && fl->boxes[i].depth > fl->boxes[row].depth; i++)
        if (fl->boxes[i].parent == row && n < CELLS_MAX)
            cells[n++] = i;
    return n;
}

static uint32_t table_of(const struct flow *fl, uint32_t box)
{
    while (box && fl->boxes[box].element != EL_TABLE)
        box = fl->boxes[box].parent;
    return box;
}

/* What stands below the cell of a head, in the next row; empty where that is none of values. */
static struct str value_below(const struct flow *fl, uint32_t cell, struct arena *a)
{
    const uint32_t row = fl->boxes[cell].parent, table = table_of(fl, row);
    uint32_t heads[CELLS_MAX], values[CELLS_MAX], below = row + 1;

    while (below < fl->n_boxes && fl->boxes[below].depth > fl->boxes[table].depth &&
           (fl->boxes[below].element != EL_TR || table_of(fl, below) != table))
        below++;
    if (!table || below == fl->n_boxes || table_of(fl, below) != table)
        return str_from(NULL, 0);

    const unsigned n = cells_of(fl, row, heads);

    if (cells_of(fl, below, values) != n)
        return str_from(NULL, 0);
    for (unsigned i = 0; i < n; i++) {
        const struct box *box = &fl->boxes[values[i]];
        const struct str value =
            str_trim(flow_join(fl, box->seg_from, box->seg_to, '\n', PANEL_BYTES, a));

        if (heads[i] == cell && label_alone(value, words, COUNT_OF(words)) == LABEL_NONE)
            return value;
    }
    return str_from(NULL, 0);
}

const struct guide *guide_read(const struct flow *all, const struct page *page, struct arena *a)
{
    struct flow shown = *all;
    const struct flow *fl = &shown;
    struct labels labels;
    struct guide *out;
    struct tabs tabs;
    unsigned n_named = 0;

    if (page->kind != PAGE_GUIDE && !calls_itself_guide(page))
        return NULL;
    out = arena_array(a, struct guide, 1);
    if (tabs_find(all, page, words, COUNT_OF(words), a, &tabs)) {
        open_tabs(&tabs, a, &shown);
        read_tabs(fl, &tabs, a, out);
        n_named = NAMED_MIN;
        out->is_untold = !tabs.panels;
    }
    labels_find(fl, fl->n_segs, words, COUNT_OF(words), &labels);
    for (int part = 0; part <= OTHER; part++)
        n_named += labels.seen[part] > 0;
    if (n_named < NAMED_MIN)
        return NULL;
    if (labels.seen[GUIDE_NAME] > 1 || labels.seen[GUIDE_BASIS] > 1 ||
        is_head_of_table(fl, &labels)) {
        *out = (struct guide){ .is_several = true };
        return out;
    }
    for (size_t i = 0; i < labels.n; i++) {
        const uint8_t part = labels.list[i].part;

        if (part == OTHER)
            continue;
        if (!out->value[part].n)
            out->value[part] = label_value(fl, &labels, i, a);
        if (!out->value[part].n &&
            (is_beside_next(fl, &labels, i) || (i && is_beside_next(fl, &labels, i - 1))))
            out->value[part] = value_below(fl, fl->segs[labels.list[i].seg].box, a);
    }
    return out;
}
