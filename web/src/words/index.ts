// Chinese, with a switch to English. A key that a table lacks does not compile.
import { ref } from 'vue'
import { en } from './en'
import { zh, type Word } from './zh'

export type Language = 'zh' | 'en'
export type { Word }

const storageKey = 'xunjian.language'
const tables = { zh, en }

export const language = ref<Language>(localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh')

export function setLanguage(next: Language) {
  language.value = next
  localStorage.setItem(storageKey, next)
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
}

/** What the registry calls types and states; they stand as they are in either language where no word is told. */
export const siteTypes = ['政府门户网站', '部门网站', '专项网站'] as const
export const siteStates = ['运行', '申请关停', '已关停'] as const
export const standings = ['pass', 'fail', 'foreseen', 'unknown', 'missing', 'closed'] as const
export const accountTypes = [
  '微信订阅号', '微信服务号', '微信公众号', '微信小程序', '新浪微博', '移动客户端(APP)', '今日头条', '抖音(短视频)', '快手', '视频号',
  '企鹅号', '百家号', '大鱼号', '网易号', '搜狐号', '小红书', '百度贴吧',
] as const
export const accountStates = ['运行', '申请注销', '已注销'] as const

/** A word that a newer server made up stands as it is. */
export function t(word: Word, values: Record<string, string | number> = {}): string {
  const text: string | undefined = tables[language.value][word]
  return (text ?? word).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
}

/** The word of a name that the server chose, or the name itself when the table has none. */
export function named(prefix: string, name: string): string {
  const word = `${prefix}.${name}`
  return word in zh ? t(word as Word) : name
}

/** What a check measured, with its unit; one that counts things has none. */
export function measureOf(check: string, n: number): string {
  const word = `measured.${check}`
  return word in zh ? t(word as Word, { n }) : String(n)
}

/** A word of a finding's closed lists ("soft-404"); some mean something else in one check. */
export function valueWord(check: string, value: string): string {
  const status = /^http-(\d{3})$/.exec(value)?.[1]
  if (status) return t('value.http', { n: status })
  const own = `value.${check}.${value}`
  return own in zh ? t(own as Word) : named('value', value)
}
