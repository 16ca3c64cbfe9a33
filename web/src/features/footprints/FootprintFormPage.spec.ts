import { beforeEach, describe, expect, it } from 'vitest'
import type { FootprintIn } from '../../api/types'
import { createFakeBackend, october, problem } from '../../testing/fakeBackend'
import { settled, type Visit, visit } from '../../testing/mountPage'
import FootprintFormPage from './FootprintFormPage.vue'

const ESTIMATE_MS = 450
let here: Visit

beforeEach(async () => {
  here = await visit(FootprintFormPage, { path: '/footprints/new' })
})

const field = (activity: string) => here.page.find(`[id="q-${activity}"]`)
const save = () => here.page.find('.foot button')
const sent = (path: string) => here.backend.seen.filter(one => one.method === 'POST' && one.path === path)

async function fill(activity: string, quantity: string) {
  await field(activity).setValue(quantity)
  await new Promise(resolve => setTimeout(resolve, ESTIMATE_MS))
  await settled()
}

describe('a month whose answer is missing', () => {
  const busy = () => problem(503, 'busy', '现在太忙', '')

  it('is not recorded with other figures before the answer is known', async () => {
    here.backend.instead('POST', /^\/footprints$/, busy)
    await fill('petrol.litre', '32')
    await save().trigger('click')
    await settled()
    await fill('petrol.litre', '3.2')
    await save().trigger('click')
    await settled()
    expect(sent('/footprints')).toHaveLength(1)
    expect(here.page.find('[role="alert"]').text()).toMatch(/先前的“记.*月的足迹”还没有收到回应/)
  })

  it('does not stand in the way of another month', async () => {
    here.backend.instead('POST', /^\/footprints$/, busy)
    await fill('petrol.litre', '32')
    await save().trigger('click')
    await settled()
    const before = (sent('/footprints')[0]!.body as FootprintIn).period
    await here.router.push({ path: '/footprints/new', query: { period: '2026-01' } })
    await settled()
    await fill('petrol.litre', '32')
    await save().trigger('click')
    await settled()
    expect(sent('/footprints').map(one => (one.body as FootprintIn).period)).toEqual([before, '2026-01'])
  })
})

describe('recording a month', () => {
  it('estimates while it is filled in, with the default diet', async () => {
    await fill('electricity.grid', '186')
    expect(here.page.find('.total').text()).toBe('107.1公斤')
    expect((sent('/footprint-estimates').at(-1)!.body as FootprintIn).lines).toEqual([
      { activity: 'electricity.grid', quantity: '186', unit: 'kWh' },
      { activity: 'diet.day', quantity: '31', unit: 'day' },
    ])
  })

  it('records it once and shows the result', async () => {
    await fill('petrol.litre', '32')
    await save().trigger('click')
    await settled()
    expect(sent('/footprints')).toHaveLength(1)
    expect(sent('/footprints')[0]!.key).toMatch(/^[0-9a-f]{32}$/)
    expect(here.router.currentRoute.value.path).toBe(`/footprints/${here.backend.state.footprints[0]!.footprint_id}`)
  })

  it('keeps what was typed on the device', async () => {
    await fill('bus.km', '60')
    here.page.unmount()
    here = await visit(FootprintFormPage, { path: '/footprints/new' })
    expect((field('bus.km').element as HTMLInputElement).value).toBe('60')
  })

  it('refuses what is no quantity at the field, and does not send it', async () => {
    await fill('water.tap', '-3')
    expect(here.page.find('[id="e-water.tap"]').text()).toContain('填 0 到 300 的数')
    expect(save().attributes('disabled')).toBeDefined()
  })

  it('shows the backend’s refusal of one line at its field', async () => {
    await fill('water.tap', '9')
    here.backend.instead('POST', /^\/footprints$/, () => problem(400, 'invalid-request', '有一处填得不对', '', { errors: [{ field: '/lines/0/quantity', code: 'out-of-range', detail: '太大了。', mend: '核对水费单。' }] }))
    await save().trigger('click')
    await settled()
    expect(here.page.find('[id="e-water.tap"]').text()).toBe('太大了。 核对水费单。')
  })

  it('says before saving that a recorded month is replaced, and replaces it', async () => {
    const backend = createFakeBackend()
    await backend.answer(new Request('http://localhost/api/v1/footprints', { method: 'POST', body: JSON.stringify(october) }))
    const before = backend.state.footprints[0]!
    here = await visit(FootprintFormPage, { path: '/footprints/new', backend })
    expect(here.page.text()).toContain('改好后保存，新的一笔会换掉旧的')
    expect((field('electricity.grid').element as HTMLInputElement).value).toBe('186')
    await fill('electricity.grid', '200')
    await save().trigger('click')
    await settled()
    expect(sent('/footprints').at(-1)!.body).toMatchObject({ replaces: before.footprint_id })
    expect(backend.state.footprints.map(one => one.state)).toEqual(['recorded', 'withdrawn'])
  })
})

it('says what went wrong when the form cannot be loaded, and loads it again', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /footprint-activities/, () => problem(503, 'busy', '暂时连不上', '稍等一会儿。'))
  here = await visit(FootprintFormPage, { path: '/footprints/new', backend })
  expect(here.page.find('[role="alert"]').text()).toContain('暂时连不上')
  await here.page.find('[role="alert"] button').trigger('click')
  await settled()
  expect(field('electricity.grid').exists()).toBe(true)
})

describe('what some people have beside the short list', () => {
  const save = () => here.page.find('.foot button')
  const details = () => here.page.findAll<HTMLDetailsElement>('details.more')

  it('is closed until somebody wants it, and grouped like the rest', () => {
    expect(details()[0]!.element.open).toBe(false)
    expect(details()[0]!.findAll('h2').map(one => one.text())).toEqual(['家里', '出行', '东西'])
  })

  it('takes gas by the bottle', async () => {
    const bottle = here.page.findAll('.quick button')
    expect(bottle.map(one => one.text())).toEqual(['+ 一瓶 14.5 公斤', '+ 一瓶 15 公斤'])
    await bottle[0]!.trigger('click')
    await bottle[1]!.trigger('click')
    expect((field('fuel.lpg.kilogram').element as HTMLInputElement).value).toBe('29.5')
    await new Promise(resolve => setTimeout(resolve, ESTIMATE_MS))
    await settled()
    expect((sent('/footprint-estimates').at(-1)!.body as FootprintIn).lines).toContainEqual({ activity: 'fuel.lpg.kilogram', quantity: '29.5', unit: 'kg' })
  })

  it('opens by itself where a draft has something in it', async () => {
    await fill('goods.plastic-bag', '30')
    here.page.unmount()
    here = await visit(FootprintFormPage, { path: '/footprints/new' })
    expect(details()[0]!.element.open).toBe(true)
  })

  it('says at the second place that the same driving is filled twice, and sends neither twice', async () => {
    await fill('petrol.litre', '32')
    await fill('travel.car.petrol', '400')
    expect(here.page.find('[id="e-travel.car.petrol"]').text()).toBe('和“加油”是同一件事，留一处就好')
    expect(save().attributes('disabled')).toBeDefined()
    expect((sent('/footprint-estimates').at(-1)!.body as FootprintIn).lines.map(line => line.activity)).not.toContain('travel.car.petrol')
    await fill('petrol.litre', '')
    expect(save().attributes('disabled')).toBeUndefined()
  })

  it('keeps other ways of computing for who looks for them', () => {
    const other = details()[1]!
    expect(other.find('summary').text()).toContain('换一种算法')
    expect(other.find('[id="q-travel.flight.domestic.upto-200km"]').exists()).toBe(true)
  })
})
