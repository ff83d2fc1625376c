import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createPinia } from 'pinia'
import { mount } from '@vue/test-utils'
import AvailabilityPanel from '../src/parts/AvailabilityPanel.vue'
import DownPanel from '../src/parts/DownPanel.vue'
import { forget } from '../src/api/client'
import { serve } from './mock'
import { listOf } from './data'
import { settle } from './open'

beforeAll(forget)
afterEach(forget)

const hour = (n: number, visits: number, failed: number) => ({
  at: `2026-11-${String(20 + Math.floor(n / 24)).padStart(2, '0')}T${String(n % 24).padStart(2, '0')}:00:00+08:00`,
  visits,
  failed,
  unknown: 0,
})
const plugins = () => ({ global: { plugins: [createPinia()], stubs: { RouterLink: { template: '<a><slot /></a>' } } } })

describe('availability', () => {
  const week = Array.from({ length: 168 }, (_, n) => hour(n, n === 0 ? 0 : 12, n === 1 ? 12 : n === 2 ? 3 : 0))
  const record = {
    as_of: '2026-11-27T00:00:00+08:00',
    from: '2026-11-20T00:00:00+08:00',
    to: '2026-11-27T00:00:00+08:00',
    visits: 2004,
    failed: 15,
    unknown: 1,
    percent: 0.75,
    days: 7,
    days_needed: 7,
    hours: week,
    outages: [{ site: '1', began: '2026-11-20T01:00:00+08:00', alarmed: '2026-11-20T01:15:00+08:00', ended: null, reason: 'connect', reason_title: '连接失败' }],
  }

  it('tells apart hours that opened, failed in part, failed and were not visited', async () => {
    serve({ 'GET /sites/1/availability': record })
    const panel = mount(AvailabilityPanel, { props: { code: '1' }, ...plugins() })
    await settle()
    expect(panel.findAll('.line').length).toBe(7)
    expect(panel.findAll('i').slice(0, 4).map((one) => one.classes()[0])).toEqual(['none', 'bad', 'some', 'ok'])
    expect(panel.text()).toContain('失败 15 次（0.8%）')
    expect(panel.text()).toContain('仍打不开')
  })

  it('does not call a site that nobody visited reachable', async () => {
    const none = { ...record, as_of: null, visits: 0, failed: 0, percent: null, hours: [], outages: [] }
    serve({ 'GET /sites/1/availability': none })
    const panel = mount(AvailabilityPanel, { props: { code: '1' }, ...plugins() })
    await settle()
    expect(panel.text()).toContain('还没有定时访问的记录')
    expect(panel.text()).not.toContain('失败')
  })
})

describe('what is down now', () => {
  it('is asked for as such and named with its reason', async () => {
    const line = { site: '1', site_name: '云溪县水利局', began: '2026-11-20T01:00:00+08:00', alarmed: '', ended: null, reason: 'dns', reason_title: '域名解析失败', minutes: 42 }
    const asked = serve({ 'GET /outages': listOf([line]) })
    const panel = mount(DownPanel, plugins())
    await settle()
    expect(asked[0]?.query.get('state')).toBe('open')
    expect(panel.text()).toContain('域名解析失败')
    expect(panel.text()).toContain('42 分钟')
    panel.unmount()
  })

  it('is told as what is on record, for nobody may have looked', async () => {
    serve({ 'GET /outages': listOf([]) })
    const panel = mount(DownPanel, plugins())
    await settle()
    expect(panel.text()).toContain('没有记录到正在持续的中断')
    panel.unmount()
  })
})
