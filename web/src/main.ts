import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { whenSignedOut } from './api/client'
import App from './App.vue'
import { makeRouter } from './routes'
import { useSession } from './state/session'
import './style.css'
import { language, setLanguage } from './words'

const app = createApp(App)
app.use(createPinia())

const router = makeRouter()
whenSignedOut(() => {
  useSession().take(null)
  const here = router.currentRoute.value
  if (here.name !== 'login') void router.replace({ name: 'login', query: { next: here.fullPath } })
})

setLanguage(language.value)
app.use(router).mount('#app')
