import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useCredentials } from '../api/authorizedFetch'
import { NoAnswer, StillUnanswered } from '../api/problem'
import { useCommand } from '../composables/useCommand'
import { redeemPayCode } from '../features/merchant/api'
import { placeOffsetOrder } from '../features/offsets/api'
import { useSession } from '../session/session'
import { createFakeBackend, type FakeBackend, problem } from '../testing/fakeBackend'
import { settled } from '../testing/mountPage'
import { dismiss, notices, startOutbox } from './outbox'

const ORDER = { quote_id: '', purpose: 'voluntary' as const, beneficiary: { kind: 'none' as const } }
const DAY_MS = 24 * 3600 * 1000

let backend: FakeBackend
/** The network swallows answers; what was asked is done all the same. */
let deaf: boolean
let stop: () => void = () => undefined

beforeEach(async () => {
  backend = createFakeBackend()
  backend.state.signedIn = true
  deaf = false
  vi.stubGlobal('fetch', async (request: Request) => {
    const answer = await backend.answer(request)
    if (deaf)
      throw new TypeError('the network is gone')
    return answer
  })
  const quoted = await backend.answer(new Request('http://localhost/api/v1/offset-quotes', { method: 'POST', body: '{"quantity_kg":10}' }))
  ORDER.quote_id = ((await quoted.json()) as { quote_id: string }).quote_id
  await startApp()
})
afterEach(() => stop())

/** The app as it starts: with what is kept on the device and nothing else. */
async function startApp() {
  setActivePinia(createPinia())
  const session = useSession()
  useCredentials({ accessToken: () => session.session?.access_token ?? null, language: () => 'zh-CN', renew: session.renew })
  localStorage.setItem('tanhui.signed-in', '1')
  await session.start()
  return session
}

async function opensAgain() {
  stop()
  const session = await startApp()
  stop = startOutbox()
  await settled()
  return session
}

/** Sends a command from a page whose tab is closed before the answer comes. */
async function losesTheAnswerTo(name: string, run: (input: never, key: string) => Promise<unknown>, input: unknown) {
  const page = effectScope()
  const command = page.run(() => useCommand(name, run as (input: unknown, key: string) => Promise<unknown>, { words: () => '那一单' }))!
  deaf = true
  await command.submit(input)
  deaf = false
  expect(command.refusal.value).toBeInstanceOf(NoAnswer)
  page.stop()
}
const losesAnOrder = () => losesTheAnswerTo('place-offset-order', placeOffsetOrder as never, ORDER)

const orders = () => backend.seen.filter(one => one.method === 'POST' && one.path === '/offset-orders')
const said = () => notices.value.map(notice => (notice.state === 'answered' ? notice.outcome.outcome : notice.state))

describe('a command whose answer was lost', () => {
  it('is repeated to the byte after a reload, is done once, and the person is told where to see it', async () => {
    await losesAnOrder()
    await opensAgain()
    expect(orders()).toHaveLength(2)
    expect(orders()[1]!.key).toBe(orders()[0]!.key)
    expect(orders()[1]!.body).toEqual(orders()[0]!.body)
    expect(backend.state.orders).toHaveLength(1)
    expect(notices.value).toMatchObject([{ state: 'answered', outcome: { outcome: 'done', words: '那一单', path: `/orders/${backend.state.orders[0]!.order_id}` } }])
  })

  it('is told of until it was read, also after another reload, and is not sent a third time', async () => {
    await losesAnOrder()
    await opensAgain()
    await opensAgain()
    expect(orders()).toHaveLength(2)
    expect(said()).toEqual(['done'])
    dismiss(notices.value[0]!)
    await opensAgain()
    expect(said()).toEqual([])
  })

  it('ends with a refusal, in the backend’s words', async () => {
    await losesAnOrder()
    backend.instead('POST', /offset-orders/, () => problem(422, 'quote-expired', '报价过期了', '再看一次价钱。'))
    await opensAgain()
    expect(notices.value).toMatchObject([{ outcome: { outcome: 'refused', reason: '报价过期了' } }])
    await opensAgain()
    expect(orders()).toHaveLength(2)
  })

  it.each([
    ['the first one still runs', () => problem(409, 'request-in-progress', '', '')],
    ['a dependency is down', () => problem(503, 'busy', '', '')],
    ['it was too fast', () => problem(429, 'too-many-requests', '', '')],
  ])('waits while %s, and says that it waits', async (_, busy) => {
    await losesAnOrder()
    backend.instead('POST', /offset-orders/, busy)
    await opensAgain()
    expect(said()).toEqual(['waiting'])
    window.dispatchEvent(new Event('online'))
    await settled()
    expect(said()).toEqual(['done'])
  })

  it('is not ended by a session that is over: that says nothing about what was sent before', async () => {
    await losesAnOrder()
    backend.state.signedIn = false
    await opensAgain()
    backend.state.signedIn = true
    await opensAgain()
    expect(said()).toEqual(['done'])
    expect(backend.state.orders).toHaveLength(1)
  })

  it('rests while there is no network', async () => {
    await losesAnOrder()
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    await opensAgain()
    expect(orders()).toHaveLength(1)
    expect(said()).toEqual(['waiting'])
    online.mockRestore()
    window.dispatchEvent(new Event('online'))
    await settled()
    expect(said()).toEqual(['done'])
  })

  it('is left alone after a day, and said to be', async () => {
    await losesAnOrder()
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + DAY_MS + 1)
    await opensAgain()
    expect(orders()).toHaveLength(1)
    expect(said()).toEqual(['expired'])
    vi.restoreAllMocks()
  })

  it('is never sent for somebody else, who is told that it was deleted', async () => {
    await losesAnOrder()
    const [slot] = Object.keys(localStorage).filter(name => name.startsWith('tanhui.command.'))
    const kept = JSON.parse(localStorage.getItem(slot!)!)
    localStorage.removeItem(slot!)
    localStorage.setItem('tanhui.command.ben.place-offset-order', JSON.stringify({ ...kept, person: 'ben' }))
    await opensAgain()
    expect(orders()).toHaveLength(1)
    expect(said()).toEqual(['not-yours'])
    expect(Object.keys(localStorage).filter(name => name.startsWith('tanhui.command.'))).toEqual([])
  })

  it('goes with signing out', async () => {
    await losesAnOrder()
    await useSession().signOut()
    expect(Object.keys(localStorage).filter(name => name.startsWith('tanhui.'))).toEqual([])
  })

  it('leaves nothing personal behind once it was answered', async () => {
    await losesAnOrder()
    await opensAgain()
    expect(JSON.stringify({ ...localStorage })).not.toContain(ORDER.quote_id)
  })
})

describe('a clerk’s command', () => {
  it('waits until the clerk acts for the shop again', async () => {
    const session = useSession()
    await session.actAs(session.me!.memberships[0]!)
    await losesTheAnswerTo('redeem-pay-code', redeemPayCode as never, { code: '482177063954', points: 80, out_trade_no: '2026-000001-0001' })
    sessionStorage.clear() // the app was closed: a new tab acts for the person
    const again = await opensAgain()
    expect(said()).toEqual(['elsewhere'])
    await again.actAs(again.me!.memberships[0]!)
    await settled()
    expect(said()).toEqual(['done'])
    expect(backend.state.redemptions).toHaveLength(1)
  })
})

describe('a page that is still open', () => {
  it('goes on by itself when the network is back, and nothing else is said', async () => {
    stop = startOutbox()
    const late = vi.fn()
    const page = effectScope()
    const command = page.run(() => useCommand('place-offset-order', placeOffsetOrder, { late }))!
    deaf = true
    await command.submit(ORDER)
    deaf = false
    await settled()
    expect(said()).toEqual([])
    window.dispatchEvent(new Event('online'))
    await settled()
    expect(late).toHaveBeenCalledWith(expect.objectContaining({ order_id: backend.state.orders[0]!.order_id }))
    expect(backend.state.orders).toHaveLength(1)
    expect(orders()).toHaveLength(2)
    expect(said()).toEqual([])
    page.stop()
  })

  it('has a different press wait for the outbox, which asks at once and tells; then it may be sent', async () => {
    stop = startOutbox()
    const page = effectScope()
    const late = vi.fn()
    const command = page.run(() => useCommand('place-offset-order', placeOffsetOrder, { late, words: () => '下抵消订单（1.00 元）' }))!
    const other = { ...ORDER, beneficiary: { kind: 'nickname' as const, text: '外婆' } }
    deaf = true
    await command.submit(ORDER)
    await command.submit(other)
    await settled()
    expect(said()).toEqual(['waiting'])
    expect(command.refusal.value).toBeInstanceOf(StillUnanswered)
    deaf = false
    await command.submit(other) // asks at once, not after a pause
    await settled()
    expect(said()).toEqual(['done'])
    expect(late).not.toHaveBeenCalled()
    expect(command.refusal.value).toBeNull()
    expect(backend.state.orders).toHaveLength(1)
    expect(new Set(orders().map(one => one.key)).size).toBe(1)
    await command.submit(other)
    expect(new Set(orders().map(one => one.key)).size).toBe(2)
    page.stop()
  })

  it('hands over to the outbox when it is left', async () => {
    stop = startOutbox()
    await losesAnOrder()
    await settled()
    expect(said()).toEqual(['done'])
    expect(backend.state.orders).toHaveLength(1)
  })
})

describe('two tabs', () => {
  it.each(['with locks', 'without'])('do not both repeat, %s', async (how) => {
    if (how === 'with locks')
      vi.stubGlobal('navigator', { ...lockable(), onLine: true, language: 'zh-CN' })
    await losesAnOrder()
    const slot = Object.keys(localStorage).find(name => name.startsWith('tanhui.command.'))!
    const { key } = JSON.parse(localStorage.getItem(slot)!)
    let closeTheOther: () => void
    if (how === 'with locks') {
      void navigator.locks.request(`tanhui.command.${key}`, () => new Promise<void>(resolve => (closeTheOther = resolve)))
    }
    else {
      localStorage.setItem(`tanhui.lease.${key}`, `another ${Date.now() + 60_000}`)
      closeTheOther = () => localStorage.removeItem(`tanhui.lease.${key}`)
    }
    await opensAgain()
    expect(orders()).toHaveLength(1)
    closeTheOther!()
    window.dispatchEvent(new Event('focus'))
    // With locks, what the other tab wrote is waited for first.
    await vi.waitFor(() => expect(said()).toEqual(['done']))
    expect(orders()).toHaveLength(2)
  })
})

/** The browser's lock manager, as far as it is used here. */
function lockable() {
  const queues = new Map<string, Promise<unknown>>()
  const request = async (name: string, given: LockOptions | ((lock: object) => unknown), run?: (lock: object | null) => unknown) => {
    const callback = run ?? (given as (lock: object | null) => unknown)
    const before = queues.get(name)
    if (before && run && (given as LockOptions).ifAvailable)
      return callback(null)
    const turn = Promise.resolve(before).then(() => callback({}))
    queues.set(name, turn)
    void Promise.resolve(turn).then(() => queues.get(name) === turn && queues.delete(name))
    return turn
  }
  return { locks: { request } }
}
