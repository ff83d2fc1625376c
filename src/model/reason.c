#include "base/base.h"

#include "model/reason.h"

#include <stdio.h>

static const struct {
    const char *word, *title;
} table[REASON_N] = {
    [REASON_NONE] = { "", "正常" },
    [REASON_HTTP] = { "http", "服务器返回错误状态" },
    [REASON_DNS] = { "dns", "域名无法解析" },
    [REASON_DNS_TEMPORARY] = { "dns-temporary", "域名解析服务暂时无应答" },
    [REASON_BLOCKED_ADDRESS] = { "blocked-address", "域名指向内网或本机地址" },
    [REASON_CONNECT] = { "connect", "无法建立连接" },
    [REASON_TLS] = { "tls", "加密连接或证书有误" },
    [REASON_TIMEOUT] = { "timeout", "超过时限未打开" },
    [REASON_RESET] = { "reset", "连接中断，内容不完整" },
    [REASON_PROTOCOL] = { "protocol", "应答不符合 HTTP 协议" },
    [REASON_HEADERS] = { "headers", "应答头过大" },
    [REASON_TOO_LARGE] = { "too-large", "内容超过大小限制" },
    [REASON_ENCODING] = { "encoding", "压缩内容无法解开" },
    [REASON_EMPTY] = { "empty", "打开后没有内容" },
    [REASON_REDIRECT_LOOP] = { "redirect-loop", "循环跳转" },
    [REASON_TOO_MANY_REDIRECTS] = { "too-many-redirects", "跳转次数过多" },
    [REASON_SOFT_404] = { "soft-404", "状态正常但内容为错误页" },
    [REASON_ANCHOR] = { "anchor", "页内锚点不存在" },
    [REASON_ROBOTS] = { "robots", "robots.txt 不允许访问" },
    [REASON_URL] = { "bad-url", "网址书写错误" },
    [REASON_UNREADABLE] = { "unreadable", "内容无法解析" },
    [REASON_OFFLINE] = { "offline", "本机网络不通" },
    [REASON_COOKIE] = { "cookie", "须接受 Cookie 才能打开" },
    [REASON_TAKEN] = { "taken", "网址现为赌博、色情等网站" },
    [REASON_SILENT] = { "silent", "服务器连续超时，未再访问" },
};

const char *reason_text(enum reason reason, int http_status, char out[REASON_TEXT_BYTES])
{
    if (reason == REASON_HTTP)
        (void)snprintf(out, REASON_TEXT_BYTES, "http-%d", http_status);
    else
        (void)snprintf(out, REASON_TEXT_BYTES, "%s", table[reason].word);
    return out;
}

const char *reason_title(enum reason reason)
{
    return table[reason].title;
}

bool reason_is_passing(enum reason reason, int http_status)
{
    if (reason == REASON_HTTP)
        return http_status >= 500 || http_status == 403 || http_status == 408 ||
               http_status == 425 || http_status == 429;
    return reason == REASON_TIMEOUT || reason == REASON_RESET || reason == REASON_DNS_TEMPORARY;
}

bool reason_is_ours(enum reason reason)
{
    return reason == REASON_DNS_TEMPORARY || reason == REASON_BLOCKED_ADDRESS ||
           reason == REASON_UNREADABLE || reason == REASON_ROBOTS || reason == REASON_OFFLINE ||
           reason == REASON_COOKIE || reason == REASON_SILENT;
}

bool reason_wants_second_try(enum reason reason, int http_status)
{
    switch (reason) {
    case REASON_HTTP:
        return http_status != 404 && http_status != 410;
    case REASON_DNS:
    case REASON_DNS_TEMPORARY:
    case REASON_CONNECT:
    case REASON_TLS:
    case REASON_TIMEOUT:
    case REASON_RESET:
    case REASON_PROTOCOL:
    case REASON_HEADERS:
    case REASON_ENCODING:
    case REASON_EMPTY:
    case REASON_OFFLINE:
    case REASON_SILENT:
        return true;
    case REASON_NONE:
    case REASON_BLOCKED_ADDRESS:
    case REASON_TOO_LARGE:
    case REASON_REDIRECT_LOOP:
    case REASON_TOO_MANY_REDIRECTS:
    case REASON_SOFT_404:
    case REASON_ANCHOR:
    case REASON_ROBOTS:
    case REASON_URL:
    case REASON_UNREADABLE:
    case REASON_COOKIE:
    case REASON_TAKEN:
    case REASON_N:
        break;
    }
    return false;
}

bool reason_is_silence(enum reason reason, int http_status)
{
    return !http_status &&
           (reason == REASON_DNS || reason == REASON_DNS_TEMPORARY || reason == REASON_CONNECT ||
            reason == REASON_TIMEOUT || reason == REASON_RESET);
}

bool reason_is_open(enum reason reason, int http_status)
{
    return reason == REASON_HTTP
               ? reason_is_passing(reason, http_status)
               : reason == REASON_COOKIE || reason_wants_second_try(reason, http_status);
}
