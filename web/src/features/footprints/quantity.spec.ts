import { expect, it } from 'vitest'
import { readQuantity } from './quantity'

it.each([
  ['186', '186'],
  ['0186', '186'],
  ['12.5', '12.5'],
  ['１８６．５', '186.5'],
  ['1,200', '1200'],
  ['12。5', '12.5'],
])('reads %s as %s', (typed, quantity) => {
  expect(readQuantity(typed)).toEqual({ quantity })
})

it.each(['', '  ', '0', '0.000'])('takes %j as nothing', (typed) => {
  expect(readQuantity(typed)).toBeNull()
})

it.each(['-1', '1e5', 'NaN', '1.2345', '12345678', '一百', '1..2', '∞', '٣'])('refuses %s', (typed) => {
  expect(readQuantity(typed)).toEqual({ wrong: true })
})
