import { shallowRef } from 'vue'
import { answerOf, client } from '../api/client'
import type { HelpDesk } from '../api/types'

/** Whom to call, as the county has published it; asked once, when the first page needs it. */
const desk = shallowRef<HelpDesk | null>(null)
let asking: Promise<void> | null = null

export function useHelpDesk() {
  async function ask() {
    asking ??= answerOf(client.GET('/api/v1/help')).then(
      (said) => { desk.value = said },
      // Without it a page still leads to the help page, which says what is wrong.
      () => { asking = null },
    )
    await asking
  }
  return { desk, ask }
}

/** 0598-000 0000 -> tel:05980000000 */
export const telephoneLink = (phone: string) => `tel:${phone.replace(/[^+\d]/g, '')}`
