import type { FilingState, FilingStep } from '../api/types'

export const filingStates: FilingState[] = ['waiting', 'accepted', 'returned', 'done']

/** What each side may do in each state, as the server has it (office/filing.h). */
const ofOffice: Record<FilingState, FilingStep[]> = {
  waiting: ['accept', 'complete', 'return'],
  accepted: ['complete', 'return'],
  returned: [],
  done: [],
}

export const stepsOf = (state: FilingState, side: 'unit' | 'office'): FilingStep[] =>
  side === 'office' ? ofOffice[state] : state === 'returned' ? ['submit'] : []
