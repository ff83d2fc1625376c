// The one way to the API: session token, problems as errors, unchanged replies by their ETag.
import type { Problem } from './types'

const base = '/api/v1'
const keptReplies = 200

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly detail = '',
    readonly field = '',
  ) {
    super(message)
  }

  /** The server did not answer at all. */
  get isOffline() {
    return this.status === 0
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>

interface Kept {
  etag: string
  body: unknown
}

const kept = new Map<string, Kept>()
let csrf = ''
let onSignedOut = () => {}

export function setToken(token: string) {
  csrf = token
}

export function forget() {
  csrf = ''
  kept.clear()
}

export function whenSignedOut(action: () => void) {
  onSignedOut = action
}

/** Path and query of a request; values that are empty are left out. */
export function address(path: string, query: Query = {}): string {
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') words.set(name, String(value))
  const text = words.toString()
  return base + path + (text ? `?${text}` : '')
}

async function asError(reply: Response): Promise<ApiError> {
  let problem: Partial<Problem> = {}
  if ((reply.headers.get('Content-Type') ?? '').includes('json'))
    problem = await reply.json().catch(() => ({}))
  const wait = reply.headers.get('Retry-After')
  const title = problem.title ?? `HTTP ${reply.status}`
  return new ApiError(reply.status, wait && !problem.detail ? `${title}（${wait} s）` : title, problem.detail, problem.field)
}

function keep(url: string, reply: Response, body: unknown) {
  const etag = reply.headers.get('ETag')
  if (!etag) return
  kept.delete(url)
  kept.set(url, { etag, body })
  if (kept.size > keptReplies) kept.delete(kept.keys().next().value as string)
}

async function send(url: string, init: RequestInit): Promise<Response> {
  let reply: Response
  try {
    reply = await fetch(url, { credentials: 'same-origin', ...init })
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new ApiError(0, '')
  }
  if (reply.ok || reply.status === 304) return reply
  const error = await asError(reply)
  if (reply.status === 401 && !url.startsWith(`${base}/session`)) onSignedOut()
  throw error
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const url = address(path, query)
  const known = kept.get(url)
  const reply = await send(url, { headers: known ? { 'If-None-Match': known.etag } : {}, signal })
  if (reply.status === 304 && known) return known.body as T
  const body: T = await reply.json()
  keep(url, reply, body)
  return body
}

/** A change. `body` is sent as JSON, or as it is when it is a file. */
export async function change<T = void>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  query: Query = {},
): Promise<T> {
  const reply = await sendChange(method, path, body, query)
  const text = reply.status === 204 ? '' : await reply.text()
  return (text ? JSON.parse(text) : undefined) as T
}

/** The same, answered by a file. */
export async function fileOf(path: string, body: unknown, query: Query = {}): Promise<Blob> {
  return (await sendChange('POST', path, body, query)).blob()
}

function sendChange(method: string, path: string, body: unknown, query: Query): Promise<Response> {
  const url = address(path, query)
  const headers: Record<string, string> = { 'X-CSRF-Token': csrf }
  const known = method === 'POST' ? undefined : kept.get(url)
  if (known) headers['If-Match'] = known.etag
  let content: BodyInit | undefined
  if (body instanceof Blob) {
    content = body
    headers['Content-Type'] = body.type || 'application/octet-stream'
  } else if (body !== undefined) {
    content = JSON.stringify(body)
    headers['Content-Type'] = 'application/json'
  }
  return send(url, { method, headers, body: content })
}
