import type { SerialRange } from '../api/types'
import { grouped } from './amounts'

/** The stretch of an order as one line; the API gives merged ranges, so most orders have one. */
export function serialSpan(ranges: readonly Pick<SerialRange, 'first' | 'last'>[]): string {
  return ranges.map(({ first, last }) => (first === last ? grouped(first) : `${grouped(first)} — ${grouped(last)}`)).join('，')
}

/** 482177063954 -> "4821 7706 3954", for reading out. */
export function inFours(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ')
}
