import type { UnitName } from '../api/types'

/** One field of the registry: a line of text, one of `words`, or yes and no. */
export interface RegistryField {
  name: string
  /** Else the word of its name. */
  title?: string
  words?: readonly string[]
  isFlag?: boolean
  /** The number is made of it: it cannot be changed. */
  isFixed?: boolean
}

/** What sites and accounts have alike. */
export interface Registered {
  name: string
  unit: UnitName
  state: string | null
  state_day: string | null
  filing: string
  is_listed: boolean
}

export interface NextState {
  state: string
  date?: string
  filing?: string
}
