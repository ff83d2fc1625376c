#include "base/base.h"

#include "desk/registry_file.h"

#include "attach/table_read.h"
#include "base/buf.h"
#include "base/file.h"
#include "desk/field.h"
#include "text/field.h"

#include <string.h>

/* ---- columns ---- */

enum { REQUIRED_N = SITE_PUBLIC + 1 }; /* the first ones are */

/* The contract's name, and another that the national system's pages use for the same. */
static const struct table_column columns[SITE_FIELD_N] = {
    [SITE_CODE] = { "网站标识码", "政府网站标识码" },
    [SITE_NAME] = { "网站名称", NULL },
    [SITE_HOME] = { "首页网址", "网站首页网址" },
    [SITE_SPONSOR] = { "主办单位", "网站主办单位" },
    [SITE_REGION] = { "行政区划", "行政区划代码" },
    [SITE_TYPE] = { "网站类型", NULL },
    [SITE_STATE] = { "状态", "网站状态" },
    [SITE_PUBLIC] = { "对外服务", "是否对外服务" },
    [SITE_SUPERVISOR] = { "主管单位", "网站主管单位" },
    [SITE_ICP] = { "ICP备案号", "ICP备案编号" },
    [SITE_POLICE] = { "公安备案号", "公安机关备案号" },
    [SITE_DOMAINS] = { "其他域名", NULL },
    [SITE_PLATFORM] = { "集约化平台", NULL },
    [SITE_SERVICE] = { "政务服务链接", NULL },
};

enum { SLOTS = 1 << 19 /* of the set of codes: more than twice REGISTRY_SITES_MAX */ };
_Static_assert(SLOTS >= 2 * REGISTRY_SITES_MAX, "the set of codes stays half empty");

/* ---- one reading ---- */

struct reader {
    struct arena *a;      /* of the result */
    struct arena shreds;  /* of one row */
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

/* ---- one row ---- */

static void complain(struct reader *r, enum site_field c, struct str value, const char *why)
{
    complaint_add(&r->complaint, columns[c].name, value, why);
}

static struct str text_of(struct reader *r, const struct table_row *row, enum site_field c)
{
    const struct str text = field_text(row->cells[c], r->a);

    if (str_is_empty(text) && (int)c < REQUIRED_N)
        complain(r, c, text, "");
    return text;
}

/* ^(\d{10}|bm\d{8})$ */
static struct str code_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_code(row->cells[SITE_CODE], &r->shreds);
    const struct str tail = str_skip(value, 2);

    if (field_is_digits(value, 10))
        return arena_copy(r->a, value);
    if (str_starts_nocase(value, STR("bm")) && field_is_digits(tail, 8))
        return arena_join(r->a, STR("bm"), tail);
    if (str_find_nocase(value, STR("e+")) != STR_NONE)
        complain(r, SITE_CODE, value,
                 "被表格软件改成了科学记数，位数已丢失，请把该列设为文本后重新填写");
    else
        complain(r, SITE_CODE, value, "不符合格式，应为 10 位数字，或 bm 加 8 位数字");
    return (struct str){ 0 };
}

static struct str home_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_text(row->cells[SITE_HOME], r->a);
    struct str url = { 0 };

    if (!field_url(value, r->a, &url))
        complain(r, SITE_HOME, value, "不是网址，应以 http:// 或 https:// 开头并带有域名");
    return url;
}

/* One that is no URL stays as it is written: the check of service links judges it. */
static struct str service_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_text(row->cells[SITE_SERVICE], r->a);
    struct str url;

    return field_url(value, r->a, &url) ? url : value;
}

static struct str region_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_code(row->cells[SITE_REGION], r->a);

    if (!field_is_digits(value, 6))
        complain(r, SITE_REGION, value, "不符合格式，应为 6 位数字");
    return value;
}

static enum site_type type_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_word(row->cells[SITE_TYPE], r->a);
    const enum site_type type = site_type_of(value);

    if (type == SITE_TYPE_NONE)
        complain(r, SITE_TYPE, value, "不是规定的类型，应为政府门户网站、部门网站或专项网站");
    return type;
}

static enum site_state state_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_word(row->cells[SITE_STATE], r->a);
    const enum site_state state = site_state_of(value);

    if (state == SITE_STATE_NONE)
        complain(r, SITE_STATE, value, "不是规定的状态，应为运行、申请关停或已关停");
    return state;
}

static bool public_of(struct reader *r, const struct table_row *row)
{
    const struct str value = field_word(row->cells[SITE_PUBLIC], r->a);
    const bool is_yes = str_eq(value, STR("是"));

    if (!is_yes && !str_eq(value, STR("否")))
        complain(r, SITE_PUBLIC, value, "应为是或否");
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

static enum rc take_row(void *ctx, const struct table_row *row, struct err *err)
{
    struct reader *r = ctx;

    (void)err;
    arena_reset(&r->shreds);
    if (row->fault) {
        add_bad(r, row->line, str_of(row->fault));
        return RC_OK;
    }
    buf_reset(&r->complaint);

    /* Evaluated in the order of the columns, so complaints stand in that order. */
    struct site site = { .code = code_of(r, row) };

    site.name = text_of(r, row, SITE_NAME);
    site.home = home_of(r, row);
    site.sponsor = text_of(r, row, SITE_SPONSOR);
    site.region = region_of(r, row);
    site.type = type_of(r, row);
    site.state = state_of(r, row);
    site.serves_public = public_of(r, row);
    site.supervisor = text_of(r, row, SITE_SUPERVISOR);
    site.icp = text_of(r, row, SITE_ICP);
    site.police = text_of(r, row, SITE_POLICE);
    site.domains = field_domains(row->cells[SITE_DOMAINS], r->a);
    site.platform = text_of(r, row, SITE_PLATFORM);
    site.service_link = service_of(r, row);
    if (r->complaint.n == 0)
        add_site(r, &site, row->line);
    if (r->complaint.n)
        add_bad(r, row->line, buf_str(&r->complaint));
    return RC_OK;
}

enum rc registry_file_check_site(const struct str cells[SITE_FIELD_N], struct arena *a,
                                 struct site *out, struct err *err)
{
    const struct table_row row = { .line = 1, .cells = cells };
    AUTO(reader_done) struct reader r = { .a = a };
    enum rc rc;

    r.slots = arena_array(&r.memory, uint32_t, SLOTS);
    if ((rc = take_row(&r, &row, err)))
        return rc;
    if (r.sites.n == 0)
        return err_set(err, RC_SYNTAX, "%.*s", STR_ARG(buf_str(&r.complaint)));
    *out = *site_at(&r, 0);
    return RC_OK;
}

/* ---- the file ---- */

enum rc registry_file_parse_sites(struct str bytes, struct arena *a, struct registry_file *out,
                                  struct err *err)
{
    static const struct table_form form = { .columns = columns,
                                            .n_columns = SITE_FIELD_N,
                                            .n_required = REQUIRED_N,
                                            .key = SITE_CODE,
                                            .max_rows = REGISTRY_SITES_MAX };
    AUTO(reader_done) struct reader r = { .a = a };
    enum rc rc;

    r.slots = arena_array(&r.memory, uint32_t, SLOTS);
    if ((rc = table_read(&form, bytes, take_row, &r, err)))
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

enum rc registry_file_read_sites(const char *path, struct arena *a, struct registry_file *out,
                                 struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    struct err why = { 0 };
    enum rc rc = file_read(path, REGISTRY_BYTES_MAX, &bytes, err);

    if (rc)
        return rc;
    rc = registry_file_parse_sites(buf_str(&bytes), a, out, &why);
    return rc ? err_set(err, rc, "%s：%s", path, why.text) : RC_OK;
}
