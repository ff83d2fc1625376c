import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import type { Finding, Review } from '../src/api/types'
import { useQueue } from '../src/state/queue'
import { aFinding, listOf, whole } from './data'
import { problem, Reply, serve, type Asked } from './mock'

/** A server with `n` findings that remembers reviews, and a queue on it that has loaded. */
async function begin(n: number, more: Record<string, unknown> = {}) {
  const all = Array.from({ length: n }, (_, i) => aFinding(i + 1))
  const undone = new Map<number, Finding>()
  const routes: Record<string, unknown> = {
    'GET /findings': ({ query }: Asked) =>
      listOf(all.filter((finding) => !query.get('state') || finding.state === query.get('state'))),
    'POST /reviews': ({ body }: Asked) => {
      const { actions } = body as { actions: { kind: string; finding: string }[] }
      const ids = actions.map((action) => {
        const found = all.find((finding) => finding.id === action.finding) as Finding
        if (action.kind === 'confirm') found.state = 'confirmed'
        if (action.kind === 'dismiss') found.state = 'dismissed'
        undone.set(undone.size + 1, found)
        return undone.size
      })
      return new Reply(201, { ids, skipped: 0 })
    },
  }
  for (const finding of all) routes[`GET /findings/${finding.site}/${finding.id}`] = () => whole(finding)
  for (let id = 1; id <= n; id++)
    routes[`DELETE /reviews/${id}`] = () => {
      ;(undone.get(id) as Finding).state = 'unreviewed'
      return new Reply(204)
    }
  const asked = serve({ ...routes, ...more })
  const queue = effectScope().run(() => useQueue(() => ({ state: 'unreviewed' }))) as ReturnType<typeof useQueue>
  await queue.load()
  await flushPromises()
  const excerpts = () => queue.items.value.map((finding) => finding.excerpt)
  return { all, asked, queue, excerpts }
}

const note: Review = {
  id: 1, at: '2026-11-20T09:00:00+08:00', by: 'zhang', kind: 'note', scope: 'here', reason: '已电话告知', expires: null, target: null, is_undone: false,
}
let isKept = false

describe('review queue', () => {
  it('shows a note once it is kept, though the finding was asked for before', async () => {
    const { queue, all } = await begin(1, {
      'POST /reviews': () => {
        isKept = true
        return new Reply(201, { ids: [1], skipped: 0 })
      },
      'GET /findings/5199010002/0000000000000001': () => whole(aFinding(1), isKept ? { actions: [note] } : {}),
    })
    await queue.act('note', [all[0] as Finding], { reason: '已电话告知' })
    await flushPromises()
    expect(queue.whole.value?.actions.map((action) => action.reason)).toEqual(['已电话告知'])
  })

  it('has asked for the next three findings before they are shown', async () => {
    const { asked, queue, all } = await begin(6)
    const wholes = () => asked.filter((one) => one.path.startsWith('/findings/')).map((one) => one.path.slice(-1))
    expect(wholes()).toEqual(['1', '2', '3', '4'])
    queue.go(1)
    await flushPromises()
    expect(queue.whole.value?.id).toBe(all[1]?.id)
    expect(wholes()).toEqual(['1', '2', '3', '4', '5'])
  })

  it('goes on at once when a finding is confirmed, and sends it', async () => {
    const { asked, queue, excerpts } = await begin(3)
    const acting = queue.act('confirm', [queue.current.value as Finding])
    expect(excerpts()).toEqual(['第2处', '第3处'])
    expect([queue.total.value, queue.saving.value]).toEqual([2, 1])
    await acting
    expect(queue.saving.value).toBe(0)
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({
      actions: [{ kind: 'confirm', site: '5199010002', finding: '0000000000000001', seen: 0 }],
    })
  })

  it('gets back what the server refused', async () => {
    const { queue, excerpts } = await begin(3, { 'POST /reviews': problem(403, '没有权限') })
    await expect(queue.act('confirm', [queue.current.value as Finding])).rejects.toThrow('没有权限')
    expect(excerpts()).toEqual(['第1处', '第2处', '第3处'])
    expect([queue.total.value, queue.saving.value, queue.place.value]).toEqual([3, 0, 0])
  })

  it('tells how many of many somebody else decided meanwhile', async () => {
    const { queue, excerpts } = await begin(3, { 'POST /reviews': new Reply(201, { ids: [1], skipped: 1 }) })
    queue.toggle(queue.items.value[0] as Finding)
    queue.toggle(queue.items.value[1] as Finding)
    expect(await queue.act('confirm', queue.chosen())).toBe(1)
    expect(excerpts()).toEqual(['第1处', '第2处', '第3处']) // as the server has them
  })

  it('takes back an act on many without showing what somebody else had decided', async () => {
    const { queue, all } = await begin(3, {
      'POST /reviews': () => {
        for (const one of all.slice(0, 2)) one.state = 'confirmed'
        return new Reply(201, { ids: [2], skipped: 1 })
      },
      'DELETE /reviews/2': () => {
        ;(all[1] as Finding).state = 'unreviewed'
        return new Reply(204)
      },
    })
    await queue.act('confirm', all.slice(0, 2))
    await queue.undo()
    expect(queue.items.value.map((one) => [one.id, one.state])).not.toContainEqual([all[0]?.id, 'confirmed'])
  })

  it('tells that all of many were decided by somebody else', async () => {
    const { queue } = await begin(3, { 'POST /reviews': problem(412, '内容已经改变') })
    queue.toggle(queue.items.value[0] as Finding)
    queue.toggle(queue.items.value[1] as Finding)
    expect(await queue.act('confirm', queue.chosen())).toBe(2)
    expect(queue.saving.value).toBe(0)
  })

  it('keeps its place when findings before it are dismissed together', async () => {
    const { queue, excerpts } = await begin(5)
    queue.go(3)
    queue.toggle(queue.items.value[0] as Finding)
    queue.toggle(queue.items.value[2] as Finding)
    await queue.act('dismiss', queue.chosen(), { reason: '引用原文', scope: 'here' })
    expect(excerpts()).toEqual(['第2处', '第4处', '第5处'])
    expect(queue.current.value?.excerpt).toBe('第4处')
    expect(queue.selected.value.size).toBe(0)
  })

  it('reads the list anew when a dismissal reaches further than its place', async () => {
    const { asked, queue } = await begin(3)
    const lists = () => asked.filter((one) => one.path === '/findings').length
    await queue.act('dismiss', [queue.current.value as Finding], { reason: '专有名词', scope: 'everywhere' })
    expect(lists()).toBe(2)
  })

  it('takes the last act back and stands on it', async () => {
    const { queue, excerpts } = await begin(3)
    await queue.act('confirm', [queue.items.value[1] as Finding])
    await queue.act('confirm', [queue.items.value[0] as Finding])
    expect(excerpts()).toEqual(['第3处'])
    expect(await queue.undo()).toBe(true)
    expect(queue.current.value?.excerpt).toBe('第1处')
    expect(await queue.undo()).toBe(true)
    expect(excerpts()).toEqual(['第1处', '第2处', '第3处'])
    expect(await queue.undo()).toBe(false)
  })

  it('can undo again when the first try failed', async () => {
    let isBroken = true
    const { all, queue } = await begin(2, {
      'DELETE /reviews/1': () => {
        if (isBroken) return problem(500, '出错了')
        const first = all[0] as Finding
        first.state = 'unreviewed'
        return new Reply(204)
      },
    })
    await queue.act('confirm', [queue.current.value as Finding])
    await expect(queue.undo()).rejects.toThrow('出错了')
    isBroken = false
    expect(await queue.undo()).toBe(true)
    expect(queue.items.value.length).toBe(2)
  })

  it('starts at the finding that a link names, also when the list does not hold it', async () => {
    const { all, queue } = await begin(3)
    const gone = all[2] as Finding
    gone.state = 'confirmed'
    await queue.load(`${gone.site}/${gone.id}`)
    expect(queue.current.value?.id).toBe(gone.id)
  })
})
