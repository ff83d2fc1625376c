/*
 * account-renamed: an account goes by another name than the one that was filed.
 *
 * Basis: 国办发〔2018〕123号 (changes are filed); 自贡 2022年三季度 notice. The filed name is
 * 备案名称, else 账号名称. A title that only may hold the name (of a page, of a feed) is worth a
 * look when it does not. Not judged: accounts whose name nothing shows.
 */
#include "base/base.h"

#include "base/buf.h"
#include "check/check.h"
#include "text/field.h"

/* As people compare names: without white space, marks and letter case. */
static struct str bare(struct str name, struct arena *a)
{
    AUTO(buf_done) struct buf out = { 0 };

    while (name.n) {
        uint32_t cp;

        name = str_skip(name, str_rune(name, &cp));
        cp = field_half_rune(cp);
        if (cp >= 'A' && cp <= 'Z')
            cp += 'a' - 'A';
        if (cp > 0x7f ? cp != 0x3000 && cp != 0xb7 && (cp < 0x2000 || cp >= 0x2070)
                      : (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9'))
            buf_add_rune(&out, cp);
    }
    return arena_copy(a, buf_str(&out));
}

static void report(const struct check_ctx *c, struct str seen, struct str filed, bool is_sure)
{
    sink_add(c->out,
             (struct finding){
                 .excerpt = seen,
                 .suggest = is_sure ? STR("请按程序备案更名，或恢复备案的名称")
                                    : STR("请核实账号现用名称与备案名称是否一致"),
                 .key = STR("renamed"),
                 .grade = is_sure ? GRADE_FAULT : GRADE_NOTICE,
                 .confidence = is_sure ? 0.9 : 0.5,
                 DETAIL({ .key = "value", .text = seen }, { .key = "expected", .text = filed }),
             });
}

static enum judged check_account(const struct check_ctx *c)
{
    const struct account_view *v = c->account;
    const struct account *account = v->account;
    const struct str filed = account->filed_name.n ? account->filed_name : account->name;
    const struct str wanted = bare(filed, c->a), seen = bare(v->posts.name, c->a);

    if (!str_eq(bare(account->name, c->a), wanted)) {
        report(c, account->name, filed, true);
        return JUDGED;
    }
    if (v->unseen.n)
        return cannot_judge(c, v->unseen.p);
    if (!seen.n)
        return cannot_judge(c, "数据源没有显示账号名称");
    if (v->posts.name_is_exact ? !str_eq(seen, wanted) : !str_has(seen, wanted))
        report(c, v->posts.name, filed, v->posts.name_is_exact);
    return JUDGED;
}

const struct check check_account_renamed = {
    .id = "account-renamed",
    .rev = 1,
    .title = "新媒体更名未备案",
    .case_id = "B07",
    .needs_accounts = true,
    .check_account = check_account,
};
