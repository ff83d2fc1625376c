#include "base/base.h"

#include "account/markup.h"

#include "base/buf.h"
#include "dom/charref.h"
#include "text/field.h"

/* What stands before `end`, which is passed; all that is left when it never comes. */
static struct str until(struct str *rest, struct str end)
{
    const size_t at = str_find(*rest, end);
    const struct str head = str_sub(*rest, 0, at);

    *rest = at == STR_NONE ? str_skip(*rest, rest->n) : str_skip(*rest, at + end.n);
    return head;
}

/* To the '>' that ends a tag: one within quotes does not. */
static struct str tag_body(struct str *rest)
{
    char quote = 0;
    size_t n = 0;

    for (; n < rest->n && (quote || rest->p[n] != '>'); n++) {
        const char c = rest->p[n];

        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '<')
            break; /* a tag that was not ended */
    }

    const struct str body = str_sub(*rest, 0, n);

    *rest = str_skip(*rest, n < rest->n && rest->p[n] == '>' ? n + 1 : n);
    return body;
}

static void read_tag(struct str body, struct markup_piece *out)
{
    size_t n = 0;

    out->kind = MARKUP_OPEN;
    if (str_starts(body, STR("/"))) {
        out->kind = MARKUP_CLOSE;
        body = str_skip(body, 1);
    } else if (str_ends(body, STR("/"))) {
        out->kind = MARKUP_EMPTY;
        body.n--;
    }
    while (n < body.n && !char_is_space(body.p[n]))
        n++;
    out->name = str_sub(body, 0, n);
    out->attrs = str_skip(body, n);
}

bool markup_next(struct str *rest, struct markup_piece *out)
{
    *out = (struct markup_piece){ 0 };
    while (rest->n) {
        const size_t at = str_chr(*rest, '<');

        if (at != 0) {
            out->kind = MARKUP_TEXT;
            out->text = str_sub(*rest, 0, at);
            *rest = at == STR_NONE ? str_skip(*rest, rest->n) : str_skip(*rest, at);
            return true;
        }
        if (str_starts(*rest, STR("<![CDATA["))) {
            *rest = str_skip(*rest, 9);
            out->kind = MARKUP_RAW;
            out->text = until(rest, STR("]]>"));
            return true;
        }
        if (str_starts(*rest, STR("<!--"))) {
            (void)until(rest, STR("-->"));
            continue;
        }
        *rest = str_skip(*rest, 1);
        if (str_starts(*rest, STR("?")) || str_starts(*rest, STR("!"))) {
            (void)until(rest, STR(">"));
            continue;
        }
        read_tag(tag_body(rest), out);
        return true;
    }
    return false;
}

struct str markup_attr(const struct markup_piece *p, const char *name, struct arena *a)
{
    struct str rest = p->attrs;

    while (rest.n) {
        struct str own, value;

        if (!str_cut(rest, '=', &own, &rest))
            break;
        own = str_trim(own);
        rest = str_trim(rest);
        if (!rest.n || (rest.p[0] != '"' && rest.p[0] != '\''))
            break;

        const char quote = rest.p[0];

        (void)str_cut(str_skip(rest, 1), quote, &value, &rest);
        if (str_eq_nocase(own, str_of(name)))
            return charref_decode(value, true, a);
    }
    return (struct str){ 0 };
}

struct str markup_text(struct str html, struct arena *a)
{
    AUTO(buf_done) struct buf out = { 0 };
    struct markup_piece p;

    while (markup_next(&html, &p)) {
        if (p.kind == MARKUP_TEXT)
            buf_add(&out, charref_decode(p.text, false, a));
        else if (p.kind == MARKUP_RAW)
            buf_add(&out, p.text);
        else
            buf_add_char(&out, ' ');
    }
    return field_text(buf_str(&out), a);
}
