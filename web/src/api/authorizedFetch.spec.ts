import { beforeEach, expect, it, vi } from 'vitest'
import { authorizedFetch, useCredentials } from './authorizedFetch'

const URL_OF_POINTS = 'http://localhost/api/v1/points'
let token: string | null
let good: string
let renewals: number
let sent: { authorization: string | null, language: string | null, body: string }[]

beforeEach(() => {
  token = 'old'
  good = 'new'
  renewals = 0
  sent = []
  useCredentials({
    accessToken: () => token,
    language: () => 'en',
    renew: async () => {
      renewals++
      await Promise.resolve()
      token = 'new'
      return true
    },
  })
  vi.stubGlobal('fetch', async (request: Request) => {
    const authorization = request.headers.get('Authorization')
    sent.push({ authorization, language: request.headers.get('Accept-Language'), body: await request.text() })
    return new Response('{}', { status: authorization === `Bearer ${good}` ? 200 : 401 })
  })
})

it('sends the token and the language', async () => {
  token = 'new'
  await authorizedFetch(new Request(URL_OF_POINTS))
  expect(sent).toEqual([{ authorization: 'Bearer new', language: 'en', body: '' }])
})

it('renews a dead token once and sends the request again as it was', async () => {
  const response = await authorizedFetch(new Request(URL_OF_POINTS, { method: 'POST', body: '{"kg":1}' }))
  expect(response.status).toBe(200)
  expect(renewals).toBe(1)
  expect(sent.map(({ authorization, body }) => [authorization, body])).toEqual([['Bearer old', '{"kg":1}'], ['Bearer new', '{"kg":1}']])
})

it('does not renew again for a request that was overtaken by a renewal', async () => {
  const slow = authorizedFetch(new Request(URL_OF_POINTS))
  token = 'new'
  expect((await slow).status).toBe(200)
  expect(renewals).toBe(0)
})

it('hands the refusal over when renewing failed', async () => {
  useCredentials({ accessToken: () => 'old', language: () => 'en', renew: async () => false })
  expect((await authorizedFetch(new Request(URL_OF_POINTS))).status).toBe(401)
  expect(sent).toHaveLength(1)
})

it('never renews for somebody who is not signed in, nor for signing in itself', async () => {
  token = null
  await authorizedFetch(new Request(URL_OF_POINTS))
  token = 'old'
  await authorizedFetch(new Request('http://localhost/api/v1/auth/refresh', { method: 'POST', body: '{}' }))
  expect(renewals).toBe(0)
})

it('renews before changing hats or showing again who one is, as before anything else', async () => {
  const response = await authorizedFetch(new Request('http://localhost/api/v1/auth/acting-party', { method: 'POST', body: '{}' }))
  expect([response.status, renewals]).toEqual([200, 1])
})
