// Which situations of the indicator set a finding counts for. Read once: a set changes with the program only.
import { shallowRef } from 'vue'
import { rules } from '../api/calls'
import type { Indicator, IndicatorSet, Situation } from '../api/types'

export const usualSet = 'national-2019'

const set = shallowRef<IndicatorSet | null>(null)
let asked: Promise<void> | null = null

export interface Rule {
  indicator: Indicator
  situation: Situation
}

/** The situations that count findings of a check; none before the set was read. */
export function useRules(): (check: string) => Rule[] {
  asked ??= rules.set(usualSet).then(
    (reply) => void (set.value = reply),
    () => void (asked = null),
  )
  return (check) =>
    (set.value?.indicators ?? []).flatMap((indicator) =>
      indicator.situations
        .filter((situation) => situation.checks.includes(check))
        .map((situation) => ({ indicator, situation })),
    )
}
