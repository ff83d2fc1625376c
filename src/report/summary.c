#include "base/base.h"

#include "report/report.h"

#include "base/json.h"
#include "report/columns.h"
#include "report/coverage.h"
#include "report/figures.h"

enum { NAME_WIDTH = 30, STATE_WIDTH = 12, VERDICT_WIDTH = 10, NUMBER_WIDTH = 9 };

#define RED "\033[31m"
#define PLAIN "\033[0m"

static void head(struct buf *out, const char *const *titles, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct str title = str_of(titles[i]);
        const size_t width = text_width(title);

        for (size_t k = width; k < NUMBER_WIDTH; k++)
            buf_add_char(out, ' ');
        buf_add(out, title);
    }
    buf_add_char(out, '\n');
}

/* A number nobody measured is a dash. */
static void count(struct buf *out, int64_t n)
{
    if (n >= 0) {
        column_add_int(out, n, NUMBER_WIDTH);
        return;
    }
    column_add(out, STR(""), NUMBER_WIDTH - 1);
    buf_add_char(out, '-');
}

static void grades(struct buf *out, const int64_t found[GRADE_N], bool has_colour)
{
    const bool is_red = has_colour && found[GRADE_VETO] > 0;

    if (is_red)
        buf_add(out, STR(RED));
    count(out, found[GRADE_VETO]);
    if (is_red)
        buf_add(out, STR(PLAIN));
    count(out, found[GRADE_FAULT]);
    count(out, found[GRADE_NOTICE]);
}

static void site_line(struct buf *out, const struct site_row *s, bool has_colour)
{
    column_add(out, s->name.n ? s->name : s->code, NAME_WIDTH);
    buf_add_char(out, ' ');
    column_add(out, s->state, STATE_WIDTH);
    column_add(out, s->has_result ? s->verdict : STR("无结果"), VERDICT_WIDTH);
    column_add(out, str_eq(s->if_confirmed, s->verdict) ? (struct str){ 0 } : s->if_confirmed,
               VERDICT_WIDTH);
    count(out, s->pages);
    grades(out, s->found, has_colour);
    count(out, s->has_result ? (int64_t)s->n_unknown : -1);
    buf_add_char(out, '\n');
}

static void check_line(struct buf *out, const struct check_row *c, bool has_colour)
{
    column_add(out, c->title, NAME_WIDTH);
    buf_add_char(out, ' ');
    column_add(out, c->id, STATE_WIDTH + VERDICT_WIDTH);
    count(out, c->n_sites);
    grades(out, c->found, has_colour);
    count(out, c->n_unknown + c->n_unknown_accounts);
    buf_add_char(out, '\n');
}

static void summary(struct buf *out, const struct figures *t, bool has_colour)
{
    static const char *const of_sites[] = { "页面", "单项否决", "问题", "提示", "未判定" };
    static const char *const of_checks[] = { "涉及网站", "单项否决", "问题", "提示", "未判定" };

    column_add(out, STR("网站"), NAME_WIDTH + 1);
    column_add(out, STR("状态"), STATE_WIDTH);
    column_add(out, STR("结论"), VERDICT_WIDTH);
    column_add(out, STR("预判"), VERDICT_WIDTH);
    head(out, of_sites, COUNT_OF(of_sites));
    for (size_t i = 0; i < t->n_sites; i++)
        site_line(out, &t->sites[i], has_colour);
    buf_add_char(out, '\n');
    column_add(out, STR("检查项"), NAME_WIDTH + 1 + STATE_WIDTH + VERDICT_WIDTH);
    head(out, of_checks, COUNT_OF(of_checks));
    for (size_t i = 0; i < t->n_checks; i++)
        check_line(out, &t->checks[i], has_colour);
    buf_addf(out, "\n合计：%lld/%zu 个网站，%lld 个页面，%lld 个链接；", (long long)t->n_done,
             t->n_sites, (long long)t->pages, (long long)t->links);
    if (t->n_accounts)
        buf_addf(out, "%zu 个政务新媒体账号；", t->n_accounts);
    buf_addf(out, "单项否决 %lld，问题 %lld，提示 %lld，未能判定 %lld\n",
             (long long)t->found[GRADE_VETO], (long long)t->found[GRADE_FAULT],
             (long long)t->found[GRADE_NOTICE], (long long)t->n_unknown);
}

void report_print_summary(const struct report_input *in, bool is_terminal, FILE *to)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *run = NULL;
    AUTO(buf_done) struct buf out = { 0 };
    struct err err = { 0 };
    struct figures figures;
    enum rc rc = json_parse(in->run_json, &run, &err);

    if (!rc)
        rc = figures_read(in, run, &a, &figures, &err);
    if (rc)
        buf_addf(&out, "汇总表无法生成：%s\n", err.text);
    else
        summary(&out, &figures, is_terminal);
    if (!rc)
        coverage_text(json_get(run, "articles"), &out);
    (void)fwrite(out.p, 1, out.n, to);
}
