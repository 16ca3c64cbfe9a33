import { beforeEach, expect, it } from 'vitest'
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
