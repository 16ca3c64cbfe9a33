import type { DayTold } from '../../api/types'

/** A day of the county's calendar: `2026-10-10`, whether it is worked, and what was said of it beside its weekday. */
export interface CalendarDay { on: string, day: number, weekday: number, works: boolean, told: DayTold | null }
/** `blanks`: how many places stand empty before the first, in weeks that begin on Monday. */
export interface CalendarMonth { month: number, blanks: number, days: CalendarDay[] }

const two = (value: number) => String(value).padStart(2, '0')

/** The twelve months of a year, day by day. */
export function monthsOf(year: number, told: readonly DayTold[]): CalendarMonth[] {
  const byDay = new Map(told.map(each => [each.on, each]))
  return Array.from({ length: 12 }, (_, at) => {
    const length = new Date(Date.UTC(year, at + 1, 0)).getUTCDate()
    const first = new Date(Date.UTC(year, at, 1)).getUTCDay()
    const days = Array.from({ length }, (_, before) => {
      const on = `${year}-${two(at + 1)}-${two(before + 1)}`
      const weekday = (first + before) % 7
      const said = byDay.get(on) ?? null
      return { on, day: before + 1, weekday, works: said ? said.kind === 'work' : weekday !== 0 && weekday !== 6, told: said }
    })
    return { month: at + 1, blanks: (first + 6) % 7, days }
  })
}
