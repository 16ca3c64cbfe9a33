import { beforeEach, expect, it } from 'vitest'
import { createFakeBackend, type FakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import OrganisationPage from './OrganisationPage.vue'

const ID = '0197a000-0000-7000-8000-00000000ab31'
let backend: FakeBackend
beforeEach(() => (backend = createFakeBackend()))

const organisation = (more = {}) => ({ organisation_id: ID, code: null, kind: 'merchant', name_zh: '明溪县清新查业', name_en: 'Qingxin Tea', place_zh: '雪峰镇', place_en: 'Xuefeng Town', unified_code: null, state: 'active', recorded_at: '2026-11-22T09:00:00+08:00', closed_at: null, members: 0, roles: ['organisation-manager'], abilities: ['rename', 'close'], ...more })

async function open(more = {}) {
  backend.instead('GET', /organisations\/[^/]+$/, () => json(organisation(more)))
  backend.instead('GET', /members$/, () => json({ items: [], invitations: [] }))
  return (await visit(OrganisationPage, { path: `/office/organisations/${ID}`, props: { id: ID }, backend })).page
}
const press = async (page: Awaited<ReturnType<typeof open>>, words: string) => {
  await page.findAll('button').find(one => one.text() === words)!.trigger('click')
  await settled()
}
const field = () => document.querySelector<HTMLInputElement>('#correct-name_zh')!
async function send() {
  field().form!.dispatchEvent(new Event('submit', { cancelable: true }))
  await settled()
}

it('corrects a name from what stands there, and shows the new one', async () => {
  const page = await open()
  await press(page, '改名称')
  expect(field().value).toBe('明溪县清新查业')
  field().value = '明溪县清新茶业'
  field().dispatchEvent(new Event('input'))
  backend.instead('PATCH', /office\/organisations\//, () => json(organisation({ name_zh: '明溪县清新茶业' })))
  await send()
  expect(backend.seen.find(one => one.method === 'PATCH')).toMatchObject({ key: expect.stringMatching(/./), body: { name_zh: '明溪县清新茶业', name_en: 'Qingxin Tea', place_zh: '雪峰镇', place_en: 'Xuefeng Town' } })
  expect(page.find('h1').text()).toBe('明溪县清新茶业')
})

it('shows an earlier refusal in no newly opened dialog', async () => {
  const page = await open()
  await press(page, '改名称')
  backend.instead('PATCH', /office\/organisations\//, () => problem(409, 'organisation-closed', '单位已停用', '它已经停用。'))
  await send()
  expect(document.body.textContent).toContain('它已经停用')
  await press(page, '改名称')
  expect(document.body.textContent).not.toContain('它已经停用')
})

it('offers the correction to those alone who may', async () => {
  const page = await open({ abilities: [] })
  expect(page.text()).not.toContain('改名称')
})
