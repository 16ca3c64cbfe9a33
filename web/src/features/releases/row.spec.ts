import { describe, expect, it } from 'vitest'
import type { ReleaseColumn } from '../../api/types'
import { faultsOf, isSame, shown, typed, valueAt, withValue } from './row'

const column = (name: string, form: ReleaseColumn['form'] = 'text'): ReleaseColumn => ({ name, form, title: name, longest: 60, may_be_empty: true, choices: [], words: {} })
const fault = (field: string) => ({ field, code: 'x', detail: '', mend: '' })

describe('a row of a table', () => {
  const rule = { code: 'walk', caps: { scope: 'person', acts_per_day: null }, reduction: { grams: 1, per: 50 } }

  it('is read and changed by paths, and the row before stays as it was', () => {
    expect(valueAt(rule, 'reduction.per')).toBe(50)
    expect(valueAt(rule, 'earn.points')).toBeUndefined()
    const changed = withValue(rule, 'caps.acts_per_day', 3)
    expect(changed).toEqual({ ...rule, caps: { scope: 'person', acts_per_day: 3 } })
    expect(rule.caps.acts_per_day).toBeNull()
    expect(withValue(rule, 'earn.points', 2)).toMatchObject({ earn: { points: 2 } })
  })

  it('has null where nothing is left of an object', () => {
    const without = withValue(withValue(rule, 'reduction.grams', null), 'reduction.per', null)
    expect(without.reduction).toBeNull()
    expect(withValue(rule, 'caps.acts_per_day', null).caps).toEqual({ scope: 'person', acts_per_day: null })
  })

  it('keeps text that does not fit, so that the API can say what is wrong', () => {
    expect(typed(column('year', 'year'), ' 2026 ')).toBe(2026)
    expect(typed(column('year', 'year'), '二〇二六')).toBe('二〇二六')
    expect(typed(column('n', 'whole'), '')).toBeNull()
    expect(typed(column('n', 'whole'), '007')).toBe('007')
    expect(typed(column('v', 'decimal'), '0.3900')).toBe('0.3900')
    expect(typed(column('ok', 'yes-no'), 'true')).toBe(true)
    expect(typed(column('list', 'json'), '["a"]')).toEqual(['a'])
    expect(typed(column('list', 'json'), '["a"')).toBe('["a"')
    expect(shown(['a'])).toBe('["a"]')
    expect(shown(null)).toBe('')
  })

  it('is the same whatever the order of its names, and with null for nothing', () => {
    expect(isSame({ a: 1, b: null }, { a: 1 })).toBe(true)
    expect(isSame({ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } })).toBe(true)
    expect(isSame({ a: '1' }, { a: 1 })).toBe(false)
  })
})

it('hangs each fault on its row and column, and the rest on the row', () => {
  const columns = [column('value'), column('earn.points'), column('conditions', 'json')]
  const faults = ['/rows/1/value', '/rows/1/conditions/0/is', '/rows/1', '/rows/1/earn/points', '/rows/10/value', '/in_force_from'].map(fault)
  const { byColumn, others } = faultsOf(faults, 1, columns)
  expect([...byColumn.keys()]).toEqual(['value', 'conditions', 'earn.points'])
  expect(others.map(each => each.field)).toEqual(['/rows/1'])
})
