/* What an office fills in of the notice of a round: the places 【…】 that no figure fills. */
#include "base/base.h"

#include "api/replies.h"
#include "api/round.h"
#include "api/routes.h"
#include "notice/office.h"
#include "office/notice_word.h"
#include "web/call.h"

/* As it stands in the notice of the round, and of its unit's rounds without words of their own. */
struct words {
    struct office now, usual;
    bool *is_own; /* as long as office_fields */
};

static enum rc take_word(void *ctx, const struct notice_word *word, struct err *err)
{
    struct words *w = ctx;
    const struct office_field *f = office_field_find(word->field);

    (void)err;
    if (f && word->is_of_round)
        w->is_own[f - office_fields] = true;
    return RC_OK;
}

static enum rc read_words(struct call *c, const struct round *r, struct words *w, struct err *err)
{
    const struct round none = { .unit = r->unit };
    enum rc rc = office_load(c->place->data_path("notice.yaml", c->a), c->a, &w->usual, err);

    w->is_own = arena_array(c->a, bool, office_n_fields);
    w->now = w->usual;
    if (!rc)
        rc = office_fill(c->store, &none, c->a, &w->usual, err);
    if (!rc)
        rc = office_fill(c->store, r, c->a, &w->now, err);
    return rc ? rc : store_notice_word_each(c->store, r, take_word, w, err);
}

static struct json *of_words(struct words *w)
{
    struct json *to = json_new_object(), *items = json_new_array();

    for (size_t i = 0; i < office_n_fields; i++) {
        const struct office_field *f = &office_fields[i];
        struct json *one = json_new_object();

        json_put_str(one, "name", str_of(f->name));
        json_put_str(one, "title", str_of(f->title));
        json_put_text(one, "text", *office_field_text(&w->now, f));
        json_put_bool(one, "is_own", w->is_own[i]);
        json_put_text(one, "usual", *office_field_text(&w->usual, f));
        json_put_bool(one, "is_lasting", f->is_lasting);
        json_add(items, one);
    }
    json_put(to, "items", items);
    return to;
}

static const struct member word_members[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "名字（docs/notice.md）" },
    { .name = "title", .type = MEMBER_TEXT, .help = "通报中的哪一处" },
    { .name = "text",
      .type = MEMBER_TEXT,
      .help = "本轮通报中写什么；空着的留【】待填写，但发文机关标志空着则不印红头和发文字号，"
              "范围空着则不写，检查方式空着写“检查”" },
    { .name = "is_own", .type = MEMBER_FLAG, .help = "是为本轮填写的" },
    { .name = "usual", .type = MEMBER_TEXT, .help = "没有另外填写的各轮写什么" },
    { .name = "is_lasting", .type = MEMBER_FLAG, .help = "可以填写一次、各轮沿用" },
    { 0 },
};
static const struct member words_reply[] = {
    { .name = "items", .type = MEMBER_LIST, .help = "各处", .of = word_members },
    { 0 },
};

static enum rc run_get(struct call *c, struct err *err)
{
    struct words w;
    struct round r;
    enum rc rc = round_of_call(c, &r, err);

    if (!rc)
        rc = read_words(c, &r, &w, err);
    if (!rc)
        c->reply = of_words(&w);
    return rc;
}

const struct endpoint endpoint_notice_words = {
    .summary = "一轮检查的通报中由人填写的内容",
    .reply = words_reply,
    .run = run_get,
};

/* ---- filling in ---- */

/* As usual means in a frozen round what is usual now: what becomes so later is none of its. */
static enum rc put_word(struct call *c, const struct round *r, struct words *w,
                        const struct json *item, struct err *err)
{
    const struct str name = json_get_str(item, "name");
    const bool is_for_all = json_is_yes(json_get(item, "for_all"));
    const struct office_field *f = office_field_find(name);
    struct notice_word word = { .field = name,
                                .text = str_trim(json_get_str(item, "text")),
                                .is_usual = json_absent(json_get(item, "text")),
                                .is_of_round = true };
    enum rc rc;

    if (!f)
        return call_fail(c, err, 422, "name", "通报中没有这一处");
    if (is_for_all && !f->is_lasting)
        return call_fail(c, err, 422, "for_all", "%s各轮不同，不能沿用", f->title);
    if (word.is_usual && r->frozen && !is_for_all) {
        word.is_usual = false;
        word.text = *office_field_text(&w->usual, f);
    }
    rc = store_notice_word_put(c->store, r, &word, err);
    word.is_of_round = false;
    if (!rc && is_for_all)
        rc = store_notice_word_put(c->store, r, &word, err);
    return rc;
}

static void put_change(struct json *old, struct json *now, const char *title, struct str before,
                       struct str after)
{
    if (str_eq(before, after))
        return;
    json_put_text(old, title, before);
    json_put_text(now, title, after);
}

static void put_changes(struct call *c, struct words *before, struct words *after, struct json *old,
                        struct json *now)
{
    for (size_t i = 0; i < office_n_fields; i++) {
        const struct office_field *f = &office_fields[i];

        put_change(old, now, f->title, *office_field_text(&before->now, f),
                   *office_field_text(&after->now, f));
        put_change(old, now, arena_printf(c->a, "%s（以后各轮沿用）", f->title).p,
                   *office_field_text(&before->usual, f), *office_field_text(&after->usual, f));
    }
}

static enum rc run_put(struct call *c, struct err *err)
{
    const struct json *items = json_get(c->body, "items");
    struct words w, after;
    struct round r;
    enum rc rc = round_of_call(c, &r, err);

    if (rc || (rc = read_words(c, &r, &w, err)))
        return rc;

    AUTO(json_freep) struct json *before = of_words(&w);
    AUTO(json_freep) struct json *old = json_new_object();
    AUTO(json_freep) struct json *now = json_new_object();

    rc = call_match(c, before, err);
    for (size_t i = 0; !rc && i < json_count(items); i++)
        rc = put_word(c, &r, &w, json_at(items, i), err);
    if (rc || (rc = read_words(c, &r, &after, err)))
        return rc;
    c->reply = of_words(&after);
    put_changes(c, &w, &after, old, now);
    return call_audit(c, "round.notice", reply_subject("round", r.id, c->a), old, now, err);
}

static const struct member put_items[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "名字", .min = 1, .max = 30 },
    { .name = "text",
      .type = MEMBER_TEXT,
      .help = "写什么；空：空着；null：照没有另外填写的写",
      .flags = NULLABLE },
    { .name = "for_all",
      .type = MEMBER_FLAG,
      .help = "本单位没有冻结、没有另外填写的各轮也这样写",
      .flags = OPTIONAL },
    { 0 },
};
static const struct member put_body[] = {
    { .name = "items", .type = MEMBER_LIST, .help = "各处", .min = 1, .max = 30, .of = put_items },
    { 0 },
};

const struct endpoint endpoint_notice_words_put = {
    .summary = "填写一轮检查的通报",
    .help = "冻结前后都可以；没有给出的照旧。给出的留在本轮，以后各轮沿用的内容变了，本轮不变；冻结"
            "时沿用的也留在本轮。",
    .body = put_body,
    .reply = words_reply,
    .run = run_put,
};
