import { expect, it } from 'vitest'
import { createFakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import ClosingPage from './ClosingPage.vue'
import ConsentsPage from './ConsentsPage.vue'
import DisclosuresPage from './DisclosuresPage.vue'
import ExportPage from './ExportPage.vue'

const ID = '0197a000-0000-7000-8000-0000000000e1'

const purpose = (more: object = {}) => ({ purpose: 'statistics', text_version: '1.1', title: '参加全县统计', text: '只出合计', without: '合计里没有你这一份。', recipient: '经办单位', term: '到你撤回为止', shown: ['足迹的合计'], withheld: ['手机号'], is_given: false, history: [], ...more })
const yes = { consent_id: ID, text_version: '1.1', channel: 'browser', given_at: '2026-11-20T09:00:00+08:00', withdrawn_at: null, receipt: 'aa.bb.cc' }

it('asks for a consent with who gets what, and sends the version that was shown', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /me\/consents$/, () => json({ purposes: [purpose()], duties: [] }))
  const { page } = await visit(ConsentsPage, { backend })
  expect(page.text()).toContain('没有同意')
  await page.findAll('button').find(one => one.text() === '看看再定')!.trigger('click')
  await settled()
  const sheet = document.querySelector('[role="dialog"]')!
  for (const word of ['经办单位', '到你撤回为止', '足迹的合计', '手机号', '合计里没有你这一份'])
    expect(sheet.textContent).toContain(word)
  backend.instead('POST', /me\/consents$/, () => json(yes, 201))
  backend.instead('GET', /me\/consents$/, () => json({ purposes: [purpose({ is_given: true, history: [yes] })], duties: [] }))
  ;[...sheet.querySelectorAll('button')].find(one => one.textContent === '同意')!.click()
  await settled()
  expect(backend.seen.find(one => one.method === 'POST' && one.path.endsWith('/me/consents'))?.body).toEqual({ purpose: 'statistics', text_version: '1.1' })
  expect(page.text()).toContain('已同意')
})

it('withdraws in one tap, and says what follows beside it', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /me\/consents$/, () => json({ purposes: [purpose({ is_given: true, history: [yes] })], duties: [] }))
  const { page } = await visit(ConsentsPage, { backend })
  expect(page.text()).toContain('撤回了也一样：合计里没有你这一份。')
  const over = { ...yes, withdrawn_at: '2026-11-22T09:00:00+08:00' }
  backend.instead('DELETE', /me\/consents\/statistics$/, () => json(purpose({ history: [over] })))
  await page.findAll('button').find(one => one.text() === '撤回')!.trigger('click')
  await settled()
  expect(page.text()).toContain('没有同意')
  expect(page.findAll('button').some(one => one.text() === '撤回')).toBe(false)
})

it('lists who has looked by month, with a way to object', async () => {
  const seen = (at: string) => ({ disclosure_id: ID, organisation: '服务台', role: 'service-desk', kinds: ['complaint'], kind_names: ['投诉内容'], reason: 'complaint', reason_name: '办投诉', subject: 'TS-2026-000042-9', recorded_at: at })
  const backend = createFakeBackend()
  backend.instead('GET', /me\/disclosures/, () => json({ items: [seen('2026-11-22T09:00:00+08:00'), seen('2026-10-31T23:30:00+08:00')], next_cursor: null }))
  const { page } = await visit(DisclosuresPage, { backend })
  expect(page.findAll('h2')).toHaveLength(2)
  expect(page.text()).toContain('看了：投诉内容')
  expect(page.find('a[href*="kind=correction"]').attributes('href')).toContain(`about=disclosure&id=${ID}`)
})

it('offers the copies that can still be fetched, and those alone', async () => {
  const copy = (is_kept: boolean) => ({ job_id: crypto.randomUUID(), state: 'done', recorded_at: '2026-11-20T09:00:00+08:00', file: { file_id: ID, name: 'tanhui.zip', size_bytes: 2048, sha256: '', kept_until: '2026-11-27', is_kept } })
  const backend = createFakeBackend()
  backend.instead('GET', /me\/exports$/, () => json({ items: [copy(true), copy(false)] }))
  const { page } = await visit(ExportPage, { backend })
  expect(page.findAll('button').filter(one => one.text() === '下载')).toHaveLength(1)
  expect(page.text()).toContain('已经删掉')
})

it('says why a copy failed and lets another be asked for', async () => {
  const backend = createFakeBackend()
  const copy = (state: string) => ({ items: [{ job_id: ID, state, recorded_at: '2026-11-20T09:00:00+08:00', file: null }] })
  backend.instead('GET', /me\/exports$/, () => json(copy('running')))
  backend.instead('GET', /me\/exports$/, () => json(copy('failed')))
  backend.instead('GET', /jobs\//, () => json({ job_id: ID, kind: 'personal-copy', state: 'failed', done: 1, total: 12, result: null, recorded_at: '2026-11-20T09:00:00+08:00', problem: { code: 'job-interrupted', title: '没有办完', detail: '中途断了几次。', mend: '再开始一次。', facts: {} } }))
  const { page } = await visit(ExportPage, { backend })
  expect(page.text()).toContain('中途断了几次')
  expect(page.text()).toContain('没有做成')
  const again = page.findAll('button').find(one => one.text() === '做一份')!
  backend.instead('POST', /me\/exports$/, () => json(copy('queued').items[0], 202))
  backend.instead('GET', /me\/exports$/, () => json(copy('queued')))
  backend.instead('GET', /jobs\//, () => json({ job_id: ID, kind: 'personal-copy', state: 'queued', done: 0, total: null, result: null, recorded_at: '2026-11-20T09:00:00+08:00', problem: null }))
  await again.trigger('click')
  await settled()
  expect(page.text()).not.toContain('中途断了几次')
})

const preview = (more: object = {}) => ({ may_close: true, wait_days: 0, closes_at: null, phone_masked: '138****2046', must_end_first: [], effects: [{ kind: 'points-lapse', count: 230, text: '230 积分作废，不能恢复' }, { kind: 'files-removed', count: 0, text: '0 个文件删除' }], ...more })

it('says what is lost before anybody closes, and what has to end first', async () => {
  const backend = createFakeBackend()
  const open = { kind: 'offset-order', id: ID, name: 'OF-1', page: `/orders/${ID}`, text: '订单 OF-1 还没有结束' }
  backend.instead('GET', /me\/closing$/, () => json(preview({ may_close: false, must_end_first: [open] })))
  const { page } = await visit(ClosingPage, { backend })
  expect(page.text()).toContain('230 积分作废')
  expect(page.text()).not.toContain('0 个文件')
  expect(page.find(`a[href="/orders/${ID}"]`).exists()).toBe(true)
  expect(page.findAll('button').find(one => one.text() === '销户')!.attributes('disabled')).toBeDefined()
})

it('closes with the end of the number, and keeps what was typed when it is wrong', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /me\/closing$/, () => json(preview()))
  const { page } = await visit(ClosingPage, { backend })
  await page.findAll('button').find(one => one.text() === '销户')!.trigger('click')
  await settled()
  const field = document.querySelector<HTMLInputElement>('#tail')!
  field.value = '1111'
  field.dispatchEvent(new Event('input'))
  await settled()
  backend.instead('DELETE', /\/me$/, () => problem(422, 'closing-not-confirmed', '确认不对', '填的不是后四位'))
  document.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await settled()
  expect(backend.seen.find(one => one.method === 'DELETE')?.body).toEqual({ confirmation: '1111' })
  expect(document.body.textContent).toContain('确认不对')
  expect(field.value).toBe('1111')
})

it('keeps the account while the closing waits', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /me\/closing$/, () => json(preview({ may_close: false, wait_days: 15, closes_at: '2026-12-08T09:00:00+08:00' })))
  const { page } = await visit(ClosingPage, { backend })
  backend.instead('DELETE', /me\/closing$/, () => json(preview({ wait_days: 15 })))
  await page.findAll('button').find(one => one.text().includes('保留账号'))!.trigger('click')
  await settled()
  expect(page.text()).toContain('等 15 天才销')
})
