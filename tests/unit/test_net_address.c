/* Which addresses are public, and --connect-to rules. */
#include "base/base.h"

#include "net/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const char *const public[] = {
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.0.3.0",
    "192.88.98.255",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "203.0.114.0",
    "223.255.255.255",
    /* IPv6 */
    "2400:3200::1",
    "[2400:3200::1]",
    "2001:200::1",
    "2606:4700:4700::1111",
    "3ffe:ffff::1",
    "2001:db7::1",
    "2001:db9::1",
    /* carrying a public IPv4 address: mapped, NAT64, 6to4, Teredo, ISATAP */
    "::ffff:8.8.8.8",
    "[::ffff:8.8.8.8]",
    "::FFFF:808:808",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
    "2001:0:808:808:0:0:f7f7:f7f7",
    "2400:3200::5efe:808:808",
};

static const char *const others[] = {
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.0.0",
    "169.254.169.254",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.0",
    "192.168.255.255",
    "198.18.0.0",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.255",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    /* IPv6: unspecified, loopback, compatible, discard, local, link-local, multicast... */
    "::",
    "::1",
    "[::1]",
    "::8.8.8.8",
    "100::1",
    "64:ff9b:1::8.8.8.8",
    "::ffff:0:8.8.8.8",
    "fc00::1",
    "fdff::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
    "1fff::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:1ff::1",
    "2001:db8::1",
    "3fff::1",
    "3fff:fff::1",
    "5f00::1",
    /* carrying an IPv4 address that is not public */
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "2002:7f00:1::1",
    "2002:a00:1::",
    "2002:c0a8:101::1",
    "2001:0:808:808:0:0:f5ff:fffe",
    "2001:0:a00:1:0:0:f7f7:f7f7",
    "2400:3200::5efe:a00:1",
    "2400:3200::200:5efe:7f00:1",
    /* no addresses */
    "",
    "[]",
    "localhost",
    "8.8.8",
    "8.8.8.8.",
    ".8.8.8",
    "8.8.8.8.8",
    "08.8.8.8",
    "0x8.8.8.8",
    "8.8.8.256",
    "8.8.8.8 ",
    "134744072",
    "[8.8.8.8]",
    "2400:3200::1]",
    "2400:3200:::1",
    ":::",
    "2400:3200",
    "1:2:3:4:5:6:7:8:9",
    "g::1",
    "2400:3200::12345",
};

static void only_global_unicast_addresses_are_public(void **state)
{

    (void)state;
    for (size_t i = 0; i < COUNT_OF(public); i++)
        if (!address_is_public(str_of(public[i])))
            fail_msg("%s is public", public[i]);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (address_is_public(str_of(others[i])))
            fail_msg("%s is not public", others[i]);
}

static void rules_are_read_as_curl_reads_them(void **state)
{
    static const struct {
        const char *text;
        bool is_rule;
        const char *from_host, *from_port, *to_host, *to_port;
    } cases[] = {
        { "www.x.cn:80:127.0.0.1:8080", true, "www.x.cn", "80", "127.0.0.1", "8080" },
        { "::127.0.0.1:8080", true, "", "", "127.0.0.1", "8080" },
        { ":80::8080", true, "", "80", "", "8080" },
        { ":::", true, "", "", "", "" },
        { "x.cn::[::1]:", true, "x.cn", "", "[::1]", "" },
        { "x.cn:443:y.cn", true, "x.cn", "443", "y.cn", "" },
        { "[2400:3200::1]:443:[::1]:8443", true, "[2400:3200::1]", "443", "[::1]", "8443" },
        { "", false, 0, 0, 0, 0 },
        { "x.cn", false, 0, 0, 0, 0 },
        { "x.cn:80", false, 0, 0, 0, 0 },
        { "x.cn:http:y.cn:80", false, 0, 0, 0, 0 },
        { "x.cn:80:y.cn:65536", false, 0, 0, 0, 0 },
        { "x.cn:-1:y.cn:80", false, 0, 0, 0, 0 },
        { "x.cn:80:y.cn:80:", false, 0, 0, 0, 0 },
        { "x.cn:80:y.cn:80:z", false, 0, 0, 0, 0 },
        { "x.cn:80:::1:80", false, 0, 0, 0, 0 },
        { "[::1:80:y.cn:80", false, 0, 0, 0, 0 },
        { "[::1]x:80:y.cn:80", false, 0, 0, 0, 0 },
        { "x.cn:80:[::1]8080", false, 0, 0, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct connect_to rule;

        if (connect_to_parse(str_of(cases[i].text), &rule) != cases[i].is_rule)
            fail_msg("<%s>", cases[i].text);
        if (!cases[i].is_rule)
            continue;
        assert_true(str_eq(rule.from_host, str_of(cases[i].from_host)));
        assert_true(str_eq(rule.from_port, str_of(cases[i].from_port)));
        assert_true(str_eq(rule.to_host, str_of(cases[i].to_host)));
        assert_true(str_eq(rule.to_port, str_of(cases[i].to_port)));
    }
}

static void the_first_rule_that_fits_is_taken(void **state)
{
    static const char *const texts[] = {
        "a.cn:80:h0:1",   "A.CN::h1:1",  ":8080:h2:1",
        "[::1]:443:h3:1", "[::2]::h4:1", "b.cn:080:h5:1",
    };
    static const struct {
        const char *host;
        uint16_t port;
        int rule; /* -1 = none */
    } cases[] = {
        { "a.cn", 80, 0 },   { "A.cn", 80, 0 },   { "a.cn", 443, 1 },  { "a.cn", 8080, 1 },
        { "x.cn", 8080, 2 }, { "[::1]", 443, 3 }, { "::1", 443, 3 },   { "[::1]", 80, -1 },
        { "[::2]", 80, 4 },  { "x.cn", 80, -1 },  { "aa.cn", 80, -1 }, { "b.cn", 80, 5 },
        { "a.cn.", 80, -1 },
    };
    struct connect_to rules[COUNT_OF(texts)];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_true(connect_to_parse(str_of(texts[i]), &rules[i]));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct connect_to *found =
            connect_to_find(rules, COUNT_OF(rules), str_of(cases[i].host), cases[i].port);

        if (found != (cases[i].rule < 0 ? NULL : &rules[cases[i].rule]))
            fail_msg("%s:%d", cases[i].host, cases[i].port);
    }
    assert_null(connect_to_find(NULL, 0, STR("a.cn"), 80));
}

static void the_registry_names_addresses_and_their_ports(void **state)
{
    static const struct {
        const char *host;
        uint16_t port;
        bool is_named;
    } cases[] = {
        { "10.0.0.5", 80, true },   { "10.0.0.5", 443, true }, { "10.0.0.5", 8080, false },
        { "10.0.0.6", 8081, true }, { "10.0.0.6", 80, false }, { "[fd00::1]", 8082, true },
        { "10.0.0.7", 80, false },  { "www.x.cn", 80, false }, { "10.0.0.50", 80, false },
        { "[fd00::1]", 80, false }, { "10.0.0.8", 443, true },
    };
    const struct str urls = STR("http://10.0.0.5/a/ 10.0.0.6:8081  www.x.cn "
                                "http://[fd00::1]:8082 https://10.0.0.8/");

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (address_is_named(urls, str_of(cases[i].host), cases[i].port) != cases[i].is_named)
            fail_msg("%s:%d", cases[i].host, cases[i].port);
    assert_false(address_is_named((struct str){ 0 }, STR("10.0.0.5"), 80));
}

static void private_addresses_are_known_in_every_writing(void **state)
{
    static const struct {
        const char *urls;
        bool is_private;
    } cases[] = {
        { "http://10.0.0.5/", true },
        { "a.gov.cn 127.0.0.1:8080", true },
        { "http://2130706433/", true },
        { "http://0x7f.1:9/a", true },
        { "https://[::ffff:169.254.169.254]/", true },
        { "http://u@[fd00::1]:80/", true },
        { "１２７．0.0.1", true },
        { "http://8.8.8.8/ www.a.gov.cn", false },
        { "http://localhost/", false }, /* a name: what it leads to is guarded */
        { ":// 1.2.3", false },
        { "", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (address_names_private(str_of(cases[i].urls)) != cases[i].is_private)
            fail_msg("%s", cases[i].urls);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_global_unicast_addresses_are_public),
        cmocka_unit_test(the_registry_names_addresses_and_their_ports),
        cmocka_unit_test(private_addresses_are_known_in_every_writing),
        cmocka_unit_test(rules_are_read_as_curl_reads_them),
        cmocka_unit_test(the_first_rule_that_fits_is_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
