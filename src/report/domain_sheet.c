#include "base/base.h"

#include "report/domain_sheet.h"

#include "base/buf.h"
#include "document/grid.h"

static void put_findings(struct grid *g, const struct domain_line *line)
{
    AUTO(buf_done) struct buf text = { 0 };

    for (size_t i = 0; i < line->n_findings; i++) {
        buf_add(&text, i ? STR("；") : STR(""));
        buf_add(&text, line->findings[i].excerpt);
        buf_add(&text, line->findings[i].is_confirmed ? STR("") : STR("（未复核）"));
    }
    grid_text(g, buf_str(&text));
}

enum rc domain_sheet_write(const struct domain_list *list, const char *path, struct err *err)
{
    static const struct grid_column columns[] = {
        { "域名", 34 },       { "类别", 10 },     { "符合后缀规定", 12 }, { "网站名称", 34 },
        { "网站标识码", 14 }, { "网站状态", 10 }, { "单位", 30 },         { "存在的问题", 60 },
    };
    AUTO(grid_done) struct grid g = { 0 };
    const enum rc rc = grid_open(&g, path, err);

    if (rc)
        return rc;
    grid_begin_sheet(&g, "域名", columns, COUNT_OF(columns));
    for (size_t i = 0; i < list->n; i++) {
        const struct domain_line *line = &list->lines[i];

        grid_text(&g, line->domain);
        grid_text(&g, str_of(domain_role_title(line->role)));
        grid_text(&g, line->is_gov ? STR("是") : STR("否"));
        grid_text(&g, line->site_name);
        grid_text(&g, line->site);
        grid_text(&g, line->state);
        grid_text(&g, line->unit_name);
        put_findings(&g, line);
        grid_end_row(&g);
    }
    grid_end_sheet(&g);
    return grid_commit(&g, err);
}
