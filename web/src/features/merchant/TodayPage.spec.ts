import { beforeEach, expect, it, vi } from 'vitest'
import { createFakeBackend, type FakeBackend } from '../../testing/fakeBackend'
import { settled, type Visit, visit } from '../../testing/mountPage'
import TodayPage from './TodayPage.vue'

let backend: FakeBackend
let here: Visit

beforeEach(async () => {
  backend = createFakeBackend()
  sessionStorage.setItem('tanhui.acting', JSON.stringify({ party_id: '0197a000-0000-7000-8000-000000000002', role: 'merchant-clerk' }))
  for (const [points, key] of [[80, 'one'], [50, 'other']] as const)
    await backend.answer(new Request('http://localhost/api/v1/redemptions', { method: 'POST', headers: { 'Idempotency-Key': key }, body: JSON.stringify({ code: '482177063954', points, out_trade_no: `no-${key}` }) }))
})

const open = async () => (here = await visit(TodayPage, { path: '/merchant/today', backend }))
const sheet = () => document.querySelector('[role="dialog"]')!
/** Opens the sheet of one redemption, tries to reverse it and closes the sheet where it is still open. */
async function reverse(index: number) {
  await here.page.findAll('.li')[index]!.trigger('click')
  await settled()
  sheet().querySelector<HTMLButtonElement>('[type="submit"]')!.click()
  await settled()
  sheet().querySelector<HTMLButtonElement>('[aria-label="关闭"]')?.click()
  await settled()
}
const reversals = () => backend.seen.filter(one => one.method === 'POST' && one.path.endsWith('/reversal'))

it('shows the new day after midnight, without being opened again', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T23:59:30+08:00') })
  await open()
  vi.setSystemTime(new Date('2026-11-23T00:00:30+08:00'))
  await here.page.find('.line button').trigger('click')
  await settled()
  const asked = backend.seen.map(one => one.path).filter(path => path.startsWith('/redemption-summaries/'))
  expect(asked).toEqual(['/redemption-summaries/2026-11-22', '/redemption-summaries/2026-11-23'])
})

it('reverses the one that is open, not an earlier one whose answer is missing', async () => {
  await open()
  backend.instead('POST', /reversal$/, () => {
    throw new TypeError('network')
  })
  await reverse(0)
  await reverse(1)
  expect(reversals().map(one => one.path)).toEqual([0, 1].map(index => `/redemptions/${backend.state.redemptions[index]!.redemption_id}/reversal`))
  expect(backend.state.redemptions.map(one => one.state)).toEqual(['done', 'reversed'])
})
