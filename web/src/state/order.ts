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
}

const ofOffice: Record<OrderState, SentKind[]> = {
  issued: ['recheck', 'remind', 'escalate'],
  seen: ['recheck', 'remind', 'escalate'],
  replied: ['approve', 'return', 'recheck', 'remind', 'escalate'],
  explained: ['approve', 'return', 'recheck', 'remind', 'escalate'],
  appealed: ['approve', 'return', 'recheck', 'remind', 'escalate'],
  returned: ['recheck', 'remind', 'escalate'],
  closed: ['reopen'],
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
}

export type { SentKind }
