#include "base/base.h"

#include "web/password.h"

#include <sodium.h>
#include <string.h>

static const unsigned long long operations = crypto_pwhash_OPSLIMIT_INTERACTIVE;
static const size_t memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;

/* Small letters, large ones, digits, others. */
static int n_kinds(struct str s)
{
    bool small = false, large = false, digit = false, other = false;

    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];

        if (c >= 'a' && c <= 'z')
            small = true;
        else if (c >= 'A' && c <= 'Z')
            large = true;
        else if (char_is_digit(c))
            digit = true;
        else
            other = true;
    }
    return small + large + digit + other;
}

enum rc password_check(struct str password, struct str user, struct err *err)
{
    const size_t n = password.n > PASSWORD_CHARS_MAX * 4 ? SIZE_MAX : str_chars(password);

    if (n < PASSWORD_CHARS_MIN || n > PASSWORD_CHARS_MAX)
        return err_set(err, RC_SYNTAX, "密码应为 %d 至 %d 个字符", PASSWORD_CHARS_MIN,
                       PASSWORD_CHARS_MAX);
    if (n_kinds(password) < 3)
        return err_set(err, RC_SYNTAX, "密码应包含大写字母、小写字母、数字、其他字符中的三种");
    if (user.n && str_find_nocase(password, user) != STR_NONE)
        return err_set(err, RC_SYNTAX, "密码不能包含用户名");
    return RC_OK;
}

enum rc password_hash(struct str password, struct arena *a, struct str *out, struct err *err)
{
    char *text = arena_alloc(a, crypto_pwhash_STRBYTES);

    if (sodium_init() < 0 || crypto_pwhash_str_alg(text, password.p, password.n, operations, memory,
                                                   crypto_pwhash_ALG_ARGON2ID13))
        return err_set(err, RC_LIMIT, "内存不足，不能处理密码");
    *out = str_of(text);
    return RC_OK;
}

bool password_fits(struct str password, struct str hash)
{
    /* Of no password that anybody knows. */
    static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
                                 "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    char text[crypto_pwhash_STRBYTES] = { 0 };
    const struct str of = hash.n ? hash : STR("");

    if (sodium_init() < 0 || of.n >= sizeof(text))
        return false;
    memcpy(text, of.n ? of.p : nobody, of.n ? of.n : sizeof(nobody) - 1);

    const int rc = crypto_pwhash_str_verify(text, password.p ? password.p : "", password.n);

    return rc == 0 && hash.n > 0;
}

struct str password_make(struct arena *a)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    enum { N = 16 };
    char *text = arena_alloc(a, N + 1);

    if (sodium_init() < 0)
        return (struct str){ 0 };
    do
        for (size_t i = 0; i < N; i++)
            text[i] = letters[randombytes_uniform(sizeof(letters) - 1)];
    while (n_kinds(str_from(text, N)) < 3);
    return str_from(text, N);
}
