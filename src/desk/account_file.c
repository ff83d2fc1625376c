#include "base/base.h"

#include "desk/account_file.h"

#include <stdlib.h>
#include <string.h>

/* ---- one account ---- */

/* A scheme makes it a URL; all else is a file beside the list. */
static void set_source(struct account *to, struct str value, struct str folder, struct arena *a)
{
    to->source = value;
    to->source_is_file = value.n && !str_has(value, STR("://"));
    if (to->source_is_file && folder.n && !str_starts(value, STR("/")))
        to->source = arena_printf(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(value));
}

/* Type and menu are well-formed. */
struct account account_of_row(const struct registry_row *row, struct str folder, struct arena *a)
{
    const struct str *v = row->values;
    struct account to = { .id = row->id,
                          .name = v[ACCOUNT_NAME],
                          .owner = v[ACCOUNT_OWNER],
                          .region = v[ACCOUNT_REGION],
                          .state = account_state_of(v[ACCOUNT_STATE]),
                          .is_main = str_eq(v[ACCOUNT_MAIN], STR("是")),
                          .handle = v[ACCOUNT_HANDLE],
                          .filed_name = v[ACCOUNT_FILED],
                          .download = v[ACCOUNT_DOWNLOAD] };
    struct menu_entry *menu = NULL;

    (void)!account_type_of(v[ACCOUNT_TYPE], &to.type, &to.platform);
    set_source(&to, v[ACCOUNT_SOURCE], folder, a);
    to.has_menu = v[ACCOUNT_MENU].n &&
                  account_menu_parse(v[ACCOUNT_MENU], a, &menu, &to.n_menu, NULL) == RC_OK;
    to.menu = menu;
    return to;
}

/* ---- accounts of one owner on one platform ---- */

static int by_owner(const void *a, const void *b)
{
    const struct account *const *x = a, *const *y = b;
    int order = str_cmp((*x)->owner, (*y)->owner);

    if (!order)
        order = str_cmp((*x)->platform, (*y)->platform);
    if (!order)
        order = (*y)->is_main - (*x)->is_main;
    return order ? order : (*x > *y) - (*x < *y); /* as in the list */
}

static void find_siblings(struct account *accounts, size_t n, struct arena *a)
{
    const struct account **order = arena_array(a, const struct account *, n);
    size_t n_running = 0;

    for (size_t i = 0; i < n; i++)
        if (accounts[i].state == ACCOUNT_RUNNING)
            order[n_running++] = &accounts[i];
    if (n_running)
        qsort(order, n_running, sizeof(*order), by_owner);
    for (size_t from = 0, to; from < n_running; from = to) {
        for (to = from; to < n_running && str_eq(order[to]->owner, order[from]->owner) &&
                        str_eq(order[to]->platform, order[from]->platform);
             to++)
            ;
        for (size_t i = from; i < to; i++) {
            struct account *one = &accounts[order[i] - accounts];

            one->siblings = order + from;
            one->n_siblings = to - from;
        }
    }
}

/* ---- the file ---- */

struct account_list accounts_of_rows(const struct registry_row *rows, size_t n, struct str folder,
                                     struct arena *a)
{
    struct account *accounts = arena_array(a, struct account, n);

    for (size_t i = 0; i < n; i++)
        accounts[i] = account_of_row(&rows[i], folder, a);
    find_siblings(accounts, n, a);
    return (struct account_list){ .accounts = accounts, .n = n };
}

static struct account_file of_list(const struct list_file *list, struct str folder, struct arena *a)
{
    return (struct account_file){
        .accounts = accounts_of_rows(list->rows, list->n, folder, a),
        .bad = list->bad,
        .n_bad = list->n_bad,
    };
}

enum rc account_file_parse(struct str bytes, struct str folder, struct arena *a,
                           struct account_file *out, struct err *err)
{
    struct list_file list;
    const enum rc rc = list_file_parse(REGISTRY_ACCOUNTS, bytes, a, &list, err);

    if (!rc)
        *out = of_list(&list, folder, a);
    return rc;
}

enum rc account_file_read(const char *path, struct arena *a, struct account_file *out,
                          struct err *err)
{
    const char *slash = strrchr(path, '/');
    const struct str folder = str_from(path, slash ? (size_t)(slash - path) : 0);
    struct list_file list;
    const enum rc rc = list_file_read(REGISTRY_ACCOUNTS, path, a, &list, err);

    if (!rc)
        *out = of_list(&list, folder, a);
    return rc;
}
