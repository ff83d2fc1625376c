#include "base/base.h"

#include "attach/attach.h"

#include "attach/picture.h"

#include "text/charset.h"

static const struct {
    const char *name, *title;
} outcomes[ATTACH_OUTCOMES_N] = {
    [ATTACH_READ] = { "", "" },
    [ATTACH_ENCRYPTED] = { "encrypted", "附件设有密码，无法读取" },
    [ATTACH_DAMAGED] = { "damaged", "附件已损坏，无法读取" },
    [ATTACH_TOO_LARGE] = { "too-large", "附件过大，没有全部读取" },
    [ATTACH_TIMEOUT] = { "timeout", "附件读取超时" },
    [ATTACH_UNSUPPORTED] = { "unsupported", "附件格式不支持" },
    [ATTACH_NO_SANDBOX] = { "no-sandbox", "本机不能安全地读取附件" },
    [ATTACH_NO_PROGRAM] = { "no-program", "本机没有安装读取 PDF 的程序（poppler-utils）" },
    [ATTACH_NEEDS_OCR] = { "needs-ocr", "附件只有图像没有文字，需要人工查看" },
    [ATTACH_OFFICIAL_SCAN] = { "official-scan",
                               "附件是红头或盖章文件的扫描件，没有文字，需要人工查看" },
};

const char *attach_outcome_name(enum attach_outcome o)
{
    return outcomes[o].name;
}

const char *attach_outcome_title(enum attach_outcome o)
{
    return outcomes[o].title;
}

bool attach_outcome_is_scan(enum attach_outcome o)
{
    return o == ATTACH_NEEDS_OCR || o == ATTACH_OFFICIAL_SCAN;
}

static int weight(enum attach_outcome o)
{
    return o == ATTACH_OFFICIAL_SCAN ? 3 : o == ATTACH_READ ? 0 : o == ATTACH_NEEDS_OCR ? 1 : 2;
}

enum attach_outcome attach_outcome_join(enum attach_outcome first, enum attach_outcome second)
{
    return weight(second) > weight(first) ? second : first;
}

static bool begins(struct str bytes, const char *magic, size_t n)
{
    return str_starts(bytes, str_from(magic, n));
}

/* Text has no control characters but those that lay it out. */
static bool is_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];

        if (c < ' ' && !char_is_space((char)c) && c != 0x1a && c != 0x1b)
            return false;
    }
    return true;
}

static bool is_html(struct str s)
{
    static const char *const tags[] = { "<!doctype html", "<html", "<table", "<body",
                                        "<head",          "<p>",   "<div" };

    for (size_t i = 0; i < COUNT_OF(tags); i++)
        if (str_find_nocase(s, str_of(tags[i])) != STR_NONE)
            return true;
    return false;
}

enum attach_format attach_format_of(struct str bytes)
{
    enum { HEAD_BYTES = 4096, PDF_BYTES = 1024 };
    const struct str head = str_sub(bytes, 0, HEAD_BYTES);

    if (begins(bytes, "PK\x03\x04", 4) || begins(bytes, "PK\x05\x06", 4))
        return ATTACH_ZIP;
    if (begins(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
        return ATTACH_OLE;
    if (str_has(str_sub(bytes, 0, PDF_BYTES), STR("%PDF-"))) /* readers allow something before it */
        return ATTACH_PDF;
    if (picture_is_one(bytes))
        return ATTACH_PICTURE;
    if (begins(bytes, "{\\rtf", 5))
        return ATTACH_RICH;
    if (bytes.n == 0)
        return ATTACH_UNKNOWN;
    if (begins(bytes, "\xff\xfe", 2) || begins(bytes, "\xfe\xff", 2) || is_text(head))
        return is_html(head) ? ATTACH_HTML : ATTACH_TEXT;
    return ATTACH_UNKNOWN;
}

static bool ends_in_one(struct str name, const char *const *ends, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_ends_nocase(name, str_of(ends[i])))
            return true;
    return false;
}

enum attach_name attach_name_of(struct str name)
{
    static const char *const readable[] = { ".pdf", ".doc",  ".docx", ".docm", ".wps",
                                            ".xls", ".xlsx", ".xlsm", ".et",   ".pptx",
                                            ".ofd", ".zip",  ".txt",  ".csv",  ".rtf" };
    static const char *const unreadable[] = { ".ppt", ".dps",  ".rar", ".7z",  ".gz",  ".tar",
                                              ".ceb", ".cebx", ".uof", ".caj", ".odt", ".ods" };

    if (ends_in_one(name, readable, COUNT_OF(readable)))
        return ATTACH_NAME_READABLE;
    return ends_in_one(name, unreadable, COUNT_OF(unreadable)) ? ATTACH_NAME_UNREADABLE
                                                               : ATTACH_NAME_OTHER;
}
