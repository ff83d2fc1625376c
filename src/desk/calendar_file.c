#include "base/base.h"

#include "desk/calendar_file.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/yaml_file.h"

#include <cyaml/cyaml.h>
#include <dirent.h>
#include <errno.h>

enum { FILE_BYTES_MAX = 1 << 16, YEARS_MAX = 100, DAYS_MAX = 60 };

/* As the file has it. */
struct file_holiday {
    char *name, *from, *to;
};
struct file_year {
    int64_t year;
    int official;
    char *source;
    struct file_holiday *holidays;
    unsigned n_holidays;
    char **workdays;
    unsigned n_workdays;
};

static const cyaml_strval_t statuses[] = { { "unconfirmed", 0 }, { "official", 1 } };

static const cyaml_schema_field_t holiday_fields[] = {
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct file_holiday, name, 1, 100),
    CYAML_FIELD_STRING_PTR("from", CYAML_FLAG_POINTER, struct file_holiday, from, 10, 10),
    CYAML_FIELD_STRING_PTR("to", CYAML_FLAG_POINTER, struct file_holiday, to, 10, 10),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t holiday_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_holiday, holiday_fields),
};
static const cyaml_schema_value_t day_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 10, 10),
};
static const cyaml_schema_field_t year_fields[] = {
    CYAML_FIELD_INT("year", CYAML_FLAG_DEFAULT, struct file_year, year),
    CYAML_FIELD_ENUM("status", CYAML_FLAG_STRICT, struct file_year, official, statuses,
                     CYAML_ARRAY_LEN(statuses)),
    CYAML_FIELD_STRING_PTR("source", CYAML_FLAG_POINTER, struct file_year, source, 1, 500),
    CYAML_FIELD_SEQUENCE_COUNT("holidays", CYAML_FLAG_POINTER, struct file_year, holidays,
                               n_holidays, &holiday_schema, 1, DAYS_MAX),
    CYAML_FIELD_SEQUENCE_COUNT("workdays", CYAML_FLAG_POINTER, struct file_year, workdays,
                               n_workdays, &day_schema, 0, DAYS_MAX),
    CYAML_FIELD_END,
};
static const struct cyaml_schema_value year_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct file_year, year_fields),
};

/* A day of that year, or of the December before. */
static bool take_day(const char *text, int64_t year, int32_t *out)
{
    int y, month, mday;

    if (!day_parse(str_of(text), out))
        return false;
    day_split(*out, &y, &month, &mday);
    return y == year || (y == year - 1 && month == 12);
}

static enum rc take_year(const char *path, const struct file_year *f, struct arena *a,
                         struct work_year *out, struct err *err)
{
    struct days_off *off = arena_array(a, struct days_off, f->n_holidays);
    int32_t *worked = arena_array(a, int32_t, f->n_workdays);

    for (unsigned i = 0; i < f->n_holidays; i++)
        if (!take_day(f->holidays[i].from, f->year, &off[i].from) ||
            !take_day(f->holidays[i].to, f->year, &off[i].to) || off[i].to < off[i].from)
            return err_set(err, RC_SYNTAX, "%s：%s 的起止日期不对", path, f->holidays[i].name);
    for (unsigned i = 0; i < f->n_workdays; i++)
        if (!take_day(f->workdays[i], f->year, &worked[i]) || day_weekday(worked[i]) <= 5)
            return err_set(err, RC_SYNTAX, "%s：%s 不是 %lld 年的周末", path, f->workdays[i],
                           (long long)f->year);
    *out = (struct work_year){ .year = (int32_t)f->year,
                               .is_official = f->official != 0,
                               .off = off,
                               .n_off = f->n_holidays,
                               .worked = worked,
                               .n_worked = f->n_workdays };
    return RC_OK;
}

enum rc calendar_file_parse(const char *path, struct str text, struct arena *a,
                            struct work_year *out, struct err *err)
{
    void *data = NULL;
    enum rc rc =
        yaml_file_load(path, text, "status 只能是 official、unconfirmed", &year_schema, &data, err);

    if (rc)
        return rc;
    rc = take_year(path, data, a, out, err);
    yaml_file_free(&year_schema, data);
    return rc;
}

static void dir_closep(DIR **dir)
{
    if (*dir)
        (void)closedir(*dir);
}

static enum rc load_one(const char *path, struct arena *a, struct work_year *years, size_t *n,
                        struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };
    enum rc rc = file_read(path, FILE_BYTES_MAX, &text, err);

    if (!rc && *n == YEARS_MAX)
        rc = err_set(err, RC_LIMIT, "%s：文件超过 %d 个", path, YEARS_MAX);
    if (!rc)
        rc = calendar_file_parse(path, buf_str(&text), a, &years[*n], err);
    for (size_t i = 0; !rc && i < *n; i++)
        if (years[i].year == years[*n].year)
            rc = err_set(err, RC_SYNTAX, "%s：%d 年已在另一个文件中", path, (int)years[i].year);
    if (!rc)
        ++*n;
    return rc;
}

enum rc calendar_load(const char *dir, struct arena *a, struct work_calendar *out, struct err *err)
{
    AUTO(dir_closep) DIR *d = opendir(dir);
    struct work_year *years = arena_array(a, struct work_year, YEARS_MAX + 1);
    const struct dirent *entry;
    size_t n = 0;
    enum rc rc = RC_OK;

    if (!d)
        return err_set(err, RC_IO, "%s：无法打开（%s）", dir, os_reason(errno));
    while (!rc && (entry = readdir(d)))
        if (str_ends(str_of(entry->d_name), STR(".yaml")))
            rc = load_one(arena_printf(a, "%s/%s", dir, entry->d_name).p, a, years, &n, err);
    if (!rc)
        *out = (struct work_calendar){ .years = years, .n_years = n };
    return rc;
}
