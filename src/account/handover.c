#include "base/base.h"

#include "account/surveyor.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "check/campaign.h"
#include "proof/personal.h"

enum { LATEST = 20, LATEST_CHARS = 80 };

/* ---- the account's line of accounts.jsonl ---- */

/* The newest posts as a reader would tell them apart; identity numbers in them stay masked. */
static struct json *latest_of(const struct posts *p, struct arena *a)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < p->n && i < LATEST; i++) {
        const struct post *post = &p->posts[i];
        const struct str words = post->title.n ? post->title : post->text;
        struct json *one = json_new_object();
        char at[TIME_TEXT_BYTES];

        json_put_str(one, "time", str_of(time_text(post->at, at)));
        json_put_text(one, "title", str_head_chars(personal_mask(words, a), LATEST_CHARS));
        json_put_text(one, "url", post->url);
        json_add(list, one);
    }
    return list;
}

static void put_posts(struct json *line, const struct account_view *view, struct arena *a)
{
    const struct posts *p = &view->posts;

    json_put_str(line, "source", view->account->source.n ? view->account->source : STR(""));
    json_put_str(line, "source_grade",
                 str_of(account_grade_name(view->unseen.n ? ACCOUNT_UNSEEN : p->grade)));
    json_put_str(line, "unseen", view->unseen.n ? view->unseen : STR(""));
    json_put_str(line, "name_seen", p->name.n ? p->name : STR(""));
    json_put_int(line, "posts", (int64_t)p->n);
    json_put_day(line, "newest", p->n ? day_of_time(p->posts[0].at) : DAY_NONE);
    json_put(line, "latest", latest_of(p, a));
    json_put_int(line, "messages", (int64_t)p->n_messages);
    json_put_int(line, "menu_links", (int64_t)view->n_menu);
}

static void put_articles(const struct surveyor *s, struct json *line,
                         const struct account_view *view, struct arena *a)
{
    const struct campaign *campaign = check_set_campaign(s->o->checks);
    struct json *list;

    if (!campaign || view->account->state != ACCOUNT_RUNNING)
        return;
    list = json_new_array();
    for (size_t i = 0; i < campaign->n; i++) {
        const struct carried c =
            campaign_of_account(&campaign->articles[i], view, day_of_time(s->o->now), a);

        json_add(list, campaign_json(&campaign->articles[i], &c));
    }
    json_put(line, "articles", list);
}

static struct json *line_of(struct surveyor *s, const struct account_view *view, struct arena *a)
{
    const struct account *account = view->account;
    const uint32_t place = hashes_find(&s->unit_sites, str_hash(account->owner));
    struct json *line = json_new_object();

    json_put_str(line, "account", account->id);
    json_put_str(line, "name", account->name);
    json_put_str(line, "type", account->type);
    json_put_str(line, "platform", account->platform);
    json_put_str(line, "owner", account->owner);
    json_put_str(line, "site", place ? s->o->sites->sites[place - 1].code : STR(""));
    json_put_str(line, "region", account->region);
    json_put_str(line, "state", str_of(account_state_name(account->state)));
    json_put_bool(line, "main", account->is_main);
    put_posts(line, view, a);
    put_articles(s, line, view, a);
    return line;
}

/* ---- evidence ---- */

/* The answer that the posts were read from, archived once when something is said of it. */
static enum rc source_ref(struct surveyor *s, struct account_visit *v, struct str *ref,
                          struct err *err)
{
    if (v->answer_ref.n || !v->answer.headers.n) {
        *ref = v->answer_ref;
        return RC_OK;
    }

    const enum rc rc = archive_add(s->o->archive, &v->answer, &v->memory, &v->answer_ref, err);

    *ref = v->answer_ref;
    return rc;
}

static struct str errand_ref(const struct account_visit *v, struct str url)
{
    for (size_t i = 0; i < v->n_errands; i++)
        if (v->errands[i].purpose != FOR_POSTS && str_eq(v->errands[i].look->url, url))
            return v->errands[i].ref;
    return (struct str){ 0 };
}

/* What is said of the source has its answer, what is said of a link has that one's. */
static enum rc evidence_of(struct surveyor *s, struct account_visit *v, const struct finding *f,
                           struct str *out, struct err *err)
{
    AUTO(buf_done) struct buf refs = { 0 };
    struct str ref = { 0 };
    enum rc rc = RC_OK;

    if (f->n_proof == 0 && f->url.n && str_eq(f->url, v->view.source_final))
        rc = source_ref(s, v, &ref, err);
    buf_add(&refs, ref);
    for (size_t i = 0; i < f->n_proof; i++) {
        ref = errand_ref(v, f->proof[i]);
        if (!ref.n)
            continue;
        if (refs.n)
            buf_add_char(&refs, ' ');
        buf_add(&refs, ref);
    }
    *out = arena_copy(&v->memory, buf_str(&refs));
    return rc;
}

/* ---- handing over ---- */

static size_t n_checks(void)
{
    size_t n = 0;

    while (checks[n])
        n++;
    return n;
}

/* Refusals, and what did not run: both leave their earlier findings as they are. */
static size_t list_unjudged(const struct surveyor *s, const struct check_result *found,
                            struct str *out)
{
    size_t n = 0;

    for (size_t i = 0; i < found->n_refusals; i++)
        out[n++] = str_of(found->refusals[i].check);
    for (size_t i = 0; checks[i]; i++)
        if (!check_set_has(s->o->checks, checks[i]->id))
            out[n++] = str_of(checks[i]->id);
    return n;
}

static struct json *unknown_list(const struct check_result *found)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < found->n_refusals; i++) {
        struct json *one = json_new_object();

        json_put_str(one, "check", str_of(found->refusals[i].check));
        json_put_str(one, "reason", found->refusals[i].reason);
        json_add(list, one);
    }
    return list;
}

static enum rc hand_findings(struct surveyor *s, struct account_visit *v,
                             const struct check_result *found, struct err *err)
{
    struct arena *a = &v->memory;
    struct stored_finding *stored = arena_array(a, struct stored_finding, found->n);
    struct str *unjudged = arena_array(a, struct str, found->n_refusals + n_checks());

    for (size_t i = 0; i < found->n; i++) {
        const struct finding *f = &found->findings[i];
        struct str refs;
        const enum rc rc = evidence_of(s, v, f, &refs, err);

        if (rc)
            return rc;
        stored[i] = (struct stored_finding){
            .id = finding_id(f), .finding = *f, .detail_json = stored_detail(f, a), .evidence = refs
        };
    }
    s->progress.n_findings += found->n;
    return store_site_findings(s->o->store, s->o->run, v->account->id, s->o->now, stored, found->n,
                               unjudged, list_unjudged(s, found, unjudged), err);
}

enum rc visit_hand_over(struct surveyor *s, struct account_visit *v, struct err *err)
{
    struct arena *a = &v->memory;
    struct check_result found;
    enum rc rc;

    check_run_account(s->o->checks, &v->view, s->o->now, a, &found);
    if ((rc = hand_findings(s, v, &found, err)))
        return rc;

    AUTO(json_freep) struct json *line = line_of(s, &v->view, a);

    json_put(line, "unknown", unknown_list(&found));
    if (s->o->keep_sources) {
        struct str ref;

        if ((rc = source_ref(s, v, &ref, err)))
            return rc;
        json_put_text(line, "evidence", ref);
    }
    return store_site_result(s->o->store, s->o->run, v->account->id, json_text(line, a), err);
}
