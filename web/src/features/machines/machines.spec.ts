import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, expect, it, vi } from 'vitest'
import { createFakeBackend, type FakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import { toast } from '../../ui/toast'
import ClientPage from './ClientPage.vue'
import RegisterClientPage from './RegisterClientPage.vue'
import WebhookPage from './WebhookPage.vue'
import WebhooksPage from './WebhooksPage.vue'

const SHOP = '0197a000-0000-7000-8000-000000000002'
const HOOK = '0197a000-0000-7000-8000-0000000000e1'
const CLIENT = 'client-7f2a9c0d4e5b6a71x8yz'
const AT = '2026-11-22T10:00:00+08:00'
let backend: FakeBackend

beforeEach(() => {
  document.body.innerHTML = ''
  backend = createFakeBackend()
  sessionStorage.setItem('tanhui.acting', JSON.stringify({ party_id: SHOP, role: 'organisation-manager' }))
})

const aClient = (more: Record<string, unknown> = {}) => ({
  client_id: CLIENT, organisation_id: SHOP, party_id: SHOP, name: '收银台 1', scopes: ['redemptions:read'], is_sandbox: false, state: 'active', state_reason: null, state_changed_at: AT, recorded_at: AT, is_held: false,
  refusals: { on_day: 3, in_all: 7, last_at: AT, last_code: 'signature-replayed' }, last_used_at: AT,
  quota: [{ span: 'minute', limit: 600, left: 450, resets_at: AT }, { span: 'day', limit: 100000, left: 99842, resets_at: AT }],
  keys: [{ kid: 'till-1', algorithm: 'EdDSA', state: 'active', recorded_at: AT, not_before: AT, retired_at: null, used_at: AT }],
  abilities: ['add-key', 'suspend', 'revoke'], ...more,
})
const anEndpoint = (more: Record<string, unknown> = {}) => ({
  endpoint_id: HOOK, url: 'https://hooks.mingxi-leicha.cn/tanhui', kinds: ['redemption.done'], state: 'active', failing_since: null, last_answer: '204', state_changed_at: AT, recorded_at: AT, pending: 0, dead: 0,
  keys: [{ kid: '7f2a9c0d4e5b6a71', public_key: 'whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=', retires_at: null }], abilities: ['try', 'rotate-key', 'replay', 'close'], ...more,
})

async function client(more: Record<string, unknown> = {}) {
  backend.instead('GET', /\/clients\//, () => json(aClient(more)))
  return (await visit(ClientPage, { backend, props: { id: CLIENT } })).page
}

const sheet = () => document.querySelector<HTMLElement>('.bottom-sheet')!

it('shows what a machine used, what it was refused, and which key it used last', async () => {
  const page = await client()
  expect(page.text()).toContain('用了 150，最多 600')
  expect(page.text()).toContain('signature-replayed')
  expect(page.text()).toContain('till-1')
})

it('takes the settings along where the page is served without encryption too, and says so', async () => {
  const page = await client()
  vi.stubGlobal('isSecureContext', false)
  const copied = vi.fn(() => true)
  Object.assign(document, { execCommand: copied })
  await page.findAll('button').find(one => one.text() === '复制')!.trigger('click')
  await settled()
  expect(copied).toHaveBeenCalledWith('copy')
  expect(toast.value).toBe('复制好了')
})

it('revokes only who has typed the name', async () => {
  const page = await client()
  await page.findAll('button').find(one => one.text() === '注销')!.trigger('click')
  await settled()
  const send = sheet().querySelector<HTMLButtonElement>('button[type=submit]')!
  expect(send.disabled).toBe(true)
  const typed = sheet().querySelector<HTMLInputElement>('#end-typed')!
  typed.value = '收银台 1'
  typed.dispatchEvent(new Event('input'))
  await settled()
  expect(send.disabled).toBe(false)
  backend.instead('POST', /revocation$/, () => json(aClient({ state: 'revoked', abilities: [] })))
  sheet().querySelector('form')!.dispatchEvent(new Event('submit'))
  await settled()
  expect(page.text()).toContain('已注销')
  expect(page.text()).toContain('重新登记一个')
})

it('offers no resuming of what the county holds back, and says why it does', async () => {
  const page = await client({ state: 'suspended', is_held: true, state_reason: '签名错了 400 次', abilities: ['add-key', 'revoke'] })
  expect(page.text()).toContain('县里停用')
  expect(page.text()).toContain('签名错了 400 次')
  expect(page.findAll('button').map(one => one.text())).not.toContain('恢复')
})

it('registers with a pasted key, and never sends a private one', async () => {
  backend.instead('GET', /\/clients$/, () => json({ items: [], scopes_offered: [{ scope: 'redemptions:write', is_signed: true }] }))
  const { page } = await visit(RegisterClientPage, { backend })
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const field = page.find<HTMLTextAreaElement>('#key-text')
  await page.find('#client-name').setValue('收银台 1')
  await page.find('input[type=checkbox]').setValue(true)
  await field.setValue(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  await settled()
  expect(page.text()).toContain('这是私钥')
  expect(field.element.value).toBe('')
  expect(page.find('button[type=submit]').attributes('disabled')).toBeDefined()
  await field.setValue(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  await settled()
  backend.instead('POST', /\/clients$/, () => json(aClient(), 201))
  await page.find('form').trigger('submit')
  await settled()
  const sent = backend.seen.filter(one => one.method === 'POST' && one.path.endsWith('/clients'))
  expect(sent).toHaveLength(1)
  expect(sent[0]!.body).toMatchObject({ name: '收银台 1', is_sandbox: true, scopes: ['redemptions:write'], key: { kty: 'OKP', x: publicKey.export({ format: 'jwk' }).x } })
})

it('says beside the address why nothing is sent there', async () => {
  backend.instead('GET', /webhook-endpoints$/, () => json({ items: [] }))
  const { page } = await visit(WebhooksPage, { backend })
  await page.findAll('button').find(one => one.text() === '加接收地址')!.trigger('click')
  await settled()
  const url = sheet().querySelector<HTMLInputElement>('#hook-url')!
  url.value = 'https://127.1/'
  url.dispatchEvent(new Event('input'))
  backend.instead('POST', /webhook-endpoints$/, () => problem(400, 'webhook-destination-refused', '这个地址不能发', '', { reasons: [{ code: 'webhook-destination-refused', text: '', facts: { why: 'not-a-name' } }] }))
  sheet().querySelector('form')!.dispatchEvent(new Event('submit'))
  await settled()
  expect(sheet().textContent).toContain('不收 IP 地址')
})

it('tells why an endpoint was disabled and lets it work again', async () => {
  const disabled = anEndpoint({ state: 'disabled', failing_since: AT, last_answer: 'ConnectionRefusedError', abilities: ['enable', 'close'] })
  backend.instead('GET', /webhook-endpoints$/, () => json({ items: [disabled] }))
  backend.instead('GET', /deliveries$/, () => json({ items: [], next_cursor: null }))
  const { page } = await visit(WebhookPage, { backend, props: { id: HOOK } })
  expect(page.text()).toContain('连不上，对方没有开')
  backend.instead('POST', /enabling$/, () => json(anEndpoint()))
  backend.instead('GET', /webhook-endpoints$/, () => json({ items: [anEndpoint()] }))
  backend.instead('GET', /deliveries$/, () => json({ items: [], next_cursor: null }))
  await page.findAll('button').find(one => one.text() === '重新打开')!.trigger('click')
  await settled()
  expect(page.text()).not.toContain('连不上')
  expect(page.text()).toContain('发试消息')
})

it('shows a message as it was sent and sends it again', async () => {
  const one = { delivery_id: HOOK, webhook_id: 'msg_1', kind: 'redemption.done', sequence: 28, state: 'dead', body: '{"type":"redemption.done"}', attempts: 10, last_answer: '500', recorded_at: AT, due_at: null, delivered_at: null, abilities: ['replay'] }
  backend.instead('GET', /webhook-endpoints$/, () => json({ items: [anEndpoint()] }))
  backend.instead('GET', /deliveries$/, () => json({ items: [one], next_cursor: null }))
  const { page } = await visit(WebhookPage, { backend, props: { id: HOOK } })
  expect(page.text()).toContain('回答 500')
  await page.find('button.one').trigger('click')
  await settled()
  expect(sheet().textContent).toContain('"type": "redemption.done"')
  backend.instead('POST', /replay$/, () => json({ ...one, state: 'pending', abilities: [] }))
  sheet().querySelector<HTMLButtonElement>('button.full')!.click()
  await settled()
  expect(backend.seen.some(each => each.path.endsWith(`/deliveries/${HOOK}/replay`))).toBe(true)
})

it('lets who manages an organisation act for it where a notice has led them, and stays on the page', async () => {
  sessionStorage.removeItem('tanhui.acting')
  const { page } = await visit(ClientPage, { backend, path: `/organisation/clients/${CLIENT}`, props: { id: CLIENT } })
  expect(page.text()).toContain('现在没有替单位办事')
  expect(page.findAll('button').some(one => one.text().includes('客家擂茶铺'))).toBe(false)
  page.unmount()
  const membership = { membership_id: HOOK, party_id: SHOP, name: '客家擂茶铺', kind: 'merchant', role: 'organisation-manager', place: '雪峰镇' }
  const me = (await (await backend.answer(new Request('http://x/api/v1/me'))).json()) as object
  backend.instead('GET', /^\/me$/, () => json({ ...me, memberships: [membership] }))
  const here = (await visit(ClientPage, { backend, path: `/organisation/clients/${CLIENT}`, props: { id: CLIENT } }))
  backend.instead('GET', /^\/me$/, () => json({ ...me, memberships: [membership], acting: membership }))
  backend.instead('GET', /\/clients\//, () => json(aClient()))
  await here.page.findAll('button').find(one => one.text().includes('客家擂茶铺'))!.trigger('click')
  await settled()
  expect(backend.seen.find(one => one.path === '/auth/acting-party')!.body).toMatchObject({ party_id: SHOP, role: 'organisation-manager' })
  expect(here.page.text()).toContain('收银台 1')
  expect(here.router.currentRoute.value.path).toBe(`/organisation/clients/${CLIENT}`)
})
