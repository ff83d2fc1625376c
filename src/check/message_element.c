/*
 * message-element: a published message with its answer does not say when it was asked, when it was
 * answered, or by whom.
 *
 * Basis: 国办秘函〔2019〕19号, 扣分指标 留言公开; 广东 2019Q2 notice (published messages
 * show 留言时间、答复时间、答复单位、答复内容). A date at the end of the answer and a unit named in
 * it count.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/words.h"
#include "text/date.h"

enum { P_SIGN_CHARS };
enum { L_UNITS };
enum { ELEMENTS = 3 };

static const struct param params[] = {
    [P_SIGN_CHARS] = { .name = "sign_chars",
                       .unit = "字",
                       .help = "答复的开头、末尾各这么多字里写明的单位、末尾的日期算数",
                       .min = 1,
                       .max = 1000 },
};

static const struct word_list lists[] = {
    [L_UNITS] = { .name = "units", .help = "答复中或来源中表示答复单位的用词" },
};

static struct str tail_of(const struct check_ctx *c, struct str reply)
{
    const size_t n = str_chars(reply), n_tail = (size_t)c->value[P_SIGN_CHARS];

    return n > n_tail ? str_skip(reply, str_head_chars(reply, n - n_tail).n) : reply;
}

/* "来源：云溪县教育局" where readers see it; a tag alone tells them nothing. */
static bool shows_source(const struct page *p)
{
    enum { LINE_BYTES = 120 };
    struct str rest = p->text;

    for (size_t at; p->source.n && (at = str_find(rest, STR("来源"))) != STR_NONE;) {
        rest = str_skip(rest, at);
        if (str_has(str_sub(rest, 0, LINE_BYTES), p->source))
            return true;
        rest = str_skip(rest, STR("来源").n);
    }
    return false;
}

static bool is_signed(const struct check_ctx *c, struct str reply)
{
    const struct str head = str_head_chars(reply, (size_t)c->value[P_SIGN_CHARS]);

    return words_in(&c->list[L_UNITS], head) || words_in(&c->list[L_UNITS], tail_of(c, reply)) ||
           (words_in(&c->list[L_UNITS], c->page->source) && shows_source(c->page));
}

static bool is_dated(const struct check_ctx *c, struct str reply)
{
    struct date_hit hit;

    return date_find(tail_of(c, reply), 0, &hit) && hit.year;
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct letter *l = c->page->letter;
    struct str *missing = arena_array(c->a, struct str, ELEMENTS);
    size_t n = 0;

    if (l && l->is_several)
        return cannot_judge(c, "一页有多封留言，未能逐一判断");
    if (!l || !l->reply.n)
        return JUDGED;
    if (l->asked == DAY_NONE)
        missing[n++] = STR("留言时间");
    if (l->replied == DAY_NONE && !is_dated(c, l->reply))
        missing[n++] = STR("答复时间");
    if (!l->unit.n && !is_signed(c, l->reply))
        missing[n++] = STR("答复单位");
    if (n == 0)
        return JUDGED;

    struct str text = missing[0];

    for (size_t i = 1; i < n; i++)
        text = arena_join(c->a, arena_join(c->a, text, STR("、")), missing[i]);
    sink_add(c->out, (struct finding){
                         .excerpt = arena_printf(c->a, "公开的留言没有标明%.*s", STR_ARG(text)),
                         .suggest = STR("公开留言时请标明留言时间、答复时间、答复单位和答复内容"),
                         .key = c->page->url,
                         .measured = NUMBER((int64_t)n),
                         .grade = GRADE_FAULT,
                         .confidence = 0.7,
                         DETAIL({ .key = "missing", .list = missing, .n_list = n }),
                     });
    return JUDGED;
}

const struct check check_message_element = {
    .id = "message-element",
    .rev = 7,
    .title = "公开留言要素不全",
    .case_id = "C07",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .check_page = check_page,
};
