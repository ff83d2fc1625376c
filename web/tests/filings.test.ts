import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Domain, Filing, FilingKind, FilingWhole, Role } from '../src/api/types'
import { aSession, listOf } from './data'
import { problem, Reply, serve } from './mock'
import { button, closePages, loadPages, open, settle, type } from './open'

beforeAll(loadPages, 60000)
afterEach(closePages)

const kinds: FilingKind[] = [
  { id: 'health', title: '健康运行报备', about: 'unit', has_domain: false, is_ending: false, days: null, status: 'local', basis: '地方做法' },
  { id: 'site-close', title: '网站永久下线申请', about: 'site', has_domain: false, is_ending: true, days: 5, status: 'unconfirmed', basis: '某文' },
]
const filing: Filing = {
  id: 7,
  kind: 'site-close',
  kind_title: '网站永久下线申请',
  unit: { id: 2, name: '云溪县教育局' },
  subject: '5199010002',
  subject_name: '云溪县教育局网',
  domain: '',
  document: '',
  text: '申请永久下线',
  submitted: '2026-11-02',
  deadline: '2026-11-09',
  deadline_is_sure: true,
  is_overdue: true,
  state: 'waiting',
  created: '2026-11-02T09:00:00+08:00',
  changed: '2026-11-02T09:00:00+08:00',
  by: 'wang',
}
const whole: FilingWhole = { ...filing, is_ours: true, on_accept: '申请关停', on_return: null, on_complete: '已关停', new_domains: '', events: [], files: [] }
const count = { kind: 'site-close', kind_title: '网站永久下线申请', total: 5, waiting: 2, accepted: 0, returned: 0, done: 3, overdue: 1 }

const routes = (role: Role, more: Record<string, unknown> = {}) => ({
  'GET /session': aSession(role),
  'GET /filings': listOf([filing]),
  'GET /filings/counts': { items: [count] },
  'GET /filings/kinds': { items: kinds },
  'GET /filings/7': whole,
  ...more,
})

describe('filings', () => {
  it('are counted for the period, and a number opens the filings behind it', async () => {
    const asked = serve(routes('leader'))
    const { pages, router } = await open('/filings?from=2026-07-01&to=2026-12-31&state=waiting&q=某&page=2')
    const counted = asked.find((one) => one.path === '/filings/counts')
    expect([counted?.query.get('from'), counted?.query.get('to'), counted?.query.get('state')]).toEqual(['2026-07-01', '2026-12-31', null])
    expect(pages.text()).toContain('已逾期')
    expect(pages.text()).not.toContain('新建报备申请') // a leader only reads
    const link = pages.findAll('table[aria-label^="数量"] a').find((one) => one.text() === '3')
    await link?.trigger('click')
    await settle()
    expect(router.currentRoute.value.query).toEqual({ from: '2026-07-01', to: '2026-12-31', state: 'done', kind: 'site-close' })
    expect(pages.get('a[download]').attributes('href')).toContain('state=done')
  })

  it('are filed by a unit, about itself without choosing', async () => {
    const asked = serve(routes('operator', { 'POST /filings': new Reply(201, filing) }))
    await open('/filings')
    button('新建报备申请').click()
    await settle()
    await type('#filing-text', '运行正常')
    document.querySelector('#filing')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ kind: 'health', text: '运行正常', unit: 1 })
  })

  it('that close a site change the registry in one step, when an administrator wants it', async () => {
    const asked = serve(routes('admin', { 'POST /filings/7/events': new Reply(201, { ...filing, state: 'done' }) }))
    await open('/filings/7')
    button('办结').click()
    await settle()
    expect(document.querySelector('#event')?.textContent).toContain('同时把名录中的状态改为“已关停”')
    await type('#event-document', '云府办函〔2026〕1号')
    document.querySelector('#event')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ kind: 'complete', document: '云府办函〔2026〕1号', registry: true })
  })

  it('offer no change of the registry to who may not make it, and tell why a step failed', async () => {
    const asked = serve(routes('inspector', { 'POST /filings/7/events': problem(409, '状态不允许', { detail: '已办结' }) }))
    await open('/filings/7')
    button('受理').click()
    await settle()
    expect(document.querySelector('#event input[type=checkbox]')).toBeNull()
    document.querySelector('#event')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ kind: 'accept' })
    expect(document.querySelector('#event [role=alert]')?.textContent).toContain('已办结')
  })

  it('carry their letters, and take one more until they are done', async () => {
    const files = [{ name: '请示.pdf', hash: 'aa', bytes: 2048, by: 'wang', at: '2026-11-02T09:00:00+08:00' }]
    const asked = serve(routes('operator', { 'GET /filings/7': { ...whole, files }, 'PUT /filings/7/files/%E6%8A%A5%E5%91%8A.pdf': new Reply(204) }))
    const { pages } = await open('/filings/7')
    expect(pages.get('a[download]').attributes('href')).toBe(`/api/v1/filings/7/files/${encodeURIComponent('请示.pdf')}`)
    const input = pages.get('#filing-file')
    Object.defineProperty(input.element, 'files', { value: [new File(['x'], '报告.pdf')] })
    await input.trigger('change')
    await settle()
    expect(asked.filter((one) => one.method === 'PUT').length).toBe(1)
    expect(asked.filter((one) => one.path === '/filings/7').length).toBe(2)
    closePages()
    for (const [role, state] of [['operator', 'done'], ['leader', 'waiting']] as const) {
      serve(routes(role, { 'GET /filings/7': { ...whole, state } }))
      const closed = await open('/filings/7')
      expect(closed.pages.find('#filing-file').exists()).toBe(false)
      closePages()
    }
  })

  it('of a new domain enter it in the registry, when an administrator wants it', async () => {
    const domain = { ...whole, kind: 'domain', on_accept: null, on_complete: null, domain: 'a.gov.cn b.gov.cn', new_domains: 'b.gov.cn' }
    const asked = serve(routes('admin', { 'GET /filings/7': domain, 'POST /filings/7/events': new Reply(201, { ...filing, state: 'done' }) }))
    await open('/filings/7')
    button('办结').click()
    await settle()
    expect(document.querySelector('#event')?.textContent).toContain('同时把 b.gov.cn 列入')
    document.querySelector('#event')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ kind: 'complete', registry: true })
    closePages()
    serve(routes('inspector', { 'GET /filings/7': domain }))
    await open('/filings/7')
    button('办结').click()
    await settle()
    expect(document.querySelector('#event')?.textContent).toContain('不会随之列入名录')
    expect(document.querySelector('#event input[type=checkbox]')).toBeNull()
  })

  it('that came back are filed again by the unit, which does nothing else', async () => {
    serve(routes('operator', { 'GET /filings/7': { ...whole, is_ours: false, state: 'returned' } }))
    const { pages } = await open('/filings/7')
    expect(pages.findAll('.buttons button').map((one) => one.text())).toEqual(['报送'])
  })
})

describe('domains', () => {
  it('show what was found, and lead to the review who may review', async () => {
    const domain: Domain = {
      domain: 'www.yunxizs.com',
      role: 'main',
      is_gov: false,
      site: '5199010009',
      site_name: '云溪招商网',
      state: '运行',
      unit: { id: 2, name: '云溪县商务局' },
      n_findings: 1,
      findings: [{ id: '00000000000000aa', check: 'domain-rule', check_title: '域名不规范', excerpt: '不以 .gov.cn 结尾', grade: 'fault', is_confirmed: false }],
    }
    for (const role of ['reviewer', 'leader'] as const) {
      serve({ 'GET /session': aSession(role), 'GET /domains': listOf([domain]) })
      const { pages } = await open('/domains')
      expect(pages.text()).toContain('不符合规定')
      expect(pages.find('li a').exists()).toBe(role === 'reviewer')
      expect(pages.get('li').text()).toContain('待审核')
      closePages()
    }
  })
})
