import { Problem, type Refusal } from '../../api/problem'

type Say = (key: string, named?: Record<string, unknown>) => string

/** `redemption.done` and `redemptions:write` as the locales name them. */
export const keyOf = (code: string) => code.replace(/[.:]/g, '-')

/** Why a key or an address was not taken, if that is what was refused: a code that the locales explain. */
export function whyOf(refusal: Refusal | null, ...codes: string[]): string | undefined {
  if (!(refusal instanceof Problem) || !codes.includes(refusal.document.code))
    return undefined
  const why = refusal.document.reasons?.[0]?.facts?.why
  return typeof why === 'string' ? why : undefined
}

/** What a receiver answered, or why there was no answer. */
export function answerWords(answer: string | null, t: Say, te: (key: string) => boolean): string {
  if (answer === null)
    return ''
  if (/^\d{3}$/.test(answer))
    return t('webhooks.answered', { status: answer })
  const [kind, why] = answer.split(': ')
  if (kind === 'refused' && te(`webhooks.why.${why}`))
    return t(`webhooks.why.${why}`)
  if (kind === 'TLS')
    return t('webhooks.noTls', { why })
  return te(`webhooks.silence.${answer}`) ? t(`webhooks.silence.${answer}`) : answer
}

/** Midnight that ends a day in the county, for the date fields of a form. */
export const endOfDay = (day: string) => (day ? `${day}T23:59:59+08:00` : null)
export const startOfDay = (day: string) => (day ? `${day}T00:00:00+08:00` : null)
