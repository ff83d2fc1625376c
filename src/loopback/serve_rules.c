#include "base/base.h"

#include "loopback/serve_rules.h"

#include "base/buf.h"
#include "base/clock.h"

#include <cyaml/cyaml.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { RULES_MAX = 2000, HEADERS_MAX = 32, YAML_BYTES_MAX = 1 << 20, DELAY_MS_MAX = 3600 * 1000 };

/* As the file has it. Numbers are read as text: the library's own reader takes "3x" for 3. */
struct raw_rule {
    char *host, *path, *method, *agent, *referer, *times, *status, *location, *delay_ms,
        *content_type, *charset;
    char *body_file;
    char **headers;
    unsigned headers_count;
    int charset_header; /* 1: silent */
    enum serve_close close;
};
struct raw_tls {
    char *host;
    enum serve_certificate certificate;
};
struct raw_file {
    char *now;
    struct raw_rule *rules;
    unsigned rules_count;
    struct raw_tls *tls;
    unsigned tls_count;
};

static const cyaml_strval_t close_words[] = {
    { "no", CLOSE_NOT },
    { "before", CLOSE_BEFORE },
    { "middle", CLOSE_MIDDLE },
};
static const cyaml_strval_t charset_header_words[] = {
    { "true", 0 },
    { "false", 1 },
};
static const cyaml_strval_t certificate_words[] = {
    { "good", CERT_GOOD },
    { "expired", CERT_EXPIRED },
    { "self-signed", CERT_SELF_SIGNED },
    { "wrong-name", CERT_WRONG_NAME },
};

enum {
    MAYBE = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
    MAYBE_WORD = CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT,
};
#define RULE_TEXT(name) CYAML_FIELD_STRING_PTR(#name, MAYBE, struct raw_rule, name, 0, 4096)

static const cyaml_schema_value_t header_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, 4096),
};
static const cyaml_schema_field_t rule_fields[] = {
    RULE_TEXT(host),
    RULE_TEXT(path),
    RULE_TEXT(method),
    RULE_TEXT(agent),
    RULE_TEXT(referer),
    RULE_TEXT(times),
    RULE_TEXT(status),
    RULE_TEXT(location),
    RULE_TEXT(delay_ms),
    RULE_TEXT(content_type),
    RULE_TEXT(charset),
    RULE_TEXT(body_file),
    CYAML_FIELD_SEQUENCE("headers", MAYBE, struct raw_rule, headers, &header_schema, 0,
                         HEADERS_MAX),
    CYAML_FIELD_ENUM("charset_header", MAYBE_WORD, struct raw_rule, charset_header,
                     charset_header_words, COUNT_OF(charset_header_words)),
    CYAML_FIELD_ENUM("close", MAYBE_WORD, struct raw_rule, close, close_words,
                     COUNT_OF(close_words)),
    CYAML_FIELD_END,
};
static const cyaml_schema_field_t tls_fields[] = {
    CYAML_FIELD_STRING_PTR("host", CYAML_FLAG_POINTER, struct raw_tls, host, 1, 253),
    CYAML_FIELD_ENUM("certificate", CYAML_FLAG_STRICT, struct raw_tls, certificate,
                     certificate_words, COUNT_OF(certificate_words)),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t rule_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_rule, rule_fields),
};
static const cyaml_schema_value_t tls_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_tls, tls_fields),
};
static const cyaml_schema_field_t file_fields[] = {
    CYAML_FIELD_STRING_PTR("now", MAYBE, struct raw_file, now, 0, 64),
    CYAML_FIELD_SEQUENCE("rules", MAYBE, struct raw_file, rules, &rule_schema, 0, RULES_MAX),
    CYAML_FIELD_SEQUENCE("tls", MAYBE, struct raw_file, tls, &tls_schema, 0, RULES_MAX),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t file_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_file, file_fields),
};

/* The library tells what is wrong, and where, only to its log: the first line says what, the first
 * one of the backtrace where. */
struct complaint {
    char text[200];
    size_t n_lines;
};

static void note_complaint(cyaml_log_t level, void *ctx, const char *fmt, va_list args)
    PRINTF_LIKE(3, 0);

static void note_complaint(cyaml_log_t level, void *ctx, const char *fmt, va_list args)
{
    struct complaint *c = ctx;
    char line[160];

    (void)level;
    (void)vsnprintf(line, sizeof(line), fmt, args);

    const struct str text = str_trim(str_of(line));

    if (str_has(text, STR("Backtrace")) || c->n_lines == 2)
        return;

    const size_t used = strlen(c->text);

    (void)snprintf(c->text + used, sizeof(c->text) - used, "%s%.*s", used ? " " : "",
                   STR_ARG(text));
    c->n_lines++;
}

static enum rc read_file(const char *path, struct buf *to, struct err *err)
{
    FILE *f = fopen(path, "rb");
    char *room;
    size_t n;

    if (!f && errno == ENOENT)
        return RC_OK;
    if (!f)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    to->max = YAML_BYTES_MAX;
    while ((room = buf_room(to, 1 << 16)) && (n = fread(room, 1, 1 << 16, f)) > 0)
        to->n += n;

    const bool is_bad = ferror(f);

    (void)fclose(f);
    return is_bad || !room ? err_set(err, RC_IO, "%s：读取失败或过大", path) : RC_OK;
}

/* Where the problem lies, for messages. */
struct place {
    const char *file;
    size_t rule;
};

struct range {
    const char *name;
    int64_t min, max;
};
static const struct range times_range = { "times", 1, 1000000 };
static const struct range status_range = { "status", 200, 599 };
static const struct range delay_range = { "delay_ms", 0, DELAY_MS_MAX };

static enum rc number(const char *text, const struct range *range, const struct place *at,
                      int64_t *out, struct err *err)
{
    if (!text || str_to_i64(str_of(text), range->min, range->max, out))
        return RC_OK;
    return err_set(err, RC_SYNTAX, "%s：第 %zu 条规则的 %s 应为 %lld 至 %lld 的整数，写的是“%s”",
                   at->file, at->rule, range->name, (long long)range->min, (long long)range->max,
                   text);
}

static struct str copy(struct arena *a, const char *text)
{
    return text ? arena_copy(a, str_of(text)) : (struct str){ 0 };
}

static enum rc take_rule(const struct raw_rule *raw, const struct place *at, struct arena *a,
                         struct serve_rule *to, struct err *err)
{
    struct str *headers = arena_array(a, struct str, raw->headers_count);
    struct serve_rule r = {
        .host = copy(a, raw->host),
        .path = raw->path && *raw->path ? copy(a, raw->path) : STR("*"),
        .method = copy(a, raw->method),
        .agent = copy(a, raw->agent),
        .referer = copy(a, raw->referer),
        .location = copy(a, raw->location),
        .content_type = copy(a, raw->content_type),
        .charset = copy(a, raw->charset),
        .body_file = copy(a, raw->body_file),
        .headers = headers,
        .n_headers = raw->headers_count,
        .is_charset_silent = raw->charset_header == 1,
        .close = raw->close,
    };
    enum rc rc = number(raw->times, &times_range, at, &r.times, err);

    if (!rc)
        rc = number(raw->status, &status_range, at, &r.status, err);
    if (!rc)
        rc = number(raw->delay_ms, &delay_range, at, &r.delay_ms, err);
    if (rc)
        return rc;
    for (size_t i = 0; i < r.n_headers; i++) {
        headers[i] = copy(a, raw->headers[i]);
        if (!str_has(headers[i], STR(":")))
            return err_set(err, RC_SYNTAX, "%s：第 %zu 条规则的 headers 里“%.*s”没有冒号", at->file,
                           at->rule, STR_ARG(headers[i]));
    }
    *to = r;
    return RC_OK;
}

static enum rc take_file(const struct raw_file *raw, const char *path, struct arena *a,
                         struct serve_rules *out, struct err *err)
{
    struct serve_rule *rules = arena_array(a, struct serve_rule, raw->rules_count);
    struct serve_tls *tls = arena_array(a, struct serve_tls, raw->tls_count);
    int64_t now = 0;

    if (raw->now && !time_parse(str_of(raw->now), &now))
        return err_set(err, RC_SYNTAX,
                       "%s：now 应为 2026-11-20T09:00:00+08:00 这样的时间，写的是“%s”", path,
                       raw->now);

    for (unsigned i = 0; i < raw->rules_count; i++) {
        const struct place at = { .file = path, .rule = i + 1 };
        const enum rc rc = take_rule(&raw->rules[i], &at, a, &rules[i], err);

        if (rc)
            return rc;
    }
    for (unsigned i = 0; i < raw->tls_count; i++)
        tls[i] = (struct serve_tls){ .host = copy(a, raw->tls[i].host),
                                     .certificate = raw->tls[i].certificate };
    *out = (struct serve_rules){ .rules = rules,
                                 .n_used = arena_array(a, uint64_t, raw->rules_count),
                                 .n = raw->rules_count,
                                 .tls = tls,
                                 .n_tls = raw->tls_count,
                                 .now = now };
    return RC_OK;
}

enum rc serve_rules_load(const char *path, struct arena *a, struct serve_rules *out,
                         struct err *err)
{
    struct complaint complaint = { 0 };
    const cyaml_config_t config = {
        .log_fn = note_complaint,
        .log_ctx = &complaint,
        .mem_fn = cyaml_mem,
        .log_level = CYAML_LOG_ERROR,
    };
    AUTO(buf_done) struct buf text = { 0 };
    struct raw_file *raw = NULL;
    enum rc rc = read_file(path, &text, err);

    if (rc)
        return rc;
    *out = (struct serve_rules){ 0 };
    if (str_is_empty(str_trim(buf_str(&text))))
        return RC_OK;

    const cyaml_err_t bad = cyaml_load_data((const uint8_t *)text.p, text.n, &config, &file_schema,
                                            (cyaml_data_t **)&raw, NULL);

    if (bad != CYAML_OK)
        rc = err_set(err, RC_SYNTAX, "%s：%s（%s）", path, complaint.text, cyaml_strerror(bad));
    else if (raw)
        rc = take_file(raw, path, a, out, err);
    (void)cyaml_free(&config, &file_schema, raw, 0);
    return rc;
}

/* '*' stands for any run of characters. Linear but for going back to the last star. */
static bool wild_fits(struct str pattern, struct str s)
{
    size_t i = 0, j = 0, star = STR_NONE, kept = 0;

    while (j < s.n) {
        if (i < pattern.n && pattern.p[i] == '*') {
            star = i++;
            kept = j;
        } else if (i < pattern.n && pattern.p[i] == s.p[j]) {
            i++;
            j++;
        } else if (star != STR_NONE) {
            i = star + 1;
            j = ++kept;
        } else {
            return false;
        }
    }
    while (i < pattern.n && pattern.p[i] == '*')
        i++;
    return i == pattern.n;
}

static bool host_fits(struct str pattern, struct str host)
{
    if (pattern.n == 0 || str_eq(pattern, STR("*")))
        return true;
    if (str_starts(pattern, STR("*.")))
        return str_ends_nocase(host, str_skip(pattern, 1));
    return str_eq_nocase(pattern, host);
}

static bool path_fits(struct str pattern, const struct serve_request *r)
{
    char both[8192];

    if (!str_has(pattern, STR("?")))
        return wild_fits(pattern, r->path);
    if (!r->has_query)
        return false;

    const int n = snprintf(both, sizeof(both), "%.*s?%.*s", STR_ARG(r->path), STR_ARG(r->query));

    return n > 0 && (size_t)n < sizeof(both) && wild_fits(pattern, str_from(both, (size_t)n));
}

static bool fits(const struct serve_rule *rule, const struct serve_request *r)
{
    return host_fits(rule->host, r->host) && path_fits(rule->path, r) &&
           (!rule->method.n || str_eq(rule->method, r->method)) &&
           (!rule->agent.n || str_has(r->agent, rule->agent)) &&
           (!rule->referer.n || str_has(r->referer, rule->referer));
}

static void set_str(struct str *to, struct str s)
{
    if (!to->n)
        *to = s;
}

/* What is given in the rule and not yet in the plan. */
static void put_together(struct serve_rule *plan, const struct serve_rule *rule)
{
    plan->status = plan->status ? plan->status : rule->status;
    plan->delay_ms = plan->delay_ms ? plan->delay_ms : rule->delay_ms;
    plan->close = plan->close ? plan->close : rule->close;
    plan->is_charset_silent = plan->is_charset_silent || rule->is_charset_silent;
    set_str(&plan->location, rule->location);
    set_str(&plan->content_type, rule->content_type);
    set_str(&plan->charset, rule->charset);
    set_str(&plan->body_file, rule->body_file);
    if (!plan->n_headers) {
        plan->headers = rule->headers;
        plan->n_headers = rule->n_headers;
    }
}

struct serve_rule serve_rules_plan(const struct serve_rules *s, const struct serve_request *r)
{
    struct serve_rule plan = { 0 };

    for (size_t i = 0; i < s->n; i++) {
        const struct serve_rule *rule = &s->rules[i];

        if (!fits(rule, r))
            continue;
        if (s->n_used[i]++ < (uint64_t)rule->times || !rule->times)
            put_together(&plan, rule);
    }
    return plan;
}
