import { expect, it } from 'vitest'
import { inFours, serialSpan } from './serials'

it('writes stretches of serials as one line', () => {
  expect(serialSpan([{ first: 2_738_401, last: 2_738_630 }])).toBe('2,738,401 — 2,738,630')
  expect(serialSpan([{ first: 1, last: 1 }, { first: 5, last: 9 }])).toBe('1，5 — 9')
})

it('groups the digits of a pay code in fours, also while they are typed', () => {
  expect(['482177063954', '48217', '4821', ''].map(inFours)).toEqual(['4821 7706 3954', '4821 7', '4821', ''])
})
