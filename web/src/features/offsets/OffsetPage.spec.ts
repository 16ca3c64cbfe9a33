import { beforeEach, describe, expect, it } from 'vitest'
import { outcomesFor } from '../../commands/kept'
import { createFakeBackend, type FakeBackend, json, october, problem } from '../../testing/fakeBackend'
import { settled, type Visit, visit } from '../../testing/mountPage'
import OffsetPage from './OffsetPage.vue'

const QUOTE_MS = 400
let backend: FakeBackend
let here: Visit

async function open(path: string, signedIn = true) {
  here = await visit(OffsetPage, { path, backend, signedIn })
  await quoted()
}

async function quoted() {
  await new Promise(resolve => setTimeout(resolve, QUOTE_MS))
  await settled()
}

const sent = (path: string) => backend.seen.filter(one => one.method === 'POST' && one.path === path)
const pay = () => here.page.find('.foot button')
const press = (text: string) => here.page.findAll('button').find(one => one.text().includes(text))!.trigger('click')

beforeEach(async () => {
  backend = createFakeBackend()
  await backend.answer(new Request('http://localhost/api/v1/footprints', { method: 'POST', body: JSON.stringify(october) }))
})

describe('offsetting a month', () => {
  beforeEach(() => open(`/offset?footprint=${backend.state.footprints[0]!.footprint_id}`))

  it('offers what is still open of it, rounded up', () => {
    expect(here.page.find('.q').text()).toBe('230公斤')
    expect(pay().text()).toBe('付款 23.00 元')
    expect(sent('/offset-quotes').at(-1)!.body).toMatchObject({ footprint_id: backend.state.footprints[0]!.footprint_id })
  })

  it('asks for a new price with every change, and never for more than is open', async () => {
    await press('一半 115')
    await quoted()
    expect(pay().text()).toBe('付款 11.50 元')
    expect(sent('/offset-quotes').at(-1)!.body).toMatchObject({ quantity_kg: 115 })
    await press('全部 230')
    await here.page.find('[aria-label="加 10 公斤"]').trigger('click')
    expect(here.page.find('.q').text()).toBe('230公斤')
  })

  it('places the order at the quoted price, without a name unless one is chosen', async () => {
    await pay().trigger('click')
    await settled()
    expect(sent('/offset-orders')).toHaveLength(1)
    expect(sent('/offset-orders')[0]!.body).toMatchObject({ purpose: 'footprint', beneficiary: { kind: 'none' }, footprint_id: backend.state.footprints[0]!.footprint_id })
    expect(here.router.currentRoute.value.fullPath).toBe(`/orders/${backend.state.orders[0]!.order_id}?pay=1`)
  })

  it('wants the name itself for a certificate with a name', async () => {
    await here.page.find('input[value="own"]').setValue(true)
    await pay().trigger('click')
    expect(here.page.text()).toContain('填上要写的名字，或者选不写')
    expect(sent('/offset-orders')).toHaveLength(0)
  })

  it('shows what the certificate will say while one chooses, and sends just that', async () => {
    const preview = () => here.page.find('.preview').text()
    expect(preview()).toBe('证书上写：已选择不公开姓名')
    await here.page.find('input[value="nickname"]').setValue(true)
    expect(preview()).toBe('证书上写：晓梅')
    expect(here.page.text()).toContain('知道链接的人都能看到')
    await here.page.find('input[value="own"]').setValue(true)
    await here.page.find('#own-name').setValue('  给外婆 e\u0301 ')
    expect(preview()).toBe('证书上写：给外婆 é')
    await pay().trigger('click')
    await settled()
    expect(sent('/offset-orders')[0]!.body).toMatchObject({ beneficiary: { kind: 'nickname', text: '给外婆 é' } })
  })

  it('refuses a name that the backend would refuse, before anything is placed', async () => {
    await here.page.find('input[value="own"]').setValue(true)
    for (const [name, why] of [['林'.repeat(41), '最多 40 个字'], ['林\u202E溪', '有看不见的字符']] as const) {
      await here.page.find('#own-name').setValue(name)
      expect(here.page.find('[role="alert"]').text()).toContain(why)
      await pay().trigger('click')
      await settled()
    }
    expect(sent('/offset-orders')).toHaveLength(0)
  })

  it('gets a fresh quote when the old one has run out', async () => {
    backend.instead('POST', /^\/offset-orders$/, () => problem(422, 'quote-expired', '报价过期了', '重新看一次价格。'))
    await pay().trigger('click')
    await settled()
    expect(here.page.text()).toContain('报价过期了')
    expect(sent('/offset-quotes')).toHaveLength(2)
    await pay().trigger('click')
    await settled()
    expect(backend.state.orders).toHaveLength(1)
  })
})

describe('an order whose answer is missing', () => {
  beforeEach(() => open('/offset'))
  const busy = () => problem(503, 'busy', '现在太忙', '等一会儿再试。')
  /** The order is done, but whoever asked does not hear of it. */
  const unheard = async () => {
    await backend.answer(new Request('http://localhost/api/v1/offset-orders', { method: 'POST', headers: { 'Idempotency-Key': sent('/offset-orders')[0]!.key! }, body: JSON.stringify(sent('/offset-orders')[0]!.body) }))
    throw new TypeError('the network is gone')
  }

  it('is never placed by a press for another quantity, nor is that one before the answer is known', async () => {
    backend.instead('POST', /^\/offset-orders$/, busy)
    await press('100')
    await quoted()
    expect(pay().text()).toBe('付款 10.00 元')
    await pay().trigger('click')
    await settled()
    expect(here.page.find('[role="alert"]').text()).toContain('现在太忙')

    await press('50')
    await quoted()
    expect(pay().text()).toBe('付款 5.00 元')
    await pay().trigger('click')
    await settled()
    expect(sent('/offset-orders')).toHaveLength(1)
    expect(backend.state.orders).toEqual([])
    expect(here.page.find('[role="alert"]').text()).toContain('先前的“下抵消订单（10.00 元）”还没有收到回应')
    expect(here.router.currentRoute.value.path).toBe('/offset')
  })

  it('does not take the buyer to its payment once something else is on the screen', async () => {
    backend.instead('POST', /^\/offset-orders$/, unheard)
    await pay().trigger('click')
    await settled()
    expect(backend.state.orders).toHaveLength(1)
    await here.page.find('input[value="nickname"]').setValue(true)
    window.dispatchEvent(new Event('online'))
    await settled()
    expect(here.router.currentRoute.value.path).toBe('/offset')
  })

  it('nor when the answer comes while the buyer changes the quantity', async () => {
    let answer = () => undefined as void
    backend.instead('POST', /^\/offset-orders$/, () => new Promise(resolve => (answer = () => resolve(json({ order_id: 'the-first' }, 201)))))
    await pay().trigger('click')
    await settled()
    await press('50')
    answer()
    await settled()
    expect(here.router.currentRoute.value.path).toBe('/offset')
    expect(outcomesFor(localStorage.getItem('tanhui.person')!)).toMatchObject([{ outcome: 'done', words: '下抵消订单（1.00 元）', path: '/orders/the-first' }])
  })
})

describe('a price that comes late', () => {
  beforeEach(() => open('/offset'))

  it('is not a price for the quantity that was chosen meanwhile', async () => {
    let answer = () => undefined as void
    const first = sent('/offset-quotes').at(-1)!
    backend.instead('POST', /^\/offset-quotes$/, () => new Promise(resolve => (answer = () => resolve(backend.answer(new Request('http://localhost/api/v1/offset-quotes', { method: 'POST', body: JSON.stringify({ ...(first.body as object), quantity_kg: 100 }) }))))))
    await press('100')
    await quoted()
    await press('50')
    answer()
    await settled()
    expect(pay().attributes('disabled')).toBeDefined()
    await quoted()
    expect(pay().text()).toBe('付款 5.00 元')
  })
})

describe('offsetting without a month', () => {
  it('offers the way out that a refusal names', async () => {
    await open('/offset')
    backend.instead('POST', /quotes/, () => problem(422, 'shelf-exhausted', '货架上只剩 140 公斤', '先抵这些，或者换一张碳票。', { reasons: [{ code: 'shelf-exhausted', text: '', facts: { left_kg: 140 } }] }))
    await press('100')
    await quoted()
    await press('改成 140 公斤')
    await quoted()
    expect(pay().text()).toBe('付款 14.00 元')
  })

  it('shows the shelf to everybody and asks to sign in only for paying', async () => {
    await open('/offset', false)
    expect(here.page.text()).toContain('常口村生态公益林')
    expect(sent('/offset-quotes')).toHaveLength(0)
    await pay().trigger('click')
    await settled()
    expect(here.router.currentRoute.value).toMatchObject({ path: '/sign-in', query: { next: '/offset' } })
  })
})
