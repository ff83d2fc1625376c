#include "base/base.h"

#include "crawl/attachments.h"

#include "base/log.h"
#include "crawl/answer.h"
#include "crawl/record.h"

enum rc attachments_open(struct crawler *c, struct err *err)
{
    struct err why = { 0 };
    enum rc rc = RC_OK;

    if (!c->wants_attachments)
        return RC_OK;
    if (c->o->max_attachment < 0) {
        c->no_pool = "按设置不读取附件";
        return RC_OK;
    }
    rc = attach_pool_new(0, &c->pool, &why);
    if (rc == RC_UNSUPPORTED) {
        log_line(LOG_WARN, "%s", why.text);
        c->no_pool = attach_outcome_title(ATTACH_NO_SANDBOX);
        return RC_OK;
    }
    return rc ? err_set(err, rc, "%s", why.text) : RC_OK;
}

void attachments_close(struct crawler *c)
{
    void *task;

    while (c->pool && attach_pool_drop(c->pool, &task))
        task_free(c, task);
    attach_pool_freep(&c->pool);
}

/* The path alone: "/a/b.pdf?x" ends in .pdf. */
static enum attach_name name_of(struct str url)
{
    struct str path, query;

    (void)str_cut(url, '?', &path, &query);
    return attach_name_of(path);
}

/* A picture that an article consists of: the scan of a sealed paper, perhaps. */
static bool is_picture(const struct journal_url *u)
{
    return u->kind == LINK_IMAGE && u->lane == LANE_ATTACHMENT;
}

bool attachments_want(const struct crawler *c, const struct journal_url *u)
{
    return c->pool && u->site &&
           (u->kind == LINK_ATTACHMENT ? name_of(u->url) == ATTACH_NAME_READABLE
                                       : c->wants_pictures && is_picture(u));
}

bool attachments_are_pictures(const struct crawler *c, const struct page *page)
{
    enum { TITLE_CHARS = 100 }; /* above the pictures their title may stand, and who issued them */

    return c->pool && c->wants_pictures && page->kind == PAGE_ARTICLE &&
           str_chars(page->body) <= TITLE_CHARS;
}

/* A link that does not end like a file may lead to one: /download?id=3. */
static bool is_document(struct str body)
{
    const enum attach_format format = attach_format_of(body);

    return format == ATTACH_PDF || format == ATTACH_ZIP || format == ATTACH_OLE ||
           format == ATTACH_RICH;
}

bool attachments_is_one(const struct crawler *c, const struct task *task,
                        const struct fetch_result *r)
{
    if (!c->wants_attachments || !task->url.site || r->http_status < 200 || r->http_status >= 300)
        return false;
    return task->url.kind == LINK_ATTACHMENT ? name_of(task->url.url) != ATTACH_NAME_OTHER
           : task->url.kind == LINK_PAGE
               ? is_document(r->body)
               : r->reason == REASON_NONE && attachments_want(c, &task->url) &&
                     attach_format_of(r->body) == ATTACH_PICTURE;
}

/* ---- what was read --------------------------------------------------------------------------- */

static struct str address_of(struct crawler *c, uint32_t number)
{
    struct journal_url u;

    return number && journal_get_url(c->journal, number, &c->scratch, &u, NULL) == RC_OK
               ? u.url
               : (struct str){ 0 };
}

/* Of a page that was read in this run; a picture has no name of its own. */
static struct str title_of(struct crawler *c, uint32_t number)
{
    struct journal_result r;
    struct digest d;

    return number && journal_get_result(c->journal, number, &c->scratch, &r, NULL) == RC_OK &&
                   r.digest.n && digest_unpack(r.digest, c->journal, &c->scratch, &d) == RC_OK
               ? d.title
               : (struct str){ 0 };
}

static enum rc check_text(struct crawler *c, const struct task *task,
                          const struct attach_result *read, bool *is_found, struct err *err)
{
    const struct page page = {
        .url = task->url.url,
        .charset = "utf-8",
        .title = task->url.text.n ? task->url.text : title_of(c, task->url.referrer),
        .text = read->text,
        .text_chars = str_chars(read->text),
        .places = read->places,
        .is_attachment = true,
        .is_official_scan = read->outcome == ATTACH_OFFICIAL_SCAN,
        .found_on = address_of(c, task->url.referrer),
    };
    struct check_result found;

    check_run_page(c->o->checks, task->site->site, &page, time_of_answer(c, task->answer->at),
                   &c->scratch, &found);
    *is_found = found.n > 0;
    return answer_add_findings(c, task, &found, true, err);
}

/* What was found on it in earlier runs, or at a first try, makes room. A file of which nothing
 * could be read keeps what was found on it before. */
static enum rc clear_findings(struct crawler *c, const struct task *task, bool is_read,
                              struct err *err)
{
    size_t n = 0;

    if (is_read && (task->was_known || task->is_retry))
        return journal_drop_findings(c->journal, task->site->number, task->number, err);
    if (!is_read && task->was_known && !task->is_retry)
        return answer_carry(c, task, &n, err);
    return RC_OK;
}

/* It may be otherwise next time: on another machine, with a program that is installed then, with
 * more time or a higher limit. */
static bool is_our_fault(const struct crawler *c, const struct fetch_result *r,
                         enum attach_outcome o)
{
    return c->no_pool || r->reason || o == ATTACH_NO_SANDBOX || o == ATTACH_NO_PROGRAM ||
           o == ATTACH_TIMEOUT;
}

/* "附件过大，…", said of a picture of an article. */
static const char *of_picture(struct arena *a, const char *why)
{
    const struct str s = str_of(why), file = STR("附件");

    return str_starts(s, file) ? arena_printf(a, "图片%.*s", STR_ARG(str_skip(s, file.n))).p : why;
}

/* why: Chinese, why not all of it was read; NULL when all was. */
static enum rc record(struct crawler *c, const struct task *task, const struct fetch_result *r,
                      const struct attach_result *read, const char *why, struct err *err)
{
    struct journal_result result = answer_result(c, task, r);
    const bool is_scan = attach_outcome_is_scan(read->outcome);
    const bool is_official = read->outcome == ATTACH_OFFICIAL_SCAN;
    struct check_result refused;
    bool is_found = false;
    enum rc rc;

    if (r->reason == REASON_NONE)
        result.body_hash = str_hash(r->body);
    result.is_unread = is_our_fault(c, r, read->outcome);
    result.reason = REASON_NONE; /* the link is good, whatever became of the file */
    if ((rc = clear_findings(c, task, read->text.n || is_scan || !why, err)) ||
        ((read->text.n || is_scan) && (rc = check_text(c, task, read, &is_found, err))))
        return rc;
    /* Of a picture no text is awaited: only whether it is a scan may be left open. */
    if (why && (!is_picture(&task->url) || is_official || !is_scan)) {
        check_refuse_attachment(c->o->checks,
                                is_picture(&task->url) ? of_picture(&c->scratch, why) : why,
                                is_scan                  ? REFUSE_TEXT
                                : is_picture(&task->url) ? REFUSE_SCAN
                                                         : REFUSE_BOTH,
                                &c->scratch, &refused);
        if ((rc = answer_add_findings(c, task, &refused, true, err)))
            return rc;
    }
    if (is_found && (rc = answer_keep(c, task, r, &result, err)))
        return rc;
    return answer_store(c, &result, err);
}

static const char *why_not(const struct crawler *c, const struct fetch_result *r)
{
    if (c->no_pool)
        return c->no_pool;
    if (attach_format_of(r->body) == ATTACH_UNKNOWN)
        return attach_outcome_title(ATTACH_UNSUPPORTED);
    if (r->reason == REASON_TOO_LARGE)
        return attach_outcome_title(ATTACH_TOO_LARGE);
    return r->reason ? "附件没有下载完整" : NULL;
}

enum rc attachments_take(struct crawler *c, struct task *task, const struct fetch_result *r,
                         bool *is_held, struct err *err)
{
    const char *why = why_not(c, r);

    if (why)
        return record(c, task, r, &(struct attach_result){ 0 }, why, err);
    task->answer = arena_array(&task->memory, struct fetch_result, 1);
    *task->answer = answer_copy(task, r);
    attach_pool_start(c->pool, task->answer->body, task);
    c->n_attachments++;
    task->site->n_in_flight++;
    *is_held = true;
    return RC_OK;
}

enum rc attachments_collect(struct crawler *c, int64_t wait_ms, struct site_run **of,
                            struct err *err)
{
    struct attach_result read;
    enum rc rc;

    *of = NULL;
    if (!c->pool || !attach_pool_next(c->pool, wait_ms, &read))
        return RC_OK;

    struct task *task = read.tag;

    *of = task->site;
    c->n_attachments--;
    task->site->n_in_flight--;
    arena_reset(&c->scratch);
    reading_set(c->reading, c->run, task->number);
    rc = record(c, task, task->answer, &read,
                read.outcome ? attach_outcome_title(read.outcome) : NULL, err);
    reading_set(c->reading, c->run, 0);
    task_free(c, task);
    return rc ? rc : requests_fill(c, *of, err);
}
