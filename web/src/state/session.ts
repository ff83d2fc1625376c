import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { session as calls } from '../api/calls'
import { ApiError, forget, setToken } from '../api/client'
import type { Role, Session } from '../api/types'

/** Who is signed in. */
export const useSession = defineStore('session', () => {
  const current = ref<Session | null>(null)
  const isKnown = ref(false)
  /** The server no longer knows the session of the user whose pages these are. */
  const isEnded = ref(false)

  function take(next: Session | null) {
    current.value = next
    isKnown.value = true
    isEnded.value = false
    if (next) setToken(next.csrf)
    else forget()
  }

  function end() {
    if (!current.value) return
    isEnded.value = true
    forget()
  }

  /** Asks the server once; a failure other than "not signed in" is thrown. */
  async function restore() {
    if (isKnown.value) return
    try {
      take(await calls.now())
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      take(null)
    }
  }

  async function open(name: string, password: string) {
    take(await calls.open(name, password))
  }

  async function close() {
    await calls.close()
    take(null)
  }

  async function changePassword(old: string, fresh: string) {
    await calls.password(old, fresh)
    if (current.value) current.value.must_change_password = false
  }

  const user = computed(() => current.value?.user ?? null)
  const mustChangePassword = computed(() => current.value?.must_change_password ?? false)
  const may = (...roles: Role[]) => user.value !== null && roles.includes(user.value.role)

  /** What is of all units is the top unit's, whose number is 1. */
  const mayForAll = () => may('admin') && user.value?.unit.id === 1

  return { user, mustChangePassword, isKnown, isEnded, take, end, restore, open, close, changePassword, may, mayForAll }
})
