import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { effectScope, ref } from 'vue'
import { ApiError } from '../src/api/client'
import { useLoad } from '../src/state/load'

const within = <T>(make: () => T): T => effectScope().run(make) as T

describe('useLoad', () => {
  it('keeps the old data and says so when a later try fails', async () => {
    let isBroken = false
    const load = within(() =>
      useLoad(async () => {
        if (isBroken) throw new ApiError(500, '出错了')
        return 1
      }),
    )
    await flushPromises()
    expect(load.data.value).toBe(1)
    isBroken = true
    await load.reload()
    expect([load.data.value, load.error.value, load.isStale.value]).toEqual([1, '出错了', true])
    isBroken = false
    await load.reload()
    expect(load.isStale.value).toBe(false)
  })

  it('has no data and a reason when the first try fails', async () => {
    const load = within(() => useLoad(() => Promise.reject(new ApiError(0, ''))))
    await flushPromises()
    expect([load.data.value, load.isStale.value, load.isLoading.value]).toEqual([null, false, false])
    expect(load.error.value).toContain('连不上服务器')
  })

  it('never shows an earlier question’s slow answer', async () => {
    const answers: ((value: string) => void)[] = []
    const question = ref('a')
    const load = within(() => useLoad(() => new Promise<string>((done) => answers.push(done)), [question]))
    question.value = 'b'
    await flushPromises()
    answers[1]?.('b')
    await flushPromises()
    answers[0]?.('a')
    await flushPromises()
    expect(load.data.value).toBe('b')
  })
})
