import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { IndicatorSet, UserLine } from '../src/api/types'
import { aSession, listOf } from './data'
import { problem, Reply, serve, type Asked } from './mock'
import { named } from '../src/words'
import { button, closePages, loadPages, open, settle, type } from './open'

beforeAll(loadPages, 60000)
afterEach(closePages)

const unit = { id: 1, parent: null, name: '云溪县', region: '519901', is_office: true }
const below = { id: 2, parent: 1, name: '云溪县教育局', region: '519901', is_office: false }
const wang: UserLine = {
  id: 5,
  name: 'wang',
  title: '王五',
  role: 'operator',
  unit: { id: 2, name: '云溪县教育局' },
  disabled: false,
  must_change_password: true,
  created: '2026-11-20T09:00:00+08:00',
  seen: null,
}

describe('users', () => {
  it('get a first password that is shown once', async () => {
    const asked = serve({
      'GET /session': aSession(),
      'GET /units': listOf([unit, below]),
      'GET /users': listOf([wang]),
      'POST /users/5/password': { user: wang, password: 'k7-Px2-first' },
    })
    const { pages } = await open('/units')
    expect(pages.text()).toContain('待改初始密码')
    button('重设密码').click()
    await settle()
    expect(asked.some((one) => one.method === 'POST')).toBe(false)
    button('确定').click()
    await settle()
    expect(document.body.textContent).toContain('k7-Px2-first')
    button('关闭').click()
    await settle()
    expect(document.querySelector('.password')).toBeNull()
  })

  it('who never signed in are deleted after a question, others are only disabled', async () => {
    let list = [wang, { ...wang, id: 6, name: 'zhao', title: '赵六', seen: '2026-11-20T09:00:00+08:00' }]
    const asked = serve({
      'GET /session': aSession(),
      'GET /units': listOf([unit]),
      'GET /users': () => listOf(list),
      'DELETE /users/5': () => {
        list = list.slice(1)
        return new Reply(204)
      },
    })
    const { pages } = await open('/units')
    expect([...document.querySelectorAll('button')].filter((one) => one.textContent?.trim() === '删除').length).toBe(1)
    button('删除').click()
    await settle()
    button('确定').click()
    await settle()
    expect(asked.filter((one) => one.method === 'DELETE').map((one) => one.path)).toEqual(['/users/5'])
    expect(pages.text()).not.toContain('王五')
  })

  it('are sorted by the head of a column, upwards and then downwards', async () => {
    const asked = serve({ 'GET /session': aSession(), 'GET /units': listOf([unit, below]), 'GET /users': listOf([wang]) })
    await open('/units')
    const last = (path: string) => asked.filter((one) => one.path === path).at(-1)?.query.get('sort')
    for (const [path, name] of [['/users', '用户名'], ['/units', '单位名称']] as const) {
      const head = () => document.querySelector<HTMLElement>(`button[title="按“${name}”排序"]`)?.click()
      head()
      await settle()
      expect(last(path)).toBe('name')
      head()
      await settle()
      expect(last(path)).toBe('-name')
    }
  })

  it('cannot lock themselves out', async () => {
    const self = { ...wang, id: 1, name: 'zhang', role: 'admin' as const }
    serve({ 'GET /session': aSession(), 'GET /units': listOf([unit, below]), 'GET /users': listOf([self, wang]) })
    const { pages } = await open('/units')
    expect(pages.findAll('button').filter((one) => one.text() === '停用').length).toBe(1)
    button('修改').click()
    await settle()
    const chosen = [...document.querySelectorAll<HTMLInputElement>('#user input[role=combobox]')]
    expect(chosen.map((one) => one.disabled)).toEqual([true, true]) // role, unit
  })

  it('are told why they could not be changed', async () => {
    const asked = serve({
      'GET /session': aSession(),
      'GET /units': listOf([unit, below]),
      'GET /users': listOf([wang]),
      'PATCH /users/5': problem(422, '至少保留一个管理员'),
    })
    await open('/units')
    button('修改').click()
    await settle()
    await type('#user-title', '王小五')
    document.querySelector('#user')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'PATCH')?.body).toEqual({ title: '王小五', role: 'operator', unit: 2 })
    expect(document.querySelector('#user [role=alert]')?.textContent).toBe('至少保留一个管理员')
    document.querySelector('#user-title')?.dispatchEvent(new Event('input', { bubbles: true }))
    await settle()
    expect(document.querySelector('#user [role=alert]')).toBeNull() // it was said of what stood there before
  })

  it('need a unit, and that is said', async () => {
    serve({ 'GET /session': aSession(), 'GET /units': listOf([unit]), 'GET /users': listOf([]) })
    await open('/units')
    button('新建用户').click()
    await settle()
    document.querySelector('#user')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(document.querySelector('#user [role=alert]')?.textContent).toBe('请选择单位')
  })
})

describe('units', () => {
  it('are deleted but for the top one, or it is said why not', async () => {
    serve({
      'GET /session': aSession(),
      'GET /units': listOf([unit, below]),
      'GET /users': listOf([]),
      'DELETE /units/2': problem(409, '还有 3 个网站、账号，不能删除；请先划归其他单位'),
    })
    await open('/units')
    button('删除').click()
    await settle()
    expect(document.querySelector('.el-message-box')?.textContent).toContain('删除“云溪县教育局”？')
    button('确定').click()
    await settle()
    expect(document.body.textContent).toContain('还有 3 个网站、账号，不能删除')
  })

  it('stand below the one they belong to, and a new one is added below', async () => {
    const asked = serve({
      'GET /session': aSession(),
      'GET /units': listOf([below, unit]),
      'GET /users': listOf([]),
      'POST /units': new Reply(201, { ...below, id: 3 }),
    })
    const { pages } = await open('/units')
    const text = pages.text()
    expect(text.indexOf('云溪县教育局')).toBeGreaterThan(text.indexOf('监管单位'))
    expect(pages.get('.depth-1').text()).toBe('云溪县教育局')
    button('新建下级').click()
    await settle()
    await type('#unit-name', '云溪县水利局')
    document.querySelector('#unit')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({
      name: '云溪县水利局',
      parent: 1,
      region: '519901',
      is_office: false,
    })
  })
})

describe('audit log', () => {
  it('tells what changed, and nothing that stayed', async () => {
    const line = { id: 9, at: '2026-11-20T09:00:00+08:00', by: 'zhang', action: 'user.change', subject: 'user:5', hash: 'ab' }
    serve({
      'GET /session': aSession(),
      'GET /audit': listOf([{ ...line, old: { title: '王五', role: 'operator' }, new: { title: '王五', role: 'reviewer' } }]),
    })
    const { pages } = await open('/audit')
    expect(pages.get('tbody').text()).toContain('修改用户')
    expect(pages.get('td:last-child').text()).toBe('角色：主办单位 → 审核员')
    expect(pages.get('tbody').text()).not.toContain('王五')
    const subject = pages.get('tbody a')
    expect(subject.text()).toBe('用户 5')
    expect(subject.attributes('href')).toContain('what=user:5')
  })

  it('speaks the reader’s language of nested parts, words, times and flags', async () => {
    const line = { id: 9, at: '2026-11-20T09:00:00+08:00', by: 'zhang', action: 'round.freeze', subject: 'round:1', hash: 'ab', old: null }
    const now = { kind: 'confirm', created: '2026-11-20T09:00:00+08:00', state: { results: 19, run_finished: true }, unit: { id: 2, name: '教育局' } }
    serve({ 'GET /session': aSession(), 'GET /audit': listOf([{ ...line, new: now }]) })
    const { pages } = await open('/audit')
    expect(pages.get('td:last-child').text()).toBe('事项：确认问题；建立时间：2026-11-20 09:00；状态：有结果的 19，检查已结束 是；单位：教育局')
  })

  it('asks with the filters that were set', async () => {
    const asked = serve({ 'GET /session': aSession(), 'GET /audit': listOf([]) })
    const { pages } = await open('/audit')
    await pages.get('input[aria-label="用户名"]').setValue('zhang')
    await pages.get('form').trigger('submit')
    await settle()
    expect(asked.filter((one: Asked) => one.path === '/audit').at(-1)?.query.toString()).toBe('who=zhang&page=1&per_page=50')
    await pages.findAll('input[type=date]')[1]?.setValue('2026-11-20')
    await pages.get('form').trigger('submit')
    await settle()
    // The day is in it, for the server's end is not.
    expect(asked.filter((one: Asked) => one.path === '/audit').at(-1)?.query.get('to')).toBe('2026-11-21')
  })

  it('names what operations are about, every one that the program writes', () => {
    const folder = resolve('../src')
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.c'))
    const actions = sources.flatMap((name) => {
      const text = readFileSync(`${folder}/${name}`, 'utf8')
      return [...text.matchAll(/(?:call_audit\(c, |\.action = STR\()"([a-z.]+)"/g)].map((found) => found[1] as string)
    })
    expect(actions.length).toBeGreaterThan(20)
    expect(actions.filter((one) => named('did', one) === one)).toEqual([])
  })
})

describe('indicators', () => {
  it('say of every number how far it is official, and leave open what no rule says', async () => {
    const open_ = { value: null, trust: 'open' as const, basis: '' }
    const set: IndicatorSet = {
      name: 'national-2019',
      title: '检查指标（2019年）',
      version: '2019-04-01',
      basis: '国办秘函〔2019〕19号',
      note: '',
      indicators: [
        {
          id: 'P1',
          title: '概况信息',
          category: '信息发布',
          part: 'deduct',
          subject: 'site',
          full: open_,
          situations: [
            {
              id: 'P1.1',
              text: '空白栏目',
              kind: 'count',
              checks: ['blank-column'],
              at_least: { value: 5, trust: 'official', basis: '原文' },
              points: open_,
              is_each: true,
            },
            { id: 'P1.2', text: '人工', kind: 'person', checks: [], at_least: open_, points: open_, is_each: false },
          ],
        },
      ],
    }
    serve({
      'GET /session': aSession('leader'),
      'GET /indicators': { items: [set] },
      'GET /checks': { items: [{ id: 'blank-column', title: '空白栏目项', case: 'A05', rev: 1 }] },
      'GET /indicators/national-2019': set,
    })
    const { pages } = await open('/rules')
    const row = pages.get('tbody tr').text()
    expect(pages.get('tbody').text()).not.toContain('"value"')
    expect(row).toContain('空白栏目项')
    expect(row).toMatch(/5\s*国家规定/)
    expect(row).toMatch(/—\s*未掌握/)
    expect(pages.text()).not.toContain('单项否决指标')
  })
})

describe('lexicons', () => {
  it('are looked into: entries are found, and those of a class by a click', async () => {
    const entry = { wrong: '国土资源部', right: '自然资源部', class: '机构更名', grade: 'plain', source: '国务院机构改革方案', from: '2018-03-17', to: null, check_title: '错误表述', has_conditions: true, file: 'a.csv', line: 7 }
    const asked = serve({ 'GET /session': aSession('leader'), 'GET /lexicons/base/entries': { ...listOf([entry, { ...entry, wrong: '维族', right: '', from: null }]), total: 120 } })
    const { pages, router } = await open('/lexicons/base?grade=plain')
    const rows = pages.findAll('tbody tr').map((one) => one.text())
    expect(rows[0]).toContain('2018-03-17 起')
    expect(rows[0]).toContain('只在一定的上下文中算错')
    expect(rows[1]).toMatch(/维族.*—.*不限/)
    expect(asked.at(-1)?.query.toString()).toBe('grade=plain&page=1&per_page=50')
    await pages.get('tbody a').trigger('click')
    await settle()
    expect(router.currentRoute.value.query).toEqual({ grade: 'plain', class: '机构更名' })
    expect(asked.at(-1)?.query.get('class')).toBe('机构更名')
  })

  it('are marked when they are old', async () => {
    const line = { version: '1', made: '2026-01-01', entries: 9 }
    serve({
      'GET /session': aSession('leader'),
      'GET /lexicons': { items: [{ ...line, name: 'a', age_days: 90 }, { ...line, name: 'b', age_days: 91 }, { ...line, name: 'c', age_days: null }] },
    })
    const { pages } = await open('/lexicons')
    expect(pages.findAll('.old').map((one) => one.text())).toEqual(['91 天'])
  })
})
