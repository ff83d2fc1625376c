#include "base/base.h"

#include "desk/lexicon_package.h"

#include "attach/package.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "desk/signature.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

static const char manifest_name[] = "manifest.json", signature_name[] = "signature";

/* ---- names ----------------------------------------------------------------------------------- */

static bool is_made_of(struct str s, const char *others)
{
    for (size_t i = 0; i < s.n; i++)
        if (!char_is_digit(s.p[i]) && !(char_lower(s.p[i]) >= 'a' && char_lower(s.p[i]) <= 'z') &&
            (s.p[i] == 0 || !strchr(others, s.p[i])))
            return false;
    return s.n > 0 && s.n <= PACKAGE_NAME_MAX;
}

static bool is_version(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!char_is_digit(s.p[i]) && s.p[i] != '.')
            return false;
    return s.n > 0 && s.n <= PACKAGE_NAME_MAX;
}

/* No folders and nothing hidden: unpacking cannot leave its folder. */
static bool is_file_name(struct str s)
{
    return is_made_of(s, "_-.") && s.p[0] != '.' &&
           (str_ends(s, STR(".csv")) || str_ends(s, STR(".txt")));
}

static int by_name(const void *x, const void *y)
{
    return str_cmp(((const struct package_file *)x)->name, ((const struct package_file *)y)->name);
}

/* ---- the manifest ---------------------------------------------------------------------------- */

static struct str manifest_of(const struct lexicon_package *p, struct arena *a)
{
    AUTO(json_freep) struct json *j = json_new_object();
    struct json *files = json_new_array();
    char digest[DIGEST_TEXT_BYTES];

    json_put_int(j, "format", 1);
    json_put_str(j, "name", p->name);
    json_put_str(j, "version", p->version);
    json_put_day(j, "made", p->made);
    for (size_t i = 0; i < p->n_files; i++) {
        struct json *file = json_new_object();

        json_put_str(file, "name", p->files[i].name);
        json_put_str(file, "sha256", str_of(signature_digest(p->files[i].content, digest)));
        json_add(files, file);
    }
    json_put(j, "files", files);
    return json_text(j, a);
}

static enum rc take_manifest(const char *called, const struct json *j, struct arena *a,
                             struct lexicon_package *p, struct err *err)
{
    if (json_get_int(j, "format", 0) != 1)
        return err_set(err, RC_SYNTAX, "%s：不认识的词库包格式", called);
    p->name = arena_copy(a, json_get_str(j, "name"));
    p->version = arena_copy(a, json_get_str(j, "version"));
    if (!is_made_of(p->name, "_-") || !is_version(p->version) ||
        !day_parse(json_get_str(j, "made"), &p->made))
        return err_set(err, RC_SYNTAX, "%s：词库包清单里的名称、版本或日期不对", called);
    return RC_OK;
}

/* Every file is the one that the manifest speaks of, and there are no others. */
static enum rc compare_files(const char *called, const struct json *list, struct lexicon_package *p,
                             struct err *err)
{
    char digest[DIGEST_TEXT_BYTES];

    if (json_count(list) != p->n_files || p->n_files == 0)
        return err_set(err, RC_SYNTAX, "%s：包里的文件与清单不符，已被改动", called);
    for (size_t i = 0; i < p->n_files; i++) {
        const struct json *file = json_at(list, i);

        if (!str_eq(json_get_str(file, "name"), p->files[i].name) ||
            !str_eq(json_get_str(file, "sha256"),
                    str_of(signature_digest(p->files[i].content, digest))))
            return err_set(err, RC_SYNTAX, "%s：%.*s 与清单不符，已被改动", called,
                           STR_ARG(p->files[i].name));
    }
    return RC_OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

static enum rc take_entry(const char *called, struct package *zip, size_t i, struct arena *a,
                          struct lexicon_package *p, struct err *err)
{
    const struct str name = arena_copy(a, package_name(zip, i));
    struct str content;
    enum rc rc = package_bytes(zip, i, a, &content, err);

    if (rc)
        return rc;
    if (str_eq(name, str_of(manifest_name)))
        p->manifest = content;
    else if (str_eq(name, str_of(signature_name)))
        p->signature = content;
    else if (!is_file_name(name))
        return err_set(err, RC_SYNTAX, "%s：包里有不该有的文件 %.*s", called, STR_ARG(name));
    else
        p->files[p->n_files++] = (struct package_file){ .name = name, .content = content };
    return RC_OK;
}

enum rc lexicon_package_parse(const char *called, struct str bytes, struct arena *a,
                              struct lexicon_package *out, struct err *err)
{
    AUTO(package_closep) struct package *zip = NULL;
    AUTO(json_freep) struct json *manifest = NULL;
    struct lexicon_package p = { .files =
                                     arena_array(a, struct package_file, PACKAGE_FILES_MAX + 2) };
    struct err why = { 0 };
    enum rc rc;

    if ((rc = package_open(bytes, &zip, &why)))
        return err_set(err, rc, "%s：%s", called, why.text);
    if (package_entries(zip) > PACKAGE_FILES_MAX + 2)
        return err_set(err, RC_SYNTAX, "%s：文件太多", called);
    for (size_t i = 0; i < package_entries(zip); i++)
        if ((rc = take_entry(called, zip, i, a, &p, err)))
            return rc;
    if (p.n_files)
        qsort(p.files, p.n_files, sizeof *p.files, by_name);
    if (json_parse(p.manifest, &manifest, &why))
        return err_set(err, RC_SYNTAX, "%s：没有可用的词库包清单", called);
    if ((rc = take_manifest(called, manifest, a, &p, err)) ||
        (rc = compare_files(called, json_get(manifest, "files"), &p, err)))
        return rc;
    *out = p;
    return RC_OK;
}

enum rc lexicon_package_read(const char *path, struct arena *a, struct lexicon_package *out,
                             struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    const enum rc rc = file_read(path, PACKAGE_BYTES_MAX, &bytes, err);

    return rc ? rc : lexicon_package_parse(path, buf_str(&bytes), a, out, err);
}

/* ---- collecting ------------------------------------------------------------------------------ */

static void dir_closep(DIR **d)
{
    if (*d)
        (void)closedir(*d);
}

static enum rc collect_files(const char *dir, struct arena *a, struct lexicon_package *p,
                             struct err *err)
{
    AUTO(dir_closep) DIR *d = opendir(dir);
    AUTO(buf_done) struct buf content = { 0 };
    const struct dirent *entry;
    enum rc rc;

    if (!d)
        return err_set(err, RC_IO, "%s：打不开（%s）", dir, os_reason(errno));
    while ((entry = readdir(d))) {
        const struct str name = str_of(entry->d_name);

        if (!is_file_name(name))
            continue;
        if (p->n_files == PACKAGE_FILES_MAX)
            return err_set(err, RC_LIMIT, "%s：多于 %d 个文件", dir, PACKAGE_FILES_MAX);
        rc = file_read(arena_printf(a, "%s/%s", dir, entry->d_name).p, PACKAGE_BYTES_MAX, &content,
                       err);
        if (rc)
            return rc;
        p->files[p->n_files++] =
            (struct package_file){ .name = arena_copy(a, name),
                                   .content = arena_copy(a, buf_str(&content)) };
    }
    return p->n_files ? RC_OK : err_set(err, RC_NOT_FOUND, "%s：没有词库文件", dir);
}

enum rc lexicon_package_collect(const char *dir, struct str name, struct str version, int32_t made,
                                struct arena *a, struct lexicon_package *out, struct err *err)
{
    struct lexicon_package p = { .name = name,
                                 .version = version,
                                 .made = made,
                                 .files = arena_array(a, struct package_file, PACKAGE_FILES_MAX) };
    enum rc rc;

    if (!is_made_of(name, "_-"))
        return err_set(err, RC_USAGE, "词库包名称“%.*s”不对：应为字母、数字、- 和 _",
                       STR_ARG(name));
    if (!is_version(version))
        return err_set(err, RC_USAGE, "版本“%.*s”不对：应如 2026.11.28", STR_ARG(version));
    if ((rc = collect_files(dir, a, &p, err)))
        return rc;
    qsort(p.files, p.n_files, sizeof *p.files, by_name);
    p.manifest = manifest_of(&p, a);
    *out = p;
    return RC_OK;
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool add_part(zip_t *zip, const char *name, struct str content)
{
    zip_source_t *source = zip_source_buffer(zip, content.n ? content.p : "", content.n, 0);
    zip_int64_t i = -1;

    if (source)
        i = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE);
    if (source && i < 0)
        zip_source_free(source);
    /* the same files make the same bytes */
    return i >= 0 && zip_file_set_dostime(zip, (zip_uint64_t)i, 0, 0x21, 0) == 0;
}

enum rc lexicon_package_write(const struct lexicon_package *p, const char *path, struct err *err)
{
    int why = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &why);
    bool is_good = zip && add_part(zip, manifest_name, p->manifest);

    if (is_good && p->signature.n)
        is_good = add_part(zip, signature_name, p->signature);
    for (size_t i = 0; is_good && i < p->n_files; i++)
        is_good = add_part(zip, p->files[i].name.p, p->files[i].content);
    if (is_good && zip_close(zip) == 0)
        return RC_OK;
    if (zip)
        zip_discard(zip);
    return err_set(err, RC_IO, "%s：写不进去", path);
}

/* ---- signing --------------------------------------------------------------------------------- */

enum rc lexicon_package_sign(struct lexicon_package *p, const char *key_path, struct arena *a,
                             struct err *err)
{
    unsigned char signature[SIGNATURE_BYTES];
    const enum rc rc = signature_make(key_path, p->manifest, signature, err);

    if (rc == RC_OK)
        p->signature = arena_copy(a, str_from((const char *)signature, sizeof signature));
    return rc;
}

enum rc lexicon_package_verify(const char *called, const struct lexicon_package *p,
                               const char *const *keys, size_t n_keys, struct err *err)
{
    bool fits = false;

    if (!p->signature.n)
        return err_set(err, RC_NOT_FOUND, "%s：没有签名，不能使用", called);
    for (size_t i = 0; i < n_keys && !fits; i++) {
        const enum rc rc = signature_check(keys[i], p->manifest, p->signature, &fits, err);

        if (rc)
            return rc;
    }
    return fits ? RC_OK
                : err_set(err, RC_NOT_FOUND, "%s：签名与信任的公钥都不符，不能使用", called);
}

/* ---- installing ------------------------------------------------------------------------------ */

static enum rc write_file(const char *path, struct str content, struct err *err)
{
    FILE *f = fopen(path, "wb");
    bool is_good;

    if (!f)
        return err_set(err, RC_IO, "%s：不能新建（%s）", path, os_reason(errno));
    is_good = fwrite(content.p, 1, content.n, f) == content.n;
    if (fclose(f) != 0 || !is_good)
        return err_set(err, RC_IO, "%s：写不进去", path);
    return RC_OK;
}

/* What an earlier version left and this one has no more. */
static void remove_old(const char *dir, struct arena *a)
{
    AUTO(dir_closep) DIR *d = opendir(dir);
    const struct dirent *entry;

    while (d && (entry = readdir(d)))
        if (is_file_name(str_of(entry->d_name)))
            (void)unlink(arena_printf(a, "%s/%s", dir, entry->d_name).p);
}

/* "2026.11.28", "2026.9": number by number. */
static bool is_version_before(struct str a, struct str b)
{
    int64_t x = 0, y = 0;

    while (x == y && (a.n || b.n)) {
        struct str one, other;

        (void)str_cut(a, '.', &one, &a);
        (void)str_cut(b, '.', &other, &b);
        x = y = -1; /* it has no such number */
        (void)!str_to_i64(one, 0, INT64_MAX, &x);
        (void)!str_to_i64(other, 0, INT64_MAX, &y);
    }
    return x < y;
}

/* RC_USAGE: the manifest that is there is of a later day, or of a later version of the day. */
static enum rc refuse_older(const struct lexicon_package *p, const char *manifest, struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };
    AUTO(json_freep) struct json *j = NULL;
    char made[DAY_TEXT_BYTES], own[DAY_TEXT_BYTES];
    int32_t day;

    if (file_read(manifest, PACKAGE_BYTES_MAX, &text, NULL) ||
        json_parse(buf_str(&text), &j, NULL) || !day_parse(json_get_str(j, "made"), &day) ||
        p->made > day ||
        (p->made == day && !is_version_before(p->version, json_get_str(j, "version"))))
        return RC_OK;
    return err_set(err, RC_USAGE,
                   "已装有较新的 %.*s %.*s（%s），这一个是 %.*s（%s）；确要换成旧的，请加 "
                   "--allow-older",
                   STR_ARG(p->name), STR_ARG(json_get_str(j, "version")), day_text(day, made),
                   STR_ARG(p->version), day_text(p->made, own));
}

enum rc lexicon_package_install(const struct lexicon_package *p, const char *dir, bool allows_older,
                                struct arena *a, struct err *err)
{
    const char *own = arena_printf(a, "%s/%.*s", dir, STR_ARG(p->name)).p;
    const char *manifest = arena_printf(a, "%s/%s", own, manifest_name).p;
    enum rc rc;

    if (!allows_older && (rc = refuse_older(p, manifest, err)))
        return rc;
    if ((rc = file_make_dir(dir, 0755, err)) || (rc = file_make_dir(own, 0755, err)))
        return rc;
    /* without a manifest the folder does not count: a crash leaves no half of a lexicon */
    (void)unlink(manifest);
    remove_old(own, a);
    for (size_t i = 0; i < p->n_files; i++)
        if ((rc = write_file(arena_printf(a, "%s/%.*s", own, STR_ARG(p->files[i].name)).p,
                             p->files[i].content, err)))
            return rc;
    return write_file(manifest, p->manifest, err);
}
