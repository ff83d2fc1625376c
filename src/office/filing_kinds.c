#include "base/base.h"

#include "office/filing_kinds.h"

#include "base/file.h"
#include "base/yaml_file.h"

#include <cyaml/cyaml.h>

enum { FILE_BYTES_MAX = 1 << 16 };

/* As the file has it. */
struct file_kind {
    char *id, *title, *status, *basis;
    int about;
    bool domain, ends;
    int64_t days;
};
struct file_kinds {
    int64_t format;
    struct file_kind *kinds;
    unsigned n_kinds;
};

static const char *const abouts[] = {
    [FILING_OF_UNIT] = "unit", [FILING_OF_SITE] = "site", [FILING_OF_ACCOUNT] = "account"
};

const char *filing_about_name(enum filing_about about)
{
    return abouts[about];
}

static const cyaml_strval_t about_words[] = { { "unit", FILING_OF_UNIT },
                                              { "site", FILING_OF_SITE },
                                              { "account", FILING_OF_ACCOUNT } };

static const cyaml_schema_field_t kind_fields[] = {
    CYAML_FIELD_STRING_PTR("id", CYAML_FLAG_POINTER, struct file_kind, id, 1, 40),
    CYAML_FIELD_STRING_PTR("title", CYAML_FLAG_POINTER, struct file_kind, title, 1, 100),
    CYAML_FIELD_ENUM("about", CYAML_FLAG_STRICT, struct file_kind, about, about_words,
                     CYAML_ARRAY_LEN(about_words)),
    CYAML_FIELD_BOOL("domain", CYAML_FLAG_OPTIONAL, struct file_kind, domain),
    CYAML_FIELD_BOOL("ends", CYAML_FLAG_OPTIONAL, struct file_kind, ends),
    CYAML_FIELD_INT("days", CYAML_FLAG_OPTIONAL, struct file_kind, days),
    CYAML_FIELD_STRING_PTR("status", CYAML_FLAG_POINTER, struct file_kind, status, 1, 20),
    CYAML_FIELD_STRING_PTR("basis", CYAML_FLAG_POINTER, struct file_kind, basis, 1, 500),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t kind_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_kind, kind_fields),
};
static const cyaml_schema_field_t file_fields[] = {
    CYAML_FIELD_INT("format", CYAML_FLAG_DEFAULT, struct file_kinds, format),
    CYAML_FIELD_SEQUENCE_COUNT("kinds", CYAML_FLAG_POINTER, struct file_kinds, kinds, n_kinds,
                               &kind_schema, 1, FILING_KINDS_MAX),
    CYAML_FIELD_END,
};
static const struct cyaml_schema_value file_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct file_kinds, file_fields),
};

/* What the schema does not say. NULL: nothing. */
static const char *fault_of(const struct file_kind *f)
{
    static const char *const statuses[] = { "official", "local", "unconfirmed" };
    bool is_known = false;

    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        is_known |= str_eq(str_of(f->status), str_of(statuses[i]));
    if (!is_known)
        return "status 只能是 official、local、unconfirmed";
    if (f->days < 0 || f->days > FILING_DAYS_MAX)
        return "days 应为 1 至 250 个工作日，没有期限的不写";
    if (f->ends && f->about == FILING_OF_UNIT)
        return "ends 只用于网站和账号";
    return NULL;
}

static enum rc take_kinds(const char *path, const struct file_kinds *f, struct arena *a,
                          struct filing_kinds *out, struct err *err)
{
    struct filing_kind *kinds = arena_array(a, struct filing_kind, f->n_kinds);
    struct filing_kinds taken = { .kinds = kinds };

    if (f->format != 1)
        return err_set(err, RC_SYNTAX, "%s：format 应为 1", path);
    for (unsigned i = 0; i < f->n_kinds; i++) {
        const struct file_kind *from = &f->kinds[i];
        const char *fault = fault_of(from);

        if (!fault && filing_kind_of(&taken, str_of(from->id)))
            fault = "编号重复";
        if (fault)
            return err_set(err, RC_SYNTAX, "%s：%s：%s", path, from->id, fault);
        kinds[taken.n++] = (struct filing_kind){
            .id = arena_copy(a, str_of(from->id)),
            .title = arena_copy(a, str_of(from->title)),
            .status = arena_copy(a, str_of(from->status)),
            .basis = arena_copy(a, str_of(from->basis)),
            .about = (enum filing_about)from->about,
            .has_domain = from->domain,
            .is_ending = from->ends,
            .days = from->days,
        };
    }
    *out = taken;
    return RC_OK;
}

enum rc filing_kinds_load(const char *path, struct arena *a, struct filing_kinds *out,
                          struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };
    void *data = NULL;
    enum rc rc = file_read(path, FILE_BYTES_MAX, &text, err);

    if (!rc)
        rc = yaml_file_load(path, buf_str(&text), "about 只能是 site、account、unit", &file_schema,
                            &data, err);
    if (rc)
        return rc;
    rc = take_kinds(path, data, a, out, err);
    yaml_file_free(&file_schema, data);
    return rc;
}

const struct filing_kind *filing_kind_of(const struct filing_kinds *kinds, struct str id)
{
    for (size_t i = 0; i < kinds->n; i++)
        if (str_eq(kinds->kinds[i].id, id))
            return &kinds->kinds[i];
    return NULL;
}

struct str filing_kind_title(const struct filing_kinds *kinds, struct str id)
{
    const struct filing_kind *kind = filing_kind_of(kinds, id);

    return kind ? kind->title : id;
}
