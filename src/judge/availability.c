#include "base/base.h"

#include "judge/availability.h"

#include <inttypes.h>
#include <math.h>

/* Checked by the reader when a situation needs it. */
static int64_t number(const struct indicator_set *set, const char *name)
{
    const struct quantity *q = indicator_number(set, name);

    return q ? q->value : 0;
}

static int64_t fewest_visits(const struct indicator_set *set)
{
    return number(set, "reach_days") * number(set, "reach_per_day") / QUANTITY_ONE / QUANTITY_ONE;
}

/* failed / n >= percent, in whole numbers: 7 of 140 is 5 % and counts. */
static bool is_bad(const struct indicator_set *set, int64_t n_failed, int64_t n)
{
    return n > 0 && n_failed * 100 * QUANTITY_ONE >= number(set, "reach_percent") * n;
}

enum availability availability_of(const struct indicator_set *set, const struct visits *v)
{
    if (v->days * QUANTITY_ONE < number(set, "reach_days") || v->n < fewest_visits(set))
        return AVAILABILITY_SHORT;
    return is_bad(set, v->n_failed, v->n) ? AVAILABILITY_BAD : AVAILABILITY_GOOD;
}

int64_t availability_failures(const struct indicator_set *set, int64_t n)
{
    const int64_t whole = 100 * QUANTITY_ONE;

    return (number(set, "reach_percent") * n + whole - 1) / whole;
}

double availability_tail(int64_t n, int64_t k, double p)
{
    double sum = 0;

    if (k <= 0)
        return 1;
    if (p <= 0 || p >= 1)
        return p >= 1 && k <= n ? 1 : 0;
    for (int64_t i = k; i <= n; i++)
        sum += exp(lgamma((double)n + 1) - lgamma((double)i + 1) - lgamma((double)(n - i) + 1) +
                   (double)i * log(p) + (double)(n - i) * log1p(-p));
    return sum < 1 ? sum : 1;
}

struct str availability_text(const struct indicator_set *set, const struct visits *v,
                             struct arena *a)
{
    const int64_t fewest = fewest_visits(set);
    const int64_t n = v->n > fewest ? v->n : fewest;
    const int64_t k = availability_failures(set, n);

    return arena_printf(
        a,
        "已访问 %" PRId64 " 次，失败 %" PRId64 " 次，记录 %" PRId64 " 天；认定需要 %" PRId64
        " 天、每天 %" PRId64 " 次，即至少 %" PRId64 " 次；%" PRId64 " 次中有 %" PRId64
        " 次失败即达到 %.4g%%；按此次数，实际失败率为 3%% 的网站被误认定的可能为 %.2g%%",
        v->n, v->n_failed, v->days, number(set, "reach_days") / QUANTITY_ONE,
        number(set, "reach_per_day") / QUANTITY_ONE, fewest, n, k,
        (double)number(set, "reach_percent") / QUANTITY_ONE, 100 * availability_tail(n, k, 0.03));
}
