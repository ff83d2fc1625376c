// The review queue: what waits, where the clerk is, what was done, and how to take it back.
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { findings, reviews } from '../api/calls'
import { ApiError, type Query } from '../api/client'
import type { Finding, FindingState, FindingWhole, ReviewAction, ReviewKind } from '../api/types'
import { reasonOf } from './load'

const pageSize = 100
const ahead = 3
const refillBelow = 20
const wholeKept = 60

export const keyOf = (finding: Pick<Finding, 'site' | 'id'>) => `${finding.site}/${finding.id}`

const stateAfter: Record<ReviewKind, FindingState | null> = {
  confirm: 'confirmed',
  dismiss: 'dismissed',
  merge: 'merged',
  note: null,
}

interface Done {
  ids: number[]
  before: Finding[]
  skipped: number
}

export type Extra = Pick<ReviewAction, 'scope' | 'reason' | 'expires' | 'target'>

/** Somebody decided otherwise since the finding was shown; `now` is how it stands. */
export class Overtaken extends Error {
  constructor(
    readonly said: string,
    readonly now: Finding,
  ) {
    super(said)
  }
}

const isOvertaken = (cause: unknown) => cause instanceof ApiError && cause.status === 412

export function useQueue(query: () => Query) {
  const items = shallowRef<Finding[]>([])
  const total = ref(0)
  const asOf = ref<string | null>(null)
  const isPartial = ref(false)
  const isLoaded = ref(false)
  const isLoading = ref(false)
  const error = ref('')
  const place = ref(0)
  const selected = ref(new Set<string>())
  const saving = ref(0)
  const whole = shallowRef<FindingWhole | null>(null)
  const wholeError = ref('')
  const done: Done[] = []

  // Replies in the order of arrival, the newest last; a request that is under way is kept as its promise.
  const wholes = new Map<string, Promise<FindingWhole>>()
  const leaving = new Set<string>()
  let listing: AbortController | null = null

  const current = computed(() => items.value[place.value] ?? null)
  const onlyUnreviewed = () => query().state === 'unreviewed'

  function ask(finding: Finding): Promise<FindingWhole> {
    const key = keyOf(finding)
    let asked = wholes.get(key)
    if (!asked) {
      asked = findings.one(finding.site, finding.id)
      asked.catch(() => wholes.delete(key))
      wholes.set(key, asked)
      if (wholes.size > wholeKept) wholes.delete(wholes.keys().next().value as string)
    }
    return asked
  }

  /** Shows the current finding and asks for the next ones, so that they show at once. */
  async function show() {
    const finding = current.value
    wholeError.value = ''
    if (!finding) {
      whole.value = null
      return
    }
    if (whole.value && keyOf(whole.value) !== keyOf(finding)) whole.value = null
    const asked = ask(finding)
    for (const next of items.value.slice(place.value + 1, place.value + 1 + ahead)) ask(next).catch(() => {})
    try {
      const reply = await asked
      if (current.value && keyOf(current.value) === keyOf(finding)) whole.value = reply
    } catch (cause) {
      if (current.value && keyOf(current.value) === keyOf(finding)) wholeError.value = reasonOf(cause)
    }
  }

  /** Reads the list anew; `start` is the key of the finding to stand on, else the place stays. */
  async function load(start?: string) {
    listing?.abort()
    const mine = new AbortController()
    listing = mine
    isLoading.value = true
    try {
      const reply = await findings.list({ ...query(), page: 1, per_page: pageSize }, mine.signal)
      if (listing !== mine) return
      const wanted = start ?? (current.value ? keyOf(current.value) : '')
      let next: Finding[] = reply.items.filter((finding) => !leaving.has(keyOf(finding)))
      if (start && !next.some((finding) => keyOf(finding) === start)) {
        const [site, id] = start.split('/') as [string, string]
        const one = await findings.one(site, id).catch((cause) => {
          if (cause instanceof ApiError && cause.status === 404) return null
          throw cause
        })
        if (one) next = [one, ...next]
      }
      items.value = next
      total.value = reply.total - leaving.size
      asOf.value = reply.as_of
      isPartial.value = reply.is_partial ?? false
      const found = next.findIndex((finding) => keyOf(finding) === wanted)
      place.value = found >= 0 ? found : Math.min(place.value, Math.max(0, next.length - 1))
      error.value = ''
      isLoaded.value = true
      isLoading.value = false
      await show()
    } catch (cause) {
      if (listing !== mine) return
      error.value = reasonOf(cause)
      isLoading.value = false
    }
  }

  function go(to: number) {
    if (to < 0 || to >= items.value.length || to === place.value) return
    place.value = to
    void show()
  }

  function toggle(finding: Finding) {
    const next = new Set(selected.value)
    if (!next.delete(keyOf(finding))) next.add(keyOf(finding))
    selected.value = next
  }

  const chosen = () => items.value.filter((finding) => selected.value.has(keyOf(finding)))

  function takeOut(gone: Finding[]) {
    const keys = new Set(gone.map(keyOf))
    const before = items.value.slice(0, place.value).filter((finding) => keys.has(keyOf(finding))).length
    items.value = items.value.filter((finding) => !keys.has(keyOf(finding)))
    total.value -= gone.length
    place.value = Math.max(0, Math.min(place.value - before, items.value.length - 1))
    selected.value = new Set([...selected.value].filter((key) => !keys.has(key)))
  }

  function putBack(back: Finding[]) {
    const keys = new Set(back.map(keyOf))
    const kept = items.value.filter((finding) => !keys.has(keyOf(finding)))
    total.value += items.value.length === kept.length ? back.length : 0
    items.value = [...kept.slice(0, place.value), ...back, ...kept.slice(place.value)]
  }

  /** Puts back what the server refused, as it stands now where somebody else decided; gives what is to be thrown. */
  async function refused(on: Finding[], cause: unknown, leaves: boolean): Promise<unknown> {
    const now = isOvertaken(cause) ? await findings.one(on[0]!.site, on[0]!.id).catch(() => null) : null
    if (leaves) putBack(now ? [now] : on)
    else if (now) items.value = items.value.map((one) => (keyOf(one) === keyOf(now) ? now : one))
    return now ? new Overtaken((cause as ApiError).detail, now) : cause
  }

  /**
   * One act on findings: shown at once, sent behind; what the server refuses comes back and is thrown. Gives how many were
   * left as somebody else decided meanwhile; one that is alone is thrown as Overtaken.
   */
  async function act(kind: ReviewKind, on: Finding[], extra: Extra = {}): Promise<number> {
    const after = stateAfter[kind]
    const leaves = after !== null && onlyUnreviewed()
    const keys = on.map(keyOf)
    keys.forEach((key) => wholes.delete(key))
    let skipped = 0
    let failure: unknown = null
    saving.value += on.length
    if (leaves) {
      keys.forEach((key) => leaving.add(key))
      takeOut(on)
    }
    void show()
    try {
      const actions = on.map((finding) => ({
        kind, site: finding.site, finding: finding.id, seen: finding.review?.id ?? 0, ...extra,
      }))
      const reply = await reviews.add(actions)
      skipped = reply.skipped
      done.push({ ids: reply.ids, before: on, skipped })
    } catch (cause) {
      if (isOvertaken(cause) && on.length > 1) skipped = on.length
      else failure = await refused(on, cause, leaves)
    }
    saving.value -= on.length
    // What was asked for meanwhile may be from before the act.
    keys.forEach((key) => (wholes.delete(key), leaving.delete(key)))
    if (failure) {
      void show()
      throw failure
    }
    const reachesOthers = extra.scope === 'site' || extra.scope === 'everywhere'
    const isLow = items.value.length < refillBelow && items.value.length < total.value
    if (!leaves || reachesOthers || isLow || skipped) await load()
    return skipped
  }

  /** Takes the last act back; false when there is none. */
  async function undo(): Promise<boolean> {
    const last = done.pop()
    if (!last) return false
    try {
      for (; last.ids.length; last.ids.shift()) await reviews.undo(last.ids[0] as number)
    } catch (cause) {
      done.push(last)
      throw cause
    }
    last.before.forEach((finding) => wholes.delete(keyOf(finding)))
    const first = last.before[0]
    // Of several some may be what somebody else decided: those are not waiting again.
    await load(last.skipped ? undefined : first && keyOf(first))
    return true
  }

  onScopeDispose(() => listing?.abort())

  return {
    items, total, asOf, isPartial, isLoaded, isLoading, error, place, current, whole, wholeError, selected, saving,
    load, show, go, toggle, chosen, act, undo,
  }
}
