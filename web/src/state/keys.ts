import { onBeforeUnmount, onMounted } from 'vue'

/** Single keys for the whole page; not while somebody writes, and not with Ctrl, Alt or Meta. */
export function useKeys(keys: Record<string, () => void>, isOff: () => boolean) {
  function press(event: KeyboardEvent) {
    const at = event.target as HTMLElement | null
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isOff()) return
    if (at?.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return
    const action = keys[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}
