import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeBackend, type FakeBackend, json } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import ProofSheet from './ProofSheet.vue'
import SecurityPage from './SecurityPage.vue'

const passkey = { passkey_id: '0197a000-0000-7000-8000-0000000000e1', name: '办公室的电脑', recorded_at: '2026-11-20T09:00:00+08:00', used_at: null }
const challenge = { challenge_id: '0197a000-0000-7000-8000-0000000000e2', expires_in_s: 300 }
const bytes = (...all: number[]) => Uint8Array.from(all).buffer

/** What a device answers; the browser's own half of it is not here. */
const device = { create: vi.fn(), get: vi.fn() }

function aBrowserWithPasskeys(hostname = 'tanhui.example') {
  vi.stubGlobal('PublicKeyCredential', class {})
  vi.stubGlobal('isSecureContext', true)
  vi.spyOn(window, 'location', 'get').mockReturnValue({ ...window.location, hostname } as Location)
  Object.defineProperty(navigator, 'credentials', { value: device, configurable: true })
}

let backend: FakeBackend

beforeEach(() => {
  backend = createFakeBackend()
  device.create.mockReset()
  device.get.mockReset()
})

afterEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(navigator, 'credentials')
})

const inSheet = () => document.querySelector('[role="dialog"]')!
const buttonIn = (root: Element, words: string) => [...root.querySelectorAll('button')].find(one => one.textContent.includes(words))!

async function opensSecurity(items: object[] = []) {
  backend.instead('GET', /me\/devices$/, () => json({ items: [] }))
  backend.instead('GET', /auth\/passkeys$/, () => json({ items }))
  const visited = await visit(SecurityPage, { path: '/account/security', backend })
  return visited.page
}

describe('adding a passkey', () => {
  async function adds() {
    backend.instead('POST', /passkey-registrations$/, () => json({ ...challenge, options: { challenge: '_-8', user: { id: 'AQID', name: '138****2046', displayName: '晓梅' }, excludeCredentials: [{ id: 'BAU', type: 'public-key' }] } }, 201))
    const page = await opensSecurity()
    await page.findAll('button').find(one => one.text() === '加一把通行密钥')!.trigger('click')
    await settled()
    buttonIn(inSheet(), '继续').click()
    await settled()
    return page
  }

  it('hands the device bytes and sends what it made as base64url', async () => {
    aBrowserWithPasskeys()
    device.create.mockResolvedValue({ rawId: bytes(251, 255), response: { clientDataJSON: bytes(1), attestationObject: bytes(2, 3) } })
    backend.instead('POST', /auth\/passkeys$/, () => json(passkey, 201))
    await adds()
    const asked = device.create.mock.calls[0]![0].publicKey
    expect([...asked.challenge]).toEqual([255, 239])
    expect([...asked.user.id]).toEqual([1, 2, 3])
    expect([...asked.excludeCredentials[0].id]).toEqual([4, 5])
    const sent = backend.seen.find(one => one.method === 'POST' && one.path === '/auth/passkeys')!
    expect(sent.body).toMatchObject({ challenge_id: challenge.challenge_id, credential_id: '-_8', client_data: 'AQ', attestation_object: 'AgM' })
    expect(sent.key).not.toBeNull()
  })

  it.each([['NotAllowedError', '设备没有完成'], ['InvalidStateError', '已经有一把']])('says what the device said instead: %s', async (name, words) => {
    aBrowserWithPasskeys()
    device.create.mockRejectedValue(new DOMException('', name))
    await adds()
    expect(inSheet().textContent).toContain(words)
    expect(backend.seen.some(one => one.method === 'POST' && one.path === '/auth/passkeys')).toBe(false)
  })
})

describe('the security page', () => {
  it('lists what there is and when it was last of use', async () => {
    aBrowserWithPasskeys()
    const page = await opensSecurity([passkey])
    expect(page.text()).toContain('办公室的电脑')
    expect(page.text()).toContain('还没用过')
  })

  it.each([['without a name', '127.0.0.1'], ['without one in IPv6', '[::1]']])('says nothing of passkeys on a page %s', async (_, hostname) => {
    aBrowserWithPasskeys(hostname)
    expect((await opensSecurity()).text()).not.toContain('通行密钥')
    expect(backend.seen.some(one => one.path.includes('passkey'))).toBe(false)
  })

  it('says nothing of them in a browser that knows none', async () => {
    expect((await opensSecurity()).text()).not.toContain('通行密钥')
    expect(backend.seen.some(one => one.path.includes('passkey'))).toBe(false)
  })
})

describe('the proof sheet', () => {
  async function asks(...factors: string[]) {
    backend = createFakeBackend({ secondFactors: factors })
    backend.instead('POST', /passkey-challenges$/, () => json({ ...challenge, options: { challenge: '_-8', allowCredentials: [{ id: 'BAU', type: 'public-key' }] } }, 201))
    const { page } = await visit(ProofSheet, { props: { wanted: 'proof-too-old' }, backend })
    return page
  }

  it('offers the passkey first and the app as another way', async () => {
    aBrowserWithPasskeys()
    await asks('passkey', 'totp')
    expect(inSheet().querySelector('input')).toBeNull()
    buttonIn(inSheet(), '用验证器上的码').click()
    await settled()
    expect(inSheet().querySelector('input')).not.toBeNull()
    expect(buttonIn(inSheet(), '改用通行密钥')).toBeDefined()
  })

  it('proves by what the device has signed', async () => {
    aBrowserWithPasskeys()
    const page = await asks('passkey')
    device.get.mockResolvedValue({ rawId: bytes(4, 5), response: { clientDataJSON: bytes(1), authenticatorData: bytes(2), signature: bytes(3) } })
    backend.instead('POST', /auth\/proofs$/, () => json({ proved_until: '2026-11-22T10:47:00+08:00', second_factor: true }))
    buttonIn(inSheet(), '用通行密钥').click()
    await settled()
    expect(backend.seen.find(one => one.path === '/auth/proofs')!.body).toEqual({ method: 'passkey', challenge_id: challenge.challenge_id, assertion: { credential_id: 'BAU', client_data: 'AQ', authenticator_data: 'Ag', signature: 'Aw' } })
    expect(page.emitted('answer')).toEqual([[true]])
  })

  it('stays open when the device did not finish', async () => {
    aBrowserWithPasskeys()
    const page = await asks('passkey')
    device.get.mockRejectedValue(new DOMException('', 'NotAllowedError'))
    buttonIn(inSheet(), '用通行密钥').click()
    await settled()
    expect(inSheet().textContent).toContain('设备没有完成')
    expect(page.emitted('answer')).toBeUndefined()
  })

  it('asks for the app’s code where the browser knows no passkeys', async () => {
    await asks('passkey', 'totp')
    expect(inSheet().querySelector('input')).not.toBeNull()
    expect(inSheet().textContent).not.toContain('通行密钥')
  })

  it('says where to go when the only passkey cannot be used here', async () => {
    await asks('passkey')
    expect(inSheet().textContent).toContain('换一台加过密钥的设备')
    expect(inSheet().querySelector('[type="submit"]')).toBeNull()
  })

  it('asks for a text message where there is nothing better', async () => {
    await asks()
    expect(inSheet().textContent).toContain('发验证码')
  })
})
