#include "base/base.h"

#include "store/finding_row.h"

struct stored_finding finding_at(struct stmt *q, int first, struct str site)
{
    return (struct stored_finding){
        .id = (uint64_t)stmt_i64(q, first),
        .finding = {
            .site = site,
            .check = stmt_str(q, first + 1).p,
            .case_id = stmt_str(q, first + 2).p,
            .url = stmt_str(q, first + 3),
            .where = stmt_str(q, first + 4),
            .excerpt = stmt_str(q, first + 5),
            .suggest = stmt_str(q, first + 6),
            .measured = stmt_number(q, first + 7),
            .limit = stmt_number(q, first + 8),
            .grade = grade_of(stmt_str(q, first + 9)),
            .confidence = stmt_real(q, first + 10),
            .since = (int32_t)stmt_i64(q, first + 11),
        },
        .detail_json = stmt_str(q, first + 12),
        .evidence = stmt_str(q, first + 13),
        .first_seen = stmt_i64(q, first + 14),
        .last_seen = stmt_i64(q, first + 15),
        .gone = stmt_i64(q, first + 16),
        .n_returns = stmt_i64(q, first + 17),
    };
}
