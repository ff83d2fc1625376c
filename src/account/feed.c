/* RSS 2.0, RSS 1.0 (RDF), Atom 1.0: what they have in common is enough. */
#include "base/base.h"

#include "account/collect.h"
#include "account/markup.h"

#include "dom/charref.h"
#include "text/charset.h"
#include "text/field.h"

enum field_of { F_NONE, F_TITLE, F_LINK, F_WHEN, F_UPDATED, F_SUMMARY, F_TEXT, F_N };

/* The children of an item that matter. What other vocabularies add (media:title, …) does not. */
static const struct {
    const char *name;
    enum field_of field;
} fields[] = {
    { "title", F_TITLE },          { "atom:title", F_TITLE },     { "link", F_LINK },
    { "atom:link", F_LINK },       { "pubdate", F_WHEN },         { "dc:date", F_WHEN },
    { "published", F_WHEN },       { "atom:published", F_WHEN },  { "issued", F_WHEN },
    { "updated", F_UPDATED },      { "atom:updated", F_UPDATED }, { "modified", F_UPDATED },
    { "description", F_SUMMARY },  { "summary", F_SUMMARY },      { "content", F_TEXT },
    { "content:encoded", F_TEXT },
};

struct reader {
    struct arena *a;
    struct collect *c;
    bool in_item;
    int depth, item_depth; /* open elements; of the item */
    enum field_of field;   /* of the child that is open */
    struct str value[F_N]; /* of the item */
    struct buf text;       /* of the child that is open */
    struct str feed_title;
    size_t n_items;
};

bool feed_is_one(struct str body)
{
    const struct str head = str_sub(body, 0, 2048);

    return str_find_nocase(head, STR("<rss")) != STR_NONE ||
           str_find_nocase(head, STR("<feed")) != STR_NONE ||
           str_find_nocase(head, STR("<rdf:rdf")) != STR_NONE;
}

static enum field_of field_of(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (str_eq_nocase(name, str_of(fields[i].name)))
            return fields[i].field;
    return F_NONE;
}

static bool is_item(struct str name)
{
    return str_eq_nocase(name, STR("item")) || str_eq_nocase(name, STR("entry")) ||
           str_eq_nocase(name, STR("atom:entry"));
}

/* Atom's <link href>: the one that leads readers to the post. */
static void take_href(struct reader *r, const struct markup_piece *p)
{
    const struct str href = markup_attr(p, "href", r->a), rel = markup_attr(p, "rel", r->a);

    if (r->in_item && href.n && !r->value[F_LINK].n &&
        (!rel.n || str_eq_nocase(rel, STR("alternate"))))
        r->value[F_LINK] = href;
}

static void open_tag(struct reader *r, const struct markup_piece *p)
{
    if (p->kind == MARKUP_OPEN)
        r->depth++;
    if (is_item(p->name) && p->kind == MARKUP_OPEN && !r->in_item) {
        r->in_item = true;
        r->item_depth = r->depth;
        r->field = F_NONE;
        for (size_t i = 0; i < F_N; i++)
            r->value[i] = (struct str){ 0 };
        return;
    }

    const enum field_of field = field_of(p->name);

    if (field == F_LINK)
        take_href(r, p);
    if (p->kind == MARKUP_EMPTY || (r->in_item && r->depth != r->item_depth + 1))
        return;
    r->field = field;
    buf_reset(&r->text);
}

static void end_item(struct reader *r)
{
    const struct str when = r->value[F_WHEN].n ? r->value[F_WHEN] : r->value[F_UPDATED];

    const struct str text = r->value[F_TEXT].n ? r->value[F_TEXT] : r->value[F_SUMMARY];

    r->in_item = false;
    if (r->n_items++ < POSTS_MAX)
        collect_post(r->c, when,
                     (struct post){ .title = r->value[F_TITLE],
                                    .url = r->value[F_LINK],
                                    .text = markup_text(text, r->a) });
}

static void close_tag(struct reader *r, const struct markup_piece *p)
{
    if (r->in_item && is_item(p->name)) {
        end_item(r);
    } else if (r->field != F_NONE && field_of(p->name) == r->field) {
        const struct str text = field_text(buf_str(&r->text), r->a);

        if (r->in_item && !r->value[r->field].n)
            r->value[r->field] = text;
        else if (!r->in_item && r->field == F_TITLE && !r->feed_title.n)
            r->feed_title = text;
        r->field = F_NONE;
    }
    if (r->depth > 0)
        r->depth--;
}

bool feed_read(const struct posts_input *in, struct arena *a, struct posts *out, struct str *unseen)
{
    AUTO(collect_done) struct collect c = { .now = in->now };
    const struct charset_guess guess = charset_detect(in->body, in->content_type);
    size_t n_bad = 0;
    struct str rest = charset_to_utf8(str_skip(in->body, guess.bom),
                                      guess.name ? guess.name : "utf-8", a, &n_bad);
    struct reader r = { .a = a, .c = &c };
    struct markup_piece p;

    while (markup_next(&rest, &p))
        switch (p.kind) {
        case MARKUP_OPEN:
        case MARKUP_EMPTY:
            open_tag(&r, &p);
            break;
        case MARKUP_CLOSE:
            close_tag(&r, &p);
            break;
        case MARKUP_TEXT:
            if (r.field != F_NONE)
                buf_add(&r.text, charref_decode(p.text, false, a));
            break;
        case MARKUP_RAW:
            if (r.field != F_NONE)
                buf_add(&r.text, p.text);
            break;
        }
    buf_done(&r.text);
    if (r.n_items == 0) {
        *unseen = STR("订阅源里没有一条内容");
        return false;
    }
    *out = (struct posts){ .grade = ACCOUNT_FEED, .name = r.feed_title };
    collect_finish(&c, a, out);
    return true;
}
