// The whole of the pages in jsdom, at an address.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { createMemoryHistory, type Router } from 'vue-router'
import { forget } from '../src/api/client'
import App from '../src/App.vue'
import { makeRouter, pageTable } from '../src/routes'

let shown: VueWrapper | null = null

/** Once before all, so that no test waits for the translation of a page. */
export const loadPages = () => Promise.all([...pageTable.map((line) => line.page()), import('../src/pages/LoginPage.vue')])

export async function open(path: string): Promise<{ pages: VueWrapper; router: Router }> {
  forget()
  const pinia = createPinia()
  setActivePinia(pinia)
  const router = makeRouter(createMemoryHistory())
  const pages = mount(App, { attachTo: document.body, global: { plugins: [pinia, router] } })
  shown = pages
  await router.push(path).catch(() => {})
  await settle()
  return { pages, router }
}

export function closePages() {
  shown?.unmount()
  shown = null
  document.body.innerHTML = ''
}

/** Lets replies arrive and pages redraw. */
export async function settle() {
  for (let i = 0; i < 20; i++) {
    await flushPromises()
    await new Promise((done) => setTimeout(done, 5))
  }
}

export async function press(key: string) {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  await settle()
}

/** The button with this text, wherever it is: dialogs hang on the body. */
export function button(text: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === text)
  if (!found) throw new Error(`no button ${text}`)
  return found
}

export async function type(selector: string, text: string) {
  const field = document.querySelector<HTMLInputElement>(selector)
  if (!field) throw new Error(`no field ${selector}`)
  field.value = text
  field.dispatchEvent(new Event('input'))
  await settle()
}
