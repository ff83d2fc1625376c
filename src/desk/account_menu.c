#include "base/base.h"

#include "desk/account_file.h"

#include "base/json.h"
#include "text/field.h"

#include <string.h>

struct menu {
    struct arena *a;
    struct menu_entry *entries;
    size_t n;
    struct err *err;
};

/* [...] or {"list":[...]}; NULL: none. */
static const struct json *list_of(const struct json *j)
{
    const struct json *list = json_kind(j) == JSON_IS_OBJECT ? json_get(j, "list") : j;

    return json_kind(list) == JSON_IS_LIST && json_count(list) ? list : NULL;
}

static const struct json *below(const struct json *entry)
{
    const struct json *list = list_of(json_get(entry, "sub_button"));

    return list ? list : list_of(json_get(entry, "children"));
}

/* "view", and what opens a page of a mini programme, lead to an address; other types answer. */
static bool is_answered(struct str type)
{
    return type.n && !str_eq(type, STR("view")) && !str_eq(type, STR("miniprogram")) &&
           !str_eq(type, STR("link"));
}

static enum rc add_entry(struct menu *m, const struct json *entry, struct str parent)
{
    struct str name = field_text(json_get_str(entry, "name"), m->a);

    if (json_kind(entry) != JSON_IS_OBJECT || str_is_empty(name))
        return err_set(m->err, RC_SYNTAX, "有一项没有 name");
    if (m->n == MENU_ENTRIES_MAX)
        return err_set(m->err, RC_LIMIT, "超过 %d 项", MENU_ENTRIES_MAX);
    if (parent.n)
        name = arena_printf(m->a, "%.*s / %.*s", STR_ARG(parent), STR_ARG(name));
    m->entries[m->n++] = (struct menu_entry){
        .name = name,
        .href = field_text(json_get_str(entry, "url"), m->a),
        .is_answered = is_answered(json_get_str(entry, "type")),
    };
    return RC_OK;
}

/* A button that opens further ones is no entry itself. */
static enum rc add_buttons(struct menu *m, const struct json *list)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < json_count(list) && !rc; i++) {
        const struct json *button = json_at(list, i), *sub = below(button);
        const struct str name = field_text(json_get_str(button, "name"), m->a);

        if (!sub)
            rc = add_entry(m, button, (struct str){ 0 });
        for (size_t k = 0; k < json_count(sub) && !rc; k++)
            rc = add_entry(m, json_at(sub, k), name);
    }
    return rc;
}

enum rc account_menu_parse(struct str json, struct arena *a, struct menu_entry **out, size_t *n,
                           struct err *err)
{
    AUTO(json_freep) struct json *j = NULL;
    struct menu m = { .a = a, .err = err };
    const struct json *at;
    enum rc rc = json.n > MENU_BYTES_MAX ? err_set(err, RC_LIMIT, "超过 %d 字节", MENU_BYTES_MAX)
                                         : json_parse(json, &j, err);

    if (rc)
        return rc;
    at = j;
    if (json_get(at, "menu"))
        at = json_get(at, "menu");
    else if (json_get(at, "selfmenu_info"))
        at = json_get(at, "selfmenu_info");
    if (json_kind(at) == JSON_IS_OBJECT)
        at = json_get(at, "button");
    if (json_kind(at) != JSON_IS_LIST)
        return err_set(err, RC_SYNTAX, "没有 button 列表");
    m.entries = arena_array(a, struct menu_entry, MENU_ENTRIES_MAX);
    if ((rc = add_buttons(&m, at)))
        return rc;
    *out = m.entries;
    *n = m.n;
    return RC_OK;
}
