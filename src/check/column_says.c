#include "base/base.h"

#include "check/column_says.h"

#include "check/column.h"
#include "check/words.h"

static bool leads_to(const struct page *page, size_t item, struct str url)
{
    return item < page->n_items && page->items[item].link < page->n_links &&
           str_eq(page->links[page->items[item].link].url, url);
}

/* A picture without a word, or a short title, that leads to a text in the column's folder; not a
 * second way ("查看全文") to the item before or behind it. */
static bool leads_inside(const struct page *page, const struct link *l, size_t next_item,
                         const struct undated_rule *rule)
{
    const struct str folder = column_directory(page->url);

    return (!l->text.n || (int64_t)str_chars(l->text) >= rule->inside_chars) &&
           folder.n < l->url.n && str_starts(l->url, folder) && !str_ends(l->url, STR("/")) &&
           !str_eq(l->url, page->url) && !leads_to(page, next_item, l->url) &&
           !(next_item && leads_to(page, next_item - 1, l->url));
}

bool column_has_undated_title(const struct page *page, const struct undated_rule *rule)
{
    size_t k = 0; /* those with a link stand in the order of the links */

    if (page->kind != PAGE_COLUMN || !page->n_items)
        return false;
    for (size_t i = 0; i < page->n_links; i++) {
        const struct link *l = &page->links[i];

        while (k < page->n_items &&
               (page->items[k].link < i || page->items[k].link == ITEM_NO_LINK))
            k++;
        if (l->kind == LINK_PAGE && l->region == REGION_BODY && !l->is_hidden &&
            (k == page->n_items || page->items[k].link != i) &&
            ((int64_t)str_chars(l->text) >= rule->title_chars || leads_inside(page, l, k, rule)))
            return true;
    }
    return words_in(rule->writing, page->text);
}

bool column_says_archived(const struct page *page, const struct words *archived)
{
    return page->kind != PAGE_ARTICLE && words_in(archived, page->text);
}
