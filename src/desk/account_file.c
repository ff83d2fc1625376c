#include "base/base.h"

#include "desk/account_file.h"

#include "attach/table_read.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hashes.h"
#include "desk/field.h"
#include "text/field.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES_MAX = 256 << 20 };

enum column {
    C_NAME,
    C_TYPE,
    C_OWNER,
    C_REGION,
    C_STATE,
    C_MAIN,
    C_HANDLE,
    C_SOURCE,
    C_FILED,
    C_DOWNLOAD,
    C_MENU,
    C_N,
    C_REQUIRED_N = C_MAIN + 1, /* the first ones are */
};

static const struct table_column columns[C_N] = {
    [C_NAME] = { "账号名称", "名称" },      [C_TYPE] = { "账号类型", "平台" },
    [C_OWNER] = { "开设主体", "主办单位" }, [C_REGION] = { "行政区划", "行政区划代码" },
    [C_STATE] = { "状态", "账号状态" },     [C_MAIN] = { "是否主账号", "主账号" },
    [C_HANDLE] = { "账号标识", "账号ID" },  [C_SOURCE] = { "数据源", NULL },
    [C_FILED] = { "备案名称", NULL },       [C_DOWNLOAD] = { "下载链接", "下载地址" },
    [C_MENU] = { "菜单", "自定义菜单" },
};

struct reader {
    struct arena *a; /* of the result */
    struct str folder;
    struct arena shreds;  /* of one row */
    struct buf accounts;  /* of struct account */
    struct buf lines;     /* of size_t, one an account */
    struct buf bad;       /* of struct bad_row */
    struct hashes ids;    /* hash of the id -> place + 1 */
    struct buf complaint; /* about the current row */
};

static void reader_done(struct reader *r)
{
    arena_done(&r->shreds);
    buf_done(&r->accounts);
    buf_done(&r->lines);
    buf_done(&r->bad);
    hashes_done(&r->ids);
    buf_done(&r->complaint);
}

/* ---- cells ---- */

static void complain(struct reader *r, enum column c, struct str value, const char *why)
{
    complaint_add(&r->complaint, columns[c].name, value, why);
}

static struct str text_of(struct reader *r, const struct table_row *row, enum column c)
{
    const struct str text = field_text(row->cells[c], r->a);

    if (str_is_empty(text) && c < C_REQUIRED_N)
        complain(r, c, text, "");
    return text;
}

static void read_type(struct reader *r, const struct table_row *row, struct account *out)
{
    const struct str value = field_word(row->cells[C_TYPE], r->a);

    if (!account_type_of(value, &out->type, &out->platform))
        complain(r, C_TYPE, value, "不是规定的类型，其他平台应写作“其他+平台名称”");
}

static struct str region_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_code(row->cells[C_REGION], r->a);

    if (!field_is_digits(value, 6))
        complain(r, C_REGION, value, "不符合格式，应为 6 位数字");
    return value;
}

static enum account_state state_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_word(row->cells[C_STATE], r->a);
    const enum account_state state = account_state_of(value);

    if (state == ACCOUNT_STATE_NONE)
        complain(r, C_STATE, value, "不是规定的状态，应为运行、申请注销或已注销");
    return state;
}

static bool main_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_word(row->cells[C_MAIN], r->a);
    const bool is_yes = str_eq(value, STR("是"));

    if (!is_yes && !str_eq(value, STR("否")))
        complain(r, C_MAIN, value, "应为是或否");
    return is_yes;
}

/* A scheme makes it a URL; all else is a file beside the list. */
static void read_source(struct reader *r, const struct table_row *row, struct account *out)
{
    const struct str value = field_text(row->cells[C_SOURCE], r->a);

    if (str_is_empty(value))
        return;
    if (str_find(value, STR("://")) == STR_NONE) {
        out->source_is_file = true;
        out->source = str_starts(value, STR("/")) || !r->folder.n
                          ? value
                          : arena_printf(r->a, "%.*s/%.*s", STR_ARG(r->folder), STR_ARG(value));
    } else if (!field_url(value, r->a, &out->source)) {
        complain(r, C_SOURCE, value, "不是网址，应以 http:// 或 https:// 开头，或者是文件名");
    }
}

/* One that is no URL stays as it is written: the check of downloads judges it. */
static struct str download_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_text(row->cells[C_DOWNLOAD], r->a);
    struct str url;

    return field_url(value, r->a, &url) ? url : value;
}

static void read_menu(struct reader *r, const struct table_row *row, struct account *out)
{
    const struct str value = str_trim(row->cells[C_MENU]);
    struct menu_entry *menu = NULL;
    struct err err = { 0 };

    if (str_is_empty(value))
        return;
    if (account_menu_parse(value, r->a, &menu, &out->n_menu, &err)) {
        complain(r, C_MENU, value, arena_printf(&r->shreds, "不是菜单的 JSON（%s）", err.text).p);
        return;
    }
    out->has_menu = true;
    out->menu = menu;
}

/* ---- rows ---- */

static void add_bad(struct reader *r, size_t line, struct str reason)
{
    const struct bad_row bad = { .line = line, .reason = arena_copy(r->a, reason) };

    buf_add(&r->bad, str_from((const char *)&bad, sizeof(bad)));
}

static void add_account(struct reader *r, struct account *account, size_t line)
{
    const struct str own = account->handle.n ? account->handle : account->name;

    account->id = arena_printf(r->a, "%.*s:%.*s", STR_ARG(account->type), STR_ARG(own));

    const uint32_t place = hashes_find(&r->ids, str_hash(account->id));

    if (place) {
        const size_t first = ((const size_t *)(const void *)r->lines.p)[place - 1];

        buf_addf(&r->complaint, "账号“%.*s”与第 %zu 行重复；同名的不同账号请填写账号标识",
                 STR_ARG(account->id), first);
        return;
    }
    buf_add(&r->accounts, str_from((const char *)account, sizeof(*account)));
    buf_add(&r->lines, str_from((const char *)&line, sizeof(line)));
    hashes_put(&r->ids, str_hash(account->id), (uint32_t)(r->lines.n / sizeof(line)));
}

static enum rc take_row(void *ctx, const struct table_row *row, struct err *err)
{
    struct reader *r = ctx;
    struct account account = { 0 };

    (void)err;
    arena_reset(&r->shreds);
    if (row->fault) {
        add_bad(r, row->line, str_of(row->fault));
        return RC_OK;
    }
    buf_reset(&r->complaint);

    /* In the order of the columns, so complaints stand in that order. */
    account.name = text_of(r, row, C_NAME);
    read_type(r, row, &account);
    account.owner = text_of(r, row, C_OWNER);
    account.region = region_of(r, row);
    account.state = state_of(r, row);
    account.is_main = main_of(r, row);
    account.handle = field_code(row->cells[C_HANDLE], r->a);
    read_source(r, row, &account);
    account.filed_name = text_of(r, row, C_FILED);
    account.download = download_of(r, row);
    read_menu(r, row, &account);
    if (r->complaint.n == 0)
        add_account(r, &account, row->line);
    if (r->complaint.n)
        add_bad(r, row->line, buf_str(&r->complaint));
    return RC_OK;
}

/* ---- accounts of one owner on one platform ---- */

static int by_owner(const void *a, const void *b)
{
    const struct account *const *x = a, *const *y = b;
    int order = str_cmp((*x)->owner, (*y)->owner);

    if (!order)
        order = str_cmp((*x)->platform, (*y)->platform);
    if (!order)
        order = (*y)->is_main - (*x)->is_main;
    return order ? order : (*x > *y) - (*x < *y); /* as in the list */
}

static void find_siblings(struct account *accounts, size_t n, struct arena *a)
{
    const struct account **order = arena_array(a, const struct account *, n);
    size_t n_running = 0;

    for (size_t i = 0; i < n; i++)
        if (accounts[i].state == ACCOUNT_RUNNING)
            order[n_running++] = &accounts[i];
    if (n_running)
        qsort(order, n_running, sizeof(*order), by_owner);
    for (size_t from = 0, to; from < n_running; from = to) {
        for (to = from; to < n_running && str_eq(order[to]->owner, order[from]->owner) &&
                        str_eq(order[to]->platform, order[from]->platform);
             to++)
            ;
        for (size_t i = from; i < to; i++) {
            struct account *one = &accounts[order[i] - accounts];

            one->siblings = order + from;
            one->n_siblings = to - from;
        }
    }
}

/* ---- the file ---- */

enum rc account_file_parse(struct str bytes, struct str folder, struct arena *a,
                           struct account_file *out, struct err *err)
{
    static const struct table_form form = { .columns = columns,
                                            .n_columns = C_N,
                                            .n_required = C_REQUIRED_N,
                                            .key = C_NAME,
                                            .max_rows = ACCOUNTS_MAX };
    AUTO(reader_done) struct reader r = { .a = a, .folder = folder };
    const enum rc rc = table_read(&form, bytes, take_row, &r, err);

    if (rc)
        return rc;

    const size_t n = r.accounts.n / sizeof(struct account);
    const size_t n_bad = r.bad.n / sizeof(struct bad_row);
    struct account *accounts = arena_array(a, struct account, n);
    struct bad_row *bad = arena_array(a, struct bad_row, n_bad);

    if (n)
        memcpy(accounts, r.accounts.p, r.accounts.n);
    if (n_bad)
        memcpy(bad, r.bad.p, r.bad.n);
    find_siblings(accounts, n, a);
    *out = (struct account_file){
        .accounts = { .accounts = accounts, .n = n },
        .bad = bad,
        .n_bad = n_bad,
    };
    return RC_OK;
}

static struct str folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? str_from(path, (size_t)(slash - path)) : (struct str){ 0 };
}

enum rc account_file_read(const char *path, struct arena *a, struct account_file *out,
                          struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    struct err why = { 0 };
    enum rc rc = file_read(path, FILE_BYTES_MAX, &bytes, err);

    if (rc)
        return rc;
    rc = account_file_parse(buf_str(&bytes), folder_of(path), a, out, &why);
    return rc ? err_set(err, rc, "%s：%s", path, why.text) : RC_OK;
}
