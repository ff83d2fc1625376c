#include "base/base.h"

#include "app/app.h"

#include "app/draft_file.h"
#include "app/lexicons.h"
#include "base/clock.h"
#include "base/options.h"
#include "desk/lexicon_package.h"
#include "desk/signature.h"
#include "proof/lexicon_file.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

struct input {
    struct str out, key, name, version, to;
    struct texts keys;
    int64_t now;
    bool allows_older, help;
};

/* What a verb works with. */
struct job {
    struct input in;
    struct arena a;
    char **files;
    int n_files;
    int32_t today;
};

/* ---- trusted keys ---------------------------------------------------------------------------- */

enum { KEYS_MAX = OPTION_TEXTS_MAX };

static void dir_closep(DIR **d)
{
    if (*d)
        (void)closedir(*d);
}

/* --trust, else all *.pub of the data folder's keys/. Returns how many. */
static size_t trusted_keys(struct job *j, const char *keys[KEYS_MAX])
{
    const char *dir = app_data_path("keys", &j->a);
    AUTO(dir_closep) DIR *d = j->in.keys.n ? NULL : opendir(dir);
    const struct dirent *entry;
    size_t n = 0;

    for (; n < j->in.keys.n; n++)
        keys[n] = j->in.keys.text[n].p;
    while (d && n < KEYS_MAX && (entry = readdir(d)))
        if (str_ends(str_of(entry->d_name), STR(".pub")))
            keys[n++] = arena_printf(&j->a, "%s/%s", dir, entry->d_name).p;
    return n;
}

static enum rc verify(struct job *j, const char *path, struct lexicon_package *p, struct err *err)
{
    const char *keys[KEYS_MAX];
    const size_t n = trusted_keys(j, keys);
    const enum rc rc = lexicon_package_read(path, &j->a, p, err);

    if (rc)
        return rc;
    if (n == 0)
        return err_set(err, RC_USAGE, "没有信任的公钥：用 --trust 给出，或放在数据目录的 keys/ 下");
    return lexicon_package_verify(path, p, keys, n, err);
}

/* ---- contents -------------------------------------------------------------------------------- */

/* Reads the files of a package or folder as a lexicon: what does not load is not handed out. */
static enum rc count_entries(const struct lexicon_package *p, struct arena *a, size_t *n,
                             struct err *err)
{
    AUTO(fold_table_freep) struct fold_table *t = NULL;
    struct lexicon_entries entries = { .a = a };
    struct lexicon_source in = { 0 };
    enum rc rc = fold_table_new(&t, err);

    for (size_t i = 0; i < p->n_files; i++) {
        if (str_eq(p->files[i].name, STR("similar.txt")))
            in.similar = p->files[i].content;
        if (str_eq(p->files[i].name, STR("real.txt")))
            in.real = p->files[i].content;
    }
    for (size_t i = 0; rc == RC_OK && i < p->n_files; i++) {
        in.name = p->files[i].name.p;
        in.content = p->files[i].content;
        if (str_ends(p->files[i].name, STR(".csv")))
            rc = lexicon_parse(&in, t, &entries, err);
    }
    *n = entries.n;
    return rc;
}

static void print_package(const struct lexicon_package *p, size_t n_entries, int32_t today)
{
    char made[DAY_TEXT_BYTES];

    (void)printf("%.*s %.*s（%s，%d 天前），%zu 条\n", STR_ARG(p->name), STR_ARG(p->version),
                 day_text(p->made, made), (int)(today - p->made), n_entries);
}

/* ---- verbs ----------------------------------------------------------------------------------- */

static enum rc verb_keygen(struct job *j, struct err *err)
{
    const enum rc rc = signature_make_keys(j->files[0], err);

    if (rc == RC_OK)
        (void)printf("私钥 %s（请妥善保管，不要外传），公钥 %s.pub\n", j->files[0], j->files[0]);
    return rc;
}

static enum rc verb_build(struct job *j, struct err *err)
{
    struct lexicon_package p;
    size_t n = 0;
    enum rc rc;

    if (!j->in.out.n || !j->in.name.n || !j->in.version.n)
        return err_set(err, RC_USAGE, "build 要有 --name、--version 和 -o/--out");
    rc = lexicon_package_collect(j->files[0], j->in.name, j->in.version, j->today, &j->a, &p, err);
    if (rc == RC_OK)
        rc = count_entries(&p, &j->a, &n, err);
    if (rc == RC_OK)
        rc = lexicon_package_write(&p, j->in.out.p, err);
    if (rc == RC_OK)
        print_package(&p, n, j->today);
    return rc;
}

static enum rc verb_sign(struct job *j, struct err *err)
{
    struct lexicon_package p;
    enum rc rc;

    if (!j->in.key.n)
        return err_set(err, RC_USAGE, "sign 要用 --key 给出私钥");
    rc = lexicon_package_read(j->files[0], &j->a, &p, err);
    if (rc == RC_OK)
        rc = lexicon_package_sign(&p, j->in.key.p, &j->a, err);
    if (rc == RC_OK)
        rc = lexicon_package_write(&p, j->files[0], err);
    if (rc == RC_OK)
        (void)printf("%s：已签名\n", j->files[0]);
    return rc;
}

static enum rc verb_verify(struct job *j, struct err *err)
{
    struct lexicon_package p;
    size_t n = 0;
    enum rc rc = verify(j, j->files[0], &p, err);

    if (rc == RC_OK)
        rc = count_entries(&p, &j->a, &n, err);
    if (rc)
        return rc;
    (void)printf("签名有效：");
    print_package(&p, n, j->today);
    return RC_OK;
}

static enum rc verb_install(struct job *j, struct err *err)
{
    const char *to = j->in.to.n ? j->in.to.p : lexicons_packages_dir(&j->a);
    struct lexicon_package p;
    size_t n = 0;
    enum rc rc = verify(j, j->files[0], &p, err);

    if (rc == RC_OK)
        rc = count_entries(&p, &j->a, &n, err);
    if (rc == RC_OK)
        rc = lexicon_package_install(&p, to, j->in.allows_older, &j->a, err);
    if (rc)
        return rc;
    (void)printf("已装入 %s：", to);
    print_package(&p, n, j->today);
    return RC_OK;
}

static enum rc verb_list(struct job *j, struct err *err)
{
    const struct proof_data data = lexicons_data(&j->a, NULL, 0);
    AUTO(proofreader_freep) struct proofreader *p = NULL;
    const enum rc rc = proofreader_open(&data, &p, err);

    if (rc)
        return rc;
    const struct lexicon_set *set = proofreader_lexicons(p);
    char made[DAY_TEXT_BYTES];

    for (size_t i = 0; i < set->n; i++)
        (void)printf("%.*s %.*s（%s，%d 天前），%zu 条\n", STR_ARG(set->about[i].name),
                     STR_ARG(set->about[i].version), day_text(set->about[i].made, made),
                     (int)(j->today - set->about[i].made), set->about[i].n_entries);
    return RC_OK;
}

/* What the entries of a folder say of a text that has no faults. */
static enum rc verb_test(struct job *j, struct err *err)
{
    const struct proof_data data = { .lexicon_dir = j->files[0] };
    AUTO(proofreader_freep) struct proofreader *p = NULL;
    size_t n_alarms = 0;
    enum rc rc = proofreader_open(&data, &p, err);

    for (int i = 1; rc == RC_OK && i < j->n_files; i++) {
        struct problem_list found = { .a = &j->a };
        struct draft draft;

        if ((rc = draft_file_read(j->files[i], &j->a, &draft, err)))
            break;
        proofread(p, draft.text,
                  &(struct proof_options){ .day = j->today, .engines = PROOF_LEXICON }, &found);
        for (size_t k = 0; k < found.n; k++)
            (void)printf("%s：%.*s（%.*s）\n", j->files[i],
                         STR_ARG(str_sub(draft.text, found.problems[k].at, found.problems[k].n)),
                         STR_ARG(found.problems[k].class));
        n_alarms += found.n;
    }
    if (rc == RC_OK)
        (void)printf("%zu 条，报出 %zu 处\n", proofreader_lexicons(p)->about[0].n_entries,
                     n_alarms);
    return rc;
}

static const struct verb {
    const char *name, *usage;
    int n_min; /* files */
    enum rc (*run)(struct job *j, struct err *err);
} verbs[] = {
    { "keygen", "keygen 私钥文件　　　　　　　　　　　　　　生成一对签名密钥", 1, verb_keygen },
    { "build", "build 目录 --name 名称 --version 版本 --out 包　把词库目录做成词库包", 1,
      verb_build },
    { "sign", "sign 包 --key 私钥文件　　　　　　　　　　　签名", 1, verb_sign },
    { "verify", "verify 包 [--trust 公钥]…　　　　　　　　　核对签名和内容", 1, verb_verify },
    { "install", "install 包 [--trust 公钥]… [--to 目录] [--allow-older]　核对后装入", 1,
      verb_install },
    { "list", "list　　　　　　　　　　　　　　　　　　　　列出在用的词库、版本和天数", 0,
      verb_list },
    { "test", "test 目录 文件…　　　　　　　　　　　　　　　用没有错误的文字试词库", 1, verb_test },
};

static void print_help(const struct option *options, size_t n)
{
    (void)puts("用法：xunjian lexicon 动作 …\n");
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        (void)printf("  %s\n", verbs[i].usage);
    (void)puts("");
    options_print(options, n, stdout);
}

static enum rc run(struct job *j, const char *name, struct err *err)
{
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        if (strcmp(verbs[i].name, name) != 0)
            continue;
        if (j->n_files < verbs[i].n_min)
            return err_set(err, RC_USAGE, "用法：xunjian lexicon %s", verbs[i].usage);
        return verbs[i].run(j, err);
    }
    return err_set(err, RC_USAGE, "lexicon 没有“%s”这个动作（--help 列出全部）", name);
}

int cmd_lexicon(int argc, char **argv)
{
    struct job j = { 0 };
    struct input *in = &j.in;
    const struct option options[] = {
        { "out", "FILE", "词库包", &in->out, OPTION_TEXT, 0, 0 },
        { "name", "名称", "词库包的名称（字母、数字、-、_）；base 代替自带的词库", &in->name,
          OPTION_TEXT, 0, 0 },
        { "version", "版本", "如 2026.11.28", &in->version, OPTION_TEXT, 0, 0 },
        { "key", "FILE", "签名用的私钥", &in->key, OPTION_TEXT, 0, 0 },
        { "trust", "FILE", "信任的公钥（可重复），默认为数据目录 keys/ 下的 *.pub", &in->keys,
          OPTION_TEXTS, 0, 0 },
        { "to", "DIR", "装入的目录，默认为环境变量 XUNJIAN_LEXICONS 或数据目录的 lexicons/",
          &in->to, OPTION_TEXT, 0, 0 },
        { "allow-older", NULL, "可以装入比已装的更旧的版本", &in->allows_older, OPTION_FLAG, 0, 0 },
        { "now", "TIME", "当前时间，默认为机器的时间", &in->now, OPTION_TIME, 0, 0 },
        { "help", NULL, "显示本说明", &in->help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    int n_rest = 0;
    enum rc rc = options_parse(options, COUNT_OF(options), argc, argv, &n_rest, &err);

    if (rc == RC_OK && in->help) {
        print_help(options, COUNT_OF(options));
        return EXIT_DONE;
    }
    if (rc == RC_OK && n_rest == 0)
        rc = err_set(&err, RC_USAGE, "用法：xunjian lexicon 动作 …（--help 列出全部）");
    if (rc == RC_OK) {
        j.files = argv + 1;
        j.n_files = n_rest - 1;
        j.today = day_of_time(in->now ? in->now : clock_now());
        rc = run(&j, argv[0], &err);
    }
    arena_done(&j.a);
    return rc ? app_fail(&err) : EXIT_DONE;
}
