#include "base/base.h"

#include "desk/list_file.h"

#include "attach/table_read.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hashes.h"
#include "desk/account_file.h"
#include "desk/field.h"
#include "text/csv_write.h"
#include "text/field.h"

/* ---- cells ---- */

/* What is meant by a cell. *why: what is wrong with it, when something is; the result is then what
 * a complaint shows. An empty result of a required field is a fault anyway. */
typedef struct str clean_fn(struct str cell, struct arena *a, const char **why);

static struct str clean_text(struct str cell, struct arena *a, const char **why)
{
    (void)why;
    return field_text(cell, a);
}

/* ^(\d{10}|bm\d{8})$ */
static struct str clean_site_code(struct str cell, struct arena *a, const char **why)
{
    const struct str value = field_code(cell, a);
    const struct str tail = str_skip(value, 2);

    if (field_is_digits(value, 10))
        return value;
    if (str_starts_nocase(value, STR("bm")) && field_is_digits(tail, 8))
        return arena_join(a, STR("bm"), tail);
    *why = str_find_nocase(value, STR("e+")) != STR_NONE
               ? "被表格软件改成了科学记数，位数已丢失，请把该列设为文本后重新填写"
               : "不符合格式，应为 10 位数字，或 bm 加 8 位数字";
    return value;
}

static struct str clean_url(struct str cell, struct arena *a, const char **why)
{
    struct str value = field_text(cell, a);

    if (!field_url(value, a, &value))
        *why = "不是网址，应以 http:// 或 https:// 开头并带有域名";
    return value;
}

/* One that is no URL stays as it is written: a check judges it. */
static struct str clean_link(struct str cell, struct arena *a, const char **why)
{
    struct str value = field_text(cell, a);

    (void)why;
    (void)!field_url(value, a, &value);
    return value;
}

static struct str clean_region(struct str cell, struct arena *a, const char **why)
{
    const struct str value = field_code(cell, a);

    if (!field_is_digits(value, 6))
        *why = "不符合格式，应为 6 位数字";
    return value;
}

static struct str clean_site_type(struct str cell, struct arena *a, const char **why)
{
    const struct str value = field_word(cell, a);

    if (site_type_of(value) == SITE_TYPE_NONE)
        *why = "不是规定的类型，应为政府门户网站、部门网站或专项网站";
    return value;
}

static struct str clean_site_state(struct str cell, struct arena *a, const char **why)
{
    const struct str value = field_word(cell, a);

    if (site_state_of(value) == SITE_STATE_NONE)
        *why = "不是规定的状态，应为运行、申请关停或已关停";
    return value;
}

static struct str clean_account_state(struct str cell, struct arena *a, const char **why)
{
    const struct str value = field_word(cell, a);

    if (account_state_of(value) == ACCOUNT_STATE_NONE)
        *why = "不是规定的状态，应为运行、申请注销或已注销";
    return value;
}

static struct str clean_account_type(struct str cell, struct arena *a, const char **why)
{
    struct str value = field_word(cell, a), platform;

    if (!account_type_of(value, &value, &platform))
        *why = "不是规定的类型，其他平台应写作“其他+平台名称”";
    return value;
}

static struct str clean_flag(struct str cell, struct arena *a, const char **why)
{
    const struct str value = field_word(cell, a);

    if (!str_eq(value, STR("是")) && !str_eq(value, STR("否")))
        *why = "应为是或否";
    return value;
}

static struct str clean_domains(struct str cell, struct arena *a, const char **why)
{
    (void)why;
    return field_domains(cell, a);
}

/* Until nothing is taken off it any more: read once again it makes the same id. */
static struct str clean_handle(struct str cell, struct arena *a, const char **why)
{
    struct str value = field_code(cell, a), again = field_code(value, a);

    (void)why;
    for (; !str_eq(value, again); again = field_code(value, a))
        value = again;
    return value;
}

/* A scheme makes it a URL; all else is the name of a file. */
static struct str clean_source(struct str cell, struct arena *a, const char **why)
{
    struct str value = field_text(cell, a);

    if (str_has(value, STR("://")) && !field_url(value, a, &value))
        *why = "不是网址，应以 http:// 或 https:// 开头，或者是文件名";
    return value;
}

static struct str clean_menu(struct str cell, struct arena *a, const char **why)
{
    AUTO(arena_done) struct arena shreds = { 0 };
    const struct str value = arena_copy(a, str_trim(cell));
    struct menu_entry *menu = NULL;
    struct err err = { 0 };
    size_t n;

    if (value.n && account_menu_parse(value, &shreds, &menu, &n, &err))
        *why = arena_printf(a, "不是菜单的 JSON（%s）", err.text).p;
    return value;
}

/* ---- the two lists ---- */

static struct str site_id(const struct str *values, struct arena *a)
{
    (void)a;
    return values[SITE_CODE];
}

/* Slashes are made wide: an id is one part of a path. */
static struct str account_id(const struct str *values, struct arena *a)
{
    const struct str own = values[ACCOUNT_HANDLE].n ? values[ACCOUNT_HANDLE] : values[ACCOUNT_NAME];
    const struct str id = arena_printf(a, "%.*s:%.*s", STR_ARG(values[ACCOUNT_TYPE]), STR_ARG(own));
    AUTO(buf_done) struct buf out = { 0 };

    if (str_chr(id, '/') == STR_NONE && str_chr(id, '\\') == STR_NONE)
        return id;
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] == '/')
            buf_add(&out, STR("／"));
        else if (id.p[i] == '\\')
            buf_add(&out, STR("＼"));
        else
            buf_add_char(&out, id.p[i]);
    return arena_copy(a, buf_str(&out));
}

static const struct list {
    clean_fn *clean[REGISTRY_FIELDS_MAX];
    struct str (*id)(const struct str *values, struct arena *a);
    size_t key;                  /* the column by which a header is known */
    const char *id_title, *once; /* of a second row with one id */
} lists[REGISTRY_KINDS_N] = {
    [REGISTRY_SITES] = { .clean = { [SITE_CODE] = clean_site_code,
                                    [SITE_HOME] = clean_url,
                                    [SITE_REGION] = clean_region,
                                    [SITE_TYPE] = clean_site_type,
                                    [SITE_STATE] = clean_site_state,
                                    [SITE_PUBLIC] = clean_flag,
                                    [SITE_DOMAINS] = clean_domains,
                                    [SITE_SERVICE] = clean_link },
                         .id = site_id,
                         .key = SITE_CODE,
                         .id_title = "网站标识码",
                         .once = "，每个网站只能有一行" },
    [REGISTRY_ACCOUNTS] = { .clean = { [ACCOUNT_TYPE] = clean_account_type,
                                       [ACCOUNT_REGION] = clean_region,
                                       [ACCOUNT_STATE] = clean_account_state,
                                       [ACCOUNT_MAIN] = clean_flag,
                                       [ACCOUNT_HANDLE] = clean_handle,
                                       [ACCOUNT_SOURCE] = clean_source,
                                       [ACCOUNT_DOWNLOAD] = clean_link,
                                       [ACCOUNT_MENU] = clean_menu },
                            .id = account_id,
                            .key = ACCOUNT_NAME,
                            .id_title = "账号",
                            .once = "；同名的不同账号请填写账号标识" },
};

/* ---- one reading ---- */

struct reader {
    enum registry_kind kind;
    struct arena *a;      /* of the result */
    struct buf rows;      /* of struct registry_row */
    struct buf lines;     /* of size_t, one a row */
    struct buf bad;       /* of struct bad_row */
    struct hashes ids;    /* hash of the id -> place + 1 */
    struct buf complaint; /* about the current row */
};

static void reader_done(struct reader *r)
{
    buf_done(&r->rows);
    buf_done(&r->lines);
    buf_done(&r->bad);
    hashes_done(&r->ids);
    buf_done(&r->complaint);
}

/* In the order of the columns, so complaints stand in that order. */
static struct registry_row read_row(struct reader *r, const struct str *cells)
{
    const struct registry_form *form = registry_form(r->kind);
    struct registry_row row = { .kind = r->kind };

    buf_reset(&r->complaint);
    for (size_t i = 0; i < form->n_fields; i++) {
        clean_fn *clean = lists[r->kind].clean[i];
        const char *why = NULL;
        const struct str value = (clean ? clean : clean_text)(csv_meant(cells[i]), r->a, &why);

        if (why || (i < form->n_required && !value.n))
            complaint_add(&r->complaint, form->fields[i].title, value, why ? why : "");
        row.values[i] = value;
    }
    if (r->complaint.n == 0)
        row.id = lists[r->kind].id(row.values, r->a);
    return row;
}

static void add_row(struct reader *r, const struct registry_row *row, size_t line)
{
    const struct list *list = &lists[r->kind];
    const uint32_t place = hashes_find(&r->ids, str_hash(row->id));

    if (place) {
        const size_t first = ((const size_t *)(const void *)r->lines.p)[place - 1];

        buf_addf(&r->complaint, "%s“%.*s”与第 %zu 行重复%s", list->id_title, STR_ARG(row->id),
                 first, list->once);
        return;
    }
    buf_add(&r->rows, str_from((const char *)row, sizeof(*row)));
    buf_add(&r->lines, str_from((const char *)&line, sizeof(line)));
    hashes_put(&r->ids, str_hash(row->id), (uint32_t)(r->lines.n / sizeof(line)));
}

static void add_bad(struct reader *r, size_t line, struct str reason)
{
    const struct bad_row bad = { .line = line, .reason = arena_copy(r->a, reason) };

    buf_add(&r->bad, str_from((const char *)&bad, sizeof(bad)));
}

static enum rc take_row(void *ctx, const struct table_row *cells, struct err *err)
{
    struct reader *r = ctx;

    (void)err;
    if (cells->fault) {
        add_bad(r, cells->line, str_of(cells->fault));
        return RC_OK;
    }

    const struct registry_row row = read_row(r, cells->cells);

    if (r->complaint.n == 0)
        add_row(r, &row, cells->line);
    if (r->complaint.n)
        add_bad(r, cells->line, buf_str(&r->complaint));
    return RC_OK;
}

enum rc list_file_check(enum registry_kind kind, const struct str *cells, struct arena *a,
                        struct registry_row *out, struct err *err)
{
    AUTO(reader_done) struct reader r = { .kind = kind, .a = a };
    const struct registry_row row = read_row(&r, cells);

    if (r.complaint.n)
        return err_set(err, RC_SYNTAX, "%.*s", STR_ARG(buf_str(&r.complaint)));
    *out = row;
    return RC_OK;
}

/* ---- the file ---- */

enum rc list_file_parse(enum registry_kind kind, struct str bytes, struct arena *a,
                        struct list_file *out, struct err *err)
{
    const struct registry_form *form = registry_form(kind);
    struct table_column columns[REGISTRY_FIELDS_MAX];
    const struct table_form table = { .columns = columns,
                                      .n_columns = form->n_fields,
                                      .n_required = form->n_required,
                                      .key = lists[kind].key,
                                      .max_rows = LIST_ROWS_MAX };
    AUTO(reader_done) struct reader r = { .kind = kind, .a = a };
    enum rc rc;

    for (size_t i = 0; i < form->n_fields; i++)
        columns[i] = (struct table_column){ form->fields[i].title, form->fields[i].other };
    if ((rc = table_read(&table, bytes, take_row, &r, err)))
        return rc;
    *out = (struct list_file){
        .rows = (const void *)arena_copy(a, buf_str(&r.rows)).p,
        .n = r.rows.n / sizeof(struct registry_row),
        .bad = (const void *)arena_copy(a, buf_str(&r.bad)).p,
        .n_bad = r.bad.n / sizeof(struct bad_row),
    };
    return RC_OK;
}

enum rc list_file_read(enum registry_kind kind, const char *path, struct arena *a,
                       struct list_file *out, struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    struct err why = { 0 };
    enum rc rc = file_read(path, LIST_BYTES_MAX, &bytes, err);

    if (rc)
        return rc;
    rc = list_file_parse(kind, buf_str(&bytes), a, out, &why);
    return rc ? err_set(err, rc, "%s：%s", path, why.text) : RC_OK;
}

struct site_list list_file_sites(const struct list_file *f, struct arena *a)
{
    struct site *sites = arena_array(a, struct site, f->n);

    for (size_t i = 0; i < f->n; i++)
        sites[i] = site_of_row(&f->rows[i]);
    return (struct site_list){ .sites = sites, .n = f->n };
}
