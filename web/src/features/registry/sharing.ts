import { grouped } from '../../format/amounts'
import { language } from '../../i18n'
import type { Shareable } from '../../ui/share'
import { certificateFile } from './api'

type Say = (key: string, facts?: Record<string, unknown>) => string
const addressOf = (path: string) => new URL(path, window.location.origin).href

/** A certificate is public: its page, and its poster for a chat that shows pictures better than links. */
export function certificateToShare(t: Say, number: string, quantity_kg: number): Shareable {
  return {
    title: t('certificate.title'),
    text: t('share.certificate', { kg: grouped(quantity_kg), number }),
    url: addressOf(`/c/${number}`),
    poster: certificateFile(number, 'png', language()),
  }
}

export function registryEntryToShare(t: Say, path: string, name: string): Shareable {
  return { title: t('registry.brand'), text: t('share.registry', { name }), url: addressOf(path) }
}
