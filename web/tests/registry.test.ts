import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Site } from '../src/api/types'
import { aFinding, aSession, listOf } from './data'
import { problem, Reply, serve, type Asked } from './mock'
import { button, closePages, loadPages, open, settle, type } from './open'

beforeAll(loadPages, 60000)
afterEach(closePages)

async function choose(file: File) {
  const input = document.querySelector('#list') as HTMLInputElement
  Object.defineProperty(input, 'files', { value: [file], configurable: true })
  input.dispatchEvent(new Event('change'))
  await settle()
}

describe('import', () => {
  const preview = {
    token: 'abc',
    added: [{ code: '5199010020', name: '云溪县林业局' }],
    changed: [{ code: '5199010002', name: '云溪县教育局', changes: [{ field: 'home', title: '首页网址', old: 'http://a/', new: 'http://b/' }] }],
    unchanged: 17,
    absent: [{ code: '5199010003', name: '云溪县卫生健康局' }],
    bad: [{ line: 9, reason: '网站标识码应为 10 位' }],
  }

  it('shows what would change and writes it only when it is confirmed', async () => {
    const asked = serve({
      'GET /session': aSession(),
      'POST /registry/preview': preview,
      'POST /registry/import': { added: 1, changed: 1 },
    })
    const { pages } = await open('/import')
    const file = new File(['网站标识码,网站名称\n'], 'sites.csv', { type: 'text/csv' })
    await choose(file)
    expect(asked.at(-1)?.headers.get('Content-Type')).toBe('text/csv')
    expect(asked.at(-1)?.body).toBe(file)
    for (const words of ['新增 1 个', '变更 1 个', '首页网址', 'http://b/', '网站标识码应为 10 位', '云溪县卫生健康局'])
      expect(pages.text()).toContain(words)
    button('确认导入').click()
    await settle()
    expect(asked.at(-1)?.body).toEqual({ token: 'abc' })
    expect(pages.text()).toContain('已导入：新增 1 个，变更 1 个')
  })

  it('says when the registry changed meanwhile, and keeps the preview', async () => {
    serve({
      'GET /session': aSession(),
      'POST /registry/preview': preview,
      'POST /registry/import': problem(412, '名录已有变化，请重新预览'),
    })
    const { pages } = await open('/import')
    await choose(new File(['x'], 'sites.csv'))
    button('确认导入').click()
    await settle()
    expect(pages.get('[role=alert]').text()).toBe('名录已有变化，请重新预览')
  })
})

describe('a site', () => {
  const site: Site = {
    code: '5199010002',
    name: '云溪县教育局',
    home: 'http://jyj.yunxixian.gov.cn/',
    sponsor: '云溪县教育局',
    region: '519901',
    type: '部门网站',
    serves_public: true,
    supervisor: '',
    icp: '',
    police: '',
    domains: '',
    platform: '',
    service_link: '',
    unit: { id: 2, name: '云溪县教育局' },
    state: '运行',
    state_day: null,
    filing: '',
    is_listed: true,
    standing: 'missing',
    as_of: null,
    result: null,
    counts: { veto: 0, fault: 0, notice: 0, unreviewed: 0 },
    history: [],
  }

  it('that was never inspected says so, and has no verdict of any kind', async () => {
    serve({ 'GET /session': aSession('leader'), 'GET /sites/5199010002': site, 'GET /findings': listOf([]) })
    const { pages } = await open('/sites/5199010002')
    expect(pages.text()).toContain('这个网站还没有检查过')
    expect(pages.get('.page-head .mark').text()).toBe('未检查')
    expect(pages.findAll('button').map((one) => one.text())).not.toContain('修改')
  })

  it.each([true, false])('that was entered by mistake is deleted after a question, or it is said why not', async (isFree) => {
    const asked = serve({
      'GET /session': aSession(),
      'GET /sites/5199010002': site,
      'GET /findings': listOf([]),
      'GET /sites': listOf([]),
      'DELETE /sites/5199010002': isFree ? new Reply(204) : problem(409, '在第 3 轮检查的名单中，不能删除'),
    })
    const { router } = await open('/sites/5199010002')
    button('删除').click()
    await settle()
    expect(document.querySelector('.el-message-box')?.textContent).toContain('删除“云溪县教育局”？删除后不能恢复。')
    expect(asked.filter((one) => one.method === 'DELETE')).toEqual([])
    button('确定').click()
    await settle()
    expect(router.currentRoute.value.path).toBe(isFree ? '/sites' : '/sites/5199010002')
    expect(document.body.textContent?.includes('在第 3 轮检查的名单中，不能删除')).toBe(!isFree)
  })

  it('that is another unit’s is only said not to be there', async () => {
    serve({ 'GET /session': aSession('operator'), 'GET /sites/5199010002': problem(404, '没有这个网站'), 'GET /findings': listOf([]) })
    const { pages } = await open('/sites/5199010002')
    expect(pages.text()).toContain('没有这个网站')
    expect(pages.text()).not.toContain('没有问题')
  })

  it('shows its last page of findings when the address names one that there is no more', async () => {
    const found = Array.from({ length: 20 }, (_, n) => aFinding(n + 1))
    serve({
      'GET /session': aSession('operator'),
      'GET /sites/5199010002': site,
      'GET /findings': ({ query }: Asked) => ({ ...listOf(Number(query.get('page')) > 2 ? [] : found), total: 40 }),
    })
    const { pages } = await open('/sites/5199010002?page=99')
    expect(pages.text()).toContain('第 2 页，共 2 页')
    expect(pages.text()).toContain('第20处')
  })

  it('tells of each finding what is wrong and what is right', async () => {
    const found = aFinding(1, { suggest: '应为：绿水青山', detail: { wrong: '绿水清山', right: '绿水青山' } })
    serve({ 'GET /session': aSession('operator'), 'GET /sites/5199010002': site, 'GET /findings': listOf([found]) })
    const { pages } = await open('/sites/5199010002')
    expect(pages.get('.remedy').text()).toBe('应为：绿水青山错误：绿水清山')
  })

  it('is changed by an administrator: only what was changed is sent, with the version that was seen', async () => {
    const asked = serve({
      'GET /session': aSession(),
      'GET /sites/5199010002': new Reply(200, site, { ETag: '"5"' }),
      'GET /findings': listOf([]),
      'PATCH /sites/5199010002': problem(412, '别人刚刚修改过，请刷新后再改'),
    })
    await open('/sites/5199010002')
    button('修改').click()
    await settle()
    await type('#registry-icp', '蜀ICP备2026090049号-1')
    document.querySelector('#registry')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    const sent = asked.find((one) => one.method === 'PATCH')
    expect(sent?.body).toEqual({ icp: '蜀ICP备2026090049号-1' })
    expect(sent?.headers.get('If-Match')).toBe('"5"')
    expect(document.querySelector('#registry [role=alert]')?.textContent).toContain('别人刚刚修改过')
  })
})
