/* The posts of an account, read off whatever shows them: a feed, a page, an imported file. */
#ifndef XJ_ACCOUNT_POSTS_H
#define XJ_ACCOUNT_POSTS_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/account.h"
#include "page/reader.h"

enum { POSTS_MAX = 20000 /* of one source; more are left out */ };

struct posts_input {
    struct str url;          /* where it was read from; of a file: empty */
    struct str content_type; /* header; may be empty */
    struct str body;
    int64_t now;
    struct page_reader *reader; /* for pages; NULL: a page is no source */
};

/*
 * RSS 2.0, RSS 1.0, Atom and JSON Feed 1.1 (also what is not well-formed), the JSON of an import
 * ({"name","collected","interaction","posts":[{"time","title","url","text"}],"messages":[{"time","text",
 * "answered"}]}), or a page. Told by the bytes.
 *
 *   a       takes the result; it may point into the body, too
 *   out     written whole when known
 *   unseen  Chinese, when not: why nothing is known of the posts
 *
 * false: not known.
 */
bool posts_read(const struct posts_input *in, struct arena *a, struct posts *out,
                struct str *unseen);

/* Appends what was read as the JSON of an import: reading that tells the same again, but for posts
 * that lay in the future, and whether the source was a feed. */
void posts_write(const struct posts *p, struct buf *out);

/*
 * An imported table (.csv, .xlsx): 发布时间 (needed), 标题, 链接, 正文, 账号名称, 留言时间,
 * 留言内容, 答复时间, 采集方式 (自报: the unit collected it itself). One may hold many accounts.
 */
struct posts_table;

/* The bytes are a table and not JSON, a feed or a page. */
bool posts_is_table(struct str bytes);
/* Gives *out. RC_SYNTAX, RC_LIMIT: no such table; the sentence says why. */
MUST_USE enum rc posts_table_read(struct str bytes, int64_t now, struct posts_table **out,
                                  struct err *err);
void posts_table_freep(struct posts_table **t);
/* Rows that name the account, or none. The same answer as posts_read; strings are borrowed. */
bool posts_table_of(const struct posts_table *t, const struct account *account, struct arena *a,
                    struct posts *out, struct str *unseen);

/* A moment as feeds and people write it: RFC 3339, RFC 822, "2026-11-20 09:30", 2026年11月20日. */
MUST_USE bool posts_time(struct str text, int64_t now, int64_t *out);

#endif
