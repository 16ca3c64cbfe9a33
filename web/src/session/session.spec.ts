import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { useCredentials } from '../api/authorizedFetch'
import { keepDraft, readDraft } from '../features/footprints/draft'
import { useTarget } from '../features/home/target'
import { createFakeBackend, type FakeBackend, problem } from '../testing/fakeBackend'
import { useSession } from './session'

let backend: FakeBackend

beforeEach(() => {
  backend = createFakeBackend()
  vi.stubGlobal('fetch', (request: Request) => backend.answer(request))
  setActivePinia(createPinia())
  const session = useSession()
  useCredentials({ accessToken: () => session.session?.access_token ?? null, language: () => 'zh-CN', renew: session.renew })
})

const refreshes = () => backend.seen.filter(one => one.path === '/auth/refresh')

it('asks nothing on a first visit', async () => {
  await useSession().start()
  expect(backend.seen).toEqual([])
})

it('picks up the session of an earlier visit, once for everybody who waits', async () => {
  localStorage.setItem('tanhui.signed-in', '1')
  backend.state.signedIn = true
  const session = useSession()
  await Promise.all([session.start(), session.start()])
  expect(session.me?.nickname).toBe('晓梅')
  expect(refreshes()).toHaveLength(1)
})

it('renews in a single flight, because every renewal rotates the cookie', async () => {
  backend.state.signedIn = true
  const session = useSession()
  expect(await Promise.all([session.renew(), session.renew(), session.renew()])).toEqual([true, true, true])
  expect(refreshes()).toHaveLength(1)
})

it('is over when the cookie is refused', async () => {
  localStorage.setItem('tanhui.signed-in', '1')
  const session = useSession()
  await session.start()
  expect(session.signedIn).toBe(false)
  expect(localStorage.getItem('tanhui.signed-in')).toBeNull()
})

it('outlives a backend that is down', async () => {
  localStorage.setItem('tanhui.signed-in', '1')
  backend.instead('POST', /refresh/, () => problem(503, 'busy', '', ''))
  await useSession().start()
  expect(localStorage.getItem('tanhui.signed-in')).toBe('1')
})

it('goes on acting for the shop after a reload, and stops when asked', async () => {
  localStorage.setItem('tanhui.signed-in', '1')
  backend.state.signedIn = true
  const session = useSession()
  await session.start()
  await session.actAs(session.me!.memberships[0]!)
  expect(session.actingMerchant?.name).toBe('客家擂茶铺')

  await session.renew()
  expect(refreshes().at(-1)!.body).toEqual({ party_id: session.actingMerchant!.party_id, role: 'merchant-clerk' })

  await session.actAsMyself()
  expect(refreshes().at(-1)!.body).toEqual({})
  expect(session.actingMerchant).toBeNull()
})

it('comes back after a start without network, once, and is never taken for signed out meanwhile', async () => {
  localStorage.setItem('tanhui.signed-in', '1')
  backend.state.signedIn = true
  backend.instead('POST', /refresh/, () => Promise.reject(new TypeError('no network')))
  const session = useSession()
  await session.start()
  expect([session.signedIn, session.away]).toEqual([false, true])

  const back = Promise.all([session.comeBack(), session.comeBack()])
  expect(session.signedIn || session.away).toBe(true)
  await back
  expect([session.signedIn, session.away]).toEqual([true, false])
  expect(refreshes()).toHaveLength(2)
})

it('knows whose device it is while nobody can be asked, and forgets it at sign-out', async () => {
  localStorage.setItem('tanhui.signed-in', '1')
  localStorage.setItem('tanhui.person', 'anna')
  backend.state.signedIn = true
  setActivePinia(createPinia())
  const session = useSession()
  useCredentials({ accessToken: () => session.session?.access_token ?? null, language: () => 'zh-CN', renew: session.renew })
  expect(session.personId).toBe('anna')
  await session.start()
  expect(session.personId).toBe(session.me!.person_id)
  await session.signOut()
  expect(session.personId).toBeNull()
})

it('takes what a person typed and aimed at off the device when they sign out', async () => {
  localStorage.setItem('tanhui.signed-in', '1')
  backend.state.signedIn = true
  const session = useSession()
  await session.start()
  const id = session.me!.person_id
  keepDraft(id, '2026-10', { quantities: { 'electricity.grid': '186' }, included: {} })
  useTarget(id).keep(200_000)
  await session.signOut()
  expect(Object.keys(localStorage)).toEqual([])
})

it('keeps them while the session ran out and the same person comes back, not for somebody else', async () => {
  backend.state.signedIn = true
  const session = useSession()
  keepDraft('ben', '2026-10', { quantities: {}, included: {} })
  localStorage.setItem('tanhui.signed-in', '1')
  await session.start()
  const id = session.me!.person_id
  expect(Object.keys(localStorage).filter(name => name.includes('ben'))).toEqual([])

  keepDraft(id, '2026-10', { quantities: { 'electricity.grid': '186' }, included: {} })
  backend.state.signedIn = false
  await session.renew()
  backend.state.signedIn = true
  await session.renew()
  await session.loadMe()
  expect(readDraft(id, '2026-10').quantities).toEqual({ 'electricity.grid': '186' })
})
