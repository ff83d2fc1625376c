#include "base/base.h"

#include "api/handed.h"

#include "api/replies.h"

const struct member handed_members[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "文件名" },
    { .name = "hash", .type = MEMBER_TEXT, .help = "SHA-256" },
    { .name = "bytes", .type = MEMBER_INT, .help = "字节数" },
    { .name = "at", .type = MEMBER_TIME, .help = "时间" },
    { .name = "by", .type = MEMBER_TEXT, .help = "用户名" },
    { 0 },
};

static enum rc add_file(void *ctx, const struct handed_file *f, struct err *err)
{
    struct json *to = json_new_object();

    (void)err;
    json_put_text(to, "name", f->name);
    json_put_text(to, "hash", f->hash);
    json_put_int(to, "bytes", f->n_bytes);
    reply_put_time(to, "at", f->at);
    json_put_text(to, "by", f->by);
    json_add(ctx, to);
    return RC_OK;
}

enum rc handed_put_list(struct call *c, enum handed_with with, int64_t owner, struct json *to,
                        struct err *err)
{
    struct json *files = json_new_array();
    const enum rc rc = store_handed_each(c->store, with, owner, add_file, files, err);

    json_put(to, "files", files);
    return rc;
}

enum rc handed_take(struct call *c, enum handed_with with, int64_t owner, const char *word,
                    struct err *err)
{
    const struct handed_file file = { .name = call_part(c, "name"),
                                      .at = c->now,
                                      .by = c->user->name };
    AUTO(json_freep) struct json *now = json_new_object();
    int64_t id = 0;
    const enum rc rc = store_handed_put(c->store, with, owner, &file, c->upload, &id, err);

    if (rc == RC_SYNTAX || rc == RC_LIMIT)
        return call_fail(c, err, 422, "name", "%s", err->text);
    if (rc == RC_BUSY)
        return call_fail(c, err, 409, NULL, "%s", err->text);
    if (rc)
        return rc;
    json_put_str(now, "name", file.name);
    json_put_int(now, "bytes", (int64_t)c->upload.n);
    return call_audit(c, arena_printf(c->a, "%s.file", word).p, reply_subject(word, owner, c->a),
                      NULL, now, err);
}

enum rc handed_give(struct call *c, enum handed_with with, int64_t owner, struct err *err)
{
    c->file_name = call_part(c, "name");
    return store_handed_get(c->store, with, owner, c->file_name, c->a, &c->file, err);
}
