import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Account, AccountWhole } from '../src/api/types'
import { aSession, listOf } from './data'
import { Reply, serve } from './mock'
import { button, closePages, loadPages, open, settle, type } from './open'

beforeAll(loadPages, 60000)
afterEach(closePages)

const id = '抖音(短视频):健康云溪'
const line: Account = {
  id,
  name: '健康云溪',
  type: '抖音(短视频)',
  platform: '抖音',
  owner: '云溪县卫生健康局',
  unit: { id: 4, name: '云溪县卫生健康局' },
  region: '519901',
  state: '运行',
  is_main: true,
  is_listed: true,
  standing: 'unknown',
  verdict: '未能判定',
  if_confirmed: '未能判定',
  veto: 0,
  fault: 0,
  notice: 0,
  unreviewed: 0,
  posts: null,
  newest: null,
  as_of: '2026-11-20T09:00:00+08:00',
}
const { verdict: _, if_confirmed: _f, posts: _p, newest: _n, veto: _v, fault: _u, notice: _t, unreviewed: _r, ...known } = line
const whole = {
  ...known,
  handle: '',
  source: '',
  filed_name: '',
  download: '',
  menu: '',
  state_day: null,
  filing: '',
  counts: { veto: 0, fault: 0, notice: 0, unreviewed: 0 },
  history: [],
  posts_file: null,
  result: {
    verdict: '未能判定',
    if_confirmed: '未能判定',
    verdict_reason: '7 种单项否决情形尚不能排除',
    vetoes: [],
    score: null,
    indicators: { name: 'national-2019', version: '2019-04-01' },
    unknown: [{ check: 'account-stale', reason: '没有登记数据源' }],
    not_judged: [],
    source_grade: '',
    unseen: '没有登记数据源',
    posts: 0,
    newest: null,
    messages: 0,
  },
} as AccountWhole

describe('accounts', () => {
  it('whose posts were not seen have no number of posts, which would read as silence', async () => {
    serve({ 'GET /session': aSession('leader'), 'GET /accounts': listOf([line, { ...line, id: '快手:x', name: '另一个', posts: 0 }]) })
    const { pages } = await open('/accounts')
    const rows = pages.findAll('tbody tr').map((one) => one.text())
    expect(rows[0]).toContain('未测到')
    expect(rows[1]).not.toContain('未测到')
    expect(pages.get('tbody a').attributes('href')).toBe(`/accounts/${encodeURIComponent(id).replace(/%3A/g, ':').replace('%28', '(').replace('%29', ')')}`)
  })

  it('are filtered by the address', async () => {
    const asked = serve({ 'GET /session': aSession('leader'), 'GET /accounts': listOf([]) })
    const { pages } = await open('/accounts?verdict=fail&type=快手')
    expect(asked.find((one) => one.path === '/accounts')?.query.get('type')).toBe('快手')
    expect(pages.text()).toContain('没有符合条件的账号')
  })

  it('are shown with the reason why nothing was seen, and changed by what may change', async () => {
    const asked = serve({
      'GET /session': aSession(),
      [`GET /accounts/${encodeURIComponent(id)}`]: whole,
      'GET /findings': listOf([]),
      'GET /checks': { items: [{ id: 'account-stale', title: '新媒体不更新' }] },
      [`PATCH /accounts/${encodeURIComponent(id)}`]: new Reply(200, {}),
    })
    const { pages } = await open(`/accounts/${encodeURIComponent(id)}`)
    expect(pages.text()).toContain('未测到：没有登记数据源')
    expect(pages.text()).toContain('新媒体不更新没有登记数据源')
    button('修改').click()
    await settle()
    expect(document.querySelector<HTMLInputElement>('#registry-name')?.disabled).toBe(true)
    await type('#registry-source', 'http://www.yunxixian.gov.cn/rss.xml')
    document.querySelector('#registry')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'PATCH')?.body).toEqual({ source: 'http://www.yunxixian.gov.cn/rss.xml' })
  })

  it('take a file with posts: what was read of it is shown first', async () => {
    const asked = serve({
      'GET /session': aSession('inspector'),
      [`GET /accounts/${encodeURIComponent(id)}`]: whole,
      'GET /findings': listOf([]),
      'GET /checks': { items: [] },
      [`PUT /accounts/${encodeURIComponent(id)}/posts`]: {
        posts: 12, newest: '2026-11-18', oldest: '2026-09-01', messages: 0, undated: 2, future: 0, grade: 'import',
      },
    })
    const { pages } = await open(`/accounts/${encodeURIComponent(id)}`)
    const chooser = pages.get<HTMLInputElement>('#posts-file')
    Object.defineProperty(chooser.element, 'files', { value: [new File(['x'], '导出.csv')] })
    await chooser.trigger('change')
    await settle()
    expect(pages.text()).toContain('读到 12 条，2026-09-01 至 2026-11-18')
    expect(pages.text()).toContain('2 条没有可读的时间')
    const puts = () => asked.filter((one) => one.method === 'PUT').map((one) => one.query.get('check_only'))
    expect(puts()).toEqual(['1'])
    button('采用').click()
    await settle()
    expect(puts()).toEqual(['1', null])
  })

  it('come from a list of their own', async () => {
    const asked = serve({
      'GET /session': aSession(),
      'POST /registry/preview': { token: 't', added: [{ code: id, name: '健康云溪' }], changed: [], unchanged: 0, absent: [], bad: [] },
    })
    const { pages } = await open('/import?kind=accounts')
    expect(pages.get('a[download]').attributes('href')).toBe('/api/v1/registry/accounts.csv')
    const chooser = pages.get<HTMLInputElement>('#list')
    Object.defineProperty(chooser.element, 'files', { value: [new File(['x'], 'accounts.csv')] })
    await chooser.trigger('change')
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.query.get('kind')).toBe('accounts')
    expect(pages.text()).toContain('账号编号')
  })
})
