/* The build's own tool: makes the speller's book, and trains its decision. Not installed. */
#include "base/base.h"

#include "base/str.h"
#include "maker/book_maker.h"
#include "maker/teach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_PROBLEM = 1, EXIT_USAGE = 2 };

static int usage(void)
{
    (void)fprintf(stderr,
                  "用法：maker book 语言模型 拼音 jieba词典 Unihan目录 笔画表 词表 输出 公文…\n"
                  "      maker train 校对数据 输出 段数 公文… -- 领域文本 其他文本…\n");
    return EXIT_USAGE;
}

static int fail(const struct err *err)
{
    (void)fprintf(stderr, "maker：%s\n", err->text);
    return EXIT_PROBLEM;
}

static int make_book(char **argv, int n_prose)
{
    struct err err = { 0 };
    const struct book_sources s = { .model = argv[0],
                                    .pinyin = argv[1],
                                    .jieba = argv[2],
                                    .unihan = argv[3],
                                    .strokes = argv[4],
                                    .terms = argv[5],
                                    .prose = argv + 7,
                                    .n_prose = (size_t)n_prose };

    return book_make(&s, argv[6], &err) == RC_OK ? EXIT_SUCCESS : fail(&err);
}

static int train(int argc, char **argv)
{
    enum { RUNS_MAX = 1000000 };
    AUTO(book_close) struct book b = { 0 };
    struct err err = { 0 };
    int64_t n_runs;
    int dashes = 3;

    while (dashes < argc && strcmp(argv[dashes], "--") != 0)
        dashes++;
    if (dashes + 1 >= argc)
        return usage();

    struct teach_options o = { .texts = argv + dashes + 1,
                               .n_texts = (size_t)(argc - dashes - 1),
                               .prose = argv + 3,
                               .n_prose = (size_t)dashes - 3,
                               .seed = 88172645463325252ULL,
                               .progress = stderr };

    if (!str_to_i64(str_of(argv[2]), 1, RUNS_MAX, &n_runs))
        return usage();
    o.n_runs = (size_t)n_runs;
    if (book_open(argv[0], &b, &err) != RC_OK || teach(&b, &o, argv[1], &err) != RC_OK)
        return fail(&err);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    if (argc >= 9 && strcmp(argv[1], "book") == 0)
        return make_book(argv + 2, argc - 9);
    if (argc >= 7 && strcmp(argv[1], "train") == 0)
        return train(argc - 2, argv + 2);
    return usage();
}
