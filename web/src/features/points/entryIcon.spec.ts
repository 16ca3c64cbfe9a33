import { expect, it } from 'vitest'
import type { PointEntry } from '../../api/types'
import { entryIcon } from './entryIcon'

const icon = (cause_kind: string) => entryIcon({ cause_kind } as PointEntry).name

it.each([
  ['mobility.walk', 'walk'], ['transit.bus', 'bus'], ['transit.rail', 'train'], ['mobility.cycle', 'bike'], ['offset.retirement', 'ticket'],
  ['volunteer.service', 'people'], ['waste.sorting', 'again'], ['bill.utility', 'paper'], ['home.power-saving', 'bolt'], ['mobility.car-stop', 'car'],
  ['redemption', 'gift'], ['reversal', 'swap'], ['withdrawal', 'back'], ['expiry', 'wait'], ['something.new', 'leaf'],
])('%s is drawn as %s', (cause, name) => expect(icon(cause)).toBe(name))
