import { expect, it } from 'vitest'
import { createFakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import ComplaintPage from './ComplaintPage.vue'
import FileComplaintPage from './FileComplaintPage.vue'

const ID = '0197a000-0000-7000-8000-0000000000c7'
const AT = '2026-11-22T09:00:00+08:00'
const complaint = (abilities: string[], state = 'received') => ({ complaint: { complaint_id: ID, number: 'TS-2026-000042-9', kind: 'complaint', state, datum: null, received_at: AT, due_on: null, is_overdue: false, abilities }, text: '少给了一分', answers: [], messages: [], file_ids: [], appeal_until: null, holidays_known: true })

it('withdraws a complaint only after asking', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /complaints\/[^/]+$/, () => json(complaint(['withdraw'])))
  const { page } = await visit(ComplaintPage, { path: `/complaints/${ID}`, props: { id: ID }, backend })
  const before = backend.seen.length
  await page.findAll('button').find(one => one.text() === '撤回这一件')!.trigger('click')
  await settled()
  expect(backend.seen).toHaveLength(before)
  const sheet = document.querySelector('.bottom-sheet')!
  expect(sheet.textContent).toContain('不能恢复')
  ;[...sheet.querySelectorAll('button')].find(one => one.textContent === '撤回')!.click()
  await settled()
  expect(backend.seen.length).toBeGreaterThan(before)
})

it('sends the number of the request that went wrong along, if it looks like one', async () => {
  const backend = createFakeBackend()
  backend.instead('POST', /\/complaints$/, () => problem(503, 'busy', '忙', '再试'))
  for (const [request, added] of [['req-7f2a9c', '\n出错的请求编号：req-7f2a9c'], ['<b>', '']]) {
    const { page } = await visit(FileComplaintPage, { path: `/complaints/new?about=order&id=${ID}&request=${request}`, backend })
    await page.find('#words').setValue('付了两次钱')
    await page.find('form').trigger('submit')
    await settled()
    expect(backend.seen.at(-1)).toMatchObject({ method: 'POST', body: { text: `付了两次钱${added}`, about: { kind: 'order', id: ID } } })
  }
})

it('says why it cannot be sent yet', async () => {
  const { page } = await visit(FileComplaintPage, { path: '/complaints/new?kind=correction' })
  const says = () => page.find('[role="status"]').text()
  expect(says()).toBe('先选哪一项不对。')
  await page.findAll('button').find(one => one.text() === '姓名')!.trigger('click')
  expect(says()).toBe('经过至少写五个字。')
  await page.find('#words').setValue('名字里少一个字')
  expect(page.find('#missing').exists()).toBe(false)
  expect(page.find('button[type="submit"]').attributes('disabled')).toBeUndefined()
})
