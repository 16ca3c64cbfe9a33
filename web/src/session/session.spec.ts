import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { useCredentials } from '../api/authorizedFetch'
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
  await session.actAs(session.me!.memberships[0]!.party_id)
  expect(session.actingMerchant?.name).toBe('客家擂茶铺')

  await session.renew()
  expect(refreshes().at(-1)!.body).toEqual({ party_id: session.actingMerchant!.party_id })

  await session.actAsMyself()
  expect(refreshes().at(-1)!.body).toEqual({})
  expect(session.actingMerchant).toBeNull()
})
