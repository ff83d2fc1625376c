// What the API (/api/v1) sends and takes. Times are RFC 3339, days are YYYY-MM-DD.

export type Role = 'admin' | 'inspector' | 'reviewer' | 'operator' | 'leader'
export type Verdict = '合格' | '不合格' | '未能判定'
/** A verdict; `foreseen`: fails when all is confirmed; `missing`: not inspected. */
export type Standing = 'pass' | 'fail' | 'foreseen' | 'unknown' | 'missing'
export type SiteState = '运行' | '申请关停' | '已关停'
export type Grade = 'veto' | 'fault' | 'notice'
export type FindingState = 'unreviewed' | 'confirmed' | 'dismissed' | 'merged' | 'gone'
export type Scope = 'here' | 'site' | 'everywhere'

export interface UnitName {
  id: number
  name: string
}

export interface User {
  id: number
  name: string
  title: string
  role: Role
  unit: UnitName
}

export interface Session {
  user: User
  csrf: string
  must_change_password: boolean
}

export interface List<T> {
  items: T[]
  total: number
  page: number
  per_page: number
  as_of: string | null
  /** A search that gave up before the end: there may be more. */
  is_partial?: boolean
}

export interface Verdicts {
  pass: number
  fail: number
  foreseen: number
  unknown: number
  missing: number
}

/** Regions have a code, types of sites have not. */
export interface Group extends Verdicts {
  code?: string
  name: string
}

export interface CheckFigures {
  id: string
  title: string
  veto: number
  fault: number
  notice: number
  sites: number
}

export interface WorstSite {
  code: string
  name: string
  veto: number
  fault: number
}

export interface TrendPoint {
  run: number
  day: string
  pass: number
  fail: number
  foreseen: number
  unknown: number
}

export interface Overview {
  as_of: string | null
  run: { id: number; started: string; finished: string | null; running: boolean } | null
  sites: Verdicts & { total: number }
  /** Share of the sites with a verdict, 0..1; null while none has one. */
  pass_rate: number | null
  findings: { veto: number; fault: number; notice: number; unreviewed: number }
  regions: Group[]
  types: Group[]
  checks: CheckFigures[]
  worst: WorstSite[]
  trend: TrendPoint[]
  orders: { open: number; overdue: number; replied: number }
}

export interface SiteLine {
  code: string
  name: string
  home: string
  sponsor: string
  unit: UnitName
  region: string
  type: string
  state: SiteState
  /** Not so: inspected, but not in the registry. */
  is_listed: boolean
  standing: Standing
  veto: number
  fault: number
  notice: number
  unreviewed: number
  pages: number | null
  newest: string | null
  as_of: string | null
}

export interface Column {
  title: string
  url: string
  kind: string
  newest: string | null
  items: number
}

export interface Attempt {
  at: string
  reason: string
  status: number
  ms: number
}

/** The site's line of sites.jsonl; only what the pages show. */
export interface SiteResult {
  pages: number
  links: number
  fetched: number
  left: number
  complete: boolean
  incomplete_reason: string | null
  columns: Column[]
  measured: { without_browser: number | null; with_browser: number | null }
  metrics: { attempts?: Attempt[] }
  verdict: Verdict
  if_confirmed: Verdict
  verdict_reason: string | null
  vetoes: { id: string; item: string; rule?: string; n?: number; confirmed?: number }[]
  score: { low: number; high: number; full: number } | null
  indicators: { name: string; version: string }
  unknown: { check: string; reason: string }[]
  not_judged: { id: string; item: string; reason: string }[]
}

export interface SiteChange {
  at: string
  by: string
  field: string
  old: string
  new: string
}

/** What the registry says of a site and people may change. */
export interface SiteFields {
  name: string
  home: string
  sponsor: string
  region: string
  type: string
  serves_public: boolean
  supervisor: string
  icp: string
  police: string
  domains: string
  platform: string
  service_link: string
}

export interface Site extends SiteFields {
  code: string
  unit: UnitName
  state: SiteState
  state_day: string | null
  filing: string
  is_listed: boolean
  standing: Standing
  as_of: string | null
  result: SiteResult | null
  history: SiteChange[]
}

/** What a person decided of a finding. */
export interface Review {
  id: number
  at: string
  by: string
  kind: ReviewKind | 'undo'
  scope: Scope
  reason: string
  expires: string | null
  is_undone?: boolean
}

export interface Finding {
  id: string
  site: string
  site_name: string
  check: string
  check_title: string
  case: string
  url: string
  where: string
  excerpt: string
  suggest: string
  measured: number | null
  limit: number | null
  grade: Grade
  confidence: number
  since: string | null
  first_seen: string
  last_seen: string
  gone: string | null
  returns: number
  detail: Record<string, unknown>
  evidence: string[]
  state: FindingState
  review: Review | null
}

export interface PageText {
  url: string
  title: string
  /** Text around the place, as it stands in the archived page. */
  text: string
  /** Places in `text`; `at` and `n` count characters (code points). */
  marks: { at: number; n: number }[]
  /** There is more text before or after. */
  is_cut?: boolean
  fetched: string | null
}

export interface FindingWhole extends Finding {
  basis?: string
  page: PageText | null
  actions: Review[]
}

export type ReviewKind = 'confirm' | 'dismiss' | 'merge' | 'note'

export interface ReviewAction {
  kind: ReviewKind
  site: string
  finding: string
  scope?: Scope
  reason?: string
  expires?: string
  target?: string
}

export interface Problem {
  title: string
  status: number
  detail?: string
  field?: string
}

export interface Unit {
  id: number
  parent: number | null
  name: string
  region: string
  is_office: boolean
}

export interface UserLine extends User {
  disabled: boolean
  must_change_password: boolean
  created: string | null
  seen: string | null
}

/** `password`: the one that the server made, told this once; null when one was given. */
export interface UserReply {
  user: UserLine
  password: string | null
}

export interface AuditLine {
  id: number
  at: string
  by: string
  action: string
  subject: string
  old: unknown
  new: unknown
  hash: string
}

export interface CheckLine {
  id: string
  title: string
  case: string
  rev: number
}

export interface IndicatorSetName {
  name: string
  title: string
  version: string
  basis: string
  note: string
}

export interface Quantity {
  /** null: no rule says it. */
  value: number | null
  trust: 'open' | 'unconfirmed' | 'local' | 'official'
  basis: string
}

export interface Situation {
  id: string
  text: string
  kind: 'count' | 'availability' | 'person'
  checks: string[]
  at_least: Quantity
  points: Quantity
  is_each: boolean
}

export interface Indicator {
  id: string
  title: string
  category: string
  part: 'veto' | 'deduct' | 'bonus' | 'supervision'
  subject: 'site' | 'portal' | 'account' | 'office'
  full: Quantity
  situations: Situation[]
}

export interface IndicatorSet extends IndicatorSetName {
  indicators: Indicator[]
}

export interface Lexicon {
  name: string
  version: string
  made: string | null
  age_days: number | null
  entries: number
}

export interface Round {
  id: number
  title: string
  from: string
  to: string
  run: number
  indicators: string
  /** Sample of the sites other than portals, in percent. */
  percent: number
  seed: number
  created: string
  by: string
  frozen: string | null
  sites: number
}

export interface RoundState {
  sites: number
  results: number
  pass: number
  fail: number
  unknown: number
  findings: number
  /** Not running any more, so not judged. */
  closed: number
  confirmed: number
  repeats: number
  run_finished: boolean
}

export interface RoundWhole extends Round {
  state: RoundState
}

export interface RoundSite {
  code: string
  name: string
  verdict: Verdict | null
  if_confirmed: Verdict | null
  findings: number
  confirmed: number
}

/** The inspection at hand, or the last one. */
export interface RunNow {
  running: boolean
  /** null: there never was one. */
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped' | null
  error: string | null
  started: string | null
  sites: number
  done: number
  pages: number
  /** Pages a second. */
  rate: number | null
  findings: number
  left_s: number | null
}

/** What a person states of a round, of one site or of all. */
export interface Statement {
  site: string | null
  item: string
  is_fault: boolean
  points: number | null
  reason: string
  by: string
  at: string
}

/** A number of the notice: what is printed where, and what it counts. */
export interface NoticeNumber {
  in: 'docx' | 'xlsx'
  place: string
  text?: string
  value?: number
  rows?: number
  count?: NoticeSelection
  rate?: { part: NoticeSelection; whole: NoticeSelection; decimals: number }
}

/** docs/notice.md tells its fields. */
export interface NoticeSelection {
  of: 'sites' | 'accounts' | 'findings' | 'messages' | 'regions'
  state?: string[]
  verdict?: string[]
  type?: string
  region?: string
  check?: string[] | string
  grade?: Grade[]
  review?: ('confirmed' | 'unreviewed')[]
}

export interface Notice {
  period: string
  rules: string
  include_unreviewed: boolean
  numbers: NoticeNumber[]
}

export type OrderState = 'issued' | 'seen' | 'replied' | 'explained' | 'appealed' | 'returned' | 'closed'
export type OrderEventKind =
  | 'issue'
  | 'seen'
  | 'reply'
  | 'explain'
  | 'appeal'
  | 'approve'
  | 'return'
  | 'recheck'
  | 'rechecked'
  | 'remind'
  | 'escalate'
  | 'reopen'

export interface Order {
  id: number
  unit: UnitName
  created: string
  by: string
  days: number
  deadline: string
  /** Counted by official calendars alone. */
  deadline_is_sure: boolean
  is_overdue: boolean
  demand: string
  state: OrderState
  changed: string
  explained_until: string | null
  n_findings: number
  n_gone: number
  n_still: number
  n_unknown: number
  n_repeats: number
}

export interface OrderEvent {
  id: number
  at: string
  by: string
  kind: OrderEventKind
  text: string
  document: string
  day: string | null
}

export interface OrderFinding {
  site: string
  site_name: string
  id: string
  check: string
  check_title: string
  url: string
  where: string
  excerpt: string
  grade: Grade
  is_repeat: boolean
  outcome: 'gone' | 'still' | 'unknown' | null
  outcome_at: string | null
  outcome_reason: string
  outcome_excerpt: string
}

export interface OrderWhole extends Order {
  findings: OrderFinding[]
  events: OrderEvent[]
  files: { name: string; hash: string; bytes: number; at: string; by: string }[]
  /** The same faults elsewhere in the unit. */
  similar: Finding[]
}

export interface RegistryPreview {
  token: string
  added: { code: string; name: string }[]
  changed: { code: string; name: string; changes: { field: string; title: string; old: string; new: string }[] }[]
  unchanged: number
  absent: { code: string; name: string }[]
  bad: { line: number; reason: string }[]
}

export interface RoundChange {
  code: string
  name: string
  before: Verdict | null
  now: Verdict | null
}

/** A time in which a home page did not open. */
export interface Outage {
  site: string
  began: string
  alarmed: string
  /** null: it goes on. */
  ended: string | null
  reason: string
  reason_title: string
}

export interface SiteOutage extends Outage {
  site_name: string
  minutes: number
}

export interface WatchedHour {
  at: string
  visits: number
  failed: number
  /** Not counted: our own network, a firewall. */
  unknown: number
}

/** The last seven days of visits to a home page. */
export interface Availability {
  as_of: string | null
  from: string
  to: string
  visits: number
  failed: number
  unknown: number
  /** Share of the failed ones, in percent. */
  percent: number | null
  days: number
  days_needed: number
  hours: WatchedHour[]
  outages: Outage[]
}
