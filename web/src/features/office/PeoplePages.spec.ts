import { beforeEach, expect, it } from 'vitest'
import { createFakeBackend, type FakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import NameCorrectionPage from './NameCorrectionPage.vue'
import OpenNameCorrectionForm from './OpenNameCorrectionForm.vue'
import OpenRecoveryForm from './OpenRecoveryForm.vue'
import PeoplePage from './PeoplePage.vue'
import RecoveriesPage from './RecoveriesPage.vue'
import RecoveryPage from './RecoveryPage.vue'

const ID = '0197a000-0000-7000-8000-00000000ab02'
const AT = '2026-11-22T09:00:00+08:00'
let backend: FakeBackend
beforeEach(() => (backend = createFakeBackend()))

const recovery = (more = {}) => ({ recovery_id: ID, state: 'open', found_by: 'phone', recorded_at: AT, decided_at: null, is_mine: false, abilities: ['approve', 'refuse'], nickname: '小林', phone_masked: '138****0001', new_phone_masked: '139****0042', name_masked: null, number_tail: null, reason: '手机掉进渔塘溪', refusal: null, due_at: null, change_state: null, evidence_file_ids: [], ...more })

async function aCase(more = {}) {
  backend.instead('GET', /office\/recoveries\//, () => json(recovery(more)))
  return (await visit(RecoveryPage, { path: `/office/recoveries/${ID}`, props: { id: ID }, backend })).page
}
const button = (page: Awaited<ReturnType<typeof aCase>>, words: string) => page.findAll('button').find(one => one.text() === words)!

it('offers who opened a case nothing, and says who decides', async () => {
  const page = await aCase({ is_mine: true, abilities: [] })
  expect(page.text()).toContain('要由安全管理员批准')
  expect(page.findAll('button')).toHaveLength(0)
})

it('approves, and shows the day on which the number changes', async () => {
  const page = await aCase()
  backend.instead('POST', /approval$/, () => json(recovery({ state: 'approved', decided_at: AT, due_at: '2026-11-23T09:00:00+08:00', change_state: 'waiting', abilities: [] })))
  await button(page, '批准').trigger('click')
  await settled()
  expect(page.text()).toContain('到时候换号')
  expect(button(page, '批准')).toBeUndefined()
})

it('refuses with a reason and not without', async () => {
  const page = await aCase()
  await button(page, '不批准').trigger('click')
  const send = () => button(page, '不批准，告诉对方')
  expect(send().attributes('disabled')).toBeDefined()
  await page.find('#no-because').setValue('照片与本人不符')
  backend.instead('POST', /refusal$/, () => problem(409, 'recovery-decided', '已经办过', '这份申请已经办过了。'))
  await page.find('form').trigger('submit')
  await settled()
  expect(backend.seen.find(one => one.path.endsWith('/refusal'))).toMatchObject({ body: { reason: '照片与本人不符' } })
  expect(page.text()).toContain('这份申请已经办过了')
})

it('opens a case only when all that must be looked at was looked at; nothing is ticked beforehand', async () => {
  const { page } = await visit(OpenRecoveryForm, { path: '/office/recoveries', backend })
  const send = () => page.find('button[type="submit"]')
  await page.find('#lost-number').setValue('440524188001010014')
  await page.find('input[type="tel"]').setValue('13900000042')
  await page.find('#lost-why').setValue('手机掉进渔塘溪')
  const boxes = page.findAll<HTMLInputElement>('input[type="checkbox"]')
  expect(boxes.filter(box => box.element.checked)).toHaveLength(0)
  for (const box of boxes.slice(1))
    await box.setValue(true)
  expect(send().attributes('disabled')).toBeDefined()
  await boxes[0]!.setValue(true)
  expect(send().attributes('disabled')).toBeUndefined()
  backend.instead('POST', /office\/recoveries$/, () => json(recovery({ is_mine: true, abilities: [] }), 201))
  await page.find('form').trigger('submit')
  await settled()
  expect(backend.seen.at(-1)).toMatchObject({ body: { resident_id: '440524188001010014', new_phone: '13900000042', evidence_file_ids: [] } })
  expect(page.emitted('opened')).toHaveLength(1)
})

const correction = (more = {}) => ({ name_correction_id: ID, state: 'open', recorded_at: AT, decided_at: null, is_mine: false, abilities: ['approve', 'refuse'], nickname: '小林', phone_masked: '138****0001', name_masked: '林*西', number_tail: '0014', new_name_masked: '欧**溪', new_number_tail: '0022', reason: '派出所已改名', refusal: null, evidence_file_ids: [ID], ...more })

it('shows a wrong name beside what the register has confirmed, and approves it', async () => {
  backend.instead('GET', /office\/name-corrections\//, () => json(correction()))
  const { page } = await visit(NameCorrectionPage, { path: `/office/name-corrections/${ID}`, props: { id: ID }, backend })
  expect(page.find('h1').text()).toBe('林*西 改成 欧**溪')
  backend.instead('POST', /approval$/, () => json(correction({ state: 'approved', decided_at: AT, abilities: [] })))
  await button(page, '批准').trigger('click')
  await settled()
  expect(page.text()).toContain('已批准')
  expect(button(page, '批准')).toBeUndefined()
})

it('has the register asked about nobody without a picture of the card', async () => {
  const { page } = await visit(OpenNameCorrectionForm, { path: '/office/name-corrections', backend })
  const send = () => page.find('button[type="submit"]')
  await page.find('input[type="tel"]').setValue('13900000042')
  await page.find('#right-name').setValue('欧阳小溪')
  await page.find('#right-number').setValue('440524188001010014')
  await page.find('#wrong-why').setValue('派出所已改名')
  expect(send().attributes('disabled')).toBeDefined()
  page.findComponent({ name: 'UploadField' }).vm.$emit('update:modelValue', { file_id: ID })
  await settled()
  expect(send().attributes('disabled')).toBeUndefined()
  backend.instead('POST', /office\/name-corrections$/, () => problem(422, 'real-name-no-match', '对不上', '姓名和号码对不上。'))
  await page.find('form').trigger('submit')
  await settled()
  expect(backend.seen.at(-1)).toMatchObject({ body: { phone: '13900000042', name: '欧阳小溪', resident_id: '440524188001010014', evidence_file_ids: [ID] } })
  expect(page.text()).toContain('姓名和号码对不上')
})

const person = { nickname: '小林', phone_masked: '138****0001', recorded_at: AT, is_real_name_checked: true, name_masked: '林*溪', number_tail: '0014', positions: [], under_way: ['recovery'], safety: null }

it('looks nobody up without a reason, and forgets whom it showed when something else is asked', async () => {
  const { page } = await visit(PeoplePage, { path: '/office/people', backend })
  await page.find('input[type="tel"]').setValue('13800000001')
  expect(page.find('button[type="submit"]').attributes('disabled')).toBeDefined()
  await page.find('#look-why').setValue('asks-for-help')
  backend.instead('POST', /person-lookups$/, () => json({ person }, 201))
  await page.find('form').trigger('submit')
  await settled()
  expect(backend.seen.at(-1)).toMatchObject({ body: { phone: '13800000001', reason: 'asks-for-help', case_number: null } })
  expect(page.text()).toContain('林*溪，末四位 0014')
  await page.find('input[type="tel"]').setValue('13800000002')
  expect(page.text()).not.toContain('林*溪')
  backend.instead('POST', /person-lookups$/, () => json({ person: null }, 201))
  await page.find('form').trigger('submit')
  await settled()
  expect(page.text()).toContain('没有人用这个号码')
})

it('says that nothing waits only where all cases are listed', async () => {
  backend.instead('GET', /office\/recoveries/, () => json({ items: [], next_cursor: null }))
  const { page } = await visit(RecoveriesPage, { path: '/office/recoveries', backend })
  expect(page.find('h1').text()).toBe('没有等批的手机丢失')
  expect(page.text()).toContain('服务台受理以后')
  backend.instead('GET', /office\/recoveries/, () => json({ items: [], next_cursor: null }))
  await page.find('select').setValue('approved')
  await settled()
  expect(page.find('h1').text()).toBe('手机丢失')
  expect(page.text()).toContain('没有这样的申请')
  expect(page.text()).not.toContain('没有等批')
})
