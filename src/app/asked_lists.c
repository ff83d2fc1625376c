#include "base/base.h"

#include "app/asked_lists.h"

#include "app/app.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hashes.h"
#include "desk/registry_desk.h"
#include "office/account_posts.h"
#include "office/registry.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct listing {
    struct store *s;
    struct arena *a;
    const char *posts; /* folder of posts that were handed in */
    bool is_all;
    struct hashes wanted; /* ids */
    struct buf rows;      /* struct registered, kept in a: the store is busy while they are read */
};

static void listing_done(struct listing *l)
{
    hashes_done(&l->wanted);
    buf_done(&l->rows);
}

static enum rc take(void *ctx, const struct registered *r, struct err *err)
{
    struct listing *l = ctx;
    struct registered kept = { .row = { .kind = r->row.kind } };

    (void)err;
    if (!l->is_all && !hashes_find(&l->wanted, str_hash(r->row.id)))
        return RC_OK;
    kept.row.id = arena_copy(l->a, r->row.id);
    for (size_t i = 0; i < registry_form(r->row.kind)->n_fields; i++)
        kept.row.values[i] = arena_copy(l->a, r->row.values[i]);
    buf_add(&l->rows, str_from((const char *)&kept, sizeof(kept)));
    return RC_OK;
}

static void want(struct listing *l, struct str ids, char separator)
{
    struct str one;

    while (ids.n) {
        (void)str_cut(ids, separator, &one, &ids);
        if (one.n)
            hashes_put(&l->wanted, str_hash(one), 1);
    }
}

static enum rc write_file(const char *path, struct str bytes, struct arena *a, struct err *err)
{
    const char *beside = arena_printf(a, "%s.new", path).p;
    AUTO(file_closep) FILE *f = fopen(beside, "w");

    if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fflush(f) || rename(beside, path))
        return err_set(err, RC_IO, "%s：不能写入（%s）", path, os_reason(errno));
    return RC_OK;
}

enum rc asked_source(struct store *s, struct registry_row *row, const char *folder, size_t name,
                     struct arena *a, struct err *err)
{
    AUTO(arena_done) struct arena scratch = { 0 };
    struct str *source = &row->values[ACCOUNT_SOURCE];
    struct account_posts file;
    struct str bytes;
    enum rc rc = store_posts_get(s, row->id, &scratch, &file, &bytes, err);

    if (rc == RC_NOT_FOUND) {
        if (!str_has(*source, STR("://")))
            *source = (struct str){ 0 };
        return RC_OK;
    }
    if (rc)
        return rc;
    if ((rc = file_make_dir(folder, 0700, err)))
        return rc;
    *source = arena_printf(a, "%s/%zu", strrchr(folder, '/') + 1, name);

    const char *path = arena_printf(&scratch, "%s/%zu", folder, name).p;
    const struct timespec at[] = { { .tv_sec = file.at }, { .tv_sec = file.at } };
    const enum rc written = write_file(path, bytes, &scratch, err);

    if (!written && utimensat(AT_FDCWD, path, at, 0)) /* its posts are told as of that day */
        return err_set(err, RC_IO, "%s：不能写入（%s）", path, os_reason(errno));
    return written;
}

/* *path becomes NULL when nothing is in the list. */
static enum rc write_list(struct listing *l, enum registry_kind kind, const char **path,
                          struct err *err)
{
    AUTO(buf_done) struct buf out = { 0 };
    struct registered *rows;
    enum rc rc;
    size_t n;

    if (access(*path, R_OK) == 0)
        return RC_OK;
    rc = store_registered_each(l->s, kind, 0, take, l, err);
    n = l->rows.n / sizeof(*rows);
    rows = (struct registered *)(void *)l->rows.p;
    registry_list_begin(kind, &out);
    for (size_t i = 0; !rc && i < n; i++) {
        if (kind == REGISTRY_ACCOUNTS)
            rc = asked_source(l->s, &rows[i].row, l->posts, i, l->a, err);
        if (!rc)
            rc = registry_list_add(&out, &rows[i], err);
    }
    if (!rc && n)
        return write_file(*path, buf_str(&out), l->a, err);
    *path = NULL;
    return rc;
}

static const char *posts_folder(const struct asked_run *run, const char *folder, struct arena *a)
{
    return arena_printf(a, "%s/asked-%" PRId64 "-posts", folder, run->id).p;
}

enum rc asked_lists_write(struct store *s, const struct asked_run *run, const char *folder,
                          struct arena *a, struct asked_lists *out, struct err *err)
{
    const bool is_all = !run->sites.n && !run->accounts.n;
    AUTO(listing_done) struct listing sites = { .s = s, .a = a, .is_all = is_all };
    AUTO(listing_done)
    struct listing accounts = { .s = s,
                                .a = a,
                                .posts = posts_folder(run, folder, a),
                                .is_all = is_all || str_eq(run->accounts, STR("*")) };
    struct asked_lists lists = {
        .sites = arena_printf(a, "%s/asked-%" PRId64 ".csv", folder, run->id).p,
        .accounts = arena_printf(a, "%s/asked-%" PRId64 "-accounts.csv", folder, run->id).p,
    };
    enum rc rc;

    want(&sites, run->sites, ' ');
    want(&accounts, run->accounts, '\n');
    rc = write_list(&sites, REGISTRY_SITES, &lists.sites, err);
    if (!rc)
        rc = write_list(&accounts, REGISTRY_ACCOUNTS, &lists.accounts, err);
    if (rc)
        return rc;
    if (!lists.sites && !lists.accounts)
        return err_set(err, RC_USAGE, "名单是空的；请先在“网站”或“新媒体”中导入名单");
    *out = lists;
    return RC_OK;
}

void asked_lists_drop(const struct asked_run *run, const char *folder)
{
    AUTO(arena_done) struct arena a = { 0 };

    app_drop_folder(posts_folder(run, folder, &a));
}
