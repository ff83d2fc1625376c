import { beforeEach, describe, expect, it, vi } from 'vitest'
import { address, ApiError, change, forget, get, setToken, whenSignedOut } from '../src/api/client'
import { problem, Reply, serve } from './mock'

beforeEach(() => forget())

describe('client', () => {
  it('leaves empty filters out of the address and escapes the others', () => {
    expect(address('/sites', { q: '云溪&县', page: 2, state: '', unit: undefined, region: null })).toBe(
      '/api/v1/sites?q=%E4%BA%91%E6%BA%AA%26%E5%8E%BF&page=2',
    )
  })

  it('sends the session token with changes and not with reads', async () => {
    const asked = serve({ 'GET /a': {}, 'POST /a': new Reply(201, { id: 1 }) })
    setToken('token-1')
    await get('/a')
    expect(await change('POST', '/a', { x: 1 })).toEqual({ id: 1 })
    expect(asked[0]?.headers.get('X-CSRF-Token')).toBeNull()
    expect(asked[1]?.headers.get('X-CSRF-Token')).toBe('token-1')
    expect(asked[1]?.body).toEqual({ x: 1 })
  })

  it('answers an unchanged reply from what it kept', async () => {
    const asked = serve({
      'GET /a': ({ headers }: { headers: Headers }) =>
        headers.get('If-None-Match') === '"7"' ? new Reply(304) : new Reply(200, { n: 1 }, { ETag: '"7"' }),
    })
    expect(await get('/a')).toEqual({ n: 1 })
    expect(await get('/a')).toEqual({ n: 1 })
    expect(asked[1]?.headers.get('If-None-Match')).toBe('"7"')
  })

  it('says which version it changes', async () => {
    const asked = serve({ 'GET /a': new Reply(200, {}, { ETag: '"7"' }), 'PATCH /a': {} })
    await get('/a')
    await change('PATCH', '/a', {})
    expect(asked[1]?.headers.get('If-Match')).toBe('"7"')
  })

  it('forgets what it kept when somebody else signs in', async () => {
    const asked = serve({ 'GET /a': new Reply(200, {}, { ETag: '"7"' }) })
    await get('/a')
    forget()
    await get('/a')
    expect(asked[1]?.headers.get('If-None-Match')).toBeNull()
  })

  it('throws the sentence of a problem, with its field', async () => {
    serve({ 'POST /a': problem(422, '名称已有人使用', { detail: '换一个名称', field: 'name' }) })
    const error = await change<ApiError>('POST', '/a').catch((cause) => cause as ApiError)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status: 422, message: '名称已有人使用', detail: '换一个名称', field: 'name' })
  })

  it('tells how long to wait when there were too many requests', async () => {
    serve({ 'GET /a': new Reply(429, { title: '请求过于频繁' }, { 'Retry-After': '30' }) })
    await expect(get('/a')).rejects.toThrow('请求过于频繁（30 s）')
    serve({ 'GET /b': new Reply(429, { title: '请求过多', detail: '请 30 秒后再试' }, { 'Retry-After': '30' }) })
    await expect(get('/b')).rejects.toMatchObject({ message: '请求过多', detail: '请 30 秒后再试' }) // it says so itself
  })

  it('survives a failure that is no problem document', async () => {
    vi.stubGlobal('fetch', async () => new Response('<h1>502</h1>', { status: 502 }))
    await expect(get('/a')).rejects.toMatchObject({ status: 502, message: 'HTTP 502' })
  })

  it('knows that the server is away', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')))
    const error = await get<ApiError>('/a').catch((cause) => cause as ApiError)
    expect(error.isOffline).toBe(true)
  })

  it('reports a session that ended, but not a failed sign-in', async () => {
    serve({ 'GET /a': problem(401, '请先登录'), 'POST /session': problem(401, '用户名或密码不对') })
    const signedOut = vi.fn()
    whenSignedOut(signedOut)
    await change('POST', '/session', {}).catch(() => {})
    expect(signedOut).not.toHaveBeenCalled()
    await get('/a').catch(() => {})
    expect(signedOut).toHaveBeenCalledOnce()
  })
})
