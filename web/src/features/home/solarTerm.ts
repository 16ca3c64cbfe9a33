import type { CountyTime } from '../../format/time'

/**
 * The solar term (节气) of a day, by the usual approximation for this century:
 * day = floor(Y * 0.2422 + C) - floor((Y - 1) / 4), Y the last two digits of the year,
 * C a constant for each term. It can be a day off in a few years, which a greeting may be.
 * Terms are numbered from 1 (小寒, early January) to 24 (冬至).
 */
const constants = [
  5.4055, 20.12, 3.87, 18.73, 5.63, 20.646, 4.81, 20.1, 5.52, 21.04, 5.678, 21.37,
  7.108, 22.83, 7.5, 23.13, 7.646, 23.042, 8.318, 23.438, 7.438, 22.36, 7.18, 21.94,
]

export function solarTerm({ year, month, day }: CountyTime): number | null {
  const first = (month - 1) * 2
  const found = [first, first + 1].find(term => dayOf(term, year) === day)
  return found === undefined ? null : found + 1
}

function dayOf(term: number, year: number): number {
  const y = year % 100
  const leapDays = Math.floor((term < 4 ? y - 1 : y) / 4)
  return Math.floor(y * 0.2422 + constants[term]!) - leapDays
}
