// One function for each route that the pages use.
import { address, change, fileOf, get, type Query } from './client'
import type {
  Account,
  AccountFields,
  AccountState,
  AccountWhole,
  AuditLine,
  Availability,
  CheckLine,
  CheckedDraft,
  Counted,
  Deadline,
  Domain,
  Escalation,
  Filing,
  FilingCount,
  FilingKind,
  FilingWhole,
  Finding,
  FindingWhole,
  IndicatorSet,
  IndicatorSetName,
  Lexicon,
  LexiconEntry,
  List,
  ListedFinding,
  NewFiling,
  NewFilingEvent,
  NewNoticeWords,
  NewOrder,
  NewOrderEvent,
  NewRound,
  NewRun,
  NewSchedule,
  NewStatement,
  Notice,
  NoticeWord,
  Order,
  OrderEvidence,
  OrderFinding,
  OrderWhole,
  Overview,
  PostsFile,
  RatePart,
  RegistryPreview,
  ReviewAction,
  Round,
  RoundChange,
  RoundSite,
  RoundWhole,
  Run,
  RunNow,
  Schedule,
  Session,
  Site,
  SiteFields,
  SiteLine,
  SiteOutage,
  SitePlan,
  SiteState,
  Statement,
  Unit,
  UserLine,
  UserReply,
} from './types'

export const session = {
  now: () => get<Session>('/session'),
  open: (name: string, password: string) => change<Session>('POST', '/session', { name, password }),
  close: () => change('DELETE', '/session'),
  password: (old: string, fresh: string) => change('PUT', '/session/password', { old, new: fresh }),
}

export const overview = () => get<Overview>('/overview')

export const sites = {
  list: (query: Query, signal?: AbortSignal) => get<List<SiteLine>>('/sites', query, signal),
  one: (code: string) => get<Site>(`/sites/${code}`),
  availability: (code: string) => get<Availability>(`/sites/${code}/availability`),
  change: (code: string, fields: Partial<SiteFields>) => change<Site>('PATCH', `/sites/${code}`, fields),
  setState: (code: string, state: { state: SiteState; date?: string; filing?: string }) =>
    change<Site>('POST', `/sites/${code}/state`, state),
  remove: (code: string) => change('DELETE', `/sites/${code}`),
}

const accountPath = (id: string) => `/accounts/${encodeURIComponent(id)}`

export const accounts = {
  list: (query: Query, signal?: AbortSignal) => get<List<Account>>('/accounts', query, signal),
  one: (id: string) => get<AccountWhole>(accountPath(id)),
  change: (id: string, fields: AccountFields) => change('PATCH', accountPath(id), fields),
  setState: (id: string, state: { state: AccountState; date?: string; filing?: string }) =>
    change('POST', `${accountPath(id)}/state`, state),
  remove: (id: string) => change('DELETE', accountPath(id)),
  /** `isTrial`: tells what would be read of the file, keeps nothing. */
  putPosts: (id: string, file: File, isTrial: boolean) =>
    change<PostsFile>('PUT', `${accountPath(id)}/posts`, file, { name: file.name, check_only: isTrial ? 1 : null }),
  dropPosts: (id: string) => change('DELETE', `${accountPath(id)}/posts`),
}

export const outages = (query: Query) => get<List<SiteOutage>>('/outages', query)

export const findings = {
  list: (query: Query, signal?: AbortSignal) => get<List<ListedFinding>>('/findings', query, signal),
  one: (site: string, id: string, signal?: AbortSignal) =>
    get<FindingWhole>(`/findings/${site}/${id}`, {}, signal),
  /** The same with one record of its evidence as the page. */
  record: (site: string, id: string, record: number) => get<FindingWhole>(`/findings/${site}/${id}`, { record }),
  toOrder: (query: Query) => get<List<Finding>>('/findings/to-order', query),
  pageAddress: (site: string, id: string, record = 0) => address(`/findings/${site}/${id}/page`, { record: record || undefined }),
  pictureAddress: (site: string, id: string) => address(`/findings/${site}/${id}/picture`),
}

export const reviews = {
  add: (actions: ReviewAction[]) => change<{ ids: number[]; skipped: number }>('POST', '/reviews', { actions }),
  undo: (id: number) => change('DELETE', `/reviews/${id}`),
}

export const units = {
  list: (query: Query, signal?: AbortSignal) => get<List<Unit>>('/units', query, signal),
  add: (unit: Omit<Unit, 'id'>) => change<Unit>('POST', '/units', unit),
  change: (id: number, fields: Partial<Omit<Unit, 'id'>>) => change<Unit>('PATCH', `/units/${id}`, fields),
  remove: (id: number) => change('DELETE', `/units/${id}`),
}

export type UserFields = { title: string; role: UserLine['role']; unit: number }

export const users = {
  list: (query: Query, signal?: AbortSignal) => get<List<UserLine>>('/users', query, signal),
  add: (fields: UserFields & { name: string }) => change<UserReply>('POST', '/users', fields),
  change: (id: number, fields: Partial<UserFields & { disabled: boolean }>) =>
    change<UserLine>('PATCH', `/users/${id}`, fields),
  remove: (id: number) => change('DELETE', `/users/${id}`),
  resetPassword: (id: number) => change<UserReply>('POST', `/users/${id}/password`, {}),
}

export const audit = (query: Query, signal?: AbortSignal) => get<List<AuditLine>>('/audit', query, signal)

export const rules = {
  checks: () => get<{ items: CheckLine[] }>('/checks'),
  sets: () => get<{ items: IndicatorSetName[] }>('/indicators'),
  set: (name: string) => get<IndicatorSet>(`/indicators/${encodeURIComponent(name)}`),
  lexicons: () => get<{ items: Lexicon[] }>('/lexicons'),
  entries: (name: string, query: Query, signal?: AbortSignal) =>
    get<List<LexiconEntry>>(`/lexicons/${encodeURIComponent(name)}/entries`, query, signal),
}

/** Of a file, or of a text that was pasted. */
export const checkDraft = (draft: Blob, query: Query) => change<CheckedDraft>('POST', '/draft', draft, query)
/** The same as a document. */
export const draftResult = (draft: Blob, query: Query) => fileOf('/draft.docx', draft, query)

export const rounds = {
  list: (query: Query, signal?: AbortSignal) => get<List<Round>>('/rounds', query, signal),
  one: (id: number) => get<RoundWhole>(`/rounds/${id}`),
  add: (round: NewRound) => change<Round>('POST', '/rounds', round),
  sites: (id: number, query: Query, signal?: AbortSignal) => get<List<RoundSite>>(`/rounds/${id}/sites`, query, signal),
  statements: (id: number) => get<{ items: Statement[] }>(`/rounds/${id}/statements`),
  state: (id: number, statement: NewStatement) =>
    change<Statement>('POST', `/rounds/${id}/statements`, statement),
  freeze: (id: number) => change('POST', `/rounds/${id}/freeze`),
  remove: (id: number) => change('DELETE', `/rounds/${id}`),
  compare: (id: number, earlier: number) => get<{ items: RoundChange[] }>(`/rounds/${id}/compare/${earlier}`),
  notice: (id: number) => get<Notice>(`/rounds/${id}/notice.json`),
  words: (id: number) => get<{ items: NoticeWord[] }>(`/rounds/${id}/notice`),
  fillWords: (id: number, items: NewNoticeWords) => change('PUT', `/rounds/${id}/notice`, { items }),
  behind: (id: number, n: number, query: Query) =>
    get<List<Finding>>(`/rounds/${id}/numbers/${n}/findings`, query),
  members: (id: number, n: number, query: Query & { of: RatePart }) =>
    get<List<Counted>>(`/rounds/${id}/numbers/${n}/members`, query),
  fileAddress: (id: number, name: 'notice.docx' | 'notice.xlsx') => address(`/rounds/${id}/${name}`),
}

export const runs = {
  list: (query: Query, signal?: AbortSignal) => get<List<Run>>('/runs', query, signal),
  /** The inspection at hand, or the one of a round, or the last. */
  now: (query: Query = {}) => get<RunNow>('/runs/current', query),
  /** Of everything, of some sites, of some accounts, or of what a round holds. */
  start: (what: NewRun) => change('POST', '/runs', what),
  stop: () => change('DELETE', '/runs/current'),
}

export const schedule = {
  now: () => get<Schedule>('/schedule'),
  change: (settings: NewSchedule) => change<Schedule>('PUT', '/schedule', settings),
  ofSite: (code: string) => get<SitePlan>(`/sites/${code}/schedule`),
  changeSite: (code: string, plan: SitePlan) => change<SitePlan>('PUT', `/sites/${code}/schedule`, plan),
}

export const escalations = {
  list: (query: Query, signal?: AbortSignal) => get<List<Escalation>>('/escalations', query, signal),
  fileAddress: (query: Query) => address('/escalations.xlsx', query),
}

export const filings = {
  list: (query: Query, signal?: AbortSignal) => get<List<Filing>>('/filings', query, signal),
  counts: (query: Query, signal?: AbortSignal) => get<{ items: FilingCount[] }>('/filings/counts', query, signal),
  kinds: () => get<{ items: FilingKind[] }>('/filings/kinds'),
  one: (id: number) => get<FilingWhole>(`/filings/${id}`),
  add: (filing: NewFiling) => change<Filing>('POST', '/filings', filing),
  event: (id: number, event: NewFilingEvent) => change<Filing>('POST', `/filings/${id}/events`, event),
  putFile: (id: number, file: File) => change('PUT', `/filings/${id}/files/${encodeURIComponent(file.name)}`, file),
  handedAddress: (id: number, name: string) => address(`/filings/${id}/files/${encodeURIComponent(name)}`),
  fileAddress: (query: Query) => address('/filings.xlsx', query),
}

export const domains = {
  list: (query: Query, signal?: AbortSignal) => get<List<Domain>>('/domains', query, signal),
  fileAddress: (query: Query) => address('/domains.xlsx', query),
}

const evidencePath = (id: number, finding: OrderFinding) => `/orders/${id}/findings/${encodeURIComponent(finding.site)}/${finding.id}`

export const orders = {
  deadline: (days: number) => get<Deadline>('/orders/deadline', { days }),
  list: (query: Query, signal?: AbortSignal) => get<List<Order>>('/orders', query, signal),
  one: (id: number) => get<OrderWhole>(`/orders/${id}`),
  add: (order: NewOrder) =>
    change<Order>('POST', '/orders', order),
  evidence: (id: number, finding: OrderFinding) => get<OrderEvidence>(evidencePath(id, finding)),
  evidenceAddress: (id: number, finding: OrderFinding, what: 'page' | 'picture', seen: 'then' | 'now') =>
    address(`${evidencePath(id, finding)}/${what}`, { seen }),
  event: (id: number, event: NewOrderEvent) =>
    change('POST', `/orders/${id}/events`, event),
  putFile: (id: number, file: File) => change('PUT', `/orders/${id}/files/${encodeURIComponent(file.name)}`, file),
  fileAddress: (id: number, name: string) => address(`/orders/${id}/files/${encodeURIComponent(name)}`),
  sheetAddress: (query: Query) => address('/orders.xlsx', query),
}

export type ListKind = 'sites' | 'accounts'

export const registry = {
  preview: (kind: ListKind, file: File) => change<RegistryPreview>('POST', '/registry/preview', file, { kind }),
  take: (token: string) => change<{ added: number; changed: number }>('POST', '/registry/import', { token }),
  exportAddress: (kind: ListKind) => address(`/registry/${kind}.csv`),
}
