#include "base/base.h"

#include "dom/script.h"
#include "dom/style.h"

#include <string.h>

/* What the lexer does with a byte. */
enum char_class { PUNCTUATION, WORD, QUOTE, SLASH, BRACE };

/* The control characters and punctuation marks are all 0. */
static const uint8_t classes[128] = {
    ['"'] = QUOTE, ['\''] = QUOTE, ['`'] = QUOTE, ['/'] = SLASH, ['{'] = BRACE, ['}'] = BRACE,
    ['$'] = WORD,  ['_'] = WORD,   ['0'] = WORD,  ['1'] = WORD,  ['2'] = WORD,  ['3'] = WORD,
    ['4'] = WORD,  ['5'] = WORD,   ['6'] = WORD,  ['7'] = WORD,  ['8'] = WORD,  ['9'] = WORD,
    ['A'] = WORD,  ['B'] = WORD,   ['C'] = WORD,  ['D'] = WORD,  ['E'] = WORD,  ['F'] = WORD,
    ['G'] = WORD,  ['H'] = WORD,   ['I'] = WORD,  ['J'] = WORD,  ['K'] = WORD,  ['L'] = WORD,
    ['M'] = WORD,  ['N'] = WORD,   ['O'] = WORD,  ['P'] = WORD,  ['Q'] = WORD,  ['R'] = WORD,
    ['S'] = WORD,  ['T'] = WORD,   ['U'] = WORD,  ['V'] = WORD,  ['W'] = WORD,  ['X'] = WORD,
    ['Y'] = WORD,  ['Z'] = WORD,   ['a'] = WORD,  ['b'] = WORD,  ['c'] = WORD,  ['d'] = WORD,
    ['e'] = WORD,  ['f'] = WORD,   ['g'] = WORD,  ['h'] = WORD,  ['i'] = WORD,  ['j'] = WORD,
    ['k'] = WORD,  ['l'] = WORD,   ['m'] = WORD,  ['n'] = WORD,  ['o'] = WORD,  ['p'] = WORD,
    ['q'] = WORD,  ['r'] = WORD,   ['s'] = WORD,  ['t'] = WORD,  ['u'] = WORD,  ['v'] = WORD,
    ['w'] = WORD,  ['x'] = WORD,   ['y'] = WORD,  ['z'] = WORD,
};

static enum char_class class_of(char c)
{
    return (unsigned char)c < 0x80 ? classes[(unsigned char)c] : WORD;
}

static bool is_word_char(char c)
{
    return class_of(c) == WORD;
}

static size_t word_end(struct str s, size_t at)
{
    while (at < s.n && is_word_char(s.p[at]))
        at++;
    return at;
}

static size_t skip_spaces(struct str s, size_t at)
{
    while (at < s.n && char_is_space(s.p[at]))
        at++;
    return at;
}

/* ---- a lexer that knows words, strings, comments and braces ---------------------------------- */

struct lexer {
    struct str s;
    size_t at;
    int depth;       /* open braces */
    bool outer_only; /* words within braces are passed over */
};

/* Behind the string that begins at `at`; strings end at the line's end too. */
static size_t skip_string(struct str s, size_t at)
{
    const char quote = s.p[at++];

    while (at < s.n && s.p[at] != quote) {
        if (s.p[at] == '\n' && quote != '`')
            return at;
        at += s.p[at] == '\\' ? 2 : 1;
    }
    return at < s.n ? at + 1 : s.n;
}

static size_t skip_comment(struct str s, size_t at)
{
    const struct str rest = str_skip(s, at + 2);
    const size_t end = s.p[at + 1] == '*' ? str_find(rest, STR("*/")) : str_chr(rest, '\n');

    return end == STR_NONE ? s.n : at + 2 + end + 1;
}

/* To the next byte that is neither word nor punctuation. */
static size_t skip_words(struct str s, size_t at)
{
    while (at < s.n && (class_of(s.p[at]) == WORD || class_of(s.p[at]) == PUNCTUATION))
        at++;
    return at;
}

/* The next word outside of strings and comments; false at the end. lex->at is behind it. */
static bool next_word(struct lexer *lex, struct str *word)
{
    const struct str s = lex->s;

    while (lex->at < s.n) {
        if (lex->outer_only && lex->depth > 0)
            lex->at = skip_words(s, lex->at);
        if (lex->at == s.n)
            return false;

        const size_t at = lex->at;

        switch (class_of(s.p[at])) {
        case WORD:
            lex->at = word_end(s, at);
            *word = str_from(s.p + at, lex->at - at);
            return true;
        case QUOTE:
            lex->at = skip_string(s, at);
            break;
        case SLASH:
            if (at + 1 < s.n && (s.p[at + 1] == '/' || s.p[at + 1] == '*'))
                lex->at = skip_comment(s, at);
            else
                lex->at++;
            break;
        case BRACE:
            lex->depth += s.p[at] == '{' ? 1 : -1;
            lex->at++;
            break;
        case PUNCTUATION:
            lex->at++;
            break;
        }
    }
    return false;
}

/* A literal string without escapes at `at`; false when there is none. *at moves behind it. */
static bool read_literal(struct str s, size_t *at, struct str *out)
{
    if (*at >= s.n || (s.p[*at] != '"' && s.p[*at] != '\''))
        return false;

    const struct str rest = str_skip(s, *at + 1);
    const size_t end = str_chr(rest, s.p[*at]);

    if (end == STR_NONE || memchr(rest.p, '\\', end) || memchr(rest.p, '\n', end))
        return false;
    *out = str_from(rest.p, end);
    *at += end + 2;
    return true;
}

/* "text" at `at`, behind white space. */
static bool accept(struct str s, size_t *at, const char *text)
{
    const size_t n = strlen(text);
    const size_t from = skip_spaces(s, *at);

    if (s.n < from + n || memcmp(s.p + from, text, n) != 0)
        return false;
    *at = from + n;
    return true;
}

/* ---- targets ------------------------------------------------------------------------------- */

/* A literal that is the whole argument or right side. */
static bool read_target(struct str s, size_t at, struct str *out)
{
    at = skip_spaces(s, at);
    if (!read_literal(s, &at, out))
        return false;
    at = skip_spaces(s, at);
    *out = str_trim(*out);
    return out->n && (at >= s.n || (s.p[at] != '+' && s.p[at] != '.'));
}

/* Behind the word "location". */
static bool read_location(struct str s, size_t at, struct str *out)
{
    if (accept(s, &at, ".replace(") || accept(s, &at, ".assign("))
        return read_target(s, at, out);
    (void)accept(s, &at, ".href");
    return accept(s, &at, "=") && (at >= s.n || s.p[at] != '=') && read_target(s, at, out);
}

static bool read_any(const struct lexer *lex, struct str word, bool with_open, struct str *out)
{
    size_t at = lex->at;

    if (str_eq(word, STR("location")))
        return read_location(lex->s, at, out);
    return with_open && str_eq(word, STR("open")) && accept(lex->s, &at, "(") &&
           read_target(lex->s, at, out);
}

struct str script_target(struct str code)
{
    struct lexer lex = { .s = code };
    struct str word, target;

    if (str_starts_nocase(code, STR("javascript:")))
        lex.at = STR("javascript:").n;
    while (next_word(&lex, &word))
        if (read_any(&lex, word, true, &target))
            return target;
    return STR("");
}

/* document.write('<meta http-equiv="refresh" content="0;url=...">'). */
static struct str written_refresh(struct str script)
{
    enum { TAG_BYTES = 60 };
    const size_t tag = str_find_nocase(script, STR("http-equiv"));
    const struct str rest = str_skip(script, tag == STR_NONE ? script.n : tag);
    const size_t refresh = str_find_nocase(str_sub(rest, 0, TAG_BYTES), STR("refresh"));
    const size_t url = refresh == STR_NONE ? STR_NONE : str_find_nocase(rest, STR("url="));

    if (url == STR_NONE || url > 2 * (size_t)TAG_BYTES)
        return STR("");

    const struct str target = str_skip(rest, url + 4);
    size_t n = 0;

    while (n < target.n && !char_is_space(target.p[n]) && !strchr("'\"\\<>;+", target.p[n]))
        n++;
    return str_sub(target, 0, n);
}

/* What stands before the value of the chosen option, "location.href=this": a place to go to. */
static bool is_target_before(struct str before)
{
    static const char *const options[] = { "this", "this.options[this.selectedIndex]",
                                           "this.options[selectedIndex]",
                                           "options[selectedIndex]" };
    static const char *const places[] = { "location=", "location.href=", "location.assign(",
                                          "location.replace(", "open(" };

    for (size_t i = 0; i < COUNT_OF(options); i++) {
        const struct str option = str_of(options[i]);

        for (size_t k = 0; k < COUNT_OF(places) && str_ends(before, option); k++) {
            const struct str left = str_sub(before, 0, before.n - option.n);
            const struct str place = str_of(places[k]);

            if (str_ends(left, place) &&
                (left.n == place.n || class_of(left.p[left.n - place.n - 1]) != WORD))
                return true;
        }
    }
    return false;
}

bool script_goes_to_option(struct str code)
{
    enum { CODE_BYTES = 400 };
    static const char ends[] = ";,)}";
    const struct str value = STR(".value");
    char bytes[CODE_BYTES];
    size_t n = 0, next;

    if (code.n > sizeof bytes)
        return false;
    for (size_t i = 0; i < code.n; i++)
        if (!char_is_space(code.p[i]))
            bytes[n++] = code.p[i];
    code = str_from(bytes, n);
    if (str_starts(code, STR("MM_jumpMenu(")))
        return true;
    for (size_t at = 0; (next = str_find(str_skip(code, at), value)) != STR_NONE;) {
        at += next + value.n;
        if (is_target_before(str_sub(code, 0, at - value.n)) &&
            (at == n || memchr(ends, code.p[at], sizeof ends - 1)))
            return true;
    }
    return false;
}

struct str script_redirect(struct str script)
{
    struct lexer lex = { .s = script };
    struct str word, target, last = STR("");

    while (next_word(&lex, &word)) {
        if (!read_any(&lex, word, false, &target))
            continue;
        if (lex.depth <= 0)
            return target;
        last = target;
    }
    return last.n ? last : written_refresh(script);
}

/* The name that holds document.referrer; itself where none does. */
static struct str name_of_referrer(struct str script)
{
    const struct str property = STR("document.referrer");
    size_t end = str_find(script, property), from;

    if (end == STR_NONE)
        return STR("");
    while (end > 0 && char_is_space(script.p[end - 1]))
        end--;
    if (end < 2 || script.p[end - 1] != '=' || script.p[end - 2] == '=')
        return property;
    for (end--; end > 0 && char_is_space(script.p[end - 1]); end--)
        ;
    for (from = end; from > 0 && class_of(script.p[from - 1]) == WORD; from--)
        ;
    return from < end ? str_sub(script, from, end - from) : property;
}

struct str script_engine_redirect(struct str script)
{
    static const char *const engines[] = { "baidu", "sogou",  "haosou", "so.com",  "360",
                                           "sm.cn", "google", "bing",   "toutiao", "yahoo" };
    enum { CONDITION_BYTES = 600 };
    const struct str name = name_of_referrer(script);
    struct lexer lex = { .s = script };
    struct str word, target;
    size_t asked = STR_NONE; /* where the last condition begins */

    while (name.n && next_word(&lex, &word)) {
        const size_t at = lex.at - word.n;

        if (str_eq(word, STR("if")))
            asked = at;
        else if (str_eq(word, STR("function")))
            asked = STR_NONE;
        if (asked == STR_NONE || at - asked > CONDITION_BYTES ||
            !read_any(&lex, word, false, &target))
            continue;

        const struct str condition = str_sub(script, asked, at - asked);

        if ((str_starts_nocase(target, STR("http")) || str_starts(target, STR("//"))) &&
            str_has(condition, name) && str_has_any(condition, engines, COUNT_OF(engines)))
            return target;
    }
    return STR("");
}

struct str script_alert(struct str script)
{
    struct lexer lex = { .s = script };
    struct str word, text;

    while (next_word(&lex, &word)) {
        size_t at = lex.at;

        if (lex.depth > 0 || !str_eq(word, STR("alert")) || !accept(script, &at, "("))
            continue;
        at = skip_spaces(script, at);
        if (read_literal(script, &at, &text))
            return str_trim(text);
    }
    return STR("");
}

enum { PAGER_PAGES_MAX = 100000 }; /* as counted: only the next one is followed */

/* ---- pagers -------------------------------------------------------------------------------- */

static bool read_number(struct str s, size_t *at, int64_t *out)
{
    const size_t from = skip_spaces(s, *at), end = word_end(s, from);

    *at = end;
    return str_to_i64(str_sub(s, from, end - from), 0, PAGER_PAGES_MAX, out);
}

static bool read_pager(struct str s, size_t at, struct script_pager *out)
{
    if (!accept(s, &at, "(") || !read_number(s, &at, &out->n_pages) || !accept(s, &at, ",") ||
        !read_number(s, &at, &out->at) || !accept(s, &at, ","))
        return false;
    at = skip_spaces(s, at);
    if (!read_literal(s, &at, &out->name) || !accept(s, &at, ","))
        return false;
    at = skip_spaces(s, at);
    return read_literal(s, &at, &out->ending) && out->name.n && out->ending.n;
}

bool script_find_pager(struct str script, struct script_pager *out)
{
    const struct str name = STR("createPageHTML");

    for (size_t from = 0, at; from < script.n; from = at) {
        at = str_find(str_skip(script, from), name);
        if (at == STR_NONE)
            return false;
        at += from + name.n;
        if (read_pager(script, at, out))
            return true;
    }
    return false;
}

/* ---- document.write ------------------------------------------------------------------------ */

static unsigned hex(struct str s, size_t at, size_t n)
{
    unsigned v = 0;

    for (size_t i = at; i < at + n; i++) {
        const char c = i < s.n ? char_lower(s.p[i]) : 0;

        if (char_is_digit(c))
            v = v * 16 + (unsigned)(c - '0');
        else if (c >= 'a' && c <= 'f')
            v = v * 16 + (unsigned)(c - 'a' + 10);
        else
            return 0;
    }
    return v;
}

/* The character's UTF-8 at `to`; bytes. */
static size_t put_char(unsigned c, char *to)
{
    if (c == 0 || c > 0xffff) {
        *to = '?';
        return 1;
    }
    if (c < 0x80) {
        *to = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    to[0] = (char)(0xe0 | c >> 12);
    to[1] = (char)(0x80 | (c >> 6 & 0x3f));
    to[2] = (char)(0x80 | (c & 0x3f));
    return 3;
}

/* One character behind a backslash, appended to `to`. Bytes used. */
static size_t unescape(struct str s, size_t at, char *to, size_t *n)
{
    switch (at < s.n ? s.p[at] : 0) {
    case 'x':
        to[(*n)++] = (char)hex(s, at + 1, 2);
        return 3;
    case 'u':
        *n += put_char(hex(s, at + 1, 4), to + *n);
        return 5;
    case 'n':
    case 'r':
    case 't':
        to[(*n)++] = ' ';
        return 1;
    default:
        to[(*n)++] = at < s.n ? s.p[at] : ' ';
        return 1;
    }
}

/* The string at *at, appended to `to` (which has room for it). is_percent: the text of unescape().
 */
static size_t read_string(struct str s, size_t *at, bool is_percent, char *to)
{
    const char quote = s.p[*at];
    const size_t end = skip_string(s, *at);
    size_t n = 0, i = *at + 1;

    while (i < end && s.p[i] != quote) {
        if (s.p[i] == '\\') {
            i += 1 + unescape(s, i + 1, to, &n);
        } else if (is_percent && s.p[i] == '%' && hex(s, i + 1, 2)) {
            to[n++] = (char)hex(s, i + 1, 2);
            i += 3;
        } else if (is_percent && str_starts(str_skip(s, i), STR("%u")) && hex(s, i + 2, 4)) {
            n += put_char(hex(s, i + 2, 4), to + n);
            i += 6;
        } else {
            to[n++] = s.p[i++];
        }
    }
    *at = end;
    return n;
}

/* The numbers of String.fromCharCode( at `at`, appended to `to` unless it is NULL. Behind them. */
static size_t read_char_codes(struct str s, size_t at, char *to, size_t *n)
{
    int64_t c;

    while (read_number(s, &at, &c)) {
        if (to)
            *n += put_char((unsigned)c, to + *n);
        if (!accept(s, &at, ","))
            break;
    }
    (void)accept(s, &at, ")");
    return at;
}

/*
 * The arguments of document.write at `at`: literals with + or , between them, perhaps in
 * unescape(), or the numbers of characters. Where they end; with `to`, their text goes there, too:
 * it is never longer than what it is written as.
 */
static size_t read_arguments(struct str s, size_t at, char *to, size_t *n)
{
    bool is_percent = false;

    for (;;) {
        at = skip_spaces(s, at);
        if (at >= s.n)
            return s.n;
        if (accept(s, &at, "unescape(") || accept(s, &at, "decodeURIComponent("))
            is_percent = true;
        else if (accept(s, &at, "String.fromCharCode("))
            at = read_char_codes(s, at, to, n);
        else if (s.p[at] == '+' || s.p[at] == ',')
            at++;
        else if (s.p[at] != '"' && s.p[at] != '\'')
            return at;
        else if (to)
            *n += read_string(s, &at, is_percent, to + *n);
        else
            at = skip_string(s, at);
    }
}

/* The first write( or eval(, whose text most likely writes, too; behind its bracket, else the end.
 */
static size_t find_write(struct str script)
{
    struct lexer lex = { .s = script };
    struct str word;

    while (next_word(&lex, &word)) {
        size_t at = lex.at;

        if ((str_eq(word, STR("write")) || str_eq(word, STR("writeln")) ||
             str_eq(word, STR("eval"))) &&
            accept(script, &at, "("))
            return at;
    }
    return script.n;
}

#define ESCAPED_WRITE STR("\\x77\\x72\\x69\\x74\\x65")

/* The same of window["..."]["\x77\x72\x69\x74\x65"](, which is how those write who hide it: what
 * is behind its bracket, else nothing. */
static struct str behind_escaped_write(struct str script)
{
    for (size_t from = 0, n; (n = str_find(str_skip(script, from), ESCAPED_WRITE)) != STR_NONE;) {
        size_t at = from += n + ESCAPED_WRITE.n;

        (void)(accept(script, &at, "\\x6c\\x6e") || accept(script, &at, "\\x6C\\x6E"));
        if ((accept(script, &at, "\"") || accept(script, &at, "'")) && accept(script, &at, "]") &&
            accept(script, &at, "("))
            return str_skip(script, at);
    }
    return str_skip(script, script.n);
}

bool script_may_write_links(struct str script)
{
    const bool writes = str_has(script, STR("write"));

    return (writes && str_has(script, STR("href"))) ||
           (writes && str_has(script, STR("fromCharCode"))) ||
           (writes && str_has(script, STR("unescape("))) || str_has(script, STR("eval(")) ||
           str_has(script, ESCAPED_WRITE);
}

struct script_writes script_writes_of(struct str script)
{
    struct script_writes w = { .rest = script, .escaped = behind_escaped_write(script) };

    if (!w.escaped.n && !str_has(script, STR("write")) && !str_has(script, STR("eval")))
        w.rest = w.escaped;
    return w;
}

/* Each way is looked for once in each part of the script: the escaped one's place is remembered. */
bool script_next_write(struct script_writes *w, struct arena *a, struct str *html)
{
    if (w->escaped.n > w->rest.n) /* the last one, or it lay within arguments */
        w->escaped = behind_escaped_write(w->rest);

    const size_t escaped = w->rest.n - w->escaped.n;
    const size_t at = find_write(str_sub(w->rest, 0, escaped));
    size_t n = 0;

    if (at == w->rest.n)
        return false;

    const size_t end = read_arguments(w->rest, at, NULL, NULL);
    char *to = arena_alloc(a, end - at);

    (void)read_arguments(w->rest, at, to, &n);
    w->rest = str_skip(w->rest, end);
    if (at == escaped)
        w->escaped = behind_escaped_write(w->rest);
    *html = str_from(to, n);
    return true;
}

/* ---- what is hidden ------------------------------------------------------------------------ */

enum { DECLARATION_BYTES = 200 };

/* Whether a declaration hides: "marginLeft" (as scripts say it) and "-999px". */
static bool hides(struct str name, struct str value)
{
    char text[DECLARATION_BYTES];
    struct style style = { 0 };
    size_t n = 0;

    if (name.n * 2 + value.n + 1 > sizeof(text))
        return false;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] != char_lower(name.p[i]))
            text[n++] = '-';
        text[n++] = char_lower(name.p[i]);
    }
    text[n++] = ':';
    memcpy(text + n, value.p, value.n);
    style_read(str_from(text, n + value.n), &style);
    return style.on & (STYLE_DISPLAY | STYLE_VISIBILITY | STYLE_OPACITY | STYLE_FAR | STYLE_MARGIN |
                       STYLE_INDENT | STYLE_FONT_SIZE);
}

static bool list_hides(struct str declarations)
{
    struct str one, rest = declarations, name, value;

    for (bool more = true; more;) {
        more = str_cut(rest, ';', &one, &rest);
        if (str_cut(one, ':', &name, &value) && hides(str_trim(name), value))
            return true;
    }
    return false;
}

/* .style.display = "none", behind ".style."; also cssText. */
static bool sets_style(struct str s, size_t at)
{
    const size_t begin = at;
    struct str name, value;

    while (at < s.n && is_word_char(s.p[at]))
        at++;
    name = str_sub(s, begin, at - begin);
    if (!accept(s, &at, "="))
        return false;
    at = skip_spaces(s, at);
    if (!read_literal(s, &at, &value))
        return false;
    return str_eq(name, STR("cssText")) ? list_hides(value) : hides(name, value);
}

/* ("display", "none") of jQuery's css() and of setAttribute, behind the parenthesis. */
static bool sets_pair(struct str s, size_t at)
{
    struct str name, value;

    at = skip_spaces(s, at);
    if (!read_literal(s, &at, &name) || !accept(s, &at, ","))
        return false;
    at = skip_spaces(s, at);
    if (!read_literal(s, &at, &value))
        return false;
    return str_eq(name, STR("style")) ? list_hides(value) : hides(name, value);
}

/* Behind the closing parenthesis of a lookup, or behind a variable. */
static bool is_hidden_here(struct str s, size_t at)
{
    if (accept(s, &at, ".hide(") || accept(s, &at, ".remove("))
        return true;
    if (accept(s, &at, ".style."))
        return sets_style(s, at);
    return (accept(s, &at, ".css(") || accept(s, &at, ".setAttribute(")) && sets_pair(s, at);
}

static void add_name(struct str *list, size_t *n, struct str name)
{
    if (*n < SCRIPT_NAMES_MAX && name.n)
        list[(*n)++] = name;
}

/* The variable that the lookup at `word` is put into: "x" of x = document.getElementById. */
static struct str variable_before(struct str s, const char *word)
{
    size_t at = (size_t)(word - s.p);

    if (at >= 9 && memcmp(s.p + at - 9, "document.", 9) == 0)
        at -= 9;
    while (at && char_is_space(s.p[at - 1]))
        at--;
    if (!at || s.p[at - 1] != '=')
        return STR("");
    at--;
    while (at && char_is_space(s.p[at - 1]))
        at--;

    const size_t end = at;

    while (at && is_word_char(s.p[at - 1]))
        at--;
    return str_from(s.p + at, end - at);
}

/* x.style.display = "none" within the next lines. */
static bool is_hidden_later(struct str s, size_t at, struct str variable)
{
    struct lexer lex = { .s = str_sub(s, 0, at + 400), .at = at };
    struct str word;

    while (variable.n && next_word(&lex, &word) && lex.depth >= 0)
        if (lex.depth == 0 && str_eq(word, variable) && is_hidden_here(lex.s, lex.at))
            return true;
    return false;
}

/* Most scripts do nothing of the kind; all who do use one of these words. */
static bool may_hide(struct str script)
{
    return str_has(script, STR(".style.")) || str_has(script, STR(".hide(")) ||
           str_has(script, STR(".css(")) || str_has(script, STR(".remove(")) ||
           str_has(script, STR("setAttribute("));
}

void script_find_hidden(struct str script, struct script_hides *out)
{
    struct lexer lex = { .s = script, .outer_only = true };
    struct str word, name;

    if (!may_hide(script))
        return;
    while (next_word(&lex, &word)) {
        const bool is_id = str_eq(word, STR("getElementById"));
        size_t at = lex.at;

        if (lex.depth > 0 || (!is_id && !str_eq(word, STR("$")) && !str_eq(word, STR("jQuery"))) ||
            !accept(script, &at, "("))
            continue;
        at = skip_spaces(script, at);
        if (!read_literal(script, &at, &name) || !accept(script, &at, ")"))
            continue;
        if (!is_hidden_here(script, at) &&
            !(is_id && is_hidden_later(script, at, variable_before(script, word.p))))
            continue;
        if (is_id)
            add_name(out->ids, &out->n_ids, name);
        else if (name.n > 1 && name.p[0] == '#')
            add_name(out->ids, &out->n_ids, str_skip(name, 1));
        else if (name.n > 1 && name.p[0] == '.')
            add_name(out->classes, &out->n_classes, str_skip(name, 1));
    }
}
