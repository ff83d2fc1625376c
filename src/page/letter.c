#include "base/base.h"

#include "page/letter.h"

#include "base/clock.h"
#include "text/date.h"

enum {
    MARKS_MAX = 64,
    PARTS_MIN = 3,     /* so many different labels make a letter */
    LABEL_BYTES = 400, /* a longer piece is prose, whatever words stand in it */
    REPLY_BYTES = 8192
};

enum part { ASKED, CONTENT, REPLIED, UNIT, REPLY, STATE, WHO, TITLE, OTHER, PART_N };

static const struct {
    const char *word;
    enum part part;
} labels[] = {
    { "来信时间", ASKED },   { "留言时间", ASKED },   { "写信时间", ASKED },
    { "提问时间", ASKED },   { "咨询时间", ASKED },   { "提交时间", ASKED },
    { "来信日期", ASKED },   { "留言日期", ASKED },   { "写信日期", ASKED },
    { "咨询日期", ASKED },   { "来信内容", CONTENT }, { "留言内容", CONTENT },
    { "信件内容", CONTENT }, { "写信内容", CONTENT }, { "咨询内容", CONTENT },
    { "问题内容", CONTENT }, { "诉求内容", CONTENT }, { "提问内容", CONTENT },
    { "问题描述", CONTENT }, { "答复时间", REPLIED }, { "回复时间", REPLIED },
    { "答复日期", REPLIED }, { "回复日期", REPLIED }, { "办结时间", REPLIED },
    { "答复单位", UNIT },    { "回复单位", UNIT },    { "答复部门", UNIT },
    { "回复部门", UNIT },    { "答复机构", UNIT },    { "回复机构", UNIT },
    { "受理单位", UNIT },    { "受理部门", UNIT },    { "办理单位", UNIT },
    { "办理部门", UNIT },    { "承办单位", UNIT },    { "处理单位", UNIT },
    { "处理部门", UNIT },    { "答复内容", REPLY },   { "回复内容", REPLY },
    { "答复意见", REPLY },   { "回复意见", REPLY },   { "办理结果", REPLY },
    { "处理结果", REPLY },   { "处理意见", REPLY },   { "反馈内容", REPLY },
    { "办理状态", STATE },   { "处理状态", STATE },   { "信件状态", STATE },
    { "回复状态", STATE },   { "答复状态", STATE },   { "留言状态", STATE },
    { "当前状态", STATE },   { "来信人", WHO },       { "留言人", WHO },
    { "写信人", WHO },       { "咨询人", WHO },       { "来信标题", TITLE },
    { "来信主题", TITLE },   { "信件标题", TITLE },   { "留言标题", TITLE },
    { "信件主题", TITLE },   { "信件编号", OTHER },   { "信件类型", OTHER },
    { "信件类别", OTHER },   { "满意度", OTHER },     { "是否公开", OTHER },
    { "附件", OTHER },       { "评价", OTHER },
};

/* A label on the page; its value begins at byte `value` of the piece. */
struct mark {
    uint32_t seg;
    uint32_t at, value;
    enum part part;
};

struct marks {
    struct mark list[MARKS_MAX];
    size_t n;
    unsigned seen[PART_N];
};

/* Bytes of the colon at the start of s; 0 when there is none. */
static uint32_t colon(struct str s)
{
    return str_starts(s, STR("：")) ? 3 : str_starts(s, STR(":")) ? 1 : 0;
}

/* A label stands alone in its piece, or a colon follows. */
static bool read_label(struct str s, uint32_t at, struct mark *out)
{
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        const struct str word = str_of(labels[i].word), rest = str_skip(s, at + word.n);
        const uint32_t n = colon(str_trim(rest));

        if (!str_starts(str_skip(s, at), word) || (n == 0 && (at > 0 || str_trim(rest).n > 0)))
            continue;
        out->at = at;
        out->value =
            (uint32_t)(at + word.n + (n ? str_find(rest, n == 3 ? STR("：") : STR(":")) : 0) + n);
        out->part = labels[i].part;
        return true;
    }
    return false;
}

static void find_marks(const struct flow *fl, struct marks *out)
{
    *out = (struct marks){ 0 };
    for (uint32_t i = 0; i < fl->n_segs && out->n < MARKS_MAX; i++) {
        const struct seg *seg = &fl->segs[i];
        struct mark m = { .seg = i };

        if (seg->text.n < 6 || seg->text.n > LABEL_BYTES || seg->is_hidden || seg->in_a ||
            seg->in_form)
            continue;
        for (uint32_t at = 0; at < seg->text.n && out->n < MARKS_MAX; at++) {
            if (((unsigned char)seg->text.p[at] & 0xC0) == 0x80 || !read_label(seg->text, at, &m))
                continue;
            out->list[out->n++] = m;
            out->seen[m.part]++;
            at = m.value - 1;
        }
    }
}

/* The pieces below the row, or the box, in which the label stands; where they end. */
static uint32_t end_of_row(const struct flow *fl, uint32_t seg)
{
    uint32_t box = fl->segs[seg].box;

    while (box && element_is(fl->boxes[box].element, IS_CELL))
        return fl->boxes[fl->boxes[box].parent].seg_to;
    for (int level = 0; level < 2 && box && fl->boxes[box].seg_to <= seg + 1; level++)
        box = fl->boxes[box].parent;
    return fl->boxes[box].seg_to;
}

/* What stands behind a label: in its piece up to the next label, then in the pieces behind. */
static struct str value_of(const struct flow *fl, const struct marks *m, size_t i, struct arena *a)
{
    const struct mark *mark = &m->list[i], *next = i + 1 < m->n ? &m->list[i + 1] : NULL;
    const bool ends_here = next && next->seg == mark->seg;
    const struct str own = str_trim(str_sub(fl->segs[mark->seg].text, mark->value,
                                            ends_here ? next->at - mark->value : SIZE_MAX));
    uint32_t to = end_of_row(fl, mark->seg);

    if (ends_here)
        return flow_fold(own, a);
    if (next && next->seg < to)
        to = next->seg;
    if (to <= mark->seg + 1)
        return flow_fold(own, a);

    const struct str rest = flow_join(fl, mark->seg + 1, to, '\n', REPLY_BYTES, a);

    return own.n ? arena_join(a, arena_join(a, own, STR("\n")), rest) : str_trim(rest);
}

static int32_t day_in(struct str s)
{
    struct date_hit hit;

    return date_find(s, 0, &hit) && hit.year ? hit.day : DAY_NONE;
}

/* Few pages speak of letters at all. */
static bool may_be_letter(const struct page *page)
{
    return str_has(page->text, STR("来信")) || str_has(page->text, STR("留言")) ||
           str_has(page->text, STR("信件")) || str_has(page->text, STR("咨询")) ||
           str_has(page->text, STR("写信"));
}

static bool is_one_letter(const struct marks *m)
{
    unsigned n = 0;

    for (int part = 0; part < OTHER; part++) {
        n += m->seen[part] > 0;
        if (part != UNIT && m->seen[part] > 1) /* 受理单位 and 答复单位 stand side by side */
            return false;
    }
    return n >= PARTS_MIN && (m->seen[ASKED] || m->seen[CONTENT] || m->seen[WHO]);
}

const struct letter *letter_read(const struct flow *fl, const struct page *page, struct arena *a)
{
    struct marks marks;
    struct letter *out;

    if (!may_be_letter(page))
        return NULL;
    find_marks(fl, &marks);
    if (!is_one_letter(&marks))
        return NULL;
    out = arena_array(a, struct letter, 1);
    for (size_t i = 0; i < marks.n; i++) {
        switch (marks.list[i].part) {
        case ASKED:
            out->asked = day_in(value_of(fl, &marks, i, a));
            break;
        case REPLIED:
            out->replied = day_in(value_of(fl, &marks, i, a));
            break;
        case UNIT:
            out->unit = value_of(fl, &marks, i, a);
            break;
        case REPLY:
            out->reply = value_of(fl, &marks, i, a);
            out->has_reply_label = true;
            break;
        case STATE:
            out->state = value_of(fl, &marks, i, a);
            break;
        default:
            break;
        }
    }
    return out;
}
