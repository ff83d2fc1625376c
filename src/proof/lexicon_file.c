#include "base/base.h"

#include "proof/lexicon_file.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "proof/near_names.h"
#include "text/charset.h"
#include "text/csv.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The columns; what the head of a file gives holds for all of its rows. */
enum column { WRONG, RIGHT, CLASS, GRADE, CONTEXT, FROM, TO, SOURCE, STATUS, CHECKED, COLUMN_N };

static const char *const column_names[COLUMN_N] = {
    [WRONG] = "错误", [RIGHT] = "正确", [CLASS] = "类别",  [GRADE] = "级别",  [CONTEXT] = "条件",
    [FROM] = "自",    [TO] = "至",      [SOURCE] = "依据", [STATUS] = "状态", [CHECKED] = "核对",
};

static const struct {
    const char *name;
    const char *check;
} classes[] = {
    { "领导人姓名", "wrong-expression" },
    { "职务时效", "wrong-expression" },
    { "排序", "wrong-expression" },
    { "固定表述", "wrong-expression" },
    { "严重错别字", "wrong-expression" },
    { "涉台", "wrong-expression" },
    { "涉港澳", "wrong-expression" },
    { "落马官员", "wrong-expression" },
    { "机构更名", "wrong-expression" },
    { "地名区划", "wrong-expression" },
    { "民族宗教", "wrong-expression" },
    { "称谓", "wrong-expression" },
    { "引文法规", "wrong-expression" },
    { "日期数字", "typo" },
    { "易混词", "typo" },
    { "常见错别字", "typo" },
    { "占位与测试", "typo" },
    { "乱码", "soft-error" },
    { "英文", "misspelling" },
};

static const char *const grades[] = {
    [LEXICON_SUSPECT] = "疑似",
    [LEXICON_PLAIN] = "一般",
    [LEXICON_SERIOUS] = "严重",
};

static const char *const statuses[] = { "官方", "地方", "待核" };

struct reader {
    const struct lexicon_source *in;
    const struct fold_table *t;
    struct lexicon_entries *out;
    struct err *err;
    struct str head[COLUMN_N]; /* of all rows */
    size_t place[COLUMN_N];    /* in a row; SIZE_MAX: the file has no such column */
    size_t n_head_lines;
    size_t line;
};

static enum rc refuse(const struct reader *r, enum rc rc, const char *reason)
{
    return err_set(r->err, rc, "%s:%zu：%s", r->in->name, r->line, reason);
}

static size_t find_name(const char *const *names, size_t n, struct str name)
{
    size_t i = 0;

    while (i < n && !str_eq(name, str_of(names[i])))
        i++;
    return i;
}

/* ---- the head of a file ---------------------------------------------------------------------- */

/* "# 类别：机构更名": a value for all rows; other comments say nothing. */
static void take_head_line(struct reader *r, struct str line)
{
    const struct str colon = STR("：");
    const struct str said = str_trim(str_skip(line, 1));
    const size_t at = str_find(said, colon);
    size_t column;

    if (at == STR_NONE)
        return;
    column = find_name(column_names, COLUMN_N, str_trim(str_sub(said, 0, at)));
    if (column != COLUMN_N)
        r->head[column] = arena_copy(r->out->a, str_trim(str_skip(said, at + colon.n)));
}

static struct str take_head(struct reader *r)
{
    struct str rest = r->in->content, line;

    if (str_starts(rest, STR("\xef\xbb\xbf")))
        rest = str_skip(rest, 3);
    while (str_starts(rest, STR("#")) && str_line(&rest, &line)) {
        take_head_line(r, line);
        r->n_head_lines++;
    }
    return rest;
}

static enum rc take_names(struct reader *r, const struct csv_row *row)
{
    for (size_t i = 0; i < COLUMN_N; i++)
        r->place[i] = SIZE_MAX;
    for (size_t i = 0; i < row->n; i++) {
        const struct str name = str_trim(row->cells[i]);
        const size_t column = find_name(column_names, COLUMN_N, name);

        if (column == COLUMN_N)
            return refuse(r, RC_SYNTAX,
                          arena_printf(r->out->a, "没有“%.*s”这一列", STR_ARG(name)).p);
        r->place[column] = i;
    }
    if (r->place[WRONG] == SIZE_MAX || r->place[RIGHT] == SIZE_MAX)
        return refuse(r, RC_SYNTAX, "缺少“错误”列或“正确”列");
    return RC_OK;
}

/* ---- a row ----------------------------------------------------------------------------------- */

static struct str cell_of(const struct reader *r, const struct csv_row *row, enum column column)
{
    struct str cell = { 0 };

    if (r->place[column] < row->n)
        cell = str_trim(row->cells[r->place[column]]);
    return cell.n ? arena_copy(r->out->a, cell) : r->head[column];
}

static enum rc take_day(const struct reader *r, struct str cell, int32_t *out)
{
    if (cell.n && !day_parse(cell, out))
        return refuse(r, RC_SYNTAX, "日期应写成 2026-11-28");
    return RC_OK;
}

static enum rc take_class(const struct reader *r, struct str name, struct lexicon_entry *e)
{
    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        if (!str_eq(name, str_of(classes[i].name)))
            continue;
        e->class = str_of(classes[i].name);
        e->check = classes[i].check;
        return RC_OK;
    }
    return refuse(r, RC_SYNTAX, arena_printf(r->out->a, "没有“%.*s”这个类别", STR_ARG(name)).p);
}

static enum rc take_grade(const struct reader *r, struct str name, struct lexicon_entry *e)
{
    const size_t grade = find_name(grades, COUNT_OF(grades), name);

    if (grade == COUNT_OF(grades))
        return refuse(r, RC_SYNTAX, "级别应为 严重、一般 或 疑似");
    e->grade = (enum lexicon_grade)grade;
    return RC_OK;
}

static enum rc take_context(const struct reader *r, const struct csv_row *row,
                            struct lexicon_entry *e)
{
    struct err why = { 0 };
    struct str own = { 0 };
    enum rc rc = context_parse(r->head[CONTEXT], r->t, r->out->a, &e->context, &why);

    if (r->place[CONTEXT] < row->n)
        own = arena_copy(r->out->a, row->cells[r->place[CONTEXT]]);
    if (rc == RC_OK)
        rc = context_parse(own, r->t, r->out->a, &e->context, &why);
    return rc ? refuse(r, rc, why.text) : RC_OK;
}

static enum rc add_word(const struct reader *r, struct lexicon_entry e, struct str wrong)
{
    e.wrong = wrong;
    e.pattern = fold(r->t, wrong, r->out->a).text;
    if (e.pattern.n > LEXICON_WORD_BYTES_MAX)
        return refuse(r, RC_LIMIT, "词太长");
    if (str_chars(e.pattern) < 2)
        return refuse(r, RC_SYNTAX, "词至少两个字");
    if (r->out->n == LEXICON_ENTRIES_MAX)
        return refuse(r, RC_LIMIT, "词条太多");
    lexicon_entries_add(r->out, e);
    return RC_OK;
}

static enum rc add_names(const struct reader *r, struct lexicon_entry e)
{
    struct str *forms = arena_array(r->out->a, struct str, NEAR_NAMES_MAX);
    const size_t n = near_names(e.right, r->in->similar, r->in->real, r->out->a, forms);
    enum rc rc = RC_OK;

    for (size_t i = 0; rc == RC_OK && i < n; i++)
        rc = add_word(r, e, forms[i]);
    return rc;
}

static size_t count_parts(struct str cell)
{
    size_t n = 1;

    for (size_t i = 0; i < cell.n; i++)
        n += cell.p[i] == '|';
    return n;
}

/* Several wrong ones have one right one in common, or each its own. */
static enum rc add_words(const struct reader *r, struct lexicon_entry e, struct str cell)
{
    const bool has_own = count_parts(e.right) > 1;
    struct str rights = e.right, word;
    enum rc rc = RC_OK;

    if (has_own && count_parts(rights) != count_parts(cell))
        return refuse(r, RC_SYNTAX, "“正确”应只有一个，或与“错误”一样多");
    while (rc == RC_OK && cell.n) {
        (void)str_cut(cell, '|', &word, &cell);
        if (has_own) {
            (void)str_cut(rights, '|', &e.right, &rights);
            e.right = str_trim(e.right);
        }
        rc = add_word(r, e, str_trim(word));
    }
    return rc;
}

static enum rc take_row(struct reader *r, const struct csv_row *row)
{
    struct lexicon_entry e = { .file = arena_copy(r->out->a, str_of(r->in->name)),
                               .line = r->line };
    int32_t checked = DAY_NONE;
    enum rc rc;

    if (row->n == 1 && !str_trim(row->cells[0]).n)
        return RC_OK;
    if ((rc = take_class(r, cell_of(r, row, CLASS), &e)) ||
        (rc = take_grade(r, cell_of(r, row, GRADE), &e)) || (rc = take_context(r, row, &e)) ||
        (rc = take_day(r, cell_of(r, row, FROM), &e.from)) ||
        (rc = take_day(r, cell_of(r, row, TO), &e.to)) ||
        (rc = take_day(r, cell_of(r, row, CHECKED), &checked)))
        return rc;
    e.source = cell_of(r, row, SOURCE);
    if (!e.source.n || checked == DAY_NONE)
        return refuse(r, RC_SYNTAX, "每个词条都要有依据和核对日期");
    if (find_name(statuses, COUNT_OF(statuses), cell_of(r, row, STATUS)) == COUNT_OF(statuses))
        return refuse(r, RC_SYNTAX, "状态应为 官方、地方 或 待核");
    e.right = cell_of(r, row, RIGHT);

    const struct str wrong = cell_of(r, row, WRONG);

    if (wrong.n)
        return add_words(r, e, wrong);
    return e.right.n ? add_names(r, e) : refuse(r, RC_SYNTAX, "“错误”与“正确”都是空的");
}

enum rc lexicon_parse(const struct lexicon_source *in, const struct fold_table *t,
                      struct lexicon_entries *out, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct reader r = { .in = in, .t = t, .out = out, .err = err };
    struct csv csv = csv_of(take_head(&r));
    bool has_names = false;
    struct csv_row row;
    enum rc rc = RC_OK;

    while (rc == RC_OK && csv_next(&csv, &a, &row)) {
        r.line = r.n_head_lines + row.line;
        if (row.fault)
            return refuse(&r, RC_SYNTAX, row.fault);
        if (row.n && str_starts(row.cells[0], STR("#")))
            continue;
        rc = has_names ? take_row(&r, &row) : take_names(&r, &row);
        has_names = true;
        arena_reset(&a);
    }
    return rc;
}

/* ---- folders --------------------------------------------------------------------------------- */

static void dir_closep(DIR **d)
{
    if (*d)
        (void)closedir(*d);
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static enum rc list_dir(const char *dir, struct arena *a, struct str *names, size_t *n,
                        struct err *err)
{
    AUTO(dir_closep) DIR *d = opendir(dir);
    const struct dirent *entry;

    if (!d)
        return err_set(err, RC_IO, "%s：打不开（%s）", dir, os_reason(errno));
    for (*n = 0; (entry = readdir(d));) {
        const struct str name = str_of(entry->d_name);

        if (!str_ends(name, STR(".csv")) || str_starts(name, STR(".")))
            continue;
        if (*n == LEXICON_FILES_MAX)
            return err_set(err, RC_LIMIT, "%s：多于 %d 个文件", dir, LEXICON_FILES_MAX);
        names[(*n)++] = arena_copy(a, name);
    }
    qsort(names, *n, sizeof *names, by_bytes);
    return RC_OK;
}

/* The file's content in the arena; empty when there is none. */
static enum rc read_if_there(const char *dir, const char *name, struct arena *a, struct str *out,
                             struct err *err)
{
    AUTO(buf_done) struct buf content = { 0 };
    const char *path = arena_printf(a, "%s/%s", dir, name).p;
    AUTO(file_closep) FILE *f = fopen(path, "rb");
    enum rc rc = f ? file_read_rest(f, path, LEXICON_FILE_BYTES_MAX, &content, err) : RC_OK;

    if (rc == RC_OK)
        *out = arena_copy(a, buf_str(&content));
    return rc;
}

enum rc lexicon_load_dir(const char *dir, const struct fold_table *t, struct lexicon_entries *out,
                         struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf content = { 0 };
    struct str *names = arena_array(&a, struct str, LEXICON_FILES_MAX);
    struct lexicon_source in = { 0 };
    size_t n;
    enum rc rc = list_dir(dir, &a, names, &n, err);

    if (rc == RC_OK)
        rc = read_if_there(dir, "similar.txt", &a, &in.similar, err);
    if (rc == RC_OK)
        rc = read_if_there(dir, "real.txt", &a, &in.real, err);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        in.name = names[i].p;
        rc = file_read(arena_printf(&a, "%s/%s", dir, in.name).p, LEXICON_FILE_BYTES_MAX, &content,
                       err);
        in.content = buf_str(&content);
        if (rc == RC_OK)
            rc = lexicon_parse(&in, t, out, err);
    }
    return rc;
}

/* ---- word lists ------------------------------------------------------------------------------ */

static struct str base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return str_of(slash ? slash + 1 : path);
}

enum rc lexicon_parse_words(const char *name, struct str content, const struct fold_table *t,
                            struct lexicon_entries *out, struct err *err)
{
    const struct charset_guess guess = charset_detect(content, (struct str){ 0 });
    const struct lexicon_source in = { .name = name };
    struct reader r = { .in = &in, .t = t, .out = out, .err = err };
    size_t n_bad;
    struct str rest = charset_to_utf8(str_skip(content, guess.bom), guess.name, out->a, &n_bad);
    struct str line, word, right;
    enum rc rc = RC_OK;

    for (; rc == RC_OK && str_line(&rest, &line);) {
        r.line++;
        if (!str_cut(line, '\t', &word, &right))
            (void)str_cut(line, ',', &word, &right);
        word = str_trim(word);
        if (!word.n || word.p[0] == '#')
            continue;
        rc = add_word(&r,
                      (struct lexicon_entry){ .right = arena_copy(out->a, str_trim(right)),
                                              .class = STR("清理词"),
                                              .source = arena_copy(out->a, base_name(name)),
                                              .check = "campaign-word",
                                              .grade = LEXICON_PLAIN,
                                              .file = arena_copy(out->a, str_of(name)),
                                              .line = r.line },
                      arena_copy(out->a, word));
    }
    return rc;
}

enum rc lexicon_load_words(const char *path, const struct fold_table *t,
                           struct lexicon_entries *out, struct err *err)
{
    AUTO(buf_done) struct buf content = { 0 };
    const enum rc rc = file_read(path, LEXICON_FILE_BYTES_MAX, &content, err);

    return rc ? rc : lexicon_parse_words(path, buf_str(&content), t, out, err);
}
