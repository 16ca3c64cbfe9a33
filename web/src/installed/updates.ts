import { ref } from 'vue'

/** A newer version of the app waits to be used. */
export const updateReady = ref(false)

const LOOK_EVERY_MS = 3600_000
let registration: ServiceWorkerRegistration | undefined

/** After the first page stands: the first visit does not wait for what the next one needs. */
export function registerServiceWorker() {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV)
    return
  if (document.readyState === 'complete')
    void register()
  else
    window.addEventListener('load', () => void register(), { once: true })
}

async function register() {
  // Where storage is forbidden there is none, and the app works as a page.
  registration = await navigator.serviceWorker.register('/sw.js').catch(() => undefined)
  if (!registration)
    return
  noticeWaiting()
  registration.addEventListener('updatefound', () => registration!.installing?.addEventListener('statechange', noticeWaiting))
  let looked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - looked > LOOK_EVERY_MS) {
      looked = Date.now()
      void registration!.update().catch(() => undefined)
    }
  })
}

/** The very first one is no update: there is no controller yet. */
function noticeWaiting() {
  if (registration!.waiting && navigator.serviceWorker.controller)
    updateReady.value = true
}

export function update() {
  const waiting = registration?.waiting
  if (!waiting)
    return window.location.reload()
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true })
  waiting.postMessage('take-over')
}
