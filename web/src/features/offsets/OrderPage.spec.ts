import { beforeEach, describe, expect, it } from 'vitest'
import type { Order, Payment } from '../../api/types'
import { createFakeBackend, type FakeBackend } from '../../testing/fakeBackend'
import { settled, type Visit, visit } from '../../testing/mountPage'
import OrderPage from './OrderPage.vue'

let backend: FakeBackend
let order: Order
let payment: Payment

async function call(method: string, path: string, body?: unknown) {
  return (await backend.answer(new Request(`http://localhost/api/v1${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) }))).json()
}

beforeEach(async () => {
  backend = createFakeBackend()
  const { quote_id } = await call('POST', '/offset-quotes', { quantity_kg: 230 })
  order = await call('POST', '/offset-orders', { quote_id, purpose: 'voluntary', beneficiary: { kind: 'none' } })
  order = backend.state.orders[0]!
  payment = backend.state.payments.get(order.payment.payment_id)!
})

const open = (query = ''): Promise<Visit> => visit(OrderPage, { path: `/orders/${order.order_id}${query}`, props: { id: order.order_id }, backend })
const title = (here: Visit) => here.page.find('h1').text()

describe('the payer sees', () => {
  it('what is still to pay, and until when it is kept', async () => {
    const here = await open()
    expect(title(here)).toBe('还差一步，付款 23.00 元')
    expect(here.page.text()).toMatch(/货架上的 230 公斤给你留到 \d\d:\d\d/)
  })

  it('the gateway’s code at once after placing the order, and only once', async () => {
    const here = await open('?pay=1')
    await settled()
    expect(backend.seen.filter(one => one.path.endsWith('/attempts'))).toMatchObject([{ body: { gateway: 'wechat', channel: 'native' } }])
    expect(here.page.find('[aria-label="微信支付二维码"]').exists()).toBe(true)
    expect(here.router.currentRoute.value.query).toEqual({})
    expect(title(here)).toBe('扫码付款 23.00 元')
  })

  it('that a failed attempt took no money', async () => {
    Object.assign(payment, { state: 'paying', last_attempt_failed: true })
    const here = await open()
    expect(title(here)).toBe('这笔没有付成，钱没有扣')
    expect(here.page.find('.foot button').text()).toBe('再付一次 23.00 元')
  })

  it.each([
    ['late', { state: 'late' }, { state: 'expired' }, '钱到得晚了'],
    ['refunding', { state: 'refunding' }, { state: 'expired' }, '正在退款'],
    ['refunded', { state: 'refunded', refunds: [{ refund_id: 'r', amount_fen: 2300, state: 'succeeded', reason: 'late' }] }, { state: 'refunded' }, '已经退款'],
    ['expired', { state: 'closed' }, { state: 'expired' }, '过了付款时间'],
    ['cancelled', { state: 'closed' }, { state: 'cancelled' }, '订单已取消'],
    ['paid', { state: 'paid', paid_at: '2026-11-22T09:41:26+08:00' }, { state: 'paid' }, '钱到了，正在注销'],
  ] as const)('that the order is %s', async (_, ofPayment, ofOrder, words) => {
    Object.assign(payment, ofPayment, { abilities: [] })
    Object.assign(order, ofOrder, { abilities: [] })
    expect(title(await open())).toBe(words)
  })

  it('the certificate and the points once the kilograms are retired', async () => {
    const here = await open()
    await backend.answer(new Request(`http://localhost/api/v1/fake-gateway/${payment.payment_id}`, { method: 'POST' }))
    await new Promise(resolve => setTimeout(resolve, 1_200))
    await settled()
    expect(title(here)).toBe('230 公斤，已经注销')
    expect(here.page.text()).toContain('2,738,401 — 2,738,630')
    expect(here.page.text()).toContain('MX-2026-001428-7')
    expect(here.page.text()).toContain('+230')
  })
})

it('cancels after asking, and says that nothing was taken', async () => {
  const here = await open()
  await here.page.findAll('button').find(one => one.text() === '取消订单')!.trigger('click')
  await settled()
  const dialog = document.querySelector('[role="dialog"]')!
  expect(dialog.textContent).toContain('再把 230 公斤放回货架')
  ;[...dialog.querySelectorAll('button')].find(one => one.textContent === '取消订单')!.click()
  await settled()
  expect(title(here)).toBe('订单已取消')
})
