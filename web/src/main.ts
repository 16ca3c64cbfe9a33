import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import { useCredentials } from './api/authorizedFetch'
import App from './App.vue'
import { registerServiceWorker } from './installed/updates'
import { reloadStaleChunks } from './installed/staleChunks'
import './installed/addToHome'
import { i18n, language, preferredLanguage, speak } from './i18n'
import { router } from './router'
import { startOutbox } from './commands/outbox'
import { elderMode } from './session/displayMode'
import { askForProof } from './session/proof'
import { useSession } from './session/session'
import './styles/tokens.css'
import './styles/vant.css'
import './styles/base.css'

const app = createApp(App).use(createPinia()).use(i18n)
const session = useSession()
useCredentials({
  accessToken: () => session.session?.access_token ?? null,
  language,
  renew: session.renew,
  prove: askForProof,
  known: async () => session.away ? session.comeBack() : undefined,
})

reloadStaleChunks(router)
// English is a file of its own; without it there is Chinese, not an empty page.
await Promise.all([speak(preferredLanguage()).catch(() => speak('zh-CN')), session.start()])
if (session.me?.elder_mode)
  elderMode.value = true
app.use(router).mount('#app')
startOutbox()
registerServiceWorker()
window.addEventListener('online', () => void session.comeBack())

// A session that ends by itself (signed out elsewhere, too long away) leads back here after signing in again.
watch(() => session.signedIn || session.away, (mayBeHere) => {
  const here = router.currentRoute.value
  if (!mayBeHere && here.meta.private)
    void router.replace({ path: '/sign-in', query: { next: here.fullPath } })
})
