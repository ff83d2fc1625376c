#include "base/base.h"

#include "proof/rules.h"

static const char class_name[] = "标点";

/* ---- doubled --------------------------------------------------------------------------------- */

/* Two marks that never stand together; what is meant. */
static const struct doubled {
    const char *wrong, *right;
    double score;
} doubles[] = {
    { "，，", "，", 0.95 }, { "。。", "。", 0.93 }, { "、、", "、", 0.95 }, { "；；", "；", 0.95 },
    { "：：", "：", 0.95 }, { "，。", "。", 0.93 }, { "、。", "。", 0.93 }, { "、，", "，", 0.93 },
    { "，、", "、", 0.93 }, { "；。", "。", 0.93 }, { "；，", "；", 0.93 }, { "。，", "，", 0.7 },
    { "《《", "《", 0.95 }, { "》》", "》", 0.8 },  { "““", "“", 0.93 },    { "””", "”", 0.7 },
};

static void check_doubled(struct str text, struct str line, struct problem_list *out)
{
    for (size_t i = 0; i < COUNT_OF(doubles); i++) {
        const struct str wrong = str_of(doubles[i].wrong);
        const size_t at = str_find(line, wrong);

        if (at == STR_NONE)
            continue;
        /* three and more are somebody's dots or a line to fill in */
        const struct str first = str_sub(wrong, 0, 3), behind = str_skip(line, at + wrong.n);

        if (str_starts(behind, first) || str_starts(behind, STR(" ，")))
            continue;
        rule_add(out, text, str_sub(line, at, wrong.n), str_of(doubles[i].right), class_name,
                 doubles[i].score);
    }
}

/* ---- unpaired -------------------------------------------------------------------------------- */

enum { DEPTH_MAX = 16, BEYOND_BYTES = 180 };

static const struct pair {
    const char *open, *close;
    double score;
} pairs[] = {
    { "《", "》", 0.91 }, { "〔", "〕", 0.91 }, { "“", "”", 0.7 },
    { "（", "）", 0.7 },  { "【", "】", 0.7 },
};

/* A title that was cut off for a list shows it by dots. */
static bool is_cut(struct str line)
{
    return str_has(line, STR("…")) || str_has(line, STR("...")) || !str_has(line, STR("。"));
}

/* The mark's partner stands in the lines before: a title set in two paragraphs. */
static bool is_open_before(struct str text, struct str line, struct str open, struct str close)
{
    struct str lead = str_sub(text, 0, (size_t)(line.p - text.p));

    if (lead.n > BEYOND_BYTES)
        lead = str_skip(lead, lead.n - BEYOND_BYTES);
    for (; lead.n >= open.n; lead.n--) {
        if (str_ends(lead, close))
            return false;
        if (str_ends(lead, open))
            return true;
    }
    return false;
}

static bool is_closed_behind(struct str text, struct str line, struct str open, struct str close)
{
    const struct str rest =
        str_sub(str_skip(text, (size_t)(line.p - text.p) + line.n), 0, BEYOND_BYTES);
    const size_t at = str_find(rest, close), other = str_find(rest, open);

    return at != STR_NONE && (other == STR_NONE || other > at);
}

static void check_pair(struct str text, struct str line, const struct pair *p,
                       struct problem_list *out)
{
    const struct str open = str_of(p->open), close = str_of(p->close);
    size_t opened[DEPTH_MAX], depth = 0;

    for (size_t at = 0; at + open.n <= line.n; at++) {
        const struct str here = str_skip(line, at);

        if (str_starts(here, open)) {
            if (depth == DEPTH_MAX)
                return;
            opened[depth++] = at;
        } else if (str_starts(here, close)) {
            if (depth == 0) {
                if (is_open_before(text, line, open, close))
                    continue;
                rule_add(out, text, str_sub(here, 0, close.n), (struct str){ 0 }, class_name,
                         p->score);
                return;
            }
            depth--;
        }
    }
    if (depth && !is_closed_behind(text, line, open, close))
        rule_add(out, text, str_sub(line, opened[depth - 1], open.n), (struct str){ 0 }, class_name,
                 p->score);
}

void rule_marks(struct str text, struct str line, struct problem_list *out)
{
    check_doubled(text, line, out);
    if (is_cut(line))
        return;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        check_pair(text, line, &pairs[i], out);
}
