#include "base/base.h"

#include "report/words.h"

#include "base/json.h"
#include "model/account.h"
#include "model/page.h"
#include "model/reason.h"

struct word {
    const char *word, *title;
};

static const struct word fields[] = {
    { "target", "目标" },
    { "sample", "样表" },
    { "blank", "空白表格" },
    { "targets", "各个目标" },
    { "reason", "原因" },
    { "text", "链接文字" },
    { "trick", "隐藏手法" },
    { "class", "类别" },
    { "word", "词语" },
    { "wrong", "原文" },
    { "right", "应为" },
    { "context", "连同前后" },
    { "basis", "依据" },
    { "kind", "种类" },
    { "fault", "情形" },
    { "item", "项目" },
    { "value", "实为" },
    { "values", "各个内容" },
    { "expected", "应为" },
    { "pages", "所在页面" },
    { "found_on", "附件所在页面" },
    { "n_referrers", "引用它的页面数" },
    { "n_pages_with", "有搜索的页面数" },
    { "n_asked", "检查的页面数" },
    { "n_failed", "失败次数" },
    { "tries", "各次访问" },
    { "final_url", "跳转到" },
    { "outside", "站外" },
    { "column", "栏目" },
    { "column_url", "栏目网址" },
    { "columns", "栏目" },
    { "newest", "最近更新" },
    { "tag", "标签" },
    { "year", "年份" },
    { "missing", "缺少" },
    { "state", "状态" },
    { "domain", "域名" },
    { "issuer", "证书签发者" },
    { "not_after", "证书有效期至" },
    { "platform", "平台" },
    { "accounts", "其他账号" },
    { "title", "标题" },
    { "source_grade", "数据来源" },
    { "from", "统计起始日" },
    { "n_posts", "期间发布数" },
    { "longest_gap", "最长间隔（天）" },
    { "bad_days", "不达标天数" },
    { "oldest", "最早的留言" },
    { "article", "指定文章" },
    { "start", "开始日" },
    { "until", "截止日" },
    { "n_messages", "留言数" },
};

static const struct word faults[] = {
    { "missing", "缺少" },
    { "missing-inside", "内页缺少" },
    { "empty", "内容为空" },
    { "malformed", "格式有误" },
    { "misspelt", "写法不规范" },
    { "irregular", "格式与规范略有出入" },
    { "off-list", "不在规范所列类别中" },
    { "differs-registry", "与登记不符" },
    { "differs-pages", "各页不一致" },
    { "link-empty", "链接没有带编号" },
    { "link-malformed", "链接中的编号格式有误" },
    { "link-differs", "链接中的编号不同" },
    { "dead", "打不开" },
    { "obsolete", "入口已过时" },
    { "own", "自建入口" },
    { "other-code", "是别的网站的标识码" },
    { "suffix", "域名后缀不合规定" },
    { "portal-form", "门户域名形式不合规定" },
    { "revoked", "标识已撤销" },
    { "domain-differs", "证书上的域名不符" },
    { "no-link", "没有链接" },
    { "wrong-link", "链接有误" },
    { "no-such-day", "没有这一天" },
    { "too-early", "日期过早" },
    { "future", "日期在将来" },
    { "conflict", "两处日期矛盾" },
    { "no-address", "没有 IPv6 地址" },
    { "not-open", "打不开" },
    { "expired", "已过期" },
    { "expiring", "即将到期" },
    { "not-yet-valid", "尚未生效" },
    { "untrusted", "不受信任" },
    { "name-mismatch", "域名不符" },
    { "old-version", "协议版本过低" },
    { "error-page", "错误页" },
    { "maintenance", "停站维护" },
    { "template", "漏出模板代码" },
    { "mojibake", "乱码" },
    { "placeholder", "占位或测试文字" },
    { "no-function", "没有互动功能" },
    { "unanswered", "留言未答复" },
    { "alive", "注销后仍在发布" },
    { "linked", "网站上有入口，名单中没有" },
    { "platform-front", "只链到平台首页" },
    { "no-target", "没有链接" },
    { "no-elements", "没有公文要素" },
    { "no-column", "没有开设栏目" },
    { "not-linked", "没有相互关联" },
    { "not-interpreted", "没有解读" },
    { "late", "超过期限" },
    { "post-differs", "职务不一致" },
    { "phone-differs", "联系电话不一致" },
    { "hours-differ", "办理时间不一致" },
    { "two-heads", "正职不一致" },
    { "stale", "长期没有更新" },
    { "few", "次数过少" },
    { "no-result", "没有公布结果" },
};

static const struct word classes[] = {
    { "gambling", "赌博" },
    { "porn", "色情" },
    { "spam", "黑灰产推广" },
    { "unknown", "不明" },
};

static const struct word personal_kinds[] = {
    { "identity-number", "身份证号码" },
    { "bank-card", "银行卡号" },
    { "mobile", "个人手机号码" },
    { "address", "家庭住址" },
};

static const struct word link_kinds[] = {
    { "page", "页面" },  { "image", "图片" },       { "script", "脚本" }, { "style", "样式" },
    { "frame", "框架" }, { "attachment", "附件" },  { "form", "表单" },   { "media", "音视频" },
    { "icon", "图标" },  { "refresh", "自动跳转" },
};

static const enum account_grade account_grades[] = { ACCOUNT_FEED, ACCOUNT_PAGE, ACCOUNT_IMPORT,
                                                     ACCOUNT_SELF };

static const struct word yes_no[] = { { "yes", "是" }, { "no", "否" } };

static void put(struct json *object, const char *word, const char *title)
{
    if (word[0] && !json_get(object, word))
        json_put_str(object, word, str_of(title));
}

static struct json *object_of(const struct word *words, size_t n)
{
    struct json *j = json_new_object();

    for (size_t i = 0; i < n; i++)
        put(j, words[i].word, words[i].title);
    return j;
}

static struct json *reasons(void)
{
    struct json *j = json_new_object();

    for (int i = 0; i < REASON_N; i++) {
        char word[REASON_TEXT_BYTES];

        if (i != REASON_NONE && i != REASON_HTTP) /* "http-404" speaks for itself */
            put(j, reason_text((enum reason)i, 0, word), reason_title((enum reason)i));
    }
    return j;
}

static struct json *tricks(void)
{
    struct json *j = json_new_object();

    for (int i = HIDE_NONE + 1; i < HIDE_TRICK_N; i++)
        put(j, hide_trick_name((enum hide_trick)i), hide_trick_title((enum hide_trick)i));
    return j;
}

static struct json *kinds(void)
{
    struct json *j = object_of(link_kinds, COUNT_OF(link_kinds));

    for (int i = 0; i < PAGE_KIND_N; i++)
        put(j, page_kind_name((enum page_kind)i), page_kind_title((enum page_kind)i));
    for (size_t i = 0; i < COUNT_OF(personal_kinds); i++)
        put(j, personal_kinds[i].word, personal_kinds[i].title);
    return j;
}

static struct json *sources(void)
{
    struct json *j = json_new_object();

    for (size_t i = 0; i < COUNT_OF(account_grades); i++)
        put(j, account_grade_name(account_grades[i]), account_grade_title(account_grades[i]));
    return j;
}

struct str words_json(struct arena *a)
{
    AUTO(json_freep) struct json *all = json_new_object();
    struct json *values = json_new_object();

    json_put(values, "reason", reasons());
    json_put(values, "trick", tricks());
    json_put(values, "kind", kinds());
    json_put(values, "source_grade", sources());
    json_put(values, "fault", object_of(faults, COUNT_OF(faults)));
    json_put(values, "class", object_of(classes, COUNT_OF(classes)));
    json_put(values, "outside", object_of(yes_no, COUNT_OF(yes_no)));
    json_put(all, "fields", object_of(fields, COUNT_OF(fields)));
    json_put(all, "values", values);
    return json_text(all, a);
}
