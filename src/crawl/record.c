#include "base/base.h"

#include "crawl/record.h"

#include "base/clock.h"
#include "base/pack.h"
#include "check/column_says.h"
#include "check/own_script.h"
#include "text/fingerprint.h"

#include <string.h>

enum { TITLE_CHARS = 60, SHARED_CHARS = 80, GUIDE_CHARS = 120 };

struct str why_cut(enum reason reason, bool is_shortened)
{
    if (reason == REASON_TIMEOUT)
        return STR("time");
    if (reason == REASON_RESET)
        return STR("disconnect");
    if (reason == REASON_TOO_LARGE || is_shortened)
        return STR("length");
    return reason == REASON_ENCODING ? STR("unspecified") : (struct str){ 0 };
}

/* ---- digest ---- */

/* A column that shows nothing, and a script of the site's own that may fill it. */
static bool may_be_filled(const struct page *page)
{
    return page->kind == PAGE_COLUMN && page->n_items == 0 && page->own_chars < OWN_CHARS_MAX &&
           has_own_script(page);
}

bool page_wants_browser(const struct page *page)
{
    bool wants = page->needs_browser || page->kind == PAGE_SHELL ||
                 (page->kind == PAGE_HOME && page->footer_by_script) || may_be_filled(page);

    for (size_t i = 0; i < page->n_blocks && !wants; i++)
        wants = page->blocks[i].by_script;
    return wants;
}

static struct str leaders_of(const struct page *page, struct arena *a)
{
    struct str all = { 0 };

    for (size_t i = 0; i < page->n_leaders; i++)
        all = arena_printf(a, "%.*s%.*s\t%.*s\n", STR_ARG(all), STR_ARG(page->leaders[i].name),
                           STR_ARG(page->leaders[i].post));
    return all;
}

/* On one line, cut off. */
static struct str line_of(struct str s, struct arena *a)
{
    const struct str head = arena_copy(a, str_head_chars(s, GUIDE_CHARS));
    char *line = arena_alloc(a, head.n + 1);

    for (size_t i = 0; i < head.n; i++)
        line[i] = head.p[i] == '\n' || head.p[i] == '\r' ? ' ' : head.p[i];
    return str_from(line, head.n);
}

/* A guide that says which service it is for, and where. */
static struct str guide_of(const struct page *page, struct arena *a)
{
    const struct guide *g = page->guide;

    if (!g || !g->value[GUIDE_NAME].n || !g->value[GUIDE_PLACE].n)
        return (struct str){ 0 };
    return arena_printf(a, "%.*s\n%.*s\n%.*s\n%.*s\n", STR_ARG(line_of(g->value[GUIDE_NAME], a)),
                        STR_ARG(line_of(g->value[GUIDE_PLACE], a)),
                        STR_ARG(line_of(g->value[GUIDE_TIME], a)),
                        STR_ARG(line_of(g->value[GUIDE_PHONE], a)));
}

/* A column, or a frame of one, that has no items and a frame of its own site. What a script fills
 * is more than its frame. */
static uint64_t frame_of(const struct page *page)
{
    const bool may_frame = page->kind == PAGE_COLUMN || page->kind == PAGE_OTHER ||
                           (page->kind == PAGE_SHELL && !has_own_script(page));

    if (!may_frame || page->n_items > 0)
        return 0;
    for (size_t i = 0; i < page->n_links; i++) {
        const struct link *l = &page->links[i];

        if (l->kind == LINK_FRAME && !l->is_hidden && l->is_same_site && l->url.n)
            return str_hash(l->url);
    }
    return 0;
}

void digest_of_page(const struct page *page, const struct check_set *set, struct arena *a,
                    struct digest *out)
{
    uint32_t empty = 0;
    size_t n_reply = 0, n_body = 0;
    const uint64_t body = page->kind == PAGE_ARTICLE ? fingerprint(page->body, &n_body) : 0;
    const uint64_t reply = page->letter ? fingerprint(page->letter->reply, &n_reply) : 0;
    const struct undated_rule undated = undated_rule_of(set);

    for (int tag = 0; tag < TAG_N; tag++)
        if (page->tags_present & 1U << tag && str_is_empty(str_trim(page->tags[tag])))
            empty |= 1U << tag;
    *out = (struct digest){
        .kind = page->kind,
        .title = str_head_chars(page->title, TITLE_CHARS),
        .site_name = page->tags[TAG_SITE_NAME],
        .site_domain = page->tags[TAG_SITE_DOMAIN],
        .site_code_meta = page->tags[TAG_SITE_ID_CODE],
        .column_name = page->tags[TAG_COLUMN_NAME],
        .column_type = page->tags[TAG_COLUMN_TYPE],
        .content_source = page->tags[TAG_CONTENT_SOURCE],
        .pub_date = str_head_chars(page->tags[TAG_PUB_DATE], 32),
        .tags_present = page->tags_present,
        .tags_misspelt = page->tags_misspelt,
        .tags_empty = empty,
        .site_code = page->site_code,
        .icp = page->icp,
        .police = page->police,
        .site_code_report = page->site_code_report,
        .shows_code = page->site_code_footer.n > 0,
        .badge = page->badge,
        .error_report = page->error_report,
        .has_search = page->has_search,
        .footer_by_script = page->footer_by_script,
        .needs_browser = page->needs_browser,
        .was_blind = page->needs_browser,
        .wants_browser = page_wants_browser(page),
        .published = page->published,
        .published_meta = page->published_meta,
        .newest_item = page->newest_item,
        .n_items = (uint32_t)page->n_items,
        .has_undated_title = column_has_undated_title(page, &undated),
        .text_chars = (uint32_t)page->text_chars,
        .likeness = page->likeness,
        .says_archived = column_says_archived(page, archived_words_of(set)),
        .is_of_topic = page->is_of_topic,
        .body = body,
        .body_chars = (uint32_t)n_body,
        .reply = reply,
        .reply_chars = (uint32_t)n_reply,
        .topic = page->topic,
        .frame = frame_of(page),
        .guide = guide_of(page, a),
        .leaders = leaders_of(page, a),
        .has_document_head = page->document && page->document->has_head,
        .is_headless = page->is_headless && (page->is_rendered || !has_own_script(page)),
        .paper = page->paper,
        .leads_on = page->leads_on,
        .is_dated = page->is_dated,
    };
}

/* The strings that many pages of a site share, in the order of the packed form. */
enum { N_SHARED = 10 };
static void shared_strings(struct digest *d, struct str *out[N_SHARED])
{
    struct str *const all[N_SHARED] = {
        &d->site_name,   &d->site_domain,      &d->site_code_meta, &d->column_name,
        &d->column_type, &d->content_source,   &d->site_code,      &d->icp,
        &d->police,      &d->site_code_report,
    };

    for (size_t i = 0; i < N_SHARED; i++)
        out[i] = all[i];
}

/* "2026-11-20 09:30" and "2026-11-21 10:00" are written alike. */
static uint64_t date_form(struct str date)
{
    uint64_t hash = date.n;

    for (size_t i = 0; i < date.n; i++)
        hash = hash * 31 + (date.p[i] >= '0' && date.p[i] <= '9' ? '0' : (unsigned char)date.p[i]);
    return hash;
}

uint64_t digest_likeness(const struct digest *d, struct str url)
{
    struct digest copy = *d;
    struct str *shared[N_SHARED];
    const uint64_t plain[] = {
        d->kind,          d->tags_present, d->tags_misspelt,       d->tags_empty,
        d->badge,         d->error_report, d->has_search,          d->footer_by_script,
        d->needs_browser, d->is_framed,    date_form(d->pub_date), d->shows_code,
    };
    uint64_t hash = str_hash(str_from((const char *)plain, sizeof(plain)));
    size_t n = url.n;

    while (n && url.p[n - 1] != '/')
        n--;
    shared_strings(&copy, shared);
    for (size_t i = 0; i < N_SHARED; i++)
        hash = hash * 31 + str_hash(*shared[i]);
    return hash * 31 + str_hash(str_from(url.p, n));
}

static void pack_hash(struct buf *to, uint64_t hash)
{
    buf_add(to, str_from((const char *)&hash, sizeof(hash)));
}

static uint64_t unpack_hash(struct str *p)
{
    uint64_t hash = 0;

    if (p->n < sizeof(hash)) {
        *p = (struct str){ 0 };
        return 0;
    }
    memcpy(&hash, p->p, sizeof(hash));
    *p = str_skip(*p, sizeof(hash));
    return hash;
}

enum rc digest_pack(const struct digest *d, struct journal *j, struct buf *to, struct err *err)
{
    struct digest copy = *d;
    struct str *shared[N_SHARED];
    const unsigned flags =
        (unsigned)d->has_search | (unsigned)d->footer_by_script << 1 |
        (unsigned)d->needs_browser << 2 | (unsigned)d->badge << 3 | (unsigned)d->error_report << 6 |
        (unsigned)d->is_framed << 8 | (unsigned)d->was_blind << 9 |
        (unsigned)d->wants_browser << 10 | (unsigned)d->is_rendered << 11 |
        (unsigned)d->paper << 12 | (unsigned)d->leads_on << 15 | (unsigned)d->is_dated << 16 |
        (unsigned)(d->body != 0) << 17 | (unsigned)(d->topic != 0) << 18 |
        (unsigned)(d->reply != 0) << 19 | (unsigned)(d->first_published != DAY_NONE) << 20 |
        (unsigned)(d->leaders.n != 0) << 21 | (unsigned)(d->guide.n != 0) << 22 |
        (unsigned)d->says_archived << 23 |
        (unsigned)((d->carries | d->leads_to_article) != 0) << 24 |
        (unsigned)(d->body_chars != 0) << 25 | (unsigned)d->has_document_head << 26 |
        (unsigned)d->is_headless << 27 | (unsigned)d->shows_code << 28 |
        (unsigned)d->is_of_topic << 29 | (unsigned)d->has_undated_title << 30 |
        (unsigned)(d->frame != 0) << 31;

    shared_strings(&copy, shared);
    pack_u64(to, d->kind);
    pack_u64(to, flags);
    for (size_t i = 0; i < N_SHARED; i++) {
        uint32_t number;
        const enum rc rc =
            journal_intern(j, str_head_chars(*shared[i], SHARED_CHARS), &number, err);

        if (rc)
            return rc;
        pack_u64(to, number);
    }
    pack_u64(to, d->tags_present);
    pack_u64(to, d->tags_misspelt);
    pack_u64(to, d->tags_empty);
    pack_i64(to, d->published);
    pack_i64(to, d->published_meta);
    pack_i64(to, d->newest_item);
    pack_u64(to, d->n_items);
    pack_u64(to, d->text_chars);
    pack_hash(to, d->likeness);
    pack_str(to, d->pub_date);
    /* An article's title stands on its page; the whole-site checks look at the titles of the
     * others, of messages, and of documents without a head. */
    pack_str(to, d->kind == PAGE_ARTICLE && !d->reply && !d->is_headless ? (struct str){ 0 }
                                                                         : d->title);
    if (d->body)
        pack_hash(to, d->body);
    if (d->body_chars)
        pack_u64(to, d->body_chars);
    if (d->topic)
        pack_hash(to, d->topic);
    if (d->frame)
        pack_hash(to, d->frame);
    if (d->reply) {
        pack_hash(to, d->reply);
        pack_u64(to, d->reply_chars);
    }
    if (d->first_published != DAY_NONE)
        pack_i64(to, d->first_published);
    if (d->leaders.n)
        pack_str(to, d->leaders);
    if (d->guide.n)
        pack_str(to, d->guide);
    if (d->carries | d->leads_to_article) {
        pack_u64(to, d->carries);
        pack_u64(to, d->leads_to_article);
    }
    return RC_OK;
}

enum rc digest_unpack(struct str p, struct journal *j, struct arena *a, struct digest *out)
{
    struct digest d = { 0 };
    struct str *shared[N_SHARED];

    d.kind = (enum page_kind)(unpack_u64(&p) % PAGE_KIND_N);

    const uint64_t flags = unpack_u64(&p);

    d.has_search = flags & 1;
    d.footer_by_script = flags >> 1 & 1;
    d.needs_browser = flags >> 2 & 1;
    d.badge = (enum badge_kind)(flags >> 3 & 3);
    d.error_report = (enum error_report)(flags >> 6 & 3);
    d.is_framed = flags >> 8 & 1;
    d.was_blind = flags >> 9 & 1;
    d.wants_browser = flags >> 10 & 1;
    d.is_rendered = flags >> 11 & 1;
    d.says_archived = flags >> 23 & 1;
    d.paper = (enum paper)((flags >> 12 & 7) % PAPER_N);
    d.leads_on = flags >> 15 & 1;
    d.is_dated = flags >> 16 & 1;
    shared_strings(&d, shared);
    for (size_t i = 0; i < N_SHARED; i++)
        *shared[i] = journal_interned(j, (uint32_t)unpack_u64(&p), a);
    d.tags_present = (uint32_t)unpack_u64(&p);
    d.tags_misspelt = (uint32_t)unpack_u64(&p);
    d.tags_empty = (uint32_t)unpack_u64(&p);
    d.published = (int32_t)unpack_i64(&p);
    d.published_meta = (int32_t)unpack_i64(&p);
    d.newest_item = (int32_t)unpack_i64(&p);
    d.n_items = (uint32_t)unpack_u64(&p);
    d.text_chars = (uint32_t)unpack_u64(&p);
    d.likeness = unpack_hash(&p);
    d.pub_date = arena_copy(a, unpack_str(&p));
    d.title = arena_copy(a, unpack_str(&p));
    d.body = flags >> 17 & 1 ? unpack_hash(&p) : 0;
    d.body_chars = flags >> 25 & 1 ? (uint32_t)unpack_u64(&p) : 0;
    d.has_document_head = flags >> 26 & 1;
    d.is_headless = flags >> 27 & 1;
    d.shows_code = flags >> 28 & 1;
    d.is_of_topic = flags >> 29 & 1;
    d.has_undated_title = flags >> 30 & 1;
    d.topic = flags >> 18 & 1 ? unpack_hash(&p) : 0;
    d.frame = flags >> 31 & 1 ? unpack_hash(&p) : 0;
    d.reply = flags >> 19 & 1 ? unpack_hash(&p) : 0;
    d.reply_chars = flags >> 19 & 1 ? (uint32_t)unpack_u64(&p) : 0;
    d.first_published = flags >> 20 & 1 ? (int32_t)unpack_i64(&p) : DAY_NONE;
    if (flags >> 21 & 1)
        d.leaders = arena_copy(a, unpack_str(&p));
    if (flags >> 22 & 1)
        d.guide = arena_copy(a, unpack_str(&p));
    if (flags >> 24 & 1) {
        d.carries = (uint32_t)unpack_u64(&p);
        d.leads_to_article = (uint32_t)unpack_u64(&p);
    }
    if (!unpack_ok(&p))
        return RC_SYNTAX;
    *out = d;
    return RC_OK;
}

enum page_kind digest_kind(struct str p)
{
    return (enum page_kind)(unpack_u64(&p) % PAGE_KIND_N);
}

int32_t digest_published(struct str p)
{
    enum { BEFORE = 2 + N_SHARED + 3 }; /* kind, flags, words, tags */
    int64_t seen, tag;

    for (int i = 0; i < BEFORE; i++)
        (void)unpack_u64(&p);
    seen = unpack_i64(&p);
    tag = unpack_i64(&p);
    return unpack_ok(&p) ? (int32_t)(tag > seen ? tag : seen) : DAY_NONE;
}

bool digest_is_rendered(struct str p)
{
    (void)unpack_u64(&p);
    return unpack_u64(&p) >> 11 & 1;
}

bool digest_wants_browser(struct str p)
{
    (void)unpack_u64(&p);
    return unpack_u64(&p) >> 10 & 1;
}

/* ---- links ---- */

void links_pack(const struct page_links *l, struct buf *to)
{
    int64_t last = 0;

    pack_u64(to, l->n_targets);
    for (size_t i = 0; i < l->n_targets; i++) {
        pack_i64(to, (int64_t)l->targets[i] - last);
        last = l->targets[i];
    }
    pack_u64(to, l->n_anchor_links);
    for (size_t i = 0; i < l->n_anchor_links; i++) {
        const struct anchor_link *link = &l->anchor_links[i];

        pack_u64(to, link->target);
        pack_u64(to, link->anchor);
        pack_str(to, link->fragment);
        pack_str(to, link->where);
        pack_str(to, link->text);
    }
    pack_u64(to, l->n_anchors);
    last = 0;
    for (size_t i = 0; i < l->n_anchors; i++) {
        pack_i64(to, (int64_t)l->anchors[i] - last);
        last = l->anchors[i];
    }
}

/* A count that the rest of the record can hold, a byte each at least. */
static size_t unpack_count(struct str *p)
{
    const uint64_t n = unpack_u64(p);

    if (n > p->n) {
        *p = (struct str){ 0 };
        return 0;
    }
    return (size_t)n;
}

static const uint32_t *unpack_numbers(struct str *p, struct arena *a, size_t *n)
{
    int64_t last = 0;

    *n = unpack_count(p);

    uint32_t *numbers = arena_array(a, uint32_t, *n);

    for (size_t i = 0; i < *n; i++) {
        last += unpack_i64(p);
        numbers[i] = (uint32_t)last;
    }
    return numbers;
}

enum rc links_unpack(struct str p, struct arena *a, struct page_links *out)
{
    struct page_links l = { 0 };

    l.targets = unpack_numbers(&p, a, &l.n_targets);
    l.n_anchor_links = unpack_count(&p);

    struct anchor_link *links = arena_array(a, struct anchor_link, l.n_anchor_links);

    for (size_t i = 0; i < l.n_anchor_links; i++) {
        links[i].target = (uint32_t)unpack_u64(&p);
        links[i].anchor = (uint32_t)unpack_u64(&p);
        links[i].fragment = unpack_str(&p);
        links[i].where = unpack_str(&p);
        links[i].text = unpack_str(&p);
    }
    l.anchor_links = links;
    l.anchors = unpack_numbers(&p, a, &l.n_anchors);
    if (!unpack_ok(&p))
        return RC_SYNTAX;
    *out = l;
    return RC_OK;
}

/* ---- findings ---- */

static void pack_number(struct buf *to, struct number n)
{
    pack_u64(to, n.is_set);
    pack_i64(to, n.value);
}

static struct number unpack_number(struct str *p)
{
    struct number n = { .is_set = unpack_u64(p) != 0 };

    n.value = unpack_i64(p);
    return n;
}

static void pack_strs(struct buf *to, const struct str *list, size_t n)
{
    ASSERT(list || n == 0);
    pack_u64(to, n);
    for (size_t i = 0; i < n; i++)
        pack_str(to, list[i]);
}

static const struct str *unpack_strs(struct str *p, struct arena *a, size_t *n)
{
    *n = unpack_count(p);

    struct str *list = arena_array(a, struct str, *n);

    for (size_t i = 0; i < *n; i++)
        list[i] = unpack_str(p);
    return list;
}

void finding_pack(const struct finding *f, struct buf *to)
{
    pack_str(to, str_of(f->check));
    pack_str(to, f->url);
    pack_str(to, f->where);
    pack_str(to, f->excerpt);
    pack_str(to, f->suggest);
    pack_str(to, f->key);
    pack_number(to, f->measured);
    pack_number(to, f->limit);
    pack_u64(to, f->grade);
    pack_u64(to, (uint64_t)(f->confidence * 10000 + 0.5));
    pack_i64(to, f->since);
    pack_u64(to, f->n_detail);
    for (size_t i = 0; i < f->n_detail; i++) {
        pack_str(to, str_of(f->detail[i].key));
        pack_u64(to, f->detail[i].text.p != NULL);
        pack_str(to, f->detail[i].text);
        pack_number(to, f->detail[i].number);
        pack_u64(to, f->detail[i].list != NULL);
        pack_strs(to, f->detail[i].list, f->detail[i].n_list);
    }
    pack_strs(to, f->proof, f->n_proof);
}

static struct field unpack_field(struct str *p, struct arena *a)
{
    struct field field = { .key = arena_copy(a, unpack_str(p)).p };
    const bool has_text = unpack_u64(p) != 0;

    field.text = unpack_str(p);
    if (!has_text)
        field.text = (struct str){ 0 };
    field.number = unpack_number(p);

    const bool has_list = unpack_u64(p) != 0;

    field.list = unpack_strs(p, a, &field.n_list);
    if (!has_list)
        field.list = NULL;
    return field;
}

enum rc finding_unpack(struct str p, struct arena *a, struct finding *out)
{
    const struct check *check = check_find(unpack_str(&p));
    struct finding f = { 0 };

    if (!check)
        return RC_SYNTAX;
    f.check = check->id;
    f.case_id = check->case_id;
    f.url = unpack_str(&p);
    f.where = unpack_str(&p);
    f.excerpt = unpack_str(&p);
    f.suggest = unpack_str(&p);
    f.key = unpack_str(&p);
    f.measured = unpack_number(&p);
    f.limit = unpack_number(&p);
    f.grade = (enum grade)(unpack_u64(&p) % (GRADE_VETO + 1));
    f.confidence = (double)unpack_u64(&p) / 10000;
    f.since = (int32_t)unpack_i64(&p);
    f.n_detail = unpack_count(&p);

    struct field *detail = arena_array(a, struct field, f.n_detail);

    for (size_t i = 0; i < f.n_detail; i++)
        detail[i] = unpack_field(&p, a);
    f.detail = detail;
    f.proof = unpack_strs(&p, a, &f.n_proof);
    if (!unpack_ok(&p))
        return RC_SYNTAX;
    *out = f;
    return RC_OK;
}
