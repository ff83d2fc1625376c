// What a check says of a finding beside its excerpt, in words.
import type { Finding } from '../api/types'
import { named, valueWord } from '.'
import { clock } from './format'

type Said = Pick<Finding, 'check' | 'detail'>

// Words of closed lists ("soft-404") have a translation; what stands on a page is shown as it stands.
const closed = ['reason', 'kind', 'fault', 'trick', 'class', 'outside', 'guise', 'item']

function asText(check: string, name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => (one === null ? '—' : asText(check, name, one))).join('；')
  const text = String(value)
  if (name === 'source_grade') return named('grade', text)
  if (closed.includes(name)) return valueWord(check, text)
  // A visit: when, the reason of a failure, how long it took. The time of another detail stands alone.
  const [time = '', reason, ...rest] = text.split(' ')
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time)) return text
  return [clock(time), ...(reason ? [valueWord(check, reason)] : []), ...rest].join(' ')
}

/** All of it, or what `names` tell. */
export function detailsOf(finding: Said, names?: readonly string[]): { name: string; text: string }[] {
  return Object.entries(finding.detail)
    .filter(([name, value]) => value !== null && value !== '' && (names?.includes(name) ?? true))
    .map(([name, value]) => ({ name: named('detail', name), text: asText(finding.check, name, value) }))
}
