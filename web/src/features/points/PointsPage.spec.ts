import { expect, it } from 'vitest'
import { createFakeBackend, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import PointsPage from './PointsPage.vue'

const walk = { kind: 'mobility.walk', measures: { steps: '8000' }, occurred_at: new Date().toISOString() }

async function backendWithAWalk() {
  const backend = createFakeBackend()
  await backend.answer(new Request('http://localhost/api/v1/activities', { method: 'POST', body: JSON.stringify(walk) }))
  return backend
}

it('has a way on when there is nothing yet', async () => {
  const { page } = await visit(PointsPage, { path: '/points' })
  expect(page.text()).toContain('还没有积分')
  expect(page.find('a[href="/rules"]').exists()).toBe(true)
})

it('lists what was earned and asks again for a direction', async () => {
  const { page, backend } = await visit(PointsPage, { path: '/points', backend: await backendWithAWalk() })
  expect(page.find('.balance').text()).toBe('1,294')
  expect(page.find('.li').text()).toContain('+8')
  await page.findAll('.tb button').find(one => one.text() === '用掉')!.trigger('click')
  await settled()
  expect(page.findAll('.li')).toHaveLength(0)
  expect(backend.seen.at(-1)!.path).toBe('/points/entries')
})

it('opens the why of an entry that the address names', async () => {
  const backend = await backendWithAWalk()
  const entry = backend.state.entries[0]!.entry_id
  await visit(PointsPage, { path: `/points?entry=${entry}`, backend })
  const sheet = document.querySelector('[role="dialog"]')!
  expect(sheet.textContent).toContain('这 8 分怎么来的')
  expect(sheet.textContent).toContain('规则“购碳票抵消”第 3 版')
})

it('shows the balance although the list cannot be loaded', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /entries/, () => problem(503, 'busy', '暂时连不上', ''))
  const { page } = await visit(PointsPage, { path: '/points', backend })
  expect(page.find('.balance').text()).toBe('1,286')
  expect(page.find('[role="alert"]').text()).toContain('暂时连不上')
})

it('says once that nothing could be had, and asks for all of it again', async () => {
  const backend = createFakeBackend()
  const busy = () => problem(503, 'busy', '暂时连不上', '')
  backend.instead('GET', /^\/points$/, busy)
  backend.instead('GET', /entries/, busy)
  const { page } = await visit(PointsPage, { path: '/points', backend })
  expect(page.findAll('[role="alert"]')).toHaveLength(1)
  backend.seen.length = 0
  await page.find('[role="alert"] button').trigger('click')
  await settled()
  expect(backend.seen.map(one => one.path)).toEqual(expect.arrayContaining(['/points', '/points/entries']))
})
