#include "base/base.h"

#include "maker/book_maker.h"

#include "maker/tables.h"

enum rc book_make(const struct book_sources *s, const char *path, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct hanzi *hanzi = arena_array(&a, struct hanzi, HANZI_MAX);
    struct vocabulary v;
    struct tables t = { 0 };
    struct kenlm model;
    struct str *prose = arena_array(&a, struct str, s->n_prose + 1);
    struct str file, jieba, pinyin, terms;

    if (maker_read(s->model, &a, &file, err) != RC_OK ||
        kenlm_open(file, &a, &model, err) != RC_OK ||
        maker_read(s->jieba, &a, &jieba, err) != RC_OK ||
        maker_read(s->pinyin, &a, &pinyin, err) != RC_OK ||
        maker_read(s->terms, &a, &terms, err) != RC_OK ||
        hanzi_load(s->unihan, s->strokes, &a, hanzi, err) != RC_OK)
        return err->rc;
    for (size_t i = 0; i < s->n_prose; i++)
        if (maker_read(s->prose[i], &a, &prose[i], err) != RC_OK)
            return err->rc;
    vocabulary_make(&model, jieba, pinyin, terms, hanzi, &a, &v);
    tables_model(&model, &v, &a, &t);
    tables_likeness(hanzi, &v, &a, &t);
    tables_patterns(&v, &a, &t);
    tables_sounds(hanzi, pinyin, &v, &a, &t);
    tables_seen(prose, s->n_prose, &a, &t);
    return book_write(path, t.part, t.count, err);
}
