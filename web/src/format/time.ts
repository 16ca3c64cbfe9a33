/** Days and times are shown in the county's zone, wherever the device is. */
const ZONE = 'Asia/Shanghai'

export interface CountyTime { year: number, month: number, day: number, hour: number, minute: number, second: number, weekday: number }

const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

export function countyTime(moment: string | Date): CountyTime {
  const read = Object.fromEntries(parts.formatToParts(new Date(moment)).map(part => [part.type, Number(part.value)])) as Record<string, number>
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = read
  return { year, month, day, hour, minute, second, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() }
}

const two = (value: number) => String(value).padStart(2, '0')

/** 2026-11-22 */
export function isoDay(moment: string | Date): string {
  const { year, month, day } = countyTime(moment)
  return `${year}-${two(month)}-${two(day)}`
}

/** 09:41 */
export function clock(moment: string | Date): string {
  const { hour, minute } = countyTime(moment)
  return `${two(hour)}:${two(minute)}`
}

/** 09:41:26 */
export function clockWithSeconds(moment: string | Date): string {
  return `${clock(moment)}:${two(countyTime(moment).second)}`
}

/** 2026-11-22 09:41 */
export function isoMinute(moment: string | Date): string {
  return `${isoDay(moment)} ${clock(moment)}`
}

/** 2026-11-22 09:41; midnight stands for "that day", as for an issuance of which no hour is known. */
export function isoMoment(moment: string | Date): string {
  return clock(moment) === '00:00' ? isoDay(moment) : isoMinute(moment)
}

/** A month as the API writes it, "2026-10". */
export type Period = string

export function periodOf(moment: string | Date): Period {
  return isoDay(moment).slice(0, 7)
}

export function shiftPeriod(period: Period, months: number): Period {
  const [year, month] = periodParts(period)
  const index = year * 12 + (month - 1) + months
  return `${Math.floor(index / 12)}-${two((index % 12) + 1)}`
}

export function periodParts(period: Period): [year: number, month: number] {
  return [Number(period.slice(0, 4)), Number(period.slice(5, 7))]
}

export function daysIn(period: Period): number {
  const [year, month] = periodParts(period)
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
