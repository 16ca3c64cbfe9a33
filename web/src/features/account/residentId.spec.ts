import { describe, expect, it } from 'vitest'
import { faultIn, residentIdOf } from './residentId'

/** The standard's own example, which is nobody's. */
const EXAMPLE = '440524188001010014'
const today = new Date('2026-11-22T09:00:00+08:00')

describe('a resident number', () => {
  it('is right as the standard writes it', () => {
    expect(faultIn(EXAMPLE, today)).toBeNull()
    expect(faultIn('11010519491231002X', today)).toBeNull()
  })

  it('is found wrong when one figure was mistyped, wherever it stands', () => {
    for (let at = 0; at < 17; at++) {
      for (const figure of '0123456789') {
        const typed = EXAMPLE.slice(0, at) + figure + EXAMPLE.slice(at + 1)
        expect(faultIn(typed, today) === null, typed).toBe(typed === EXAMPLE)
      }
    }
  })

  it('has a day that was, and that is not to come', () => {
    expect(faultIn('440524188002300014', today)).toBe('day')
    expect(faultIn('440524202612310014', today)).toBe('day')
  })

  it('has eighteen characters, the last of which may be a large or a small x', () => {
    expect(faultIn(EXAMPLE.slice(1), today)).toBe('characters')
    expect(faultIn('44052418800101001Y', today)).toBe('characters')
    expect(residentIdOf(' 110105 19491231 002x ')).toBe('11010519491231002X')
  })
})
