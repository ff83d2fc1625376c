/* The lexicons in use, and what stands in one of them. */
#include "base/base.h"

#include "api/routes.h"
#include "base/clock.h"
#include "check/check.h"
#include "proof/lexicon_set.h"
#include "web/call.h"

static const struct member lexicon[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "词库" },
    { .name = "version", .type = MEMBER_TEXT, .help = "版本" },
    { .name = "made", .type = MEMBER_DAY, .help = "制作日期", .flags = NULLABLE },
    { .name = "age_days",
      .type = MEMBER_INT,
      .help = "至今天数",
      .flags = NULLABLE,
      .min = -36500,
      .max = 36500 },
    { .name = "entries", .type = MEMBER_INT, .help = "条数" },
    { 0 },
};

static const struct member all_lexicons[] = {
    { .name = "items", .type = MEMBER_LIST, .help = "在用的词库", .of = lexicon },
    { 0 },
};

/* Read alone: what looks for their entries in texts takes longer to make. */
static enum rc read_lexicons(struct call *c, struct lexicon_entries *entries,
                             struct lexicon_set *out, struct err *err)
{
    *entries = (struct lexicon_entries){ .a = c->a };
    return lexicon_set_load(c->place->data_path("lexicon", c->a), c->place->packages_dir,
                            c->place->folding, entries, out, err);
}

static enum rc run_lexicons(struct call *c, struct err *err)
{
    struct lexicon_set set = { 0 };
    struct lexicon_entries entries;
    const enum rc rc = read_lexicons(c, &entries, &set, err);

    if (rc)
        return rc;
    c->reply = json_new_object();
    json_put(c->reply, "items", lexicon_set_json(&set, day_of_time(c->now)));
    return RC_OK;
}

const struct endpoint endpoint_lexicon_list = {
    .summary = "在用的词库",
    .reply = all_lexicons,
    .lane = LANE_SLOW,
    .run = run_lexicons,
};

/* ---- what stands in one ---- */

#define GRADE_WORDS "serious|plain|suspect"

static const char *const grade_words[] = {
    [LEXICON_SUSPECT] = "suspect",
    [LEXICON_PLAIN] = "plain",
    [LEXICON_SERIOUS] = "serious",
};

struct wanted {
    struct str word, class, grade;
};

static bool is_wanted(const struct lexicon_entry *e, const struct wanted *w)
{
    if (w->class.n && !str_eq(e->class, w->class))
        return false;
    if (w->grade.n && !str_eq(str_of(grade_words[e->grade]), w->grade))
        return false;
    return !w->word.n || str_find_nocase(e->wrong, w->word) != STR_NONE ||
           str_find_nocase(e->right, w->word) != STR_NONE || str_has(e->class, w->word) ||
           str_has(e->source, w->word);
}

static struct json *of_entry(const struct lexicon_entry *e)
{
    const struct context *where = &e->context;
    const struct check *check = check_find(str_of(e->check));
    struct json *to = json_new_object();

    json_put_text(to, "wrong", e->wrong);
    json_put_text(to, "right", e->right);
    json_put_text(to, "class", e->class);
    json_put_str(to, "grade", str_of(grade_words[e->grade]));
    json_put_text(to, "source", e->source);
    json_put_day(to, "from", e->from);
    json_put_day(to, "to", e->to);
    json_put_str(to, "check_title", str_of(check ? check->title : e->check));
    json_put_bool(to, "has_conditions",
                  where->n || where->outside_title || where->alone || where->not_past);
    json_put_str(to, "file", e->file);
    json_put_int(to, "line", (int64_t)e->line);
    return to;
}

/* The entries of the lexicon of that name lie together. */
static enum rc find_lexicon(const struct lexicon_set *set, struct str name,
                            const struct lexicon_entries *all, struct lexicon_entries *out,
                            struct err *err)
{
    size_t first = 0;

    for (size_t i = 0; i < set->n; first += set->about[i++].n_entries)
        if (name.n && str_eq(set->about[i].name, name)) {
            *out = (struct lexicon_entries){ .entries = all->entries + first,
                                             .n = set->about[i].n_entries };
            return RC_OK;
        }
    return err_set(err, RC_NOT_FOUND, "没有这个词库");
}

static enum rc run_entries(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    const struct wanted wanted = { .word = str_trim(call_query(c, "q")),
                                   .class = call_query(c, "class"),
                                   .grade = call_query(c, "grade") };
    struct lexicon_set set = { 0 };
    struct lexicon_entries all, own;
    struct json *items;
    int64_t n = 0;
    enum rc rc = read_lexicons(c, &all, &set, err);

    if (!rc)
        rc = find_lexicon(&set, call_part(c, "name"), &all, &own, err);
    if (rc)
        return rc;
    items = json_new_array();
    for (size_t i = 0; i < own.n; i++) {
        if (!is_wanted(&own.entries[i], &wanted))
            continue;
        if (n >= page.skip && n < page.skip + page.per_page)
            json_add(items, of_entry(&own.entries[i]));
        n++;
    }
    call_reply_list(c, items, n, 0);
    return RC_OK;
}

static const struct member entries_query[] = {
    { .name = "q", .type = MEMBER_TEXT, .help = "错误、正确、类别或依据中的字", .max = 100 },
    { .name = "class", .type = MEMBER_TEXT, .help = "类别", .max = 30 },
    { .name = "grade", .type = MEMBER_WORD, .help = "级别", .words = GRADE_WORDS },
    { 0 },
};
static const struct member entry[] = {
    { .name = "wrong", .type = MEMBER_TEXT, .help = "错误的写法" },
    { .name = "right", .type = MEMBER_TEXT, .help = "正确的写法；空：没有建议" },
    { .name = "class", .type = MEMBER_TEXT, .help = "类别" },
    { .name = "grade", .type = MEMBER_WORD, .help = "严重、一般、疑似", .words = GRADE_WORDS },
    { .name = "source", .type = MEMBER_TEXT, .help = "依据" },
    { .name = "from",
      .type = MEMBER_DAY,
      .help = "页面日期从哪天起算错；null：一直",
      .flags = NULLABLE },
    { .name = "to", .type = MEMBER_DAY, .help = "到哪天为止；null：一直", .flags = NULLABLE },
    { .name = "check_title", .type = MEMBER_TEXT, .help = "报告它的检查项" },
    { .name = "has_conditions", .type = MEMBER_FLAG, .help = "只在一定的上下文中算错" },
    { .name = "file", .type = MEMBER_TEXT, .help = "所在文件" },
    { .name = "line", .type = MEMBER_INT, .help = "所在行" },
    { 0 },
};

const struct endpoint endpoint_lexicon_entries = {
    .summary = "一个词库的词条",
    .help = "由名称生成的近似写法也各是一条。次序同文件。",
    .query = entries_query,
    .reply = entry,
    .is_list = true,
    .lane = LANE_SLOW,
    .run = run_entries,
};
