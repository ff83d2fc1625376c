#include "base/base.h"

#include "report/template.h"

#include "base/arena.h"

#include <stdlib.h>

struct render {
    struct str text; /* the whole template, for line numbers */
    const struct template_data *data;
    struct buf *out;
    struct err *err;
    struct arena scratch;
    const struct json *reach[TEMPLATE_DEPTH_MAX + 1]; /* outermost first */
    size_t n_reach;
};

void html_add(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.p[i];

        switch (c) {
        case '&':
            buf_add(out, STR("&amp;"));
            break;
        case '<':
            buf_add(out, STR("&lt;"));
            break;
        case '>':
            buf_add(out, STR("&gt;"));
            break;
        case '"':
            buf_add(out, STR("&quot;"));
            break;
        case '\'':
            buf_add(out, STR("&#39;"));
            break;
        default:
            if ((c < ' ' && c != '\t' && c != '\n') || c == 0x7f)
                buf_add(out, STR("\xef\xbf\xbd"));
            else
                buf_add_char(out, (char)c);
        }
    }
}

void script_add(struct buf *out, struct str json)
{
    for (size_t i = 0; i < json.n; i++) {
        const char c = json.p[i];
        const struct str rest = str_skip(json, i);

        if (c == '<' || c == '>' || c == '&') {
            buf_addf(out, "\\u%04x", (unsigned)c);
        } else if (str_starts(rest, STR("\xe2\x80\xa8")) || str_starts(rest, STR("\xe2\x80\xa9"))) {
            buf_addf(out, "\\u%04x", rest.p[2] == '\xa8' ? 0x2028U : 0x2029U);
            i += 2;
        } else {
            buf_add_char(out, c);
        }
    }
}

static enum rc fail(struct render *r, struct str at, const char *what, struct str name)
{
    int line = 1;

    for (const char *p = r->text.p; p < at.p; p++)
        line += *p == '\n';
    return err_set(r->err, RC_SYNTAX, "模板第 %d 行：%s“%.*s”", line, what, STR_ARG(name));
}

static const struct json *look_up(const struct render *r, struct str name)
{
    char key[64];

    if (name.n == 0 || name.n >= sizeof(key))
        return NULL;
    for (size_t i = 0; i < name.n; i++)
        key[i] = name.p[i];
    key[name.n] = 0;
    if (str_eq(name, STR(".")))
        return r->reach[r->n_reach - 1];
    for (size_t i = r->n_reach; i-- > 0;) {
        const struct json *j = json_get(r->reach[i], key);

        if (j)
            return j;
    }
    return NULL;
}

static bool is_true(const struct json *j)
{
    switch (json_kind(j)) {
    case JSON_IS_NULL:
        return false;
    case JSON_IS_BOOL:
        return json_is_yes(j);
    case JSON_IS_NUMBER:
        return json_number(j) != 0;
    case JSON_IS_TEXT:
        return json_str(j).n > 0;
    case JSON_IS_LIST:
        return json_count(j) > 0;
    case JSON_IS_OBJECT:
        return true;
    }
    return false;
}

/* "{{tag}}" at the start of *text: gives the inside without the sign before it. */
static enum rc take_place(struct render *r, struct str *text, char *sign, struct str *name)
{
    const struct str at = *text;
    const size_t end = str_find(at, STR("}}"));

    if (end == STR_NONE)
        return fail(r, at, "没有结束的位置", str_sub(at, 0, 20));
    *name = str_trim(str_sub(at, 2, end - 2));
    *text = str_skip(at, end + 2);
    *sign = 0;
    if (name->n && (name->p[0] == '#' || name->p[0] == '^' || name->p[0] == '/')) {
        *sign = name->p[0];
        *name = str_trim(str_skip(*name, 1));
    } else if (str_starts(*name, STR("json "))) {
        *sign = 'j';
        *name = str_trim(str_skip(*name, 5));
    }
    return RC_OK;
}

/* Cuts the section that was just opened off *text: *inside without its closing place. */
static enum rc take_section(struct render *r, struct str *text, struct str name, struct str *inside)
{
    const struct str start = *text;
    struct str rest = start;
    size_t depth = 1;

    for (;;) {
        const size_t at = str_find(rest, STR("{{"));
        char sign = 0;
        struct str found = { 0 };

        if (at == STR_NONE)
            return fail(r, name, "没有关闭的段落", name);
        rest = str_skip(rest, at);

        const char *place = rest.p;
        const enum rc rc = take_place(r, &rest, &sign, &found);

        if (rc)
            return rc;
        if (!str_eq(found, name))
            continue;
        if (sign == '#' || sign == '^')
            depth++;
        else if (sign == '/' && --depth == 0) {
            *inside = str_from(start.p, (size_t)(place - start.p));
            *text = rest;
            return RC_OK;
        }
    }
}

static enum rc render(struct render *r, struct str text);

static enum rc render_section(struct render *r, char sign, const struct json *value,
                              struct str inside)
{
    const bool is_list = json_kind(value) == JSON_IS_LIST;
    const size_t n = is_list ? json_count(value) : 1;

    if (sign == '^')
        return is_true(value) ? RC_OK : render(r, inside);
    if (!is_true(value))
        return RC_OK;
    if (r->n_reach == COUNT_OF(r->reach))
        return fail(r, inside, "段落嵌套过深", str_sub(inside, 0, 20));
    for (size_t i = 0; i < n; i++) {
        r->reach[r->n_reach++] = is_list ? json_at(value, i) : value;

        const enum rc rc = render(r, inside);

        r->n_reach--;
        if (rc)
            return rc;
    }
    return RC_OK;
}

static enum rc render_blob(struct render *r, struct str name)
{
    for (size_t i = 0; i < r->data->n_blobs; i++) {
        if (!str_eq(str_of(r->data->blobs[i].name), name))
            continue;
        script_add(r->out, r->data->blobs[i].json);
        return RC_OK;
    }
    return fail(r, name, "没有数据", name);
}

static void render_value(struct render *r, const struct json *value)
{
    const enum json_kind type = json_kind(value);

    if (type == JSON_IS_TEXT)
        html_add(r->out, json_str(value));
    else if (type != JSON_IS_NULL)
        html_add(r->out, json_text(value, &r->scratch));
}

static enum rc render(struct render *r, struct str text)
{
    for (;;) {
        const size_t at = str_find(text, STR("{{"));
        const struct json *value;
        struct str name = { 0 }, inside = { 0 };
        char sign = 0;
        enum rc rc;

        buf_add(r->out, str_sub(text, 0, at == STR_NONE ? text.n : at));
        if (at == STR_NONE)
            return RC_OK;
        text = str_skip(text, at);
        rc = take_place(r, &text, &sign, &name);
        if (rc)
            return rc;
        if (sign == 'j') {
            rc = render_blob(r, name);
        } else if (sign == '/') {
            rc = fail(r, name, "没有打开的段落", name);
        } else if (!(value = look_up(r, name))) {
            rc = fail(r, name, "没有数据", name);
        } else if (sign) {
            rc = take_section(r, &text, name, &inside);
            if (!rc)
                rc = render_section(r, sign, value, inside);
        } else {
            render_value(r, value);
        }
        if (rc)
            return rc;
    }
}

enum rc template_render(struct str text, const struct template_data *data, struct buf *out,
                        struct err *err)
{
    struct render r = {
        .text = text, .data = data, .out = out, .err = err, .reach = { data->values }, .n_reach = 1
    };
    const enum rc rc = render(&r, text);

    arena_done(&r.scratch);
    return rc;
}
