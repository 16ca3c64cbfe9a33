import { countyTime } from '../../format/time'

/** The till's own number for one redemption: day, time and four random digits, e.g. `1122-094126-7305`. */
export function freshOutTradeNo(now = new Date()): string {
  const { month, day, hour, minute, second } = countyTime(now)
  const two = (value: number) => String(value).padStart(2, '0')
  const random = crypto.getRandomValues(new Uint16Array(1))[0]! % 10_000
  return `${two(month)}${two(day)}-${two(hour)}${two(minute)}${two(second)}-${String(random).padStart(4, '0')}`
}
