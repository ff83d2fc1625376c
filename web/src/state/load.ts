// Data of a page: loading, loaded, failed, or old data whose renewal failed.
import { computed, onScopeDispose, ref, shallowRef, watch, type WatchSource } from 'vue'
import { ApiError } from '../api/client'
import { t } from '../words'

export function reasonOf(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.isOffline) return t('state.offline')
    return error.detail ? `${error.message}：${error.detail}` : error.message
  }
  return error instanceof Error ? error.message : String(error)
}

/**
 * Runs `read` now and whenever one of `sources` changes. The last good data stay when a later try fails; a slow reply
 * never replaces a later one.
 */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>, sources: WatchSource[] = []) {
  const data = shallowRef<T | null>(null)
  const error = ref('')
  const isLoading = ref(false)
  const loadedAt = ref('')
  let running: AbortController | null = null

  async function reload() {
    running?.abort()
    const mine = new AbortController()
    running = mine
    isLoading.value = true
    try {
      const next = await read(mine.signal)
      if (running !== mine) return
      data.value = next
      error.value = ''
      loadedAt.value = new Date().toTimeString().slice(0, 5)
    } catch (cause) {
      if (running !== mine) return
      error.value = reasonOf(cause)
    }
    isLoading.value = false
  }

  if (sources.length) watch(sources, reload)
  onScopeDispose(() => running?.abort())
  void reload()
  return { data, error, isLoading, loadedAt, isStale: computed(() => error.value !== '' && data.value !== null), reload }
}
