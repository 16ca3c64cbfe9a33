import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import { Problem } from '../api/problem'
import type { ProblemDocument } from '../api/types'
import { i18n } from '../i18n'
import { router } from '../router'
import { settled } from '../testing/mountPage'
import ProblemNotice from './ProblemNotice.vue'

const detail = '没有找到这个付款码。'
const mend = '核对 12 位数字。'
const document: ProblemDocument = { type: '/problems/pay-code-invalid', title: '没有这个码', status: 422, code: 'pay-code-invalid', detail, mend, reasons: [], request_id: 'req-7f2a9c' }

async function shown(more: Partial<ProblemDocument> = {}, reading = false) {
  const notice = mount(ProblemNotice, { props: { refusal: new Problem({ ...document, ...more }), reading }, global: { plugins: [i18n, createPinia(), router] } })
  await settled()
  return notice
}

const scrolled = vi.fn()
Element.prototype.scrollIntoView = scrolled
afterEach(() => scrolled.mockClear())

it('says what a field and the problem both say once', async () => {
  const text = (await shown({ errors: [{ field: '/code', code: 'pay-code-invalid', detail, mend }, { field: '/points', code: 'too-few', detail: '至少 1 分。', mend: '' }] })).text()
  expect(text.split(detail)).toHaveLength(2)
  expect(text.split(mend)).toHaveLength(2)
  expect(text).toContain('至少 1 分。')
})

it('is brought before the eyes of who did something, not of who only reads', async () => {
  await shown()
  expect(scrolled).toHaveBeenCalledOnce()
  await shown({}, true)
  expect(scrolled).toHaveBeenCalledOnce()
})

it('leads to a complaint about the thing of mine that it stands before, with the number of the request', async () => {
  const ways = async (mine?: { about?: string, id?: string }) => {
    const notice = mount(ProblemNotice, { props: { refusal: new Problem(document), ...(mine ? { mine } : {}) }, global: { plugins: [i18n, createPinia(), router] } })
    await settled()
    return notice.findAll('.whom a').map(one => one.attributes('href'))
  }
  expect(await ways()).toEqual(['/help?request=req-7f2a9c'])
  expect(await ways({ about: 'order', id: 'o1' })).toEqual(['/help?request=req-7f2a9c', '/complaints/new?about=order&id=o1&request=req-7f2a9c'])
})

it.each([['guardian-needed', '/account/guardians'], ['real-name-needed', '/account/real-name'], ['second-factor-missing', '/account/security']])('leads to the page that mends %s', async (code, page) => {
  expect((await shown({ code })).findAll('.ways a').map(one => one.attributes('href'))).toEqual([page])
})

it('leads nowhere where no page mends it', async () => {
  expect((await shown()).find('.ways').exists()).toBe(false)
})
