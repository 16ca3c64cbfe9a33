import { describe, expect, it } from 'vitest'
import { carbon, grouped, kilograms, percent, signed, ticket, tonnes, type UnitWords, yuan, yuanPerKg } from './amounts'

const word: UnitWords = unit => unit

describe('carbon', () => {
  it.each([
    [0, '0', 'g'],
    [999, '999', 'g'],
    [1_000, '1.0', 'kg'],
    [229_761, '229.8', 'kg'],
    [9_999_949, '9,999.9', 'kg'],
    [9_999_950, '10.0', 't'],
    [12_723_000_000, '12,723.0', 't'],
    [-3_711, '−3.7', 'kg'],
  ])('%i g reads %s %s', (grams, figure, unit) => {
    expect(carbon(grams, word)).toEqual({ figure, unit })
  })
})

it('writes a column in kilograms whatever the size, and no minus before nil', () => {
  expect([108_061, 40, -40, -12_600].map(kilograms)).toEqual(['108.1', '0.0', '0.0', '−12.6'])
})

it('writes tickets in whole kilograms, then in tonnes', () => {
  expect(ticket(230, word)).toEqual({ figure: '230', unit: 'kg' })
  expect(ticket(12_723_000, word)).toEqual({ figure: '12,723', unit: 't' })
  expect(tonnes(9_984_620)).toBe('9,984.6')
})

it('writes money in yuan with two decimals', () => {
  expect([2300, 5, 0, 123_456_789, -40].map(yuan)).toEqual(['23.00', '0.05', '0.00', '1,234,567.89', '−0.40'])
})

it.each([[10_000, '0.10'], [150_000, '1.50'], [12_345, '0.12345'], [100_000, '1.00'], [100_000_000, '1,000.00']])('says that %i fen a tonne are %s yuan a kilogram', (price, text) => {
  expect(yuanPerKg(price)).toBe(text)
})

it('writes points with their sign and a real minus', () => {
  expect([230, -200, 0].map(signed)).toEqual(['+230', '−200', '0'])
  expect(grouped(1_286)).toBe('1,286')
  expect(grouped(-1_286)).toBe('−1,286')
})

it('writes shares as whole percent', () => {
  expect([0.331, 1, 0.004].map(percent)).toEqual(['33%', '100%', '0%'])
})
