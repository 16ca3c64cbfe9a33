import { answerOf, client, once } from '../../api/client'
import type { PlaceOrder } from '../../api/types'

export const listOffers = () => answerOf(client.GET('/api/v1/offers'))

export const quoteOffset = (wanted: { quantity_kg?: number, footprint_id?: string, offer_id?: string }) =>
  answerOf(client.POST('/api/v1/offset-quotes', { body: wanted }))

export const placeOffsetOrder = (order: PlaceOrder, key: string) =>
  answerOf(client.POST('/api/v1/offset-orders', { body: order, params: once(key) }))

export const listOffsetOrders = (query: { cursor?: string } = {}) =>
  answerOf(client.GET('/api/v1/offset-orders', { params: { query } }))

export const getOffsetOrder = (id: string) =>
  answerOf(client.GET('/api/v1/offset-orders/{order_id}', { params: { path: { order_id: id } } }))

export const cancelOffsetOrder = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/offset-orders/{order_id}/cancellation', { params: { path: { order_id: id }, ...once(key) }, body: {} }))

export const startPayment = ({ paymentId, channel }: { paymentId: string, channel: 'native' | 'h5' }, key: string) =>
  answerOf(client.POST('/api/v1/payments/{payment_id}/attempts', { params: { path: { payment_id: paymentId }, ...once(key) }, body: { gateway: 'wechat', channel } }))

export const getPayment = (id: string) =>
  answerOf(client.GET('/api/v1/payments/{payment_id}', { params: { path: { payment_id: id } } }))

/** Where the payment stands by the gateway's own word. */
export const lookAtPayment = (id: string) =>
  answerOf(client.POST('/api/v1/payments/{payment_id}/looks', { params: { path: { payment_id: id } } }))

export const getPaymentReceipt = (id: string) =>
  answerOf(client.GET('/api/v1/payments/{payment_id}/receipt', { params: { path: { payment_id: id } } }))

/** The receipt on paper: fetched, as a link could not say who asks. */
export const getReceiptFile = (id: string): Promise<Blob> =>
  answerOf(client.GET('/api/v1/payments/{payment_id}/receipt.pdf', { params: { path: { payment_id: id } }, parseAs: 'blob' }))

/** How many whole kilograms one yuan buys at a price a tonne. */
export const kgPerYuan = (priceFenPerTonne: number) => Math.floor(100_000 / priceFenPerTonne)
