/*
 * What the office keeps lists of: sites and new-media accounts. A row has the fields of the list's
 * file as texts, so that both are read, kept, compared, shown and changed in one way.
 */
#ifndef XJ_MODEL_REGISTRY_H
#define XJ_MODEL_REGISTRY_H

#include "base/base.h"
#include "base/str.h"
#include "model/account.h"
#include "model/site.h"

enum registry_kind { REGISTRY_SITES, REGISTRY_ACCOUNTS, REGISTRY_KINDS_N };
enum { REGISTRY_FIELDS_MAX = SITE_FIELD_N };

struct registry_field {
    const char *key;   /* "home" */
    const char *title; /* 首页网址: its column in the file */
    const char *other; /* used for the same elsewhere; NULL = none */
    bool is_flag;      /* 是 or 否 */
};

/* The order of the life of a site or an account. */
enum registry_life { LIFE_NONE, LIFE_RUNNING, LIFE_CLOSING, LIFE_CLOSED };

struct registry_form {
    const char *word;                    /* "sites" */
    const char *noun;                    /* 网站 */
    const struct registry_field *fields; /* in the order of the file's columns */
    size_t n_fields, n_required;         /* the first ones are */
    size_t name, owner, region, state;   /* places of these fields */
    const char *lives[LIFE_CLOSED + 1];  /* the words of the field state */
};
const struct registry_form *registry_form(enum registry_kind kind);

struct registry_row {
    enum registry_kind kind;
    struct str id; /* 网站标识码; account.id */
    struct str values[REGISTRY_FIELDS_MAX];
};

/* What an id is of. */
enum registry_kind registry_kind_of(struct str id);
/* By key or title. */
MUST_USE bool registry_field_of(enum registry_kind kind, struct str name, size_t *out);
/* LIFE_NONE: no such word. */
enum registry_life registry_life_of(enum registry_kind kind, struct str word);
static inline struct str registry_name(const struct registry_row *row)
{
    return row->values[registry_form(row->kind)->name];
}

/* Views into the row, or of the site. */
struct site site_of_row(const struct registry_row *row);
struct registry_row row_of_site(const struct site *site);

#endif
