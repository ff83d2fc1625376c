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
