import { beforeEach, expect, it, vi } from 'vitest'
import { refused, success, tap } from './haptics'

const vibrate = vi.fn()

function motion(reduced: boolean) {
  vi.stubGlobal('matchMedia', () => ({ matches: reduced }))
}

beforeEach(() => {
  vibrate.mockClear()
  Object.defineProperty(navigator, 'vibrate', { value: vibrate, configurable: true })
  motion(false)
})

it('feels different when it was done and when it was refused', () => {
  for (const feel of [tap, success, refused])
    feel()
  expect(new Set(vibrate.mock.calls.map(([pattern]) => JSON.stringify(pattern)))).toHaveProperty('size', 3)
})

it('stays still for people who asked for less motion', () => {
  motion(true)
  success()
  expect(vibrate).not.toHaveBeenCalled()
})

it('does nothing on a device that cannot', () => {
  Reflect.deleteProperty(navigator, 'vibrate')
  expect(success).not.toThrow()
})
