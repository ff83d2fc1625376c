import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { CheckedDraft, DraftProblem } from '../src/api/types'
import { aSession } from './data'
import { problem, serve } from './mock'
import { button, closePages, loadPages, open, settle, type } from './open'

beforeAll(loadPages, 60000)
afterEach(closePages)

const typo: DraftProblem = {
  line: 3,
  at: 5,
  where: '第 3 页 · 一、主要任务 · 第 2 段',
  kind: 'typo',
  title: '错别字',
  class: '错别字',
  wrong: '惯',
  right: '贯',
  excerpt: '😀要认真惯彻<b>落实',
  source: '某词典',
  level: 'confirmed',
  is_serious: false,
  score: 0.99,
}
const clean: CheckedDraft = { is_document: false, unread: '', characters: 12, missing: [], total: 0, problems: [] }

const submit = async () => {
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
}

describe('a draft', () => {
  it('that is pasted is sent as it is, and its problems are told with place and suggestion', async () => {
    const asked = serve({ 'GET /session': aSession('operator'), 'POST /draft': { ...clean, total: 1, problems: [typo] } })
    const { pages } = await open('/draft')
    expect(button('检查').disabled).toBe(true)
    await type('#draft-text', '要认真惯彻落实')
    await submit()
    const sent = asked.find((one) => one.method === 'POST')
    expect(sent?.body).toBeInstanceOf(Blob)
    expect((sent?.body as Blob).size).toBe(21)
    expect([...(sent?.query.keys() ?? [])]).toEqual([])
    const text = pages.text()
    for (const word of ['发现 1 处问题', '第 3 行', '错别字', '贯', '某词典']) expect(text).toContain(word)
    expect(pages.get('mark').text()).toBe('惯')
    expect(pages.find('td b').exists()).toBe(false) // what a draft says is text
  })

  it('in a file is checked at once, told by its places, with what was not checked', async () => {
    const document = { ...clean, is_document: true, unread: '附件过大', missing: ['错别字：没有装入校对数据'], total: 1200, problems: [typo, { ...typo, line: 4, is_serious: true }] }
    const asked = serve({ 'GET /session': aSession('operator'), 'POST /draft': document })
    const { pages } = await open('/draft')
    const input = pages.get('#draft-file')
    Object.defineProperty(input.element, 'files', { value: [new File(['x'], '通知.docx')] })
    await input.trigger('change')
    await settle()
    expect(asked.find((one) => one.method === 'POST')?.query.get('name')).toBe('通知.docx')
    for (const word of ['通知.docx', '一、主要任务', '附件过大', '没有检查错别字', '严重', '只显示前 2 条，共 1200 条']) expect(pages.text()).toContain(word)
    button('改为粘贴文字').click()
    await settle()
    expect(button('检查').disabled).toBe(true)
  })

  it('has its result saved as it was checked, whatever was typed since', async () => {
    const asked = serve({ 'GET /session': aSession('leader'), 'POST /draft': { ...clean, total: 1, problems: [typo] }, 'POST /draft.docx': {} })
    const links: string[] = []
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => links.push('done') }))
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      links.push(this.download)
    })
    await open('/draft')
    await type('#draft-text', '要认真惯彻落实')
    await submit()
    await type('#draft-text', '别的')
    button('保存检查结果（docx）').click()
    await settle()
    const [checked, saved] = asked.filter((one) => one.method === 'POST')
    expect(saved?.path).toBe('/draft.docx')
    expect(saved?.body).toBe(checked?.body)
    expect(links).toEqual(['文稿检查.docx', 'done'])
  })

  it('without problems is said to have none, and what cannot be read is told', async () => {
    const replies: unknown[] = [clean, problem(422, '内容不正确', { detail: '没有文字' })]
    serve({ 'GET /session': aSession('leader'), 'POST /draft': () => replies.shift() })
    const { pages } = await open('/draft')
    await type('#draft-text', '一切正常')
    await submit()
    expect(pages.get('[role=status]').text()).toContain('没有发现问题')
    await submit()
    expect(pages.get('[role=alert]').text()).toContain('没有文字')
    expect(pages.text()).not.toContain('没有发现问题') // of the draft before
  })
})
