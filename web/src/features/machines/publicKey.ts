/** The public half of a key, as machines hand it over (RFC 7517). */
export interface PublicJwk { kty: string, crv?: string, x?: string, y?: string, n?: string, e?: string, kid?: string }

/** Why nothing was read: each has its sentence in the locales. */
export type KeyFault = 'private' | 'unreadable' | 'certificate' | 'kind'

export class KeyNotRead extends Error {
  constructor(readonly fault: KeyFault) {
    super(fault)
  }
}

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']
/** What stands before the 32 bytes of an Ed25519 key, and before the two coordinates of a P-256 one (RFC 8410, RFC 5480). */
const ED25519 = '302a300506032b6570032100'
const P256 = '3059301306072a8648ce3d020106082a8648ce3d03010703420004'

/**
 * A public key from what was pasted: PEM as OpenSSL writes it, a JWK, or a JWK set with one key.
 * A private key is never read further than its first line.
 */
export async function readPublicKey(text: string): Promise<PublicJwk> {
  const given = text.trim()
  if (/PRIVATE KEY/.test(given))
    throw new KeyNotRead('private')
  if (given.startsWith('{'))
    return fromJson(given)
  if (/BEGIN CERTIFICATE/.test(given))
    throw new KeyNotRead('certificate')
  const body = /^-----BEGIN PUBLIC KEY-----([\sA-Za-z0-9+/=]+)-----END PUBLIC KEY-----$/.exec(given)?.[1]
  if (!body)
    throw new KeyNotRead('unreadable')
  return fromSpki(bytesOf(body))
}

function fromJson(text: string): PublicJwk {
  let said: Record<string, unknown>
  try {
    said = JSON.parse(text)
  }
  catch {
    throw new KeyNotRead('unreadable')
  }
  const keys = said.keys
  const one = Array.isArray(keys) && keys.length === 1 ? keys[0] as Record<string, unknown> : said
  if (PRIVATE_MEMBERS.some(member => member in one))
    throw new KeyNotRead('private')
  if (typeof one.kty !== 'string')
    throw new KeyNotRead('unreadable')
  return one as unknown as PublicJwk
}

async function fromSpki(der: Uint8Array<ArrayBuffer>): Promise<PublicJwk> {
  const hex = Array.from(der, byte => byte.toString(16).padStart(2, '0')).join('')
  if (hex.startsWith(ED25519) && der.length === 44)
    return { kty: 'OKP', crv: 'Ed25519', x: base64url(der.subarray(12)) }
  if (hex.startsWith(P256) && der.length === 91)
    return { kty: 'EC', crv: 'P-256', x: base64url(der.subarray(27, 59)), y: base64url(der.subarray(59)) }
  try {
    const key = await crypto.subtle.importKey('spki', der, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, true, ['verify'])
    const { kty, n, e } = await crypto.subtle.exportKey('jwk', key)
    return { kty: kty!, n: n!, e: e! }
  }
  catch {
    throw new KeyNotRead('kind')
  }
}

/** What people call it: Ed25519, P-256, RSA 2048. */
export function nameOfKey(key: PublicJwk): string {
  if (key.kty !== 'RSA')
    return key.crv ?? key.kty
  return `RSA ${Math.floor((key.n ?? '').length * 6 / 8) * 8}`
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64.replace(/\s/g, '')), letter => letter.charCodeAt(0))
  }
  catch {
    throw new KeyNotRead('unreadable')
  }
}

const base64url = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
