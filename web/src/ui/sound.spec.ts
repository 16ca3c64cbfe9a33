import { beforeEach, expect, it, vi } from 'vitest'

let started: number[]

class Speaker {
  state = 'suspended'
  currentTime = 0
  destination = {}

  resume = async () => { this.state = 'running' }

  createGain() {
    const gain = { setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn(), exponentialRampToValueAtTime: vi.fn() }
    return { gain, connect: (to: unknown) => to }
  }

  createOscillator() {
    const frequency = { value: 0 }
    return { type: '', frequency, connect: (to: unknown) => to, start: () => started.push(frequency.value), stop: vi.fn() }
  }
}

beforeEach(() => {
  vi.resetModules()
  vi.stubGlobal('AudioContext', Speaker)
  started = []
})

it('chimes two notes upwards once somebody has touched the page', async () => {
  const { playSuccess } = await import('./sound')
  window.dispatchEvent(new Event('pointerdown'))
  playSuccess()
  expect(started).toHaveLength(2)
  expect(started[1]).toBeGreaterThan(started[0]!)
})

it('is silent before that, and makes no AudioContext that the browser would complain of', async () => {
  const { playSuccess } = await import('./sound')
  playSuccess()
  expect(started).toEqual([])
})

it('is silent where nothing can sound', async () => {
  vi.stubGlobal('AudioContext', undefined)
  Reflect.deleteProperty(window, 'AudioContext')
  const { playSuccess } = await import('./sound')
  window.dispatchEvent(new Event('keydown'))
  expect(playSuccess).not.toThrow()
})
