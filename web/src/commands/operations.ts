import { i18n } from '../i18n'
import type { KeptCommand } from './kept'

type Reply = Record<string, unknown>

/** Where the result of an operation is seen; where none is named, on the page where it was given. */
const RESULTS: Record<string, (reply: Reply) => string> = {
  'place-offset-order': reply => `/orders/${String(reply.order_id)}`,
  'record-footprint': reply => `/footprints/${String(reply.footprint_id)}`,
  'withdraw-footprint': () => '/footprints',
  'record-activity': () => '/points',
  'withdraw-activity': () => '/activities',
  'redeem-pay-code': () => '/merchant/today',
  'reverse-redemption': () => '/merchant/today',
}

/** Up to the dot, a command's name is its operation. */
export const operationOf = (command: { name: string }) => command.name.split('.')[0]!

export function pathOfResult(command: KeptCommand, reply: unknown): string {
  return RESULTS[operationOf(command)]?.(reply as Reply) ?? command.page
}

/** What it is where the page says nothing more exact: “取消订单”. */
export function wordsFor(operation: string): string {
  const { t, te } = i18n.global
  return te(`kept.what.${operation}`) ? t(`kept.what.${operation}`) : t('kept.what.other')
}
