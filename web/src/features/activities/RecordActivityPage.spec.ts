import { beforeEach, expect, it, vi } from 'vitest'
import type { Rules } from '../../api/types'
import { json, problem } from '../../testing/fakeBackend'
import { choose, fakeUploads, storedFile } from '../../testing/fakeUploads'
import { settled, type Visit, visit } from '../../testing/mountPage'
import RecordActivityPage from './RecordActivityPage.vue'

const SIMULATE_MS = 450
let here: Visit

beforeEach(async () => {
  here = await visit(RecordActivityPage, { path: '/activities/new' })
})

async function type(quantity: string) {
  await here.page.find('#measure').setValue(quantity)
  await new Promise(resolve => setTimeout(resolve, SIMULATE_MS))
  await settled()
}

it('offers every behaviour that ones own word is enough for, and no other', () => {
  expect(here.page.findAll('.choice').map(one => one.text())).toEqual(['步行', '坐一趟公交'])
})

it('says what it would earn and spare before anything is sent', async () => {
  await type('8000')
  expect(here.page.find('.total').text()).toContain('+8')
  expect(here.page.text()).toContain('少排 145 克')
  expect(here.backend.seen.some(one => one.method === 'POST' && one.path === '/activities')).toBe(false)
})

it('says what the caps of the chosen day still allow', async () => {
  expect(here.page.text()).toContain('当天还能得 20 分，上限 20 分')
  await here.page.findAll('.days button')[1]!.trigger('click')
  await settled()
  expect(here.backend.seen.filter(one => one.path === '/points/caps')).toHaveLength(2)
})

it('refuses more than one person can do, at the field, and sends nothing', async () => {
  await type('100001')
  expect(here.page.find('[role="alert"]').text()).toContain('一次最多 100,000 步')
  expect(here.page.find('.foot button').attributes('disabled')).toBeDefined()
})

it('says why something would earn nothing', async () => {
  await type('300')
  expect(here.page.text()).toContain('满 500 步才给积分')
})

it('reaches three days back', () => {
  expect(here.page.findAll('.days button').map(one => one.text())).toEqual(['今天', '昨天', '前天', '3 天前'])
})

it('reaches as far back as the county says', async () => {
  const rules = await (await here.backend.answer(new Request('http://localhost/api/v1/rules'))).json() as Rules
  here.backend.instead('GET', /^\/rules$/, () => json({ ...rules, items: rules.items.map(rule => ({ ...rule, self_report_points_share: '0.25' })), self_report_days: 1 }))
  here.page.unmount()
  here = await visit(RecordActivityPage, { path: '/activities/new', backend: here.backend })
  expect(here.page.findAll('.days button').map(one => one.text())).toEqual(['今天', '昨天'])
  expect(here.page.text()).toContain('自己记的按 25% 给分')
})

it('does not take a late answer for what is in the field now', async () => {
  let answer = () => undefined as void
  here.backend.instead('POST', /^\/points\/simulations$/, () => new Promise(resolve => (answer = () => resolve(json({ points: 77, reduction_g: 0, lines: [] })))))
  await type('8000')
  await here.page.find('#measure').setValue('600')
  answer()
  await settled()
  expect(here.page.find('.total').text()).not.toContain('77')
})

it('never dates today before the day began', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T00:00:20+08:00') })
  here.page.unmount()
  here = await visit(RecordActivityPage, { path: '/activities/new' })
  await type('8000')
  await save()
  expect(reports()[0]!.body).toMatchObject({ occurred_at: '2026-11-21T16:00:00.000Z' })
})

it('sends no other report while the answer to one is missing, and says so', async () => {
  here.backend.instead('POST', /^\/activities$/, () => problem(503, 'busy', '现在太忙', ''))
  await type('8000')
  await save()
  await type('600')
  expect(here.page.find('[role="alert"]').exists()).toBe(false)
  await save()
  expect(reports()).toHaveLength(1)
  expect(here.page.find('[role="alert"]').text()).toContain('先前的“记下“步行 8000 步””还没有收到回应')
  expect(here.page.find('h1').text()).not.toContain('得到')
})

it('repeats the very same report', async () => {
  here.backend.instead('POST', /^\/activities$/, () => problem(503, 'busy', '现在太忙', ''))
  await type('8000')
  await save()
  await save()
  expect(reports()).toHaveLength(2)
  expect(reports()[1]).toMatchObject({ key: reports()[0]!.key, body: reports()[0]!.body })
  expect(here.page.find('h1').text()).toContain('得到')
})

const reports = () => here.backend.seen.filter(one => one.method === 'POST' && one.path === '/activities')

async function save() {
  await here.page.find('.foot button').trigger('click')
  await settled()
}

it('waits for a photo that is on its way, and reports with it', async () => {
  const uploads = fakeUploads()
  await type('8000')
  await choose(here.page.findAll('input[type="file"]').at(-1)!.element, new File(['x'], '车票.jpg', { type: 'image/jpeg' }))
  await settled()
  expect(here.page.find('.foot button').attributes('disabled')).toBeDefined()
  expect(here.page.find('.foot').text()).toContain('照片还在传')
  uploads[0]!.isAnswered(201, storedFile)
  await settled()
  await save()
  expect(reports()[0]!.body).toMatchObject({ evidence: { file_id: storedFile.file_id } })
})
