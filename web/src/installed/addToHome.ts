import { computed, shallowRef } from 'vue'

interface InstallPrompt extends Event { prompt: () => Promise<unknown> }

/** Chromium's own question, kept until the person asks for it; there is none elsewhere. */
const question = shallowRef<InstallPrompt | null>(null)
const isApp = matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true
/** An iPad says that it is a Mac, and has a touch screen. */
const isIos = /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1)

window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  question.value = event as InstallPrompt
})
window.addEventListener('appinstalled', () => (question.value = null))

/** How this device puts the app on its home screen: it asks, one does it by hand, or it is done or cannot be. */
export const wayHome = computed<'ask' | 'by-hand' | null>(() => (isApp ? null : question.value ? 'ask' : isIos ? 'by-hand' : null))

export async function askToInstall() {
  const asked = question.value
  question.value = null // it may be asked once
  await asked?.prompt()
}
