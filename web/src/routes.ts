// The pages: address, menu word, who may see it. The menu and the router are made of this one table.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import type { Role } from './api/types'
import { useSession } from './state/session'
import type { Word } from './words'

interface PageLine {
  path: string
  name: string
  word: Word
  /** Empty: everybody who is signed in. */
  roles: Role[]
  /** About all units: of these, the top unit's alone. */
  isForAll?: true
  isInMenu: boolean
  page: () => Promise<unknown>
}

const reviewers: Role[] = ['admin', 'inspector', 'reviewer']

export const pageTable: PageLine[] = [
  { path: '/', name: 'overview', word: 'menu.overview', roles: [], isInMenu: true, page: () => import('./pages/OverviewPage.vue') },
  { path: '/sites', name: 'sites', word: 'menu.sites', roles: [], isInMenu: true, page: () => import('./pages/SitesPage.vue') },
  { path: '/sites/:code', name: 'site', word: 'menu.sites', roles: [], isInMenu: false, page: () => import('./pages/SitePage.vue') },
  { path: '/accounts', name: 'accounts', word: 'menu.accounts', roles: [], isInMenu: true, page: () => import('./pages/AccountsPage.vue') },
  { path: '/accounts/:id', name: 'account', word: 'menu.accounts', roles: [], isInMenu: false, page: () => import('./pages/AccountPage.vue') },
  { path: '/review', name: 'review', word: 'menu.review', roles: reviewers, isInMenu: true, page: () => import('./pages/ReviewPage.vue') },
  { path: '/rounds', name: 'rounds', word: 'menu.rounds', roles: [], isInMenu: true, page: () => import('./pages/RoundsPage.vue') },
  { path: '/rounds/:id(\\d+)', name: 'round', word: 'menu.rounds', roles: [], isInMenu: false, page: () => import('./pages/RoundPage.vue') },
  { path: '/schedule', name: 'schedule', word: 'menu.schedule', roles: [], isInMenu: true, page: () => import('./pages/SchedulePage.vue') },
  { path: '/orders', name: 'orders', word: 'menu.orders', roles: [], isInMenu: true, page: () => import('./pages/OrdersPage.vue') },
  { path: '/orders/:id(\\d+)', name: 'order', word: 'menu.orders', roles: [], isInMenu: false, page: () => import('./pages/OrderPage.vue') },
  { path: '/escalations', name: 'escalations', word: 'menu.escalations', roles: [], isInMenu: true, page: () => import('./pages/EscalationsPage.vue') },
  { path: '/filings', name: 'filings', word: 'menu.filings', roles: [], isInMenu: true, page: () => import('./pages/FilingsPage.vue') },
  { path: '/filings/:id(\\d+)', name: 'filing', word: 'menu.filings', roles: [], isInMenu: false, page: () => import('./pages/FilingPage.vue') },
  { path: '/domains', name: 'domains', word: 'menu.domains', roles: [], isInMenu: true, page: () => import('./pages/DomainsPage.vue') },
  { path: '/draft', name: 'draft', word: 'menu.draft', roles: [], isInMenu: true, page: () => import('./pages/DraftPage.vue') },
  { path: '/rules', name: 'rules', word: 'menu.rules', roles: [], isInMenu: true, page: () => import('./pages/RulesPage.vue') },
  { path: '/lexicons', name: 'lexicons', word: 'menu.lexicons', roles: [], isInMenu: true, page: () => import('./pages/LexiconsPage.vue') },
  { path: '/lexicons/:name', name: 'lexicon', word: 'menu.lexicons', roles: [], isInMenu: false, page: () => import('./pages/LexiconPage.vue') },
  { path: '/import', name: 'import', word: 'menu.import', roles: ['admin'], isForAll: true, isInMenu: true, page: () => import('./pages/ImportPage.vue') },
  { path: '/units', name: 'units', word: 'menu.units', roles: ['admin'], isInMenu: true, page: () => import('./pages/UnitsPage.vue') },
  { path: '/audit', name: 'audit', word: 'menu.audit', roles: ['admin'], isInMenu: true, page: () => import('./pages/AuditPage.vue') },
]

export function menuOf(role: Role, isForAll: boolean): PageLine[] {
  return pageTable.filter((line) => line.isInMenu && (isForAll || !line.isForAll) && (line.roles.length === 0 || line.roles.includes(role)))
}

export function makeRouter(history = createWebHistory()) {
  const routes: RouteRecordRaw[] = [
    { path: '/login', name: 'login', component: () => import('./pages/LoginPage.vue'), meta: { isOpen: true } },
    { path: '/password', name: 'password', component: () => import('./pages/PasswordPage.vue') },
    ...pageTable.map(
      (line): RouteRecordRaw => ({
        path: line.path,
        name: line.name,
        component: line.page as RouteRecordRaw['component'] & object,
        meta: { word: line.word, roles: line.roles, isForAll: line.isForAll },
      }),
    ),
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
  ]
  const router = createRouter({ history, routes, scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 } })

  router.beforeEach(async (to) => {
    const session = useSession()
    await session.restore()
    if (to.meta.isOpen) return session.user ? { name: 'overview' } : true
    if (!session.user) return { name: 'login', query: to.path === '/' ? {} : { next: to.fullPath } }
    if (session.mustChangePassword && to.name !== 'password') return { name: 'password' }
    if (to.meta.isForAll && !session.mayForAll()) return { name: 'overview' }
    const roles = (to.meta.roles as Role[] | undefined) ?? []
    return roles.length === 0 || session.may(...roles) ? true : { name: 'overview' }
  })
  return router
}
