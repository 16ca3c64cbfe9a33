import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, it } from 'vitest'
import { KeyNotRead, nameOfKey, readPublicKey } from './publicKey'

const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()
const PAIRS = {
  'Ed25519': generateKeyPairSync('ed25519'),
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'RSA 2048': generateKeyPairSync('rsa', { modulusLength: 2048 }),
}

it.each(Object.entries(PAIRS))('reads %s as OpenSSL writes it', async (name, { publicKey }) => {
  const read = await readPublicKey(`\n${pem(publicKey)}`)
  const { kty, crv, x, y, n, e } = publicKey.export({ format: 'jwk' })
  expect(read).toEqual(JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })))
  expect(nameOfKey(read)).toBe(name)
})

it('reads a JWK with its id, and a set of one', async () => {
  const jwk = { ...PAIRS.Ed25519.publicKey.export({ format: 'jwk' }), kid: 'till-1' }
  expect(await readPublicKey(JSON.stringify(jwk))).toEqual(jwk)
  expect(await readPublicKey(JSON.stringify({ keys: [jwk] }))).toEqual(jwk)
})

const { privateKey } = PAIRS.Ed25519
it.each([
  ['private', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['private', JSON.stringify(privateKey.export({ format: 'jwk' }))],
  ['private', JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] })],
  ['certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'],
  ['kind', pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey)],
  ['unreadable', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@till'],
  ['unreadable', '{"kty":'],
])('refuses what is %s', async (fault, text) => {
  await expect(readPublicKey(text)).rejects.toThrow(new KeyNotRead(fault as never))
})
