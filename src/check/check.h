/*
 * What a check is, and how checks are run.
 *
 * A check looks at one page, at the summary of a finished crawl or of a new-media account, and
 * reports what it saw. It knows no SQL, HTTP, points or reports and it cannot fail: it judges, or
 * says that it cannot. Words and thresholds are data (data/checks.yaml).
 */
#ifndef XJ_CHECK_CHECK_H
#define XJ_CHECK_CHECK_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "model/account.h"
#include "model/crawl.h"
#include "model/finding.h"
#include "model/page.h"

enum judged { JUDGED, CANNOT_JUDGE };

/* A threshold. Its value stands in the data file; this says what it means and what is allowed. */
struct param {
    const char *name; /* "max_days" */
    const char *unit; /* "天" */
    const char *help; /* Chinese, one line */
    int64_t min, max;
};

/* A named list of words (data file): contains, equals or host match is the check's business. */
struct word_list {
    const char *name;
    const char *help; /* Chinese */
};

/* The words of one list, as the data file gives them; matched with check/words.h. */
struct words {
    const struct str *words;
    size_t n;
    const uint64_t *filter; /* WORDS_FILTER_BITS bits: which three bytes may begin a word */
};

struct sink; /* takes findings; the engine's */
struct proofreader;
struct work_calendar;
struct campaign;

struct check_ctx {
    const int64_t *value;     /* by the check's own param enum */
    const struct words *list; /* by the check's own list enum */
    int64_t now;              /* time */
    const struct site *site;
    const struct page *page;              /* check_page only */
    const struct site_view *view;         /* check_site only */
    const struct account_view *account;   /* check_account only */
    const struct account_list *accounts;  /* NULL: none were given */
    struct proofreader *proofreader;      /* proof/proofread.h; NULL: its data were not opened */
    const struct work_calendar *calendar; /* text/workday.h; NULL: not loaded */
    const struct words *dark;             /* the lists of hidden-link, by enum of check/dark.h */
    const struct campaign *campaign;      /* check/campaign.h; NULL: none */
    struct arena *a; /* for excerpts and detail; lives until the findings were taken */
    struct sink *out;
};

/* Copies the arrays `detail` and `proof` (not what they point to), so both may be literals. */
void sink_add(struct sink *out, struct finding f);
/* The fields of a finding's detail: `.detail = ..., .n_detail = ...` in one. */
#define DETAIL(...)                                                                                \
    .detail = (const struct field[]){ __VA_ARGS__ },                                               \
    .n_detail = sizeof((const struct field[]){ __VA_ARGS__ }) / sizeof(struct field)
/*
 * `return cannot_judge(c, "…")`: why, in Chinese, for sites.jsonl `unknown`; the sentence lives as
 * long as c->a. A check may have reported findings and still decline the rest of its work.
 */
enum judged cannot_judge(const struct check_ctx *c, const char *reason);
/* The same of a page that may hide n things of one kind, as a home page hides columns. */
enum judged cannot_judge_some(const struct check_ctx *c, const char *reason, int64_t n);
/* Of a re-check, which has neither the user's words nor articles. */
#define CHECK_WITHOUT_LIST "复查不带词语清单和转载清单，请带上原来的清单再巡检一次"

struct check {
    const char *id;      /* kebab-case, for ever */
    int rev;             /* up when the same page may get another answer */
    const char *title;   /* Chinese */
    const char *case_id; /* of the kind of fault, as findings name it: "A11" */
    const struct param *params;
    size_t n_params;
    const struct word_list *lists;
    size_t n_lists;
    bool needs_text;        /* false: PAGE_LINKS of page/reader.h is enough for it */
    bool reads_words;       /* needs check_ctx.proofreader */
    bool reads_attachments; /* its check_page looks at the text of attachments too */
    bool reads_scans;       /* ... and judges those that are pictures without text */
    bool reads_posts; /* its check_page reads the newest posts of an account, each as a page */
    bool needs_attachments; /* its check_site compares them: the site's files are fetched whole */
    bool needs_home;        /* a site check that cannot judge when the home page did not open */
    bool for_closed; /* looks at sites that are closed or being closed, and at no others; a check
                        without it looks at no closed ones */
    bool needs_accounts; /* is not part of a set that was handed no accounts */
    bool needs_campaign; /* ... no articles that were to be carried */
    bool needs_words;    /* ... no words of the user's */
    bool for_cancelled;  /* its check_account looks at accounts that are cancelled or being
                            cancelled, and at no others; one without it looks at running ones only */
    /* Its faults show to the eye, so a picture of the page goes with them, as with every veto. */
    bool shows;
    bool compares_pages; /* says of one page what others of the site show */
    double confidence;   /* of findings that set none; 0 = 0.9 */
    enum judged (*check_page)(const struct check_ctx *c);
    enum judged (*check_site)(const struct check_ctx *c);
    enum judged (*check_account)(const struct check_ctx *c);
};

extern const struct check *const checks[];     /* ended by NULL, in the order of checks.def */
const struct check *check_find(struct str id); /* NULL: no such check */
/* Whether it is part of a set of all checks that was handed these. */
bool check_takes_part(const struct check *c, bool has_accounts, bool has_articles, bool has_words);

/* The checks that run, with their numbers and words. */
struct check_set;

/*
 *   ids        comma-separated; empty = all
 *   data_file  path of checks.yaml
 *
 * RC_USAGE: unknown id. RC_IO, RC_SYNTAX: the data file; the sentence has file, line and reason.
 * Gives *out.
 */
MUST_USE enum rc check_set_load(struct str ids, const char *data_file, struct check_set **out,
                                struct err *err);
/* Some check of the set needs a proofreader. */
bool check_set_reads_words(const struct check_set *s);
/* The set reads words with it from now on; borrowed, must outlive the set. One without words of the
 * user's takes the checks that need them out of the set. Called at most once, before it is used. */
void check_set_use_proofreader(struct check_set *s, struct proofreader *p);
/* Deadlines in working days are counted by it; borrowed, must outlive the set. */
void check_set_use_calendar(struct check_set *s, const struct work_calendar *c);
/* The accounts of the registry, borrowed, must outlive the set; NULL: there are none, and the
 * checks that need them are no longer part of the set. Called once, before it is used. */
void check_set_use_accounts(struct check_set *s, const struct account_list *accounts);
/* Articles that were to be carried; borrowed, must outlive the set; NULL or empty: none, and the
 * checks that need them are no longer part of the set. Called once, before it is used. */
void check_set_use_campaign(struct check_set *s, const struct campaign *c);
const struct campaign *check_set_campaign(const struct check_set *s);
void check_set_free(struct check_set *s);
void check_set_freep(struct check_set **s);
bool check_set_has(const struct check_set *s, const char *id);
/* The words of a check, by its own list enum, whether it runs or not; borrowed. */
const struct words *check_set_lists(const struct check_set *s, const char *id);
/* The numbers of a check, by its own param enum, whether it runs or not; borrowed. */
const int64_t *check_set_values(const struct check_set *s, const char *id);
/* No check of the set needs more than links. */
bool check_set_links_only(const struct check_set *s);
/* Some check of the set reads or compares attachments. */
bool check_set_needs_attachments(const struct check_set *s);
/* Hash of ids, revisions, numbers, words, lexicons and holidays: two runs with the same one give
 * the same answers on the same page. */
uint64_t check_set_hash(const struct check_set *s);

/* Findings of a page check past this are dropped; no page needs more. */
enum { CHECK_IDS_MAX = 256 }; /* of all checks in one run, earlier versions' too */
enum { PAGE_FINDINGS_MAX = 1000 };

/* Findings and refusals of one call. Arrays in the arena of the call. */
struct check_result {
    struct finding *findings;
    size_t n;
    struct refusal {
        const char *check;
        struct str reason;
        int64_t n_hidden; /* things that may stand there unseen; 0: one, as on any page */
    } * refusals;         /* at most one a check */
    size_t n_refusals;
};

/* All page checks of the set on one page, or on one attachment those that read them. Findings past
 * 1,000 a check and page are dropped (the last one says so). */
void check_run_page(const struct check_set *s, const struct site *site, const struct page *page,
                    int64_t now, struct arena *a, struct check_result *out);
/* What of an attachment could not be had. */
enum refuse_what {
    REFUSE_BOTH,
    REFUSE_TEXT, /* its pages were looked at: those that read scans do not decline */
    REFUSE_SCAN, /* a picture, of which no text is awaited: they alone decline */
};
/* What its checks would have said of an attachment that could not be read: each declines. The
 * reason is borrowed. */
void check_refuse_attachment(const struct check_set *s, const char *reason, enum refuse_what what,
                             struct arena *a, struct check_result *out);
/* All site checks. */
void check_run_site(const struct check_set *s, const struct site_view *view, int64_t now,
                    struct arena *a, struct check_result *out);

enum { POSTS_READ_MAX = 500 /* of an account: the newest */ };

/*
 * All account checks, and the page checks that read posts on each post; findings get the account's
 * id as their site. A page check cannot judge accounts whose posts were not seen, or not whole.
 */
void check_run_account(const struct check_set *s, const struct account_view *view, int64_t now,
                       struct arena *a, struct check_result *out);

#endif
