import { beforeEach, expect, it } from 'vitest'
import { createFakeBackend, type FakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import ComplaintCasePage from './ComplaintCasePage.vue'

const ID = '0197a000-0000-7000-8000-0000000000d1'
let backend: FakeBackend

beforeEach(() => (backend = createFakeBackend()))

function aCase(state: string, abilities: string[], more: Record<string, unknown> = {}) {
  const complaint = { complaint_id: ID, number: 'TS-2026-000001-7', kind: 'objection', datum: null, about: null, state, summary: '少了一趟', received_at: '2026-11-18T09:30:00+08:00', answer_due_on: '2026-12-09', due_on: '2026-12-09', is_overdue: false, abilities }
  const found = { complaint, text: '少了一趟公交', file_ids: [], holidays_known: true, assigned_at: null, appeal_until: null, appealed_at: null, appeal_assigned_at: null, closed_at: null, withdrawn_at: null, answers: [], messages: [] }
  return { case: found, complainant: { name: '晓梅', phone_masked: '138****0001' }, is_mine: false, has_officer: false, ...more }
}

async function open(found: unknown) {
  backend.instead('GET', /office\/complaints\//, () => json(found))
  return (await visit(ComplaintCasePage, { path: `/office/complaints/${ID}`, backend, props: { id: ID } })).page
}

it('says before anybody presses that an appeal goes to another officer, and offers nothing to who answered', async () => {
  const page = await open(aCase('appealed', []))
  expect(page.text()).toContain('要换一位同事来办')
  expect(page.text()).toContain('这件你办不了')
  expect(page.findAll('button')).toHaveLength(0)
})

it('answers with an outcome and reasons, and not without', async () => {
  const page = await open(aCase('assigned', ['ask', 'answer'], { is_mine: true, has_officer: true }))
  const forms = page.findAll('form')
  const send = forms[1]!.find('button')
  await page.find('#reasons').setValue('车票对得上，补两分。')
  expect(send.attributes('disabled')).toBeDefined()
  await page.find('#outcome').setValue('upheld')
  expect(send.attributes('disabled')).toBeUndefined()
  backend.instead('POST', /answer$/, () => json(aCase('answered', []), 201))
  await forms[1]!.trigger('submit')
  await settled()
  expect(backend.seen.at(-1)).toMatchObject({ method: 'POST', body: { outcome: 'upheld', text: '车票对得上，补两分。' } })
  expect(page.text()).toContain('已答复')
  expect(page.find('#outcome').exists()).toBe(false)
})

it('keeps what was written when somebody else was faster', async () => {
  const page = await open(aCase('assigned', ['ask', 'answer'], { is_mine: true, has_officer: true }))
  await page.find('#question').setValue('哪一趟？')
  backend.instead('POST', /messages$/, () => problem(409, 'complaint-with-another', '这件在另一位同事手里', '先把它接过来。'))
  await page.findAll('form')[0]!.trigger('submit')
  await settled()
  expect(page.text()).toContain('这件在另一位同事手里')
  expect((page.find('#question').element as HTMLTextAreaElement).value).toBe('哪一趟？')
})
