/* JSON, wrapped: objects that keep the order of their fields, one line an object. */
#ifndef XJ_BASE_JSON_H
#define XJ_BASE_JSON_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

#include <stdio.h>

/* A value; owned by the caller until it is put into another or freed. */
struct json;

struct json *json_new_object(void);
struct json *json_new_array(void);
void json_free(struct json *j);
void json_freep(struct json **j);

/* Into an object, under a key. Bytes that are not UTF-8 become U+FFFD. An empty view with p = NULL
 * is null. */
void json_put_str(struct json *object, const char *key, struct str value);
/* The same, but never null. */
void json_put_text(struct json *object, const char *key, struct str value);
void json_put_int(struct json *object, const char *key, int64_t value);
void json_put_real(struct json *object, const char *key, double value);
void json_put_bool(struct json *object, const char *key, bool value);
void json_put_null(struct json *object, const char *key);
/* "2026-11-20", or null for DAY_NONE. */
void json_put_day(struct json *object, const char *key, int32_t day);
/* Takes value. */
void json_put(struct json *object, const char *key, struct json *value);
/* At the end of an array. Takes value. */
void json_add(struct json *array, struct json *value);
void json_add_str(struct json *array, struct str value);
void json_add_int(struct json *array, int64_t value);

/* The text, in the arena. */
struct str json_text(const struct json *j, struct arena *a);
/* The text and a newline. RC_IO: the stream refused. */
MUST_USE enum rc json_write_line(const struct json *j, FILE *to, struct err *err);

/* Strict: no trailing bytes, no duplicate keys, at most 2048 levels. Gives *out. RC_SYNTAX says
 * line and reason. */
MUST_USE enum rc json_parse(struct str text, struct json **out, struct err *err);
/* NULL / empty / `other` when there is no such field or it has another type. Borrowed from j. */
const struct json *json_get(const struct json *object, const char *key);
struct str json_get_str(const struct json *object, const char *key);
int64_t json_get_int(const struct json *object, const char *key, int64_t other);
double json_get_real(const struct json *object, const char *key, double other);
/* Calls `each` for every member of an object, in order; none when it is no object. */
typedef void json_member_fn(void *ctx, const char *key, const struct json *value);
void json_each(const struct json *object, json_member_fn *each, void *ctx);
bool json_absent(const struct json *j); /* null, or no such field */
enum json_kind {
    JSON_IS_NULL, /* or NULL */
    JSON_IS_BOOL,
    JSON_IS_NUMBER,
    JSON_IS_TEXT,
    JSON_IS_LIST,
    JSON_IS_OBJECT,
};
enum json_kind json_kind(const struct json *j);
bool json_is_yes(const struct json *j);   /* true itself; false for anything else */
double json_number(const struct json *j); /* the number itself; 0 for other types */
size_t json_count(const struct json *array);
const struct json *json_at(const struct json *array, size_t i);
struct json *json_item(struct json *array, size_t i); /* the same, to be changed */
/* A string value itself; empty for other types. */
struct str json_str(const struct json *j);
/* Copies j deeply. Gives. */
struct json *json_clone(const struct json *j);

#endif
