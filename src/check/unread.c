#include "base/base.h"

#include "check/unread.h"

#include "check/host.h"
#include "check/soft_error.h"

/* Pages of the site that show more than the home page does: a challenge or a maintenance page
 * answers at every address with the same text. */
static bool has_pages(const struct site_view *v)
{
    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];

        if (d->kind != PAGE_SHELL && d->kind != PAGE_STUB && d->kind != PAGE_FORM &&
            d->kind != PAGE_SOFT_ERROR && !d->needs_browser && d->likeness != v->home->likeness)
            return true;
    }
    return false;
}

static struct str why(const struct check_set *s, const struct page *home, bool has_other_pages,
                      struct arena *a)
{
    const struct str said = soft_error_of_home(s, home);

    if (!str_is_empty(said))
        return said;
    if (home->kind == PAGE_FORM)
        return STR("首页要求登录，公众看不到内容，请人工核实");
    if (has_other_pages) /* each check says what it misses on such a home page */
        return said;
    if (home->kind == PAGE_STUB)
        return arena_printf(a, "首页只有到 %.*s 的跳转，没有显示网站内容，请人工核实",
                            STR_ARG(home->refresh));
    if (home->kind == PAGE_SHELL)
        return STR("首页没有显示网站内容（由脚本生成，或要求验证后访问），请人工核实");
    return said;
}

void unread_look(const struct check_set *s, bool is_foreign, struct site_view *v, struct arena *a)
{
    if (!v->home)
        return;

    const bool has_other_pages = has_pages(v);

    v->home_unread = is_foreign ? arena_printf(a, "首页转到本站以外的 %.*s，看不到本站内容",
                                               STR_ARG(host_of(v->home_final)))
                                : why(s, v->home, has_other_pages, a);
    v->is_unread = v->home_unread.n > 0 && !has_other_pages;
}
