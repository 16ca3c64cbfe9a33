import { beforeEach, expect, it } from 'vitest'
import { createFakeBackend, type FakeBackend, json } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import MyRedemptionsPage from '../rewards/MyRedemptionsPage.vue'
import WhySheet from '../points/WhySheet.vue'
import DisputeLink from './DisputeLink.vue'
import FileComplaintPage from './FileComplaintPage.vue'

let backend: FakeBackend
beforeEach(() => (backend = createFakeBackend()))

const ID = '0197a000-0000-7000-8000-00000000ab01'
const AT = '2026-11-22T09:00:00+08:00'

it.each(['order', 'points-entry', 'redemption', 'activity'] as const)('takes what is disputed along: %s', async (about) => {
  const link = (await visit(DisputeLink, { props: { about, id: ID }, backend })).page
  const { page } = await visit(FileComplaintPage, { path: link.find('a').attributes('href')!, backend })
  expect(page.text()).toContain('会附上')
  await page.find('#words').setValue('步数少算了一半')
  await page.find('form').trigger('submit')
  await settled()
  expect(backend.seen.find(one => one.method === 'POST' && one.path.endsWith('/complaints'))?.body).toMatchObject({ kind: 'objection', about: { kind: about, id: ID } })
})

it('stands at each redemption', async () => {
  backend.instead('GET', /my-redemptions/, () => json({ items: [{ redemption_id: ID, reward: null, merchant: null, points: 50, redeemed_at: AT, state: 'redeemed' }], next_cursor: null }))
  const { page } = await visit(MyRedemptionsPage, { path: '/redemptions', backend })
  expect(page.findComponent(DisputeLink).props()).toEqual({ about: 'redemption', id: ID })
})

it('stands under why there are points', async () => {
  backend.instead('GET', /explanation/, () => json({ entry_id: ID, direction: 'earned', points: 5, equation: null, steps: [], lots: [] }))
  const { page } = await visit(WhySheet, { props: { modelValue: ID }, backend })
  expect(page.findComponent(DisputeLink).props()).toEqual({ about: 'points-entry', id: ID })
})
