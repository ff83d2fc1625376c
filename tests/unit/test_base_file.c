#include "base/base.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/out_file.h"

static void a_folder_that_cannot_be_made_says_why_in_chinese(void **state)
{
    struct err err = { 0 };

    (void)state;
    assert_int_equal(file_make_dir("/tmp", 0755, &err), RC_OK); /* it is there */
    assert_int_equal(file_make_dir("/nowhere/at/all", 0755, &err), RC_IO);
    assert_string_equal(err.text, "/nowhere/at/all：不能建立目录（没有上一级目录）");
    assert_string_equal(os_reason(ENOSPC), "磁盘空间不足");
    assert_string_equal(os_reason(EADDRINUSE), "端口已被占用");
}

static void a_sentence_commands_no_terminal(void **state)
{
    struct err err = { 0 };

    (void)state;
    assert_int_equal(err_set(&err, RC_IO, "%s", "a\x1b[2J\x07\x7f\xc2\x9b云\xc2\xa0\tb\n"), RC_IO);
    assert_string_equal(err.text, "a?[2J????云\xc2\xa0\tb\n");
}

/* Whoever may write into the folder may lay a link there. */
static void a_link_in_the_place_of_a_part_is_not_followed(void **state)
{
    char dir[] = "/tmp/xunjian-out-XXXXXX", path[64], part[64], kept[64];
    AUTO(out_file_done) struct out_file f = { 0 };
    struct stat s;
    FILE *to;

    (void)state;
    assert_non_null(mkdtemp(dir));
    (void)snprintf(path, sizeof(path), "%s/a.html", dir);
    (void)snprintf(part, sizeof(part), "%s/.a.html.part", dir);
    (void)snprintf(kept, sizeof(kept), "%s/kept", dir);
    to = fopen(kept, "w");
    assert_non_null(to);
    assert_true(fputs("as it was", to) >= 0 && fclose(to) == 0);
    assert_int_equal(symlink("kept", part), 0);
    assert_int_equal(out_file_open(&f, dir, "a.html", NULL), RC_OK);
    assert_int_equal(out_file_write(&f, STR("new"), NULL), RC_OK);
    assert_int_equal(out_file_commit(&f, NULL), RC_OK);
    assert_int_equal(lstat(path, &s), 0);
    assert_true(S_ISREG(s.st_mode) && s.st_size == 3);
    assert_int_equal(lstat(kept, &s), 0);
    assert_int_equal(s.st_size, 9);
    assert_true(unlink(path) == 0 && unlink(kept) == 0 && rmdir(dir) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_that_cannot_be_made_says_why_in_chinese),
        cmocka_unit_test(a_sentence_commands_no_terminal),
        cmocka_unit_test(a_link_in_the_place_of_a_part_is_not_followed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
