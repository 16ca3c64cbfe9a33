/** The shapes the pages work with, by the names they use for them. */

export interface ProblemReason { code: string, text: string, facts?: Record<string, unknown> }
export interface ProblemFieldError { field: string, code: string, detail: string, mend?: string | null }
export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail: string
  code: string
  reasons?: ProblemReason[]
  errors?: ProblemFieldError[]
  request_id?: string
}

export interface Page<Item> { items: Item[], next_cursor: string | null }

// ---- identity ----
export interface Agreement { kind: 'agreement' | 'privacy', version: string, title: string, text: string, published_on: string }
export interface SmsChallenge { challenge_id: string, expires_in_s: number, resend_in_s: number, agreement_version: string }
export interface Membership { party_id: string, name: string, kind: string, role: string }
export interface Session {
  access_token: string
  token_type: 'Bearer'
  expires_in_s: number
  person_id: string
  party_id: string
  roles: string[]
  memberships: Membership[]
}
export interface Me {
  person_id: string
  party_id: string
  phone_masked: string
  nickname: string | null
  roles: string[]
  memberships: Membership[]
  acting: Membership | null
  agreement: { version: string, accepted_at: string }
  elder_mode: boolean
  abilities: string[]
}

// ---- footprints ----
export type Grade = 'A' | 'B' | 'C' | string
export interface Factor {
  id: string
  activity: string
  name: string
  value: string
  unit: string
  gas: string
  source: string
  source_no: string | null
  grade: Grade
  verified: boolean
  label: string | null
  region: string | null
  region_name: string | null
  year: number | null
  valid_from: string | null
  valid_to: string | null
  calibre: string | null
  note: string | null
  level?: string
  level_name?: string
}
export type Category = 'home' | 'travel' | 'food'
export interface FootprintActivity {
  activity: string
  category: Category
  category_name: string
  name: string
  hint: string | null
  unit: string
  unit_label: string
  max_quantity: string
  default_quantity: string | null
  factor: Factor
}
export interface FootprintLineIn { activity: string, quantity: string, unit: string, region?: string }
export interface FootprintIn { kind: 'citizen', period: string, lines: FootprintLineIn[] }
export interface FootprintLine {
  activity: string
  name: string
  category: Category
  quantity: string
  unit: string
  unit_label: string
  emissions_g: number
  share: string
  factor: Factor
}
export interface Reduction { activity: string, title: string, text: string, saves_g: number }
export interface Footprint {
  footprint_id: string | null
  state: 'recorded' | 'withdrawn' | null
  kind: string
  period: string
  recorded_at: string | null
  emissions_g: number
  lines: FootprintLine[]
  by_category: Partial<Record<Category, number>>
  category_names: Partial<Record<Category, string>>
  comparison: {
    previous: { period: string, emissions_g: number, difference_g: number } | null
    benchmark: { name: string, value_g: number, period_label: string, source: string, grade: Grade, verified: boolean } | null
  }
  interval: { low_g: number, high_g: number } | null
  factor_set: string
  digest: string | null
  engine_version: string
  offset: { claimed_kg: number, open_kg: number } | null
  reductions: Reduction[]
  abilities: string[]
}
export interface FootprintReceipt {
  footprint_id: string
  canonical: string
  digest: string
  engine_version: string
  factors: Factor[]
  how_to_check: string
}

// ---- shelf, offset, payment ----
export interface ProjectSummary { name: string, place: string, kind?: string, area_mu?: number | null }
export interface Offer {
  offer_id: string
  batch: { number: string, issued_kg: number, issued_on: string }
  project: ProjectSummary
  vintage: { from: number, to: number }
  price_fen_per_t: number
  available_kg: number
  seller: string
  demo: boolean
}
export interface Quote {
  quote_id: string
  quantity_kg: number
  amount_fen: number
  price_fen_per_t: number
  currency: string
  points_estimate: number
  expires_at: string
  daily_left_kg: number
  footprint: { footprint_id: string, period: string, emissions_g: number, claimed_kg: number } | null
}
export type BeneficiaryKind = 'nickname' | 'real-name' | 'none' | 'organisation'
export interface PlaceOrder {
  quote_id: string
  purpose: 'footprint' | 'voluntary'
  beneficiary: { kind: BeneficiaryKind, text?: string }
  footprint_id?: string
}
export interface SerialRange { first: number, last: number, first_text: string, last_text: string }
export type OrderState = 'placed' | 'paid' | 'retired' | 'expired' | 'cancelled' | 'refunded'
export type PaymentState = 'created' | 'paying' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'late'
export interface Order {
  order_id: string
  number: string
  state: OrderState
  purpose: string
  purpose_text: string
  beneficiary: { kind: BeneficiaryKind, name: string | null }
  quantity_kg: number
  amount_fen: number
  price_fen_per_t: number
  placed_at: string
  expires_at: string
  footprint: { footprint_id: string, period: string } | null
  project: { name: string, place: string }
  batch_number: string
  payment: { payment_id: string, state: PaymentState, amount_fen: number, gateway: string | null, paid_at: string | null }
  retirement: { retirement_id: string, quantity_kg: number, serials: SerialRange[], retired_at: string } | null
  certificate: { number: string, path: string } | null
  points: { awarded: number, entry_id: string, reasons: { rule: string, points: number, reason: string, text: string }[] } | null
  abilities: string[]
}
export interface Attempt {
  attempt_id: string
  payment_id: string
  gateway: string
  channel: 'native' | 'h5'
  code_url: string | null
  pay_url: string | null
  expires_at: string
  state: string
}
export interface Payment {
  payment_id: string
  state: PaymentState
  amount_fen: number
  gateway: string | null
  out_trade_no: string
  gateway_transaction: string | null
  paid_at: string | null
  expires_at: string
  refunds: { refund_id: string, amount_fen: number, state: string, reason: string }[]
  last_attempt_failed: boolean
  abilities: string[]
}
export interface PaymentReceipt {
  receipt_no: string
  payer_masked: string
  amount_fen: number
  paid_at: string
  gateway: string
  gateway_transaction: string
  item: string
  seller: string
  order_number: string
  certificate_number: string | null
}

// ---- certificate, registry ----
export interface HistoryStep { at: string, kind?: string, title: string, text: string }
export interface CertificateFacts {
  quantity_kg: number
  batch_number: string
  project: { name: string, place: string, area_mu: number | null }
  vintage: { from: number, to: number }
  serials: SerialRange[]
  purpose: string
  purpose_text: string
  period: string | null
  beneficiary_name: string | null
  retired_at: string
  basis: string
}
export type CertificateState = 'valid' | 'revoked' | 'superseded'
export interface Certificate {
  number: string
  state: CertificateState
  issued_at: string
  facts: CertificateFacts
  signature: { alg: string, kid: string, valid: boolean, jws: string }
  qr_text: string
  url: string
  history: HistoryStep[]
  issuer: string
  demo: boolean
}
export interface Verification { valid: boolean, state: 'valid' | 'revoked' | 'unknown' | 'altered', facts: CertificateFacts | null, reason: string | null }
export interface SearchHit { kind: 'serial' | 'batch' | 'certificate' | 'project', title: string, subtitle: string, path: string, number: string }
export interface RibbonStretch { first: number, last: number, state: string, label: string }
export interface SerialHistory {
  serial: number
  serial_text: string
  state: string
  state_text: string
  batch: { number: string, issued_kg: number, first: number, last: number }
  project: ProjectSummary & { methodology?: string | null }
  block: { first: number, last: number }
  purpose_text: string | null
  certificate_number: string | null
  history: HistoryStep[]
  ribbon: RibbonStretch[]
}

// ---- behaviour and points ----
export interface Rule {
  code: string
  version: number
  kind: string
  title: string
  measure: string
  measure_label: string
  unit_label: string
  points: number
  per: string
  self_report_points_share: string
  caps: Record<string, number>
  reduction: { grams: string, per: string } | null
  valid_from: string
  grade: Grade
  verified: boolean
  note: string | null
  self_reportable: boolean
}
export interface RecordActivity {
  kind: string
  measures: Record<string, string>
  source_reference?: string
  occurred_at: string
}
export interface PointLine { rule: string, rule_version: number, points: number, reason: string, text: string }
export interface RecordedActivity {
  activity_id: string
  state: string
  tier: string
  reduction_g: number
  points: number
  lines: PointLine[]
  points_balance: number
}
export interface Activity {
  activity_id: string
  kind: string
  title: string
  measures: Record<string, string>
  occurred_at: string
  points: number
  reduction_g: number
  state: string
  tier: string
}
export interface Simulation { points: number, lines: PointLine[] }
export interface Points { available: number, held: number, pending: number, debt: number, expiring: { business_date: string, points: number }[], tier: string | null }
export type EntryDirection = 'earned' | 'spent' | 'returned'
export interface PointEntry {
  entry_id: string
  kind: string
  direction: EntryDirection
  title: string
  note: string | null
  points: number
  recorded_at: string
  business_date: string
  expires_on: string | null
}
export interface ExplanationStep { icon: string, title: string, text: string, path: string | null }
export interface Explanation {
  entry_id: string
  kind: string
  points: number
  title: string
  recorded_at: string
  equation: { quantity: string, quantity_label: string, rate: string, rate_label: string, result: string } | null
  lots: { expires_on: string, points: number }[]
  steps: ExplanationStep[]
}

// ---- redeem ----
export type RewardCategory = 'travel' | 'food' | 'goods'
export interface Reward {
  reward_id: string
  title: string
  description: string
  category: RewardCategory
  points: number
  worth_fen: number
  picture: string
  stock: number | null
  state: 'available' | 'out-of-stock' | 'closed'
  merchant: { party_id: string, name: string, place: string }
  funder: string
  terms: string
}
export interface PayCode { code: string, digits: string, expires_at: string, expires_in_s: number }
export interface PayCodeInspection { valid: boolean, customer: { name_masked: string, phone_tail: string }, expires_at: string, points_available_enough: boolean | null }
export interface RedeemPayCode { code: string, points?: number, reward_id?: string, out_trade_no: string }
export interface Redemption {
  redemption_id: string
  out_trade_no: string
  state: 'done' | 'reversed'
  points: number
  hand_over: { title: string, text: string }
  reward: { reward_id: string, title: string } | null
  customer: { name_masked: string, phone_tail: string }
  payable_fen: number
  redeemed_at: string
  reversible_until: string
  reversed_at: string | null
  abilities: string[]
}
export interface RedemptionSummary { business_date: string, count: number, points: number, payable_fen: number, reversed_count: number }
export interface MyRedemption {
  redemption_id: string
  state: 'done' | 'reversed'
  points: number
  reward: { reward_id: string, title: string } | null
  merchant?: { name: string, place: string }
  redeemed_at: string
}
export interface Batch {
  number: string
  issued_kg: number
  issued_on: string
  first: number
  last: number
  project: ProjectSummary & { methodology?: string | null }
  vintage: { from: number, to: number }
  states: { state: string, label: string, quantity_kg: number }[]
  ribbon: RibbonStretch[]
  history: HistoryStep[]
  demo: boolean
}
export interface Statistics {
  issued_kg: number
  retired_kg: number
  available_kg: number
  certificates: number
  batches: number
  as_of: string
}
