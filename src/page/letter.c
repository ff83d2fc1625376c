#include "base/base.h"

#include "page/letter.h"

#include "base/clock.h"
#include "base/needles.h"
#include "page/label.h"
#include "text/date.h"

enum { PARTS_MIN = 3 /* so many different labels make a letter */ };

enum { ASKED, CONTENT, REPLIED, UNIT, REPLY, STATE, WHO, TITLE, OTHER };

static const struct label_word words[] = {
    { "来信时间", ASKED | LABEL_TELLS },
    { "留言时间", ASKED | LABEL_TELLS },
    { "写信时间", ASKED | LABEL_TELLS },
    { "提问时间", ASKED | LABEL_TELLS },
    { "咨询时间", ASKED },
    { "提交时间", ASKED },
    { "来信日期", ASKED },
    { "留言日期", ASKED },
    { "写信日期", ASKED },
    { "咨询日期", ASKED },
    { "来信内容", CONTENT | LABEL_TELLS },
    { "留言内容", CONTENT | LABEL_TELLS },
    { "信件内容", CONTENT | LABEL_TELLS },
    { "写信内容", CONTENT },
    { "咨询内容", CONTENT | LABEL_TELLS },
    { "问题内容", CONTENT },
    { "诉求内容", CONTENT },
    { "提问内容", CONTENT },
    { "问题描述", CONTENT },
    { "答复时间", REPLIED | LABEL_TELLS },
    { "回复时间", REPLIED | LABEL_TELLS },
    { "答复日期", REPLIED },
    { "回复日期", REPLIED },
    { "办结时间", REPLIED },
    { "答复单位", UNIT | LABEL_TELLS },
    { "回复单位", UNIT | LABEL_TELLS },
    { "答复部门", UNIT | LABEL_TELLS },
    { "回复部门", UNIT | LABEL_TELLS },
    { "答复机构", UNIT },
    { "回复机构", UNIT },
    { "受理单位", UNIT | LABEL_TELLS },
    { "受理部门", UNIT },
    { "办理单位", UNIT },
    { "办理部门", UNIT },
    { "承办单位", UNIT },
    { "处理单位", UNIT },
    { "处理部门", UNIT },
    { "答复内容", REPLY | LABEL_TELLS },
    { "回复内容", REPLY | LABEL_TELLS },
    { "答复意见", REPLY },
    { "回复意见", REPLY },
    { "办理结果", REPLY | LABEL_TELLS },
    { "处理结果", REPLY | LABEL_TELLS },
    { "处理意见", REPLY },
    { "反馈内容", REPLY },
    { "办理状态", STATE },
    { "处理状态", STATE },
    { "信件状态", STATE },
    { "回复状态", STATE },
    { "答复状态", STATE },
    { "留言状态", STATE },
    { "当前状态", STATE },
    { "来信人", WHO | LABEL_TELLS },
    { "留言人", WHO | LABEL_TELLS },
    { "写信人", WHO | LABEL_TELLS },
    { "咨询人", WHO },
    { "来信标题", TITLE | LABEL_TELLS },
    { "来信主题", TITLE | LABEL_TELLS },
    { "信件标题", TITLE | LABEL_TELLS },
    { "留言标题", TITLE | LABEL_TELLS },
    { "信件主题", TITLE },
    { "信件编号", OTHER | LABEL_TELLS },
    { "信件类型", OTHER | LABEL_TELLS },
    { "信件类别", OTHER },
    { "满意度", OTHER },
    { "是否公开", OTHER },
    { "附件", OTHER },
    { "评价", OTHER },
};

static int32_t day_in(struct str s)
{
    struct date_hit hit;

    return date_find(s, 0, &hit) && hit.year ? hit.day : DAY_NONE;
}

/* Few pages speak of letters at all. */
static bool may_be_letter(const struct page *page)
{
    static const char *const marks[] = { "来信", "留言", "信件", "咨询", "写信" };
    struct needles w;

    needles_init(&w, marks, COUNT_OF(marks));
    return needles_in(&w, page->text);
}

static bool has_letter(const struct labels *m)
{
    unsigned n = 0;

    for (int part = 0; part < OTHER; part++)
        n += m->seen[part] > 0;
    return n >= PARTS_MIN && (m->seen[ASKED] || m->seen[CONTENT] || m->seen[WHO]);
}

/* 受理单位 and 答复单位 stand side by side, 办理结果 and 答复内容 too. */
static bool has_several(const struct labels *m)
{
    for (int part = 0; part < OTHER; part++)
        if (m->seen[part] > (part == UNIT || part == REPLY ? 2U : 1U))
            return true;
    return false;
}

/* The longer of two is the answer: 办理结果：已办结. */
static void take_reply(struct letter *out, struct str reply)
{
    out->has_reply_label = true;
    if (reply.n > out->reply.n)
        out->reply = reply;
}

unsigned letter_labels(const struct flow *fl)
{
    return labels_count(fl, words, COUNT_OF(words), false);
}

/*
 * "回复单位：…　回复时间：…" and below it, without a label, the answer: it stands in the box of the
 * line that tells when it was given.
 */
static void take_unlabelled(const struct flow *fl, const struct labels *labels, struct arena *a,
                            struct letter *out)
{
    const size_t last = labels->n - 1;
    const uint8_t part = labels->list[last].part;
    struct str line, reply = { 0 };

    if (out->has_reply_label || out->replied == DAY_NONE || (part != REPLIED && part != UNIT))
        return;
    reply = label_value(fl, labels, last, a);
    (void)str_line(&reply, &line);
    out->reply = str_trim(reply);
    if (part == UNIT)
        out->unit = str_trim(line);
}

const struct letter *letter_read(const struct flow *fl, const struct page *page, struct arena *a)
{
    struct labels labels;
    struct letter *out;

    if (!may_be_letter(page))
        return NULL;
    labels_find(fl, fl->n_segs, words, COUNT_OF(words), &labels);
    if (!has_letter(&labels))
        return NULL;
    out = arena_array(a, struct letter, 1);
    out->is_several = has_several(&labels);
    if (out->is_several)
        return out;
    for (size_t i = 0; i < labels.n; i++) {
        switch (labels.list[i].part) {
        case ASKED:
            out->asked = day_in(label_value(fl, &labels, i, a));
            break;
        case REPLIED:
            out->replied = day_in(label_value(fl, &labels, i, a));
            break;
        case UNIT:
            if (!out->unit.n)
                out->unit = label_value(fl, &labels, i, a);
            break;
        case REPLY:
            take_reply(out, label_value(fl, &labels, i, a));
            break;
        case STATE:
            out->state = label_value(fl, &labels, i, a);
            break;
        default:
            break;
        }
    }
    take_unlabelled(fl, &labels, a, out);
    return out;
}
