#include "base/base.h"

#include "check/data_file.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/yaml_file.h"
#include "check/words.h"

#include <cyaml/cyaml.h>
#include <inttypes.h>
#include <string.h>

/* ---- the file as it stands ------------------------------------------------------------------- */

struct file_number {
    char *name;
    int64_t value;
    enum data_status status;
    char *basis;
};

struct file_list {
    char *name;
    enum data_status status;
    char *basis;
    char **words;
    unsigned words_count;
};

struct file_check {
    char *id;
    struct file_number *numbers;
    unsigned numbers_count;
    struct file_list *lists;
    unsigned lists_count;
};

struct file {
    int64_t format;
    struct file_check *checks;
    unsigned checks_count;
};

static const cyaml_strval_t statuses[] = {
    { "official", DATA_OFFICIAL },
    { "local", DATA_LOCAL },
    { "unconfirmed", DATA_UNCONFIRMED },
};

static const cyaml_schema_value_t word_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, WORD_BYTES_MIN, DATA_WORD_BYTES_MAX),
};

static const cyaml_schema_field_t number_fields[] = {
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct file_number, name, 1, 100),
    CYAML_FIELD_INT("value", CYAML_FLAG_DEFAULT, struct file_number, value),
    CYAML_FIELD_ENUM("status", CYAML_FLAG_STRICT, struct file_number, status, statuses,
                     COUNT_OF(statuses)),
    CYAML_FIELD_STRING_PTR("basis", CYAML_FLAG_POINTER, struct file_number, basis, 1, 500),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t number_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_number, number_fields),
};

static const cyaml_schema_field_t list_fields[] = {
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct file_list, name, 1, 100),
    CYAML_FIELD_ENUM("status", CYAML_FLAG_STRICT, struct file_list, status, statuses,
                     COUNT_OF(statuses)),
    CYAML_FIELD_STRING_PTR("basis", CYAML_FLAG_POINTER, struct file_list, basis, 1, 500),
    CYAML_FIELD_SEQUENCE("words", CYAML_FLAG_POINTER, struct file_list, words, &word_schema, 1,
                         DATA_WORDS_MAX),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t list_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_list, list_fields),
};

static const cyaml_schema_field_t check_fields[] = {
    CYAML_FIELD_STRING_PTR("id", CYAML_FLAG_POINTER, struct file_check, id, 1, 100),
    CYAML_FIELD_SEQUENCE("numbers", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct file_check,
                         numbers, &number_schema, 1, 100),
    CYAML_FIELD_SEQUENCE("lists", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct file_check,
                         lists, &list_schema, 1, 100),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t check_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_check, check_fields),
};

static const cyaml_schema_field_t file_fields[] = {
    CYAML_FIELD_INT("format", CYAML_FLAG_DEFAULT, struct file, format),
    CYAML_FIELD_SEQUENCE("checks", CYAML_FLAG_POINTER, struct file, checks, &check_schema, 1, 1000),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t file_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct file, file_fields),
};

/* ---- judging the content
 * ------------------------------------------------------------------------- */

struct loader {
    const char *path;
    struct str text;
    struct arena *a;
    struct err *err;
};

/* The value behind `key` in a line like "  - id: stale-home # ..."; empty when it has none. */
static struct str value_in(struct str line, struct str key)
{
    const size_t at = str_find(line, key);

    if (at == STR_NONE)
        return (struct str){ 0 };
    struct str value = str_trim(str_skip(line, at + key.n));

    if (value.n)
        value.n = strcspn(value.p, " ,}#\r\n");
    return value;
}

/*
 * The line where `name` stands after the line of check `id`, or that of the check when `name` is
 * NULL or not there: the library keeps no lines of values that it took. 0 when the file is laid out
 * in a way that this does not find.
 */
static size_t line_of(const struct loader *l, const char *id, const char *name)
{
    struct str rest = l->text, line;
    size_t n = 0, at_id = 0;

    while (str_line(&rest, &line)) {
        const bool is_check = str_starts(str_trim(line), STR("- id:"));

        n++;
        if (at_id && is_check)
            break;
        if (is_check && str_eq(value_in(line, STR("id:")), str_of(id)))
            at_id = n;
        if (at_id && name && str_eq(value_in(line, STR("name:")), str_of(name)))
            return n;
    }
    return at_id;
}

static enum rc refuse(const struct loader *l, const char *id, const char *name, const char *reason)
{
    const size_t line = line_of(l, id, name);

    if (line == 0)
        return err_set(l->err, RC_SYNTAX, "%s：%s %s：%s", l->path, id, name ? name : "", reason);
    return err_set(l->err, RC_SYNTAX, "%s:%zu：%s%s%s：%s", l->path, line, id, name ? " 的 " : "",
                   name ? name : "", reason);
}

static size_t param_index(const struct check *c, const char *name)
{
    size_t i = 0;

    while (i < c->n_params && strcmp(c->params[i].name, name) != 0)
        i++;
    return i;
}

static size_t list_index(const struct check *c, const char *name)
{
    size_t i = 0;

    while (i < c->n_lists && strcmp(c->lists[i].name, name) != 0)
        i++;
    return i;
}

static enum rc take_numbers(const struct loader *l, const struct check *c,
                            const struct file_check *f, struct check_data *out)
{
    int64_t *value = arena_array(l->a, int64_t, c->n_params + 1);
    enum data_status *status = arena_array(l->a, enum data_status, c->n_params + 1);
    bool *seen = arena_array(l->a, bool, c->n_params + 1);

    for (unsigned k = 0; k < f->numbers_count; k++) {
        const struct file_number *number = &f->numbers[k];
        const size_t i = param_index(c, number->name);

        if (i == c->n_params)
            return refuse(l, c->id, number->name, "没有这个数值项");
        if (seen[i])
            return refuse(l, c->id, number->name, "重复给出");
        if (number->value < c->params[i].min || number->value > c->params[i].max)
            return refuse(
                l, c->id, number->name,
                arena_printf(l->a, "%" PRId64 " 超出范围，应在 %" PRId64 " 至 %" PRId64 " %s之间",
                             number->value, c->params[i].min, c->params[i].max, c->params[i].unit)
                    .p);
        seen[i] = true;
        value[i] = number->value;
        status[i] = number->status;
    }
    for (size_t i = 0; i < c->n_params; i++)
        if (!seen[i])
            return refuse(
                l, c->id, NULL,
                arena_printf(l->a, "缺少数值 %s（%s）", c->params[i].name, c->params[i].help).p);
    out->value = value;
    out->status = status;
    return RC_OK;
}

static enum rc take_lists(const struct loader *l, const struct check *c, const struct file_check *f,
                          struct check_data *out)
{
    struct words *list = arena_array(l->a, struct words, c->n_lists + 1);
    enum data_status *status = arena_array(l->a, enum data_status, c->n_lists + 1);

    for (unsigned k = 0; k < f->lists_count; k++) {
        const struct file_list *from = &f->lists[k];
        const size_t i = list_index(c, from->name);

        if (i == c->n_lists)
            return refuse(l, c->id, from->name, "没有这个词表");
        if (list[i].words)
            return refuse(l, c->id, from->name, "重复给出");
        struct str *words = arena_array(l->a, struct str, from->words_count);

        for (unsigned w = 0; w < from->words_count; w++)
            words[w] = arena_copy(l->a, str_of(from->words[w]));
        words_init(&list[i], words, from->words_count, l->a);
        status[i] = from->status;
    }
    for (size_t i = 0; i < c->n_lists; i++)
        if (!list[i].words)
            return refuse(
                l, c->id, NULL,
                arena_printf(l->a, "缺少词表 %s（%s）", c->lists[i].name, c->lists[i].help).p);
    out->list = list;
    out->list_status = status;
    return RC_OK;
}

static enum rc take(const struct loader *l, const struct file *f, const struct check *const *table,
                    struct check_data *out)
{
    size_t n = 0;

    if (f->format != 1)
        return err_set(l->err, RC_SYNTAX, "%s：format 为 %" PRId64 "，本程序只认 1", l->path,
                       f->format);
    while (table[n])
        n++;

    struct check_data *taken = arena_array(l->a, struct check_data, n + 1);

    for (unsigned k = 0; k < f->checks_count; k++) {
        size_t i = 0;

        while (i < n && strcmp(table[i]->id, f->checks[k].id) != 0)
            i++;
        if (i == n)
            return refuse(l, f->checks[k].id, NULL, "没有这个检查项");
        if (taken[i].value)
            return refuse(l, f->checks[k].id, NULL, "重复给出");
        enum rc rc = take_numbers(l, table[i], &f->checks[k], &taken[i]);

        if (rc == RC_OK)
            rc = take_lists(l, table[i], &f->checks[k], &taken[i]);
        if (rc != RC_OK)
            return rc;
    }
    for (size_t i = 0; i < n; i++)
        if (!taken[i].value && table[i]->n_params + table[i]->n_lists > 0)
            return err_set(l->err, RC_SYNTAX, "%s：缺少检查项 %s", l->path, table[i]->id);
    memcpy(out, taken, n * sizeof *out);
    return RC_OK;
}

enum rc data_file_load(const char *path, const struct check *const *table, struct arena *a,
                       struct check_data *out, struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };
    void *data = NULL;
    enum rc rc = file_read(path, DATA_FILE_BYTES_MAX, &text, err);

    if (!rc)
        rc = yaml_file_load(path, buf_str(&text), "status 只能是 official、local、unconfirmed",
                            &file_schema, &data, err);
    if (rc)
        return rc;
    const struct loader l = { .path = path, .text = buf_str(&text), .a = a, .err = err };

    rc = take(&l, data, table, out);
    yaml_file_free(&file_schema, data);
    return rc;
}
