/* Which document an article is about. */
#include "base/base.h"

#include "page/topic.h"
#include "text/fingerprint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* One line of text, a body of its own. */
static struct seg seg = { .text = { .p = "文", .n = 3 } };
static struct box boxes[2] = { [1] = { .seg_to = 1, .depth = 1 } };
static const struct flow flow = { .segs = &seg, .n_segs = 1, .boxes = boxes, .n_boxes = 2 };
static const struct article article = { .body_to = 1 };

static struct page of_title(const char *title)
{
    struct page page = { .tags[TAG_ARTICLE_TITLE] = str_of(title) };

    topic_read(&flow, &article, &page);
    return page;
}

static void titles_of_one_document_have_one_topic(void **state)
{
    static const struct {
        const char *text, *other;
        enum paper paper;
    } pairs[] = {
        { "云溪县人民政府办公室关于促进茶产业高质量发展的实施意见",
          "《关于促进茶产业高质量发展的实施意见》解读", PAPER_INTERPRETATION },
        { "沈阳市房产局关于印发《沈阳市城市房屋使用安全管理办法》的通知",
          "沈阳市城市房屋使用安全管理办法政策图文解读", PAPER_INTERPRETATION },
        { "关于印发《云溪县物业管理办法（试行）》的通知", "《云溪县物业管理办法（试行）》政策解读",
          PAPER_INTERPRETATION },
        { "关于调整部分住房公积金使用政策的通知",
          "关于《关于调整部分住房公积金使用政策的通知》的解读", PAPER_INTERPRETATION },
        { "云溪县电动自行车停放充电管理办法",
          "关于《云溪县电动自行车停放充电管理办法（征求意见稿）》公开征求意见的公告", PAPER_DRAFT },
        { "关于《云溪县电动自行车停放充电管理办法》公开征求意见的公告",
          "《云溪县电动自行车停放充电管理办法》征求意见采纳情况反馈", PAPER_RESULT },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        const struct page text = of_title(pairs[i].text), other = of_title(pairs[i].other);

        if (!text.topic || text.topic != other.topic || other.paper != pairs[i].paper)
            fail_msg("%s", pairs[i].other);
    }
}

static void other_titles_have_other_topics(void **state)
{
    (void)state;
    assert_true(of_title("《云溪县物业管理办法》解读").topic !=
                of_title("《云溪县茶园管理办法》解读").topic);
    assert_true(of_title("工作动态").topic == 0);
    assert_int_equal(of_title("县政府召开常务会议").paper, PAPER_TEXT);
    assert_int_equal(of_title("关于进一步加强农村供水工作的意见").paper, PAPER_TEXT);
    assert_int_equal(of_title("公共停车场建设问卷调查").paper, PAPER_DRAFT);
}

static void news_that_name_a_document_are_not_the_document(void **state)
{
    static const char *const texts[] = { "《云溪县物业管理办法》", "《云溪县物业管理办法》（全文）",
                                         "云溪县人民政府办公室印发《云溪县物业管理办法》的通知",
                                         "关于印发《云溪县物业管理办法》" };
    static const char *const news[] = { "我县印发《云溪县物业管理办法》",
                                        "《云溪县物业管理办法》正式施行",
                                        "我局集中学习《中华人民共和国民法典》",
                                        "关于学习宣传《云溪县物业管理办法》的通知" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (of_title(texts[i]).paper != PAPER_TEXT)
            fail_msg("%s", texts[i]);
    for (size_t i = 0; i < COUNT_OF(news); i++)
        if (of_title(news[i]).paper != PAPER_NONE)
            fail_msg("%s", news[i]);
}

static void spaces_and_punctuation_do_not_matter(void **state)
{
    size_t n;

    (void)state;
    assert_true(fingerprint(STR("您好！ 已于11月 3日更换，谢谢。"), &n) ==
                fingerprint(STR("您好,已于11月3日更换谢谢"), &n));
    assert_int_equal(n, 13);
    assert_true(fingerprint(STR("已于11月3日更换"), &n) != fingerprint(STR("已于11月4日更换"), &n));
    assert_true(fingerprint(STR("，。！"), &n) == 0);
}

static void a_link_to_another_text_leads_on(void **state)
{
    const struct {
        struct link link;
        bool leads_on;
    } cases[] = {
        { { .href = STR("../bmwj/t2026.html"),
            .text = STR("云溪县茶园管理办法"),
            .kind = LINK_PAGE },
          true },
        { { .href = STR("./P2026.pdf"),
            .text = STR("云溪县茶园管理办法.pdf"),
            .kind = LINK_ATTACHMENT },
          true },
        { { .href = STR("../"), .text = STR("政策解读"), .kind = LINK_PAGE }, false },
        { { .href = STR("/col/col15/index.html"), .text = STR("通知公告"), .kind = LINK_PAGE },
          false },
        { { .href = STR("t2025.html"), .text = STR("下一篇：茶园管理办法"), .kind = LINK_PAGE },
          false },
        { { .href = STR("javascript:window.print()"),
            .text = STR("云溪县茶园管理"),
            .kind = LINK_PAGE },
          false },
        { { .href = STR("/a.html"),
            .text = STR("云溪县茶园管理办法"),
            .kind = LINK_PAGE,
            .region = REGION_NAV },
          false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct page page = { .links = &cases[i].link,
                             .n_links = 1,
                             .tags[TAG_COLUMN_NAME] = STR("通知公告") };

        topic_read(&flow, &article, &page);
        if (page.leads_on != cases[i].leads_on)
            fail_msg("%s", cases[i].link.href.p);
    }
}

static void a_script_or_a_list_by_script_may_lead_on(void **state)
{
    struct page page = { .text = STR("解读稿　相关文件：") };

    (void)state;
    topic_read(&flow, &article, &page);
    assert_true(page.leads_on);
    page = (struct page){ .text = STR("解读稿") };
    topic_read(&flow, &article, &page);
    assert_false(page.leads_on);
    boxes[0].script_to = 1;
    topic_read(&flow, &article, &page);
    boxes[0].script_to = 0;
    assert_true(page.leads_on);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_of_one_document_have_one_topic),
        cmocka_unit_test(other_titles_have_other_topics),
        cmocka_unit_test(news_that_name_a_document_are_not_the_document),
        cmocka_unit_test(spaces_and_punctuation_do_not_matter),
        cmocka_unit_test(a_link_to_another_text_leads_on),
        cmocka_unit_test(a_script_or_a_list_by_script_may_lead_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
