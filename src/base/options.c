#include "base/base.h"

#include "base/options.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

enum { LEFT_COLUMNS = 28 };

static const struct option *find(const struct option *options, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(name, str_of(options[i].name)))
            return &options[i];
    return NULL;
}

static enum rc bad_value(const struct option *o, struct str value, const char *wanted,
                         struct err *err)
{
    return err_set(err, RC_USAGE, "--%s 的值“%.*s”不对：应为%s", o->name, STR_ARG(value), wanted);
}

static enum rc set_number(const struct option *o, struct str value, struct err *err)
{
    char wanted[96];

    (void)snprintf(wanted, sizeof(wanted), " %lld 到 %lld 之间的数", (long long)o->min,
                   (long long)o->max);
    if (o->type == OPTION_INT)
        return str_to_i64(value, o->min, o->max, o->to) ? RC_OK : bad_value(o, value, wanted, err);

    if (value.n == 0)
        return bad_value(o, value, wanted, err);

    char *end;
    const double real = strtod(value.p, &end); /* argv: ends in NUL */

    if (*end || !(real >= (double)o->min) || !(real <= (double)o->max))
        return bad_value(o, value, wanted, err);
    *(double *)o->to = real;
    return RC_OK;
}

static enum rc set_value(const struct option *o, struct str value, struct err *err)
{
    struct texts *texts;

    switch (o->type) {
    case OPTION_FLAG:
        *(bool *)o->to = true;
        return RC_OK;
    case OPTION_TEXT:
        *(struct str *)o->to = value;
        return RC_OK;
    case OPTION_TEXTS:
        texts = o->to;
        if (texts->n == OPTION_TEXTS_MAX)
            return err_set(err, RC_USAGE, "--%s 最多可以给出 %d 次", o->name, OPTION_TEXTS_MAX);
        texts->text[texts->n++] = value;
        return RC_OK;
    case OPTION_INT:
    case OPTION_REAL:
        return set_number(o, value, err);
    case OPTION_TIME:
        return time_parse(value, o->to)
                   ? RC_OK
                   : bad_value(o, value, "时间，例如 2026-11-23T09:00:00+08:00", err);
    }
    return RC_OK;
}

/* The option at argv[*i]; moves *i past its value. */
static enum rc take(const struct option *options, size_t n, int argc, char **argv, int *i,
                    struct err *err)
{
    struct str name, value;
    const bool has_value = str_cut(str_skip(str_of(argv[*i]), 2), '=', &name, &value);
    const struct option *o = find(options, n, name);

    if (!o)
        return err_set(err, RC_USAGE, "没有 --%.*s 这个选项", STR_ARG(name));
    if (o->type == OPTION_FLAG) {
        if (has_value)
            return err_set(err, RC_USAGE, "--%s 后面不带值", o->name);
    } else if (!has_value) {
        if (*i + 1 == argc)
            return err_set(err, RC_USAGE, "--%s 后面缺少 %s", o->name, o->value);
        value = str_of(argv[++*i]);
    }
    return set_value(o, value, err);
}

enum rc options_parse(const struct option *options, size_t n, int argc, char **argv, int *n_rest,
                      struct err *err)
{
    bool is_over = false;
    int rest = 0;

    for (int i = 0; i < argc; i++) {
        const struct str arg = str_of(argv[i]);

        if (!is_over && str_eq(arg, STR("--"))) {
            is_over = true;
        } else if (!is_over && str_starts(arg, STR("--"))) {
            const enum rc rc = take(options, n, argc, argv, &i, err);

            if (rc)
                return rc;
        } else {
            argv[rest++] = argv[i];
        }
    }
    *n_rest = rest;
    return RC_OK;
}

/* On a terminal a Chinese character, three bytes, takes two columns. */
static size_t n_columns(const char *text)
{
    size_t n = 0;

    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        n += *p < 0x80 ? 1 : (*p & 0xc0) == 0x80 ? 0 : 2;
    return n;
}

void options_print(const struct option *options, size_t n, FILE *to)
{
    for (size_t i = 0; i < n; i++) {
        const char *value = options[i].value ? options[i].value : "";
        const size_t n_left = 3 + strlen(options[i].name) + n_columns(value);

        (void)fprintf(to, "  --%s %s%*s %s\n", options[i].name, value,
                      n_left < LEFT_COLUMNS ? (int)(LEFT_COLUMNS - n_left) : 0, "",
                      options[i].help);
    }
}
