#include "base/base.h"

#include "desk/finding_page.h"

#include "base/json.h"
#include "page/reader.h"
#include "proof/personal.h"
#include "text/charset.h"

#include <string.h>

/* ---- the archived answer ---- */

static bool take_reference(struct str *rest, struct str *one)
{
    while (rest->n) {
        (void)str_cut(*rest, ' ', one, rest);
        if (one->n)
            return true;
    }
    return false;
}

static const char picture_type[] = "image/webp", dom_type[] = "text/html";

/* How well a record shows the page; 0: not at all. */
static int worth_of(const struct archive_record *r, const struct stored_finding *f)
{
    const bool is_page = str_eq(r->url, f->finding.url);

    if (r->kind == ARCHIVE_CONVERSION)
        return is_page && str_starts(r->type, str_of(dom_type)) ? 3 : 0;
    return is_page ? 2 : 1;
}

bool finding_record_find(const char *dir, const struct stored_finding *f, struct str *out)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str rest = f->evidence, one;
    int best = 0;

    while (take_reference(&rest, &one)) {
        struct archive_record r;

        if (archive_look(dir, one, &a, &r, NULL) || worth_of(&r, f) <= best)
            continue;
        best = worth_of(&r, f);
        *out = one;
    }
    return best > 0;
}

size_t finding_records(const char *dir, const struct stored_finding *f, struct arena *a,
                       struct finding_record out[FINDING_RECORDS_MAX])
{
    struct str rest = f->evidence, one;
    size_t count = 0;

    for (size_t n = 1; count < FINDING_RECORDS_MAX && take_reference(&rest, &one); n++) {
        struct archive_record r;

        if (archive_look(dir, one, a, &r, NULL) || !worth_of(&r, f))
            continue;
        out[count++] = (struct finding_record){
            .n = n, .url = r.url, .at = r.at, .is_rendered = r.kind == ARCHIVE_CONVERSION
        };
    }
    return count;
}

bool finding_narrow(struct stored_finding *f, size_t n)
{
    struct str rest = f->evidence;

    for (size_t i = 0; i < n; i++)
        if (!take_reference(&rest, &f->evidence))
            return false;
    return n > 0;
}

/* ---- the picture ---- */

/* It stands behind what it was taken of. */
static bool find_picture(const char *dir, struct str references, struct str *out)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str one;

    *out = (struct str){ 0 };
    while (take_reference(&references, &one)) {
        struct archive_record r;

        if (!archive_look(dir, one, &a, &r, NULL) && r.kind == ARCHIVE_CONVERSION &&
            str_eq(r.type, str_of(picture_type)))
            *out = one;
    }
    return out->n > 0;
}

bool finding_has_picture(const char *dir, const struct stored_finding *f)
{
    struct str reference;

    return find_picture(dir, f->evidence, &reference);
}

static bool is_webp(struct str bytes)
{
    return bytes.n <= FINDING_PICTURE_BYTES_MAX && str_starts(bytes, STR("RIFF")) &&
           str_starts(str_skip(bytes, 8), STR("WEBP"));
}

enum rc finding_picture_read(const char *dir, const struct stored_finding *f, struct arena *a,
                             struct archive_record *out, struct err *err)
{
    struct str reference;
    enum rc rc;

    if (!find_picture(dir, f->evidence, &reference))
        return err_set(err, RC_NOT_FOUND, "这个问题没有截图");
    rc = archive_read(dir, reference, a, out, err);
    return rc || is_webp(out->body) ? rc : err_set(err, RC_NOT_FOUND, "这个问题的截图不是图片");
}

struct str record_type(const struct archive_record *r)
{
    struct str rest = r->headers, line, key, value;

    if (r->kind == ARCHIVE_CONVERSION)
        return r->type;
    while (str_line(&rest, &line))
        if (str_cut(line, ':', &key, &value) && str_eq_nocase(str_trim(key), STR("Content-Type")))
            return str_trim(value);
    return (struct str){ 0 };
}

/* ---- the place ---- */

/* White space is folded differently in a page's text and in an excerpt: neither counts. */
struct place {
    size_t at, n; /* bytes of the text */
};

static bool is_space(struct str s, size_t *n)
{
    uint32_t cp;

    *n = str_rune(s, &cp);
    return cp <= ' ' || cp == 0xa0 || cp == 0x3000;
}

/* The bytes of `text` at its beginning that are `wanted`, white space aside; 0: they are not. */
static size_t match_at(struct str text, struct str wanted)
{
    size_t at = 0, n;

    while (wanted.n) {
        if (is_space(wanted, &n)) {
            wanted = str_skip(wanted, n);
            continue;
        }
        while (at < text.n && is_space(str_skip(text, at), &n))
            at += n;
        if (at == text.n || text.p[at] != wanted.p[0])
            return 0;
        at++;
        wanted = str_skip(wanted, 1);
    }
    return at;
}

/* The first place at or after `from`. */
static bool find_place(struct str text, struct str wanted, size_t from, struct place *out)
{
    wanted = str_trim(wanted);
    if (!wanted.n)
        return false;
    for (size_t at = from; at < text.n; at++) {
        const char *hit = memchr(text.p + at, wanted.p[0], text.n - at);

        if (!hit)
            return false;
        at = (size_t)(hit - text.p);

        const size_t n = match_at(str_skip(text, at), wanted);

        if (n) {
            *out = (struct place){ at, n };
            return true;
        }
    }
    return false;
}

/* An excerpt without the dots that say that it is cut. */
static struct str core_of(struct str excerpt)
{
    static const struct str dots[] = { { "…", 3 }, { "...", 3 } };

    excerpt = str_trim(excerpt);
    for (size_t i = 0; i < COUNT_OF(dots); i++) {
        while (str_starts(excerpt, dots[i]))
            excerpt = str_skip(excerpt, dots[i].n);
        while (str_ends(excerpt, dots[i]))
            excerpt.n -= dots[i].n;
    }
    return str_trim(excerpt);
}

struct marking {
    struct str text;
    struct place places[FINDING_MARKS_MAX];
    size_t n;
};

static void mark(struct marking *m, struct place p)
{
    if (m->n < FINDING_MARKS_MAX)
        m->places[m->n++] = p;
}

static void mark_all(struct marking *m, struct str word)
{
    struct place p;

    for (size_t from = 0; m->n < FINDING_MARKS_MAX && find_place(m->text, word, from, &p);
         from = p.at + p.n)
        mark(m, p);
}

/* The word within the excerpt; else the excerpt; else the word wherever it stands. */
static void mark_places(struct marking *m, const struct stored_finding *f, struct str word)
{
    struct place around, p;

    if (find_place(m->text, core_of(f->finding.excerpt), 0, &around)) {
        const struct str there = str_sub(m->text, around.at, around.n);

        if (find_place(there, word, 0, &p))
            mark(m, (struct place){ around.at + p.at, p.n });
        else
            mark(m, around);
        return;
    }
    mark_all(m, word);
}

/* What the finding is about, as it stands on the page. */
static struct str word_of(const struct json *detail)
{
    static const char *const keys[] = { "wrong", "word", "text", "value" };

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const struct str word = json_get_str(detail, keys[i]);

        if (word.n)
            return word;
    }
    return (struct str){ 0 };
}

/* Where its link stands: as the whole address, or shorter, as pages write those of their site. */
static void mark_target(struct marking *m, struct str target)
{
    enum {
        BYTES_MIN = 4,
        TRIES = 8
    }; /* shorter ones stand anywhere; a try reads all of the page */

    for (int i = 0; i < TRIES && target.n >= BYTES_MIN && !m->n; i++) {
        const size_t slash = str_chr(target, '/');

        mark_all(m, target);
        target = slash == STR_NONE ? (struct str){ 0 } : str_skip(target, slash + 1);
    }
}

/* ---- the text around it ---- */

/* The byte at which the n_chars before `at` begin. */
static size_t back(struct str text, size_t at, size_t n_chars)
{
    while (at && n_chars) {
        at--;
        if (((unsigned char)text.p[at] & 0xc0) != 0x80)
            n_chars--;
    }
    return at;
}

static void cut_text(const struct marking *m, struct arena *a, struct finding_page *out)
{
    const size_t place = m->n ? m->places[0].at : 0;
    const size_t from = back(m->text, place, FINDING_AROUND_CHARS);
    const size_t n_shown = str_chars(str_sub(m->text, from, place - from)) + FINDING_AROUND_CHARS;
    const struct str shown = str_head_chars(str_skip(m->text, from), n_shown);

    out->text = arena_copy(a, shown);
    out->is_cut = shown.n < m->text.n;
    for (size_t i = 0; i < m->n; i++) {
        const struct place *p = &m->places[i];

        if (p->at + p->n > from + shown.n)
            break;
        out->marks[out->n_marks++] = (struct finding_mark){
            .at = str_chars(str_sub(m->text, from, p->at - from)),
            .n = str_chars(str_sub(m->text, p->at, p->n)),
        };
    }
}

static struct str source_of(const struct archive_record *record, struct arena *a)
{
    const struct charset_guess guess = charset_detect(record->body, record_type(record));
    size_t n_bad;

    return charset_to_utf8(str_skip(record->body, guess.bom), guess.name, a, &n_bad);
}

/* In what a reader sees; what nobody sees there, in the source. Nothing: in neither. */
static void mark_page(struct marking *m, const struct archive_record *record,
                      const struct stored_finding *f, bool is_html, struct arena *a)
{
    AUTO(json_freep) struct json *detail = NULL;
    struct marking source;
    struct str word;

    if (json_parse(f->detail_json, &detail, NULL))
        detail = NULL;
    word = word_of(detail);
    mark_places(m, f, word);
    if (m->n || !is_html)
        return;
    source = (struct marking){ .text = personal_mask(source_of(record, a), a) };
    mark_places(&source, f, word);
    if (!source.n)
        mark_target(&source, json_get_str(detail, "target"));
    if (source.n)
        *m = source;
}

void finding_page_read(const struct archive_record *record, const struct stored_finding *f,
                       struct arena *a, struct finding_page *out)
{
    AUTO(page_reader_freep) struct page_reader *reader = page_reader_new(NULL);
    const struct page_input in = { .url = record->url,
                                   .content_type = record_type(record),
                                   .body = record->body,
                                   .is_rendered = record->kind == ARCHIVE_CONVERSION };
    struct finding_page result = { .url = record->url,
                                   .fetched = record->at,
                                   .is_rendered = in.is_rendered };
    struct page page;

    page_read(reader, &in, a, &page);

    /* Masked before it is searched: excerpts are masked too. */
    const struct str text = personal_mask(page.text, a);
    struct marking m = { .text = text };

    mark_page(&m, record, f, page.n_nodes > 0, a);
    result.is_source = m.text.p != text.p;
    result.title = arena_copy(a, personal_mask(page.title, a));
    result.charset = str_of(page.charset);
    cut_text(&m, a, &result);
    *out = result;
}
