#include "base/base.h"

#include "page/leader.h"

#include "page/label.h"
#include "page/path.h"
#include "text/han.h"

#include <string.h>

enum { LEADERS_MAX = 60, NAME_BYTES_MAX = 12, POST_CHARS_MAX = 40, LINE_BYTES = 180 };

enum { NAME, POST, OTHER };

static const struct label_word words[] = {
    { "姓名", NAME },      { "职务", POST },      { "现任职务", POST },  { "担任职务", POST },
    { "现任", POST },      { "性别", OTHER },     { "民族", OTHER },     { "出生年月", OTHER },
    { "籍贯", OTHER },     { "学历", OTHER },     { "政治面貌", OTHER }, { "工作分工", OTHER },
    { "分工", OTHER },     { "主要职责", OTHER }, { "个人简历", OTHER }, { "简历", OTHER },
    { "联系电话", OTHER }, { "办公电话", OTHER },
};

/* The commonest family names: a line without one is no person's. */
static const char families[] =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程"
    "魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚"
    "邵万覃武钱戴严莫孔向常汤康易乔赖文牛齐温庞颜殷章鲁倪樊葛管申翟耿施左季祝柳安焦岳游聂詹兰柯";

/* "张三", "张　三": without the space; empty: no name. */
static struct str person(struct str s, struct arena *a)
{
    char *name = arena_alloc(a, NAME_BYTES_MAX + 1);
    size_t n = 0;

    s = str_trim(s);
    if (s.n < 6 || s.n > NAME_BYTES_MAX + 12)
        return str_from(NULL, 0);
    while (s.n) {
        uint32_t rune;
        const size_t bytes = str_rune(s, &rune);

        if (han_is_common(rune)) {
            if (n == NAME_BYTES_MAX)
                return str_from(NULL, 0);
            memcpy(name + n, s.p, 3);
            n += 3;
        } else if (rune != ' ' && rune != 0x3000 && rune != 0xa0) {
            return str_from(NULL, 0);
        }
        s = str_skip(s, bytes);
    }
    return n >= 6 && str_has(str_of(families), str_from(name, 3)) ? str_from(name, n)
                                                                  : str_from(NULL, 0);
}

/* "党组书记、局长": ends like a post and holds no sentence. */
static bool is_post(struct str s)
{
    static const char *const ends[] = { "长",   "书记",   "主任",   "委员", "成员",
                                        "主席", "调研员", "巡视员", "总师", "工程师" };

    if (s.n < 6 || str_chars(s) > POST_CHARS_MAX || str_has(s, STR("。")) ||
        str_has(s, STR("；")) || str_has(s, STR("：")))
        return false;
    return str_ends_any(s, ends, COUNT_OF(ends));
}

struct found {
    struct leader *all;
    size_t n;
    struct arena *arena;
};

/* "副局长 李明": a name that reads like a post is none. */
static struct str name_of(struct str s, struct arena *a)
{
    const struct str who = person(s, a);

    return is_post(who) ? str_from(NULL, 0) : who;
}

/* "局长 王建国 副局长": of these posts one is another person's. */
static bool names_someone(struct str post, struct arena *a)
{
    struct str piece;

    while (post.n) {
        (void)str_cut(post, ' ', &piece, &post);
        if (name_of(piece, a).n)
            return true;
    }
    return false;
}

/* "县　长" stretched to the width of "副县长": its characters stand alone. */
static struct str unstretched(struct str post, struct arena *a)
{
    char *out = arena_alloc(a, post.n + 1);
    struct str rest = post, piece;
    size_t n = 0;

    while (rest.n) {
        (void)str_cut(rest, ' ', &piece, &rest);
        if (piece.n > 3)
            return post;
        memcpy(out + n, piece.p, piece.n);
        n += piece.n;
    }
    return str_from(out, n);
}

static bool add(struct found *f, struct str name, struct str post)
{
    const struct str who = name_of(name, f->arena);

    post = str_trim(post);
    if (!who.n || !is_post(post) || f->n == LEADERS_MAX)
        return false;
    post = unstretched(flow_fold(post, f->arena), f->arena);
    if (names_someone(post, f->arena))
        return false;
    f->all[f->n++] = (struct leader){ .name = who, .post = post };
    return true;
}

/* "许文涛-领导之窗-西川县人民政府": the page of one person is called by the name. */
static struct str called(const struct page *page, struct arena *a)
{
    static const char *const marks[] = { "-", "_", "|", "—", " " };
    struct str title = page->title;

    if (name_of(page->headline, a).n)
        return page->headline;
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        const size_t at = str_find(title, str_of(marks[i]));

        title = str_sub(title, 0, at == STR_NONE ? title.n : at);
    }
    return title;
}

/* "姓名：张三", "职务：局长". */
static void read_labels(const struct flow *fl, const struct page *page, struct found *f)
{
    struct labels labels;
    struct str name = { 0 };

    labels_find(fl, fl->n_segs, words, COUNT_OF(words), &labels);
    for (size_t i = 0; i < labels.n; i++) {
        if (labels.list[i].part == NAME)
            name = label_value(fl, &labels, i, f->arena);
        else if (labels.list[i].part == POST && name.n) {
            (void)add(f, name, label_value(fl, &labels, i, f->arena));
            name = (struct str){ 0 };
        }
    }
    for (size_t i = 0; i < labels.n && f->n == 0 && !labels.seen[NAME]; i++)
        if (labels.list[i].part == POST && labels.seen[POST] == 1)
            (void)add(f, called(page, f->arena), label_value(fl, &labels, i, f->arena));
}

/* "局长：张三", "张三　党组书记、局长"; wide spaces part as narrow ones. */
static bool read_line(struct found *f, struct str line)
{
    static const char *const marks[] = { "：", ":", "　　", "　", "  ", " ", "\xc2\xa0" };

    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        const struct str mark = str_of(marks[i]);
        size_t at = 0;

        for (;;) {
            const size_t next = str_find(str_skip(line, at), mark);

            if (next == STR_NONE)
                break;
            at += next;

            const struct str before = str_sub(line, 0, at), behind = str_skip(line, at + mark.n);

            if (add(f, behind, before) || (i > 1 && add(f, before, behind)))
                return true;
            at += mark.n;
        }
    }
    return false;
}

/* A post over the name that holds it, as a heading; "领导班子成员" is over all of them. */
static bool heads_names(struct str before, struct str line, struct arena *a)
{
    return is_post(before) && !str_has(before, STR("领导")) && !str_has(before, STR("班子")) &&
           name_of(line, a).n;
}

/* A row of three or more cells: name, post, duties. */
static void read_row(const struct flow *fl, uint32_t row, struct found *f)
{
    enum { CELLS_MAX = 12, CELL_BYTES = 400 };
    struct str cells[CELLS_MAX];
    size_t n = 0;

    for (uint32_t k = row + 1; k < fl->n_boxes && fl->boxes[k].depth > fl->boxes[row].depth; k++) {
        const struct box *b = &fl->boxes[k];

        if (b->parent == row && element_is((enum element)b->element, IS_CELL) && n < CELLS_MAX)
            cells[n++] = str_trim(flow_join(fl, b->seg_from, b->seg_to, ' ', CELL_BYTES, f->arena));
    }
    for (size_t i = 0; i + 1 < n && n > 2; i++)
        i += add(f, cells[i], cells[i + 1]) || add(f, cells[i + 1], cells[i]);
}

static void read_rows(const struct flow *fl, struct found *f)
{
    for (uint32_t i = 1; i < fl->n_boxes; i++)
        if (fl->boxes[i].element == EL_TR)
            read_row(fl, i, f);
}

/* "周明达，男，汉族，1975年3月生，现任云溪县委副书记、县长。" */
static bool read_life(struct found *f, struct str line)
{
    static const char *const sexes[] = { "男，", "女，", "男,", "女," };
    const size_t comma = str_find(line, STR("，"));
    size_t at;

    if (comma == STR_NONE ||
        !str_starts_any(str_skip(line, comma + STR("，").n), sexes, COUNT_OF(sexes)) ||
        (at = str_find(line, STR("现任"))) == STR_NONE)
        return false;

    const struct str name = str_sub(line, 0, comma);
    struct str post = str_skip(line, at + STR("现任").n);

    post = str_sub(post, 0, str_find(post, STR("。")));
    return add(f, name, post) || add(f, name, str_sub(post, 0, str_find(post, STR("，"))));
}

/* "县长　李明　主持县政府全面工作": who and what he is, without what he does. */
static struct str without_duties(struct str line)
{
    static const char *const duties[] = { "主持", "负责", "分管", "协助", "联系" };
    static const char *const marks[] = { " ", "　", "\xc2\xa0", "，", "：", ":" };

    for (size_t i = 0; i < COUNT_OF(duties); i++) {
        const size_t at = str_find(line, str_of(duties[i]));
        const struct str head = str_sub(line, 0, at);

        for (size_t k = 0; k < COUNT_OF(marks) && at != STR_NONE; k++)
            if (str_ends(head, str_of(marks[k])))
                return str_trim(str_sub(head, 0, head.n - str_of(marks[k]).n));
    }
    return line;
}

/* "职务：局长" below the name. */
static struct str without_label(struct str line)
{
    static const char *const labels[] = { "职务：", "职务:", "现任职务：", "现任：" };

    for (size_t i = 0; i < COUNT_OF(labels); i++)
        if (str_starts(line, str_of(labels[i])))
            return str_trim(str_skip(line, str_of(labels[i]).n));
    return line;
}

static void read_lines(struct str text, struct found *f)
{
    struct str line, before = { 0 };
    bool posts_lead = false; /* so what stands below a name is the next one's post */

    while (str_line(&text, &line) && f->n < LEADERS_MAX) {
        line = str_trim(line);
        if (read_life(f, line)) {
            before = (struct str){ 0 };
            continue;
        }
        line = without_duties(without_label(line));
        if (line.n == 0 || line.n > LINE_BYTES) {
            before = (struct str){ 0 };
            continue;
        }
        if (read_line(f, line)) {
            before = (struct str){ 0 };
            continue;
        }
        posts_lead = posts_lead || heads_names(before, line, f->arena);
        /* the name above its post */
        if (before.n && !posts_lead && add(f, before, line))
            before = (struct str){ 0 };
        else
            before = line;
    }
}

/* Columns of those who were leaders, and of what leaders do. */
static const char *const others[] = { "历任",     "历届", "往届", "离任", "前任",
                                      "领导小组", "讲话", "活动", "批示" };

static bool speaks_of_leaders(const struct page *page)
{
    static const char *const names[] = { "领导", "负责人", "班子成员" };
    const struct str column =
        page->tags[TAG_COLUMN_NAME].n ? page->tags[TAG_COLUMN_NAME] : page->title;

    if (str_has_any(column, others, COUNT_OF(others)) ||
        str_has_any(page->title, others, COUNT_OF(others)))
        return false;
    return str_has_any(column, names, COUNT_OF(names)) || page->kind == PAGE_LEADER;
}

void leader_read(const struct flow *fl, struct arena *a, struct page *page)
{
    struct found f = { .arena = a };

    if (!speaks_of_leaders(page))
        return;
    f.all = arena_array(a, struct leader, LEADERS_MAX);
    read_labels(fl, page, &f);
    if (f.n == 0)
        read_rows(fl, &f);
    if (f.n == 0)
        read_lines(page->text, &f);
    page->leaders = f.all;
    page->n_leaders = f.n;
}

/* ---- the page ------------------------------------------------------------------------------- */

/* "工作分工" and "个人简历" as headings of their own. */
static bool has_leader_headings(const struct flow *fl)
{
    static const struct label_word headings[] = {
        { "领导简介", LABEL_TELLS }, { "领导分工", LABEL_TELLS }, { "工作分工", LABEL_TELLS },
        { "个人简历", LABEL_TELLS }, { "个人简介", LABEL_TELLS }, { "分管工作", LABEL_TELLS },
        { "主管工作", LABEL_TELLS },
    };

    return labels_count(fl, headings, COUNT_OF(headings), false) >= 2;
}

/* A piece of its own that is one of the names: the heading of the page, or the end of its path. */
static bool is_headed(const struct flow *fl, const char *const *names, size_t n)
{
    for (uint32_t i = 0; i < fl->n_segs; i++)
        for (size_t w = 0; w < n && fl->segs[i].heading && !fl->segs[i].in_a; w++)
            if (!fl->segs[i].is_hidden && str_eq(fl->segs[i].text, str_of(names[w])))
                return true;
    return false;
}

/* A life and duties, outside of links: whose activities are listed below them is a leader. */
static bool tells_life(const struct flow *fl)
{
    enum { FACTS_MIN = 4 };
    static const char *const facts[] = { "简历", "分工", "分管",     "主持", "参加工作", "学历",
                                         "出生", "月生", "党组成员", "现任", "汉族",     "职务：" };
    unsigned n = 0;

    for (size_t k = 0; k < COUNT_OF(facts); k++)
        for (uint32_t i = 0; i < fl->foot; i++)
            if (!fl->segs[i].in_a && !fl->segs[i].is_hidden &&
                str_has(fl->segs[i].text, str_of(facts[k]))) {
                n++;
                break;
            }
    return n >= FACTS_MIN;
}

/* One of the names is a step of the path to the page: 首页 > 领导之窗 > 县长; none says 历任领导.
 */
static bool is_below(const struct flow *fl, const char *const *names, size_t n)
{
    const uint32_t to = path_end(fl);
    bool is_step = false;

    for (uint32_t i = to ? path_find(fl) : 0; i < to; i++) {
        if (str_has_any(fl->segs[i].text, others, COUNT_OF(others)))
            return false;
        is_step = is_step || str_eq_any(fl->segs[i].text, names, n);
    }
    return is_step;
}

/* "政务要闻", "任前公示": the person is of the news, and the rows are the page. */
static bool is_of_news(const struct flow *fl, const struct page *page)
{
    static const char *const news[] = { "要闻", "动态", "新闻", "活动", "公示",
                                        "公告", "通知", "任免", "讲话", "会议" };
    const uint32_t to = path_end(fl);

    return str_has_any(page->title, news, COUNT_OF(news)) ||
           str_has_any(page->tags[TAG_COLUMN_NAME], news, COUNT_OF(news)) ||
           (to && str_has_any(fl->segs[to - 1].text, news, COUNT_OF(news)));
}

/* Where a title's part ends: "领导信息-云溪县财政局", "[领导分工]". */
static size_t part_end(struct str s)
{
    static const char *const ends[] = { " ", "-", "_",  "|",  ">",  "]",  ")", "[",
                                        "—", "–", "｜", "》", "】", "）", "：" };
    size_t n = s.n;

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        const size_t at = str_find(str_sub(s, 0, n), str_of(ends[i]));

        n = at == STR_NONE ? n : at;
    }
    return n;
}

/* A part of the title ends with the name, or is little more: no "局领导班子到村里调研". */
static bool is_titled(struct str title, const char *const *names, size_t n)
{
    enum { MORE_BYTES = 18 };

    while (title.n) {
        const size_t end = part_end(title);
        const struct str part = str_sub(title, 0, end);

        for (size_t w = 0; w < n; w++) {
            const struct str name = str_of(names[w]);

            if (str_ends(part, name) || (str_starts(part, name) && end <= name.n + MORE_BYTES))
                return true;
        }
        title = str_skip(title, end);
        title = str_skip(title, title.n && (unsigned char)title.p[0] >= 0x80 ? 3 : 1);
    }
    return false;
}

/* "我的职责：" again and again: people with what they do. */
static bool repeats_duties(const struct flow *fl)
{
    enum { PEOPLE_MIN = 3 };
    static const char *const duties[] = { "工作分工", "分管工作", "主管工作", "我的职责",
                                          "工作职责", "负责工作", "分工：",   "分管：" };
    unsigned n = 0;

    for (uint32_t i = 0; i < fl->n_segs; i++)
        n += !fl->segs[i].in_a && !fl->segs[i].is_hidden &&
             str_starts_any(fl->segs[i].text, duties, COUNT_OF(duties));
    return n >= PEOPLE_MIN;
}

bool leader_is_page(const struct kind_input *in, const struct page *page)
{
    static const char *const names[] = { "领导之窗", "领导信息", "领导简介", "领导班子", "领导分工",
                                         "市领导",   "县领导",   "区领导",   "局领导",   "委领导",
                                         "厅领导",   "领导介绍", "政府领导", "机关领导", "市长之窗",
                                         "县长之窗", "区长之窗" };
    static const char *const facts[] = { "工作分工", "个人简历", "人物简历", "主要职责", "分管工作",
                                         "现任",     "党组书记", "简历",     "出生",     "副局长",
                                         "副市长",   "副县长",   "副区长",   "主持" };
    static const char *const posts[] = {
        "分管", "负责", "参加工作", "党组成员", "巡视员", "调研员"
    };
    const struct article *ar = in->article;
    unsigned n = 0;

    if (ar->date.labelled && page->tags[TAG_PUB_DATE].n)
        return false;

    bool is_named = str_has_any(page->tags[TAG_COLUMN_NAME], names, COUNT_OF(names)) ||
                    is_titled(page->title, names, COUNT_OF(names));

    for (size_t i = 0; i < COUNT_OF(names) && in->lists->n_dated == 0; i++)
        if (str_eq(page->tags[TAG_COLUMN_NAME], str_of(names[i])))
            return true;
    if (!published_is_seen(&ar->date) && !is_of_news(in->fl, page) &&
        (is_named || is_headed(in->fl, names, COUNT_OF(names)) ||
         is_below(in->fl, names, COUNT_OF(names))) &&
        tells_life(in->fl))
        return true;
    if (!published_is_seen(&ar->date) && in->lists->n_dated == 0) {
        if (repeats_duties(in->fl))
            return true;
        is_named = is_named || is_headed(in->fl, names, COUNT_OF(names)) ||
                   is_below(in->fl, names, COUNT_OF(names));
    }
    /* A list of people has no dates; a list of what they did has. */
    if (in->lists->n_main >= 5 && !(is_named && in->lists->n_dated == 0))
        return false;
    is_named = is_named || (!published_is_seen(&ar->date) && has_leader_headings(in->fl));
    for (size_t i = 0; i < COUNT_OF(posts) && is_named; i++)
        n += str_has(page->text, str_of(posts[i]));
    if (!is_named && (page->text_chars > 8000 || !str_has(page->text, STR("主持")) ||
                      !(str_has(page->text, STR("分管")) || str_has(page->text, STR("负责")))))
        return false;
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        n += str_has(page->text, str_of(facts[i]));
    return n >= (is_named ? 2U : 4U);
}
