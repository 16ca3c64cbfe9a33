import { expect, it } from 'vitest'
import { solarTerm } from '../features/home/solarTerm'
import { clock, clockWithSeconds, countyTime, daysIn, isoDay, isoMinute, periodOf, shiftPeriod } from './time'

it('shows the county’s day and hour, wherever the device is', () => {
  expect(isoMinute('2026-11-21T16:30:05Z')).toBe('2026-11-22 00:30')
  expect(isoDay('2026-11-22T23:59:59+08:00')).toBe('2026-11-22')
  expect(clock('2026-11-22T00:00:00+08:00')).toBe('00:00')
  expect(clockWithSeconds('2026-11-22T09:41:26+08:00')).toBe('09:41:26')
  expect(countyTime('2026-11-21T16:30:00Z').weekday).toBe(0)
})

it('reckons in months', () => {
  expect(periodOf('2026-10-31T16:00:00Z')).toBe('2026-11')
  expect([shiftPeriod('2026-01', -1), shiftPeriod('2026-11', 2), shiftPeriod('2026-11', -25)]).toEqual(['2025-12', '2027-01', '2024-10'])
  expect([daysIn('2026-02'), daysIn('2028-02'), daysIn('2026-11')]).toEqual([28, 29, 30])
})

it.each([
  ['2026-11-22', 22],
  ['2026-02-04', 3],
  ['2026-12-22', 24],
  ['2026-06-21', 12],
  ['2026-11-21', null],
])('knows the solar term of %s', (day, term) => {
  expect(solarTerm(countyTime(`${day}T12:00:00+08:00`))).toBe(term)
})
