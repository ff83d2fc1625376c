// What the API (/api/v1) sends and takes, by the names that the pages use: all of it is taken from schema.d.ts, which
// `npm run types` makes of docs/openapi.yaml. Written out here is only what that leaves open ("any JSON").
import type { components, paths } from './schema'

type Path = keyof paths extends infer Whole ? (Whole extends `/api/v1${infer Rest}` ? Rest : never) : never
type Operation<P extends Path, Method extends string> = paths[`/api/v1${P}` & keyof paths][Method & keyof paths[keyof paths]]
type JsonOf<Reply> = Reply extends { content: { 'application/json': infer Body } } ? Body : never

/** The body of the reply to a request that succeeds. */
type Reply<P extends Path, Method extends string = 'get'> =
  Operation<P, Method> extends { responses: infer Replies } ? JsonOf<Replies[keyof Replies & (200 | 201)]> : never
/** What a request takes. */
type Body<P extends Path, Method extends string> =
  Operation<P, Method> extends { requestBody: { content: { 'application/json': infer Taken } } } ? Taken : never
/** One of a list of the API. */
type Item<P extends Path> = Reply<P> extends { items: (infer One)[] } ? One : never
/** `Whole` with the members of `Known` known better. */
type Refined<Whole, Known> = Omit<Whole, keyof Known> & Known

export type List<T> = Refined<Reply<'/units'>, { items: T[] }>
export type Problem = components['responses']['problem']['content']['application/problem+json']

export type Session = Reply<'/session'>
export type User = Session['user']
export type Role = User['role']
export type Unit = Item<'/units'>
export type UnitName = User['unit']
export type UserLine = Item<'/users'>
/** `password`: the one that the server made, told this once; null when one was given. */
export type UserReply = Reply<'/users', 'post'>
export type AuditLine = Item<'/audit'>

export type Overview = Reply<'/overview'>
/** Regions have a code, types of sites have not. */
export type Group = Overview['types'][number] & { code?: string }
export type Verdicts = Omit<Overview['types'][number], 'name'>
export type TrendPoint = Overview['trend'][number]

export type SiteLine = Item<'/sites'>
/** A verdict; `foreseen`: fails when all is confirmed; `missing`: not inspected; `closed`: does not run. */
export type Standing = SiteLine['standing']
/** What lists of sites and of accounts tell alike. */
export interface StandingLine {
  state: string | null
  standing: Standing
  veto: number
  fault: number
  unreviewed: number
  newest: string | null
  as_of: string | null
  posts?: number | null
}
export type SiteState = Body<'/sites/{code}/state', 'post'>['state']
export type Verdict = NonNullable<SiteLine['verdict']>
/** What the registry says of a site and people may change. */
export type SiteFields = Required<Omit<Body<'/sites/{code}', 'patch'>, 'unit'>>
export type Site = Refined<Reply<'/sites/{code}'>, { result: SiteResult | null }>
export type SiteChange = Site['history'][number]

export interface Column {
  title: string
  url: string
  kind: string
  newest: string | null
  items: number
  /** Articles of the column by week, as in SiteResult; empty: none is known to be its own. */
  weeks?: number[]
}

export interface Attempt {
  at: string
  reason: string
  status: number
  ms: number
}

/** A verdict as sites.jsonl and accounts.jsonl have it. */
export interface Judged {
  verdict: Verdict
  if_confirmed: Verdict
  verdict_reason: string | null
  vetoes: { id: string; item: string; rule?: string; n?: number; confirmed?: number }[]
  score: { low: number; high: number; full: number } | null
  indicators: { name: string; version: string }
  unknown: { check: string; reason: string }[]
  not_judged: { id: string; item: string; reason: string }[]
}

/** The site's line of sites.jsonl; only what the pages show. */
export interface SiteResult extends Judged {
  pages: number
  links: number
  fetched: number
  left: number
  complete: boolean
  incomplete_reason: string | null
  columns: Column[]
  /** Articles by week of publication, the oldest week first; the last one ends with `weeks_until`. Older results lack both. */
  weeks?: number[]
  weeks_until?: string
  measured: { without_browser: number | null; with_browser: number | null }
  metrics: { attempts?: Attempt[] }
}

export type Account = Item<'/accounts'>
export type AccountState = Body<'/accounts/{account}/state', 'post'>['state']
export type AccountWhole = Refined<Reply<'/accounts/{account}'>, { result: AccountResult | null }>
export type AccountFields = Body<'/accounts/{account}', 'patch'>
/** What the program reads off a file with posts. */
export type PostsFile = Reply<'/accounts/{account}/posts', 'put'>

/** The account's line of accounts.jsonl; only what the pages show. */
export interface AccountResult extends Judged {
  /** Where the posts were seen; empty when they were not. */
  source_grade: string
  /** Why nothing is known of its posts; empty when something is. */
  unseen: string
  posts: number
  newest: string | null
  messages: number
  latest?: { time: string; title: string; url: string }[]
}

type Detailed<Whole> = Refined<Whole, { detail: Record<string, unknown> }>
/** `order`: the open order that has it. */
export type ListedFinding = Detailed<Item<'/findings'>>
export type Finding = Omit<ListedFinding, 'order'>
export type Grade = Finding['grade']
export type FindingState = Finding['state']
/** What a person decided of a finding. */
export type Review = NonNullable<Finding['review']>
export type Scope = Review['scope']
export type FindingWhole = Detailed<Reply<'/findings/{site}/{finding}'>>
/** `at` and `n` of its marks count characters (code points). */
export type PageText = NonNullable<FindingWhole['page']>
export type ReviewAction = Body<'/reviews', 'post'>['actions'][number]
export type ReviewKind = ReviewAction['kind']

export type CheckLine = Item<'/checks'>
export type IndicatorSetName = Item<'/indicators'>
export type IndicatorSet = Reply<'/indicators/{name}'>
export type Indicator = IndicatorSet['indicators'][number]
export type Situation = Indicator['situations'][number]
/** Value null: no rule says it. */
export type Quantity = Indicator['full']
export type Lexicon = Item<'/lexicons'>
export type LexiconEntry = Item<'/lexicons/{name}/entries'>

export type Round = Item<'/rounds'>
export type RoundWhole = Reply<'/rounds/{id}'>
export type NewRound = Body<'/rounds', 'post'>
export type RoundSite = Item<'/rounds/{id}/sites'>
export type RoundChange = Item<'/rounds/{id}/compare/{earlier}'>
/** What a person states of a round, of one site or of all. */
export type Statement = Item<'/rounds/{id}/statements'>
export type NewStatement = Body<'/rounds/{id}/statements', 'post'>
/** The inspection at hand, or the last one. */
export type RunNow = Reply<'/runs/current'>
export type Run = Item<'/runs'>
export type NewRun = Body<'/runs', 'post'>

/** A number of the notice: what is printed where, and what it counts. */
export interface NoticeNumber {
  in: 'docx' | 'xlsx'
  place: string
  text?: string
  value?: number
  rows?: number
  count?: NoticeSelection
  rate?: { part: NoticeSelection; whole: NoticeSelection; open?: NoticeSelection; decimals: number }
}

export type RatePart = 'part' | 'whole' | 'open'
/** A site, an account, a region or a filing that a number counts. */
export type Counted = Item<'/rounds/{id}/numbers/{n}/members'>

/** docs/notice.md tells its fields. */
export interface NoticeSelection {
  of: 'sites' | 'accounts' | 'findings' | 'messages' | 'regions' | 'filings'
  state?: string[]
  verdict?: string[]
  type?: string
  region?: string
  check?: string[] | string
  grade?: Grade[]
  review?: ('confirmed' | 'unreviewed')[]
  /** Of filings: one of GET /filings/kinds; days. */
  kind?: string
  from?: string
  to?: string
}

export interface Notice {
  period: string
  rules: string
  include_unreviewed: boolean
  numbers: NoticeNumber[]
  /** Paragraphs of the document; none of a notice that an earlier version wrote. */
  text?: { style: string; text: string }[]
}

/** What a person fills in of the notice. */
export type NoticeWord = Item<'/rounds/{id}/notice'>
export type NewNoticeWords = Body<'/rounds/{id}/notice', 'put'>['items']

export type Order = Item<'/orders'>
export type OrderState = Order['state']
export type OrderWhole = Refined<Reply<'/orders/{id}'>, { findings: OrderFinding[]; similar: Finding[] }>
export type OrderFinding = Detailed<Reply<'/orders/{id}'>['findings'][number]>
/** Then and now. */
export type OrderEvidence = Record<'then' | 'now', Pick<FindingWhole, 'page' | 'page_problem' | 'has_picture'>>
export type OrderEvent = OrderWhole['events'][number]
export type OrderEventKind = OrderEvent['kind']
export type Deadline = Reply<'/orders/deadline'>
export type NewOrder = Body<'/orders', 'post'>
export type NewOrderEvent = Body<'/orders/{id}/events', 'post'>

export type Escalation = Item<'/escalations'>
export type Filing = Item<'/filings'>
export type FilingState = Filing['state']
export type FilingKind = Item<'/filings/kinds'>
export type FilingCount = Item<'/filings/counts'>
export type FilingWhole = Reply<'/filings/{id}'>
export type NewFiling = Body<'/filings', 'post'>
export type NewFilingEvent = Body<'/filings/{id}/events', 'post'>
export type FilingStep = NewFilingEvent['kind']
export type Domain = Item<'/domains'>
export type Schedule = Reply<'/schedule'>
export type NewSchedule = Body<'/schedule', 'put'>
export type SitePlan = Reply<'/sites/{code}/schedule'>

export type CheckedDraft = Reply<'/draft', 'post'>
export type DraftProblem = CheckedDraft['problems'][number]

export type RegistryPreview = Reply<'/registry/preview', 'post'>

/** The last seven days of visits to a home page. */
export type Availability = Reply<'/sites/{code}/availability'>
export type WatchedHour = Availability['hours'][number]
/** A time in which a home page did not open; `ended` null: it goes on. */
export type Outage = Availability['outages'][number]
export type SiteOutage = Item<'/outages'>
