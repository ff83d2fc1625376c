/*
 * Facts off real pages against what a careful person read off them (../shared/pages). Prints the
 * table that `./run bench` shows. Without that folder it is skipped.
 */
#include "base/base.h"

#include "page/reader.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "text/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PAGES XJ_SOURCE_DIR "/../shared/pages/"

enum { TODAY_Y = 2026, TODAY_M = 7, TODAY_D = 24 }; /* when most of them were fetched */

static bool read_file(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "rb");

    buf_reset(out);
    if (!f)
        return false;
    for (;;) {
        char *room = buf_room(out, 1 << 16);
        const size_t n = room ? fread(room, 1, 1 << 16, f) : 0;

        if (n == 0)
            break;
        out->n += n;
    }
    (void)fclose(f);
    return true;
}

/* White space folded; what a label and a page may write differently. */
static struct str fold(struct str s, struct arena *a)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;

    s = str_trim(s);
    while (s.n) {
        const struct str rest = str_trim(s);

        if (rest.n < s.n && rest.p > s.p)
            out[n++] = ' ';
        s = rest;
        if (!s.n)
            break;
        out[n++] = s.p[0];
        s = str_skip(s, 1);
    }
    return str_from(out, n);
}

/* ---- what is compared: both sides as text, empty = not there --------------------------------- */

struct side {
    const struct json *label;
    const struct page *page;
    struct arena *arena;
};

static struct str day(int32_t d, struct arena *a)
{
    char text[DAY_TEXT_BYTES];

    return arena_copy(a, str_of(day_text(d, text)));
}

static struct str first_of(const struct json *j)
{
    return json_count(j) ? json_str(json_at(j, 0)) : json_str(j);
}

static struct str want_charset(const struct side *s)
{
    struct str name = json_get_str(s->label, "charset_actual");

    if (str_ends(name, STR("*"))) /* unsure */
        name.n = 0;
    return name;
}

static struct str want_kind(const struct side *s)
{
    const struct str sub = json_get_str(s->label, "page_subtype");

    if (str_eq(sub, STR("stub_meta_refresh")))
        return STR("stub");
    if (str_eq(sub, STR("stub_spa_shell")))
        return STR("shell");
    return json_get_str(s->label, "page_type");
}

static struct str want_meta_day(const struct side *s)
{
    struct date_hit hit;
    const struct str raw = json_get_str(s->label, "PubDate_raw");

    return date_find(raw, 0, &hit) ? day(hit.day, s->arena) : str_from(NULL, 0);
}

static struct str want_badge(const struct side *s)
{
    return json_is_yes(json_get(s->label, "conac_present")) ? STR("yes") : STR("no");
}

static struct str got_error_report(const struct side *s)
{
    switch (s->page->error_report) {
    case REPORT_NONE:
        return STR("none");
    case REPORT_OWN:
        return STR("own");
    case REPORT_NATIONAL:
    case REPORT_OBSOLETE:
        break;
    }
    return STR("national");
}

static struct str got_charset(const struct side *s)
{
    return want_charset(s).n ? str_of(s->page->charset) : str_from(NULL, 0);
}

static struct str got_kind(const struct side *s)
{
    return str_of(page_kind_name(s->page->kind));
}

static struct str got_newest(const struct side *s)
{
    return s->page->kind == PAGE_HOME ? str_from(NULL, 0) : day(s->page->newest_item, s->arena);
}

#define WANT_STR(name, key)                                                                        \
    static struct str want_##name(const struct side *s)                                            \
    {                                                                                              \
        return json_get_str(s->label, key);                                                        \
    }
#define WANT_LIST(name, key)                                                                       \
    static struct str want_##name(const struct side *s)                                            \
    {                                                                                              \
        return first_of(json_get(s->label, key));                                                  \
    }
#define GOT(name, expr)                                                                            \
    static struct str got_##name(const struct side *s)                                             \
    {                                                                                              \
        return expr;                                                                               \
    }

WANT_STR(title, "title")
WANT_STR(site_name, "SiteName")
WANT_STR(site_domain, "SiteDomain")
WANT_STR(site_code, "site_id_code")
WANT_STR(site_code_meta, "site_id_code_meta")
WANT_STR(column_name, "ColumnName")
WANT_STR(column_type, "ColumnType")
WANT_STR(source, "ContentSource")
WANT_STR(published, "publish_date")
WANT_STR(newest_item, "newest_item_date")
WANT_STR(error_report, "error_report_entry")
WANT_LIST(icp, "icp")
WANT_LIST(police, "psb_numbers")

GOT(title, s->page->title)
GOT(site_name, s->page->tags[TAG_SITE_NAME])
GOT(site_domain, s->page->tags[TAG_SITE_DOMAIN])
GOT(site_code, s->page->site_code)
GOT(site_code_meta, s->page->tags[TAG_SITE_ID_CODE])
GOT(column_name, s->page->tags[TAG_COLUMN_NAME])
GOT(column_type, s->page->tags[TAG_COLUMN_TYPE])
GOT(source, s->page->source)
GOT(published, day(s->page->published, s->arena))
GOT(meta_day, day(s->page->published_meta, s->arena))
GOT(icp, s->page->icp)
GOT(police, s->page->police)
GOT(badge, s->page->badge != BADGE_NONE ? STR("yes") : STR("no"))

/* Pages whose label is null although the page shows the value plainly, counted as right. */
#define SOURCE_SHOWN "dzgjj.dezhou.gov.cn/6bb0487fbbda.html gjj.wuhan.gov.cn/91e61e4692ad.html"

static const struct field {
    const char *name;
    struct str (*want)(const struct side *s);
    struct str (*got)(const struct side *s);
    int goal; /* per cent */
    const char *shown;
} fields[] = {
    { "charset", want_charset, got_charset, 95, "" },
    { "kind", want_kind, got_kind, 90, "" },
    { "title", want_title, got_title, 95, "" },
    { "site_name", want_site_name, got_site_name, 95, "" },
    { "site_domain", want_site_domain, got_site_domain, 95, "" },
    { "site_code", want_site_code, got_site_code, 95, "" },
    { "site_code_meta", want_site_code_meta, got_site_code_meta, 95, "" },
    { "column_name", want_column_name, got_column_name, 95, "" },
    { "column_type", want_column_type, got_column_type, 95, "" },
    { "source", want_source, got_source, 95, SOURCE_SHOWN },
    { "published", want_published, got_published, 97, "" },
    { "published_meta", want_meta_day, got_meta_day, 95, "" },
    { "newest_item", want_newest_item, got_newest, 95, "" },
    { "icp", want_icp, got_icp, 95, "" },
    { "police", want_police, got_police, 95, "" },
    { "party_badge", want_badge, got_badge, 95, "" },
    { "error_report", want_error_report, got_error_report, 95, "" },
};

struct score {
    int labelled, right, invented;
};

static void compare(const struct side *s, struct score *scores)
{
    const struct str local = json_get_str(s->label, "local");

    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const struct str want = fold(fields[i].want(s), s->arena);
        const struct str got = fold(fields[i].got(s), s->arena);

        if (want.n == 0) {
            if (got.n && !str_has(str_of(fields[i].shown), local)) {
                scores[i].invented++;
                print_message("  %s: %.*s invents %.*s\n", fields[i].name, STR_ARG(local),
                              STR_ARG(got));
            }
            continue;
        }
        scores[i].labelled++;
        scores[i].right += str_eq(want, got);
        if (!str_eq(want, got))
            print_message("  %s: %.*s says %.*s, read %.*s\n", fields[i].name, STR_ARG(local),
                          STR_ARG(want), STR_ARG(got));
    }
}

static void reads_the_facts_of_real_pages(void **state)
{
    AUTO(buf_done) struct buf labels = { 0 }, body = { 0 };
    struct arena a = { 0 };
    struct score scores[COUNT_OF(fields)] = { 0 };
    struct str rest, line;

    (void)state;
    if (!read_file(PAGES "labels.jsonl", &labels)) {
        print_message("skipped: %slabels.jsonl is not there\n", PAGES);
        skip();
    }

    AUTO(page_reader_freep) struct page_reader *reader = page_reader_new(NULL);

    rest = buf_str(&labels);
    while (str_line(&rest, &line)) {
        struct err err = { 0 };
        struct json *label = NULL;
        struct page page;
        struct side side;

        arena_reset(&a);
        if (str_trim(line).n == 0)
            continue;
        assert_int_equal(json_parse(line, &label, &err), RC_OK);

        const struct str local = json_get_str(label, "local");

        assert_true(read_file(arena_printf(&a, PAGES "%.*s", STR_ARG(local)).p, &body));
        page_read(reader,
                  &(struct page_input){ .url = json_get_str(label, "url"),
                                        .body = buf_str(&body),
                                        .today = day_of(TODAY_Y, TODAY_M, TODAY_D) },
                  &a, &page);
        side = (struct side){ .label = label, .page = &page, .arena = &a };
        compare(&side, scores);
        json_free(label);
    }
    arena_done(&a);

    print_message("%-16s %8s %6s %6s %9s\n", "field", "labelled", "right", "share", "invented");
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        print_message("%-16s %8d %6d %6.3f %9d\n", fields[i].name, scores[i].labelled,
                      scores[i].right,
                      scores[i].labelled ? scores[i].right / (double)scores[i].labelled : 1.0,
                      scores[i].invented);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        assert_true(scores[i].labelled > 0);
        if (scores[i].right * 100 < scores[i].labelled * fields[i].goal)
            fail_msg("%s: below %d %%", fields[i].name, fields[i].goal);
        assert_int_equal(scores[i].invented, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_facts_of_real_pages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
