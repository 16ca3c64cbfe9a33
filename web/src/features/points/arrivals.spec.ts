import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeBackend, type FakeBackend } from '../../testing/fakeBackend'
import { visit } from '../../testing/mountPage'
import ArrivalNotice from './ArrivalNotice.vue'
import { toldOf, useArrivals } from './arrivals'

const PERSON = '0197a000-0000-7000-8000-000000000001'
let backend: FakeBackend

async function walks(steps: string) {
  await backend.answer(new Request('http://localhost/api/v1/activities', { method: 'POST', body: JSON.stringify({ kind: 'mobility.walk', measures: { steps }, occurred_at: new Date().toISOString() }) }))
  await new Promise(resolve => setTimeout(resolve, 5)) // entries are told apart by their moment
}

/** A new page load: what is in memory is gone, what is on the device is not. */
async function opens() {
  useArrivals().forget()
  return visit(ArrivalNotice, { path: '/', props: { shown: true }, backend })
}

beforeEach(async () => {
  backend = createFakeBackend()
  await walks('2000')
  await walks('4000')
})

describe('points that came', () => {
  it('are no news at the first visit on a device', async () => {
    expect((await opens()).page.text()).toBe('')
  })

  it('are told once, with why, also after a reload, until they are put away', async () => {
    await opens()
    await walks('8000')
    const before = await opens()
    expect(before.page.text()).toContain('到账 +8 分')
    expect(before.page.text()).toContain('步行 8000 步')
    expect(before.page.find('a').attributes('href')).toBe(`/points?entry=${backend.state.entries[0]!.entry_id}`)
    const after = await opens()
    expect(after.page.text()).toContain('到账 +8 分')
    await after.page.find('[aria-label="知道了"]').trigger('click')
    expect(after.page.text()).toBe('')
    expect((await opens()).page.text()).toBe('')
  })

  it('are added up when several came', async () => {
    await opens()
    await walks('8000')
    await walks('2000')
    expect((await opens()).page.text()).toMatch(/到账 \+10 分.*等 2 笔/)
  })

  it('are not told again by the notice when a page has said it', async () => {
    await opens()
    await walks('8000')
    toldOf(PERSON, backend.state.entries[0]!.entry_id)
    expect((await opens()).page.text()).toBe('')
  })
})
