import { expect, it } from 'vitest'
import type { Page, Reward } from '../../api/types'
import { createFakeBackend, json } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import RewardsPage from './RewardsPage.vue'

it('shows the first page and, on a press, the rest', async () => {
  const backend = createFakeBackend()
  const { items } = await (await backend.answer(new Request('http://localhost/api/v1/rewards'))).json() as Page<Reward>
  const many = Array.from({ length: 50 }, (_, index) => ({ ...items[0]!, reward_id: `first-${index}` }))
  backend.instead('GET', /^\/rewards$/, () => json({ items: many, next_cursor: '0' }))
  const { page } = await visit(RewardsPage, { path: '/rewards', backend })
  expect(page.findAll('.gd')).toHaveLength(50)

  await page.findAll('button').find(one => one.text() === '再看一些')!.trigger('click')
  await settled()
  expect(page.findAll('.gd')).toHaveLength(50 + items.length)
  expect(page.findAll('button').some(one => one.text() === '再看一些')).toBe(false)
})
