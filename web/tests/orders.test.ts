import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Order, OrderState, OrderWhole, Role } from '../src/api/types'
import { eventsOf } from '../src/state/order'
import { aFinding, aSession, listOf } from './data'
import { problem, Reply, serve } from './mock'
import { button, closePages, loadPages, open, settle, type } from './open'

beforeAll(loadPages, 60000)
afterEach(closePages)

const order: Order = {
  id: 4,
  unit: { id: 2, name: '云溪县教育局' },
  created: '2026-11-20T09:00:00+08:00',
  by: 'zhang',
  days: 15,
  deadline: '2026-12-11',
  deadline_is_sure: false,
  is_overdue: true,
  demand: '限期整改',
  state: 'seen',
  changed: '2026-11-20T09:00:00+08:00',
  explained_until: null,
  n_findings: 1,
  n_gone: 0,
  n_still: 1,
  n_unknown: 0,
  n_dismissed: 0,
  n_repeats: 0,
}

function whole(state: OrderState): OrderWhole {
  const { id, site, site_name, check, check_title, url, where, excerpt, suggest, grade } = aFinding(1, { suggest: '请改正或删除' })
  const finding = { id, site, site_name, check, check_title, url, where, excerpt, suggest, grade, detail: { target: 'http://a.test/old', reason: 'http-404', n_referrers: 1 }, evidence: [], is_repeat: true }
  return {
    ...order,
    state,
    findings: [{ ...finding, outcome: 'still', outcome_at: '2026-11-25T09:00:00+08:00', outcome_reason: '', outcome_excerpt: '', outcome_evidence: [], claim: null, claim_text: '', claim_at: null }],
    events: [{ id: 1, at: '2026-11-20T09:00:00+08:00', by: 'zhang', kind: 'issue', text: '', document: '', measure: '', day: null }],
    files: [],
    is_ours: true,
    similar: [aFinding(2, { excerpt: '别处同样' })],
  }
}

async function buttonsFor(role: Role, state: OrderState): Promise<string[]> {
  serve({ 'GET /session': aSession(role), 'GET /orders/4': whole(state) })
  const { pages } = await open('/orders/4')
  const found = pages.findAll('.buttons button').map((one) => one.text())
  closePages()
  return found
}

describe('orders', () => {
  it('offer each side what the state allows, and nothing to those who only read', async () => {
    expect(await buttonsFor('operator', 'seen')).toEqual(['回复整改完成', '特殊情况说明', '申诉'])
    expect(await buttonsFor('operator', 'replied')).toEqual([])
    expect(await buttonsFor('inspector', 'replied')).toEqual(['通过', '退回', '复查', '提醒', '督办', '撤回'])
    expect(await buttonsFor('inspector', 'closed')).toEqual(['重新打开'])
    expect(await buttonsFor('inspector', 'withdrawn')).toEqual([])
    expect(await buttonsFor('leader', 'replied')).toEqual([])
  })

  it('take files from the unit alone, until they are closed', async () => {
    for (const [role, state, takes] of [['operator', 'seen', true], ['operator', 'closed', false], ['inspector', 'seen', false]] as const) {
      serve({ 'GET /session': aSession(role), 'GET /orders/4': whole(state) })
      const { pages } = await open('/orders/4')
      expect(pages.find('#order-file').exists()).toBe(takes)
      closePages()
    }
  })

  it('offer the office nothing where the unit above gave them', async () => {
    serve({ 'GET /session': aSession('inspector'), 'GET /orders/4': { ...whole('replied'), is_ours: false } })
    expect((await open('/orders/4')).pages.findAll('.buttons button')).toEqual([])
  })

  it('are prolonged and withdrawn with a reason, which the unit is told', async () => {
    const at = '2026-11-21T09:00:00+08:00'
    let now = whole('seen')
    const asked = serve({
      'GET /session': aSession('inspector'),
      'GET /orders/4': () => now,
      'POST /orders/4/events': ({ body }: { body: unknown }) => {
        const { kind, text, expires = null } = body as { kind: 'prolong' | 'withdraw'; text: string; expires?: string }
        const event = { id: 9, at, by: 'zhang', kind, text, document: '', measure: '', day: expires }
        now = { ...now, state: kind === 'withdraw' ? 'withdrawn' : now.state, deadline: expires ?? now.deadline, events: [...now.events, event] }
        return new Reply(201, now)
      },
    })
    const { pages } = await open('/orders/4')
    const submit = async () => {
      document.querySelector('#event')?.dispatchEvent(new Event('submit', { cancelable: true }))
      await settle()
    }
    button('延期').click()
    await settle()
    expect(document.querySelector<HTMLInputElement>('#event-day')?.required).toBe(true)
    await type('#event-text', '平台停机')
    await type('#event-day', '2027-01-08')
    await submit()
    expect(pages.get('.facts').text()).toMatch(/2027-01-08.*2026-11-21 09:00 延期，理由：平台停机/)
    button('撤回').click()
    await settle()
    expect(document.querySelector('#event-day')).toBeNull()
    await type('#event-text', '下达有误')
    await submit()
    expect(asked.filter((one) => one.method === 'POST').map((one) => one.body)).toEqual([
      { kind: 'prolong', text: '平台停机', expires: '2027-01-08' },
      { kind: 'withdraw', text: '下达有误' },
    ])
    expect(pages.get('[role=status].told').text()).toBe('整改通知已由 zhang 于 2026-11-21 09:00 撤回，不再整改。理由：下达有误')
    expect(pages.findAll('.buttons button')).toEqual([])
  })

  it('wait for no re-check once they are withdrawn', async () => {
    for (const [kind, waits] of [['seen', true], ['withdraw', false]] as const) {
      const order = whole(waits ? 'replied' : 'withdrawn')
      order.events = (['reply', kind] as const).map((one, n) => ({ id: n, at: order.created, by: 'zhang', kind: one, text: '', document: '', measure: '', day: null }))
      serve({ 'GET /session': aSession('inspector'), 'GET /orders/4': order })
      const { pages } = await open('/orders/4')
      expect(pages.text().includes('正在复查')).toBe(waits)
      closePages()
    }
  })

  it('are answered finding by finding, with files that are sent before', async () => {
    const order = whole('seen')
    const [first] = order.findings
    if (!first) throw new Error('no finding')
    order.findings = [first, { ...first, id: '000000000000000a', excerpt: '另一处' }, { ...first, id: '000000000000000b', outcome: 'dismissed' }]
    let isUp = false
    const asked = serve({
      'GET /session': aSession('operator'),
      'GET /orders/4': order,
      'PUT /orders/4/files/%E6%8A%A5%E5%91%8A.pdf': new Reply(204),
      'POST /orders/4/events': () => (isUp ? new Reply(201, order) : problem(409, '刚刚退回')),
    })
    await open('/orders/4')
    button('回复整改完成').click()
    await settle()
    await type('#event-text', '已改')
    const choose = async (n: number, claim: string) => {
      const field = document.querySelectorAll<HTMLSelectElement>('#event select')[n]
      if (!field) throw new Error('no select')
      field.value = claim
      field.dispatchEvent(new Event('change'))
      await settle()
    }
    expect(document.querySelectorAll('#event select').length).toBe(2) // what was dismissed is not asked for
    button('全部填“已整改”').click()
    await settle()
    await choose(1, 'unable')
    const why = document.querySelectorAll<HTMLInputElement>('#event .why')
    expect([...why].map((one) => one.required)).toEqual([false, true])
    if (why[1]) why[1].value = '上级平台的页面'
    why[1]?.dispatchEvent(new Event('input'))
    await settle()
    const file = document.querySelector<HTMLInputElement>('#event-file')
    Object.defineProperty(file, 'files', { value: [new File(['x'], '报告.pdf')] })
    file?.dispatchEvent(new Event('change'))
    await settle()
    expect(document.querySelector('#event')?.textContent).toContain('报告.pdf')
    const submit = async () => {
      document.querySelector('#event')?.dispatchEvent(new Event('submit', { cancelable: true }))
      await settle()
    }
    await submit()
    isUp = true
    await submit()
    expect(asked.filter((one) => one.method !== 'GET').map((one) => one.method)).toEqual(['PUT', 'POST', 'POST'])
    expect(asked.filter((one) => one.method === 'POST').at(-1)?.body).toEqual({
      kind: 'reply',
      text: '已改',
      findings: [
        { site: first.site, id: first.id, claim: 'repaired' },
        { site: first.site, id: '000000000000000a', claim: 'unable', text: '上级平台的页面' },
      ],
    })
  })

  it('show the office what the unit says beside each finding', async () => {
    const order = whole('replied')
    order.findings = order.findings.map((one) => ({ ...one, claim: 'unable', claim_text: '上级平台的页面', claim_at: one.outcome_at }))
    serve({ 'GET /session': aSession('inspector'), 'GET /orders/4': order })
    const { pages } = await open('/orders/4')
    expect(pages.text()).toContain('单位填报')
    expect(pages.text()).toMatch(/无法整改\s*上级平台的页面/)
  })

  it('let nobody but the unit answer, in any state', () => {
    for (const state of ['issued', 'seen', 'replied', 'explained', 'appealed', 'returned', 'closed', 'withdrawn'] as const)
      for (const kind of eventsOf(state, 'office')) expect(['seen', 'reply', 'explain', 'appeal']).not.toContain(kind)
  })

  it('show the finding with its re-check, the repeat, and the same elsewhere', async () => {
    serve({ 'GET /session': aSession('leader'), 'GET /orders/4': whole('seen') })
    const { pages } = await open('/orders/4')
    for (const words of ['仍存在', '反复出现', '别处同样', '已逾期', '尚未公布放假安排']) expect(pages.text()).toContain(words)
  })

  it('say what is wrong, where a dead link leads and what is right', async () => {
    serve({ 'GET /session': aSession('operator'), 'GET /orders/4': whole('seen') })
    const { pages } = await open('/orders/4')
    expect(pages.find('.remedy').text()).toBe('请改正或删除目标：http://a.test/old原因：HTTP 状态 404')
  })

  it('show what was seen then beside what is there now', async () => {
    const page = (text: string, marks: { at: number; n: number }[]) => ({
      has_picture: true,
      page_problem: null,
      page: { url: 'http://a.test/', title: '', text, is_source: false, is_cut: false, marks, fetched: null, is_rendered: false },
    })
    serve({
      'GET /session': aSession('inspector'),
      'GET /orders/4': whole('replied'),
      'GET /orders/4/findings/5199010002/0000000000000001': { then: page('张三身份证号', [{ at: 2, n: 4 }]), now: page('已经删去', []) },
    })
    await open('/orders/4')
    button('前后对照').click()
    await settle()
    expect(document.querySelector('.el-dialog .remedy')?.textContent).toContain('http://a.test/old')
    expect(document.querySelector('.then mark')?.textContent).toBe('身份证号')
    expect(document.querySelector('.now')?.textContent).toContain('已经删去')
    ;[...document.querySelectorAll<HTMLElement>('.now .tabs button')].find((one) => one.textContent?.includes('截图'))?.click()
    await settle()
    expect(document.querySelector<HTMLImageElement>('.now img')?.getAttribute('src')).toBe(
      '/api/v1/orders/4/findings/5199010002/0000000000000001/picture?seen=now',
    )
  })

  it('keep what was typed when the session ends, and ask for the password over the page', async () => {
    let isIn = true
    const asked = serve({
      'GET /session': aSession('operator'),
      'GET /orders/4': whole('seen'),
      'POST /orders/4/events': () => (isIn ? { ...order, state: 'replied' } : problem(401, '请先登录')),
      'POST /session': () => {
        isIn = true
        return aSession('operator')
      },
    })
    const { router } = await open('/orders/4')
    const submit = async (form: string) => {
      document.querySelector(form)?.dispatchEvent(new Event('submit', { cancelable: true }))
      await settle()
    }
    button('回复整改完成').click()
    await settle()
    await type('#event-text', '已全部整改')
    isIn = false
    await submit('#event')
    expect(document.body.textContent).toContain('登录已过期')
    expect(document.querySelector<HTMLInputElement>('#sign-in-name')?.value).toBe('zhang')
    await type('#sign-in-password', 'Yunxi-2026-xunjian')
    await submit('#sign-in')
    expect(router.currentRoute.value.path).toBe('/orders/4')
    expect(document.querySelector<HTMLTextAreaElement>('#event-text')?.value).toBe('已全部整改')
    await submit('#event')
    expect(asked.at(-2)?.body).toEqual({ kind: 'reply', text: '已全部整改' })
  })

  it('are answered with a text', async () => {
    const asked = serve({
      'GET /session': aSession('operator'),
      'GET /orders/4': whole('seen'),
      'POST /orders/4/events': new Reply(201, { id: 2 }),
    })
    await open('/orders/4')
    button('特殊情况说明').click()
    await settle()
    await type('#event-text', '系统升级')
    await type('#event-day', '2027-01-31')
    document.querySelector('#event')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ kind: 'explain', text: '系统升级', expires: '2027-01-31' })
  })

  it('ask of an approved appeal what is dismissed, and why', async () => {
    const asked = serve({
      'GET /session': aSession('inspector'),
      'GET /orders/4': whole('appealed'),
      'POST /orders/4/events': new Reply(201, { id: 2 }),
    })
    await open('/orders/4')
    button('通过').click()
    await settle()
    expect(document.querySelector('#event')?.textContent).toContain('不再计入尚未冻结的各轮通报；其余的继续整改')
    expect(document.querySelector<HTMLTextAreaElement>('#event-text')?.required).toBe(true)
    const one = document.querySelector<HTMLInputElement>('#event input[name=dismissed]')
    expect(one?.checked).toBe(false)
    one?.click()
    await type('#event-text', '链接是第三方的')
    document.querySelector('#event')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((line) => line.method === 'POST')?.body).toEqual({
      kind: 'approve', text: '链接是第三方的', findings: [{ site: '5199010002', id: '0000000000000001' }],
    })
  })

  it('show how they stand when an event is refused, and do not offer to approve something else', async () => {
    let now = whole('appealed')
    serve({
      'GET /session': aSession('inspector'),
      'GET /orders/4': () => now,
      'POST /orders/4/events': () => {
        now = whole('replied')
        return problem(409, '整改通知已回复')
      },
    })
    const { pages } = await open('/orders/4')
    expect(pages.get('.page-head').text()).toContain('申诉')
    button('通过').click()
    await settle()
    await type('#event-text', '链接是第三方的')
    document.querySelector('#event')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(pages.get('.page-head').text()).not.toContain('申诉')
    expect(document.body.textContent).toContain('已回复')
    expect(document.querySelector('#event-text')).toBeNull()
  })

  it('are exported as the list is filtered', async () => {
    serve({ 'GET /session': aSession('leader'), 'GET /orders': listOf([order]) })
    const { pages } = await open('/orders?state=open&overdue=1&unit=2')
    expect(pages.get('a[download]').attributes('href')).toBe('/api/v1/orders.xlsx?unit=2&state=open&overdue=1')
  })

  it('are issued for the findings that stay chosen', async () => {
    const asked = serve({
      'GET /session': aSession('inspector'),
      'GET /orders': listOf([]),
      'GET /units': listOf([{ id: 2, parent: 1, name: '云溪县教育局', region: '', is_office: false }]),
      'GET /findings/to-order': { ...listOf([aFinding(1, { state: 'confirmed' }), aFinding(2, { state: 'confirmed' })]), total: 250 },
      'POST /orders': new Reply(201, order),
      'GET /orders/deadline': ({ query }: { query: URLSearchParams }) => ({ deadline: query.get('days') === '20' ? '2026-12-18' : '2026-12-11', deadline_is_sure: true }),
    })
    await open('/orders')
    button('下达整改').click()
    await settle()
    document.querySelector<HTMLInputElement>('#order input[role=combobox]')?.focus()
    await settle()
    ;[...document.querySelectorAll<HTMLElement>('.el-select-dropdown__item')].find((one) => one.textContent?.includes('教育局'))?.click()
    await settle()
    expect(asked.find((one) => one.path === '/findings/to-order')?.query.toString()).toBe('unit=2&per_page=200')
    const boxes = document.querySelectorAll<HTMLInputElement>('#order .list input')
    expect([...boxes].map((one) => one.checked)).toEqual([true, true])
    expect(document.querySelector('#order fieldset')?.textContent).toMatch(/2 \/ 2.*前 200 个，共 250 个/)
    boxes[1]?.click()
    expect(document.querySelector('#order .days')?.textContent).toContain('最后一天为 2026-12-11（星期五）')
    await type('#order-days', '20')
    expect(document.querySelector('#order .days')?.textContent).toContain('最后一天为 2026-12-18（星期五）')
    await type('#order-days', '15')
    await type('#order-demand', '限期整改')
    document.querySelector('#order')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({
      unit: 2,
      findings: [{ site: '5199010002', id: '0000000000000001' }],
      days: 15,
      demand: '限期整改',
    })
  })
})
