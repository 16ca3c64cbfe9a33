import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Page, Reward } from '../../api/types'
import { keptCommands, outcomesFor } from '../../commands/kept'
import { createFakeBackend, type FakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, type Visit, visit } from '../../testing/mountPage'
import CounterPage from './CounterPage.vue'

let backend: FakeBackend
let here: Visit

beforeEach(async () => {
  backend = createFakeBackend()
  sessionStorage.setItem('tanhui.acting', JSON.stringify({ party_id: '0197a000-0000-7000-8000-000000000002', role: 'merchant-clerk' }))
  here = await visit(CounterPage, { path: '/merchant', backend })
})

const press = async (text: string) => {
  await here.page.findAll('button').find(one => one.text().includes(text))!.trigger('click')
  await settled()
}
const redemptions = () => backend.seen.filter(one => one.method === 'POST' && one.path === '/redemptions')

async function typeCode(digits: string) {
  await press('输数字')
  await here.page.find('#digits').setValue(digits)
  await settled()
}

async function upToConfirming() {
  await press('擂茶一碗')
  await press('收 200 分')
  await typeCode('4821 7706 3954')
}

describe('collecting points', () => {
  it('shows only this shop’s rewards', () => {
    expect(here.page.findAll('.good').map(one => one.find('b').text())).toEqual(['擂茶一碗'])
  })

  it('asks for them alone, so that no other shop’s push them off the list, and page by page', async () => {
    const shop = '0197a000-0000-7000-8000-000000000002'
    const asked: string[] = []
    const through = backend.answer
    const one = await (await through(new Request(`http://localhost/api/v1/rewards?merchant=${shop}`))).json() as Page<Reward>
    vi.stubGlobal('fetch', (request: Request) => {
      const url = new URL(request.url)
      if (url.pathname !== '/api/v1/rewards')
        return through(request)
      asked.push(url.searchParams.get('merchant')!)
      const last = url.searchParams.get('cursor') === 'further'
      return Promise.resolve(json({ items: one.items.map(reward => ({ ...reward, reward_id: last ? 'b' : 'a', title: last ? '擂茶两碗' : '擂茶一碗' })), next_cursor: last ? null : 'further' }))
    })
    await here.page.findComponent({ name: 'ResourceView' }).props('resource').reload()
    await settled()
    await press('再看一些')
    expect(here.page.findAll('.good').map(good => good.find('b').text())).toEqual(['擂茶一碗', '擂茶两碗'])
    expect(new Set(asked)).toEqual(new Set([shop]))
  })

  it('says what will happen, does it once and says what to hand over', async () => {
    await upToConfirming()
    expect(here.page.text()).toContain('码有效，未使用')
    expect(here.page.text()).toContain('尾号 2046')
    await press('确认收 200 分')
    expect(redemptions()).toHaveLength(1)
    expect(redemptions()[0]!.body).toMatchObject({ code: '482177063954', reward_id: expect.any(String), out_trade_no: expect.stringMatching(/^\d{4}-\d{6}-\d{4}$/) })
    expect(redemptions()[0]!.body).not.toHaveProperty('points')
    expect(here.page.find('h1').text()).toBe('擂茶一碗')
  })

  it('takes a plain number of points too', async () => {
    await here.page.find('#points').setValue('８０')
    await press('收 80 分')
    await typeCode('482177063954')
    await press('确认收 80 分')
    expect(redemptions()[0]!.body).toMatchObject({ points: 80 })
  })

  it('asks for a new code when the shown one is used', async () => {
    await press('擂茶一碗')
    await press('收 200 分')
    await typeCode('000000000000')
    expect(here.page.find('[role="alert"]').text()).toContain('这个码 10:42 用过了')
    await press('请顾客换新码')
    await typeCode('482177063954')
    expect(here.page.text()).toContain('码有效')
  })

  it('does not offer to try a dead code again', async () => {
    await upToConfirming()
    backend.instead('POST', /^\/redemptions$/, () => problem(422, 'insufficient-balance', '积分不够', '顾客只有 120 分。'))
    await press('确认收 200 分')
    expect(here.page.find('[role="alert"]').text()).toContain('积分不够')
    expect(here.page.findAll('.foot button').at(-1)!.attributes('disabled')).toBeDefined()
    await press('请顾客换新码')
    expect(here.page.find('#digits').exists() || here.page.find('.scanner').exists()).toBe(true)
  })

  it('repeats the very same redemption when no answer came', async () => {
    await upToConfirming()
    backend.instead('POST', /^\/redemptions$/, () => {
      throw new TypeError('network')
    })
    await press('确认收 200 分')
    expect(here.page.find('[role="alert"]').text()).toContain('没有收到回话')
    await press('确认收 200 分')
    expect(redemptions()).toHaveLength(2)
    expect(redemptions()[1]).toMatchObject({ key: redemptions()[0]!.key, body: redemptions()[0]!.body })
    expect(backend.state.redemptions).toHaveLength(1)
  })
})

describe('a redemption whose answer is missing', () => {
  const another = (phone_tail: string) => backend.instead('POST', /^\/pay-code-inspections$/, () => json({ valid: true, customer: { name_masked: '陈**', phone_tail }, expires_at: new Date(Date.now() + 38_000).toISOString(), expires_in_s: 38 }))
  const lost = () => {
    throw new TypeError('network')
  }

  it('is never sent by the next customer’s press, whose own goes out', async () => {
    await upToConfirming()
    backend.instead('POST', /^\/redemptions$/, lost)
    await press('确认收 200 分')
    await press('不收')
    another('7788')
    await here.page.find('#points').setValue('80')
    await press('收 80 分')
    await typeCode('555566667777')
    await press('确认收 80 分')
    expect(redemptions()).toHaveLength(2)
    expect(redemptions()[1]!.body).toMatchObject({ code: '555566667777', points: 80 })
    expect(redemptions()[1]!.key).not.toBe(redemptions()[0]!.key)
    expect(here.page.find('[role="status"]').text()).toContain('80')
    expect(keptCommands().map(one => one.words)).toEqual(['收 200 分（尾号 2046）'])
  })

  it('is finished before the same customer is charged again', async () => {
    await upToConfirming()
    backend.instead('POST', /^\/redemptions$/, lost)
    await press('确认收 200 分')
    await press('不收')
    await press('擂茶一碗')
    await press('收 200 分')
    await typeCode('999988887777')
    await press('确认收 200 分')
    expect(redemptions()).toHaveLength(1)
    expect(here.page.find('[role="alert"]').text()).toContain('先前的“收 200 分（尾号 2046）”还没有收到回应')
  })

  it('does not show one customer’s end over the next one’s start', async () => {
    let answer = () => undefined as void
    await upToConfirming()
    backend.instead('POST', /^\/redemptions$/, () => new Promise(resolve => (answer = () => resolve(json({ redemption_id: 'the-first', points: 200 }, 201)))))
    await press('确认收 200 分')
    await press('不收')
    answer()
    await settled()
    expect(here.page.find('#points').exists()).toBe(true)
    expect(outcomesFor(localStorage.getItem('tanhui.person')!)).toMatchObject([{ outcome: 'done', words: '收 200 分（尾号 2046）', path: '/merchant/today' }])
  })

  it('keeps the code out of the names of what lies on the device', async () => {
    await upToConfirming()
    backend.instead('POST', /^\/redemptions$/, lost)
    await press('确认收 200 分')
    expect(Object.keys(localStorage).join()).not.toContain('482177063954')
  })
})

describe('at the counter', () => {
  it('the day so far stands below: points, count, what they are worth, and the last ones', async () => {
    expect(here.page.find('.day').text()).toMatch(/今日收分\s*5,120.*27 笔.*138\.24 元/)
    await upToConfirming()
    await press('确认收 200 分')
    await press('下一位')
    expect(here.page.find('.day .li').text()).toContain('擂茶一碗')
  })

  it('the sound is on until somebody switches it off, also tomorrow', async () => {
    expect(here.page.find('[role="switch"]').attributes('aria-checked')).toBe('true')
    await here.page.find('[role="switch"]').trigger('click')
    expect(here.page.find('[role="switch"]').attributes('aria-checked')).toBe('false')
    expect(localStorage.getItem('tanhui.counter-sound')).toBe('0')
    await here.page.find('[role="switch"]').trigger('click')
  })

  it('a larger amount is to be shown to the customer before it is taken', async () => {
    await upToConfirming()
    expect(here.page.find('.figure').classes()).toContain('large')
    expect(here.page.text()).toContain('把屏幕转给顾客看，念一遍“200 分”')
  })

  it('a small one is not', async () => {
    await here.page.find('#points').setValue('80')
    await press('收 80 分')
    await typeCode('482177063954')
    expect(here.page.text()).not.toContain('把屏幕转给顾客看')
  })
})
