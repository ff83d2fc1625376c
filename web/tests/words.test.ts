import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { named, setLanguage, t, valueWord } from '../src/words'
import { en } from '../src/words/en'
import { age, clock, daysBetween, percent, pieces, webAddress } from '../src/words/format'
import { zh, type Word } from '../src/words/zh'

afterEach(() => setLanguage('zh'))

describe('words', () => {
  it('name the same values in both languages', () => {
    const values = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
    const differing = (Object.keys(zh) as Word[]).filter((word) => values(zh[word]).join() !== values(en[word]).join())
    expect(differing).toEqual([])
  })

  it('are filled in, and switch to English', () => {
    expect(t('list.page', { page: 2, pages: 9 })).toBe('第 2 页，共 9 页')
    setLanguage('en')
    expect(t('list.page', { page: 2, pages: 9 })).toBe('Page 2 of 9')
    expect(document.documentElement.lang).toBe('en')
  })

  it('of a newer server are shown as they come', () => {
    expect(t('order.event.unheard-of' as Word)).toBe('order.event.unheard-of')
  })

  it('fall back to a name that the table does not have', () => {
    expect(named('detail', 'target')).toBe('目标')
    expect(named('detail', 'something_new')).toBe('something_new')
  })
})

describe('format', () => {
  it('shows the time of the server and not of the browser', () => {
    expect(clock('2026-11-20T09:00:00+08:00')).toBe('2026-11-20 09:00')
  })

  it('tells ages at their limits', () => {
    const now = Date.parse('2026-11-20T12:00:00+08:00')
    expect(age('2026-11-20T11:59:30+08:00', now)).toBe('刚刚')
    expect(age('2026-11-20T11:59:00+08:00', now)).toBe('1 分钟前')
    expect(age('2026-11-20T11:00:00+08:00', now)).toBe('1 小时前')
    expect(age('2026-11-18T12:01:00+08:00', now)).toBe('47 小时前')
    expect(age('2026-11-18T12:00:00+08:00', now)).toBe('2 天前')
  })

  it('counts days between days', () => {
    expect(daysBetween('2026-11-06', '2026-11-20T09:00:00+08:00')).toBe(14)
    expect(percent(0.9583)).toBe('95.8%')
  })

  it('sends a browser to web addresses only', () => {
    expect(webAddress('https://a.gov.cn/')).toBe('https://a.gov.cn/')
    for (const bad of ['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', '//a', '', 'ftp://a'])
      expect(webAddress(bad)).toBeNull()
  })
})

describe('pieces', () => {
  it('mark places by characters, also behind characters of two units', () => {
    expect(pieces('😀甲乙丙', [{ at: 2, n: 1 }])).toEqual([
      { text: '😀甲', marked: false },
      { text: '乙', marked: true },
      { text: '丙', marked: false },
    ])
  })

  it('survive marks that overlap, are out of order or lie outside', () => {
    const text = '一二三四五'
    const cut = pieces(text, [{ at: 3, n: 9 }, { at: 1, n: 1 }, { at: 1, n: 2 }, { at: 9, n: 2 }, { at: -4, n: 2 }])
    expect(cut.map((piece) => piece.text).join('')).toBe(text)
    expect(cut.filter((piece) => piece.marked).map((piece) => piece.text)).toEqual(['二', '三', '四五'])
  })
})

describe('words of findings', () => {
  const folder = `${resolve('../src/check')}/`
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.c'))
    .map((name) => ({ check: name.slice(0, -2).replaceAll('_', '-'), text: readFileSync(folder + name, 'utf8') }))

  it('there is one for every detail that a check tells', () => {
    const keys = sources.flatMap(({ text }) => [...text.matchAll(/\.key = "([a-z_]+)"/g)].map((found) => found[1] as string))
    expect(keys.length).toBeGreaterThan(80)
    expect([...new Set(keys)].filter((key) => named('detail', key) === key)).toEqual([])
  })

  it('there is one for every fault that the fixtures expect', () => {
    const sites = `${resolve('../tests/sites')}/`
    const expected = readdirSync(sites, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('expected.jsonl'))
    const findings = expected.flatMap((name) =>
      readFileSync(sites + name, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as { check: string; detail?: Record<string, unknown> }),
    )
    expect(findings.length).toBeGreaterThan(100)
    const bare = findings.flatMap(({ check, detail }) =>
      ['fault', 'reason', 'kind', 'trick', 'guise', 'item']
        .map((name) => detail?.[name])
        .filter((value) => typeof value === 'string' && /^[a-z]/.test(value) && valueWord(check, value) === value)
        .map((value) => `${check}: ${String(value)}`),
    )
    expect([...new Set(bare)]).toEqual([])
  })

  it('mean in one check what they mean there', () => {
    expect(valueWord('cloaking', 'title')).toBe('标题不同')
    expect(valueWord('dead-link', 'http-404')).toBe('HTTP 状态 404')
    expect(valueWord('dead-link', 'of-a-newer-server')).toBe('of-a-newer-server')
  })
})
