import { createHash } from 'node:crypto'
import { afterEach, expect, it, vi } from 'vitest'
import { createFakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit, type Visit } from '../../testing/mountPage'
import CheckPdf from './CheckPdf.vue'

afterEach(() => vi.unstubAllGlobals())

const content = '%PDF-1.7 a certificate'
const sha256 = createHash('sha256').update(content).digest('hex')

async function choose({ page }: Visit, file: File) {
  const input = page.find('input[type="file"]')
  Object.defineProperty(input.element, 'files', { value: [file], configurable: true })
  await input.trigger('change')
  // The fingerprint is computed in a thread of the browser's, which no turn of ours waits for.
  await vi.waitFor(() => expect(page.find('.verdict :is(.nb, .problem)').exists()).toBe(true), { timeout: 10_000 })
  await settled()
}

const pdf = (text = content, name = '凭证.pdf') => new File([text], name, { type: 'application/pdf' })

function answering(state: string, valid = false) {
  const backend = createFakeBackend()
  backend.instead('POST', /^\/certificate-verifications$/, () => json({ valid, state, number: state === 'unknown' ? null : 'MX-2026-001428-7', facts: null, reason: '登记簿的话。' }))
  return backend
}

it('sends the fingerprint and nothing of the file', async () => {
  const here = await visit(CheckPdf, { backend: answering('valid', true) })
  await choose(here, pdf())
  expect(here.backend.seen.filter(one => one.path === '/certificate-verifications').map(one => one.body)).toEqual([{ pdf_sha256: sha256 }])
  expect(here.page.text()).toContain('文件不会离开你的手机')
})

it.each([
  ['valid', true, '是原件，凭证有效'],
  ['revoked', false, '是原件，但是凭证已撤销'],
  ['superseded', false, '是原件，但是已换了新凭证'],
  ['unknown', false, '不是登记簿出具的文件'],
  ['altered', false, '登记簿里的内容和签名对不上'],
])('says %s in words', async (state, valid, words) => {
  const here = await visit(CheckPdf, { backend: answering(state, valid) })
  await choose(here, pdf())
  expect(here.page.find('[role="status"]').text()).toContain(words)
  expect(here.page.find('[role="status"]').text()).toContain('登记簿的话。')
  expect(here.page.find('.nb').classes('tea')).toBe(!valid)
  expect(here.page.find('a[href="/c/MX-2026-001428-7"]').exists()).toBe(state !== 'unknown')
})

it('forgets what it said of another file', async () => {
  const here = await visit(CheckPdf, { backend: answering('valid', true) })
  await choose(here, pdf())
  here.backend.instead('POST', /^\/certificate-verifications$/, () => problem(503, 'busy', '登记簿有点忙', '过几秒再试。'))
  await choose(here, pdf('another', '另一份.pdf'))
  expect(here.page.text()).toContain('另一份.pdf')
  expect(here.page.text()).toContain('登记簿有点忙')
  expect(here.page.text()).not.toContain('凭证有效')
})

it('does not read what is far too large', async () => {
  const here = await visit(CheckPdf)
  const large = pdf()
  Object.defineProperty(large, 'size', { value: 11 * 1024 * 1024 })
  await choose(here, large)
  expect(here.page.text()).toContain('超过 10 MB')
  expect(here.backend.seen.map(one => one.path)).not.toContain('/certificate-verifications')
})

it('says what to do where the browser computes no fingerprint', async () => {
  vi.stubGlobal('crypto', { getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto) })
  const { page } = await visit(CheckPdf, { signedIn: false })
  expect(page.find('input').exists()).toBe(false)
  expect(page.text()).toContain('用 https 打开')
})
