#include "base/base.h"

#include "app/app.h"

#include "app/draft_file.h"
#include "app/lexicons.h"
#include "archive/gzip.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/options.h"
#include "proof/field.h"
#include "proof/proofread.h"
#include "report/columns.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* What is kept from file to file. */
struct checker {
    struct draft_reader reader;
    struct arena a;
    int32_t day;
    bool is_day_given;
    bool as_json, with_suspects;
    size_t n_problems;
    int n_read, n_part, n_failed; /* files; n_part: of those read, not wholly */
};

/* ---- one problem ----------------------------------------------------------------------------- */

static struct json *json_of(const struct draft_problem *d)
{
    const struct problem *p = d->problem;
    struct json *j = json_new_object();

    json_put_int(j, "at", (int64_t)d->at);
    json_put_str(j, "wrong", d->wrong);
    json_put_str(j, "right", str_from(p->right.n ? p->right.p : "", p->right.n));
    json_put_str(j, "kind", str_of(p->check));
    json_put_str(j, "class", p->class);
    json_put_real(j, "score", p->score);
    json_put_str(j, "level", str_of(problem_level_title(p->level)));
    json_put_str(j, "excerpt", d->excerpt);
    json_put_str(j, "source", p->source);
    return j;
}

static enum rc print_json(const struct draft_problem *d, const char *file, struct err *err)
{
    AUTO(json_freep) struct json *j = json_of(d);
    AUTO(json_freep) struct json *line = json_new_object();
    static const char *const keys[] = { "at",    "wrong", "right",   "kind",  "class",
                                        "score", "level", "excerpt", "source" };

    json_put_str(line, "file", str_of(file));
    json_put_int(line, "line", (int64_t)d->line);
    for (size_t k = 0; k < COUNT_OF(keys); k++)
        json_put(line, keys[k], json_clone(json_get(j, keys[k])));
    json_put_str(line, "where", d->where);
    return json_write_line(line, stdout, err);
}

/* The draft is somebody else's: not a byte of it is printed as it stands. */
static void add(struct buf *out, const char *before, struct str text)
{
    buf_add(out, str_of(before));
    column_add_rest(out, text);
}

/* place: Chinese, in front of the problem. */
static void print_text(const struct draft_problem *d, const char *file, struct str place)
{
    const struct problem *p = d->problem;
    AUTO(buf_done) struct buf out = { 0 };

    add(&out, "", str_of(file));
    add(&out, " ", place);
    add(&out,
        p->is_serious                 ? " 【严重】"
        : p->level == PROBLEM_SUSPECT ? " 【疑似】"
                                      : " ",
        p->class);
    add(&out, "：", d->wrong);
    if (p->right.n)
        add(&out, " → ", p->right);
    add(&out, "\n    ", d->excerpt);
    if (p->source.n)
        add(&out, "\n    依据：", p->source);
    (void)printf("%.*s\n", STR_ARG(buf_str(&out)));
}

/* ---- drafts ---------------------------------------------------------------------------------- */

static enum rc check_draft(struct checker *c, const char *file, struct err *err)
{
    struct problem_list found = { .a = &c->a };
    struct draft draft;
    struct draft_walk walk;
    struct draft_problem p;
    enum rc rc = draft_file_read(file, &c->a, &draft, err);

    if (rc == RC_OK && !str_trim(draft.text).n)
        rc = err_set(err, RC_UNSUPPORTED, "%s：没有文字", file);
    if (rc) {
        (void)app_fail(err);
        c->n_failed++;
        return RC_OK;
    }
    c->n_read++;
    c->n_part += draft.outcome != ATTACH_READ;
    draft_problems(&c->reader, &draft,
                   draft_day(&draft, c->is_day_given ? c->day : DAY_NONE, c->day), PROOF_ALL,
                   &found);
    walk = draft_walk_begin(&draft, &found);
    while (rc == RC_OK && draft_walk_next(&walk, c->with_suspects, &p)) {
        c->n_problems++;
        if (c->as_json)
            rc = print_json(&p, file, err);
        else
            print_text(&p, file,
                       draft.is_document ? p.where : arena_printf(&c->a, "第 %zu 行", p.line));
    }
    return rc;
}

/* Lines out of nowhere may be of any day: what depends on the day is a suspicion then. */
static void doubt_day(struct problem_list *l)
{
    static const double least_sure = 0.6;

    for (size_t i = 0; i < l->n; i++)
        if (l->problems[i].is_of_its_day) {
            l->problems[i].level = PROBLEM_SUSPECT;
            l->problems[i].score = least_sure;
        }
}

/* One JSON object an input line. */
static enum rc check_line(struct checker *c, struct str line, struct err *err)
{
    const struct draft draft = { .text = line };
    struct problem_list found = { .a = &c->a };
    AUTO(json_freep) struct json *j = json_new_object();
    struct json *problems = json_new_array();
    struct draft_walk walk;
    struct draft_problem p;

    draft_problems(&c->reader, &draft, c->day, PROOF_ALL & ~PROOF_ORDER, &found);
    if (!c->is_day_given)
        doubt_day(&found);
    walk = draft_walk_begin(&draft, &found);
    while (draft_walk_next(&walk, true, &p))
        json_add(problems, json_of(&p));
    json_put(j, "problems", problems);
    return json_write_line(j, stdout, err);
}

static enum rc check_lines(struct checker *c, const char *file, struct err *err)
{
    AUTO(arena_done) struct arena content = { 0 };
    struct draft draft = { 0 };
    struct str rest, line;
    enum rc rc = draft_file_read(file, &content, &draft, err);

    rest = draft.text;
    while (rc == RC_OK && str_line(&rest, &line)) {
        arena_reset(&c->a);
        rc = check_line(c, line, err);
    }
    return rc;
}

static void print_sum(const struct checker *c)
{
    if (c->as_json)
        return;
    if (c->n_problems)
        (void)printf("共 %zu 处问题\n", c->n_problems);
    else if (c->n_read)
        (void)printf("没有发现问题\n");
    if (c->n_part)
        (void)printf("%d 个文件只检查了读到的部分\n", c->n_part);
    if (c->n_failed)
        (void)printf("%d 个文件未能检查\n", c->n_failed);
}

/* ---- the command ----------------------------------------------------------------------------- */

struct input {
    struct str lines, format, corpus, field;
    struct texts words;
    int64_t now;
    bool suspects, help;
};

/* A draft that was not looked at for typos is not free of them. */
static void tell_missing(const struct spelling *s)
{
    const char *const lacks[] = { spelling_lacks_book(s), spelling_lacks_english(s) };
    static const char *const what[] = { "错别字", "英语拼写" };

    for (size_t i = 0; i < COUNT_OF(lacks); i++)
        if (lacks[i])
            (void)fprintf(stderr, "xunjian：未检查%s：%s\n", what[i], lacks[i]);
}

static void fd_closep(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

static enum rc learn(struct checker *c, const char *path, struct err *err)
{
    enum { CORPUS_MAX = 1 << 29 };
    AUTO(buf_done) struct buf text = { .max = CORPUS_MAX };
    int64_t n_packed;

    if (str_ends(str_of(path), STR(".gz"))) {
        AUTO(fd_closep) const int fd = open(path, O_RDONLY | O_CLOEXEC);

        if (fd < 0)
            return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
        if (gzip_read(fd, 0, &text, &n_packed) != GZIP_WHOLE)
            return err_set(err, RC_SYNTAX, "%s：不是完整的 gzip 文件，或者太大", path);
    } else if (file_read(path, CORPUS_MAX, &text, err) != RC_OK) {
        return err->rc;
    }
    spelling_learn(proofreader_spelling(c->reader.proofreader), buf_str(&text));
    return RC_OK;
}

static enum rc open_checker(const struct input *in, struct checker *c, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct proof_data data = lexicons_data(&a, in->words.text, in->words.n);
    enum rc rc = app_format(in->format, &c->as_json, err);

    if (rc)
        return rc;
    c->with_suspects = in->suspects;
    c->is_day_given = in->now != 0;
    c->day = day_of_time(in->now ? in->now : clock_now());
    data.spelling = app_spelling_data(&a);
    if ((rc = draft_reader_open(&data, app_data_path("checks.yaml", &a), &c->reader, err)))
        return rc;
    tell_missing(proofreader_spelling(c->reader.proofreader));
    if (in->corpus.n && in->field.n)
        return err_set(err, RC_USAGE, "--corpus 和 --field 只能给一个");
    if (in->field.n)
        return field_use(proofreader_spelling(c->reader.proofreader), in->field.p, err);
    return in->corpus.n ? learn(c, in->corpus.p, err) : RC_OK;
}

int cmd_check(int argc, char **argv)
{
    struct input in = { 0 };
    int n_files = 0;
    struct err err = { 0 };
    struct checker c = { 0 };
    const struct option options[] = {
        { "format", "text|json", "结果的形式：文字（默认）或每处问题一行 JSON", &in.format,
          OPTION_TEXT, 0, 0 },
        { "lines", "FILE", "逐行检查，每行输出一个 JSON 对象", &in.lines, OPTION_TEXT, 0, 0 },
        { "words", "FILE", "另加一份词表，每行一词（可重复）", &in.words, OPTION_TEXTS, 0, 0 },
        { "corpus", "FILE", "同类的正确文本（可为 .gz），每行一段，熟悉其中的用语", &in.corpus,
          OPTION_TEXT, 0, 0 },
        { "field", "FILE", "参考巡检积累的本地用语（inspect --learn 的文件）", &in.field,
          OPTION_TEXT, 0, 0 },
        { "suspects", NULL, "疑似的问题也列出", &in.suspects, OPTION_FLAG, 0, 0 },
        { "now", "TIME", "稿件的发布时间，默认为网页自己写明的日期，没有的为当前时间", &in.now,
          OPTION_TIME, 0, 0 },
        { "help", NULL, "显示本说明", &in.help, OPTION_FLAG, 0, 0 },
    };
    enum rc rc = options_parse(options, COUNT_OF(options), argc, argv, &n_files, &err);

    if (rc == RC_OK && in.help) {
        (void)puts("用法：xunjian check 文件…|- [选项]…\n\n"
                   "发布前检查稿件（txt、html、docx、pdf、doc、xlsx、ofd 等；- "
                   "为标准输入），列出问题所在的行、摘录和建议。\n");
        options_print(options, COUNT_OF(options), stdout);
        return EXIT_DONE;
    }
    if (rc == RC_OK && n_files == 0 && !in.lines.n)
        rc = err_set(&err, RC_USAGE, "check：要给出文件，或用 - 读标准输入");
    if (rc == RC_OK)
        rc = open_checker(&in, &c, &err);
    for (int i = 0; rc == RC_OK && i < n_files; i++) {
        arena_reset(&c.a);
        rc = check_draft(&c, argv[i], &err);
    }
    if (rc == RC_OK && in.lines.n)
        rc = check_lines(&c, in.lines.p, &err);
    else if (rc == RC_OK)
        print_sum(&c);
    draft_reader_done(&c.reader);
    arena_done(&c.a);
    if (rc)
        return app_fail(&err);
    return c.n_failed ? EXIT_PROBLEM : EXIT_DONE;
}
