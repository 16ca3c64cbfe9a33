import { seal } from '../commands/kept'
import type { ProofWanted } from '../session/proof'

/**
 * Adds the language and the access token to a request. The token lives in memory only; when the
 * backend says it is no longer good, it is renewed once through the HttpOnly cookie, however many
 * requests noticed at the same time, and the request is sent again as it was.
 */
interface Credentials {
  accessToken: () => string | null
  language: () => string
  /** Resolves to whether there is a fresh token now. */
  renew: () => Promise<boolean>
  /** Resolves once it is known, as far as it can be, whether there is a session. */
  known?: () => Promise<void>
  /** Asks the person to show again who they are; resolves to whether they did. */
  prove?: (wanted: ProofWanted) => Promise<boolean>
}

let credentials: Credentials = { accessToken: () => null, language: () => 'zh-CN', renew: async () => false }

export function useCredentials(of: Credentials) {
  credentials = of
}

/** For what cannot go through `authorizedFetch`: an upload, whose progress only XMLHttpRequest tells. */
export const currentCredentials = (): Readonly<Credentials> => credentials

const REQUEST_TIMEOUT_MS = 20_000

/** Where a sign-in begins, goes on and ends: no token is asked there, or none that could be renewed. */
const SIGNING_IN = /\/auth\/(sms-codes|sessions|refresh|session)$/

export async function authorizedFetch(request: Request): Promise<Response> {
  const key = request.headers.get('Idempotency-Key')
  if (key !== null)
    await seal(key, request)
  // After a start without network, the session comes back before anything is asked in its name.
  if (credentials.accessToken() === null && !SIGNING_IN.test(request.url))
    await credentials.known?.()
  const once = request.clone()
  const response = await sendOrRenew(request)
  const wanted = await proofWanted(response)
  if (wanted === null || !await credentials.prove?.(wanted))
    return response
  return sendOrRenew(once)
}

async function sendOrRenew(request: Request): Promise<Response> {
  const again = request.clone()
  const used = credentials.accessToken()
  const response = await send(request, used)
  if (response.status !== 401 || used === null || SIGNING_IN.test(request.url))
    return response
  // Another request may have renewed the token while this one was under way.
  const renewed = credentials.accessToken() !== used || await credentials.renew()
  return renewed ? send(again, credentials.accessToken()) : response
}

const PROOFS: readonly ProofWanted[] = ['proof-too-old', 'second-factor-required']

/** What a refusal asks for, if a proof would open the door. A refusal changes nothing, so the request may be repeated. */
async function proofWanted(response: Response): Promise<ProofWanted | null> {
  if (response.status !== 403 || response.url.endsWith('/auth/refresh'))
    return null
  const said = await response.clone().json().catch(() => null) as { code?: string } | null
  return PROOFS.find(code => code === said?.code) ?? null
}

function send(request: Request, token: string | null) {
  const headers = new Headers(request.headers)
  headers.set('Accept-Language', credentials.language())
  if (token)
    headers.set('Authorization', `Bearer ${token}`)
  return fetch(new Request(request, { headers, credentials: 'same-origin', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }))
}
