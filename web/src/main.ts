import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { makeRouter } from './routes'
import './style.css'
import { language, setLanguage } from './words'

const app = createApp(App)
app.use(createPinia())

const router = makeRouter()
setLanguage(language.value)
app.use(router).mount('#app')
