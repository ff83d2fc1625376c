#include "base/base.h"

#include "app/app.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/options.h"
#include "net/url.h"
#include "page/reader.h"

#include <stdio.h>
#include <string.h>

enum { FILE_BYTES_MAX = 64 << 20, LIST_BYTES_MAX = 256 << 20 };

/* ---- one page -------------------------------------------------------------------------------- */

/* What is kept from page to page. */
struct printer {
    struct page_reader *reader;
    struct arena arena;
    struct buf body;
    int32_t today;
    int n_failed;
};

/* Empty means that the page does not say it: null. */
static void put(struct json *j, const char *key, struct str value)
{
    json_put_str(j, key, value.n ? value : str_from(NULL, 0));
}

static struct json *items_of(const struct page *page, const struct url *base, struct arena *a)
{
    struct json *items = json_new_array();

    for (size_t i = 0; i < page->n_items; i++) {
        const struct item *item = &page->items[i];
        struct json *j = json_new_object();
        struct str href = { 0 };
        struct url url;

        if (item->link != ITEM_NO_LINK)
            href = page->links[item->link].href;
        if (base && href.n && url_parse(href, base, page->charset, a, &url) == RC_OK)
            href = url.href;
        put(j, "title", item->title);
        put(j, "url", href);
        json_put_day(j, "date", item->date);
        json_add(items, j);
    }
    return items;
}

static const char *report_word(enum error_report report)
{
    switch (report) {
    case REPORT_NATIONAL:
    case REPORT_OBSOLETE: /* an old address of the national one */
        return "national";
    case REPORT_OWN:
        return "own";
    case REPORT_NONE:
        break;
    }
    return "none";
}

/* The page's own URL, or <base> resolved against it; false when neither is known. */
static bool base_of(const struct page *page, struct arena *a, struct url *out)
{
    struct url own;
    const bool has_own = page->url.n && url_parse(page->url, NULL, NULL, a, &own) == RC_OK;

    if (page->base_href.n &&
        url_parse(page->base_href, has_own ? &own : NULL, NULL, a, out) == RC_OK)
        return true;
    if (has_own)
        *out = own;
    return has_own;
}

static struct json *json_of_page(const char *path, const struct page *page, struct arena *a)
{
    struct json *j = json_new_object();
    struct url base;
    const bool has_base = base_of(page, a, &base);

    put(j, "file", str_of(path));
    put(j, "url", page->url);
    put(j, "charset", str_of(page->charset));
    put(j, "kind", str_of(page_kind_name(page->kind)));
    put(j, "title", page->title);
    put(j, "site_name", page->tags[TAG_SITE_NAME]);
    put(j, "site_domain", page->tags[TAG_SITE_DOMAIN]);
    put(j, "site_code", page->site_code);
    put(j, "site_code_meta", page->tags[TAG_SITE_ID_CODE]);
    put(j, "column_name", page->tags[TAG_COLUMN_NAME]);
    put(j, "column_type", page->tags[TAG_COLUMN_TYPE]);
    put(j, "source", page->source);
    json_put_day(j, "published", page->published);
    json_put_day(j, "published_meta", page->published_meta);
    /* The newest of a column's list; a home page has many lists. */
    json_put_day(j, "newest_item", page->kind == PAGE_HOME ? DAY_NONE : page->newest_item);
    json_put(j, "items", items_of(page, has_base ? &base : NULL, a));
    put(j, "icp", page->icp);
    put(j, "police", page->police);
    json_put_bool(j, "party_badge", page->badge != BADGE_NONE);
    put(j, "error_report", str_of(report_word(page->error_report)));
    json_put_bool(j, "search", page->has_search);
    json_put_int(j, "links", (int64_t)page->n_links);
    json_put_int(j, "text_chars", (int64_t)page->text_chars);
    json_put_bool(j, "footer_by_script", page->footer_by_script);
    return j;
}

/* A file that cannot be read is told on stderr and counted; the others go on. */
static enum rc print_page(struct printer *p, const char *path, const char *shown, struct str url,
                          struct err *err)
{
    struct page page;

    if (file_read(path, FILE_BYTES_MAX, &p->body, err) != RC_OK) {
        (void)app_fail(err);
        p->n_failed++;
        return RC_OK;
    }
    page_read(p->reader,
              &(struct page_input){ .url = url, .body = buf_str(&p->body), .today = p->today },
              &p->arena, &page);

    AUTO(json_freep) struct json *j = json_of_page(shown, &page, &p->arena);

    return json_write_line(j, stdout, err);
}

/* ---- many pages ------------------------------------------------------------------------------ */

/* A path in the list counts from the list's folder, else from the working directory. */
static const char *path_in_list(const char *list, struct str path, struct arena *a)
{
    const char *slash = strrchr(list, '/');
    const char *plain = arena_copy(a, path).p;
    AUTO(file_closep) FILE *beside = NULL;
    const char *joined;

    if (!slash || plain[0] == '/')
        return plain;
    joined = arena_printf(a, "%.*s/%s", (int)(slash - list), list, plain).p;
    beside = fopen(joined, "rb");
    return beside ? joined : plain;
}

static bool is_header_line(struct str path, struct str url)
{
    return str_eq(url, STR("url")) || str_eq(path, STR("path")) || str_eq(path, STR("local")) ||
           str_eq(path, STR("file"));
}

static enum rc print_list(struct printer *p, const char *list, struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };
    struct str rest, line;
    enum rc rc = file_read(list, LIST_BYTES_MAX, &text, err);

    rest = buf_str(&text);
    if (str_starts(rest, STR("\xef\xbb\xbf")))
        rest = str_skip(rest, 3);
    for (bool is_first = true; rc == RC_OK && str_line(&rest, &line); is_first = false) {
        struct str path, url;

        (void)str_cut(line, '\t', &path, &url);
        (void)str_cut(url, '\t', &url, &line);
        path = str_trim(path);
        if (path.n == 0 || (is_first && is_header_line(path, url)))
            continue;
        arena_reset(&p->arena);
        rc = print_page(p, path_in_list(list, path, &p->arena), arena_copy(&p->arena, path).p,
                        str_trim(url), err);
    }
    return rc;
}

static void print_help(const struct option *options, size_t n)
{
    (void)puts("用法：xunjian page 文件… [--url 网址]\n      xunjian page --list 清单.tsv\n\n"
               "读出网页上的要素，每页一行 JSON。清单每行：路径<TAB>网址。\n");
    options_print(options, n, stdout);
}

int cmd_page(int argc, char **argv)
{
    struct str url = { 0 }, list = { 0 };
    bool wants_help = false;
    int n_files = 0;
    struct err err = { 0 };
    const struct option options[] = {
        { .name = "url",
          .value = "网址",
          .help = "网页的网址（相对链接据此补全）",
          .to = &url,
          .type = OPTION_TEXT },
        { .name = "list",
          .value = "清单",
          .help = "TSV 清单：路径、网址",
          .to = &list,
          .type = OPTION_TEXT },
        { .name = "help", .help = "显示本说明", .to = &wants_help, .type = OPTION_FLAG },
    };
    enum rc rc = options_parse(options, COUNT_OF(options), argc, argv, &n_files, &err);

    if (rc == RC_OK && wants_help) {
        print_help(options, COUNT_OF(options));
        return EXIT_DONE;
    }
    if (rc == RC_OK && n_files == 0 && !list.n)
        rc = err_set(&err, RC_USAGE, "page：要给出文件，或用 --list 给出清单");
    if (rc != RC_OK)
        return app_fail(&err);

    AUTO(page_reader_freep) struct page_reader *reader = page_reader_new(NULL);
    struct printer p = { .reader = reader, .today = day_of_time(clock_now()) };

    for (int i = 0; rc == RC_OK && i < n_files; i++) {
        arena_reset(&p.arena);
        rc = print_page(&p, argv[i], argv[i], url, &err);
    }
    if (rc == RC_OK && list.n)
        rc = print_list(&p, list.p, &err);
    buf_done(&p.body);
    arena_done(&p.arena);
    if (rc != RC_OK)
        return app_fail(&err);
    return p.n_failed ? EXIT_PROBLEM : EXIT_DONE;
}
