import { beforeEach, expect, it } from 'vitest'
import { createFakeBackend, type FakeBackend, json } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import { monthsOf } from './calendar'
import WorkingDaysPage from './WorkingDaysPage.vue'

let backend: FakeBackend
beforeEach(() => (backend = createFakeBackend()))

const MAKE_UP = { on: '2026-10-10', kind: 'work' as const, name: '国庆节', reason: '国务院办公厅 2026 年部分节假日安排', is_decided: false }
const year = (abilities: string[], days = [MAKE_UP]) => ({ year: 2026, is_known: days.length > 0, days, abilities })

it('lays a year out in weeks that begin on Monday, weekends off but for what was said of a day', () => {
  const [january, february, ...rest] = monthsOf(2026, [MAKE_UP])
  expect([january!.blanks, january!.days.length, february!.blanks, february!.days.length]).toEqual([3, 31, 6, 28])
  expect(january!.days.slice(0, 5).map(day => day.works)).toEqual([true, true, false, false, true])
  expect(rest[7]!.days[9]).toMatchObject({ on: '2026-10-10', weekday: 6, works: true, told: MAKE_UP })
  expect(monthsOf(2028, [])[1]!.days).toHaveLength(29)
})

it('shows whoever may not decide what was said of a day, and nothing to press elsewhere', async () => {
  backend.instead('GET', /working-days/, () => json(year([])))
  const { page } = await visit(WorkingDaysPage, { path: '/office/working-days', backend })
  expect(page.findAll('button.day')).toHaveLength(1)
  await page.find('button.day').trigger('click')
  await settled()
  expect(document.body.textContent).toContain(MAKE_UP.reason)
  expect(document.querySelector('#day-reason')).toBeNull()
})

it('has an administrator decide a day with a reason, and shows it', async () => {
  backend.instead('GET', /working-days/, () => json(year(['decide'], [])))
  const { page } = await visit(WorkingDaysPage, { path: '/office/working-days', backend })
  expect(page.text()).toContain('还没有公布')
  await page.findAll('button.day')[4]!.trigger('click')
  await settled()
  const send = () => document.querySelector<HTMLButtonElement>('.el-dialog button[type="submit"]')!
  expect(send().disabled).toBe(true)
  for (const [field, words] of [['#day-name', '台风停工'], ['#day-reason', '县政府 12 号通知']] as const) {
    const input = document.querySelector<HTMLInputElement>(field)!
    input.value = words
    input.dispatchEvent(new Event('input'))
  }
  await settled()
  backend.instead('POST', /working-days/, () => json(year(['decide'], [{ ...MAKE_UP, on: '2026-01-05', kind: 'work', name: '台风停工', is_decided: true }])))
  send().form!.dispatchEvent(new Event('submit', { cancelable: true }))
  await settled()
  expect(backend.seen.find(one => one.path.endsWith('working-days') && one.method === 'POST')).toMatchObject({ key: expect.stringMatching(/./), body: { name: '台风停工', reason: '县政府 12 号通知' } })
  expect(page.text()).toContain('本县另定的日子')
})
