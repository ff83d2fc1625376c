#include "base/base.h"

#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A sentence quotes names and texts of others; it is shown on terminals, which obey control
 * characters: ASCII's, and U+0080 to U+009F. */
static void make_plain(char *text)
{
    for (unsigned char *p = (unsigned char *)text; *p; p++) {
        if (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0)
            p[0] = p[1] = '?';
        else if ((*p < ' ' && *p != '\n' && *p != '\t') || *p == 0x7f)
            *p = '?';
    }
}

enum rc err_set(struct err *err, enum rc rc, const char *fmt, ...)
{
    va_list args;

    if (!err)
        return rc;
    err->rc = rc;
    va_start(args, fmt);
    (void)vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);
    make_plain(err->text);
    return rc;
}

const char *os_reason(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return "没有这个文件";
    case EACCES:
    case EPERM:
        return "没有权限";
    case EISDIR:
        return "这是文件夹";
    case EEXIST:
        return "已有同名文件";
    case ENOTEMPTY:
        return "文件夹不是空的";
    case ENOSPC:
    case EDQUOT:
        return "磁盘空间不足";
    case EFBIG:
        return "文件过大";
    case EROFS:
        return "磁盘只能读";
    case EIO:
        return "磁盘读写出错";
    case ENAMETOOLONG:
        return "名称过长";
    case EMFILE:
    case ENFILE:
        return "同时打开的文件过多";
    case ENOMEM:
        return "内存不足";
    case EAGAIN:
        return "系统资源暂时不足";
    case EADDRINUSE:
        return "端口已被占用";
    case EADDRNOTAVAIL:
        return "本机没有这个地址";
    default:
        return strerror(number);
    }
}

void assert_failed(const char *cond, const char *file, int line)
{
    (void)fprintf(stderr, "xunjian: %s:%d: broken promise: %s\n", file, line, cond);
    abort();
}
