import { reactive } from 'vue'
import type { Query } from '../api/client'
import { useFilters } from './filters'
import { useLoad } from './load'

/** A list whose filters, order and page stand in the address. */
export function useListed<Name extends string, T>(
  names: readonly Name[],
  perPage: number,
  read: (query: Query, signal: AbortSignal) => Promise<T>,
) {
  const filters = useFilters(names)
  const load = reactive(
    useLoad(
      (signal) => read({ ...filters.values.value, page: filters.page.value, per_page: perPage, sort: filters.sort.value }, signal),
      [() => JSON.stringify(filters.values.value), filters.page, filters.sort],
    ),
  )
  return { filters, load }
}
