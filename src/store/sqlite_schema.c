#include "base/base.h"

#include "store/sqlite_schema.h"

/*
 * Times are UTC seconds, days are days since 1970-01-01 in China (0 = none), text that is missing
 * is ''. A script, once released, is never changed: a new one is added below it.
 */

/* A finding joins its count, and leaves it. */
#define FINDING_COUNTED                                                                            \
    "  INSERT INTO finding_count VALUES (new.site, new.check_id, new.grade, new.state, 1, 1)"      \
    "    ON CONFLICT (site, check_id, grade, state) DO UPDATE SET n = n + 1,"                      \
    "      changes = changes + 1;"
#define FINDING_UNCOUNTED                                                                          \
    "  UPDATE finding_count SET n = n - 1, changes = changes + 1 WHERE site = old.site"            \
    "    AND check_id = old.check_id AND grade = old.grade AND state = old.state;"

static const char *const scripts[] = {
    /* Units; sites and accounts: what the registry knows of them, and what became of it */
    "CREATE TABLE unit ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  parent INTEGER REFERENCES unit (id)," /* NULL: the top one, number 1 */
    "  name TEXT NOT NULL,"
    "  region TEXT NOT NULL DEFAULT '',"
    "  is_office INTEGER NOT NULL DEFAULT 0" /* supervises its region */
    ") STRICT;"
    "CREATE INDEX unit_parent ON unit (parent);"
    "INSERT INTO unit (id, name, is_office) VALUES (1, '监管单位', 1);"

    "CREATE TABLE site ("
    "  id INTEGER PRIMARY KEY,"
    "  code TEXT NOT NULL UNIQUE,"
    "  unit INTEGER NOT NULL DEFAULT 1,"
    "  is_listed INTEGER NOT NULL DEFAULT 0," /* by the registry */
    "  name TEXT NOT NULL DEFAULT '',"
    "  home TEXT NOT NULL DEFAULT '',"
    "  sponsor TEXT NOT NULL DEFAULT '',"
    "  region TEXT NOT NULL DEFAULT '',"
    "  type TEXT NOT NULL DEFAULT ''," /* the official words */
    "  state TEXT NOT NULL DEFAULT '',"
    "  serves_public INTEGER NOT NULL DEFAULT 0,"
    "  supervisor TEXT NOT NULL DEFAULT '',"
    "  icp TEXT NOT NULL DEFAULT '',"
    "  police TEXT NOT NULL DEFAULT '',"
    "  domains TEXT NOT NULL DEFAULT '',"
    "  platform TEXT NOT NULL DEFAULT '',"
    "  service_link TEXT NOT NULL DEFAULT '',"
    "  state_day INTEGER NOT NULL DEFAULT 0,"                                  /* since when */
    "  filing TEXT NOT NULL DEFAULT '',"                                       /* its document */
    "  last_run INTEGER NOT NULL DEFAULT 0,"                                   /* with a result */
    "  is_account INTEGER GENERATED ALWAYS AS (instr(code, ':') > 0) VIRTUAL," /* account_id_is */
    "  is_main INTEGER NOT NULL DEFAULT 0,"
    "  handle TEXT NOT NULL DEFAULT '',"
    "  source TEXT NOT NULL DEFAULT '',"
    "  filed_name TEXT NOT NULL DEFAULT '',"
    "  download TEXT NOT NULL DEFAULT '',"
    "  menu TEXT NOT NULL DEFAULT '',"
    "  n_results INTEGER NOT NULL DEFAULT 0" /* a run may hand a site over more than once */
    ") STRICT;"
    "CREATE INDEX site_unit ON site (unit);"
    "CREATE INDEX site_kind ON site (is_account, code);"

    "CREATE TABLE registry_change ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  code TEXT NOT NULL," /* of a site, or id of an account */
    "  at INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  field TEXT NOT NULL," /* 'code': it was added */
    "  old TEXT NOT NULL,"
    "  new TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX registry_change_code ON registry_change (code);"
    "CREATE TABLE registry_upload (" /* a file between its preview and its import */
    "  token TEXT PRIMARY KEY,"
    "  kind TEXT NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  bytes BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE account_posts (" /* that people handed in */
    "  site INTEGER PRIMARY KEY REFERENCES site (id),"
    "  name TEXT NOT NULL," /* of the file */
    "  at INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  n_posts INTEGER NOT NULL,"
    "  newest INTEGER NOT NULL," /* a day */
    "  bytes BLOB NOT NULL"
    ") STRICT;",

    /* Runs and sites' results */
    "CREATE TABLE run ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  started INTEGER NOT NULL,"
    "  finished INTEGER NOT NULL DEFAULT 0," /* 0 = not yet */
    "  options TEXT NOT NULL,"
    "  veto INTEGER," /* what it found, counted at its end */
    "  fault INTEGER,"
    "  notice INTEGER"
    ") STRICT;"
    "CREATE TABLE site_result ("
    "  site INTEGER NOT NULL REFERENCES site (id),"
    "  run INTEGER NOT NULL REFERENCES run (id),"
    "  result TEXT NOT NULL," /* the site's line of sites.jsonl */
    "  UNIQUE (site, run)"
    ") STRICT;"
    "CREATE TABLE site_summary (" /* what lists show of a result */
    "  run INTEGER NOT NULL REFERENCES run (id),"
    "  site INTEGER NOT NULL REFERENCES site (id),"
    "  at INTEGER NOT NULL," /* time of the first visit */
    "  verdict TEXT NOT NULL,"
    "  if_confirmed TEXT NOT NULL,"
    "  pages INTEGER NOT NULL,"  /* -1: not said */
    "  newest INTEGER NOT NULL," /* day of the newest dated item, not past the visit; 0: none */
    "  PRIMARY KEY (run, site)"
    ") STRICT, WITHOUT ROWID;",

    /* Findings with their life and the last word on each; rows of review_action are only added */
    "CREATE TABLE finding ("
    "  rowid INTEGER PRIMARY KEY,"
    "  site INTEGER NOT NULL REFERENCES site (id),"
    "  id INTEGER NOT NULL," /* finding_id, its 64 bits read as signed */
    "  check_id TEXT NOT NULL,"
    "  case_id TEXT NOT NULL,"
    "  url TEXT NOT NULL,"
    "  place TEXT NOT NULL,"
    "  excerpt TEXT NOT NULL,"
    "  suggest TEXT NOT NULL,"
    "  measured INTEGER,"
    "  limit_value INTEGER,"
    "  grade TEXT NOT NULL," /* the contract's word */
    "  confidence REAL NOT NULL,"
    "  since INTEGER NOT NULL," /* a day */
    "  detail TEXT NOT NULL,"   /* JSON object */
    "  evidence TEXT NOT NULL,"
    "  first_seen INTEGER NOT NULL,"
    "  last_seen INTEGER NOT NULL,"
    "  last_run INTEGER NOT NULL," /* that saw it */
    "  gone INTEGER NOT NULL DEFAULT 0,"
    "  gone_run INTEGER NOT NULL DEFAULT 0," /* that missed it; kept when it comes back */
    "  n_returns INTEGER NOT NULL DEFAULT 0,"
    "  subject INTEGER NOT NULL DEFAULT 0," /* review_subject */
    "  review INTEGER NOT NULL DEFAULT 0,"  /* review_action.id */
    "  decision INTEGER NOT NULL DEFAULT 0,"
    "  state INTEGER GENERATED ALWAYS AS"
    "    (CASE WHEN gone <> 0 THEN 4 ELSE decision END) VIRTUAL," /* enum finding_state */
    "  first_run INTEGER NOT NULL DEFAULT 0,"                     /* of the last span */
    "  reviewed_after INTEGER NOT NULL DEFAULT 0," /* review_action that held before its return */
    "  UNIQUE (site, id)"
    ") STRICT;"
    "CREATE INDEX finding_subject ON finding (subject, site);"
    "CREATE INDEX finding_review ON finding (review) WHERE review <> 0;"
    "CREATE INDEX finding_group ON finding (site, check_id, grade, state, first_seen);"
    "CREATE INDEX finding_first_seen ON finding (first_seen);"
    /* The earlier runs that saw it, in spans; one that looked at the site and missed it ends one.
     */
    "CREATE TABLE finding_span ("
    "  finding INTEGER NOT NULL," /* its rowid */
    "  first_run INTEGER NOT NULL,"
    "  last_run INTEGER NOT NULL,"
    "  PRIMARY KEY (finding, first_run)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER finding_span_ended AFTER UPDATE OF first_run ON finding"
    "  WHEN new.first_run > old.last_run BEGIN"
    "  INSERT OR REPLACE INTO finding_span VALUES (old.rowid, old.first_run,"
    "    old.last_run - (old.gone <> 0 AND old.gone_run = old.last_run));"
    "END;"
    "CREATE TABLE review_action ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  at INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  kind TEXT NOT NULL,"       /* confirm, dismiss, merge, note, undo */
    "  site TEXT NOT NULL,"       /* code */
    "  finding INTEGER NOT NULL," /* finding.id */
    "  subject INTEGER NOT NULL," /* review_subject */
    "  scope TEXT NOT NULL,"      /* here, site, everywhere */
    "  reason TEXT NOT NULL,"
    "  expires INTEGER NOT NULL," /* a time; 0 = never */
    "  target INTEGER NOT NULL,"  /* finding.id of a merge, id of an undone action */
    "  unit INTEGER NOT NULL DEFAULT 1,"
    "  grade TEXT NOT NULL DEFAULT ''" /* that it was made on */
    ") STRICT;"
    "CREATE INDEX review_action_scope ON review_action (scope) WHERE scope = 'everywhere';"
    "CREATE INDEX review_action_undo ON review_action (target) WHERE kind = 'undo';"
    "CREATE INDEX review_action_finding ON review_action (site, finding);"
    "CREATE INDEX review_action_subject ON review_action (subject) WHERE kind = 'dismiss';"
    "CREATE INDEX review_action_site ON review_action (site, kind, who);",

    /* Counts of findings, kept by triggers; how often a count was changed, so that a site whose
     * findings are as they were is not judged again; a number that changes whenever counts do */
    "CREATE TABLE finding_count ("
    "  site INTEGER NOT NULL,"
    "  check_id TEXT NOT NULL,"
    "  grade TEXT NOT NULL,"
    "  state INTEGER NOT NULL,"
    "  n INTEGER NOT NULL,"
    "  changes INTEGER NOT NULL DEFAULT 0,"
    "  PRIMARY KEY (site, check_id, grade, state)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER finding_added AFTER INSERT ON finding BEGIN" FINDING_COUNTED "END;"
    /* A round may rest on a decision that the finding does not rest on any more. */
    "CREATE TRIGGER finding_changed AFTER UPDATE OF check_id, grade, gone, decision, review"
    "  ON finding WHEN old.state <> new.state OR old.grade <> new.grade"
    "  OR old.check_id <> new.check_id OR old.review <> new.review "
    "BEGIN" FINDING_UNCOUNTED FINDING_COUNTED "END;"
    "CREATE TRIGGER finding_removed AFTER DELETE ON finding BEGIN" FINDING_UNCOUNTED "END;"
    "CREATE TABLE finding_mark (n INTEGER NOT NULL) STRICT;"
    "INSERT INTO finding_mark VALUES (0);"
    "CREATE TRIGGER finding_count_added AFTER INSERT ON finding_count BEGIN"
    "  UPDATE finding_mark SET n = n + 1;"
    "END;"
    "CREATE TRIGGER finding_count_changed AFTER UPDATE ON finding_count BEGIN"
    "  UPDATE finding_mark SET n = n + 1;"
    "END;",

    /* Rounds; what is frozen stays */
    "CREATE TABLE round ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  title TEXT NOT NULL,"
    "  day_from INTEGER NOT NULL,"
    "  day_to INTEGER NOT NULL,"
    "  run INTEGER REFERENCES run (id)," /* NULL: not begun */
    "  indicators TEXT NOT NULL,"
    "  percent INTEGER NOT NULL,"
    "  seed INTEGER NOT NULL,"
    "  created INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  frozen INTEGER NOT NULL DEFAULT 0,"
    "  pins TEXT NOT NULL DEFAULT '{}',"
    "  unit INTEGER NOT NULL DEFAULT 1," /* whose it is */
    "  account_percent INTEGER NOT NULL DEFAULT 100,"
    "  sites_file TEXT NOT NULL DEFAULT ''," /* the lists; '' = it stands on a run */
    "  accounts_file TEXT NOT NULL DEFAULT ''"
    ") STRICT;"
    "CREATE TABLE round_list (" /* all of the lists, drawn or not */
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  site TEXT NOT NULL,"
    "  entry TEXT NOT NULL," /* as its line of sites.jsonl, accounts.jsonl begins */
    "  PRIMARY KEY (round, site)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE round_site ("
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  site TEXT NOT NULL,"
    "  verdict TEXT NOT NULL DEFAULT '',"
    "  result TEXT NOT NULL DEFAULT ''," /* the site's line of sites.jsonl */
    "  state TEXT NOT NULL DEFAULT '',"  /* words of its result: state, waits_for */
    "  waits TEXT NOT NULL DEFAULT '',"
    "  PRIMARY KEY (round, site)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX round_site_verdict ON round_site (round, site, verdict, state, waits);"
    "CREATE TABLE round_statement ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  site TEXT NOT NULL," /* '' = every site */
    "  item TEXT NOT NULL,"
    "  is_fault INTEGER NOT NULL,"
    "  points INTEGER NOT NULL," /* hundredths; -1 = as the set says */
    "  reason TEXT NOT NULL,"
    "  who TEXT NOT NULL,"
    "  at INTEGER NOT NULL"
    ") STRICT;",

    /* What a frozen round keeps: findings, their counts, the numbers of its notice as it was
     * written last, the filings that it counts */
    "CREATE TABLE round_finding ("
    "  rowid INTEGER PRIMARY KEY,"
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  site TEXT NOT NULL,"
    "  id INTEGER NOT NULL,"
    "  check_id TEXT NOT NULL,"
    "  grade TEXT NOT NULL,"
    "  url TEXT NOT NULL,"
    "  place TEXT NOT NULL DEFAULT '',"
    "  excerpt TEXT NOT NULL,"
    "  suggest TEXT NOT NULL DEFAULT '',"
    "  measured INTEGER,"
    "  limit_value INTEGER,"
    "  detail TEXT NOT NULL DEFAULT '{}',"
    "  evidence TEXT NOT NULL DEFAULT '',"
    "  last_seen INTEGER NOT NULL DEFAULT 0,"
    "  is_confirmed INTEGER NOT NULL,"
    "  is_repeat INTEGER NOT NULL"
    ") STRICT;"
    "CREATE UNIQUE INDEX round_finding_id ON round_finding (site, id, round);"
    "CREATE INDEX round_finding_group ON round_finding (round, site, check_id);"
    "CREATE TABLE round_count ("
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  site TEXT NOT NULL,"
    "  check_id TEXT NOT NULL,"
    "  grade TEXT NOT NULL,"
    "  is_confirmed INTEGER NOT NULL,"
    "  n INTEGER NOT NULL,"
    "  n_repeats INTEGER NOT NULL,"
    "  PRIMARY KEY (round, site, check_id, grade, is_confirmed)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE round_numbers ("
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  with_unreviewed INTEGER NOT NULL,"
    "  numbers TEXT NOT NULL," /* JSON: notice.json */
    "  PRIMARY KEY (round, with_unreviewed)"
    ") STRICT;"
    "CREATE TABLE round_filing ("
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  filing INTEGER NOT NULL REFERENCES filing (id),"
    "  PRIMARY KEY (round, filing)"
    ") STRICT, WITHOUT ROWID;",

    /* What a finding was in the run of a round that is not frozen yet, when later runs saw it
     * otherwise; it is decided on by itself */
    "CREATE TABLE finding_then ("
    "  finding INTEGER NOT NULL,"  /* its rowid */
    "  last_run INTEGER NOT NULL," /* that saw it so */
    "  excerpt TEXT NOT NULL,"
    "  suggest TEXT NOT NULL,"
    "  measured ANY,"
    "  limit_value ANY,"
    "  grade TEXT NOT NULL,"
    "  confidence REAL NOT NULL,"
    "  since INTEGER NOT NULL,"
    "  detail TEXT NOT NULL,"
    "  evidence TEXT NOT NULL,"
    "  last_seen INTEGER NOT NULL,"
    "  case_id TEXT NOT NULL DEFAULT '',"
    "  url TEXT NOT NULL DEFAULT '',"
    "  place TEXT NOT NULL DEFAULT '',"
    "  subject INTEGER NOT NULL DEFAULT 0,"
    "  reviewed_after INTEGER NOT NULL DEFAULT 0,"
    "  kept_after INTEGER NOT NULL DEFAULT 0," /* review_action */
    "  PRIMARY KEY (finding, last_run)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX finding_then_subject ON finding_then (subject);"
    "CREATE TRIGGER finding_seen_otherwise BEFORE UPDATE OF last_run ON finding"
    "  WHEN new.last_run > old.last_run AND EXISTS ("
    "    SELECT 1 FROM round r WHERE r.frozen = 0 AND r.run BETWEEN old.first_run AND old.last_run"
    "    AND NOT EXISTS (SELECT 1 FROM finding_then t"
    "                    WHERE t.finding = old.rowid AND t.last_run >= r.run)) "
    "BEGIN"
    "  INSERT INTO finding_then VALUES (old.rowid, old.last_run, old.excerpt, old.suggest,"
    "    old.measured, old.limit_value, old.grade, old.confidence, old.since, old.detail,"
    "    old.evidence, old.last_seen, old.case_id, old.url, old.place, old.subject,"
    "    old.reviewed_after, (SELECT coalesce(max(id), 0) FROM review_action));"
    "END;"
    "CREATE TRIGGER round_frozen AFTER UPDATE OF frozen ON round BEGIN"
    "  DELETE FROM finding_then WHERE last_run < coalesce("
    "    (SELECT min(run) FROM round WHERE frozen = 0 AND run > 0), 1 << 62);"
    "END;"
    "CREATE TRIGGER review_of_then AFTER INSERT ON review_action"
    "  WHEN new.kind IN ('dismiss', 'undo') BEGIN"
    "  UPDATE finding_count SET changes = changes + 1 WHERE site IN (SELECT f.site"
    "    FROM finding_then t JOIN finding f ON f.rowid = t.finding WHERE t.subject ="
    "      CASE new.kind WHEN 'undo' THEN"
    "        (SELECT subject FROM review_action WHERE id = new.target) ELSE new.subject END"
    "    UNION SELECT s.id FROM site s JOIN review_action a ON a.site = s.code"
    "      WHERE new.kind = 'undo' AND a.id = new.target);"
    "END;",

    /* Orders to repair; events are only added */
    "CREATE TABLE repair_order ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  unit INTEGER NOT NULL REFERENCES unit (id),"
    "  created INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  days INTEGER NOT NULL,"
    "  deadline INTEGER NOT NULL," /* a day */
    "  is_sure INTEGER NOT NULL,"
    "  demand TEXT NOT NULL,"
    "  state INTEGER NOT NULL,"                   /* enum order_state */
    "  changed INTEGER NOT NULL,"                 /* time */
    "  explained_day INTEGER NOT NULL DEFAULT 0," /* of the explanation that holds */
    "  issuer INTEGER NOT NULL DEFAULT 1"         /* unit; those below it do not undo it */
    ") STRICT;"
    "CREATE INDEX repair_order_unit ON repair_order (unit, state);"
    "CREATE TABLE order_finding ("
    "  repair_order INTEGER NOT NULL REFERENCES repair_order (id),"
    "  site TEXT NOT NULL,"
    "  id INTEGER NOT NULL,"
    "  subject INTEGER NOT NULL,"
    "  check_id TEXT NOT NULL,"
    "  url TEXT NOT NULL,"
    "  place TEXT NOT NULL,"
    "  excerpt TEXT NOT NULL,"
    "  detail TEXT NOT NULL,"
    "  evidence TEXT NOT NULL,"
    "  grade TEXT NOT NULL,"
    "  is_repeat INTEGER NOT NULL,"
    "  outcome INTEGER NOT NULL DEFAULT 0,"
    "  outcome_at INTEGER NOT NULL DEFAULT 0,"
    "  outcome_reason TEXT NOT NULL DEFAULT '',"
    "  outcome_evidence TEXT NOT NULL DEFAULT '',"
    "  outcome_excerpt TEXT NOT NULL DEFAULT '',"
    "  PRIMARY KEY (repair_order, site, id)"
    ") STRICT;"
    "CREATE INDEX order_finding_id ON order_finding (site, id);"
    "CREATE INDEX order_finding_subject ON order_finding (subject, site);"
    "CREATE TABLE order_event ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  repair_order INTEGER NOT NULL REFERENCES repair_order (id),"
    "  at INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  text TEXT NOT NULL,"
    "  document TEXT NOT NULL,"
    "  day INTEGER NOT NULL,"
    "  measure TEXT NOT NULL DEFAULT ''" /* how it was escalated */
    ") STRICT;"
    "CREATE INDEX order_event_order ON order_event (repair_order);"
    "CREATE INDEX order_event_measure ON order_event (at) WHERE kind IN ('remind', 'escalate');"
    "CREATE TABLE order_blob (" /* contents of files, of filings too */
    "  hash TEXT PRIMARY KEY,"
    "  bytes BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE order_file ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  repair_order INTEGER NOT NULL REFERENCES repair_order (id),"
    "  name TEXT NOT NULL,"
    "  hash TEXT NOT NULL REFERENCES order_blob (hash),"
    "  n_bytes INTEGER NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  who TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX order_file_order ON order_file (repair_order);",

    /* What units report and apply for; events are only added */
    "CREATE TABLE filing ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  kind TEXT NOT NULL,"
    "  unit INTEGER NOT NULL REFERENCES unit (id),"
    "  subject TEXT NOT NULL," /* code of a site or account; '' = about none */
    "  domain TEXT NOT NULL,"
    "  document TEXT NOT NULL,"
    "  text TEXT NOT NULL,"
    "  submitted INTEGER NOT NULL," /* a day */
    "  deadline INTEGER NOT NULL,"  /* a day; 0 = there is none */
    "  is_sure INTEGER NOT NULL,"
    "  state INTEGER NOT NULL," /* enum filing_state */
    "  created INTEGER NOT NULL,"
    "  changed INTEGER NOT NULL,"
    "  who TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX filing_unit ON filing (unit, state);"
    "CREATE TABLE filing_event ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  filing INTEGER NOT NULL REFERENCES filing (id),"
    "  at INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  step INTEGER NOT NULL," /* enum filing_step */
    "  text TEXT NOT NULL,"
    "  document TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX filing_event_filing ON filing_event (filing);"
    "CREATE TABLE filing_file ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  filing INTEGER NOT NULL REFERENCES filing (id),"
    "  name TEXT NOT NULL,"
    "  hash TEXT NOT NULL REFERENCES order_blob (hash),"
    "  n_bytes INTEGER NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  who TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX filing_file_filing ON filing_file (filing);",

    /* The record of visits to home pages; a day of a site is one row of packed tries */
    "CREATE TABLE probe_day ("
    "  rowid INTEGER PRIMARY KEY,"
    "  site INTEGER NOT NULL REFERENCES site (id),"
    "  day INTEGER NOT NULL,"
    "  tries BLOB NOT NULL,"
    "  UNIQUE (site, day)"
    ") STRICT;"
    "CREATE INDEX probe_day_day ON probe_day (day);"
    "CREATE TABLE outage ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  site TEXT NOT NULL," /* code */
    "  began INTEGER NOT NULL,"
    "  alarmed INTEGER NOT NULL,"
    "  ended INTEGER NOT NULL DEFAULT 0," /* 0 = not yet */
    "  reason INTEGER NOT NULL,"
    "  status INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX outage_site ON outage (site, ended);"
    "CREATE INDEX outage_began ON outage (began);",

    /* Inspections that were asked for in the pages, and those that start by themselves */
    "CREATE TABLE asked_run ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  at INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  sites TEXT NOT NULL," /* codes; '' = all that are registered */
    "  unit INTEGER NOT NULL,"
    "  checks TEXT NOT NULL,"             /* ids; '' = all */
    "  state INTEGER NOT NULL DEFAULT 0," /* enum asked_state */
    "  started INTEGER NOT NULL DEFAULT 0,"
    "  ended INTEGER NOT NULL DEFAULT 0,"
    "  is_stop_asked INTEGER NOT NULL DEFAULT 0,"
    "  error TEXT NOT NULL DEFAULT '',"
    "  progress TEXT NOT NULL DEFAULT '',"
    "  accounts TEXT NOT NULL DEFAULT '',"
    "  kind INTEGER NOT NULL DEFAULT 0," /* enum plan_kind */
    "  keeps_hours INTEGER NOT NULL DEFAULT 0,"
    "  round INTEGER NOT NULL DEFAULT 0,"
    "  run INTEGER NOT NULL DEFAULT 0," /* that it became */
    "  left_sites TEXT NOT NULL DEFAULT ''"
    ") STRICT;"
    "CREATE INDEX asked_run_open ON asked_run (state) WHERE state < 2;"
    "CREATE INDEX asked_run_run ON asked_run (run) WHERE run > 0;"
    "CREATE TABLE schedule ("
    "  id INTEGER PRIMARY KEY CHECK (id = 1),"
    "  nightly INTEGER NOT NULL DEFAULT 0,"
    "  nightly_at INTEGER NOT NULL DEFAULT 90," /* minutes since midnight, in China */
    "  weekly INTEGER NOT NULL DEFAULT 0,"
    "  weekly_day INTEGER NOT NULL DEFAULT 6," /* Monday 1 */
    "  weekly_at INTEGER NOT NULL DEFAULT 90,"
    "  quiet_from INTEGER NOT NULL DEFAULT 0," /* as quiet_to: there is none */
    "  quiet_to INTEGER NOT NULL DEFAULT 0,"
    "  since INTEGER NOT NULL DEFAULT 0"
    ") STRICT;"
    "INSERT INTO schedule (id) VALUES (1);"
    "CREATE TABLE site_schedule ("
    "  code TEXT PRIMARY KEY,"
    "  plan INTEGER NOT NULL," /* enum site_plan */
    "  quiet_from INTEGER NOT NULL,"
    "  quiet_to INTEGER NOT NULL,"
    "  rate REAL NOT NULL" /* 0 = as all */
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE planned_run (" /* that were started */
    "  kind INTEGER NOT NULL,"   /* enum plan_kind */
    "  day INTEGER NOT NULL,"
    "  run INTEGER NOT NULL," /* of asked_run; 0 = there was no site for it */
    "  PRIMARY KEY (kind, day)"
    ") STRICT, WITHOUT ROWID;",

    /* Who works with the office, and what they changed */
    "CREATE TABLE user ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  name TEXT NOT NULL UNIQUE,"
    "  title TEXT NOT NULL,"
    "  role TEXT NOT NULL," /* admin, inspector, reviewer, operator, leader */
    "  unit INTEGER NOT NULL REFERENCES unit (id),"
    "  password TEXT NOT NULL," /* its hash */
    "  must_change INTEGER NOT NULL,"
    "  is_disabled INTEGER NOT NULL DEFAULT 0,"
    "  created INTEGER NOT NULL,"
    "  seen INTEGER NOT NULL DEFAULT 0"
    ") STRICT;"
    "CREATE TABLE session ("
    "  token BLOB PRIMARY KEY," /* its hash */
    "  user INTEGER NOT NULL REFERENCES user (id),"
    "  csrf TEXT NOT NULL,"
    "  created INTEGER NOT NULL,"
    "  used INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX session_user ON session (user);"
    "CREATE TABLE login_failure ("
    "  key TEXT PRIMARY KEY," /* a name or an address */
    "  n INTEGER NOT NULL,"
    "  last INTEGER NOT NULL,"
    "  locked_until INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE audit ("
    "  id INTEGER PRIMARY KEY,"
    "  at INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  action TEXT NOT NULL,"
    "  subject TEXT NOT NULL,"
    "  old TEXT NOT NULL,"
    "  new TEXT NOT NULL,"
    "  hash TEXT NOT NULL"
    ") STRICT;"
    "CREATE TRIGGER audit_kept BEFORE UPDATE ON audit "
    "BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;"
    "CREATE TRIGGER audit_stays BEFORE DELETE ON audit "
    "BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;",

    /* 33: what an office fills in of its notices, what a unit says of a single finding; what
     * depends on a thing is found fast */
    "CREATE TABLE notice_word ("
    "  unit INTEGER NOT NULL REFERENCES unit (id),"
    "  round INTEGER NOT NULL," /* 0 = of all rounds of the unit */
    "  field TEXT NOT NULL,"
    "  text TEXT NOT NULL,"
    "  PRIMARY KEY (unit, round, field)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE order_claim (" /* what a unit said of a finding; only added */
    "  repair_order INTEGER NOT NULL REFERENCES repair_order (id),"
    "  site TEXT NOT NULL,"
    "  id INTEGER NOT NULL,"
    "  event INTEGER NOT NULL REFERENCES order_event (id)," /* with which it was said */
    "  claim INTEGER NOT NULL,"                             /* enum order_claim */
    "  text TEXT NOT NULL,"
    "  PRIMARY KEY (repair_order, site, id, event)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX round_list_site ON round_list (site);"
    "CREATE INDEX site_summary_site ON site_summary (site);"
    "CREATE INDEX filing_subject ON filing (subject) WHERE subject <> '';"
    "CREATE INDEX asked_run_round ON asked_run (round) WHERE round > 0;"
    "CREATE INDEX review_action_unit ON review_action (unit) WHERE unit <> 1;",
};

/* One of the first three has the fourth, ASCII letters without case. */
static int64_t row_has_text(const struct str *args)
{
    bool has_letters = false;

    for (size_t i = 0; i < args[3].n; i++)
        has_letters |= char_lower(args[3].p[i]) >= 'a' && char_lower(args[3].p[i]) <= 'z';
    for (size_t i = 0; i < 3; i++)
        if ((has_letters ? str_find_nocase(args[i], args[3]) : str_find(args[i], args[3])) !=
            STR_NONE)
            return 1;
    return 0;
}

static const struct db_function functions[] = {
    { .name = "row_has_text", .n_args = 4, .call = row_has_text },
};

const struct db_schema sqlite_schema = {
    .title = "巡检结果库",
    .application_id = 0x786a7331, /* "xjs1" */
    .scripts = scripts,
    .n_scripts = COUNT_OF(scripts),
    .n_first = 12,
    .first_version = 32,
    .cache_kib = 6144,
    .functions = functions,
    .n_functions = COUNT_OF(functions),
};
