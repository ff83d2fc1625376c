#include "base/base.h"

#include "desk/registry_file.h"

#include "base/buf.h"
#include "desk/field.h"
#include "attach/xlsx_read.h"
#include "text/charset.h"
#include "text/csv.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- columns ---- */

enum column {
    C_CODE,
    C_NAME,
    C_HOME,
    C_SPONSOR,
    C_REGION,
    C_TYPE,
    C_STATE,
    C_PUBLIC,
    C_SUPERVISOR,
    C_ICP,
    C_POLICE,
    C_DOMAINS,
    C_PLATFORM,
    C_SERVICE,
    C_N,
    C_REQUIRED_N = C_PUBLIC + 1, /* the first ones are */
};

/* The contract's name, and another that the national system's pages use for the same. */
static const struct {
    const char *name, *other;
} columns[C_N] = {
    [C_CODE] = { "网站标识码", "政府网站标识码" },
    [C_NAME] = { "网站名称", NULL },
    [C_HOME] = { "首页网址", "网站首页网址" },
    [C_SPONSOR] = { "主办单位", "网站主办单位" },
    [C_REGION] = { "行政区划", "行政区划代码" },
    [C_TYPE] = { "网站类型", NULL },
    [C_STATE] = { "状态", "网站状态" },
    [C_PUBLIC] = { "对外服务", "是否对外服务" },
    [C_SUPERVISOR] = { "主管单位", "网站主管单位" },
    [C_ICP] = { "ICP备案号", "ICP备案编号" },
    [C_POLICE] = { "公安备案号", "公安机关备案号" },
    [C_DOMAINS] = { "其他域名", NULL },
    [C_PLATFORM] = { "集约化平台", NULL },
    [C_SERVICE] = { "政务服务链接", NULL },
};

enum {
    HEADER_ROWS_MAX = 10, /* title lines that may stand above the header */
    SHOWN_CHARS = 40,     /* of a wrong value in a message */
    SLOTS = 1 << 19,      /* of the set of codes: more than twice REGISTRY_SITES_MAX */
};
_Static_assert(SLOTS >= 2 * REGISTRY_SITES_MAX, "the set of codes stays half empty");

/* ---- one reading ---- */

struct reader {
    struct arena *a;     /* of the result */
    struct arena shreds; /* of one row */
    size_t at[C_N];      /* where a column stands; STR_NONE: nowhere */
    bool has_header;
    size_t n_looked;      /* rows above the header */
    size_t n_best;        /* required columns in the row that looked most like a header */
    struct str missing;   /* and what it lacked */
    size_t n_rows;        /* below the header, blank ones not counted */
    struct buf sites;     /* of struct site */
    struct buf lines;     /* of size_t, one a site */
    struct buf bad;       /* of struct bad_row */
    struct arena memory;  /* of the slots */
    uint32_t *slots;      /* 1 + index into sites, by hash of the code; 0 = free */
    struct buf complaint; /* about the current row */
};

static void reader_done(struct reader *r)
{
    arena_done(&r->shreds);
    buf_done(&r->sites);
    buf_done(&r->lines);
    buf_done(&r->bad);
    buf_done(&r->complaint);
    arena_done(&r->memory);
}

/* ---- the header ---- */

static bool names_column(struct str cell, enum column c)
{
    return str_eq_nocase(cell, str_of(columns[c].name)) ||
           (columns[c].other && str_eq_nocase(cell, str_of(columns[c].other)));
}

static void find_columns(const struct csv_row *row, struct arena *a, size_t at[C_N])
{
    for (size_t c = 0; c < C_N; c++)
        at[c] = STR_NONE;
    for (size_t i = row->n; i-- > 0;) { /* of two with one name the first counts */
        struct str cell = field_word(row->cells[i], a);

        while (str_ends(cell, STR("*"))) /* "to be filled in" */
            cell.n--;
        if (str_starts(cell, STR("*")))
            cell = str_skip(cell, 1);
        for (size_t c = 0; c < C_N; c++)
            if (names_column(cell, (enum column)c))
                at[c] = i;
    }
}

/* The names of required columns that are nowhere, "、" between them. */
static struct str missing_columns(const size_t at[C_N], struct arena *a, size_t *n_found)
{
    AUTO(buf_done) struct buf names = { 0 };

    *n_found = 0;
    for (size_t c = 0; c < C_REQUIRED_N; c++) {
        if (at[c] != STR_NONE) {
            ++*n_found;
            continue;
        }
        if (names.n)
            buf_add(&names, STR("、"));
        buf_add(&names, str_of(columns[c].name));
    }
    return arena_copy(a, buf_str(&names));
}

static enum rc no_header(const struct reader *r, struct err *err)
{
    if (r->n_looked == 0)
        return err_set(err, RC_SYNTAX, "文件是空的");
    return err_set(err, RC_SYNTAX, "表头缺少以下各列：%.*s", STR_ARG(r->missing));
}

/* The header is the row that names the code column; titles may stand above it. */
static enum rc look_for_header(struct reader *r, const struct csv_row *row, struct err *err)
{
    size_t n_found;

    find_columns(row, &r->shreds, r->at);

    const struct str missing = missing_columns(r->at, r->a, &n_found);

    if (r->n_looked++ == 0 || n_found > r->n_best) {
        r->n_best = n_found;
        r->missing = missing;
    }
    if (n_found == C_REQUIRED_N)
        r->has_header = true;
    else if (r->at[C_CODE] != STR_NONE || r->n_looked == HEADER_ROWS_MAX)
        return no_header(r, err);
    return RC_OK;
}

/* ---- one row ---- */

static void complain(struct reader *r, enum column c, struct str value, const char *why)
{
    if (r->complaint.n)
        buf_add(&r->complaint, STR("；"));
    buf_add(&r->complaint, str_of(columns[c].name));
    if (str_is_empty(value)) {
        buf_add(&r->complaint, STR("没有填写"));
        return;
    }

    const struct str shown = str_head_chars(value, SHOWN_CHARS);

    buf_addf(&r->complaint, "“%.*s%s”%s", STR_ARG(shown), shown.n < value.n ? "…" : "", why);
}

static struct str cell_of(const struct reader *r, const struct csv_row *row, enum column c)
{
    return r->at[c] < row->n ? row->cells[r->at[c]] : (struct str){ 0 };
}

static struct str text_of(struct reader *r, const struct csv_row *row, enum column c)
{
    const struct str text = field_text(cell_of(r, row, c), r->a);

    if (str_is_empty(text) && c < C_REQUIRED_N)
        complain(r, c, text, "");
    return text;
}

/* ^(\d{10}|bm\d{8})$ */
static struct str code_of(struct reader *r, const struct csv_row *row)
{
    const struct str value = field_code(cell_of(r, row, C_CODE), &r->shreds);
    const struct str tail = str_skip(value, 2);

    if (field_is_digits(value, 10))
        return arena_copy(r->a, value);
    if (str_starts_nocase(value, STR("bm")) && field_is_digits(tail, 8))
        return arena_join(r->a, STR("bm"), tail);
    if (str_find_nocase(value, STR("e+")) != STR_NONE)
        complain(r, C_CODE, value,
                 "被表格软件改成了科学记数，位数已丢失，请把该列设为文本后重新填写");
    else
        complain(r, C_CODE, value, "不符合格式，应为 10 位数字，或 bm 加 8 位数字");
    return (struct str){ 0 };
}

static struct str home_of(struct reader *r, const struct csv_row *row)
{
    const struct str value = field_text(cell_of(r, row, C_HOME), r->a);
    struct str url = { 0 };

    if (!field_url(value, r->a, &url))
        complain(r, C_HOME, value, "不是网址，应以 http:// 或 https:// 开头并带有域名");
    return url;
}

/* One that is no URL stays as it is written: the check of service links judges it. */
static struct str service_of(struct reader *r, const struct csv_row *row)
{
    const struct str value = field_text(cell_of(r, row, C_SERVICE), r->a);
    struct str url;

    return field_url(value, r->a, &url) ? url : value;
}

static struct str region_of(struct reader *r, const struct csv_row *row)
{
    const struct str value = field_code(cell_of(r, row, C_REGION), r->a);

    if (!field_is_digits(value, 6))
        complain(r, C_REGION, value, "不符合格式，应为 6 位数字");
    return value;
}

static enum site_type type_of(struct reader *r, const struct csv_row *row)
{
    const struct str value = field_word(cell_of(r, row, C_TYPE), r->a);
    const enum site_type type = site_type_of(value);

    if (type == SITE_TYPE_NONE)
        complain(r, C_TYPE, value, "不是规定的类型，应为政府门户网站、部门网站或专项网站");
    return type;
}

static enum site_state state_of(struct reader *r, const struct csv_row *row)
{
    const struct str value = field_word(cell_of(r, row, C_STATE), r->a);
    const enum site_state state = site_state_of(value);

    if (state == SITE_STATE_NONE)
        complain(r, C_STATE, value, "不是规定的状态，应为运行、申请关停或已关停");
    return state;
}

static bool public_of(struct reader *r, const struct csv_row *row)
{
    const struct str value = field_word(cell_of(r, row, C_PUBLIC), r->a);
    const bool is_yes = str_eq(value, STR("是"));

    if (!is_yes && !str_eq(value, STR("否")))
        complain(r, C_PUBLIC, value, "应为是或否");
    return is_yes;
}

static const struct site *site_at(const struct reader *r, size_t i)
{
    return (const struct site *)(const void *)r->sites.p + i;
}

/* The slot of a code: taken by the site that has it, or free. */
static uint32_t *slot_of(struct reader *r, struct str code)
{
    size_t i = str_hash(code) % SLOTS;

    while (r->slots[i] && !str_eq(site_at(r, r->slots[i] - 1)->code, code))
        i = (i + 1) % SLOTS;
    return &r->slots[i];
}

static void add_bad(struct reader *r, size_t line, struct str reason)
{
    const struct bad_row bad = { .line = line, .reason = arena_copy(r->a, reason) };

    buf_add(&r->bad, str_from((const char *)&bad, sizeof(bad)));
}

static void add_site(struct reader *r, const struct site *site, size_t line)
{
    uint32_t *slot = slot_of(r, site->code);

    if (*slot) {
        const size_t first = ((const size_t *)(const void *)r->lines.p)[*slot - 1];

        buf_addf(&r->complaint, "网站标识码“%.*s”与第 %zu 行重复，每个网站只能有一行",
                 STR_ARG(site->code), first);
        return;
    }
    buf_add(&r->sites, str_from((const char *)site, sizeof(*site)));
    buf_add(&r->lines, str_from((const char *)&line, sizeof(line)));
    *slot = (uint32_t)(r->sites.n / sizeof(*site));
}

static bool is_blank_row(const struct csv_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (!str_is_empty(str_trim(row->cells[i])))
            return false;
    return !row->fault;
}

static enum rc take_row(void *ctx, const struct csv_row *row, struct err *err)
{
    struct reader *r = ctx;

    if (is_blank_row(row))
        return RC_OK;
    arena_reset(&r->shreds);
    if (!r->has_header)
        return look_for_header(r, row, err);
    if (++r->n_rows > REGISTRY_SITES_MAX)
        return err_set(err, RC_LIMIT, "超过 %d 行", REGISTRY_SITES_MAX);
    if (row->fault) {
        add_bad(r, row->line, str_of(row->fault));
        return RC_OK;
    }
    buf_reset(&r->complaint);

    /* Evaluated in the order of the columns, so complaints stand in that order. */
    struct site site = { .code = code_of(r, row) };

    site.name = text_of(r, row, C_NAME);
    site.home = home_of(r, row);
    site.sponsor = text_of(r, row, C_SPONSOR);
    site.region = region_of(r, row);
    site.type = type_of(r, row);
    site.state = state_of(r, row);
    site.serves_public = public_of(r, row);
    site.supervisor = text_of(r, row, C_SUPERVISOR);
    site.icp = text_of(r, row, C_ICP);
    site.police = text_of(r, row, C_POLICE);
    site.domains = field_domains(cell_of(r, row, C_DOMAINS), r->a);
    site.platform = text_of(r, row, C_PLATFORM);
    site.service_link = service_of(r, row);
    if (r->complaint.n == 0)
        add_site(r, &site, row->line);
    if (r->complaint.n)
        add_bad(r, row->line, buf_str(&r->complaint));
    return RC_OK;
}

/* ---- the file ---- */

static enum rc read_csv(struct reader *r, struct str bytes, struct err *err)
{
    AUTO(arena_done) struct arena text_arena = { 0 };
    AUTO(arena_done) struct arena row_arena = { 0 };
    const struct charset_guess guess = charset_detect(bytes, (struct str){ 0 });
    /* Short lists are too little text to tell Big5 by: what is not Unicode is GB18030. */
    const bool is_unicode = guess.name && str_starts(str_of(guess.name), STR("utf-"));
    const char *name = is_unicode ? guess.name : "gb18030";
    const struct str body = str_skip(bytes, is_unicode ? guess.bom : 0);
    size_t n_bad = 0;
    struct csv csv = csv_of(charset_to_utf8(body, name, &text_arena, &n_bad));
    struct csv_row row;
    enum rc rc = RC_OK;

    while (!rc && csv_next(&csv, &row_arena, &row)) {
        rc = take_row(r, &row, err);
        arena_reset(&row_arena);
    }
    return rc;
}

enum rc registry_file_parse_sites(struct str bytes, struct arena *a, struct registry_file *out,
                                  struct err *err)
{
    AUTO(reader_done) struct reader r = { .a = a };
    enum rc rc;

    r.slots = arena_array(&r.memory, uint32_t, SLOTS);
    if (str_starts(bytes, STR("\xd0\xcf\x11\xe0")))
        return err_set(err, RC_SYNTAX,
                       "是旧式 .xls 文件或加了密码的 .xlsx 文件，请另存为不加密的 .xlsx 或 CSV");
    if (str_starts(bytes, STR("PK\x03\x04")))
        rc = xlsx_read(bytes, take_row, &r, err);
    else
        rc = read_csv(&r, bytes, err);
    if (!rc && !r.has_header)
        rc = no_header(&r, err);
    if (rc)
        return rc;

    const size_t n_sites = r.sites.n / sizeof(struct site);
    const size_t n_bad = r.bad.n / sizeof(struct bad_row);
    struct site *sites = arena_array(a, struct site, n_sites);
    struct bad_row *bad = arena_array(a, struct bad_row, n_bad);

    if (n_sites)
        memcpy(sites, r.sites.p, r.sites.n);
    if (n_bad)
        memcpy(bad, r.bad.p, r.bad.n);
    *out = (struct registry_file){
        .sites = { .sites = sites, .n = n_sites },
        .bad = bad,
        .n_bad = n_bad,
    };
    return RC_OK;
}

static void file_closep(FILE **f)
{
    if (*f)
        (void)fclose(*f);
}

static enum rc read_file(const char *path, struct buf *bytes, struct err *err)
{
    AUTO(file_closep) FILE *f = fopen(path, "rb");
    size_t n;

    if (!f)
        return err_set(err, RC_IO, "%s：无法打开（%s）", path, strerror(errno));
    do {
        char *room = buf_room(bytes, 64 << 10);

        if (!room)
            return err_set(err, RC_LIMIT, "%s：超过 %d MB", path, REGISTRY_BYTES_MAX >> 20);
        n = fread(room, 1, 64 << 10, f);
        bytes->n += n;
    } while (n);
    if (ferror(f))
        return err_set(err, RC_IO, "%s：读取失败（%s）", path, strerror(errno));
    return RC_OK;
}

enum rc registry_file_read_sites(const char *path, struct arena *a, struct registry_file *out,
                                 struct err *err)
{
    AUTO(buf_done) struct buf bytes = { .max = REGISTRY_BYTES_MAX + (64 << 10) };
    struct err why = { 0 };
    enum rc rc = read_file(path, &bytes, err);

    if (rc)
        return rc;
    rc = registry_file_parse_sites(buf_str(&bytes), a, out, &why);
    return rc ? err_set(err, rc, "%s：%s", path, why.text) : RC_OK;
}
