// What jsdom lacks.
Element.prototype.scrollIntoView = () => {}
window.scrollTo = () => {}
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver = NoObserver as typeof ResizeObserver
