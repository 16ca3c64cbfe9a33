/** Passkeys as the browser has them (WebAuthn), with the bytes as base64url, as they cross the wire. */

/** What a person or the device did instead of an answer. */
export type Instead = 'stopped' | 'already-here'

/** The browser's options (PublicKeyCredentialCreationOptionsJSON and its sibling), as the backend sends them. */
type OptionsJson = Record<string, unknown>
interface Descriptor { id: string, type: 'public-key' }

/** Whether to speak of passkeys at all: they belong to a name, so a page at a bare address has none. */
export function hasPasskeys(): boolean {
  return window.isSecureContext && 'PublicKeyCredential' in window && /[a-z]/i.test(window.location.hostname) && !window.location.hostname.includes(':')
}

/** Asks the device for a passkey. */
export async function makePasskey(options: OptionsJson) {
  const { challenge, user, excludeCredentials = [], ...others } = options as { challenge: string, user: { id: string }, excludeCredentials?: Descriptor[] }
  const publicKey = { ...others, challenge: bytesOf(challenge), user: { ...user, id: bytesOf(user.id) }, excludeCredentials: excludeCredentials.map(described) } as unknown as PublicKeyCredentialCreationOptions
  return asked(async () => {
    const made = await navigator.credentials.create({ publicKey }) as PublicKeyCredential
    const response = made.response as AuthenticatorAttestationResponse
    return { credential_id: textOf(made.rawId), client_data: textOf(response.clientDataJSON), attestation_object: textOf(response.attestationObject) }
  })
}

/** Asks the device to sign with a passkey that it has. */
export async function signWithPasskey(options: OptionsJson) {
  const { challenge, allowCredentials = [], ...others } = options as { challenge: string, allowCredentials?: Descriptor[] }
  const publicKey = { ...others, challenge: bytesOf(challenge), allowCredentials: allowCredentials.map(described) } as PublicKeyCredentialRequestOptions
  return asked(async () => {
    const found = await navigator.credentials.get({ publicKey }) as PublicKeyCredential
    const response = found.response as AuthenticatorAssertionResponse
    return { credential_id: textOf(found.rawId), client_data: textOf(response.clientDataJSON), authenticator_data: textOf(response.authenticatorData), signature: textOf(response.signature) }
  })
}

/** Browsers tell little, on purpose: closed, out of time and not there are one refusal. */
async function asked<Signed>(ask: () => Promise<Signed>): Promise<Signed | Instead> {
  try {
    return await ask()
  }
  catch (error) {
    if (!(error instanceof DOMException))
      throw error
    return error.name === 'InvalidStateError' ? 'already-here' : 'stopped'
  }
}

const described = (one: Descriptor) => ({ ...one, id: bytesOf(one.id) })

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), one => one.charCodeAt(0))
}

function textOf(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
