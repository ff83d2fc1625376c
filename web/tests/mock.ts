// A tiny stand-in for the server: answers `fetch` from a table of routes and keeps what was asked.
import { vi } from 'vitest'

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  headers: Headers
  body: unknown
}

type Answer = (asked: Asked) => unknown

export class Reply {
  constructor(
    readonly status: number,
    readonly body: unknown = undefined,
    readonly headers: Record<string, string> = {},
  ) {}
}

export const problem = (status: number, title: string, more: object = {}) =>
  new Reply(status, { title, status, ...more }, { 'Content-Type': 'application/problem+json' })

/** `routes`: "GET /sites" to the body of a 200, or a Reply, or a function that gives either. */
export function serve(routes: Record<string, unknown | Answer>): Asked[] {
  const asked: Asked[] = []
  const answer = async (url: string, init: RequestInit = {}) => {
    const at = new URL(url, 'http://xunjian')
    const path = at.pathname.replace('/api/v1', '')
    const request: Asked = {
      method: init.method ?? 'GET',
      path,
      query: at.searchParams,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : init.body,
    }
    asked.push(request)
    const line = routes[`${request.method} ${path}`]
    const found = await (typeof line === 'function' ? (line as Answer)(request) : line)
    const reply = found instanceof Reply ? found : found === undefined ? problem(404, '没有这个地址') : new Reply(200, found)
    const empty = reply.status === 204 || reply.status === 304
    return new Response(empty ? null : JSON.stringify(reply.body), {
      status: reply.status,
      headers: { 'Content-Type': 'application/json', ...reply.headers },
    })
  }
  vi.stubGlobal('fetch', vi.fn(answer))
  return asked
}
