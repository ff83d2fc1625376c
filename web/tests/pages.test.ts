import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { FindingWhole } from '../src/api/types'
import { menuOf } from '../src/routes'
import { aFinding, aSession, listOf, whole } from './data'
import { problem, Reply, serve, type Asked } from './mock'
import { closePages, loadPages, open, press, settle, type } from './open'

beforeAll(loadPages, 60000)
afterEach(closePages)

const hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script>'

describe('menu', () => {
  it('shows the review to those who may review', () => {
    const names = (role: Parameters<typeof menuOf>[0], isOfTop = true) => menuOf(role, isOfTop).map((line) => line.name)
    expect(names('admin')).toContain('import')
    expect(names('admin', false)).not.toContain('import')
    expect(names('reviewer')).toContain('review')
    expect(names('leader')).not.toContain('review')
    expect(names('operator')).not.toContain('review')
  })
})

describe('sign-in', () => {
  it('asks who is there, shows a refusal, and goes on to the page that was wanted', async () => {
    serve({
      'GET /session': problem(401, '请先登录'),
      'POST /session': ({ body }: Asked) =>
        (body as { password: string }).password === 'right' ? new Reply(201, aSession()) : problem(401, '用户名或密码不对'),
      'GET /sites': listOf([]),
    })
    const { pages, router } = await open('/sites?q=云溪')
    expect(router.currentRoute.value.name).toBe('login')
    const type = async (password: string) => {
      await pages.get('#name').setValue('zhang')
      await pages.get('#password').setValue(password)
      await pages.get('form').trigger('submit')
      await settle()
    }
    await type('wrong')
    expect(pages.get('[role=alert]').text()).toBe('用户名或密码不对')
    await type('right')
    expect(router.currentRoute.value.fullPath).toBe(encodeURI('/sites?q=云溪'))
    expect(pages.text()).toContain('没有符合条件的网站')
  })

  it('never leads to another host', async () => {
    serve({ 'GET /session': problem(401, '请先登录'), 'POST /session': new Reply(201, aSession()) })
    const { pages, router } = await open('/login?next=//evil.example/')
    await pages.get('form').trigger('submit')
    await settle()
    expect(router.currentRoute.value.fullPath).toBe('/')
  })

  it('insists on a new password first', async () => {
    serve({ 'GET /session': { ...aSession(), must_change_password: true } })
    const { pages, router } = await open('/sites')
    expect(router.currentRoute.value.name).toBe('password')
    expect(pages.text()).toContain('请先设置新密码')
  })

  it('keeps a page from those who may not see it', async () => {
    serve({ 'GET /session': aSession('leader') })
    const { router } = await open('/review')
    expect(router.currentRoute.value.name).toBe('overview')
  })
})

describe('overview', () => {
  it('says why there is nothing and tries again', async () => {
    let isBroken = true
    const empty = { pass: 0, fail: 0, foreseen: 0, unknown: 0, missing: 0, closed: 0 }
    serve({
      'GET /session': aSession(),
      'GET /overview': () =>
        isBroken
          ? problem(500, '数据库忙')
          : {
              as_of: '2026-11-20T09:00:00+08:00',
              run: null,
              sites: { total: 3, ...empty, missing: 3 },
              accounts: { total: 0, ...empty },
              pass_rate: null,
              findings: { veto: 0, fault: 0, notice: 0, unreviewed: 0 },
              regions: [],
              types: [],
              checks: [],
              worst: [],
              trend: [],
              orders: { open: 0, overdue: 0, replied: 0 },
            },
    })
    const { pages } = await open('/')
    expect(pages.get('[role=alert]').text()).toContain('数据库忙')
    isBroken = false
    await pages.get('[role=alert] button').trigger('click')
    await settle()
    expect(pages.text()).toContain('数据截至 2026-11-20 09:00')
    expect(pages.text()).toContain('尚无结论')
    expect(pages.text()).not.toContain('0.0%')
  })
})

describe('verdicts', () => {
  it('are said to be those of the inspection, with the way to the newest frozen round', async () => {
    const none = { pass: 0, fail: 0, foreseen: 0, unknown: 0, missing: 0, closed: 0 }
    const asked = serve({
      'GET /session': aSession('leader'),
      'GET /outages': listOf([]),
      'GET /overview': {
        as_of: null, pass_rate: null, types: [], checks: [], worst: [], trend: [], regions: [],
        run: { id: 5, running: false, started: '2026-11-20T09:00:00+08:00', finished: '2026-11-20T10:00:00+08:00' },
        sites: { total: 5, ...none, foreseen: 5 },
        accounts: { total: 0, ...none },
        findings: { veto: 0, fault: 0, notice: 0, unreviewed: 0 },
        orders: { open: 0, overdue: 0, replied: 0 },
      },
      'GET /rounds': listOf([{ id: 3 }]),
      'GET /rounds/3': { id: 3, title: '第四季度', state: { pass: 10, fail: 1, unknown: 8 } },
    })
    const basis = (await open('/')).pages.get('.basis')
    expect(basis.text()).toContain('第 5 次检查时已有的审核')
    expect(basis.text()).toContain('合格 10，不合格 1，未能判定 8')
    expect(basis.get('a').attributes('href')).toBe('/rounds/3')
    expect(asked.find((one) => one.path === '/rounds')?.query.get('state')).toBe('frozen')
  })
})

describe('regions', () => {
  it('are tiles, the worst first, that open their sites', async () => {
    const none = { pass: 0, fail: 0, foreseen: 0, unknown: 0, missing: 0, closed: 0 }
    serve({
      'GET /session': aSession(),
      'GET /outages': listOf([]),
      'GET /overview': {
        as_of: null, run: null, pass_rate: null, types: [], checks: [], worst: [], trend: [],
        sites: { total: 5, ...none, pass: 4, fail: 1 },
        accounts: { total: 0, ...none },
        findings: { veto: 0, fault: 0, notice: 0, unreviewed: 0 },
        orders: { open: 0, overdue: 0, replied: 0 },
        regions: [
          { code: '519901', name: '云溪县', ...none, pass: 3 },
          { code: '519902', name: '云岭县', ...none, pass: 1, fail: 1 },
        ],
      },
    })
    const tiles = (await open('/')).pages.findAll('.tiles a')
    expect(tiles.map((tile) => [tile.attributes('href'), tile.classes()[0]])).toEqual([
      ['/sites?region=519902', 'fail'],
      ['/sites?region=519901', 'pass'],
    ])
    expect(tiles[0]?.text()).toContain('网站 2 个，不合格和预判不合格 1 个')
  })
})

describe('review', () => {
  const first = aFinding(1, { excerpt: hostile, site_name: hostile, suggest: hostile, url: 'javascript:alert(1)', detail: { target: hostile } })
  const second = aFinding(2)

  const open0 = { value: null, trust: 'open', basis: '' }
  const situation = { id: 'W4.1', text: '出现表述错误', kind: 'count', checks: ['typo'], at_least: open0, points: open0, is_each: false }
  const rules = {
    name: 'national-2019', title: '', version: '', basis: '', note: '',
    indicators: [{ id: 'W4', title: '严重表述错误', category: '', part: 'veto', subject: 'site', full: open0, situations: [situation] }],
  }

  function office(more: Partial<FindingWhole> = {}) {
    const listed = { ...first, grade: more.grade ?? first.grade }
    const left = new Map([listed, second].map((finding) => [finding.id, finding]))
    return serve({
      'GET /session': aSession('reviewer'),
      'GET /findings': () => listOf([...left.values()]),
      'GET /indicators/national-2019': rules,
      [`GET /findings/${first.site}/${first.id}`]: whole(first, {
        page: { url: first.url, title: hostile, text: `前文${hostile}`, is_source: false, is_cut: false, marks: [{ at: 2, n: 4 }], fetched: first.first_seen, is_rendered: false },
        ...more,
      }),
      [`GET /findings/${second.site}/${second.id}`]: whole(second),
      'POST /reviews': ({ body }: Asked) => {
        left.delete((body as { actions: { finding: string }[] }).actions[0]?.finding ?? '')
        return new Reply(201, { ids: [7], skipped: 0 })
      },
      'DELETE /reviews/7': () => {
        left.set(first.id, first)
        return new Reply(204)
      },
    })
  }

  it('shows what crawled pages say as text and never as markup', async () => {
    office()
    const { pages } = await open('/review')
    expect(pages.get('mark').text()).toBe('<img')
    expect(pages.find('main img').exists()).toBe(false)
    expect(pages.find('main script').exists()).toBe(false)
    expect(pages.html()).not.toContain('href="javascript')
    expect(pages.text()).toContain(hostile)
  })

  it('shows the archived page in a frame without any right', async () => {
    office()
    const { pages } = await open('/review')
    await press('p')
    const frame = pages.get('iframe')
    expect(frame.attributes('sandbox')).toBe('')
    expect(frame.attributes('src')).toBe(`/api/v1/findings/${first.site}/${first.id}/page`)
  })

  it('opens each record of the evidence: what readers got and what the search engine got', async () => {
    const record = { url: first.url, fetched: first.first_seen, is_rendered: false }
    const cloaked = { ...first, check: 'cloaking', detail: { guise: 'search-engine' } }
    const page = { url: first.url, title: '', text: '', is_source: false, is_cut: false, marks: [], fetched: first.first_seen, is_rendered: false }
    serve({
      'GET /session': aSession('reviewer'),
      'GET /findings': listOf([cloaked]),
      [`GET /findings/${first.site}/${first.id}`]: ({ query }: Asked) =>
        whole(cloaked, {
          records: [{ record: 1, ...record }, { record: 2, ...record }],
          page: { ...page, text: query.get('record') === '2' ? '澳门博彩' : '政务公开' },
        }),
    })
    const { pages } = await open('/review')
    expect(pages.get('.text').text()).toBe('政务公开')
    expect(pages.findAll('.records button').map((one) => one.text())).toEqual(['读者看到的', '搜索引擎看到的'])
    await pages.findAll('.records button')[1]?.trigger('click')
    await settle()
    expect(pages.get('.text').text()).toBe('澳门博彩')
    await press('p')
    expect(pages.get('iframe').attributes('src')).toBe(`/api/v1/findings/${first.site}/${first.id}/page?record=2`)
  })

  it('keeps the question and what was typed when the server refuses', async () => {
    let isRefused = true
    const asked = office()
    const served = globalThis.fetch
    vi.stubGlobal('fetch', (url: string, init?: RequestInit) =>
      isRefused && url.endsWith('/reviews') ? Promise.resolve(new Response(JSON.stringify({ title: '有效期已过' }), { status: 422, headers: { 'Content-Type': 'application/problem+json' } })) : served(url, init),
    )
    const { pages } = await open('/review')
    await press('n')
    await type('#review-reason', '引用原文')
    const submit = async () => {
      document.querySelector('#review-question')?.dispatchEvent(new Event('submit', { cancelable: true }))
      await settle()
    }
    await submit()
    expect(document.querySelector('#review-question [role=alert]')?.textContent).toBe('有效期已过')
    expect(document.querySelector<HTMLInputElement>('#review-reason')?.value).toBe('引用原文')
    expect(pages.get('.page-head').text()).toContain('待审核 2 个')
    isRefused = false
    await submit()
    expect(pages.get('.page-head').text()).toContain('待审核 1 个')
    expect(asked.filter((one) => one.method === 'POST')).toHaveLength(1)
  })

  it('tells the unit of what was measured, where there is one', async () => {
    serve({
      'GET /session': aSession('reviewer'),
      'GET /findings': listOf([aFinding(1, { check: 'site-unreachable', measured: 100, limit: 5 })]),
    })
    expect((await open('/review')).pages.get('.facts-box').text()).toMatch(/实测100%\s*限值 5%/)
  })

  it('keeps a dialog open when one clicks beside it', async () => {
    office()
    await open('/review')
    await press('n')
    await type('#review-reason', '引用')
    const beside = document.querySelector('.el-overlay-dialog')
    for (const kind of ['mousedown', 'mouseup', 'click']) beside?.dispatchEvent(new MouseEvent(kind, { bubbles: true }))
    await settle()
    expect(document.querySelector<HTMLElement>('.el-overlay')?.style.display).not.toBe('none')
    expect(document.querySelector<HTMLInputElement>('#review-reason')?.value).toBe('引用')
  })

  it('shows a picture only where there is one, by key and by tab', async () => {
    office({ has_picture: true })
    const { pages } = await open('/review')
    await press('i')
    const picture = pages.get('.picture img')
    expect(picture.attributes('src')).toBe(`/api/v1/findings/${first.site}/${first.id}/picture`)
    expect(picture.attributes('alt')).toContain(first.url)
    await pages.get('.picture button').trigger('click')
    expect(picture.classes()).toContain('full')
    await press('j') // the next one has none
    expect(pages.find('.picture').exists()).toBe(false)
    expect(pages.find('.text').exists()).toBe(true)
    expect(pages.get('.tabs').text()).not.toContain('截图')
    await press('k')
    expect(pages.find('.picture').exists()).toBe(true)
    await pages.findAll('.tabs button').find((one) => one.text() === '页面文字')?.trigger('click')
    expect(pages.find('.picture').exists()).toBe(false)
  })

  it('says that a page is what the browser made of it, or its source, and why one could not be opened', async () => {
    const page = { url: first.url, title: '', text: '由脚本写出', is_source: false, is_cut: false, marks: [], fetched: first.first_seen, is_rendered: true }
    office({ page })
    const { pages } = await open('/review')
    expect(pages.get('.finding').text()).toContain('浏览器打开后的网页内容')
    expect(pages.get('.tabs').text()).toContain('页面文字')
    closePages()
    office({ page: { ...page, text: '<b hidden>博彩</b>', is_source: true, marks: [{ at: 10, n: 2 }] } })
    const source = await open('/review')
    expect(source.pages.get('.tabs').text()).toContain('源代码')
    expect(source.pages.get('.source mark').text()).toBe('博彩')
    closePages()
    office({ page: null, page_problem: '文件有害' })
    const again = await open('/review')
    expect(again.pages.get('.finding [role=alert]').text()).toBe('文件有害')
    await press('p')
    expect(again.pages.find('iframe').exists()).toBe(false)
  })

  it('says why a veto has no picture', async () => {
    office({ grade: 'veto', page: null })
    const { pages } = await open('/review')
    expect(pages.get('.finding').text()).toContain('没有可截的图')
    closePages()
    office({ grade: 'veto', page: null, page_problem: '文件打不开' }) // it was opened, and cannot be read now
    const again = await open('/review')
    expect(again.pages.get('.finding').text()).not.toContain('没有打开过')
  })

  it('tells the rule that a finding counts for', async () => {
    office()
    const { pages } = await open('/review')
    expect(pages.get('dl.facts').text()).toContain('严重表述错误 W4.1 出现表述错误')
  })

  it('is done by keys: next, confirm, undo', async () => {
    const asked = office()
    const { pages } = await open('/review')
    const shown = () => pages.get('.finding .head').text()
    expect(pages.text()).toContain('待审核 2 个')
    await press('j')
    expect(shown()).toContain('2 / 2')
    await press('k')
    await press('y')
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({
      actions: [{ kind: 'confirm', site: first.site, finding: first.id, seen: 0 }],
    })
    expect(pages.text()).toContain('待审核 1 个')
    await press('u')
    expect(pages.text()).toContain('待审核 2 个')
  })

  it('does not dismiss without a reason', async () => {
    const asked = office()
    await open('/review')
    await press('n')
    const form = document.querySelector('#review-question') as HTMLFormElement
    form.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(document.body.textContent).toContain('请填写理由')
    expect(asked.some((one) => one.method === 'POST')).toBe(false)
    const input = document.querySelector('#review-reason') as HTMLInputElement
    input.value = '引用原文'
    input.dispatchEvent(new Event('input'))
    await settle()
    form.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({
      actions: [{ kind: 'dismiss', site: first.site, finding: first.id, seen: 0, reason: '引用原文', scope: 'here' }],
    })
  })

  it('asks before it overwrites what somebody decided meanwhile, and keeps the reason', async () => {
    const review = { id: 5, at: '2026-11-20T09:12:00+08:00', by: 'qian', kind: 'confirm' as const, scope: 'here' as const, reason: '', expires: null, target: null, is_undone: false }
    const asked = office()
    const sent = () => asked.filter((one) => one.path === '/reviews').map((one) => (one.body as { actions: unknown[] }).actions[0])
    const { pages } = await open('/review')
    const answered = vi.mocked(fetch).getMockImplementation()!
    vi.mocked(fetch).mockImplementation(async (url, init) => {
      const reply = await answered(url, init)
      if (String(url).endsWith('/reviews') && sent().length === 1)
        return new Response(JSON.stringify({ title: '内容已经改变', status: 412, detail: 'qian 已于 2026-11-20 09:12 作出复核结论：确认' }), { status: 412, headers: { 'Content-Type': 'application/problem+json' } })
      if (String(url).endsWith(`/findings/${first.site}/${first.id}`)) return new Response(JSON.stringify({ ...(await reply.json()), state: 'confirmed', review }))
      return reply
    })
    await press('n')
    await type('#review-reason', '引用原文')
    document.querySelector('#review-question')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(document.querySelector('.el-message-box')?.textContent).toContain('qian 已于 2026-11-20 09:12 作出复核结论：确认。仍要排除吗？')
    expect(pages.get('.finding .head').text()).toContain('已确认')
    await press('j') // no key goes past the question
    expect(pages.get('.finding .head').text()).toContain('1 / 2')
    const ok = [...document.querySelectorAll<HTMLButtonElement>('.el-message-box button')].find((one) => one.textContent?.trim() === '确定')
    ok?.click()
    await settle()
    expect(sent()).toEqual([0, 5].map((seen) => ({ kind: 'dismiss', site: first.site, finding: first.id, seen, reason: '引用原文', scope: 'here' })))
  })

  it('takes no key while somebody writes', async () => {
    const asked = office()
    const { pages } = await open('/review')
    const field = pages.get('input[type=text]').element
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'y', bubbles: true }))
    await settle()
    expect(asked.some((one) => one.method === 'POST')).toBe(false)
  })
})
