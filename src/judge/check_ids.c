/* The contract's table of checks. Indicator sets may count any of them; what this program does not
 * run yet is "not judged", never clean. */
#include "base/base.h"

#include "judge/indicator.h"

static const char *const ids[] = {
    "site-unreachable",
    "stale-home",
    "stale-column",
    "blank-column",
    "wrong-expression",
    "typo",
    "misspelling",
    "hidden-link",
    "cloaking",
    "sitemap-mismatch",
    "dead-link",
    "service-link",
    "error-report-entry",
    "party-badge",
    "site-identity",
    "search-entry",
    "search-quality",
    "soft-error",
    "leader-conflict",
    "personal-data",
    "red-seal",
    "policy-interpretation",
    "altered-date",
    "impossible-date",
    "redated-text",
    "expired-topic",
    "form-is-sample",
    "guide-element",
    "guide-vague",
    "guide-form",
    "guide-phone",
    "guide-conflict",
    "stale-statistics",
    "page-tags",
    "ipv6",
    "tls",
    "slow-page",
    "commercial-link",
    "campaign-word",
    "campaign-article",
    "required-column",
    "document-element",
    "stale-survey",
    "account-stale",
    "account-duplicate",
    "account-renamed",
    "account-menu",
    "account-entrance",
    "account-interaction",
    "account-app",
    "account-unfiled",
    "consult-channel",
    "unanswered-message",
    "late-answer",
    "copied-answer",
    "empty-answer",
    "message-element",
    "closed-site-alive",
    "closed-domain-taken",
    "domain-rule",
};

bool check_id_is_known(struct str id)
{
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        if (str_eq(id, str_of(ids[i])))
            return true;
    return false;
}
