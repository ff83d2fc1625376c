import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The filters of a list, kept in the address so that "back" and a sent link show the same list. */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const route = useRoute()
  const router = useRouter()

  const read = (name: string) => {
    const value = route.query[name]
    return typeof value === 'string' ? value : ''
  }
  const values = computed(() => Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, string>)

  /** Sets what is named, keeps the rest; any change but one of the page goes back to page 1. */
  type Changes = { [name in Name | 'page' | 'sort']?: string }
  function set(changes: Changes) {
    const query = { ...route.query, ...(('page' in changes) ? {} : { page: '' }), ...changes }
    void router.replace({ query: Object.fromEntries(Object.entries(query).filter(([, value]) => value)) })
  }

  const page = computed({
    get: () => Math.max(1, Number(read('page')) || 1),
    set: (next: number) => set({ page: next > 1 ? String(next) : '' } as Changes),
  })
  const sort = computed({
    get: () => read('sort'),
    set: (next: string) => set({ sort: next } as Changes),
  })
  const isSet = computed(() => names.some((name) => values.value[name] !== ''))
  const clear = () => set(Object.fromEntries(names.map((name) => [name, ''])) as Changes)

  return { values, set, page, sort, isSet, clear }
}
