#include "base/base.h"

#include "base/json.h"

#include "base/buf.h"
#include "base/clock.h"

#include <jansson.h>
#include <stdlib.h>

/* struct json is jansson's json_t under our own name. */
static json_t *in(struct json *j)
{
    return (json_t *)(void *)j;
}

static const json_t *in_const(const struct json *j)
{
    return (const json_t *)(const void *)j;
}

static struct json *out(json_t *j)
{
    if (!j)
        abort();
    return (struct json *)(void *)j;
}

static const struct json *borrow(const json_t *j)
{
    return (const struct json *)(const void *)j;
}

/* Jansson's iterator takes no const object, and changes none. */
static json_t *unconst(const struct json *j)
{
    union {
        const struct json *in;
        json_t *out;
    } u = { .in = j };

    return u.out;
}

static json_t *text_value(struct str s)
{
    json_t *j = s.p ? json_stringn(s.p, s.n) : json_null();
    AUTO(buf_done) struct buf clean = { 0 };

    if (j)
        return j;
    while (s.n) { /* not UTF-8 */
        uint32_t cp;
        const size_t n = str_rune(s, &cp);

        buf_add_rune(&clean, cp);
        s = str_skip(s, n);
    }
    return json_stringn(clean.p, clean.n);
}

static void put(struct json *object, const char *key, json_t *value)
{
    if (!value || json_object_set_new(in(object), key, value))
        abort();
}

static void add(struct json *array, json_t *value)
{
    if (!value || json_array_append_new(in(array), value))
        abort();
}

struct json *json_new_object(void)
{
    return out(json_object());
}

struct json *json_new_array(void)
{
    return out(json_array());
}

void json_free(struct json *j)
{
    json_decref(in(j));
}

void json_freep(struct json **j)
{
    json_free(*j);
}

void json_put_str(struct json *object, const char *key, struct str value)
{
    put(object, key, text_value(value));
}

void json_put_text(struct json *object, const char *key, struct str value)
{
    json_put_str(object, key, value.p ? value : STR(""));
}

void json_put_int(struct json *object, const char *key, int64_t value)
{
    put(object, key, json_integer(value));
}

void json_put_real(struct json *object, const char *key, double value)
{
    put(object, key, json_real(value));
}

void json_put_bool(struct json *object, const char *key, bool value)
{
    put(object, key, json_boolean(value));
}

void json_put_null(struct json *object, const char *key)
{
    put(object, key, json_null());
}

void json_put_day(struct json *object, const char *key, int32_t day)
{
    char text[DAY_TEXT_BYTES];

    if (day == DAY_NONE)
        json_put_null(object, key);
    else
        json_put_str(object, key, str_of(day_text(day, text)));
}

void json_put(struct json *object, const char *key, struct json *value)
{
    put(object, key, in(value));
}

void json_add(struct json *array, struct json *value)
{
    add(array, in(value));
}

void json_add_str(struct json *array, struct str value)
{
    add(array, text_value(value));
}

void json_add_int(struct json *array, int64_t value)
{
    add(array, json_integer(value));
}

struct str json_text(const struct json *j, struct arena *a)
{
    char *text = json_dumps(in_const(j), JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));

    if (!text)
        abort();

    const struct str copy = arena_copy(a, str_of(text));

    free(text);
    return copy;
}

enum rc json_write_line(const struct json *j, FILE *to, struct err *err)
{
    if (json_dumpf(in_const(j), to, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(6)) ||
        fputc('\n', to) == EOF)
        return err_set(err, RC_IO, "写入失败");
    return RC_OK;
}

enum rc json_parse(struct str text, struct json **result, struct err *err)
{
    json_error_t why;
    json_t *j = json_loadb(text.n ? text.p : "", text.n,
                           JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);

    if (!j)
        return err_set(err, RC_SYNTAX, "第 %d 行：不是有效的 JSON（%s）", why.line, why.text);
    *result = out(j);
    return RC_OK;
}

const struct json *json_get(const struct json *object, const char *key)
{
    return borrow(json_object_get(in_const(object), key));
}

struct str json_str(const struct json *j)
{
    const json_t *value = in_const(j);

    if (!json_is_string(value))
        return (struct str){ 0 };
    return str_from(json_string_value(value), json_string_length(value));
}

struct str json_get_str(const struct json *object, const char *key)
{
    return json_str(json_get(object, key));
}

int64_t json_get_int(const struct json *object, const char *key, int64_t other)
{
    const json_t *value = in_const(json_get(object, key));

    return json_is_integer(value) ? json_integer_value(value) : other;
}

double json_get_real(const struct json *object, const char *key, double other)
{
    const json_t *value = in_const(json_get(object, key));

    return json_is_number(value) ? json_number_value(value) : other;
}

void json_each(const struct json *object, json_member_fn *each, void *ctx)
{
    const char *key;
    json_t *value;

    json_object_foreach(unconst(object), key, value) each(ctx, key, borrow(value));
}

bool json_absent(const struct json *j)
{
    return !j || json_typeof(in_const(j)) == JSON_NULL;
}

enum json_kind json_kind(const struct json *j)
{
    if (!j)
        return JSON_IS_NULL;
    switch (json_typeof(in_const(j))) {
    case JSON_OBJECT:
        return JSON_IS_OBJECT;
    case JSON_ARRAY:
        return JSON_IS_LIST;
    case JSON_STRING:
        return JSON_IS_TEXT;
    case JSON_INTEGER:
    case JSON_REAL:
        return JSON_IS_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return JSON_IS_BOOL;
    case JSON_NULL:
        break;
    }
    return JSON_IS_NULL;
}

bool json_is_yes(const struct json *j)
{
    return json_is_true(in_const(j));
}

double json_number(const struct json *j)
{
    return json_number_value(in_const(j));
}

size_t json_count(const struct json *array)
{
    return json_array_size(in_const(array));
}

const struct json *json_at(const struct json *array, size_t i)
{
    return borrow(json_array_get(in_const(array), i));
}

struct json *json_item(struct json *array, size_t i)
{
    return out(json_array_get(in(array), i));
}

struct json *json_clone(const struct json *j)
{
    return out(json_deep_copy(in_const(j)));
}
