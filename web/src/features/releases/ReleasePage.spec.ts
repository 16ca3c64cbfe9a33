import { beforeEach, expect, it } from 'vitest'
import { createFakeBackend, type FakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import NewReleasePage from './NewReleasePage.vue'
import ReleasePage from './ReleasePage.vue'

const ID = '0197a000-0000-7000-8000-0000000000f1'
const ROW = { key: 'offset.daily_limit_kg', value: '500', source: '12 号文', grade: 'A', verified: true, note: '' }
let backend: FakeBackend

beforeEach(() => (backend = createFakeBackend()))

function aCase(state: string, abilities: string[], more: Record<string, unknown> = {}, isMe = false) {
  const release = { release_id: ID, kind: 'settings', kind_name: '设置', state, standing: null, label: null, in_force_from: '2026-12-01', in_force_until: null, note: '调整每日上限', version: 2, rows_count: 1, content_hash: 'ab'.repeat(32), made_by: { role: 'system-administrator', office: '碳惠办', name: '老林', is_me: isMe }, checked_by: null, checker_roles: ['security-officer'], recorded_at: '2026-11-22T10:42:00+08:00', submitted_at: null, decided_at: null, reason: null, shipped_with: null, abilities }
  return { release, rows: [ROW], changes: [{ key: ROW.key, title: '每人每天最多抵消', change: 'changed', fields: [{ field: 'value', name: '值', before: '1000', after: '500', unit: '公斤', before_code: null, after_code: null }] }], faults: [], published: [], ...more }
}

const TABLE = {
  kind: 'settings',
  kind_name: '设置',
  on: '2026-11-23',
  columns: [['key', 'text'], ['value', 'text'], ['source', 'text'], ['verified', 'yes-no']].map(([name, form]) => ({ name, title: name, form, longest: 100, may_be_empty: name === 'value', choices: [], words: name === 'source' ? { 'unverified (prop)': '未核实（本系统建议）' } : {} })),
  rows: [
    { key: ROW.key, title: '每人每天最多抵消', unit: '公斤', values: { ...ROW, value: '1000' }, hint: { form: 'whole', least: 1, most: 1000, choices: [], words: {} }, words: {} },
    { key: 'help.phone', title: '居民有问题打哪个电话', unit: '', values: { ...ROW, key: 'help.phone', value: '' }, hint: { form: 'telephone', least: null, most: null, choices: [], words: {} }, words: {} },
  ],
}

async function open(found: unknown) {
  backend.instead('GET', /office\/releases\//, () => json(found))
  return (await visit(ReleasePage, { path: `/office/releases/${ID}`, backend, props: { id: ID } })).page
}
const button = (page: Awaited<ReturnType<typeof open>>, name: string) => page.findAll('button').find(each => each.text() === name)

it('shows old and new with their unit, and says whose turn it is before the buttons', async () => {
  const page = await open(aCase('submitted', ['approve', 'reject']))
  expect(page.find('del').text()).toBe('1000 公斤')
  expect(page.find('ins').text()).toBe('500 公斤')
  expect(page.text()).toContain('老林起草的，等你看过')
  backend.instead('POST', /approval$/, () => json(aCase('approved', [])))
  await button(page, '批准')!.trigger('click')
  await settled()
  expect(backend.seen.at(-1)).toMatchObject({ method: 'POST', body: {} })
  expect(button(page, '批准')).toBeUndefined()
})

it('tells its maker that another approves it, and offers to withdraw alone', async () => {
  const page = await open(aCase('submitted', ['withdraw'], {}, true))
  expect(page.text()).toContain('这份是你起草的')
  expect(button(page, '批准')).toBeUndefined()
  expect(button(page, '撤回')).toBeDefined()
})

it('does not hand in what is faulty, and keeps the page when somebody was faster', async () => {
  const faults = [{ field: '/rows/0/value', code: 'out-of-range', detail: '超出范围', mend: '写小一点' }]
  const faulty = await open(aCase('draft', ['change', 'submit', 'withdraw'], { faults }, true))
  expect(button(faulty, '交出，等另一人批准')!.attributes('disabled')).toBeDefined()
  const page = await open(aCase('submitted', ['approve', 'reject']))
  backend.instead('POST', /approval$/, () => problem(409, 'release-moved-on', '它已经往前走了', '它现在的状态是 withdrawn'))
  await button(page, '批准')!.trigger('click')
  await settled()
  expect(page.text()).toContain('它已经往前走了')
  expect(page.find('ins').exists()).toBe(true)
})

it('sends only what was changed, with the version that was seen, and shows a fault at its field', async () => {
  const page = await open(aCase('draft', ['change', 'submit', 'withdraw'], {}, true))
  backend.instead('GET', /release-table/, () => json(TABLE))
  await button(page, '改草稿')!.trigger('click')
  await settled()
  const take = page.findAll('button').find(each => each.attributes('aria-label') === '改 居民有问题打哪个电话')!
  await take.trigger('click')
  await page.find('section input[type="tel"]').setValue('')
  const limit = page.findAll('section input').find(each => (each.element as HTMLInputElement).value === '500')!
  await limit.setValue('0')
  await limit.trigger('change')
  const faults = [{ field: '/rows/1/value', code: 'out-of-range', detail: '超出范围', mend: '写 1 到 1000 之间的数' }]
  backend.instead('PATCH', /office\/releases\//, () => json(aCase('draft', ['change', 'submit'], { rows: [{ ...TABLE.rows[1]!.values, source: '' }, { ...ROW, value: '0' }], faults }, true)))
  await page.find('form').trigger('submit')
  await settled()
  const sent = backend.seen.at(-1)!.body as { rows: Record<string, unknown>[] }
  expect(sent.rows.map(row => [row.key, row.value])).toEqual([['help.phone', ''], [ROW.key, '0']])
  expect(page.findAll('section').find(each => each.text().includes('每人每天最多抵消'))!.text()).toContain('写 1 到 1000 之间的数')
})

it('begins a draft only when something differs from what is in force', async () => {
  backend.instead('GET', /release-table/, () => json(TABLE))
  const { page } = await visit(NewReleasePage, { path: '/office/releases/new/settings', backend, props: { kind: 'settings' } })
  const save = page.findAll('button').find(each => each.text() === '存草稿')!
  expect(save.attributes('disabled')).toBeDefined()
  await page.findAll('button').find(each => each.attributes('aria-label') === '改 每人每天最多抵消')!.trigger('click')
  expect(page.text()).toContain('1—1000 之间的整数')
  expect(save.attributes('disabled'), 'the source is to be written anew').toBeUndefined()
})
