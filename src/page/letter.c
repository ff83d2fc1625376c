#include "base/base.h"

#include "page/letter.h"

#include "base/clock.h"
#include "base/needles.h"
#include "dom/dom.h"
#include "page/label.h"
#include "page/path.h"
#include "text/date.h"

enum {
    PARTS_MIN = 3,    /* so many different labels make a letter */
    UNITS_MAX = 3,    /* 受理单位, 承办单位 and 答复单位 stand side by side */
    REPLIES_MAX = 2,  /* 办理结果 and 答复内容, too */
    STATES_MAX = 3,   /* 受理状态, 办理状态 and 回复状态, too */
    LINE_BYTES = 120, /* a longer line is text, not who wrote when */
    STATE_BYTES = 45, /* a longer 办理情况 is the answer */
    WORD_BYTES = 60,  /* a heading */
    ROW_PIECES = 12,  /* a row with more lays out the page */
    DATE_BYTES = 30,
    REPLY_BYTES = 8192
};

/* CLOSED and HANDLED say when it was answered where nothing else does; HANDLED (it may have been
 * passed on) only beside an answer. SAID is the state or the whole answer. */
enum {
    ASKED,
    CONTENT,
    REPLIED,
    CLOSED,
    HANDLED,
    UNIT,
    REPLY,
    STATE,
    SAID,
    NONE_YET,
    WHO,
    TITLE,
    OTHER
};

static const struct label_word words[] = {
    { "来信时间", ASKED | LABEL_TELLS },
    { "留言时间", ASKED | LABEL_TELLS },
    { "写信时间", ASKED | LABEL_TELLS },
    { "提问时间", ASKED | LABEL_TELLS },
    { "咨询时间", ASKED },
    { "提交时间", ASKED },
    { "反映时间", ASKED },
    { "诉求时间", ASKED },
    { "投诉时间", ASKED },
    { "来信日期", ASKED },
    { "提问日期", ASKED },
    { "提交日期", ASKED },
    { "留言日期", ASKED },
    { "写信日期", ASKED },
    { "咨询日期", ASKED },
    { "来电时间", ASKED },
    { "来信内容", CONTENT | LABEL_TELLS },
    { "留言内容", CONTENT | LABEL_TELLS },
    { "信件内容", CONTENT | LABEL_TELLS },
    { "写信内容", CONTENT },
    { "咨询内容", CONTENT | LABEL_TELLS },
    { "问题内容", CONTENT },
    { "诉求内容", CONTENT },
    { "提问内容", CONTENT },
    { "反映内容", CONTENT },
    { "问题描述", CONTENT },
    { "答复时间", REPLIED | LABEL_TELLS },
    { "回复时间", REPLIED | LABEL_TELLS },
    { "答复日期", REPLIED },
    { "回复日期", REPLIED },
    { "办结时间", CLOSED },
    { "办结日期", CLOSED },
    { "处理时间", HANDLED },
    { "处理日期", HANDLED },
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
    { "承办部门", UNIT },
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
    { "答复", REPLY },
    { "回复", REPLY },
    { "办理状态", STATE },
    { "办理情况", SAID },
    { "办理进度", STATE },
    { "处理状态", STATE },
    { "处理情况", SAID },
    { "受理状态", STATE },
    { "信件状态", STATE },
    { "回复状态", STATE },
    { "答复状态", STATE },
    { "留言状态", STATE },
    { "当前状态", STATE },
    { "答复情况", SAID },
    { "回复情况", SAID },
    { "尚未答复", NONE_YET },
    { "尚未回复", NONE_YET },
    { "暂未答复", NONE_YET },
    { "暂未回复", NONE_YET },
    { "暂无答复", NONE_YET },
    { "暂无回复", NONE_YET },
    { "来信人", WHO | LABEL_TELLS },
    { "留言人", WHO | LABEL_TELLS },
    { "写信人", WHO | LABEL_TELLS },
    { "咨询人", WHO },
    { "诉求人", WHO },
    { "反映人", WHO },
    { "来信标题", TITLE | LABEL_TELLS },
    { "来信主题", TITLE | LABEL_TELLS },
    { "信件标题", TITLE | LABEL_TELLS },
    { "留言标题", TITLE | LABEL_TELLS },
    { "诉求标题", TITLE },
    { "信件主题", TITLE },
    { "信件编号", OTHER | LABEL_TELLS },
    { "信件类型", OTHER | LABEL_TELLS },
    { "信件类别", OTHER },
    { "办理意见", OTHER }, /* what the office notes for itself */
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
    static const char *const marks[] = { "来信", "留言", "信件", "咨询",
                                         "写信", "提问", "诉求", "网友" };
    struct needles w;

    needles_init(&w, marks, COUNT_OF(marks));
    return needles_in(&w, page->text);
}

/* ---- who wrote when, in a line without labels ------------------------------------------------ */

/* "网友 张** 于 2026-06-03 09:00 提问", "[2026-08-27 09:00] 县住建局回复：". */
struct written {
    int32_t asked, replied;
    unsigned n_asked, n_replied;
    uint32_t asked_to;              /* the piece behind the line of the question */
    uint32_t reply_from, reply_box; /* the piece behind the line of the answer, the line's box */
    struct str unit;
    struct str reply; /* what stands in that line itself */
};

/* What stands behind the date and the time of the day. */
static struct str skip_clock(struct str s)
{
    while (s.n && (char_is_digit(s.p[0]) || char_is_space(s.p[0]) || s.p[0] == ':'))
        s = str_skip(s, 1);
    return s;
}

/* "…于 DATE 提问": whole line. *who: what stands before it. */
static bool is_written_on(struct str line, struct str *who, int32_t *day, struct str *verb)
{
    struct date_hit hit;

    if (!date_find(line, 0, &hit) || !hit.year || hit.day == DAY_NONE)
        return false;

    const struct str before = str_trim(str_sub(line, 0, hit.at));

    if (!str_ends(before, STR("于")))
        return false;
    *who = str_trim(str_sub(before, 0, before.n - STR("于").n));
    *day = hit.day;
    *verb = skip_clock(str_skip(line, hit.at + hit.n));
    return true;
}

/* "[DATE] WHO：", and what stands behind it. */
static bool is_headed(struct str line, struct str *who, int32_t *day, struct str *rest)
{
    struct date_hit hit;
    size_t at, n_colon = STR("：").n;

    if ((!str_starts(line, STR("[")) && !str_starts(line, STR("【"))) ||
        !date_find(line, 0, &hit) || !hit.year || hit.day == DAY_NONE || hit.at > STR("【").n)
        return false;

    struct str s = skip_clock(str_skip(line, hit.at + hit.n));

    if (!str_starts(s, STR("]")) && !str_starts(s, STR("】")))
        return false;
    s = str_trim(str_skip(s, str_starts(s, STR("]")) ? 1 : STR("】").n));
    at = str_find(s, STR("："));
    if (at == STR_NONE) {
        at = str_find(s, STR(":"));
        n_colon = 1;
    }
    if (at == STR_NONE)
        return false;
    *who = str_trim(str_sub(s, 0, at));
    *day = hit.day;
    *rest = str_trim(str_skip(s, at + n_colon));
    return true;
}

static void take_line(struct str line, struct written *out, bool *is_reply)
{
    static const char *const asks[] = { "提问", "留言", "咨询", "来信", "写信" };
    static const char *const answers[] = { "答复", "回复" };
    static const char *const people[] = { "网友", "市民", "群众" };
    struct str who, what, rest = { 0 };
    int32_t day;

    *is_reply = false;
    if (is_written_on(line, &who, &day, &what)) {
        const struct str verb = str_ends(what, STR("：")) ? str_sub(what, 0, what.n - 3) : what;

        *is_reply = str_eq_any(verb, answers, COUNT_OF(answers));
        if (!*is_reply && !str_eq_any(verb, asks, COUNT_OF(asks)))
            return;
    } else if (is_headed(line, &who, &day, &rest)) {
        *is_reply = str_ends_any(who, answers, COUNT_OF(answers));
        if (*is_reply)
            who = str_trim(str_sub(who, 0, who.n - STR("答复").n));
        else if (!str_starts_any(who, people, COUNT_OF(people)) &&
                 !str_ends_any(who, asks, COUNT_OF(asks)))
            return;
    } else {
        return;
    }
    if (!*is_reply) {
        out->asked = day;
        out->n_asked++;
        return;
    }
    out->replied = day;
    out->n_replied++;
    out->unit = who;
    out->reply = rest;
}

static void read_written(const struct flow *fl, struct arena *a, struct written *out)
{
    *out = (struct written){ .asked = DAY_NONE, .replied = DAY_NONE };
    for (uint32_t i = 0, next; i < fl->n_segs; i = next) {
        size_t n = 0;
        const unsigned n_asked = out->n_asked;
        bool is_reply;

        for (next = i; next < fl->n_segs && fl->segs[next].line == fl->segs[i].line; next++)
            n += fl->segs[next].text.n + 1;
        if (n > LINE_BYTES + 1 || fl->segs[i].is_hidden || fl->segs[i].in_a)
            continue;
        take_line(flow_join(fl, i, next, ' ', LINE_BYTES + 1, a), out, &is_reply);
        if (out->n_asked > n_asked)
            out->asked_to = next;
        if (is_reply) {
            out->reply_from = next;
            out->reply_box = fl->segs[next - 1].box;
        }
    }
}

/* The answer stands in the line or in the box of the line that tells who gave it. */
static struct str written_reply(const struct flow *fl, const struct written *w, struct arena *a)
{
    uint32_t box = w->reply_box;

    for (int level = 0; level < 2 && box && fl->boxes[box].seg_to <= w->reply_from; level++)
        box = fl->boxes[box].parent;

    const struct str behind =
        str_trim(flow_join(fl, w->reply_from, fl->boxes[box].seg_to, '\n', REPLY_BYTES, a));

    return w->reply.n ? arena_join(a, arena_join(a, w->reply, STR("\n")), behind) : behind;
}

/* ---- the letter ------------------------------------------------------------------------------ */

static bool has_letter(const struct labels *m, const struct written *w)
{
    unsigned n = 0;

    for (int part = 0; part < OTHER; part++)
        n += m->seen[part] > 0;
    return (n >= PARTS_MIN && (m->seen[ASKED] || m->seen[CONTENT] || m->seen[WHO])) ||
           ((m->seen[ASKED] || w->n_asked) && (m->seen[NONE_YET] || w->n_replied));
}

/* "答复" may be a heading, and the answer in a box elsewhere; "答复内容", too, unless a colon or a
 * cell makes it a place to be filled. */
static bool is_heading(const struct flow *fl, const struct label *label, struct arena *a)
{
    static const struct label_word bare[] = { { "答复", REPLY }, { "回复", REPLY } };
    const struct seg *seg = &fl->segs[label->seg];
    struct str word = str_skip(label->from == label->seg
                                   ? seg->text
                                   : flow_join(fl, label->from, label->seg + 1, ' ', WORD_BYTES, a),
                               label->at);
    const bool has_colon = str_has(seg->text, STR("：")) || str_has(seg->text, STR(":"));

    for (size_t n = word.n + 1; word.n < n;) {
        n = word.n;
        word = str_trim(word);
        word.n -= str_ends(word, STR("】")) || str_ends(word, STR("：")) ? 3
                  : str_ends(word, STR(":"))                             ? 1
                                                                         : 0;
    }
    return label_alone(word, bare, COUNT_OF(bare)) != LABEL_NONE ||
           (!has_colon && !element_is(fl->boxes[seg->box].element, IS_CELL));
}

static bool is_state(int part)
{
    return part == STATE || part == SAID;
}

/* The i-th label tells what an earlier one told: that of another message. 来信人 and 反映人 may be
 * one, so may 来信时间 and 来电时间 with one day. */
static bool is_told_before(const struct flow *fl, const struct labels *m, size_t i, struct arena *a)
{
    enum { WORD = 12 };
    const struct label *l = &m->list[i];
    const struct str word = str_sub(fl->segs[l->seg].text, l->at, WORD);
    const bool is_day = l->part == ASKED || l->part == REPLIED;
    const int32_t day = is_day ? day_in(label_value(fl, m, i, a)) : DAY_NONE;

    for (size_t k = 0; k < i; k++)
        if (m->list[k].part == l->part &&
            (str_eq(str_sub(fl->segs[m->list[k].seg].text, m->list[k].at, WORD), word) ||
             (is_day && day_in(label_value(fl, m, k, a)) != day)))
            return true;
    return false;
}

/* Empty answers and states are no second ones. */
static bool has_several(const struct flow *fl, const struct labels *m, const struct written *w,
                        struct arena *a)
{
    unsigned n_replies = 0, n_states = 0;

    for (size_t i = 0; i < m->n; i++) {
        const uint8_t part = m->list[i].part;
        const bool may_be_blank = part == REPLY || is_state(part);

        if (part >= OTHER || part == NONE_YET || (may_be_blank && !label_value(fl, m, i, a).n))
            continue;
        n_replies += part == REPLY && !is_heading(fl, &m->list[i], a);
        n_states += is_state(part);
        if (part != REPLY && part != UNIT && is_told_before(fl, m, i, a))
            return true;
    }
    return n_replies > REPLIES_MAX || n_states > STATES_MAX || m->seen[UNIT] > UNITS_MAX ||
           (m->seen[ASKED] > 0) + w->n_asked > 1 || (m->seen[REPLIED] > 0) + w->n_replied > 1;
}

/* The longer of two is the answer: 办理结果：已办结. */
static void take_reply(struct letter *out, struct str reply)
{
    out->has_reply_label = true;
    if (reply.n > out->reply.n)
        out->reply = reply;
}

/* "正在办理中，请耐心等待。" where the answer should stand says that there is none yet. */
static bool says_none_yet(struct str reply)
{
    static const char *const none[] = { "未答复",     "未回复",     "待答复",    "待回复",
                                        "等待答复",   "等待回复",   "办理中",    "处理中",
                                        "受理中",     "正在办理",   "正在处理",  "正在受理",
                                        "正在办理中", "正在处理中", "正在受理中" };
    static const char *const polite[] = { "请耐心等待", "请您耐心等待", "敬请等待", "请等待",
                                          "请耐心等候", "请您耐心等候", "请等候",   "谢谢" };
    static const char *const ends[] = { "，", "。", "！", "；" };
    bool is_first = true;

    for (struct str rest = reply, clause; rest.n; is_first = false) {
        size_t at = rest.n, n_mark = 0;

        for (size_t i = 0; i < COUNT_OF(ends); i++) {
            const size_t here = str_find(rest, str_of(ends[i]));

            if (here < at) {
                at = here;
                n_mark = str_of(ends[i]).n;
            }
        }
        clause = str_trim(str_sub(rest, 0, at));
        rest = str_trim(str_skip(rest, at + n_mark));
        if (is_first ? !str_eq_any(clause, none, COUNT_OF(none)) &&
                           label_alone(clause, words, COUNT_OF(words)) != NONE_YET
                     : !str_eq_any(clause, polite, COUNT_OF(polite)))
            return false;
    }
    return !is_first;
}

static struct str first_line(struct str s)
{
    struct str line = s;

    return str_line(&s, &line) ? str_trim(line) : line;
}

/* What stands beside the answer alone, and what only looks like one. */
static void settle(int32_t closed, int32_t handled, struct letter *out)
{
    const struct str line = first_line(out->reply);

    /* Behind the last line of a message comes the foot of the page: no sentences. */
    if (says_none_yet(line) && !str_has(str_skip(out->reply, line.n), STR("。"))) {
        if (!out->state.n)
            out->state = line;
        out->reply = str_from(NULL, 0);
    }
    if (out->replied == DAY_NONE)
        out->replied = closed;
    if (out->replied == DAY_NONE && out->reply.n)
        out->replied = handled;
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

/* A title that leads elsewhere stands before the piece in its row, or, on a list's page, right
 * above its line. */
static bool is_listed(const struct flow *fl, uint32_t seg, bool may_list)
{
    const uint32_t below_path = path_end(fl);
    uint32_t box = fl->segs[seg].box, from;

    while (box && fl->boxes[box].element != EL_LI && fl->boxes[box].element != EL_TR)
        box = fl->boxes[box].parent;
    from = fl->boxes[box].seg_from;
    if (box && fl->boxes[box].seg_to - from <= ROW_PIECES)
        for (uint32_t i = from > below_path ? from : below_path; i < seg; i++)
            if (fl->segs[i].link != NO_LINK)
                return true;
    for (from = seg; from > 0 && fl->segs[from - 1].line == fl->segs[seg].line;)
        from--;
    return may_list && from > 0 && fl->segs[from - 1].link != NO_LINK;
}

bool letter_is_one(const struct flow *fl, bool may_list, struct arena *a)
{
    struct written written;
    struct labels labels;
    uint32_t dated = NO_SEG;

    labels_find(fl, fl->n_segs, words, COUNT_OF(words), &labels);
    read_written(fl, a, &written);
    if (labels.seen[ASKED] + written.n_asked != 1)
        return false;
    if (written.n_asked)
        dated = written.asked_to - 1;
    for (size_t i = 0; i < labels.n; i++)
        if (labels.list[i].part == ASKED && day_in(label_value(fl, &labels, i, a)) != DAY_NONE)
            dated = labels.list[i].from;
    return dated != NO_SEG && !is_listed(fl, dated, may_list);
}

bool letter_is_labelled(const struct flow *fl, struct arena *a)
{
    struct labels labels;

    labels_find(fl, fl->n_segs, words, COUNT_OF(words), &labels);
    if (labels.seen[CONTENT] != 1 || labels.seen[ASKED] != 1 ||
        !(labels.seen[STATE] || labels.seen[SAID] || labels.seen[NONE_YET]))
        return false;
    for (size_t i = 0; i < labels.n; i++)
        if (labels.list[i].part == ASKED)
            return day_in(label_value(fl, &labels, i, a)) != DAY_NONE;
    return false;
}

/* Answers thank for the message, or tell what was looked into. */
static bool sounds_answered(struct str s)
{
    static const char *const answers[] = { "感谢您", "感谢你", "经核", "经现场", "经了解",
                                           "经查",   "经调查", "收悉", "答复如", "回复如" };

    return str_has_any(s, answers, COUNT_OF(answers));
}

/* A box around the piece, none that begins before `from`, is called one of names. */
static bool is_in_named(const struct flow *fl, uint32_t seg, uint32_t from,
                        const char *const *names, size_t n)
{
    for (uint32_t b = fl->segs[seg].box; b && fl->boxes[b].seg_from >= from;
         b = fl->boxes[b].parent)
        if (str_has_any(dom_attr(fl->boxes[b].node, "class"), names, n) ||
            str_has_any(dom_attr(fl->boxes[b].node, "id"), names, n))
            return true;
    return false;
}

/* How many lines stand in the pieces [from, to), those that tell no more than a day left out; MANY
 * when one of them is an answer, or what follows is about comments. */
static unsigned n_lines(const struct flow *fl, uint32_t from, uint32_t to, struct arena *a)
{
    enum { MANY = 99 };
    static const char *const replies[] = { "reply", "answer", "huifu", "dafu" };
    static const char *const comments[] = { "comment", "pinglun", "discuss" };
    unsigned n = 0;

    if (is_in_named(fl, to, from, comments, COUNT_OF(comments)))
        return MANY;
    for (uint32_t i = from, next; i < to; i = next) {
        struct str line;

        for (next = i; next < to && fl->segs[next].line == fl->segs[i].line;)
            next++;
        line = flow_join(fl, i, next, ' ', REPLY_BYTES, a);
        n += !fl->segs[i].is_hidden && !(line.n <= DATE_BYTES && day_in(line) != DAY_NONE);
        if (sounds_answered(line) || is_in_named(fl, i, from, replies, COUNT_OF(replies)))
            return MANY;
    }
    return n;
}

/*
 * "暂无回复" speaks of this message in the place of the answer or its state, and as the first text
 * behind the question. Elsewhere it may be said of a comment, with the answer above it.
 */
static bool is_of_question(const struct flow *fl, const struct labels *labels, size_t i,
                           const struct written *w, struct arena *a)
{
    const struct label *before = i ? &labels->list[i - 1] : NULL;
    const uint32_t here = labels->list[i].from;

    if (before && (before->part == REPLY || is_state(before->part) || before->part == REPLIED ||
                   before->part == UNIT))
        return before->seg + 1 == here && before->value >= fl->segs[before->seg].text.n;
    if (w->n_asked && (!before || before->seg < w->asked_to))
        return w->asked_to <= here && n_lines(fl, w->asked_to, here, a) <= 1;
    if (!before || (before->part != ASKED && before->part != CONTENT))
        return false;

    const struct seg *seg = &fl->segs[before->seg];
    const struct box *cell = &fl->boxes[seg->box];
    const bool has_value = before->value < seg->text.n;

    if (before->part == ASKED)
        return n_lines(fl, before->seg + 1, here, a) <= 1;
    if (element_is(cell->element, IS_CELL) && fl->boxes[cell->parent].seg_to <= here)
        return fl->boxes[cell->parent].seg_to == here;
    return n_lines(fl, before->seg + 1, here, a) <= (has_value ? 0 : 1);
}

/* "受理状态：已受理", "办理状态：办理中": both are told, with a wide space between. */
static void take_state(struct letter *out, struct str state, struct arena *a)
{
    if (!state.n)
        return;
    out->state = out->state.n ? arena_join(a, arena_join(a, out->state, STR("　")), state) : state;
}

/* "您的来信已受理。" and more: so an answer begins, which tells a state as it goes. */
static bool begins_answer(struct str value)
{
    const struct str line = first_line(value);

    return str_ends(line, STR("。")) && str_has(str_skip(value, line.n), STR("。"));
}

/* Behind the label of the answer, with which the box of all labels ends, stand links alone, as
 * above the footer: it is empty. One link may be the answer. */
static bool is_above_links(const struct flow *fl, const struct labels *m, size_t i)
{
    const struct label *l = &m->list[i];
    const uint32_t letter = flow_common(fl, fl->segs[m->list[0].seg].box, fl->segs[l->seg].box);
    const uint32_t behind = l->seg + 1;
    uint32_t k = behind;

    if (i == 0 || i + 1 < m->n || l->value < fl->segs[l->seg].text.n ||
        fl->boxes[letter].seg_to > behind)
        return false;
    while (k < fl->foot && fl->segs[k].in_a)
        k++;
    return k > behind + 1 && k >= fl->foot;
}

/* What labels say. */
static void take_labelled(const struct flow *fl, const struct labels *labels,
                          const struct written *written, struct arena *a, struct letter *out)
{
    int32_t closed = DAY_NONE, handled = DAY_NONE;
    bool has_heading = false;

    for (size_t i = 0; i < labels->n; i++) {
        const uint8_t part = labels->list[i].part;
        const struct str value = part == REPLY && is_above_links(fl, labels, i)
                                     ? (struct str){ 0 }
                                     : label_value(fl, labels, i, a);

        switch (part) {
        case ASKED:
            out->asked = day_in(value);
            break;
        case REPLIED:
            out->replied = day_in(value);
            break;
        case CLOSED:
            closed = day_in(value);
            break;
        case HANDLED:
            handled = day_in(value);
            break;
        case UNIT:
            if (!out->unit.n)
                out->unit = value;
            break;
        case REPLY:
            if (value.n || !is_heading(fl, &labels->list[i], a))
                take_reply(out, value);
            else
                has_heading = true;
            break;
        case SAID:
        case STATE:
            if (first_line(value).n > STATE_BYTES || (part == SAID && begins_answer(value)))
                take_reply(out, value);
            else
                take_state(out, first_line(value), a);
            break;
        case NONE_YET:
            if (!out->state.n && is_of_question(fl, labels, i, written, a))
                out->state = str_trim(fl->segs[labels->list[i].seg].text);
            break;
        default:
            break;
        }
    }
    if (labels->n)
        take_unlabelled(fl, labels, a, out);
    settle(closed, handled, out);
    /* The answer may stand below the heading, whatever else is empty. */
    out->has_reply_label = out->has_reply_label && (out->reply.n || !has_heading);
}

const struct letter *letter_read(const struct flow *fl, const struct page *page, struct arena *a)
{
    struct written written;
    struct labels labels;
    struct letter *out;

    if (!may_be_letter(page))
        return NULL;
    labels_find(fl, fl->n_segs, words, COUNT_OF(words), &labels);
    read_written(fl, a, &written);
    if (!has_letter(&labels, &written))
        return NULL;
    out = arena_array(a, struct letter, 1);
    out->is_several = has_several(fl, &labels, &written, a);
    if (out->is_several)
        return out;
    out->asked = written.asked;
    out->replied = written.replied;
    if (written.n_replied) {
        out->unit = written.unit;
        take_reply(out, written_reply(fl, &written, a));
    }
    take_labelled(fl, &labels, &written, a, out);
    return out;
}
