import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { aFinding, aSession, listOf } from './data'
import { problem, Reply, serve } from './mock'
import { button, closePages, loadPages, open, settle, type } from './open'

beforeAll(loadPages, 60000)
afterEach(closePages)

const round = {
  id: 3,
  title: '2026年第四季度',
  from: '2026-10-01',
  to: '2026-12-31',
  run: 7,
  has_own_run: true,
  indicators: 'national-2019',
  percent: 30,
  seed: 42,
  created: '2026-11-20T09:00:00+08:00',
  by: 'zhang',
  frozen: null as string | null,
  sites: 19,
}
const state = { sites: 19, results: 18, pass: 0, fail: 2, unknown: 16, closed: 0, findings: 87, confirmed: 5, repeats: 1, run_finished: true }
const idle = { running: false, state: null, error: null, started: null, sites: 0, done: 0, pages: 0, rate: null, findings: 0, left_s: null }
const sets = { items: [{ name: 'national-2019', title: '检查指标（2019年）', version: '1', basis: '', note: '' }] }

const nothing = { value: null, trust: 'open', basis: '' }
const situation = { kind: 'person', checks: [], at_least: nothing, points: nothing, is_each: false }
const indicator = { id: 'W1', title: '严重问题', category: '', part: 'veto', subject: 'site', full: nothing }

/** What the page of a round asks for. */
const aRound = (more: Partial<typeof round>) => ({
  'GET /rounds/3': { ...round, ...more, state },
  'GET /rounds/3/sites': listOf([]),
  'GET /runs/current': idle,
  'GET /rounds/3/statements': { items: [] },
  'GET /rounds': listOf([]),
  'GET /indicators': sets,
  'GET /indicators/national-2019': { ...sets.items[0], indicators: [] },
})

describe('rounds', () => {
  it('are opened with what was typed, and why not is told', async () => {
    let isTaken = true
    const asked = serve({
      ...aRound({}),
      'GET /session': aSession('inspector'),
      'GET /runs/current': idle,
      'GET /runs': listOf([]),
      'GET /indicators': sets,
      'POST /rounds': () => (isTaken ? problem(422, '止早于起') : new Reply(201, round)),
    })
    const { pages, router } = await open('/rounds')
    expect(pages.text()).toContain('还没有检查轮次')
    button('新建一轮').click()
    await settle()
    await type('#round-title', ' 2026年第四季度 ')
    await type('#round-from', '2026-10-01')
    await type('#round-to', '2026-12-31')
    await type('#round-percent', '30')
    const submit = async () => {
      document.querySelector('#round')?.dispatchEvent(new Event('submit', { cancelable: true }))
      await settle()
    }
    await submit()
    expect(document.querySelector('#round [role=alert]')?.textContent).toBe('止早于起')
    isTaken = false
    await submit()
    expect(asked.filter((one) => one.method === 'POST').at(-1)?.body).toEqual({
      title: '2026年第四季度',
      from: '2026-10-01',
      to: '2026-12-31',
      indicators: 'national-2019',
      percent: 30,
    })
    expect(router.currentRoute.value.path).toBe('/rounds/3')
  })

  it('rest on the newest inspection of all sites, which is named, and not on that of one', async () => {
    const run = { started: '2026-11-20T09:00:00+08:00', finished: '2026-11-20T10:00:00+08:00', veto: 0, fault: 0, notice: 0, kind: 'manual', by: null, round: null, left: 0 }
    const asked = serve({
      ...aRound({}),
      'GET /session': aSession('inspector'),
      'GET /runs/current': idle,
      'GET /indicators': sets,
      'GET /runs': listOf([{ ...run, id: 3, finished: null, sites: 5 }, { ...run, id: 2, sites: 1 }, { ...run, id: 1, sites: 125 }]),
      'POST /rounds': new Reply(201, round),
    })
    await open('/rounds')
    button('新建一轮').click()
    await settle()
    expect(document.querySelector('#round')?.textContent).toContain('第 1 次检查（2026-11-20，125 个网站和账号，人工）')
    await type('#round-title', '第四季度')
    document.querySelector('#round')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.body).toMatchObject({ run: 1 })
  })

  it('are read by a leader, who can neither open nor start one', async () => {
    serve({ 'GET /session': aSession('leader'), 'GET /rounds': listOf([round]), 'GET /runs/current': idle, 'GET /indicators': sets })
    const { pages } = await open('/rounds')
    expect(pages.get('tbody').text()).toContain('检查指标（2019年）')
    const buttons = pages.findAll('button').map((one) => one.text())
    expect(buttons).not.toContain('新建一轮')
    expect(buttons).not.toContain('开始检查')
  })
})

describe('inspection', () => {
  it('shows how far it is and is stopped only after a question', async () => {
    const asked = serve({
      'GET /session': aSession('inspector'),
      'GET /rounds': listOf([]),
      'GET /indicators': sets,
      'GET /runs/current': { ...idle, running: true, state: 'running', started: '2026-11-20T09:00:00+08:00', sites: 20, done: 5, rate: 2, findings: 12, left_s: 600 },
      'DELETE /runs/current': new Reply(204),
    })
    const { pages } = await open('/rounds')
    expect(pages.text()).toContain('已完成 5 / 20 个网站')
    expect(pages.text()).toContain('约还需 10 分钟')
    expect(pages.get('progress').attributes('value')).toBe('25')
    button('停止').click()
    await settle()
    expect(asked.some((one) => one.method === 'DELETE')).toBe(false)
    button('确定').click()
    await settle()
    expect(asked.some((one) => one.method === 'DELETE')).toBe(true)
  })

  it('of a round is asked for after a question, and once', async () => {
    let now: object = { ...idle }
    const asked = serve({
      ...aRound({}),
      'GET /session': aSession('inspector'),
      'GET /runs/current': () => now,
      'POST /runs': () => {
        now = { ...idle, state: 'waiting' }
        return new Reply(201, { id: 9 })
      },
    })
    const { pages } = await open('/rounds/3')
    expect(asked.find((one) => one.path === '/runs/current')?.query.get('round')).toBe('3')
    button('检查本轮网站').click()
    await settle()
    expect(document.querySelector('.el-message-box')?.textContent).toContain('这一轮已经检查过')
    button('确定').click()
    await settle()
    expect(asked.filter((one) => one.method === 'POST').map((one) => one.body)).toEqual([{ round: 3 }])
    expect(button('检查本轮网站').disabled).toBe(true)
    expect(pages.text()).toContain('等待开始')
  })

  it('of a round shows how far it is, starts no other and can be stopped', async () => {
    const asked = serve({
      'DELETE /runs/current': new Reply(204),
      ...aRound({}),
      'GET /session': aSession('inspector'),
      'GET /runs/current': { ...idle, running: true, state: 'running', sites: 20, done: 5 },
    })
    const { pages } = await open('/rounds/3')
    expect(pages.text()).toContain('已完成 5 / 20 个网站')
    expect(pages.findAll('button').map((one) => one.text())).not.toContain('检查本轮网站')
    button('停止').click()
    await settle()
    button('确定').click()
    await settle()
    expect(asked.some((one) => one.method === 'DELETE')).toBe(true)
  })

  it('of a round that has none yet is not said to go on, and a round on an earlier one offers none', async () => {
    const begun = { ...round, run: 0, state: { ...state, run_finished: false } }
    serve({ ...aRound({}), 'GET /session': aSession('inspector'), 'GET /rounds/3': begun })
    const { pages } = await open('/rounds/3')
    expect(pages.get('.warn').text()).toContain('还没有检查，点')
    expect(pages.text()).toContain('现在没有本轮的检查') // of others nothing is said
    closePages()
    serve({ ...aRound({}), 'GET /session': aSession('leader'), 'GET /rounds/3': begun })
    expect((await open('/rounds/3')).pages.get('.warn').text()).toBe('这一轮还没有检查') // he has no button
    closePages()
    serve({ ...aRound({ has_own_run: false }), 'GET /session': aSession('inspector') })
    expect((await open('/rounds/3')).pages.text()).not.toContain('检查本轮网站')
  })

  it('of the units above is known to go on, and no more', async () => {
    serve({
      'GET /session': aSession('inspector'),
      'GET /rounds': listOf([]),
      'GET /indicators': sets,
      'GET /runs/current': { ...idle, running: true, state: 'running', sites: null, done: null, pages: null, findings: null },
    })
    const { pages } = await open('/rounds')
    expect(pages.get('progress').attributes('value')).toBeUndefined()
    expect(pages.text()).not.toContain('已完成')
    expect(pages.text()).not.toContain('null')
  })
})

describe('a round', () => {
  it('has no notice before it is frozen, and is frozen only after a question', async () => {
    let frozen: string | null = null
    serve({
      ...aRound({}),
      'GET /session': aSession('inspector'),
      'GET /rounds/3': () => ({ ...round, to: '2099-12-31', frozen, state: { ...state, run_finished: false } }),
      'POST /rounds/3/freeze': () => {
        frozen = '2026-11-21T09:00:00+08:00'
        return new Reply(204)
      },
      'GET /rounds/3/notice.json': { period: '', rules: '', include_unreviewed: false, numbers: [] },
    })
    const { pages } = await open('/rounds/3')
    expect(pages.text()).toContain('冻结之后才能写通报')
    expect(pages.get('.page-head').text()).toContain('检查指标（2019年）')
    expect(pages.text()).toContain('现在的数字还会变化')
    button('冻结').click()
    await settle()
    expect(frozen).toBeNull()
    expect(document.querySelector('.el-message-box')?.textContent).toContain(
      '还有未完成的：82 个问题未审核；16 个网站未能判定；1 个网站没有检查结果；时段到 2099-12-31 才结束。',
    )
    button('确定').click()
    await settle()
    expect(pages.text()).toContain('2026-11-21 09:00 冻结')
    expect(pages.find('a[href="/api/v1/rounds/3/notice.docx"]').exists()).toBe(true)
  })

  it('has places of its notice filled in; what lasts is kept for later rounds, a day is chosen', async () => {
    const word = (name: string, title: string, is_lasting: boolean, text = '') => ({ name, title, text, is_own: !!text, usual: '', is_lasting })
    const words = [
      word('issuer', '发文机关', true),
      word('head', '发文机关标志', true),
      { ...word('area', '范围', true, '全市'), usual: '全县' },
      { ...word('work', '检查方式', true, '抽查'), usual: '检查' },
      word('number', '发文字号', false),
      word('problems', '主要问题', false),
      word('deadline', '整改期限', false, '2026年12月5日'),
      word('date', '成文日期', false, '十二月'),
    ]
    let text = '于【整改期限】前报送【发文机关】。'
    const asked = serve({
      ...aRound({ frozen: '2026-11-21T09:00:00+08:00' }),
      'GET /session': aSession('inspector'),
      'GET /rounds/3/notice': { items: words },
      'PUT /rounds/3/notice': () => {
        text = '于2026年12月20日前报送县政府办公室。'
        return { items: words }
      },
      'GET /rounds/3/notice.json': () => ({ period: '', rules: '', include_unreviewed: false, numbers: [], text: [{ style: 'BodyText', text }] }),
    })
    const { pages } = await open('/rounds/3')
    expect(pages.text()).toContain('通报还有待填写的：整改期限、发文机关。')
    expect(pages.findAll('mark').map((one) => one.text())).toEqual(['【整改期限】', '【发文机关】'])
    button('填写通报').click()
    await settle()
    expect(document.querySelector('#word-number')).toBeNull() // without a red head
    expect(document.querySelector('#word-problems')).toBeNull() // findings tell them
    expect(document.querySelector<HTMLInputElement>('#word-deadline')?.value).toBe('2026-12-05')
    expect(document.querySelector<HTMLInputElement>('#word-date')?.value).toBe('十二月')
    await type('#word-issuer', ' 县政府办公室 ')
    await type('#word-area', '全县')
    await type('#word-work', '')
    document.querySelectorAll<HTMLInputElement>('.all input')[3]?.click()
    await type('#word-deadline', '2026-12-20')
    document.querySelector('#notice-words')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'PUT')?.body).toEqual({
      items: [
        { name: 'issuer', text: '县政府办公室', for_all: true },
        { name: 'area', text: null, for_all: false }, // as usual
        { name: 'work', text: null, for_all: true }, // as the file says
        { name: 'deadline', text: '2026年12月20日', for_all: false },
        { name: 'date', text: '十二月', for_all: false },
      ],
    })
    expect(pages.text()).not.toContain('待填写的')
  })

  it('judges its sites anew after a statement', async () => {
    let isStated = false
    const site = { code: '5199010002', name: '云溪县教育局', if_confirmed: null, findings: 0, confirmed: 0 }
    serve({
      ...aRound({}),
      'GET /session': aSession('inspector'),
      'GET /indicators/national-2019': { ...sets.items[0], indicators: [{ ...indicator, situations: [{ ...situation, id: 'W1.1', text: '泄密' }] }] },
      'GET /rounds/3/sites': () => listOf([
          { ...site, verdict: isStated ? '合格' : '未能判定', standing: isStated ? 'pass' : 'unknown' },
          { ...site, code: '5199010099', name: '云溪县旧局', verdict: '未能判定', standing: 'closed' },
        ]),
      'POST /rounds/3/statements': () => {
        isStated = true
        return new Reply(201, { item: 'W1.1', site: null, is_fault: false, points: null, reason: '', by: 'zhang', at: '2026-11-20T09:00:00+08:00' })
      },
    })
    const { pages } = await open('/rounds/3')
    button('认定').click()
    await settle()
    ;[...document.querySelectorAll<HTMLElement>('.el-select-dropdown__item')].find((one) => one.textContent?.includes('泄密'))?.click()
    await settle()
    document.querySelector('#statement')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    const line = pages.findAll('tbody tr').map((one) => one.text()).find((one) => one.includes('5199010002'))
    expect(line).toMatch(/^云溪县教育局5199010002合格/)
    expect(pages.text()).toContain('云溪县旧局5199010099不作判定')
  })

  it('shows the numbers of the document with what they count and the findings behind', async () => {
    const asked = serve({
      'GET /rounds/3/numbers/2/findings': listOf([aFinding(1, { excerpt: '<b>粗</b>' })]),
      ...aRound({ frozen: '2026-11-21T09:00:00+08:00' }),
      'GET /session': aSession('leader'),
      'GET /rounds/3/notice.json': {
        period: '2026年第四季度',
        rules: '',
        include_unreviewed: true,
        text: [{ style: 'Title', text: '关于检查情况的通报' }, { style: 'Body', text: '<b>各地</b>：' }],
        numbers: [
          { in: 'xlsx', place: '附表1 A1', value: 1, count: { of: 'sites' } },
          { in: 'docx', place: '一、（一）', text: '90.0%', value: 0.9, rate: { part: { of: 'sites', verdict: ['合格'] }, whole: { of: 'sites' }, decimals: 1 } },
          { in: 'docx', place: '二、（一）', text: '87', value: 87, count: { of: 'findings', grade: ['veto'], review: ['unreviewed'] } },
        ],
      },
    })
    const { pages } = await open('/rounds/3')
    expect(pages.text()).toContain('含未经复核的问题')
    expect(pages.text()).not.toContain('附表1 A1')
    expect(pages.get('details .Title').text()).toBe('关于检查情况的通报')
    expect(pages.get('details .Body').text()).toBe('<b>各地</b>：')
    const fold = pages.get('details.panel')
    expect(fold.attributes('open')).toBeUndefined() // below the sites, and folded
    expect(fold.element.compareDocumentPosition(pages.findAll('section.panel').at(-1)?.element as Element)).toBe(Node.DOCUMENT_POSITION_PRECEDING)
    const lines = pages.findAll('.numbers tbody tr').map((one) => one.text())
    expect(lines[0]).toContain('网站数（合格） / 网站数')
    expect(lines[1]).toMatch(/二、（一）87问题数（单项否决，待审核）/)
    button('87').click()
    await settle()
    expect(asked.some((one) => one.path === '/rounds/3/numbers/2/findings')).toBe(true)
    expect(document.body.textContent).toContain('<b>粗</b>')
    expect(document.querySelector('.el-dialog b')).toBeNull()
  })

  it('opens the sites, accounts and regions that a number counts, and both parts of a rate', async () => {
    const member = { kind: 'site', id: '5199010002', name: '云溪县教育局', owner: '云溪县教育局', region: '云溪县', verdict: '不合格', things: 1, findings: 3 }
    const asked = serve({
      'GET /rounds/3/numbers/0/members': ({ query }: { query: URLSearchParams }) =>
        listOf(query.get('of') === 'whole' ? [member, { ...member, id: '新浪微博:云溪发布', kind: 'account', name: '云溪发布', verdict: '' }] : [member]),
      'GET /rounds/3/numbers/1/members': listOf([{ ...member, kind: 'region', id: '519902', name: '云岭县', owner: '', verdict: '', things: 12, findings: 0 }]),
      ...aRound({ frozen: '2026-11-21T09:00:00+08:00' }),
      'GET /session': aSession('leader'),
      'GET /rounds/3/notice.json': {
        period: '',
        rules: '',
        include_unreviewed: false,
        numbers: [
          { in: 'docx', place: '一、（一）', text: '50.0%', value: 0.5, rate: { part: { of: 'sites', verdict: ['不合格'] }, whole: { of: 'sites' }, decimals: 1 } },
          { in: 'docx', place: '一、（二）', text: '1', value: 1, count: { of: 'regions' } },
          { in: 'docx', place: '一、（三）', text: '9', value: 9, count: { of: 'messages' } },
        ],
      },
    })
    const { pages } = await open('/rounds/3')
    button('50.0%').click()
    await settle()
    const dialog = () => document.querySelector('.el-dialog')!
    expect(dialog().querySelector('a[href="/sites/5199010002"]')?.textContent).toBe('云溪县教育局')
    expect(dialog().querySelector('tbody')?.textContent).toMatch(/不合格3/)
    dialog().querySelector<HTMLInputElement>('input[value=whole]')!.click()
    await settle()
    expect(asked.at(-1)?.query.get('of')).toBe('whole')
    expect(dialog().querySelectorAll('tbody tr')).toHaveLength(2)
    expect(dialog().textContent).toContain('云溪发布')
    button('1').click()
    await settle()
    expect(dialog().querySelector('a[href="/sites?region=519902"]')?.textContent).toBe('云岭县')
    expect(pages.findAll('.numbers button')).toHaveLength(2)
  })

  it('opens the filings that a number counts, whose kind has its title', async () => {
    const filing = { kind: 'filing', id: '12', name: '健康运行报备', owner: '云溪县教育局', region: '', verdict: '', things: 1, findings: 0, day: '2026-10-09' }
    serve({
      'GET /rounds/3/numbers/0/members': listOf([filing]),
      ...aRound({ frozen: '2026-11-21T09:00:00+08:00' }),
      'GET /session': aSession('leader'),
      'GET /filings/kinds': { items: [{ id: 'health', title: '健康运行报备', about: 'unit', has_domain: false, is_ending: false, days: null, status: 'local', basis: '' }] },
      'GET /rounds/3/notice.json': {
        period: '',
        rules: '',
        include_unreviewed: false,
        numbers: [{ in: 'docx', place: '一、（四）', text: '66', value: 66, count: { of: 'filings', kind: 'health', from: '2026-10-01', to: '2026-11-20' } }],
      },
    })
    const { pages } = await open('/rounds/3')
    expect(pages.get('.numbers tbody').text()).toMatch(/66报备申请数（健康运行报备，2026-10-01.*2026-11-20）/)
    button('66').click()
    await settle()
    const rows = document.querySelector('.el-dialog tbody')!
    expect(rows.querySelector('a[href="/filings/12"]')?.textContent).toBe('健康运行报备')
    expect(rows.textContent).toMatch(/云溪县教育局2026-10-09/)
  })

  it('is compared with an earlier one, also where a site was not inspected', async () => {
    serve({
      ...aRound({ frozen: '2026-11-21T09:00:00+08:00' }),
      'GET /session': aSession('leader'),
      'GET /rounds/3/notice.json': { period: '', rules: '', include_unreviewed: false, numbers: [] },
      'GET /rounds': listOf([{ ...round, id: 2, title: '第三季度', frozen: '2026-08-21T09:00:00+08:00' }]),
      'GET /rounds/3/compare/2': { items: [{ code: '5199010002', name: '云溪县教育局', before: '未检查', now: '合格' }] },
    })
    const { pages } = await open('/rounds/3')
    pages.get('.compare input[role=combobox]').trigger('click')
    await settle()
    ;[...document.querySelectorAll<HTMLElement>('.el-select-dropdown__item')].find((one) => one.textContent?.includes('第三季度'))?.click()
    await settle()
    expect(pages.get('.compare tbody').text()).toContain('云溪县教育局未检查合格')
  })

  it('takes what a person states, of all sites or of one', async () => {
    const asked = serve({
      ...aRound({}),
      'GET /session': aSession('inspector'),
      'GET /indicators/national-2019': {
        ...sets.items[0],
        indicators: [{ ...indicator, situations: [{ ...situation, id: 'W1.2', text: '泄露国家秘密' }] }],
      },
      'POST /rounds/3/statements': new Reply(201, {}),
    })
    await open('/rounds/3')
    button('认定').click()
    await settle()
    document.querySelector<HTMLInputElement>('#statement input[role=combobox]')?.click()
    await settle()
    ;[...document.querySelectorAll<HTMLElement>('.el-select-dropdown__item')].find((one) => one.textContent?.includes('W1.2'))?.click()
    await type('#statement-reason', '已逐站核查')
    document.querySelector('#statement')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ item: 'W1.2', is_fault: false, reason: '已逐站核查' })
  })
})
