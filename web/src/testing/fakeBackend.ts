import type * as T from '../api/types'
import { countyTime, isoDay, periodOf, shiftPeriod } from '../format/time'

/**
 * A small backend in memory that speaks the HTTP contract, for specs and for `npm run dev:fake`.
 * It answers requests, so the app's own client, retries and pages run unchanged above it. It is not
 * part of the built app.
 */
export interface FakeBackend {
  answer: (request: Request) => Promise<Response>
  /** Every request that arrived, oldest first. */
  seen: { method: string, path: string, key: string | null, body: unknown, authorization: string | null }[]
  /** Answers the next request of this method and path instead of the backend. */
  instead: (method: string, path: RegExp, reply: () => Response | Promise<Response>) => void
  state: State
}

interface State {
  signedIn: boolean
  acting: T.Membership | null
  nickname: string
  footprints: T.Footprint[]
  orders: T.Order[]
  payments: Map<string, T.Payment>
  entries: T.PointEntry[]
  activities: T.Activity[]
  redemptions: T.Redemption[]
  points: number
  help: T.HelpDesk
  secondFactors: string[]
}

const PERSON = '0197a000-0000-7000-8000-000000000001'
const SHOP = '0197a000-0000-7000-8000-000000000002'
const membership: T.Membership = { membership_id: '0197a000-0000-7000-8000-0000000000c1', party_id: SHOP, name: '客家擂茶铺', kind: 'merchant', role: 'merchant-clerk', place: '雪峰镇' }

let numbered = 0
const newId = () => `0197a000-0000-7000-8000-${String(++numbered).padStart(12, '1')}`
const nowIso = () => new Date().toISOString()
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

export function json(body: unknown, status = 200, headers: Record<string, string> = {}) {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json', ...headers } })
}

export function problem(status: number, code: string, title: string, detail: string, more: Partial<T.ProblemDocument> = {}) {
  return json({ type: `/problems/${code}`, title, status, detail, code, reasons: [], request_id: 'req-7f2a9c', ...more }, status)
}

const factor = (activity: string, value: string, unit: string, name: string, more: Partial<T.UsedFactor> = {}): T.UsedFactor => ({
  id: `${activity}@default/CN/2022`,
  activity,
  name,
  value,
  unit,
  gas: 'CO2e',
  source: '生态环境部，省级电力因子',
  source_no: '12',
  grade: 'A',
  verified: true,
  label: null,
  region: 'CN-FJ',
  region_name: '福建省',
  year: 2022,
  valid_from: '2024-12-20',
  valid_to: null,
  value_low: null,
  value_high: null,
  calibre: '',
  note: '',
  basis: 'in-force',
  level: 'province',
  level_name: '省级',
  ...more,
})

export const fakeActivities: T.FootprintActivity[] = [
  ['electricity.grid', 'home', '家里', '用电', '见电费单本期电量', 'kWh', '度', '5000', null, factor('electricity.grid', '0.4092', 'kg/kWh', '福建省电力平均排放因子')],
  ['gas.natural', 'home', '家里', '燃气', null, 'm3', '立方', '500', null, factor('gas.natural', '2.162', 'kg/m3', '天然气燃烧', { region_name: '全国', level_name: '全国', source: '省级温室气体清单编制指南' })],
  ['water.tap', 'home', '家里', '用水', null, 't', '吨', '300', null, factor('water.tap', '0.19', 'kg/t', '自来水', { grade: 'C', verified: false, label: '参考值，来源待核' })],
  ['petrol.litre', 'travel', '出行', '加油', '92、95 号都算', 'L', '升', '1000', null, factor('petrol.litre', '2.166', 'kg/L', '汽油燃烧')],
  ['bus.km', 'travel', '出行', '公交', null, 'km', '公里', '5000', null, factor('bus.km', '0.1031', 'kg/km', '公交车每人公里', { grade: 'B' })],
  ['hsr.km', 'travel', '出行', '高铁', null, 'km', '公里', '20000', null, factor('hsr.km', '0.0304', 'kg/km', '高铁每人公里', { grade: 'B' })],
  ['diet.day', 'food', '吃饭', '日常饮食', '全国人均每天 1.00 公斤', 'day', '天', '31', '31', factor('diet.day', '1.00', 'kg/day', '全国人均饮食', { grade: 'B' })],
].map(([activity, category, category_name, name, hint, unit, unit_label, max_quantity, default_quantity, of]) => ({ activity, category, category_name, name, hint, unit, unit_label, max_quantity, default_quantity, quick: [], overlaps: [], alternative_to: null, factor: of }) as T.FootprintActivity)

export const fakeMore: T.FootprintActivity[] = ([
  ['fuel.lpg.kilogram', 'home', '家里', '液化气', '按用掉的算；一瓶多是 14.5 或 15 公斤', 'kg', '公斤', '300', factor('fuel.lpg.kilogram', '3.1013', 'kg/kg', '液化石油气（按公斤）'), { quick: [{ quantity: '14.5', label: '一瓶 14.5 公斤' }, { quantity: '15', label: '一瓶 15 公斤' }] }],
  ['travel.car.petrol', 'travel', '出行', '开汽油车', '不知道加油量时填里程', 'vehicle-km', '公里', '10000', factor('travel.car.petrol', '0.16984', 'kg/vehicle-km', '汽油小汽车'), { overlaps: ['petrol.litre'] }],
  ['travel.flight.domestic', 'travel', '出行', '坐国内航班', '来回都算', 'person-km', '公里', '40000', factor('travel.flight.domestic', '0.1129', 'kg/person-km', '国内航班', { grade: 'B', value_low: '0.1083', value_high: '0.1129' }), { overlaps: ['travel.flight.domestic.upto-200km'] }],
  ['travel.two-wheeler.electric', 'travel', '出行', '骑电动车', '在家充电的已在用电里', 'vehicle-km', '公里', '5000', factor('travel.two-wheeler.electric', '0.007', 'kg/vehicle-km', '电动两轮车', { grade: 'D', verified: false, label: '未核实', value_low: '0.006', value_high: '0.008' }), {}],
  ['travel.flight.domestic.upto-200km', 'travel', '出行', '国内航班，200 公里以内', '流行算法，按一趟填', 'person-km', '公里', '200', factor('travel.flight.domestic.upto-200km', '0.275', 'kg/person-km', '国内航班（流行算法）', { grade: 'C' }), { overlaps: ['travel.flight.domestic'], alternative_to: 'travel.flight.domestic' }],
  ['goods.plastic-bag', 'things', '东西', '塑料袋', '新拿的袋子', 'bag', '个', '3000', factor('goods.plastic-bag', '0.1', 'g/bag', '塑料袋', { grade: 'C' }), {}],
] as const).map(([activity, category, category_name, name, hint, unit, unit_label, max_quantity, of, more]) => ({ activity, category, category_name, name, hint, unit, unit_label, max_quantity, default_quantity: null, quick: [], overlaps: [], alternative_to: null, factor: of, ...more }) as unknown as T.FootprintActivity)

const offer: T.Offer = {
  offer_id: newId(),
  batch: { number: '0000001', issued_kg: 12_723_000, issued_on: '2021-05-18' },
  project: { name: '常口村生态公益林', place: '三明将乐县', kind: '生态公益林', area_mu: 3197 },
  vintage: { from: 2016, to: 2020 },
  price_fen_per_t: 10_000,
  available_kg: 9_984_600,
  seller: '明溪县碳汇收储中心',
  demo: true,
}

const rules: T.Rule[] = [
  { code: 'offset', version: 3, kind: 'offset', title: '购碳票抵消', measure: 'kg', measure_label: '已注销', unit_label: '公斤', points: 1, unit: 'kg', per: 1, self_report_points_share: '1', caps: { scope: 'member' }, caps_text: '', reduction: null, valid_from: '2026-07-01', valid_until: null, expiry_months: 24, grade: 'A', verified: true, note: '义务植树和司法注销不给积分。', self_reportable: false, enabled: true, way: 'purchase', way_text: '买碳票注销后自动给', most_per_report: null },
  { code: 'walk', version: 1, kind: 'mobility.walk', title: '步行', measure: 'steps', measure_label: '今天走了多少步', unit_label: '步', points: 2, unit: 'step', per: 1000, self_report_points_share: '0.5', caps: { scope: 'member', points_per_day: 20 }, caps_text: '每天 20 分', reduction: null, valid_from: '2026-07-01', valid_until: null, expiry_months: 24, grade: 'B', verified: true, note: '每步 0.02 克。', self_reportable: true, enabled: true, way: 'self-report', way_text: '可以自己报，按 50% 算；有凭据的算全部', most_per_report: 100_000 },
  { code: 'bus', version: 1, kind: 'mobility.bus', title: '坐一趟公交', measure: 'trips', measure_label: '坐了几趟', unit_label: '趟', points: 10, unit: 'trip', per: 1, self_report_points_share: '0.5', caps: { scope: 'member', acts_per_day: 4 }, caps_text: '每天 4 次', reduction: { grams: 500, per: 1 }, valid_from: '2026-07-01', valid_until: null, expiry_months: 24, grade: 'B', verified: true, note: '', self_reportable: true, enabled: true, way: 'self-report', way_text: '可以自己报，按 50% 算；有凭据的算全部', most_per_report: 20 },
]
const off: T.Rule[] = [{ ...rules[2]!, code: 'metro', kind: 'transit.metro', title: '乘坐地铁', self_reportable: false, enabled: false, way: 'off', way_text: '停用：县里没有地铁', most_per_report: null }]

const shop = { party_id: SHOP, name: '客家擂茶铺', place: '雪峰镇' }
const rewards: T.Reward[] = ([
  ['公交乘车券 2 元', '县内公交，30 天有效', 'travel', 80, 200, 'bus', 1204, { party_id: newId(), name: '明溪公交', place: '县内公交' }],
  ['擂茶一碗', '现擂，配三样茶点', 'food', 200, 600, 'leicha', 66, shop],
  ['肉脯干 80 克', '明溪肉脯干', 'food', 480, 1500, 'jerky', 41, { party_id: newId(), name: '供销社', place: '自提' }],
  ['红豆杉苗一盆', '限 1 盆', 'goods', 560, 1800, 'yew', 18, { party_id: newId(), name: '林场', place: '自提' }],
  ['毛竹随行杯', '竹木厂直发', 'goods', 620, 2000, 'cup', 9, { party_id: newId(), name: '竹木厂', place: '直发' }],
  ['电费券 5 元', '每户每月 1 张', 'goods', 180, 500, 'power', 0, { party_id: newId(), name: '供电所', place: '线上' }],
] as const).map(([title, description, category, points, worth_fen, picture, stock, merchant]) => ({ limit: picture === 'yew' ? { count: 1, span: 'ever' as const } : null, reward_id: newId(), title, description, category, points, worth_fen, picture, stock, state: stock === 0 ? 'out-of-stock' : 'available', merchant, funder: '县碳普惠专项', terms: '到店出示付款码' }))

export function createFakeBackend(start: Partial<State> = {}): FakeBackend {
  const state: State = { signedIn: false, acting: null, nickname: '晓梅', footprints: [], orders: [], payments: new Map(), entries: [], activities: [], redemptions: [], points: 1286, help: { phone: null, hours: null, address: null, office: '明溪县林业局', source: '明政办规[2022]10号', verified: false }, secondFactors: [], ...start }
  const seen: FakeBackend['seen'] = []
  const detours: { method: string, path: RegExp, reply: () => Response | Promise<Response> }[] = []
  const answers = new Map<string, { body: string, answer: string, status: number }>()

  const session = (): T.Session => ({ access_token: `token-${++numbered}`, token_type: 'Bearer', expires_in_s: 600, person_id: PERSON, party_id: state.acting?.party_id ?? PERSON, roles: state.acting ? ['merchant-clerk'] : ['citizen'], memberships: [membership] })
  const me = (): T.Me => ({ person_id: PERSON, party_id: PERSON, phone_masked: '138****2046', nickname: state.nickname, roles: ['citizen'], memberships: [membership], acting: state.acting, agreement: { version: '1.0', accepted_at: '2026-11-01T09:00:00+08:00' }, elder_mode: false, second_factor: state.secondFactors.length > 0, second_factors: state.secondFactors, agreement_to_accept: null, abilities: [] })

  const places = (emissions_g: number, by: T.Footprint['by_category']): T.ComparisonPlace[] => [
    { code: 'county', name: '明溪县', value_g: null, mine_g: null, scope: '县里还没有公布过人均数，不拿别处的数来充。', by_category: [], year: null, period_label: null, source: null, grade: null, verified: null, label: null },
    { code: 'kunming', name: '昆明市', value_g: 78_333, mine_g: by.home + by.travel + by.food, scope: '只比家庭能源、出行和吃饭三项。', by_category: [{ category: 'home', name: '家庭能源', value_g: 33_135, mine_g: by.home }, { category: 'travel', name: '出行', value_g: 26_633, mine_g: by.travel }, { category: 'food', name: '吃饭', value_g: 18_565, mine_g: by.food }], year: 2020, period_label: '2020 年每人 0.94 吨，折成一个月', source: '期刊文章', grade: 'D', verified: false, label: '未核实' },
    { code: 'nation', name: '全国', value_g: 175_000, mine_g: emissions_g, scope: '全国数算上了买东西、看病、上学，你的数会偏小。', by_category: [], year: 2021, period_label: '2021 年每人 2.1 吨，折成一个月', source: '报刊', grade: 'B', verified: true, label: null },
  ]

  function footprint(input: T.FootprintIn): T.Footprint {
    const lines = input.lines.flatMap((line): T.FootprintLine[] => {
      const of = [...fakeActivities, ...fakeMore].find(one => one.activity === line.activity)
      return of ? [{ activity: of.activity, name: of.name, category: of.category, quantity: line.quantity, region: null, unit: of.unit, unit_label: of.unit_label, emissions_g: Math.round(Number(line.quantity) * Number(of.factor.value) * (of.factor.unit.startsWith('g/') ? 1 : 1000)), share: '0', factor: of.factor }] : []
    }).sort((a, b) => b.emissions_g - a.emissions_g)
    const emissions_g = lines.reduce((sum, line) => sum + line.emissions_g, 0)
    const by_category: T.Footprint['by_category'] = { home: 0, travel: 0, food: 0, things: 0 }
    for (const line of lines) {
      line.share = (line.emissions_g / emissions_g).toFixed(3)
      by_category[line.category as T.Category] += line.emissions_g
    }
    const previous = state.footprints.find(one => one.period === shiftPeriod(input.period, -1) && one.state === 'recorded')
    return {
      footprint_id: newId(),
      state: 'recorded',
      is_period_over: input.period < periodOf(new Date()),
      withdrawn_at: null,
      replaces: null,
      kind: 'citizen',
      period: input.period,
      recorded_at: nowIso(),
      emissions_g,
      lines,
      by_category,
      category_names: { home: '家里', travel: '出行', food: '吃饭', things: '东西' },
      comparison: {
        previous: previous ? { period: previous.period, emissions_g: previous.emissions_g, difference_g: emissions_g - previous.emissions_g } : null,
        benchmark: { name: '昆明人均一个月', value_g: 250_000, period_label: '2020', source: '67', grade: 'B', verified: true },
        places: places(emissions_g, by_category),
      },
      interval: null,
      factor_set: '2026-11',
      digest: 'sha256:9f3c7a10e4d85b21',
      engine_version: '1.0.0',
      offset: { claimed_kg: 0, open_kg: Math.ceil(emissions_g / 1000) },
      reductions: [
        { activity: 'bus.km', title: '一趟 22 公里改坐公交', text: '0.2718 − 0.1031 公斤/公里', saves_g: 3711 },
        { activity: 'electricity.grid', title: '这周少用 20 度电', text: '福建电网 0.4092 公斤/度', saves_g: 8184 },
      ],
      abilities: ['withdraw', 'replace', 'offset'],
    }
  }

  function quote(body: { quantity_kg?: number, footprint_id?: string }): Response {
    const of = state.footprints.find(one => one.footprint_id === body.footprint_id)
    const quantity_kg = body.quantity_kg ?? of?.offset?.open_kg ?? 0
    if (quantity_kg > 1000)
      return problem(422, 'offset-daily-limit', '超过今天的数量', '今天最多还能抵消 1,000 公斤。', { reasons: [{ code: 'offset-daily-limit', text: '每人每天最多 1,000 公斤', facts: { limit_kg: 1000, left_kg: 1000 } }] })
    const answer: T.Quote = { quote_id: newId(), quantity_kg, amount_fen: Math.ceil((quantity_kg * offer.price_fen_per_t) / 1000), price_fen_per_t: offer.price_fen_per_t, currency: 'CNY', lines: [], points_lines: [], points_estimate: quantity_kg, expires_at: inMinutes(15), daily_left_kg: 1000, footprint: null }
    quotes.set(answer.quote_id, answer)
    return json(answer)
  }
  const quotes = new Map<string, T.Quote>()

  function place(body: T.PlaceOrder): Response {
    const of = quotes.get(body.quote_id)
    if (!of)
      return problem(404, 'quote-not-found', '没有这份报价', '重新看一次价格。')
    const about = state.footprints.find(one => one.footprint_id === body.footprint_id)
    const payment: T.Payment = { payment_id: newId(), state: 'created', amount_fen: of.amount_fen, currency: 'CNY', subject: { kind: 'offset-order', id: '' }, gateway: null, out_trade_no: newId(), gateway_transaction: null, paid_at: null, expires_at: inMinutes(15), refunds: [], last_attempt_failed: false, abilities: ['pay'] }
    const order: T.Order = {
      order_id: newId(),
      number: '20261122-000038',
      state: 'placed',
      purpose: body.purpose,
      purpose_text: about ? `${Number(about.period.slice(0, 4))} 年 ${Number(about.period.slice(5))} 月生活足迹` : '自愿抵消',
      beneficiary: { kind: body.beneficiary.kind, name: body.beneficiary.text ?? null },
      quantity_kg: of.quantity_kg,
      amount_fen: of.amount_fen,
      price_fen_per_t: of.price_fen_per_t,
      placed_at: nowIso(),
      expires_at: inMinutes(15),
      footprint: about ? { footprint_id: about.footprint_id!, period: about.period } : null,
      project: { name: '常口村', place: '三明将乐县' },
      batch_number: '0000001',
      payment: { payment_id: payment.payment_id, state: 'created', amount_fen: of.amount_fen, gateway: null, paid_at: null },
      retirement: null,
      certificate: null,
      points: null,
      abilities: ['pay', 'cancel'],
    }
    state.payments.set(payment.payment_id, payment)
    state.orders.unshift(order)
    return json(order, 201)
  }

  /** What the notification of the gateway would do. */
  function settle(paymentId: string) {
    const payment = state.payments.get(paymentId)
    const order = state.orders.find(one => one.payment.payment_id === paymentId)
    if (!payment || !order)
      return
    Object.assign(payment, { state: 'paid', paid_at: nowIso(), gateway: 'wechat', gateway_transaction: '4200002026112200000001', abilities: [] })
    const entry: T.PointEntry = { entry_id: newId(), kind: 'points.earned', cause_kind: 'offset.retirement', direction: 'earned', title: `${order.purpose_text} ${order.quantity_kg} 公斤`, note: null, points: order.quantity_kg, recorded_at: nowIso(), business_date: isoDay(new Date()), expires_on: '2028-11-22' }
    state.entries.unshift(entry)
    state.points += order.quantity_kg
    Object.assign(order, {
      state: 'retired',
      payment: { ...order.payment, state: 'paid', gateway: 'wechat', paid_at: nowIso() },
      retirement: { retirement_id: newId(), quantity_kg: order.quantity_kg, serials: [serials(order.quantity_kg)], retired_at: nowIso() },
      certificate: { number: 'MX-2026-001428-7', path: '/c/MX-2026-001428-7' },
      points: { awarded: order.quantity_kg, entry_id: entry.entry_id, reasons: [{ rule: 'offset', rule_version: 3, facts: {}, points: order.quantity_kg, reason: 'counted', text: '1 公斤 1 分，24 个月有效' }] },
      abilities: [],
    })
    const about = state.footprints.find(one => one.footprint_id === order.footprint?.footprint_id)
    if (about?.offset)
      about.offset = { claimed_kg: about.offset.claimed_kg + order.quantity_kg, open_kg: about.offset.open_kg - order.quantity_kg }
  }

  const serials = (kg: number): T.SerialRange => ({ first: 2_738_401, last: 2_738_400 + kg, first_text: 'MX00000027384014', last_text: 'MX00000027386304' })

  function certificate(number: string): T.Certificate {
    const order = state.orders.find(one => one.state === 'retired')
    const quantity_kg = order?.quantity_kg ?? 230
    return {
      number,
      state: 'valid',
      issued_at: '2026-11-22T09:41:26+08:00',
      facts: { quantity_kg, batch_number: '0000001', project: { name: '常口村生态公益林', place: '将乐县', area_mu: 3197 }, vintage: { from: 2016, to: 2020 }, serials: [serials(quantity_kg)], purpose: 'footprint', purpose_text: '2026 年 10 月个人生活足迹', period: '2026-10', beneficiary_name: order?.beneficiary.name ?? null, retired_at: '2026-11-22T09:41:26+08:00', basis: '三明林业碳票，自愿抵消' },
      signature: { alg: 'EdDSA', kid: 'certificate-2026-1', valid: true, jws: 'eyJhbGciOiJFZERTQSIsImtpZCI6ImNlcnRpZmljYXRlLTIwMjYtMSJ9.eyJuIjoiTVgtMjAyNi0wMDE0MjgtNyJ9.c2lnbmF0dXJl' },
      qr_text: `https://tanhui.example/c/${number}`,
      url: `/c/${number}`,
      history: [
        { at: '2021-05-18T10:00:00+08:00', kind: 'issuance', title: '签发 12,723 吨', text: '首批林业碳票，编号 0000001' },
        { at: '2021-05-18T15:00:00+08:00', kind: 'transfer', title: '10,000 吨转入收储', text: '10.00 元/吨，协议转让' },
        { at: '2026-11-22T09:41:26+08:00', kind: 'retirement', title: `${quantity_kg} 公斤注销`, text: '用途：足迹抵消，一公斤只用一次' },
      ],
      issuer: '明溪县碳普惠登记簿',
      demo: true,
    }
  }

  const ribbon: T.RibbonStretch[] = [
    { first: 1, last: 2_723_000, state: 'available', label: '已转让给企业' },
    { first: 2_723_001, last: 2_738_630, state: 'retired', label: '已注销' },
    { first: 2_738_631, last: 12_723_000, state: 'listed', label: '收储主体持有，零售货架' },
  ]

  const routes: [method: string, path: RegExp, handle: (parts: string[], body: never, url: URL) => Response][] = [
    ['GET', /^\/agreements$/, () => json({ items: [{ kind: 'agreement', version: '1.0', title: '用户协议', text: '第一条 我们提供什么。\n\n第二条 你要做什么。', published_on: '2026-11-01' }, { kind: 'privacy', version: '1.0', title: '个人信息保护说明', text: '只用到手机号。', published_on: '2026-11-01', in_force_on: '2026-11-01' }] })],
    ['POST', /^\/auth\/sms-codes$/, () => json({ challenge_id: newId(), expires_in_s: 300, resend_in_s: 60, agreement_version: '1.0' }, 202)],
    ['POST', /^\/auth\/sessions$/, (_, body: { code: string }) => {
      if (body.code !== '490731')
        return problem(422, 'sms-code-wrong', '验证码不对', '再看一遍短信，还能试 4 次。', { reasons: [{ code: 'sms-code-wrong', text: '还能试 4 次。', facts: { tries_left: 4 } }] })
      state.signedIn = true
      return json(session(), 201)
    }],
    ['POST', /^\/auth\/refresh$/, (_, body: { party_id?: string, role?: T.Membership['role'] }) => {
      if (!state.signedIn)
        return problem(401, 'bearer-token-invalid', '请重新登录', '登录已经过期。')
      state.acting = body.party_id === SHOP ? { ...membership, role: body.role ?? membership.role } : null
      return json(session())
    }],
    ['DELETE', /^\/auth\/session$/, () => {
      state.signedIn = false
      return new Response(null, { status: 204 })
    }],
    ['POST', /^\/auth\/acting-party$/, (_, body: { party_id: string, role?: T.Membership['role'] }) => {
      state.acting = body.party_id === SHOP ? { ...membership, role: body.role ?? membership.role } : null
      return json(session())
    }],
    ['GET', /^\/me$/, () => json(me())],
    ['PATCH', /^\/me$/, (_, body: { nickname?: string }) => {
      state.nickname = body.nickname ?? state.nickname
      return json(me())
    }],
    ['GET', /^\/emission-factors$/, () => json({ items: fakeActivities.map(one => one.factor) })],
    ['GET', /^\/footprint-activities$/, () => json({ items: fakeActivities, more: fakeMore })],
    ['POST', /^\/footprint-estimates$/, (_, body: T.FootprintIn) => json(footprint(body))],
    ['POST', /^\/footprints$/, (_, body: T.FootprintIn & { replaces?: string }) => {
      const before = state.footprints.find(one => one.period === body.period && one.state === 'recorded')
      if (before && before.footprint_id !== body.replaces)
        return problem(409, 'footprint-already-recorded', '这个月记过了', '可以修改已有的那一笔。', { reasons: [{ code: 'footprint-already-recorded', text: '', facts: { footprint_id: before.footprint_id } }] })
      if (before)
        before.state = 'withdrawn'
      const recorded = footprint(body)
      state.footprints.unshift(recorded)
      return json(recorded, 201)
    }],
    ['GET', /^\/footprints$/, (_, __, url) => json({ items: state.footprints.filter(one => !url.searchParams.get('period') || one.period === url.searchParams.get('period')), next_cursor: null })],
    ['GET', /^\/footprints\/([^/]+)$/, ([id]) => found(state.footprints.find(one => one.footprint_id === id))],
    ['GET', /^\/footprints\/([^/]+)\/receipt$/, ([id]) => {
      const of = state.footprints.find(one => one.footprint_id === id)
      return found(of && { footprint_id: id, canonical: JSON.stringify({ period: of.period, lines: of.lines.map(line => [line.activity, line.quantity]) }), digest: of.digest, engine_version: of.engine_version, factors: of.lines.map(line => line.factor), how_to_check: '把下面的原文做 SHA-256，应当等于这一串。' })
    }],
    ['POST', /^\/footprints\/([^/]+)\/withdrawal$/, ([id]) => {
      const of = state.footprints.find(one => one.footprint_id === id)
      if (of)
        Object.assign(of, { state: 'withdrawn', abilities: [] })
      return found(of)
    }],
    ['GET', /^\/offers$/, () => json({ items: [offer] })],
    ['POST', /^\/offset-quotes$/, (_, body) => quote(body)],
    ['POST', /^\/offset-orders$/, (_, body) => place(body)],
    ['GET', /^\/offset-orders$/, () => json({ items: state.orders, next_cursor: null })],
    ['GET', /^\/offset-orders\/([^/]+)$/, ([id]) => found(state.orders.find(one => one.order_id === id))],
    ['POST', /^\/offset-orders\/([^/]+)\/cancellation$/, ([id]) => {
      const of = state.orders.find(one => one.order_id === id)
      if (of)
        Object.assign(of, { state: 'cancelled', abilities: [], payment: { ...of.payment, state: 'closed' } })
      const payment = of && state.payments.get(of.payment.payment_id)
      if (payment)
        Object.assign(payment, { state: 'closed', abilities: [] })
      return found(of)
    }],
    ['POST', /^\/payments\/([^/]+)\/attempts$/, ([id], body: { channel: 'native' | 'h5' }) => {
      const payment = state.payments.get(id!)
      if (payment)
        payment.state = 'paying'
      const native = body.channel === 'native'
      return json({ attempt_id: newId(), payment_id: id, gateway: 'wechat', channel: body.channel, code_url: native ? `${location.origin}/fake-gateway/${id}` : null, pay_url: native ? null : `/fake-gateway/${id}`, expires_at: inMinutes(15), state: 'paying' }, 201)
    }],
    ['POST', /^\/fake-gateway\/([^/]+)$/, ([id]) => {
      settle(id!)
      return new Response(null, { status: 204 })
    }],
    ['POST', /^\/payments\/([^/]+)\/looks$/, ([id]) => found(state.payments.get(id!))],
    ['GET', /^\/payments\/([^/]+)$/, ([id]) => found(state.payments.get(id!))],
    ['GET', /^\/payments\/([^/]+)\/receipt$/, ([id]) => {
      const payment = state.payments.get(id!)
      const order = state.orders.find(one => one.payment.payment_id === id)
      return found(payment && order && { receipt_no: 'R-20261122-000038', payer_masked: '138****2046', amount_fen: payment.amount_fen, paid_at: payment.paid_at, gateway: 'wechat', gateway_transaction: payment.gateway_transaction, item: `林业碳票 0000001，${order.quantity_kg} 公斤`, seller: offer.seller, order_number: order.number, certificate_number: order.certificate?.number ?? null })
    }],
    ['GET', /^\/certificates\/([^/]+)$/, ([number]) => (number!.startsWith('MX-2026') ? json(certificate(number!)) : problem(404, 'certificate-not-found', '没有找到这张凭证', '核对编号，共 16 位。'))],
    ['POST', /^\/certificate-verifications$/, () => json({ valid: true, state: 'valid', facts: null, reason: null })],
    ['GET', /^\/registry\/search$/, (_, __, url) => json({ items: /不存在/.test(url.searchParams.get('q') ?? '') ? [] : [{ kind: 'serial', title: '序列号 2,738,415', subtitle: '已注销', path: '/registry/serials/2738415', number: '2738415' }, { kind: 'batch', title: '碳票 0000001', subtitle: '12,723 吨', path: '/registry/batches/0000001', number: '0000001' }] })],
    ['GET', /^\/registry\/serials\/([^/]+)$/, ([serial]) => json({ serial: Number(serial!.replace(/\D/g, '')), serial_text: 'MX00000027384152', state: 'retired', state_text: '已注销，永久停用', batch: { number: '0000001', issued_kg: 12_723_000, first: 1, last: 12_723_000 }, project: { ...offer.project, name: '将乐县常口村生态公益林', methodology: '三明林业碳票计量方法' }, block: { first: 2_738_401, last: 2_738_630 }, purpose_text: '个人足迹抵消', certificate_number: 'MX-2026-001428-7', history: [...certificate('x').history.slice(0, 2), { at: '2026-03-02T09:00:00+08:00', kind: 'listing', title: '上架零售', text: '收储主体分批上架，每 10 公斤 1 元，最小 1 公斤' }, { at: '2026-11-22T09:41:26+08:00', kind: 'retirement', title: '注销 2,738,401—2,738,630', text: '230 公斤，用途足迹，不再流转' }], ribbon } satisfies T.SerialHistory)],
    ['GET', /^\/registry\/batches\/([^/]+)$/, ([number]) => json({ number: number!, issued_kg: 12_723_000, issued_on: '2021-05-18', first: 1, last: 12_723_000, project: { ...offer.project, methodology: '三明林业碳票计量方法' }, vintage: { from: 2016, to: 2020 }, owner: '常口村', states: [{ state: 'listed', state_text: '货架', quantity_kg: 9_984_370 }, { state: 'retired', state_text: '已注销', quantity_kg: 15_630 }], ribbon, history: certificate('x').history, demo: true } satisfies T.Batch)],
    ['GET', /^\/registry\/statistics$/, () => json({ issued_kg: 12_723_000, retired_kg: 15_630, retirements: 1428, projects: 1, batches: 1, area_mu: 3197, states: [], purposes: [], as_of: nowIso() } satisfies T.Statistics)],
    ['GET', /^\/rules$/, () => json({ items: rules, off, self_report_days: 3 } satisfies T.Rules)],
    ['GET', /^\/points\/caps$/, () => json({ items: rules.flatMap(rule => (rule.caps.points_per_day ? [{ rule: rule.code, kind: rule.kind, cap: 'points_per_day', limit: rule.caps.points_per_day, used: 0, left: rule.caps.points_per_day, text: `当天还能得 ${rule.caps.points_per_day} 分，上限 ${rule.caps.points_per_day} 分` }] : [])) } satisfies T.CapsLeft)],
    ['POST', /^\/points\/simulations$/, (_, body: T.RecordActivity) => json({ points: pointsOf(body), reduction_g: 145, lines: [{ rule: 'walk', rule_version: 1, points: pointsOf(body), reason: 'condition-unmet', facts: {}, text: '满 500 步才给积分' }] })],
    ['POST', /^\/activities$/, (_, body: T.RecordActivity) => {
      const rule = rules.find(one => one.kind === body.kind)!
      const points = pointsOf(body)
      const quantity = body.measures[rule.measure] ?? '0'
      const title = `${rule.title} ${quantity} ${rule.unit_label}`
      state.points += points
      const entry_id = newId()
      state.activities.unshift({ activity_id: newId(), kind: body.kind, title, measures: body.measures, occurred_at: body.occurred_at, recorded_at: nowIso(), source_reference: null, points, reduction_g: 0, state: 'accepted', tier: 'self-report', withdrawn_at: null, withdrawable_until: isoDay(new Date(Date.now() + 7 * 86_400_000)), entry_id, evidence_file_id: body.evidence?.file_id ?? null, abilities: ['withdraw'] })
      state.entries.unshift({ entry_id, kind: 'points.earned', cause_kind: body.kind, direction: 'earned', title, note: null, points, recorded_at: nowIso(), business_date: isoDay(new Date()), expires_on: '2028-11-22' })
      return json({ activity_id: newId(), state: 'accepted', tier: 'self-report', reduction_g: 0, points, entry_id: null, lines: [{ rule: rule.code, rule_version: rule.version, points, reason: 'counted', facts: {}, text: `自己报的按 50% 算，得 ${points} 分` }], points_balance: state.points } satisfies T.RecordedActivity, 201)
    }],
    ['POST', /^\/activities\/([^/]+)\/withdrawal$/, ([id]) => {
      const of = state.activities.find(one => one.activity_id === id)
      if (!of)
        return found(undefined)
      if (of.state === 'withdrawn')
        return problem(409, 'activity-withdrawn', '已经撤回过了', '这次申报先前已经撤回，积分没有再动。')
      Object.assign(of, { state: 'withdrawn', withdrawn_at: nowIso(), withdrawable_until: null, abilities: [] })
      const owed = Math.max(0, of.points - state.points)
      state.points = Math.max(0, state.points - of.points)
      const entry_id = newId()
      state.entries.unshift({ entry_id, kind: 'points.clawed-back', cause_kind: 'withdrawal', direction: 'clawed-back', title: of.title, note: null, points: -of.points, recorded_at: nowIso(), business_date: isoDay(new Date()), expires_on: null })
      return json({ activity: of, points_taken_back: of.points, points_owed: owed, points_balance: state.points, entry_id } satisfies T.TakenBack)
    }],
    ['GET', /^\/activities$/, () => json({ items: state.activities, next_cursor: null })],
    ['GET', /^\/points$/, () => json({ available: state.points, held: 0, pending: 0, debt: 0, expiring: [{ business_date: `${countyTime(new Date()).year}-12-31`, points: 120 }], tier: null } satisfies T.Points)],
    ['GET', /^\/points\/entries$/, (_, __, url) => json({ items: state.entries.filter(one => !url.searchParams.get('direction') || one.direction === url.searchParams.get('direction')), next_cursor: null })],
    ['GET', /^\/points\/entries\/([^/]+)\/explanation$/, ([id]) => {
      const entry = state.entries.find(one => one.entry_id === id)
      return found(entry && { entry_id: entry.entry_id, kind: entry.kind, points: entry.points, title: entry.title, recorded_at: entry.recorded_at, equation: { quantity: String(entry.points), quantity_label: '公斤，已注销', rate: '1', rate_label: '分/公斤', result: entry.points }, direction: entry.direction, award: null, rule: null, cause: null, retirement: null, redemption: null, lots: [], steps: [
        { icon: 'award', title: `发放 ${entry.points} 分`, text: '2028年11月22日到期', path: null },
        { icon: 'rule', title: '规则“购碳票抵消”第 3 版', text: '2026-07-01 起用 · 没有触到每日上限', path: '/rules' },
        { icon: 'retirement', title: '注销 MX-2026-001428-7', text: '用途是足迹；义务植树和司法注销不给积分', path: '/c/MX-2026-001428-7' },
        { icon: 'serials', title: '序列号 2,738,401 — 2,738,630', text: '碳票 0000001 · 常口村', path: '/registry/serials/2738401' },
      ] } satisfies T.Explanation)
    }],
    ['GET', /^\/rewards$/, (_, __, url) => {
      const asked = url.searchParams
      const from = Number(asked.get('cursor') ?? 0)
      const until = from + Number(asked.get('limit') ?? 20)
      const all = rewards.filter(one => !asked.get('merchant') || one.merchant.party_id === asked.get('merchant'))
      return json({ items: all.slice(from, until), next_cursor: until < all.length ? String(until) : null })
    }],
    ['GET', /^\/rewards\/([^/]+)$/, ([id]) => found(rewards.find(one => one.reward_id === id))],
    ['GET', /^\/my-reward-limits$/, () => json({ items: rewards.flatMap(one => one.limit ? [{ reward_id: one.reward_id, ...one.limit, left: one.limit.count - state.redemptions.filter(done => done.reward?.reward_id === one.reward_id && done.state === 'done').length, next_on: null }] : []) })],
    ['GET', /^\/help$/, () => json(state.help)],
    ['POST', /^\/pay-codes$/, () => json({ code: `MXP1.${'R3q9Zk2LwT7uYb5c'}${++numbered}`, digits: '482177063954', expires_at: new Date(Date.now() + 60_000).toISOString(), expires_in_s: 60 } satisfies T.PayCode)],
    ['POST', /^\/pay-code-inspections$/, (_, body: { code: string }) => (body.code === '000000000000' ? problem(422, 'pay-code-used', '这个码用过了', '这个码 10:42 用过了，请顾客换一个新码。') : json({ valid: true, customer: { name_masked: '林**', phone_tail: '2046' }, expires_at: new Date(Date.now() + 38_000).toISOString(), expires_in_s: 38 } satisfies T.PayCodeInspection))],
    ['POST', /^\/redemptions$/, (_, body: T.RedeemPayCode) => {
      const reward = rewards.find(one => one.reward_id === body.reward_id)
      const points = reward?.points ?? body.points ?? 0
      state.points -= points
      const redemption: T.Redemption = { redemption_id: newId(), out_trade_no: body.out_trade_no, state: 'done', points, hand_over: { title: reward?.title ?? '按约定抵扣', text: reward?.description ?? `${points} 分` }, reward: reward ? { reward_id: reward.reward_id, title: reward.title } : null, customer: { name_masked: '林**', phone_tail: '2046' }, payable_fen: Math.floor(points * 2.7), redeemed_at: nowIso(), reversible_until: inMinutes(1440), reversed_at: null, abilities: ['reverse'] }
      state.redemptions.unshift(redemption)
      return json(redemption, 201)
    }],
    ['POST', /^\/redemptions\/([^/]+)\/reversal$/, ([id]) => {
      const of = state.redemptions.find(one => one.redemption_id === id)
      if (of)
        Object.assign(of, { state: 'reversed', reversed_at: nowIso(), abilities: [] })
      return found(of)
    }],
    ['GET', /^\/redemptions$/, () => json({ items: state.redemptions, next_cursor: null })],
    ['GET', /^\/redemption-summaries\/([^/]+)$/, ([day]) => json({ business_date: day!, count: 27, points: 5120, payable_fen: 13_824, reversed_count: 0 } satisfies T.RedemptionSummary)],
    ['GET', /^\/my-redemptions$/, () => json({ items: state.redemptions.map(one => ({ ...one, merchant: { name: shop.name, place: shop.place } })), next_cursor: null })],
  ]

  function pointsOf(activity: { kind: string, measures: Record<string, string> }): number {
    const rule = rules.find(one => one.kind === activity.kind)
    if (!rule)
      return 0
    const raw = (Number(activity.measures[rule.measure] ?? 0) / Number(rule.per)) * rule.points * Number(rule.self_report_points_share)
    return Math.floor(Math.min(raw, rule.caps.points_per_day ?? Infinity))
  }

  const found = (thing: unknown) => (thing ? json(thing) : problem(404, 'not-found', '没有找到', '它可能不是你的，或者编号抄漏了。'))

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const path = url.pathname.replace(/^\/api\/v1/, '')
    const text = await request.text()
    const body = text ? JSON.parse(text) : undefined
    const key = request.headers.get('Idempotency-Key')
    seen.push({ method: request.method, path, key, body, authorization: request.headers.get('Authorization') })
    const detour = detours.findIndex(one => one.method === request.method && one.path.test(path))
    if (detour >= 0)
      return detours.splice(detour, 1)[0]!.reply()
    const kept = key ? answers.get(key) : undefined
    if (kept)
      return kept.body === text ? new Response(kept.answer, { status: kept.status, headers: { 'Content-Type': 'application/json', 'Idempotency-Replayed': 'true' } }) : problem(409, 'idempotency-key-reused', '同一个键用在了另一个请求上', '')
    const route = routes.find(([method, pattern]) => method === request.method && pattern.test(path))
    if (!route)
      return problem(404, 'no-such-path', '没有这个地址', `${request.method} ${path}`)
    const response = route[2](route[1].exec(path)!.slice(1), body as never, url)
    if (key && response.ok)
      answers.set(key, { body: text, answer: await response.clone().text(), status: response.status })
    return response
  }

  return { answer, seen, state, instead: (method, path, reply) => detours.push({ method, path, reply }) }
}

/** October recorded, for pages that begin after it. */
export const october: T.FootprintIn = {
  kind: 'citizen',
  period: shiftPeriod(periodOf(new Date()), -1),
  lines: [['electricity.grid', '186', 'kWh'], ['gas.natural', '14', 'm3'], ['water.tap', '9', 't'], ['petrol.litre', '32', 'L'], ['bus.km', '60', 'km'], ['hsr.km', '500', 'km'], ['diet.day', '31', 'day']].map(([activity, quantity, unit]) => ({ activity: activity!, quantity: quantity!, unit: unit! })),
}
