#include "base/base.h"

#include "account/posts.h"

#include "account/collect.h"
#include "attach/table_read.h"
#include "text/charset.h"
#include "text/field.h"

#include <stdlib.h>
#include <string.h>

static struct str without_mark(struct str body)
{
    return str_trim(str_skip(body, str_starts(body, STR("\xef\xbb\xbf")) ? 3 : 0));
}

bool posts_read(const struct posts_input *in, struct arena *a, struct posts *out,
                struct str *unseen)
{
    const struct str body = without_mark(in->body);
    struct posts_input own = *in;

    own.body = body;
    if (body.n == 0) {
        *unseen = STR("数据源是空的");
        return false;
    }
    if (body.p[0] == '{' || body.p[0] == '[')
        return json_posts_read(&own, a, out, unseen);
    if (feed_is_one(in->body))
        return feed_read(in, a, out, unseen);
    if (!in->reader) {
        *unseen = STR("不是表格、JSON 或订阅源");
        return false;
    }
    return page_posts_read(in, a, out, unseen);
}

/* ---- tables ---- */

enum column { C_WHEN, C_TITLE, C_URL, C_BODY, C_ACCOUNT, C_ASKED, C_TEXT, C_ANSWERED, C_HOW, C_N };

static const struct table_column columns[C_N] = {
    [C_WHEN] = { "发布时间", "时间" },    [C_TITLE] = { "标题", "内容标题" },
    [C_URL] = { "链接", "网址" },         [C_BODY] = { "正文", "内容" },
    [C_ACCOUNT] = { "账号名称", "账号" }, [C_ASKED] = { "留言时间", NULL },
    [C_TEXT] = { "留言内容", NULL },      [C_ANSWERED] = { "答复时间", "回复时间" },
    [C_HOW] = { "采集方式", NULL },
};

enum { TABLE_ROWS_MAX = 1000000 };

struct table_post {
    uint64_t account; /* hash of its name; 0 = of whoever asks */
    struct str cells[C_N];
};

struct posts_table {
    struct arena a;
    struct buf rows; /* struct table_post */
    int64_t now;
};

bool posts_is_table(struct str bytes)
{
    const struct str body = without_mark(bytes);

    return body.n && body.p[0] != '{' && body.p[0] != '[' && body.p[0] != '<';
}

static enum rc take_row(void *ctx, const struct table_row *row, struct err *err)
{
    struct posts_table *t = ctx;
    struct table_post p = { 0 };

    if (row->fault)
        return err_set(err, RC_SYNTAX, "第 %zu 行：%s", row->line, row->fault);
    for (size_t c = 0; c < C_N; c++)
        if (row->cells[c].n)
            p.cells[c] = field_text(row->cells[c], &t->a);
    p.account = p.cells[C_ACCOUNT].n ? str_hash(p.cells[C_ACCOUNT]) : 0;
    buf_add(&t->rows, str_from((const char *)&p, sizeof(p)));
    return RC_OK;
}

enum rc posts_table_read(struct str bytes, int64_t now, struct posts_table **out, struct err *err)
{
    static const struct table_form form = { .columns = columns,
                                            .n_columns = C_N,
                                            .n_required = 1,
                                            .key = C_WHEN,
                                            .max_rows = TABLE_ROWS_MAX };
    AUTO(posts_table_freep) struct posts_table *t = calloc(1, sizeof(*t));

    ASSERT(t);
    t->now = now;

    const enum rc rc = table_read(&form, bytes, take_row, t, err);

    if (rc)
        return rc;
    *out = t;
    t = NULL;
    return RC_OK;
}

void posts_table_freep(struct posts_table **t)
{
    if (!*t)
        return;
    buf_done(&(*t)->rows);
    arena_done(&(*t)->a);
    free(*t);
    *t = NULL;
}

bool posts_table_of(const struct posts_table *t, const struct account *account, struct arena *a,
                    struct posts *out, struct str *unseen)
{
    AUTO(collect_done) struct collect c = { .now = t->now };
    const struct table_post *rows = (const struct table_post *)(const void *)t->rows.p;
    const size_t n = t->rows.n / sizeof(*rows);
    const uint64_t name = str_hash(account->name), handle = str_hash(account->handle);
    struct posts found = { .grade = ACCOUNT_IMPORT };

    for (size_t i = 0; i < n; i++) {
        const struct table_post *p = &rows[i];

        if (p->account && p->account != name && (!account->handle.n || p->account != handle))
            continue;
        if (str_eq(p->cells[C_HOW], STR("自报")))
            found.grade = ACCOUNT_SELF;
        if (p->cells[C_ASKED].n)
            collect_message(&c, p->cells[C_ASKED], p->cells[C_ANSWERED], p->cells[C_TEXT]);
        else
            collect_post(&c, p->cells[C_WHEN],
                         (struct post){ .title = p->cells[C_TITLE],
                                        .url = p->cells[C_URL],
                                        .text = p->cells[C_BODY] });
    }
    if (c.posts.n == 0 && c.messages.n == 0 && c.n_undated == 0 && c.n_future == 0) {
        *unseen = STR("导入的文件里没有这个账号的内容");
        return false;
    }
    *out = found;
    collect_finish(&c, a, out);
    return true;
}
