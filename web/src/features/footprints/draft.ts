import { DRAFT } from '../../session/personal'

/** What was typed for a month, kept on this device until it is recorded. */
export interface Draft { quantities: Record<string, string>, included: Record<string, boolean> }

const slot = (personId: string, period: string) => `${DRAFT}${personId}.${period}`

export function readDraft(personId: string, period: string): Draft {
  const kept = JSON.parse(localStorage.getItem(slot(personId, period)) ?? 'null') as Draft | null
  return kept ?? { quantities: {}, included: {} }
}

export function keepDraft(personId: string, period: string, draft: Draft) {
  localStorage.setItem(slot(personId, period), JSON.stringify(draft))
}

export function forgetDraft(personId: string, period: string) {
  localStorage.removeItem(slot(personId, period))
}
