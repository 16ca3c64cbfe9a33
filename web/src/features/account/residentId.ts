/** What is wrong with a resident number as it is typed, before anybody is asked (GB 11643, ISO 7064 MOD 11-2). */
export type ResidentIdFault = 'characters' | 'day' | 'check'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK = '10X98765432'

/** Without the spaces that a card does not have, the last x as the card writes it. */
export const residentIdOf = (typed: string) => typed.replace(/\s/g, '').toUpperCase()

export function faultIn(number: string, today: Date): ResidentIdFault | null {
  if (!/^[1-9]\d{16}[\dX]$/.test(number))
    return 'characters'
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number) as [number, number, number]
  const born = new Date(Date.UTC(year, month - 1, day))
  if (born.getUTCMonth() !== month - 1 || born.getUTCDate() !== day || year < 1880 || born > today)
    return 'day'
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return CHECK[sum % 11] === number[17] ? null : 'check'
}
