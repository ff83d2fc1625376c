#include "base/base.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_that_cannot_be_made_says_why_in_chinese),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
