import { beforeEach, expect, it } from 'vitest'
import { useSession } from '../../session/session'
import { createFakeBackend, type FakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import PositionList from './PositionList.vue'

let backend: FakeBackend
beforeEach(() => (backend = createFakeBackend()))

const inSheet = (words: string) => [...document.body.querySelectorAll<HTMLButtonElement>('.bottom-sheet button')].find(one => one.textContent!.includes(words))!

async function aboutToLeave() {
  const { page } = await visit(PositionList, { path: '/me', backend })
  await page.findAll('button').find(one => one.text() === '辞去')!.trigger('click')
  await settled()
  return page
}

it('gives a position up only after it was said what that means', async () => {
  const page = await aboutToLeave()
  const membership = useSession().me!.memberships[0]!
  expect(document.body.textContent).toContain('马上生效')
  expect(backend.seen.some(one => one.method === 'DELETE')).toBe(false)
  backend.instead('DELETE', /me\/memberships\//, () => json({}))
  backend.instead('GET', /\/me$/, () => json({ ...useSession().me, memberships: [] }))
  inSheet('辞去这个岗位').click()
  await settled()
  const asked = backend.seen.find(one => one.method === 'DELETE')!
  expect(asked.path).toBe(`/me/memberships/${membership.membership_id}`)
  expect(asked.key).toBeTruthy()
  expect(page.text()).not.toContain('客家擂茶铺')
})

it('comes back to oneself from the position that was just given up', async () => {
  sessionStorage.setItem('tanhui.acting', JSON.stringify({ party_id: '0197a000-0000-7000-8000-000000000002', role: 'merchant-clerk' }))
  await aboutToLeave()
  expect(useSession().acting).not.toBeNull()
  backend.instead('DELETE', /me\/memberships\//, () => json({}))
  inSheet('辞去这个岗位').click()
  await settled()
  expect(useSession().acting).toBeNull()
  expect(sessionStorage.getItem('tanhui.acting')).toBeNull()
})

it('says in the sheet why the last manager stays, and nothing of it in the next one', async () => {
  const page = await aboutToLeave()
  backend.instead('DELETE', /me\/memberships\//, () => problem(409, 'last-manager', '要留一位负责人', '这是最后一位负责人，走了就没人管这家单位。', { mend: '先把负责人交给另一位同事。' }))
  inSheet('辞去这个岗位').click()
  await settled()
  expect(document.body.textContent).toContain('先把负责人交给另一位同事')
  expect(page.text()).toContain('客家擂茶铺')
  document.querySelector<HTMLButtonElement>('.bottom-sheet .x')!.click()
  await settled()
  await page.findAll('button').find(one => one.text() === '辞去')!.trigger('click')
  await settled()
  expect(document.querySelector('.bottom-sheet')!.textContent).not.toContain('先把负责人交给另一位同事')
})
