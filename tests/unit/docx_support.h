/* A .docx as its readers take it: the archive opened again, its parts as text. */
#ifndef XJ_TESTS_DOCX_SUPPORT_H
#define XJ_TESTS_DOCX_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attach/package.h"
#include "base/arena.h"
#include "base/buf.h"
#include "document/docx.h"

/* A finished document, opened again. */
struct opened {
    struct buf bytes;
    struct arena a;
    struct package *package;
};

UNUSED static void reopen(struct opened *o, struct docx *d)
{
    struct err err = { 0 };

    *o = (struct opened){ 0 };
    assert_int_equal(docx_bytes(d, &o->bytes, &err), RC_OK);
    assert_int_equal(package_open(buf_str(&o->bytes), &o->package, &err), RC_OK);
}

UNUSED static void close_again(struct opened *o)
{
    package_closep(&o->package);
    buf_done(&o->bytes);
    arena_done(&o->a);
}

/* Its text; fails the test unless the part is well-formed. Styles of paragraphs as "[Title]". */
UNUSED static const char *text_of(struct opened *o, const char *name)
{
    AUTO(buf_done) struct buf out = { 0 };
    AUTO(part_closep) struct part *part = NULL;
    struct err err = { 0 };
    char value[PART_ATTRIBUTE_BYTES];
    enum rc rc = RC_OK;

    assert_int_equal(part_open(o->package, name, &part, &err), RC_OK);
    while (part_next(part, &rc, &err)) {
        if (part_is_text(part))
            buf_add(&out, part_text(part));
        else if (part_is_start(part) && str_eq(part_node(part), STR("pStyle")))
            buf_addf(&out, "[%.*s]", STR_ARG(part_attribute(part, "val", value)));
        else if (part_is_start(part) && str_eq(part_node(part), STR("br")))
            buf_add(&out, STR("/"));
        else if (part_is_end(part) && str_eq(part_node(part), STR("tr")))
            buf_add(&out, STR("|"));
    }
    assert_int_equal(rc, RC_OK);
    return arena_copy(&o->a, buf_str(&out)).p;
}

#endif
