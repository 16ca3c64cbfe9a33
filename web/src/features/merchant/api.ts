import { answerOf, client, once } from '../../api/client'
import type { RedeemPayCode } from '../../api/types'

export const inspectPayCode = (code: string) => answerOf(client.POST('/api/v1/pay-code-inspections', { body: { code } }))

export const redeemPayCode = (redemption: RedeemPayCode, key: string) =>
  answerOf(client.POST('/api/v1/redemptions', { body: redemption, params: once(key) }))

export const reverseRedemption = ({ id, reason }: { id: string, reason?: string }, key: string) =>
  answerOf(client.POST('/api/v1/redemptions/{redemption_id}/reversal', { params: { path: { redemption_id: id }, ...once(key) }, body: reason ? { reason } : {} }))

export const listRedemptions = (query: { business_date?: string, cursor?: string, limit?: number }) =>
  answerOf(client.GET('/api/v1/redemptions', { params: { query: { limit: 50, ...query } } }))

export const getRedemptionSummary = (businessDate: string) =>
  answerOf(client.GET('/api/v1/redemption-summaries/{business_date}', { params: { path: { business_date: businessDate } } }))
