import { beforeEach, expect, it } from 'vitest'
import { createFakeBackend, problem } from '../../testing/fakeBackend'
import { settled, type Visit, visit } from '../../testing/mountPage'
import ActivitiesPage from './ActivitiesPage.vue'

const walk = { kind: 'mobility.walk', measures: { steps: '8000' }, occurred_at: new Date().toISOString() }
let here: Visit

async function withAWalk(points = 1286) {
  const backend = createFakeBackend({ points })
  await backend.answer(new Request('http://localhost/api/v1/activities', { method: 'POST', body: JSON.stringify(walk) }))
  return backend
}

const sheet = () => document.querySelector('[role="dialog"]')!
const press = async (words: string) => {
  [...sheet().querySelectorAll('button')].find(one => one.textContent === words)!.click()
  await settled()
}

beforeEach(async () => {
  document.body.innerHTML = ''
  here = await visit(ActivitiesPage, { path: '/activities', backend: await withAWalk() })
})

it('has a way on when nothing has been reported', async () => {
  const { page } = await visit(ActivitiesPage, { path: '/activities' })
  expect(page.text()).toContain('还没有报过')
  expect(page.find('a[href="/activities/new"]').exists()).toBe(true)
})

it('asks before it takes a report back, says what goes and what stays used', async () => {
  await here.page.find('.li').trigger('click')
  expect(sheet().textContent).toContain('收回它得到的 8 分')
  expect(sheet().textContent).toContain('当天的额度不退')
  expect(here.backend.seen.some(one => one.path.endsWith('/withdrawal'))).toBe(false)
})

it('takes it back once, with a key, and tells what became of the points', async () => {
  await here.page.find('.li').trigger('click')
  await press('撤回')
  const [sent] = here.backend.seen.filter(one => one.path.endsWith('/withdrawal'))
  expect(sent!.key).toMatch(/^[0-9a-f]{32}$/)
  expect(sheet().querySelector('[role="status"]')!.textContent).toContain('收回 8 分，现在有 1,286 分。')
  expect(sheet().querySelector('a')!.getAttribute('href')).toContain('/points?entry=')
  expect(here.page.find('.chip').text()).toBe('已撤回')
})

it('says what is owed when the points were spent', async () => {
  const backend = await withAWalk()
  backend.state.points = 3
  here = await visit(ActivitiesPage, { path: '/activities', backend })
  await here.page.find('.li').trigger('click')
  await press('撤回')
  expect(sheet().textContent).toContain('其中 5 分已经花掉')
})

it('offers nothing where nothing can be taken back', async () => {
  here.backend.state.activities[0]!.abilities = []
  here = await visit(ActivitiesPage, { path: '/activities', backend: here.backend })
  await here.page.find('.li').trigger('click')
  expect([...sheet().querySelectorAll('button')].map(one => one.textContent)).not.toContain('撤回')
  expect(sheet().textContent).toContain('过了能撤回的日子')
})

it('shows a refusal in its own words', async () => {
  here.backend.instead('POST', /withdrawal/, () => problem(422, 'activity-withdrawal-too-late', '过了能撤回的日子', '到昨天为止。'))
  await here.page.find('.li').trigger('click')
  await press('撤回')
  expect(sheet().querySelector('[role="alert"]')!.textContent).toContain('过了能撤回的日子')
})
