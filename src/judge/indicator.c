#include "base/base.h"

#include "judge/indicator.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/yaml_file.h"
#include "judge/indicator_check.h"
#include "judge/indicator_file.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name, *title;
} trusts[] = {
    [TRUST_OPEN] = { "open", "未定" },
    [TRUST_UNCONFIRMED] = { "unconfirmed", "未经核实" },
    [TRUST_LOCAL] = { "local", "地方规定" },
    [TRUST_OFFICIAL] = { "official", "国家规定" },
};

const char *trust_name(enum trust trust)
{
    return trusts[trust].name;
}

const char *trust_title(enum trust trust)
{
    return trusts[trust].title;
}

const struct quantity *indicator_number(const struct indicator_set *set, const char *name)
{
    for (size_t i = 0; i < set->n_numbers; i++)
        if (str_eq(set->numbers[i].name, str_of(name)))
            return &set->numbers[i].quantity;
    return NULL;
}

bool indicator_says(const struct indicator *in, const struct situation *s, struct str id,
                    bool is_fault)
{
    return str_eq(id, s->id) || (str_eq(id, in->id) && (!is_fault || in->n_situations == 1));
}

bool indicator_may_state(const struct indicator_set *set, struct str id, bool is_fault)
{
    for (size_t i = 0; i < set->n_indicators; i++)
        for (size_t k = 0; k < set->indicators[i].n_situations; k++)
            if (indicator_says(&set->indicators[i], &set->indicators[i].situations[k], id,
                               is_fault))
                return true;
    return false;
}

const struct category *indicator_category(const struct indicator_set *set, struct str title)
{
    for (size_t i = 0; i < set->n_categories; i++)
        if (str_eq(set->categories[i].title, title))
            return &set->categories[i];
    return NULL;
}

/* ---- from the file's structs to the set, which is changed in place ---- */

struct reader {
    const char *path;
    struct str dir; /* of the files that it may extend; empty: none */
    struct str text;
    struct arena *a;
    struct err *err;
    int depth;
};

/* The line where the object is named: "id: W4.1", "name: x", "title: y"; 0 when it is not here. */
static size_t line_of(struct str text, struct str id)
{
    static const char *const keys[] = { "id: ", "name: ", "title: " };
    struct str line;

    for (size_t n = 1; str_line(&text, &line); n++)
        for (size_t i = 0; i < COUNT_OF(keys); i++) {
            const size_t at = str_find(line, str_of(keys[i]));
            const struct str rest = str_skip(line, at + strlen(keys[i]));

            if (at != STR_NONE && id.n && str_starts(rest, id) &&
                (rest.n == id.n || strchr(" ,}\r\"", rest.p[id.n])))
                return n;
        }
    return 0;
}

static enum rc refuse(const struct reader *r, struct str id, struct str reason)
{
    const size_t line = line_of(r->text, id);

    if (line)
        return err_set(r->err, RC_SYNTAX, "%s:%zu：%.*s：%.*s", r->path, line, STR_ARG(id),
                       STR_ARG(reason));
    return err_set(r->err, RC_SYNTAX, "%s：%.*s：%.*s", r->path, STR_ARG(id), STR_ARG(reason));
}

static struct str text_of(const struct reader *r, const char *s)
{
    return s ? arena_copy(r->a, str_of(s)) : (struct str){ 0 };
}

enum { VALUE_MAX = 1000000 };

static enum rc take_value(const struct reader *r, struct str id, const double *from, int64_t *to)
{
    if (!from)
        return RC_OK;
    if (!isfinite(*from) || *from < -VALUE_MAX || *from > VALUE_MAX)
        return refuse(r, id, STR("数值应在 -1000000 至 1000000 之间"));
    *to = (int64_t)lround(*from * QUANTITY_ONE);
    return RC_OK;
}

static enum rc take_quantity(const struct reader *r, struct str id, const struct file_quantity *f,
                             struct quantity *out)
{
    enum rc rc;

    *out = (struct quantity){ 0 };
    if (!f)
        return RC_OK;
    out->trust = f->status;
    out->basis = text_of(r, f->basis);
    if (f->status == TRUST_OPEN && f->value)
        return refuse(r, id, STR("status 为 open 的数值不能填写 value"));
    if (f->status != TRUST_OPEN && !f->value)
        return refuse(r, id, STR("缺少 value；不知道的数值写 status: open"));
    if ((rc = take_value(r, id, f->value, &out->value)))
        return rc;
    return take_value(r, id, f->minimum, &out->minimum);
}

static const struct str *take_texts(const struct reader *r, char *const *from, size_t n)
{
    struct str *to = arena_array(r->a, struct str, n);

    for (size_t i = 0; i < n; i++)
        to[i] = text_of(r, from[i]);
    return to;
}

/* Room for n more behind the base's, which are copied. */
static void *extended(struct arena *a, const void *base, size_t n_base, size_t n, size_t size)
{
    char *all = arena_calloc(a, n_base + n, size);

    if (n_base)
        memcpy(all, base, n_base * size);
    return all;
}

static enum rc take_numbers(const struct reader *r, const struct file_set *f,
                            struct indicator_set *set)
{
    struct named_quantity *all =
        extended(r->a, set->numbers, set->n_numbers, f->numbers_count, sizeof(*all));

    for (unsigned i = 0; i < f->numbers_count; i++) {
        struct named_quantity *to = &all[set->n_numbers++];
        const struct file_number *from = &f->numbers[i];
        enum rc rc;

        *to = (struct named_quantity){ .name = text_of(r, from->name),
                                       .title = text_of(r, from->title),
                                       .unit = text_of(r, from->unit) };
        if ((rc = take_quantity(r, to->name, &from->quantity, &to->quantity)))
            return rc;
    }
    set->numbers = all;
    return RC_OK;
}

static enum rc take_metrics(const struct reader *r, const struct file_set *f,
                            struct indicator_set *set)
{
    struct metric *all =
        extended(r->a, set->metrics, set->n_metrics, f->metrics_count, sizeof(*all));

    for (unsigned i = 0; i < f->metrics_count; i++) {
        struct metric *to = &all[set->n_metrics++];
        const struct file_metric *from = &f->metrics[i];
        enum rc rc;

        *to = (struct metric){ .name = text_of(r, from->name),
                               .title = text_of(r, from->title),
                               .check = text_of(r, from->check),
                               .grade = from->grade ? from->grade : GRADE_FAULT,
                               .field = text_of(r, from->field),
                               .values = take_texts(r, from->values, from->values_count),
                               .n_values = from->values_count,
                               .is_per_page = from->per_page,
                               .is_per_column = from->per_column };
        if ((rc = take_quantity(r, to->name, from->measured, &to->measured)))
            return rc;
    }
    set->metrics = all;
    return RC_OK;
}

static enum rc take_categories(const struct reader *r, const struct file_set *f,
                               struct indicator_set *set)
{
    struct category *all =
        extended(r->a, set->categories, set->n_categories, f->categories_count, sizeof(*all));

    for (unsigned i = 0; i < f->categories_count; i++) {
        struct category *to = &all[set->n_categories++];
        const struct file_category *from = &f->categories[i];
        enum rc rc;

        *to = (struct category){ .title = text_of(r, from->title), .is_service = from->service };
        if ((rc = take_quantity(r, to->title, &from->full, &to->full)))
            return rc;
    }
    set->categories = all;
    return RC_OK;
}

static enum rc take_situation(const struct reader *r, const struct indicator_set *set,
                              const struct file_situation *from, struct situation *to)
{
    enum rc rc;

    *to = (struct situation){ .id = text_of(r, from->id),
                              .text = text_of(r, from->text),
                              .kind = from->by,
                              .is_each = from->each };
    for (unsigned i = 0; i < from->count_count; i++) {
        size_t k = 0;

        while (k < set->n_metrics && k < METRICS_MAX &&
               !str_eq(set->metrics[k].name, str_of(from->count[i])))
            k++;
        if (k == set->n_metrics || k == METRICS_MAX)
            return refuse(r, to->id, arena_printf(r->a, "没有计数项 %s", from->count[i]));
        to->metrics |= UINT64_C(1) << k;
    }
    if ((rc = take_quantity(r, to->id, from->at_least, &to->at_least)))
        return rc;
    if (!from->at_least) /* one is enough, which needs no authority */
        to->at_least = (struct quantity){ .value = QUANTITY_ONE,
                                          .trust = TRUST_OFFICIAL,
                                          .basis = STR("出现即认定") };
    return take_quantity(r, to->id, from->points, &to->points);
}

static enum rc take_indicator(const struct reader *r, const struct indicator_set *set,
                              const struct file_indicator *from, struct indicator *to)
{
    struct situation *situations = arena_array(r->a, struct situation, from->situations_count);
    enum rc rc = RC_OK;

    *to = (struct indicator){ .id = text_of(r, from->id),
                              .title = text_of(r, from->title),
                              .category = text_of(r, from->category),
                              .part = from->part,
                              .subject = from->applies,
                              .is_service = from->service,
                              .situations = situations,
                              .n_situations = from->situations_count };
    for (unsigned i = 0; !rc && i < from->situations_count; i++)
        rc = take_situation(r, set, &from->situations[i], &situations[i]);
    return rc ? rc : take_quantity(r, to->id, from->full, &to->full);
}

/* One with an id of the base takes its place. */
static enum rc take_indicators(const struct reader *r, const struct file_set *f,
                               struct indicator_set *set)
{
    const size_t n_base = set->n_indicators;
    struct indicator *all =
        extended(r->a, set->indicators, n_base, f->indicators_count, sizeof(*all));

    for (unsigned i = 0; i < f->indicators_count; i++) {
        size_t at = 0;
        enum rc rc;

        while (at < n_base && !str_eq(all[at].id, str_of(f->indicators[i].id)))
            at++;
        if (at == n_base)
            at = set->n_indicators++;
        if ((rc = take_indicator(r, set, &f->indicators[i], &all[at])))
            return rc;
    }
    set->indicators = all;
    return RC_OK;
}

static enum rc take_constraints(const struct reader *r, const struct file_set *f,
                                struct indicator_set *set)
{
    struct constraint *all =
        extended(r->a, set->constraints, set->n_constraints, f->constraints_count, sizeof(*all));

    for (unsigned i = 0; i < f->constraints_count; i++) {
        struct constraint *to = &all[set->n_constraints++];
        const struct file_constraint *from = &f->constraints[i];
        enum rc rc;

        to->ids = take_texts(r, from->sum, from->sum_count);
        to->n = from->sum_count;
        if ((rc = take_quantity(r, to->ids[0], &from->at_least, &to->at_least)))
            return rc;
    }
    set->constraints = all;
    return RC_OK;
}

/* ---- what an extending set does to its base ---- */

/* The number of the set that a change names; the set's arrays are ours, made by extended(). */
static struct quantity *target_of(struct indicator_set *set, struct str id, struct str field)
{
    struct named_quantity *numbers = (struct named_quantity *)(uintptr_t)set->numbers;
    struct category *categories = (struct category *)(uintptr_t)set->categories;
    struct indicator *indicators = (struct indicator *)(uintptr_t)set->indicators;

    for (size_t i = 0; i < set->n_numbers && !field.n; i++)
        if (str_eq(numbers[i].name, id))
            return &numbers[i].quantity;
    for (size_t i = 0; i < set->n_categories && str_eq(field, STR("full")); i++)
        if (str_eq(categories[i].title, id))
            return &categories[i].full;
    for (size_t i = 0; i < set->n_indicators; i++) {
        struct situation *s = (struct situation *)(uintptr_t)indicators[i].situations;

        if (str_eq(indicators[i].id, id) && str_eq(field, STR("full")))
            return &indicators[i].full;
        for (size_t k = 0; k < indicators[i].n_situations; k++) {
            if (str_eq(s[k].id, id) && str_eq(field, STR("at_least")))
                return &s[k].at_least;
            if (str_eq(s[k].id, id) && str_eq(field, STR("points")))
                return &s[k].points;
        }
    }
    return NULL;
}

static enum rc take_changes(const struct reader *r, const struct file_set *f,
                            struct indicator_set *set)
{
    for (unsigned i = 0; i < f->changes_count; i++) {
        const struct file_change *change = &f->changes[i];
        const struct str id = str_of(change->id);
        struct quantity *q = target_of(set, id, str_of(change->field));
        enum rc rc;

        if (!q)
            return refuse(r, id,
                          STR("被继承的指标中没有这个数值（field 为 full、at_least、points 之一，"
                              "或不写）"));
        if ((rc = take_quantity(r, id, &change->quantity, q)))
            return rc;
    }
    return RC_OK;
}

static void weaken(struct quantity *q)
{
    if (q->trust > TRUST_UNCONFIRMED)
        q->trust = TRUST_UNCONFIRMED;
}

/* What was inherited may have been changed by a text that nobody here has seen. */
static void distrust(const struct reader *r, struct indicator_set *set)
{
    struct named_quantity *numbers =
        extended(r->a, set->numbers, set->n_numbers, 0, sizeof(*numbers));
    struct category *categories =
        extended(r->a, set->categories, set->n_categories, 0, sizeof(*categories));
    struct indicator *indicators =
        extended(r->a, set->indicators, set->n_indicators, 0, sizeof(*indicators));

    for (size_t i = 0; i < set->n_numbers; i++)
        weaken(&numbers[i].quantity);
    for (size_t i = 0; i < set->n_categories; i++)
        weaken(&categories[i].full);
    for (size_t i = 0; i < set->n_indicators; i++) {
        struct situation *s =
            extended(r->a, indicators[i].situations, indicators[i].n_situations, 0, sizeof(*s));

        weaken(&indicators[i].full);
        for (size_t k = 0; k < indicators[i].n_situations; k++) {
            weaken(&s[k].at_least);
            weaken(&s[k].points);
        }
        indicators[i].situations = s;
    }
    set->numbers = numbers;
    set->categories = categories;
    set->indicators = indicators;
}

/* ---- files ---- */

static enum rc load(struct reader *r, struct indicator_set *out);

static enum rc load_base(const struct reader *r, const struct file_set *f,
                         struct indicator_set *set)
{
    AUTO(buf_done) struct buf text = { 0 };
    struct reader base = *r;
    enum rc rc;

    if (!r->dir.n ||
        strspn(f->extends, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(f->extends))
        return refuse(r, str_of(f->name), STR("extends 应是同一文件夹中另一套指标的名称"));
    if (++base.depth >= INDICATOR_DEPTH_MAX)
        return refuse(r, str_of(f->name), STR("extends 层次过多或互相引用"));
    base.path = arena_printf(r->a, "%.*s/%s.yaml", STR_ARG(r->dir), f->extends).p;
    if ((rc = file_read(base.path, INDICATOR_FILE_BYTES_MAX, &text, r->err)))
        return rc;
    base.text = buf_str(&text);
    if ((rc = load(&base, set)))
        return rc;
    if (f->distrust)
        distrust(r, set);
    return RC_OK;
}

static enum rc take(const struct reader *r, const struct file_set *f, struct indicator_set *set)
{
    enum rc rc = RC_OK;

    if (f->format != 1)
        return err_set(r->err, RC_SYNTAX, "%s：format 为 %lld，本程序只认 1", r->path,
                       (long long)f->format);
    if (f->extends)
        rc = load_base(r, f, set);
    if (rc)
        return rc;
    set->name = text_of(r, f->name);
    set->title = text_of(r, f->title);
    set->version = text_of(r, f->version);
    set->basis = text_of(r, f->basis);
    set->note = text_of(r, f->note);
    set->extends = text_of(r, f->extends);
    if ((rc = take_numbers(r, f, set)) || (rc = take_metrics(r, f, set)) ||
        (rc = take_categories(r, f, set)) || (rc = take_indicators(r, f, set)) ||
        (rc = take_constraints(r, f, set)))
        return rc;
    return take_changes(r, f, set);
}

static uint64_t hash_of(uint64_t base, struct str text)
{
    AUTO(buf_done) struct buf b = { 0 };

    buf_add(&b, str_from((const char *)&base, sizeof(base)));
    buf_add(&b, text);
    return str_hash(buf_str(&b));
}

static enum rc load(struct reader *r, struct indicator_set *out)
{
    struct indicator_set set = { 0 };
    struct set_fault fault;
    void *data = NULL;
    enum rc rc = yaml_file_load(r->path, r->text,
                                "status 只能是 official、local、unconfirmed、open，其他词表见 "
                                "docs/indicators.md",
                                &indicator_file_schema, &data, r->err);

    if (rc)
        return rc;
    rc = take(r, data, &set);
    yaml_file_free(&indicator_file_schema, data);
    if (rc)
        return rc;
    if (!indicator_check(&set, r->a, &fault))
        return refuse(r, fault.id, fault.reason);
    set.hash = hash_of(set.hash, r->text);
    *out = set;
    return RC_OK;
}

enum rc indicator_parse(const char *path, struct str text, struct arena *a,
                        struct indicator_set *out, struct err *err)
{
    struct reader r = { .path = path, .text = text, .a = a, .err = err };

    return load(&r, out);
}

enum rc indicator_load_file(const char *path, struct arena *a, struct indicator_set *out,
                            struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };
    const char *slash = strrchr(path, '/');
    struct reader r = { .path = path,
                        .dir = slash ? str_from(path, (size_t)(slash - path)) : STR("."),
                        .a = a,
                        .err = err };
    const enum rc rc = file_read(path, INDICATOR_FILE_BYTES_MAX, &text, err);

    if (rc)
        return rc;
    r.text = buf_str(&text);
    return load(&r, out);
}

enum rc indicator_load(const char *dir, struct str name, struct arena *a, struct indicator_set *out,
                       struct err *err)
{
    for (size_t i = 0; i < name.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.p[i]))
            return err_set(err, RC_NOT_FOUND, "没有“%.*s”这套指标", STR_ARG(name));

    const char *path = arena_printf(a, "%s/%.*s.yaml", dir, STR_ARG(name)).p;
    AUTO(buf_done) struct buf text = { 0 };
    struct err hidden = { 0 };

    if (!name.n || file_read(path, INDICATOR_FILE_BYTES_MAX, &text, &hidden) == RC_IO)
        return err_set(err, RC_NOT_FOUND, "没有“%.*s”这套指标", STR_ARG(name));
    return indicator_load_file(path, a, out, err);
}
