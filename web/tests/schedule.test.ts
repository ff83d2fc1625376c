import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Escalation, Run, Schedule } from '../src/api/types'
import { aSession, listOf } from './data'
import { problem, serve } from './mock'
import { button, closePages, loadPages, open, settle } from './open'

beforeAll(loadPages, 60000)
afterEach(closePages)

const settings: Schedule = {
  nightly: true,
  nightly_at: '01:30',
  weekly: false,
  weekly_day: 6,
  weekly_at: '02:00',
  quiet: null,
  sites: { nightly: 17, weekly: 1, never: 1 },
  next: [{ kind: 'nightly', at: '2026-11-21T01:30:00+08:00' }],
  last: [
    {
      kind: 'nightly',
      day: '2026-11-20',
      id: 4,
      started: '2026-11-20T01:30:00+08:00',
      ended: '2026-11-20T03:00:00+08:00',
      state: 'done',
      error: null,
      left: ['5199010002'],
    },
  ],
}
const run: Run = {
  id: 9, started: '2026-11-20T01:30:00+08:00', finished: null, sites: 19, veto: 3, fault: null, notice: 0, kind: 'nightly', by: null, round: 2, left: 1,
}
const idle = { running: false, state: null, error: null, started: null, sites: 0, done: 0, pages: 0, rate: null, findings: 0, left_s: null }
const office = { 'GET /schedule': settings, 'GET /runs': listOf([run]), 'GET /runs/current': idle }

describe('timed inspections', () => {
  it('say when they begin next, how the last one ended and what it left', async () => {
    serve({ ...office, 'GET /session': aSession('leader') })
    const { pages } = await open('/schedule')
    const text = pages.text()
    expect(text).toContain('每天 01:30 开始')
    expect(text).toContain('2026-11-21 01:30 每夜')
    expect(pages.find('a[href="/sites/5199010002"]').exists()).toBe(true)
    expect(pages.find('a[href="/rounds/2"]').exists()).toBe(true)
    expect(pages.findAll('button').map((one) => one.text())).not.toContain('修改')
  })

  it('are set as a whole, with hours that are kept free', async () => {
    const asked = serve({ ...office, 'GET /session': aSession(), 'PUT /schedule': problem(422, '禁止检查时段不能盖过开始时间') })
    await open('/schedule')
    button('修改').click()
    await settle()
    const boxes = [...document.querySelectorAll<HTMLInputElement>('#schedule input[type=checkbox]')]
    boxes.at(-1)?.click()
    await settle()
    document.querySelector('#schedule')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'PUT')?.body).toEqual({
      nightly: true, nightly_at: '01:30', weekly: false, weekly_day: 6, weekly_at: '02:00', quiet: '08:30-18:00',
    })
    expect(document.querySelector('#schedule [role=alert]')?.textContent).toContain('禁止检查时段')
  })
})

describe('the ledger', () => {
  const line: Escalation = {
    id: 3, at: '2026-11-20T09:00:00+08:00', day: '2026-11-20', order: 7, unit: { id: 4, name: '云溪县教育局' }, kind: '约谈', document: '云府办函〔2026〕9号', text: '限期整改', by: 'zhang',
  }

  it('lists every step with its document and order, and is saved as it is filtered', async () => {
    const asked = serve({ 'GET /session': aSession('leader'), 'GET /escalations': listOf([line]) })
    const { pages } = await open('/escalations?kind=约谈&from=2026-11-01')
    expect(asked.find((one) => one.path === '/escalations')?.query.get('kind')).toBe('约谈')
    const row = pages.get('tbody tr').text()
    for (const word of ['2026-11-20', '云溪县教育局', '约谈', '云府办函〔2026〕9号']) expect(row).toContain(word)
    expect(pages.find('a[href="/orders/7"]').exists()).toBe(true)
    expect(decodeURIComponent(pages.get('a[download]').attributes('href') ?? '')).toBe('/api/v1/escalations.xlsx?kind=约谈&from=2026-11-01')
  })
})
