/**
 * Checks a certificate's Ed25519 signature in this very browser, so that nobody has to trust our
 * word that it is good. Older browsers and plain http have no Ed25519: then the answer is null.
 */
interface Jwk { kid?: string, kty: string, crv?: string, x?: string }

export async function checkSignature(jws: string): Promise<boolean | null> {
  const [header, payload, signature] = jws.split('.')
  if (!header || payload === undefined || !signature || !globalThis.crypto?.subtle)
    return null
  try {
    const { kid } = JSON.parse(new TextDecoder().decode(bytesOf(header))) as { kid?: string }
    const { keys } = await (await fetch('/.well-known/jwks.json')).json() as { keys: Jwk[] }
    const jwk = keys.find(key => key.kid === kid && key.crv === 'Ed25519')
    if (!jwk)
      return null
    const key = await crypto.subtle.importKey('jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, { name: 'Ed25519' }, false, ['verify'])
    return await crypto.subtle.verify({ name: 'Ed25519' }, key, bytesOf(signature), new TextEncoder().encode(`${header}.${payload}`))
  }
  catch {
    return null
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(plain, character => character.charCodeAt(0))
}
