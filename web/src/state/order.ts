import type { NewOrderEvent, OrderEventKind, OrderState } from '../api/types'

type SentKind = Exclude<OrderEventKind, 'issue' | 'rechecked'>

/** How an order is escalated, from mild to severe. */
export type Measure = NonNullable<NewOrderEvent['measure']>
export const measures: Measure[] = ['督办', '通报', '约谈', '书面检查']

/** What each side may send in each state, as the server has it (office/order.h). */
const ofUnit: Record<OrderState, SentKind[]> = {
  issued: ['seen', 'reply', 'explain', 'appeal'],
  seen: ['reply', 'explain', 'appeal'],
  replied: [],
  explained: [],
  appealed: ['reply'],
  returned: ['reply', 'explain', 'appeal'],
  closed: [],
  withdrawn: [],
}

const ofOffice: Record<OrderState, SentKind[]> = {
  issued: ['recheck', 'remind', 'escalate', 'prolong', 'withdraw'],
  seen: ['recheck', 'remind', 'escalate', 'prolong', 'withdraw'],
  replied: ['approve', 'return', 'recheck', 'remind', 'escalate', 'withdraw'],
  explained: ['approve', 'return', 'recheck', 'remind', 'escalate', 'withdraw'],
  appealed: ['approve', 'return', 'recheck', 'remind', 'escalate', 'prolong', 'withdraw'],
  returned: ['recheck', 'remind', 'escalate', 'prolong', 'withdraw'],
  closed: ['reopen'],
  withdrawn: [],
}

export function eventsOf(state: OrderState, side: 'unit' | 'office'): SentKind[] {
  return (side === 'unit' ? ofUnit : ofOffice)[state]
}

/** What an event must come with; the rest may be empty. */
export const needs: Record<SentKind, ('text' | 'document' | 'day')[]> = {
  seen: [],
  reply: ['text'],
  explain: ['text', 'day'],
  appeal: ['text'],
  approve: [],
  return: ['text'],
  recheck: [],
  remind: [],
  escalate: ['text', 'document'],
  reopen: ['text'],
  withdraw: ['text'],
  prolong: ['text', 'day'],
}

/** What the unit says of findings with a reply or an explanation, by their keys. */
export type Claims = Record<string, { claim: '' | 'repaired' | 'unable'; text: string }>
export const answers: SentKind[] = ['reply', 'explain', 'appeal']

/** Nothing is waited for any more. */
export const isSettled = (state: OrderState) => state === 'closed' || state === 'withdrawn'
export const markOf = (state: OrderState) => (state === 'closed' ? 'pass' : isSettled(state) ? '' : 'unreviewed')

export type { SentKind }
