/* Posts and messages while a source is read. Inside account/ only. */
#ifndef XJ_ACCOUNT_COLLECT_H
#define XJ_ACCOUNT_COLLECT_H

#include "account/posts.h"
#include "base/buf.h"

/* Zeroed but for now. */
struct collect {
    int64_t now;
    struct buf posts;    /* struct post */
    struct buf messages; /* struct account_message */
    size_t n_future, n_undated;
};

void collect_done(struct collect *c);
/* `when` is what the source writes, in the place of p.at; strings are borrowed. */
void collect_post(struct collect *c, struct str when, struct post p);
void collect_post_at(struct collect *c, struct post p);
/* answered: empty = not. A message whose time cannot be read is left out. */
void collect_message(struct collect *c, struct str when, struct str answered, struct str text);
/* Sorts it all into *out: posts, counts, messages; its other fields stay. */
void collect_finish(struct collect *c, struct arena *a, struct posts *out);

/* ---- one file a kind of source; as posts_read ---- */
bool feed_is_one(struct str body);
bool feed_read(const struct posts_input *in, struct arena *a, struct posts *out,
               struct str *unseen);
bool json_posts_read(const struct posts_input *in, struct arena *a, struct posts *out,
                     struct str *unseen);
bool page_posts_read(const struct posts_input *in, struct arena *a, struct posts *out,
                     struct str *unseen);

#endif
