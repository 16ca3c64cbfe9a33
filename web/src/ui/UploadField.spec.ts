import { beforeEach, expect, it } from 'vitest'
import { choose, type FakeUpload, fakeUploads, storedFile } from '../testing/fakeUploads'
import { settled, type Visit, visit } from '../testing/mountPage'
import UploadField from './UploadField.vue'

const ticket = () => new File(['a photo'], '车票.jpg', { type: 'image/jpeg' })
let here: Visit
let uploads: FakeUpload[]

beforeEach(async () => {
  here = await visit(UploadField, { props: { label: '照片', modelValue: null, 'onUpdate:modelValue': (modelValue: unknown) => here.page.setProps({ modelValue }) } })
  uploads = fakeUploads()
})

async function brings(file = ticket()) {
  await choose(here.page.findAll('input[type="file"]').at(-1)!.element, file)
  await settled()
}

async function answered(status: number, body: unknown) {
  uploads.at(-1)!.isAnswered(status, body)
  await settled()
}

const received = () => here.page.emitted('update:modelValue')?.map(([file]) => file)

it('offers to take a photo and to choose a file, and says what is taken', () => {
  expect(here.page.findAll('label').map(one => one.text())).toEqual(['拍一张', '选文件'])
  expect(here.page.find('input').attributes('capture')).toBe('environment')
  expect(here.page.text()).toContain('最大 5 MB')
  expect(here.page.find('[role="group"]').attributes('aria-labelledby')).toBe(here.page.find('.fl').attributes('id'))
})

it('sends at once what was chosen, shows it and says how far it is', async () => {
  await brings()
  const [upload] = uploads
  expect([...upload!.form!.entries()].map(([name]) => name)).toEqual(['purpose', 'file'])
  expect(upload!.headers.Authorization).toContain('Bearer')
  upload!.hasSent(0.4)
  await settled()
  expect(here.page.find('[role="progressbar"]').attributes('aria-valuenow')).toBe('40')
  expect(here.page.find('[role="status"]').text()).toBe('正在传，40%')
  expect(here.page.find('img').attributes()).toMatchObject({ src: expect.stringContaining('data:image/jpeg'), alt: '你选的图片：车票.jpg' })
  expect(here.page.emitted('update:busy')!.at(-1)).toEqual([true])
})

it('gives what was received to the page', async () => {
  await brings()
  await answered(201, storedFile)
  expect(received()!.at(-1)).toEqual(storedFile)
  expect(here.page.find('[role="status"]').text()).toContain('已经收下 · 20 KB')
  expect(here.page.emitted('update:busy')!.at(-1)).toEqual([false])
  expect(here.page.find('input').exists()).toBe(false)
})

it('can be done without again', async () => {
  await brings()
  await answered(201, storedFile)
  await here.page.find('.link').trigger('click')
  expect(received()!.at(-1)).toBeNull()
  expect(here.page.find('img').exists()).toBe(false)
  expect(here.page.findAll('input')).toHaveLength(2)
})

it('shows nothing of a file that the page has used', async () => {
  await brings()
  await answered(201, storedFile)
  await here.page.setProps({ modelValue: null })
  await settled()
  expect(here.page.text()).not.toContain('已经收下')
  expect(here.page.find('img').exists()).toBe(false)
  expect(here.page.findAll('label').map(one => one.text())).toEqual(['拍一张', '选文件'])
})

it('says of a sheet to be read what a sheet is', async () => {
  await here.page.setProps({ purpose: 'import' })
  expect(here.page.find('.bounds').text()).toContain('XLSX 或 CSV')
  expect(here.page.find('.bounds').text()).not.toContain('照片')
})

it('says why a file was refused, and offers another and not the same', async () => {
  await brings()
  await answered(422, { type: '/problems/file-type-refused', title: '这种文件收不了', detail: '看内容，它不是能收的文件。', status: 422, code: 'file-type-refused' })
  expect(here.page.find('[role="alert"]').text()).toContain('看内容，它不是能收的文件。')
  expect(here.page.text()).not.toContain('再试一次')
  expect(here.page.findAll('label').at(-1)!.text()).toBe('换一个')
  expect(received()?.at(-1) ?? null).toBeNull()
})

it('repeats the same file under the same key when no answer came', async () => {
  await brings()
  uploads[0]!.breaksOff()
  await settled()
  await here.page.find('[role="alert"] button').trigger('click')
  await settled()
  expect(uploads).toHaveLength(2)
  expect(uploads[1]!.headers['Idempotency-Key']).toBe(uploads[0]!.headers['Idempotency-Key'])
  await answered(201, storedFile)
  expect(received()!.at(-1)).toEqual(storedFile)
  expect(here.page.find('[role="alert"]').exists()).toBe(false)
})

it('stops when it is told to, and believes no late answer', async () => {
  await brings()
  await here.page.find('.link').trigger('click')
  await settled()
  expect(uploads[0]!.aborted).toBe(true)
  await answered(201, storedFile)
  expect(received()?.at(-1) ?? null).toBeNull()
  expect(here.page.find('[role="alert"]').exists()).toBe(false)
})

it('refuses here what is too large or empty, and sends nothing', async () => {
  await brings(new File([new Uint8Array(6 * 1024 * 1024)], 'x.pdf', { type: 'application/pdf' }))
  expect(here.page.find('[role="alert"]').text()).toContain('6.0 MB')
  await brings(new File([], 'x.pdf', { type: 'application/pdf' }))
  expect(here.page.find('[role="alert"]').text()).toContain('空的')
  expect(uploads).toHaveLength(0)
})

it('renews the session once when it has ended meanwhile', async () => {
  await brings()
  await answered(401, { title: 'x', code: 'bearer-token-invalid' })
  expect(uploads).toHaveLength(2)
})
