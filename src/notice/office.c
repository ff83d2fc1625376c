#include "base/base.h"

#include "notice/office.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/yaml_file.h"
#include "check/check.h"
#include "judge/indicator.h"
#include "notice/rate.h"
#include "office/notice_word.h"

#include <cyaml/cyaml.h>
#include <inttypes.h>
#include <stddef.h>

/* ---- the file as it stands ------------------------------------------------------------------- */

struct file_phrase {
    char *check, *text;
};

struct file_heading {
    char *title;
    struct file_phrase *problems;
    unsigned problems_count;
};

struct file_demand {
    char *title, *text;
};

struct file {
    int64_t format, decimals, names;
    char *issuer, *head, *number, *area, *work, *addressees, *deadline, *recipient, *contact, *date,
        *problems, *rate;
    char **basis;
    unsigned basis_count;
    struct file_heading *headings;
    unsigned headings_count;
    struct file_demand *demands;
    unsigned demands_count;
};

enum { TEXT_BYTES_MAX = 6000, MAYBE = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL };

#define TEXT(type, name)                                                                           \
    CYAML_FIELD_STRING_PTR(#name, CYAML_FLAG_POINTER, type, name, 1, TEXT_BYTES_MAX)
#define MAYBE_TEXT(name) CYAML_FIELD_STRING_PTR(#name, MAYBE, struct file, name, 0, TEXT_BYTES_MAX)

static const cyaml_schema_value_t basis_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, TEXT_BYTES_MAX),
};

static const cyaml_schema_field_t phrase_fields[] = {
    TEXT(struct file_phrase, check),
    TEXT(struct file_phrase, text),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t phrase_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_phrase, phrase_fields),
};

static const cyaml_schema_field_t heading_fields[] = {
    TEXT(struct file_heading, title),
    CYAML_FIELD_SEQUENCE("problems", CYAML_FLAG_POINTER, struct file_heading, problems,
                         &phrase_schema, 1, OFFICE_PHRASES_MAX),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t heading_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_heading, heading_fields),
};

static const cyaml_schema_field_t demand_fields[] = {
    TEXT(struct file_demand, title),
    TEXT(struct file_demand, text),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t demand_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_demand, demand_fields),
};

static const cyaml_schema_field_t file_fields[] = {
    CYAML_FIELD_INT("format", CYAML_FLAG_DEFAULT, struct file, format),
    CYAML_FIELD_INT("decimals", CYAML_FLAG_OPTIONAL, struct file, decimals),
    CYAML_FIELD_INT("names", CYAML_FLAG_OPTIONAL, struct file, names),
    MAYBE_TEXT(issuer),
    MAYBE_TEXT(head),
    MAYBE_TEXT(number),
    MAYBE_TEXT(area),
    MAYBE_TEXT(work),
    MAYBE_TEXT(addressees),
    MAYBE_TEXT(deadline),
    MAYBE_TEXT(recipient),
    MAYBE_TEXT(contact),
    MAYBE_TEXT(date),
    MAYBE_TEXT(problems),
    MAYBE_TEXT(rate),
    CYAML_FIELD_SEQUENCE("basis", MAYBE, struct file, basis, &basis_schema, 0, OFFICE_LIST_MAX),
    CYAML_FIELD_SEQUENCE("headings", MAYBE, struct file, headings, &heading_schema, 0,
                         OFFICE_LIST_MAX),
    CYAML_FIELD_SEQUENCE("demands", MAYBE, struct file, demands, &demand_schema, 0,
                         OFFICE_LIST_MAX),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t file_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct file, file_fields),
};

/* ---- what must be true of it ----------------------------------------------------------------- */

struct reader {
    const char *path;
    struct str text;
    struct arena *a;
    struct err *err;
};

/* The line of the n-th place where the word stands; 1 when it stands nowhere. */
static size_t line_of(struct str text, struct str word, size_t nth)
{
    struct str line;

    for (size_t n = 1; str_line(&text, &line); n++)
        if (str_has(line, word) && nth-- <= 1)
            return n;
    return 1;
}

static enum rc wrong(const struct reader *r, struct str word, size_t nth, const char *reason)
{
    return err_set(r->err, RC_SYNTAX, "%s:%zu：%s", r->path, line_of(r->text, word, nth), reason);
}

static bool is_in(const struct office_heading *headings, size_t n, struct str check)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < headings[i].n_phrases; k++)
            if (str_eq(headings[i].phrases[k].check, check))
                return true;
    return false;
}

static bool tells_bad(const struct file *f)
{
    return f->rate && str_eq(str_of(f->rate), STR("不合格率"));
}

static enum rc check_numbers(const struct reader *r, const struct file *f)
{
    if (f->format != 1)
        return wrong(r, STR("format"), 1, "format 只能是 1");
    if (f->decimals < 0 || f->decimals > RATE_DECIMALS_MAX)
        return wrong(r, STR("decimals"), 1, "decimals 只能是 0 到 2");
    if (f->names < 0 || f->names > OFFICE_LIST_MAX)
        return wrong(r, STR("names"), 1, "names 只能是 0 到 50");
    if (f->rate && *f->rate && !str_eq(str_of(f->rate), STR("合格率")) && !tells_bad(f))
        return wrong(r, STR("rate"), 1, "rate 只能是 合格率 或 不合格率");
    return RC_OK;
}

/* ---- into our own structs -------------------------------------------------------------------- */

static struct str keep(const struct reader *r, const char *text)
{
    return arena_copy(r->a, str_trim(str_of(text)));
}

static enum rc take_headings(const struct reader *r, const struct file *f,
                             struct office_heading *out)
{
    for (size_t i = 0; i < f->headings_count; i++) {
        const struct file_heading *h = &f->headings[i];
        struct office_phrase *phrases = arena_array(r->a, struct office_phrase, h->problems_count);

        out[i] = (struct office_heading){ .title = keep(r, h->title), .phrases = phrases };
        for (size_t k = 0; k < h->problems_count; k++) {
            const struct str check = keep(r, h->problems[k].check);

            if (!check_find(check))
                return wrong(r, check, 1, "没有这个检查项");
            if (is_in(out, i + 1, check))
                return wrong(r, check, 2, "检查项重复");
            phrases[k] = (struct office_phrase){ check, keep(r, h->problems[k].text) };
            out[i].n_phrases++;
        }
    }
    return RC_OK;
}

static enum rc take(const struct reader *r, const struct file *f, struct office *out)
{
    struct office_heading *headings = arena_array(r->a, struct office_heading, f->headings_count);
    struct office_demand *demands = arena_array(r->a, struct office_demand, f->demands_count);
    struct str *basis = arena_array(r->a, struct str, f->basis_count);
    enum rc rc = check_numbers(r, f);

    if (rc == RC_OK)
        rc = take_headings(r, f, headings);
    if (rc)
        return rc;
    for (size_t i = 0; i < f->demands_count; i++)
        demands[i] =
            (struct office_demand){ keep(r, f->demands[i].title), keep(r, f->demands[i].text) };
    for (size_t i = 0; i < f->basis_count; i++)
        basis[i] = keep(r, f->basis[i]);
    *out = (struct office){
        .issuer = keep(r, f->issuer),
        .head = keep(r, f->head),
        .number = keep(r, f->number),
        .area = keep(r, f->area),
        .work = keep(r, f->work),
        .addressees = keep(r, f->addressees),
        .deadline = keep(r, f->deadline),
        .recipient = keep(r, f->recipient),
        .contact = keep(r, f->contact),
        .date = keep(r, f->date),
        .problems = keep(r, f->problems),
        .basis = basis,
        .n_basis = f->basis_count,
        .headings = headings,
        .n_headings = f->headings_count,
        .demands = demands,
        .n_demands = f->demands_count,
        .decimals = (unsigned)f->decimals,
        .tells_bad = tells_bad(f),
        .n_names = (size_t)f->names,
    };
    return RC_OK;
}

enum rc office_parse(const char *path, struct str text, struct arena *a, struct office *out,
                     struct err *err)
{
    const struct reader r = { .path = path, .text = text, .a = a, .err = err };
    void *data = NULL;
    enum rc rc = yaml_file_load(path, text, "", &file_schema, &data, err);

    if (rc)
        return rc;
    rc = take(&r, data, out);
    yaml_file_free(&file_schema, data);
    return rc;
}

enum rc office_load(const char *path, struct arena *a, struct office *out, struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };
    const enum rc rc = file_read(path, OFFICE_BYTES_MAX, &text, err);

    return rc ? rc : office_parse(path, buf_str(&text), a, out, err);
}

/* ---- what was filled in ---------------------------------------------------------------------- */

#define FIELD(word, name, title, is_lasting)                                                       \
    {                                                                                              \
        word, title, offsetof(struct office, name), is_lasting                                     \
    }
const struct office_field office_fields[] = {
    FIELD("issuer", issuer, "发文机关", true),
    FIELD("head", head, "发文机关标志", true),
    FIELD("number", number, "发文字号", false),
    FIELD("addressees", addressees, "主送机关", true),
    FIELD("area", area, "范围", true),
    FIELD("work", work, "检查方式", true),
    FIELD("problems", problems, "主要问题", false),
    FIELD("deadline", deadline, "整改期限", false),
    FIELD("recipient", recipient, "报送单位", true),
    FIELD("contact", contact, "联系人及电话", true),
    FIELD("date", date, "成文日期", false),
};
const size_t office_n_fields = COUNT_OF(office_fields);

const struct office_field *office_field_find(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(office_fields); i++)
        if (str_eq(name, str_of(office_fields[i].name)))
            return &office_fields[i];
    return NULL;
}

struct str *office_field_text(struct office *o, const struct office_field *f)
{
    return (struct str *)(void *)((char *)o + f->at);
}

struct filling {
    struct arena *a;
    struct office *o;
};

static enum rc fill(void *ctx, const struct notice_word *word, struct err *err)
{
    const struct filling *f = ctx;
    const struct office_field *field = office_field_find(word->field);

    (void)err;
    if (field)
        *office_field_text(f->o, field) = arena_copy(f->a, word->text);
    return RC_OK;
}

enum rc office_fill(struct store *s, const struct round *r, struct arena *a, struct office *o,
                    struct err *err)
{
    return store_notice_word_each(s, r, fill, &(struct filling){ a, o }, err);
}
