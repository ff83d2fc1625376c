#include "base/base.h"

#include "check/campaign.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "text/charset.h"
#include "text/csv.h"
#include "text/field.h"
#include "text/han.h"

enum {
    FILE_BYTES_MAX = 1 << 20,
    TITLE_CHARS_MIN = 6, /* shorter ones stand everywhere */
    SENTENCE_CHARS_MIN = 12,
    SENTENCES_MAX = 20,
    TITLE_CHARS_BESIDE = 6, /* "转载", "（全文）": what a title may have more */
};

/* Han characters, letters and digits; full-width ones as their plain ones, letters small. */
static struct str fold(struct str s, struct arena *a)
{
    char *to = arena_alloc(a, s.n + 1);
    size_t n = 0;
    uint32_t cp;

    for (size_t i = 0, used; i < s.n; i += used) {
        used = str_rune(str_skip(s, i), &cp);
        if (used == 0)
            break;
        cp = field_half_rune(cp);
        if (cp < 0x80 && (char_is_digit((char)cp) ||
                          (char_lower((char)cp) >= 'a' && char_lower((char)cp) <= 'z'))) {
            to[n++] = char_lower((char)cp);
        } else if (han_is(cp)) {
            for (size_t k = 0; k < used; k++)
                to[n++] = s.p[i + k];
        }
    }
    return str_from(to, n);
}

/* ---- the file -------------------------------------------------------------------------------- */

enum column { C_TITLE, C_URL, C_SENTENCES, C_FROM, C_UNTIL, COLUMN_N };
static const char *const column_names[COLUMN_N] = {
    [C_TITLE] = "标题", [C_URL] = "网址",   [C_SENTENCES] = "判别语句",
    [C_FROM] = "开始",  [C_UNTIL] = "截止",
};

static struct str cell(const struct csv_row *row, const size_t *places, enum column c)
{
    return places[c] < row->n ? str_trim(row->cells[places[c]]) : (struct str){ 0 };
}

static enum rc take_sentences(struct str all, struct campaign_article *out, struct arena *a)
{
    struct str *list = arena_array(a, struct str, SENTENCES_MAX);
    struct str one;

    while (!str_is_empty(all)) {
        (void)str_cut(all, '|', &one, &all);
        one = fold(one, a);
        if (str_is_empty(one))
            continue;
        if (str_chars(one) < SENTENCE_CHARS_MIN || out->n_sentences == SENTENCES_MAX)
            return RC_SYNTAX;
        list[out->n_sentences++] = one;
    }
    out->sentences = list;
    return RC_OK;
}

static enum rc take_row(const char *path, const struct csv_row *row, const size_t *places,
                        struct campaign_article *out, struct arena *a, struct err *err)
{
    const struct str title = cell(row, places, C_TITLE);
    struct campaign_article one = { .title = arena_copy(a, title),
                                    .url = arena_copy(a, cell(row, places, C_URL)),
                                    .folded = fold(title, a) };

    if (row->fault)
        return err_set(err, RC_SYNTAX, "%s:%zu：%s", path, row->line, row->fault);
    if (!day_parse(cell(row, places, C_FROM), &one.from) ||
        !day_parse(cell(row, places, C_UNTIL), &one.until) || one.from > one.until)
        return err_set(err, RC_SYNTAX, "%s:%zu：开始和截止须写作 2026-11-20，开始不晚于截止", path,
                       row->line);
    if (take_sentences(cell(row, places, C_SENTENCES), &one, a))
        return err_set(err, RC_SYNTAX, "%s:%zu：判别语句每句至少 %d 字，至多 %d 句", path,
                       row->line, SENTENCE_CHARS_MIN, SENTENCES_MAX);
    if (str_is_empty(title))
        return err_set(err, RC_SYNTAX, "%s:%zu：没有标题", path, row->line);
    if (str_chars(one.folded) < TITLE_CHARS_MIN)
        one.folded = (struct str){ 0 };
    if (str_is_empty(one.folded) && str_is_empty(one.url) && one.n_sentences == 0)
        return err_set(err, RC_SYNTAX, "%s:%zu：标题不足 %d 字，须另给网址或判别语句", path,
                       row->line, TITLE_CHARS_MIN);
    *out = one;
    return RC_OK;
}

static enum rc find_columns(const char *path, const struct csv_row *head, size_t *places,
                            struct err *err)
{
    for (size_t c = 0; c < COLUMN_N; c++) {
        places[c] = SIZE_MAX;
        for (size_t i = 0; i < head->n; i++)
            if (str_eq(str_trim(head->cells[i]), str_of(column_names[c])))
                places[c] = i;
        if (places[c] == SIZE_MAX && c != C_URL && c != C_SENTENCES)
            return err_set(err, RC_SYNTAX, "%s：没有“%s”一列", path, column_names[c]);
    }
    return RC_OK;
}

enum rc campaign_load(const char *path, struct arena *a, struct campaign *out, struct err *err)
{
    AUTO(buf_done) struct buf file = { 0 };
    struct campaign_article *all = arena_array(a, struct campaign_article, CAMPAIGN_ARTICLES_MAX);
    size_t n = 0, n_bad, places[COLUMN_N];
    struct csv_row row;
    enum rc rc = file_read(path, FILE_BYTES_MAX, &file, err);

    if (rc)
        return rc;
    const struct str body = buf_str(&file);
    const struct charset_guess guess = charset_detect(body, (struct str){ 0 });
    struct csv csv =
        csv_of(arena_copy(a, charset_to_utf8(str_skip(body, guess.bom), guess.name, a, &n_bad)));

    if (!csv_next(&csv, a, &row) || (rc = find_columns(path, &row, places, err)))
        return rc ? rc : err_set(err, RC_SYNTAX, "%s：空文件", path);
    while (csv_next(&csv, a, &row)) {
        if (!row.fault && row.n == 1 && str_is_empty(str_trim(row.cells[0])))
            continue;
        if (n == CAMPAIGN_ARTICLES_MAX)
            return err_set(err, RC_LIMIT, "%s：一次最多 %d 篇", path, CAMPAIGN_ARTICLES_MAX);
        if ((rc = take_row(path, &row, places, &all[n], a, err)))
            return rc;
        n++;
    }
    *out = (struct campaign){ .articles = all, .n = n, .hash = str_hash(body) };
    return RC_OK;
}

/* ---- pages ----------------------------------------------------------------------------------- */

/* The title itself, or with little beside it: "转载：…", "…（全文）". */
static bool is_titled(const struct campaign_article *article, struct str title, struct arena *a)
{
    struct str shown;

    if (str_is_empty(article->folded) || title.n < article->folded.n) /* folding lengthens none */
        return false;
    shown = fold(title, a);
    return str_has(shown, article->folded) &&
           str_chars(shown) <= str_chars(article->folded) + TITLE_CHARS_BESIDE;
}

/* <title> has the site's name behind it. */
static bool is_titled_in_part(const struct campaign_article *article, struct str title,
                              struct arena *a)
{
    static const char *const dividers[] = { "-", "_", "|", "—", "–", "－" };

    if (is_titled(article, title, a))
        return true;
    for (size_t i = 0; i < COUNT_OF(dividers); i++) {
        const size_t at = str_find(title, str_of(dividers[i]));

        if (at != STR_NONE && is_titled(article, str_sub(title, 0, at), a))
            return true;
    }
    return false;
}

static bool has_sentence(const struct campaign_article *article, struct str folded_text)
{
    for (size_t i = 0; i < article->n_sentences; i++)
        if (str_has(folded_text, article->sentences[i]))
            return true;
    return false;
}

/* "http://x/a/" and "https://x/a" are one page. */
static struct str bare_url(struct str url)
{
    const size_t at = str_find(url, STR("://"));

    if (at != STR_NONE)
        url = str_skip(url, at + 3);
    while (url.n && url.p[url.n - 1] == '/')
        url.n--;
    return url;
}

/* To the original, or under its title out of the site: the list gives one address of many. A link
 * within the site leads to a page that is looked at itself. */
static bool leads_to(const struct campaign_article *article, const struct page *page,
                     struct str url, struct arena *a)
{
    for (size_t i = 0; i < page->n_links; i++) {
        const struct link *l = &page->links[i];

        if (l->kind != LINK_PAGE || l->is_hidden || l->url.n == 0)
            continue;
        if ((url.n && str_eq(bare_url(l->url), url)) ||
            (!l->is_same_site && is_titled(article, l->text, a)))
            return true;
    }
    return false;
}

static bool may_be_text(const struct page *page)
{
    return page->kind == PAGE_ARTICLE || page->kind == PAGE_OTHER;
}

struct campaign_marks campaign_marks_of(const struct campaign *c, const struct page *page,
                                        struct arena *a)
{
    struct campaign_marks out = { 0 };
    struct str text = { 0 };

    for (size_t i = 0; c && i < c->n; i++) {
        const struct campaign_article *article = &c->articles[i];
        const struct str url = bare_url(article->url);

        if (may_be_text(page) && article->n_sentences && !text.p)
            text = fold(page->text, a);
        if ((url.n && str_eq(bare_url(page->url), url)) ||
            (may_be_text(page) &&
             (is_titled(article, page->headline, a) ||
              is_titled(article, page->tags[TAG_ARTICLE_TITLE], a) ||
              is_titled_in_part(article, page->title, a) || has_sentence(article, text))))
            out.carries |= 1U << i;
        else if (leads_to(article, page, url, a))
            out.links |= 1U << i;
    }
    return out;
}

/* ---- who carried it -------------------------------------------------------------------------- */

const char *carriage_name(enum carriage c)
{
    static const char *const names[] = {
        [CARRIAGE_NONE] = "missing",    [CARRIAGE_IN_TIME] = "carried", [CARRIAGE_LATE] = "late",
        [CARRIAGE_WAITING] = "waiting", [CARRIAGE_UNKNOWN] = "unknown",
    };

    return names[c];
}

/* One more that carries it: a text before a link, then the earlier day; a link tells no day. */
static void add(struct carried *c, struct str url, int32_t day, bool is_link)
{
    const bool is_better =
        c->n == 0 || (c->is_link && !is_link) ||
        (c->is_link == is_link && day != DAY_NONE && (c->day == DAY_NONE || day < c->day));

    c->n++;
    c->is_undated |= is_link || day == DAY_NONE;
    if (!is_better)
        return;
    c->url = url;
    c->day = is_link ? DAY_NONE : day;
    c->is_link = is_link;
}

static struct carried judge(struct carried c, const struct campaign_article *article,
                            const char *doubt, int32_t today)
{
    if (c.n > 0)
        c.how = c.day > article->until && !c.is_undated ? CARRIAGE_LATE : CARRIAGE_IN_TIME;
    else if (today <= article->until)
        c.how = CARRIAGE_WAITING;
    else if (doubt)
        c.how = CARRIAGE_UNKNOWN;
    if (c.how == CARRIAGE_UNKNOWN)
        c.reason = doubt;
    return c;
}

static bool is_unread(const struct target *t)
{
    return !t->is_outside && (t->kind == LINK_PAGE || t->kind == LINK_FRAME) &&
           (t->is_passing || reason_is_ours(t->reason));
}

/* A page of the site that nobody read is linked to by the article's title. */
static bool may_be_unread(const struct campaign_article *article, const struct site_view *v)
{
    AUTO(arena_done) struct arena a = { 0 };

    for (size_t i = 0; i < v->n_targets; i++) {
        const struct target *t = &v->targets[i];

        for (size_t k = 0; is_unread(t) && k < t->n_known; k++)
            if (is_titled(article, t->referrers[k].text, &a))
                return true;
    }
    return false;
}

struct carried campaign_of_site(const struct campaign_article *article, size_t nth,
                                const struct site_view *v, int32_t today)
{
    const char *doubt = v->home ? NULL : "首页未能打开";
    struct carried c = { 0 };

    if (!doubt && !v->is_complete)
        doubt = v->incomplete_reason.n ? v->incomplete_reason.p : "网站没有读完";
    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];

        if (d->carries >> nth & 1)
            add(&c, d->url, d->published, false);
        else if (d->leads_to_article >> nth & 1)
            add(&c, d->url, DAY_NONE, true);
        if (!doubt && (d->needs_browser || d->kind == PAGE_SHELL))
            doubt = "有页面由脚本生成，需用浏览器查看";
    }
    if (!doubt && may_be_unread(article, v))
        doubt = "标题所链接的页面没有打开，或者不允许抓取";
    return judge(c, article, doubt, today);
}

struct carried campaign_of_account(const struct campaign_article *article,
                                   const struct account_view *v, int32_t today, struct arena *a)
{
    const struct posts *p = &v->posts;
    const char *doubt = v->unseen.n ? v->unseen.p : NULL;
    struct carried c = { 0 };

    for (size_t i = 0; i < p->n; i++) {
        const struct str text = fold(p->posts[i].text, a);

        if (is_titled(article, p->posts[i].title, a) || has_sentence(article, text) ||
            (!str_is_empty(article->folded) && str_has(text, article->folded)) ||
            (article->url.n && str_eq(bare_url(p->posts[i].url), bare_url(article->url))))
            add(&c, p->posts[i].url, day_of_time(p->posts[i].at), false);
    }
    if (!doubt && p->n_undated > 0)
        doubt = "数据源里有内容没有可识别的时间";
    if (!doubt && (p->n == 0 || day_of_time(p->posts[p->n - 1].at) > article->from))
        doubt = "数据源没有列到开始之日";
    if (!doubt && p->as_of != DAY_NONE && p->as_of < article->until)
        doubt = "数据源采集于截止之前";
    return judge(c, article, doubt, today);
}

struct json *campaign_json(const struct campaign_article *article, const struct carried *c)
{
    struct json *to = json_new_object();

    json_put_str(to, "title", article->title);
    json_put_str(to, "how", str_of(carriage_name(c->how)));
    json_put_str(to, "url", c->url);
    json_put_day(to, "day", c->day);
    json_put_bool(to, "link", c->is_link);
    json_put_int(to, "n", (int64_t)c->n);
    json_put_str(to, "reason", c->reason ? str_of(c->reason) : (struct str){ 0 });
    return to;
}
