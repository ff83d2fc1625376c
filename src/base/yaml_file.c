#include "base/base.h"

#include "base/yaml_file.h"

#include <cyaml/cyaml.h>
#include <stdio.h>
#include <string.h>

/* What the YAML library says: its first sentence and the innermost line of its backtrace. */
struct complaint {
    char text[256];
    size_t line; /* 0 = not known */
};

static void hear(cyaml_log_t level, void *ctx, const char *fmt, va_list args) PRINTF_LIKE(3, 0);

static void hear(cyaml_log_t level, void *ctx, const char *fmt, va_list args)
{
    struct complaint *c = ctx;
    char text[256];

    if (level < CYAML_LOG_ERROR)
        return;
    (void)vsnprintf(text, sizeof text, fmt, args);
    text[strcspn(text, "\n")] = 0;

    const char *at = strstr(text, "line: ");

    if (at && c->line == 0) {
        int64_t line = 0;
        struct str digits = str_of(at + 6);

        digits.n = strspn(digits.p, "0123456789");
        if (str_to_i64(digits, 1, INT32_MAX, &line))
            c->line = (size_t)line;
    }
    if (c->text[0] == 0)
        (void)snprintf(c->text, sizeof c->text, "%s", text);
}

/* The library's common sentences in Chinese; others stay as they are. */
static void translate(const char *said, const char *words, char *out, size_t n_out)
{
    static const struct {
        const char *start, *chinese;
    } table[] = {
        { "Load: Unexpected key: ", "不认识的字段 " },
        { "Load: Missing required mapping field: ", "缺少字段 " },
        { "Load: Mapping field already seen: ", "字段重复：" },
        { "Load: Invalid INT value: ", "不是整数：" },
        { "Load: Invalid FLOAT value: ", "不是数：" },
        { "Load: STRING length < ", "文字太短，至少字节数及原文：" },
        { "Load: STRING length > ", "文字太长，至多字节数及原文：" },
        { "Load: Insufficient entries", "列表是空的" },
        { "Load: Excessive entries", "列表太长" },
        { "Load: libyaml: ", "YAML 语法有误：" },
        { "Load: Expecting ", "此处的写法不对：expecting " },
    };

    static const char bad_word[] = "Load: Invalid ENUM value: ";

    if (strncmp(said, bad_word, sizeof bad_word - 1) == 0) {
        (void)snprintf(out, n_out, "%s，不能是 %s", words, said + sizeof bad_word - 1);
        return;
    }
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        const size_t n = strlen(table[i].start);

        if (strncmp(said, table[i].start, n) == 0) {
            (void)snprintf(out, n_out, "%s%s", table[i].chinese, said + n);
            return;
        }
    }
    (void)snprintf(out, n_out, "%s", said[0] ? said : "不是这里要的 YAML 格式");
}

/* The library gives the line of the mapping; the key that it does not know stands below it. */
static size_t line_of_key(struct str text, size_t from, const char *said)
{
    static const char start[] = "Load: Unexpected key: ";
    struct str line;

    if (strncmp(said, start, sizeof start - 1) != 0)
        return from;
    const struct str key = str_of(said + sizeof start - 1);

    for (size_t n = 1; str_line(&text, &line); n++) {
        const size_t at = str_find(line, key);

        if (n >= from && at != STR_NONE && str_starts(str_skip(line, at + key.n), STR(":")))
            return n;
    }
    return from;
}

static cyaml_config_t config_of(struct complaint *said)
{
    return (cyaml_config_t){
        .log_fn = hear,
        .log_ctx = said,
        .log_level = CYAML_LOG_ERROR,
        .mem_fn = cyaml_mem,
        .flags = CYAML_CFG_NO_ALIAS,
    };
}

enum rc yaml_file_load(const char *path, struct str text, const char *words,
                       const struct cyaml_schema_value *schema, void **out, struct err *err)
{
    struct complaint said = { 0 };
    const cyaml_config_t config = config_of(&said);
    cyaml_data_t *data = NULL;
    const cyaml_err_t failed =
        cyaml_load_data((const uint8_t *)text.p, text.n, &config, schema, &data, NULL);

    if (failed != CYAML_OK || !data) {
        char reason[400];

        translate(said.text, words, reason, sizeof reason);
        if (said.line)
            return err_set(err, RC_SYNTAX, "%s:%zu：%s", path,
                           line_of_key(text, said.line, said.text), reason);
        return err_set(err, RC_SYNTAX, "%s：%s", path, reason);
    }
    *out = data;
    return RC_OK;
}

void yaml_file_free(const struct cyaml_schema_value *schema, void *data)
{
    struct complaint said = { 0 };
    const cyaml_config_t config = config_of(&said);

    (void)cyaml_free(&config, schema, data, 0);
}
