#include "base/base.h"

#include "model/finding.h"

#include "base/buf.h"

static const struct {
    const char *name, *title;
} grades[] = {
    [GRADE_NONE] = { "", "" },
    [GRADE_NOTICE] = { "notice", "提示" },
    [GRADE_FAULT] = { "fault", "问题" },
    [GRADE_VETO] = { "veto", "单项否决" },
};

const char *grade_name(enum grade grade)
{
    return grades[grade].name;
}

const char *grade_title(enum grade grade)
{
    return grades[grade].title;
}

enum grade grade_of(struct str name)
{
    for (size_t i = 1; i < COUNT_OF(grades); i++)
        if (str_eq(name, str_of(grades[i].name)))
            return (enum grade)i;
    return GRADE_NONE;
}

uint64_t finding_id(const struct finding *f)
{
    AUTO(buf_done) struct buf b = { 0 };

    buf_add(&b, f->site);
    buf_add_char(&b, '\0');
    buf_add(&b, str_of(f->check));
    buf_add_char(&b, '\0');
    if (str_is_empty(f->key)) {
        buf_add(&b, f->url);
        buf_add_char(&b, '\0');
        buf_add(&b, f->where);
    } else {
        buf_add(&b, f->key);
    }
    return str_hash(buf_str(&b));
}
