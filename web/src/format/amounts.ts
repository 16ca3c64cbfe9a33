/**
 * Amounts as people read them. The API gives integers in the smallest unit; here they become a
 * figure and a unit, so that a page can set the figure bold and the unit small.
 */
export interface Amount { figure: string, unit: string }
type UnitName = 'g' | 'kg' | 't' | 'yuan' | 'points'
export type UnitWords = (unit: UnitName) => string

const MINUS = '\u2212'

/** Groups the digits of an integer and puts a real minus in front: 12723000 -> "12,723,000". */
export function grouped(value: number): string {
  const digits = Math.abs(value).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  return value < 0 ? MINUS + digits : digits
}

/** Grams of CO2e: below 1 kg in grams, to 9,999.9 kg in kilograms with one decimal, above in tonnes. */
export function carbon(grams: number, word: UnitWords): Amount {
  const size = Math.abs(grams)
  if (size < 1_000)
    return { figure: grouped(grams), unit: word('g') }
  if (tenths(size, 1_000) <= 99_999)
    return { figure: oneDecimal(grams, 1_000), unit: word('kg') }
  return { figure: oneDecimal(grams, 1_000_000), unit: word('t') }
}

/** Kilograms with one decimal whatever the size, for a column that is read downwards. */
export function kilograms(grams: number): string {
  return oneDecimal(grams, 1_000)
}

/** A whole number of kilograms of a ticket: 10,000 kg and more in tonnes. */
export function ticket(kg: number, word: UnitWords): Amount {
  if (Math.abs(kg) < 10_000)
    return { figure: grouped(kg), unit: word('kg') }
  return { figure: tonnes(kg), unit: word('t') }
}

/** Kilograms as tonnes with at most one decimal: 12723000 -> "12,723", 9984620 -> "9,984.6". */
export function tonnes(kg: number): string {
  return oneDecimal(kg, 1_000).replace(/\.0$/, '')
}

/** Fen as yuan with two decimals: 2300 -> "23.00". */
export function yuan(fen: number): string {
  const size = Math.abs(fen)
  return `${fen < 0 ? MINUS : ''}${grouped(Math.floor(size / 100))}.${String(size % 100).padStart(2, '0')}`
}

/** A change of points, always with its sign. */
export function signed(value: number): string {
  return value > 0 ? `+${grouped(value)}` : grouped(value)
}

/** A share like "0.331" as whole percent; the three shares of a bar may not add up to 100. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}

function tenths(size: number, unit: number): number {
  return Math.round((size * 10) / unit)
}

function oneDecimal(value: number, unit: number): string {
  const inTenths = tenths(Math.abs(value), unit)
  return `${value < 0 && inTenths > 0 ? MINUS : ''}${grouped(Math.floor(inTenths / 10))}.${inTenths % 10}`
}

/** The price of one kilogram in yuan, from fen a tonne: 10000 -> "0.10"; more digits only when they are needed. */
export function yuanPerKg(priceFenPerTonne: number): string {
  const digits = String(priceFenPerTonne).padStart(6, '0')
  const fraction = digits.slice(-5).replace(/0+$/, '').padEnd(2, '0')
  return `${grouped(Number(digits.slice(0, -5)))}.${fraction}`
}
