#include "base/base.h"

#include "crawl/terms.h"
#include "proof/spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct finding typo(const char *url, const char *excerpt, const char *class,
                           struct field detail[2])
{
    detail[0] = (struct field){ .key = "wrong", .text = STR("墙") };
    detail[1] = (struct field){ .key = "class", .text = str_of(class) };
    return (struct finding){ .check = "typo",
                             .url = str_of(url),
                             .excerpt = str_of(excerpt),
                             .detail = detail,
                             .n_detail = 2 };
}

/* What terms_has says after n findings of the hosts a, b, c with these excerpts. */
static bool after(const char *const excerpts[3], const char *const urls[3], const char *class)
{
    struct field detail[2];
    struct terms t = { 0 };
    bool has;

    for (size_t i = 0; i < 3; i++) {
        const struct finding f = typo(urls[i], excerpts[i], class, detail);

        assert_false(terms_has(&t, &f));
        terms_add(&t, &f);
    }
    const struct finding last = typo("http://d.gov.cn/", "乡里的花墙绿茶", class, detail);

    has = terms_has(&t, &last);
    terms_done(&t);
    return has;
}

static const char *const texts[] = { "评选花墙绿茶十大品牌", "全镇种植花墙绿茶三千亩",
                                     "…花墙绿茶获金奖" };
static const char *const hosts[] = { "http://a.gov.cn/1", "http://b.gov.cn/", "http://c.gov.cn/" };

static void three_hosts_that_use_it_each_in_its_own_text_make_a_term(void **state)
{
    (void)state;
    assert_true(after(texts, hosts, SPELLING_CLASS));
}

static void a_reprint_on_three_hosts_is_none(void **state)
{
    static const char *const same[] = { "要切实加花墙绿茶组织领导。",
                                        "通知：要切实加花墙绿茶组织领导。",
                                        "…要切实加花墙绿茶组织领导。" };

    (void)state;
    assert_false(after(same, hosts, SPELLING_CLASS));
}

static void three_texts_of_one_host_are_none(void **state)
{
    static const char *const one[] = { "http://a.gov.cn/1", "https://a.gov.cn/2",
                                       "http://a.gov.cn/3" };

    (void)state;
    assert_false(after(texts, one, SPELLING_CLASS));
}

static void other_words_around_are_another_term(void **state)
{
    static const char *const other[] = { "评选花墙绿茶十大品牌", "全镇种植花墙绿茶三千亩",
                                         "要加墙领导" };

    (void)state;
    assert_false(after(other, hosts, SPELLING_CLASS));
}

/* 墙 stands right in 城墙 before it stands wrong in 加墙. */
static void the_character_that_is_wrong_is_taken_not_the_first_of_its_kind(void **state)
{
    static const char *const excerpts[] = { "古城墙下，要加墙领导", "登上城墙看，要加墙领导",
                                            "沿着城墙走，要加墙领导" };
    const struct finding other = {
        .check = "typo",
        .url = STR("http://d.gov.cn/"),
        .excerpt = STR("修缮城墙下，要增墙信心"),
        .detail = (const struct field[]){ { .key = "wrong", .text = STR("墙") },
                                          { .key = "class", .text = STR(SPELLING_CLASS) },
                                          { .key = "context", .text = STR("增墙信") } },
        .n_detail = 3
    };
    struct terms t = { 0 };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct field detail[3];
        struct finding f = typo(hosts[i], excerpts[i], SPELLING_CLASS, detail);

        detail[2] = (struct field){ .key = "context", .text = STR("加墙领") };
        f.n_detail = 3;
        terms_add(&t, &f);
        assert_int_equal(terms_has(&t, &f), i == 2);
    }
    assert_false(terms_has(&t, &other));
    terms_done(&t);
}

static void what_a_rule_found_is_never_a_term(void **state)
{
    (void)state;
    assert_false(after(texts, hosts, "重复"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_hosts_that_use_it_each_in_its_own_text_make_a_term),
        cmocka_unit_test(a_reprint_on_three_hosts_is_none),
        cmocka_unit_test(three_texts_of_one_host_are_none),
        cmocka_unit_test(other_words_around_are_another_term),
        cmocka_unit_test(the_character_that_is_wrong_is_taken_not_the_first_of_its_kind),
        cmocka_unit_test(what_a_rule_found_is_never_a_term),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
