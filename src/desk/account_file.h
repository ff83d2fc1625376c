/* accounts.csv (or .xlsx) -> struct account_list. */
#ifndef XJ_DESK_ACCOUNT_FILE_H
#define XJ_DESK_ACCOUNT_FILE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "desk/list_file.h"
#include "model/account.h"

enum { MENU_ENTRIES_MAX = 200, MENU_BYTES_MAX = 65536 };

struct account_file {
    struct account_list accounts;
    const struct bad_row *bad;
    size_t n_bad;
};

/*
 * Reads the list as desk/list_file.h does; rc as there. Two accounts of one name on one platform
 * need a 账号标识.
 *
 *   path  a 数据源 that is no URL is a file beside it
 *   a     takes the result
 *   out   written only on RC_OK
 */
MUST_USE enum rc account_file_read(const char *path, struct arena *a, struct account_file *out,
                                   struct err *err);
/* The same for the content of a file; folder: where its 数据源 files lie. */
MUST_USE enum rc account_file_parse(struct str bytes, struct str folder, struct arena *a,
                                    struct account_file *out, struct err *err);

/* The accounts of rows that were read, each with its siblings. */
struct account_list accounts_of_rows(const struct registry_row *rows, size_t n, struct str folder,
                                     struct arena *a);
/* The account of a row that was read; without siblings. Strings go to a, or are the row's. */
struct account account_of_row(const struct registry_row *row, struct str folder, struct arena *a);

/*
 * The entries of a menu as 微信 gives it ({"button":[{"name","type","url","sub_button"}]}, also
 * within "menu" or "selfmenu_info") or as a plain list of {"name","url"}.
 *
 * RC_SYNTAX: no such JSON. RC_LIMIT: more than MENU_ENTRIES_MAX.
 */
MUST_USE enum rc account_menu_parse(struct str json, struct arena *a, struct menu_entry **out,
                                    size_t *n, struct err *err);

#endif
