/*
 * consult-channel: the site offers no way to ask or to propose something, or none that works.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 互动回应差 (1): no effective online channel for 咨询建言;
 * 网上信访、 纪检举报 do not count. 广东 2019Q2 notice. A link or a page that is called so counts,
 * also one that leads to another site's; whether somebody answers there is for people to try. Not
 * judged: sites of departments without one, whose letters the portal may take for all.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/names.h"
#include "check/words.h"

#include <string.h>

enum { P_NAME_CHARS, P_HOME_LINKS };
enum { L_CHANNELS, L_EXCLUDED, L_NO_ENTRY };

static const struct param params[] = {
    [P_NAME_CHARS] = NAMES_CHARS,
    [P_HOME_LINKS] = NAMES_HOME_LINKS,
};

static const struct word_list lists[] = {
    [L_CHANNELS] = { .name = "channels", .help = "咨询建言渠道的名称用词" },
    [L_EXCLUDED] = { .name = "excluded", .help = "不算咨询建言渠道的入口的名称用词" },
    [L_NO_ENTRY] = { .name = "no_entry",
                     .help = "首页上没有链接的渠道名称，含有这些词的不当作入口（电话、暂停等）" },
};

/* Whether it opens; TRI_UNKNOWN: it did not, but may for people. */
static enum tri opens(const struct site_view *v, struct str url)
{
    for (size_t i = 0; i < v->n_targets; i++) {
        const struct target *t = &v->targets[i];

        const bool is_gone =
            (t->reason == REASON_HTTP && (t->http_status == 404 || t->http_status == 410)) ||
            t->reason == REASON_SOFT_404;

        if (str_eq(t->url, url))
            return is_gone && !t->is_passing ? TRI_NO : TRI_UNKNOWN;
    }
    return TRI_YES;
}

static void report(const struct check_ctx *c, const char *fault, struct str excerpt,
                   struct str target)
{
    sink_add(c->out, (struct finding){
                         .url = c->view->home->url,
                         .excerpt = excerpt,
                         .suggest = STR("请提供有效的网上咨询建言渠道"),
                         .key = str_of(fault),
                         .grade = GRADE_VETO,
                         .confidence = 0.75,
                         DETAIL({ .key = "fault", .text = str_of(fault) },
                                { .key = "target", .text = target }),
                     });
}

static bool has_digit(struct str s)
{
    bool found = false;

    for (size_t i = 0; i < s.n; i++)
        found |= char_is_digit(s.p[i]);
    return found;
}

/* "0830-1234567" */
static bool is_telephone(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!char_is_digit(s.p[i]) && !strchr("()-+ ", s.p[i]))
            return false;
    return has_digit(s);
}

/* "县长信箱" in a line of its own, which a script may open; a telephone number is no channel, and
 * one that is closed is none. */
static bool names_channel(const struct check_ctx *c)
{
    struct str text = c->view->home->text, line;

    while (str_line(&text, &line)) {
        struct str behind = text, next = STR("");

        line = str_trim(line);
        if (!line.n)
            continue;
        while (!next.n && str_line(&behind, &next))
            next = str_trim(next);
        if (!has_digit(line) && !is_telephone(next) &&
            (int64_t)str_chars(str_sub(line, 0, 400)) <= c->value[P_NAME_CHARS] &&
            words_in(&c->list[L_CHANNELS], line) && !words_in(&c->list[L_EXCLUDED], line) &&
            !words_in(&c->list[L_NO_ENTRY], line))
            return true;
    }
    return false;
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct named *dead = NULL;
    bool is_doubtful = false;
    struct names names;

    names_of_site(c, c->value[P_NAME_CHARS], c->value[P_HOME_LINKS], &names);
    for (size_t i = 0; i < names.n; i++) {
        const struct named *n = &names.all[i];

        if (!words_in(&c->list[L_CHANNELS], n->name) || words_in(&c->list[L_EXCLUDED], n->name))
            continue;

        const enum tri is_open = opens(c->view, n->url);

        if (is_open == TRI_YES)
            return JUDGED;
        is_doubtful = is_doubtful || is_open == TRI_UNKNOWN;
        dead = dead ? dead : n;
    }
    if (is_doubtful)
        return cannot_judge(c, "咨询建言渠道没有打开，请人工核实");
    if (names.doubt)
        return cannot_judge(c, names.doubt);
    if (!dead && c->site->type != SITE_PORTAL)
        return cannot_judge(c, "没有找到咨询建言渠道，可能使用门户网站的统一渠道，请人工核实");
    if (!dead && names_channel(c))
        return cannot_judge(c, "首页写有咨询建言渠道的名称，但不是链接，请人工核实");
    if (dead)
        report(c, "dead", arena_printf(c->a, "咨询建言渠道“%.*s”打不开", STR_ARG(dead->name)),
               dead->url);
    else
        report(c, "missing", STR("网站没有网上咨询建言渠道"), (struct str){ 0 });
    return JUDGED;
}

const struct check check_consult_channel = {
    .id = "consult-channel",
    .rev = 6,
    .title = "没有咨询建言渠道",
    .case_id = "C01",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
