#include "base/base.h"

#include "app/rules.h"

#include "app/app.h"
#include "app/lexicons.h"
#include "base/log.h"
#include "desk/calendar_file.h"
#include "proof/field.h"

#include <unistd.h>

static enum rc use_field(const struct rules_input *in, const struct rules *rules, struct err *err)
{
    enum rc rc;

    if (in->field_may_fail && !check_set_has(rules->checks, "typo"))
        return RC_OK;
    rc = field_use(proofreader_spelling(rules->proofreader), in->field, err);
    if (!rc || !in->field_may_fail)
        return rc;
    log_line(LOG_ERROR, "%s；这次不参考积累的本地用语", err->text);
    return RC_OK;
}

const char *usage_path(struct str dir, struct arena *a)
{
    return arena_printf(a, "%.*s/work/usage", STR_ARG(dir)).p;
}

const char *usage_of(struct str dir, struct arena *a)
{
    const char *path = usage_path(dir, a);

    return access(path, R_OK) ? NULL : path;
}

enum rc rules_load(const struct rules_input *in, struct arena *a, struct rules *out,
                   struct err *err)
{
    const char *data = in->data_file ? in->data_file : app_data_path("checks.yaml", a);
    struct proof_data proof = lexicons_data(a, in->words, in->n_words);
    enum rc rc = check_set_load(in->checks, data, &out->checks, err);

    if (rc)
        return rc;
    if ((rc = calendar_load(app_data_path("calendar", a), &out->own, &out->calendar, err)))
        return rc;
    check_set_use_calendar(out->checks, &out->calendar);
    if (in->articles && (rc = campaign_load(in->articles, &out->own, &out->campaign, err)))
        return rc;
    check_set_use_campaign(out->checks, in->articles ? &out->campaign : NULL);
    check_set_use_accounts(out->checks, in->accounts);
    if (!check_set_reads_words(out->checks))
        return RC_OK;
    if (check_set_has(out->checks, "typo") || check_set_has(out->checks, "misspelling"))
        proof.spelling = app_spelling_data(a);
    if ((rc = proofreader_open(&proof, &out->proofreader, err)))
        return rc;
    if (in->field && (rc = use_field(in, out, err)))
        return rc;
    check_set_use_proofreader(out->checks, out->proofreader);
    return RC_OK;
}

void rules_done(struct rules *r)
{
    check_set_freep(&r->checks);
    proofreader_freep(&r->proofreader);
    arena_done(&r->own);
}
