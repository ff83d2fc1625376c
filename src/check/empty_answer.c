/*
 * empty-answer: the answer to a citizen's message says nothing but a formula.
 *
 * Basis: 自贡 2022Q3 and 汉中 2022Q3 notices (answers without substance, 答复敷衍). A short answer
 * counts that says that the message was received or is being dealt with and names no outcome, or
 * no more than that it is done; whether another one helps is for people to say.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/words.h"

enum { P_MAX_CHARS };
enum { L_FORMULAS, L_OUTCOMES, L_WHOLE };

static const struct param params[] = {
    [P_MAX_CHARS] = { .name = "max_chars",
                      .unit = "字",
                      .help = "长于此数的答复不按敷衍处理",
                      .min = 5,
                      .max = 200 },
};

static const struct word_list lists[] = {
    [L_FORMULAS] = { .name = "formulas", .help = "只表示收到、将办理的套话" },
    [L_OUTCOMES] = { .name = "outcomes", .help = "说到结果或办法的用词，有的不算套话" },
    [L_WHOLE] = { .name = "whole", .help = "整个答复只有这些话的算敷衍" },
};

/* "已办理。": the answer says no more than that. */
static bool is_whole(const struct check_ctx *c, struct str reply)
{
    static const char *const marks[] = { "。", "！", "，", "." };
    size_t n;

    do {
        reply = str_trim(reply);
        n = reply.n;
        for (size_t i = 0; i < COUNT_OF(marks); i++)
            if (str_ends(reply, str_of(marks[i])))
                reply = str_sub(reply, 0, reply.n - str_of(marks[i]).n);
    } while (reply.n < n);
    return words_equal(&c->list[L_WHOLE], reply) != NULL;
}

/* "来信已收悉，我们将尽快处理。" and not "来信已收悉，路灯已修复。" */
static bool is_formula(const struct check_ctx *c, struct str reply)
{
    return words_in(&c->list[L_FORMULAS], reply) && !words_in(&c->list[L_OUTCOMES], reply);
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct letter *l = c->page->letter;

    if (!l || !l->reply.n)
        return JUDGED;

    const int64_t n = (int64_t)str_chars(l->reply);

    if (n > c->value[P_MAX_CHARS] || !(is_formula(c, l->reply) || is_whole(c, l->reply)))
        return JUDGED;
    sink_add(c->out, (struct finding){
                         .excerpt = arena_printf(c->a, "答复内容：%.*s", STR_ARG(l->reply)),
                         .suggest = STR("请针对所提问题作出具体答复"),
                         .key = c->page->url,
                         .measured = NUMBER(n),
                         .limit = NUMBER(c->value[P_MAX_CHARS]),
                         .grade = GRADE_FAULT,
                         .confidence = 0.75,
                     });
    return JUDGED;
}

const struct check check_empty_answer = {
    .id = "empty-answer",
    .rev = 7,
    .title = "答复没有实质内容",
    .case_id = "C04",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .check_page = check_page,
};
