/* What is read off the tree that dom.c builds. */
#include "base/base.h"

#include "dom/attrs.h"
#include "dom/dom.h"

#include <myhtml/myhtml.h>
#include <myhtml/tree.h>
#include <string.h>

/* struct node is the parser's node under a name that says nothing about the parser. */
static const myhtml_tree_node_t *raw(const struct node *n)
{
    return (const void *)n;
}

static const struct node *node_of(const myhtml_tree_node_t *t)
{
    return (const void *)t;
}

const struct node *dom_next(const struct node *n, const struct node *top)
{
    return raw(n)->child ? node_of(raw(n)->child) : dom_skip(n, top);
}

const struct node *dom_skip(const struct node *n, const struct node *top)
{
    const myhtml_tree_node_t *t = raw(n);

    while (t && t != raw(top)) {
        if (t->next)
            return node_of(t->next);
        t = t->parent;
    }
    return NULL;
}

const struct node *dom_parent(const struct node *n)
{
    const myhtml_tree_node_t *up = raw(n)->parent;

    return up != raw(n)->tree->document ? node_of(up) : NULL;
}

const struct node *dom_child(const struct node *n)
{
    return node_of(raw(n)->child);
}

const struct node *dom_sibling(const struct node *n)
{
    return node_of(raw(n)->next);
}

const struct node *dom_previous(const struct node *n)
{
    return node_of(raw(n)->prev);
}

static const uint8_t elements[MyHTML_TAG_LAST_ENTRY] = {
#define ROW(id, name, traits) [MyHTML_TAG_##id] = EL_##id,
    ELEMENTS(ROW)
#undef ROW
};

enum element dom_element(const struct node *n)
{
    const myhtml_tree_node_t *t = raw(n);
    const enum element el = t->tag_id < COUNT_OF(elements) ? elements[t->tag_id] : EL_NONE;

    if (t->tag_id <= MyHTML_TAG__DOCTYPE)
        return EL_NONE;
    if (el == EL_NONE || (el == EL_TITLE && t->ns != MyHTML_NAMESPACE_HTML))
        return EL_OTHER; /* the <title> of a drawing is none of the page */
    return el;
}

const char *dom_name(const struct node *n)
{
    const char *name = NULL;

    if (raw(n)->tag_id > MyHTML_TAG__DOCTYPE)
        name = myhtml_tag_name_by_id(raw(n)->tree, raw(n)->tag_id, NULL);
    return name ? name : "";
}

bool dom_is_text(const struct node *n)
{
    return raw(n)->tag_id == MyHTML_TAG__TEXT;
}

bool dom_is_comment(const struct node *n)
{
    return raw(n)->tag_id == MyHTML_TAG__COMMENT;
}

static struct str str_of_raw(const mycore_string_t *s)
{
    return s->data ? str_from(s->data, s->length) : STR("");
}

struct str dom_text(const struct node *n)
{
    return raw(n)->token ? str_of_raw(&raw(n)->token->str) : STR("");
}

struct str dom_attr_n(const struct node *n, const char *name, size_t n_name)
{
    const myhtml_token_attr_t *at = raw(n)->token ? raw(n)->token->attr_first : NULL;

    for (; at; at = at->next) {
        if (at->key.length == n_name && memcmp(at->key.data, name, n_name) == 0)
            return str_of_raw(&at->value);
    }
    return str_from(NULL, 0);
}

bool dom_attr_at(const struct node *n, size_t i, struct str *name, struct str *value)
{
    const myhtml_token_attr_t *at = raw(n)->token ? raw(n)->token->attr_first : NULL;

    while (at && i--)
        at = at->next;
    if (!at)
        return false;
    *name = str_of_raw(&at->key);
    *value = str_of_raw(&at->value);
    return true;
}

void dom_attrs(const struct node *n, struct attrs *at)
{
    const myhtml_token_attr_t *t = raw(n)->token ? raw(n)->token->attr_first : NULL;

    at->present = 0;
    for (; t; t = t->next)
        attrs_add(at, str_of_raw(&t->key), str_of_raw(&t->value));
}
