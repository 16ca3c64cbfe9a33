import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeBackend, october } from '../../testing/fakeBackend'
import { type Visit, visit } from '../../testing/mountPage'
import FootprintPage from './FootprintPage.vue'

let here: Visit

async function result(lines = october.lines, more_g = 0) {
  const backend = createFakeBackend()
  await backend.answer(new Request('http://localhost/api/v1/footprints', { method: 'POST', body: JSON.stringify({ ...october, lines }) }))
  backend.state.footprints[0]!.lines[0]!.emissions_g += more_g
  const id = backend.state.footprints[0]!.footprint_id!
  here = await visit(FootprintPage, { path: `/footprints/${id}`, props: { id }, backend })
}

describe('a month beside others', () => {
  beforeEach(() => result())
  const others = () => here.page.find('.others')
  const about = (place: string) => others().findAll('article').find(one => one.find('h3').text().startsWith(place))!

  it('says of the county that nothing is published, and draws nothing', () => {
    expect(about('明溪县').text()).toContain('还没有公布')
    expect(about('明溪县').findAll('dd, i')).toHaveLength(0)
  })

  it('compares with the city like for like, part by part, with grade and mark', () => {
    expect(about('昆明市').findAll('dd')[1]!.text()).toBe('78.3 公斤')
    expect(about('昆明市').text()).toContain('你，只算可比的')
    expect(about('昆明市').findAll('tbody tr').map(one => one.find('th').text())).toEqual(['家庭能源', '出行', '吃饭'])
    expect(about('昆明市').find('.from').text()).toContain('未核实')
  })

  it('tells readers the numbers, not the bars', () => {
    expect(others().findAll('dl i').every(bar => bar.attributes('aria-hidden') === 'true')).toBe(true)
    const [mine, theirs] = about('全国').findAll<HTMLElement>('dl i b')
    expect(Number.parseFloat(mine!.element.style.width)).toBe(100)
    expect(Number.parseFloat(theirs!.element.style.width)).toBeCloseTo(100 * 175_000 / here.backend.state.footprints[0]!.emissions_g, 3)
  })
})

it('shows no equation where a formula has a base', async () => {
  await result([{ activity: 'electricity.grid', quantity: '186', unit: 'kWh' }], 55_000)
  await here.page.find('.lines button').trigger('click')
  expect(document.querySelector('[role="dialog"] .eq')).toBeNull()
})
