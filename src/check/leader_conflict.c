/*
 * leader-conflict: two pages of leaders contradict each other: one person is 局长 on one and 副局长
 * on the other, or two persons are the one 局长.
 *
 * Basis: 自贡 2022Q3 and 汉中 2022Q3 notices (领导信息 differs between columns);
 * 国办秘函〔2019〕19号, 扣分 指标 领导信息. Only posts of the list are compared, for persons hold
 * several posts and pages name some of them. Not judged: who is left out, and pages that name
 * people in running text other than "NAME，男，…现任POST".
 */
#include "base/base.h"

#include "check/check.h"
#include "check/words.h"

enum { L_HEADS, L_OF_GOVERNMENT, L_OF_UNIT };

static const struct word_list lists[] = {
    [L_HEADS] = { .name = "heads", .help = "正职名称；前面加“副”为副职" },
    [L_OF_GOVERNMENT] = { .name = "of_government", .help = "门户网站上只有一人担任的正职" },
    [L_OF_UNIT] = { .name = "of_unit", .help = "部门网站上只有一人担任的正职" },
};

/* What a site of a large city has several times over; more was made to cost time. */
enum { ENTRIES_MAX = 2000, COMPARED_MAX = 10000 /* pairs of one name with other posts */ };

/* One person on one page. */
struct entry {
    struct str name, post;
    const struct digest *page;
};

/* 党组书记、局长: the posts one by one. */
static bool next_post(struct str *posts, struct str *post)
{
    static const char *const marks[] = { "、", "，", ",", "；", "兼", " ", "　", "/" };
    size_t end = posts->n, n_mark = 0;

    if (posts->n == 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        const size_t at = str_find(*posts, str_of(marks[i]));

        if (at != STR_NONE && at < end) {
            end = at;
            n_mark = str_of(marks[i]).n;
        }
    }
    *post = str_trim(str_sub(*posts, 0, end));
    *posts = str_skip(*posts, end + n_mark);
    return true;
}

enum rank { NO_RANK, DEPUTY, HEAD };

/* "云溪县教育局副局长" by the word 局长: what stands before it, without 副 and 常务副. */
static enum rank rank_of_post(struct str post, struct str head, struct str *unit)
{
    enum rank rank = HEAD;

    if (!str_ends(post, head) || str_starts(post, STR("原")) || str_starts(post, STR("前")))
        return NO_RANK;
    *unit = str_sub(post, 0, post.n - head.n);
    if (str_ends(*unit, STR("副"))) {
        unit->n -= 3;
        rank = DEPUTY;
        if (str_ends(*unit, STR("常务")))
            unit->n -= 6;
    }
    return rank;
}

/* The highest rank that posts give in this unit by this word. */
static enum rank rank_of(struct str posts, struct str head, struct str unit)
{
    enum rank best = NO_RANK;
    struct str post, own;

    while (next_post(&posts, &post)) {
        const enum rank rank = rank_of_post(post, head, &own);

        if (rank != NO_RANK && str_eq(own, unit) && rank > best)
            best = rank;
    }
    return best;
}

/* false: there are more. */
static bool collect(const struct check_ctx *c, struct entry *all, size_t *n_all)
{
    const struct site_view *v = c->view;
    size_t n = 0;
    bool is_whole = true;

    for (size_t i = 0; i < v->n_digests; i++) {
        struct str rest = v->digests[i].leaders, line;

        while (n < ENTRIES_MAX && str_line(&rest, &line)) {
            all[n].page = &v->digests[i];
            (void)str_cut(line, '\t', &all[n].name, &all[n].post);
            n++;
        }
        is_whole = is_whole && !rest.n;
    }
    *n_all = n;
    return is_whole;
}

static void report(const struct check_ctx *c, const char *fault, const struct entry *x,
                   const struct entry *y)
{
    sink_add(
        c->out,
        (struct finding){
            .url = y->page->url,
            .excerpt = arena_printf(c->a, "%.*s为%.*s，另一页面上%.*s为%.*s", STR_ARG(y->name),
                                    STR_ARG(y->post), STR_ARG(x->name), STR_ARG(x->post)),
            .suggest = STR("请核实并统一各栏目的领导信息"),
            .key = arena_printf(c->a, "%s %.*s %.*s %.*s", fault, STR_ARG(y->page->url),
                                STR_ARG(x->name), STR_ARG(y->name)),
            .grade = GRADE_FAULT,
            .confidence = 0.75,
            DETAIL({ .key = "fault", .text = str_of(fault) },
                   { .key = "target", .text = x->page->url }, { .key = "value", .text = y->post },
                   { .key = "expected", .text = x->post }),
            .proof = &x->page->url,
            .n_proof = 1,
        });
}

/* One person, another rank in the same unit. */
static bool differs(const struct check_ctx *c, const struct entry *x, const struct entry *y)
{
    const struct words *heads = &c->list[L_HEADS];

    for (size_t h = 0; h < heads->n; h++) {
        struct str posts = x->post, post, unit;

        while (next_post(&posts, &post)) {
            if (rank_of_post(post, heads->words[h], &unit) == NO_RANK)
                continue;

            const enum rank rx = rank_of(x->post, heads->words[h], unit);
            const enum rank ry = rank_of(y->post, heads->words[h], unit);

            if (ry != NO_RANK && rx != ry)
                return true;
        }
    }
    return false;
}

/* The plain 局长 of a department, the plain 县长 of a government: there is one. */
static bool is_sole_head(const struct check_ctx *c, const struct entry *e)
{
    const struct words *heads =
        &c->list[c->site->type == SITE_PORTAL ? L_OF_GOVERNMENT : L_OF_UNIT];
    struct str posts = e->post, post;

    while (next_post(&posts, &post))
        if (words_equal(heads, post))
            return true;
    return false;
}

/* Two, on two pages; more are the heads of several bodies. */
static void check_heads(const struct check_ctx *c, const struct entry *all, size_t n)
{
    const struct entry *first = NULL, *other = NULL;

    for (size_t i = 0; i < n; i++) {
        if (!is_sole_head(c, &all[i]))
            continue;
        if (!first)
            first = &all[i];
        else if (!str_eq(all[i].name, first->name) && !other)
            other = &all[i];
        else if (!str_eq(all[i].name, first->name) && !str_eq(all[i].name, other->name))
            return;
    }
    if (other && other->page != first->page)
        report(c, "two-heads", first, other);
}

/* One finding at most for each entry. false: there is too much to compare. */
static bool check_posts(const struct check_ctx *c, const struct entry *all, size_t n)
{
    int n_compared = 0;

    for (size_t k = 1; k < n; k++)
        for (size_t i = 0; i < k; i++) {
            if (all[i].page == all[k].page || !str_eq(all[i].name, all[k].name) ||
                str_eq(all[i].post, all[k].post))
                continue;
            if (n_compared++ == COMPARED_MAX)
                return false;
            if (differs(c, &all[i], &all[k])) {
                report(c, "post-differs", &all[i], &all[k]);
                break;
            }
        }
    return true;
}

static enum judged check_site(const struct check_ctx *c)
{
    struct entry *all = arena_array(c->a, struct entry, ENTRIES_MAX);
    size_t n;

    if (!collect(c, all, &n) || !check_posts(c, all, n))
        return cannot_judge(c, "领导信息过多，未能逐一比较，请人工核对");
    check_heads(c, all, n);
    return c->view->is_partial ? cannot_judge(c, c->view->incomplete_reason.p) : JUDGED;
}

const struct check check_leader_conflict = {
    .id = "leader-conflict",
    .rev = 6,
    .title = "领导信息前后不一致",
    .case_id = "A19",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
