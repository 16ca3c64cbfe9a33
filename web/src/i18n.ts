import { createI18n } from 'vue-i18n'
import zh from './locales/zh-CN.json'

export type Language = 'zh-CN' | 'en'
const CHOSEN = 'tanhui.language'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as string,
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh } as Record<string, typeof zh>,
})

export const language = (): Language => i18n.global.locale.value as Language

const DESKS = { 'zh-CN': () => import('./locales/desk/zh-CN.json'), 'en': () => import('./locales/desk/en.json') }
let isAtADesk = false

/** English is loaded when it is asked for; the choice stays on the device. */
export async function speak(to: Language) {
  if (to === 'en')
    i18n.global.setLocaleMessage('en', (await import('./locales/en.json')).default)
  if (isAtADesk)
    await learnADesksWords(to)
  i18n.global.locale.value = to
  document.documentElement.lang = to
  localStorage.setItem(CHOSEN, to)
}

/** What only desks say comes with their pages: a citizen's phone has no use for it. */
export async function speakAsADesk() {
  isAtADesk = true
  await learnADesksWords(language())
}

async function learnADesksWords(of: Language) {
  i18n.global.mergeLocaleMessage(of, (await DESKS[of]()).default)
}

/** The language of the last visit; else Chinese, unless the device asks for another one first. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(CHOSEN) ?? navigator.language
  return chosen.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}
