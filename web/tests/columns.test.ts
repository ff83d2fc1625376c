import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Column, SiteResult } from '../src/api/types'
import ColumnPanel from '../src/parts/ColumnPanel.vue'

const weeksOf = (...last: number[]) => [...Array<number>(53 - last.length).fill(0), ...last]
const column = (title: string, more: Partial<Column>): Column => ({
  title,
  url: `http://jyj.yunxixian.gov.cn/${title}/`,
  kind: '工作动态',
  newest: '2026-11-17',
  items: 7,
  ...more,
})

function show(more: Partial<SiteResult>) {
  const result = { columns: [], weeks: [], ...more } as unknown as SiteResult
  return mount(ColumnPanel, {
    props: { result, asOf: '2026-11-20T09:00:00+08:00' },
    global: { stubs: { BarsChart: { props: ['places', 'bars'], template: '<i class="chart">{{ places[52] }} {{ places[51] }} {{ bars[0].values[52] }}</i>' } } },
  })
}

describe('publication', () => {
  it('is told by week, each named by its last day', async () => {
    const panel = show({ weeks: weeksOf(3, 5), weeks_until: '2026-11-20', columns: [column('要闻', { weeks: weeksOf(0, 5) })] })
    await new Promise((done) => setTimeout(done))
    expect(panel.text()).toContain('近一年发布文章 8 篇')
    expect(panel.get('.chart').text()).toBe('2026-11-20 2026-11-13 5')
    expect(panel.get('svg').attributes('aria-label')).toBe('要闻：近一年 5 篇，一周最多 5 篇')
    expect(panel.findAll('svg rect')).toHaveLength(1)
    expect(panel.find('.mark').exists()).toBe(false)
  })

  it('says for how many weeks there was none', () => {
    expect(show({ weeks: weeksOf(3, 0, 0), weeks_until: '2026-11-20' }).get('.mark').text()).toBe('最近 2 周没有发布')
  })

  it('is not told of an older result, nor of a column without articles of its own', () => {
    const panel = show({ weeks: undefined, columns: [column('要闻', { weeks: [] }), column('通知', { newest: null })] })
    expect(panel.text()).not.toContain('近一年发布文章')
    expect(panel.find('svg').exists()).toBe(false)
    expect(panel.findAll('tbody tr')[0]?.text()).toContain('3 天')
  })
})
