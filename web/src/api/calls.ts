// One function for each route that the pages use.
import { address, change, get, type Query } from './client'
import type {
  Finding,
  FindingWhole,
  List,
  Overview,
  ReviewAction,
  Session,
  Site,
  SiteLine,
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
}

export const findings = {
  list: (query: Query, signal?: AbortSignal) => get<List<Finding>>('/findings', query, signal),
  one: (site: string, id: string, signal?: AbortSignal) =>
    get<FindingWhole>(`/findings/${site}/${id}`, {}, signal),
  pageAddress: (site: string, id: string) => address(`/findings/${site}/${id}/page`),
}

export const reviews = {
  add: (actions: ReviewAction[]) => change<{ ids: number[] }>('POST', '/reviews', { actions }),
  undo: (id: number) => change('DELETE', `/reviews/${id}`),
}
