// What the API (/api/v1) sends and takes. Times are RFC 3339, days are YYYY-MM-DD.

export type Role = 'admin' | 'inspector' | 'reviewer' | 'operator' | 'leader'
export type Verdict = '合格' | '不合格' | '未能判定'
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
}

export interface Verdicts {
  pass: number
  fail: number
  foreseen: number
  unknown: number
  missing: number
}

export interface Group extends Verdicts {
  code: string
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
  unit: UnitName | null
  region: string
  type: string
  state: SiteState
  verdict: Verdict | null
  if_confirmed: Verdict | null
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

export interface Site extends SiteLine {
  serves_public?: boolean
  supervisor?: string
  icp?: string
  police?: string
  domains?: string
  platform?: string
  service_url?: string
  result: SiteResult | null
  history: SiteChange[]
}

export interface Review {
  id: number
  at: string
  by: string
  kind: ReviewKind | 'undo'
  scope: Scope
  reason: string
  expires: string | null
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
  fetched: string | null
}

export interface FindingWhole extends Finding {
  basis: string
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
