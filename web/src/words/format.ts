// Times, ages, shares and places in text, as people read them.
import { t } from '.'

/** "2026-11-20 09:00", on the clock that the server wrote (Beijing time). */
export function clock(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}

/** "3 小时前" of a time or a day. */
export function age(at: string, now: number = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60000)
  if (minutes < 1) return t('age.now')
  if (minutes < 60) return t('age.minutes', { n: minutes })
  if (minutes < 48 * 60) return t('age.hours', { n: Math.floor(minutes / 60) })
  return t('age.days', { n: Math.floor(minutes / 1440) })
}

/** Whole days from `day` to the day of `now`, both as the server writes them. */
export function daysBetween(day: string, now: string): number {
  return Math.round((Date.parse(now.slice(0, 10)) - Date.parse(day.slice(0, 10))) / 86400000)
}

/** The day so many days before one, as "2026-11-20". */
export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day.slice(0, 10)) - days * 86400000).toISOString().slice(0, 10)
}

/** 0.9583 as "95.8%". */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

/** The address, when a browser may be sent there; addresses come from crawled pages. */
export function webAddress(url: string): string | null {
  return /^https?:\/\//i.test(url) ? url : null
}

export interface Piece {
  text: string
  marked: boolean
}

/** Cuts a text at its marks, which count characters and not UTF-16 units. */
export function pieces(text: string, marks: { at: number; n: number }[]): Piece[] {
  const letters = Array.from(text)
  const out: Piece[] = []
  let done = 0
  const add = (from: number, to: number, marked: boolean) => {
    if (to > from) out.push({ text: letters.slice(from, to).join(''), marked })
  }
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) {
    const from = Math.max(done, mark.at)
    const to = Math.min(letters.length, mark.at + mark.n)
    if (to <= from) continue
    add(done, from, false)
    add(from, to, true)
    done = to
  }
  add(done, letters.length, false)
  return out
}

/** "2026年12月20日" as "2026-12-20"; anything else as nothing. */
export function dayOfWords(text: string): string {
  const [, year, month = '', date = ''] = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(text) ?? []
  return year ? [year, month.padStart(2, '0'), date.padStart(2, '0')].join('-') : ''
}

/** The other way round, as documents write it. */
export function wordsOfDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return date ? `${year}年${month}月${date}日` : ''
}

/** "周五" of a day. */
export function weekday(day: string): string {
  const n = new Date(`${day}T00:00:00Z`).getUTCDay()
  return t(`weekday.${(n || 7) as 1 | 2 | 3 | 4 | 5 | 6 | 7}`)
}
