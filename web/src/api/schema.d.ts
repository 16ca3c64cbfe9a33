import type * as T from './types'

export interface paths {
  '/api/v1/agreements': {
    get: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': {items: T.Agreement[]} } } } }
  }
  '/api/v1/auth/sms-codes': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': {phone: string} } }, responses: { 202: { headers: Record<string, unknown>, content: { 'application/json': T.SmsChallenge } } } }
  }
  '/api/v1/auth/sessions': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': {challenge_id: string, code: string, client: 'browser' | 'app', agreement_version: string, device?: string} } }, responses: { 201: { headers: Record<string, unknown>, content: { 'application/json': T.Session } } } }
  }
  '/api/v1/auth/refresh': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': {refresh_token?: string} } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Session } } } }
  }
  '/api/v1/auth/session': {
    delete: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 204: { headers: Record<string, unknown>, content?: never } } }
  }
  '/api/v1/auth/acting-party': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': {party_id: string} } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Session } } } }
  }
  '/api/v1/me': {
    get: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Me } } } }
    patch: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': {nickname?: string, elder_mode?: boolean} } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Me } } } }
  }
  '/api/v1/emission-factors': {
    get: { parameters: { query?: { activity?: string, region?: string, on?: string }, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': {items: T.Factor[]} } } } }
  }
  '/api/v1/footprint-activities': {
    get: { parameters: { query?: { period?: string }, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': {items: T.FootprintActivity[]} } } } }
  }
  '/api/v1/footprint-estimates': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': T.FootprintIn } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Footprint } } } }
  }
  '/api/v1/footprints': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': T.FootprintIn&{replaces?:string} } }, responses: { 201: { headers: Record<string, unknown>, content: { 'application/json': T.Footprint } } } }
    get: { parameters: { query?: { period?: string, limit?: number, cursor?: string }, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Page<T.Footprint> } } } }
  }
  '/api/v1/footprints/{footprint_id}': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { footprint_id: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Footprint } } } }
  }
  '/api/v1/footprints/{footprint_id}/receipt': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { footprint_id: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.FootprintReceipt } } } }
  }
  '/api/v1/footprints/{footprint_id}/withdrawal': {
    post: { parameters: { query?: never, header?: Record<string, string>, path: { footprint_id: string }, cookie?: never }, requestBody: { content: { 'application/json': Record<string,never> } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Footprint } } } }
  }
  '/api/v1/offers': {
    get: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': {items: T.Offer[]} } } } }
  }
  '/api/v1/offset-quotes': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': {quantity_kg?: number, footprint_id?: string, offer_id?: string} } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Quote } } } }
  }
  '/api/v1/offset-orders': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': T.PlaceOrder } }, responses: { 201: { headers: Record<string, unknown>, content: { 'application/json': T.Order } } } }
    get: { parameters: { query?: { limit?: number, cursor?: string }, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Page<T.Order> } } } }
  }
  '/api/v1/offset-orders/{order_id}': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { order_id: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Order } } } }
  }
  '/api/v1/offset-orders/{order_id}/cancellation': {
    post: { parameters: { query?: never, header?: Record<string, string>, path: { order_id: string }, cookie?: never }, requestBody: { content: { 'application/json': Record<string,never> } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Order } } } }
  }
  '/api/v1/payments/{payment_id}/attempts': {
    post: { parameters: { query?: never, header?: Record<string, string>, path: { payment_id: string }, cookie?: never }, requestBody: { content: { 'application/json': {gateway:string,channel:'native'|'h5'} } }, responses: { 201: { headers: Record<string, unknown>, content: { 'application/json': T.Attempt } } } }
  }
  '/api/v1/payments/{payment_id}': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { payment_id: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Payment } } } }
  }
  '/api/v1/payments/{payment_id}/receipt': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { payment_id: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.PaymentReceipt } } } }
  }
  '/api/v1/certificates/{number}': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { number: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Certificate } } } }
  }
  '/api/v1/certificate-verifications': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': {text:string} } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Verification } } } }
  }
  '/api/v1/registry/search': {
    get: { parameters: { query?: { q?: string }, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': {items: T.SearchHit[]} } } } }
  }
  '/api/v1/registry/serials/{serial}': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { serial: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.SerialHistory } } } }
  }
  '/api/v1/registry/batches/{number}': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { number: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Batch } } } }
  }
  '/api/v1/registry/statistics': {
    get: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Statistics } } } }
  }
  '/api/v1/rules': {
    get: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': {items: T.Rule[]} } } } }
  }
  '/api/v1/activities': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': T.RecordActivity } }, responses: { 201: { headers: Record<string, unknown>, content: { 'application/json': T.RecordedActivity } } } }
    get: { parameters: { query?: { limit?: number, cursor?: string }, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Page<T.Activity> } } } }
  }
  '/api/v1/points': {
    get: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Points } } } }
  }
  '/api/v1/points/entries': {
    get: { parameters: { query?: { direction?: string, limit?: number, cursor?: string }, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Page<T.PointEntry> } } } }
  }
  '/api/v1/points/entries/{entry_id}/explanation': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { entry_id: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Explanation } } } }
  }
  '/api/v1/points/simulations': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': {kind:string,measures:Record<string,string>,occurred_at?:string} } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Simulation } } } }
  }
  '/api/v1/rewards': {
    get: { parameters: { query?: { category?: string }, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': {items: T.Reward[]} } } } }
  }
  '/api/v1/rewards/{reward_id}': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { reward_id: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Reward } } } }
  }
  '/api/v1/pay-codes': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': Record<string,never> } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.PayCode } } } }
  }
  '/api/v1/pay-code-inspections': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': {code:string} } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.PayCodeInspection } } } }
  }
  '/api/v1/redemptions': {
    post: { parameters: { query?: never, header?: Record<string, string>, path?: never, cookie?: never }, requestBody: { content: { 'application/json': T.RedeemPayCode } }, responses: { 201: { headers: Record<string, unknown>, content: { 'application/json': T.Redemption } } } }
    get: { parameters: { query?: { out_trade_no?: string, business_date?: string, limit?: number, cursor?: string }, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Page<T.Redemption> } } } }
  }
  '/api/v1/redemptions/{redemption_id}/reversal': {
    post: { parameters: { query?: never, header?: Record<string, string>, path: { redemption_id: string }, cookie?: never }, requestBody: { content: { 'application/json': {reason?:string} } }, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Redemption } } } }
  }
  '/api/v1/redemption-summaries/{business_date}': {
    get: { parameters: { query?: never, header?: Record<string, string>, path: { business_date: string }, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.RedemptionSummary } } } }
  }
  '/api/v1/my-redemptions': {
    get: { parameters: { query?: { limit?: number, cursor?: string }, header?: Record<string, string>, path?: never, cookie?: never }, requestBody?: never, responses: { 200: { headers: Record<string, unknown>, content: { 'application/json': T.Page<T.MyRedemption> } } } }
  }
}
