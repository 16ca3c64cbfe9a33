import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { i18n } from '../i18n'
import { settled } from '../testing/mountPage'
import ShareButton from './ShareButton.vue'
import { toast } from './toast'

const what = { title: '林业碳票抵消凭证', text: '230 公斤林业碳票已经注销', url: 'http://localhost/c/MX-2026-001428-7', poster: '/poster.png' }
const png = () => new Response(new Blob(['png']), { status: 200 })

async function press() {
  const button = mount(ShareButton, { props: { what }, attachTo: document.body, global: { plugins: [i18n] } })
  await button.get('button').trigger('click')
  await settled()
}
const sheet = () => document.querySelector('[role="dialog"]')
const onDevice = (device: Partial<Navigator>) => vi.stubGlobal('navigator', { ...device, userAgent: 'test' })

describe('sharing', () => {
  it('hands words, link and poster to the device', async () => {
    const share = vi.fn<(data: ShareData) => Promise<void>>(async () => undefined)
    onDevice({ share, canShare: () => true })
    vi.stubGlobal('fetch', async () => png())
    await press()
    const [shared] = share.mock.calls[0]!
    expect(shared).toMatchObject({ title: what.title, text: what.text, url: what.url })
    expect(shared.files?.[0]).toMatchObject({ name: '林业碳票抵消凭证.png', type: 'image/png' })
    expect(sheet()).toBeNull()
  })

  it('leaves the poster out where it cannot be had', async () => {
    const share = vi.fn<(data: ShareData) => Promise<void>>(async () => undefined)
    onDevice({ share, canShare: () => true })
    vi.stubGlobal('fetch', async () => new Response('', { status: 404 }))
    await press()
    expect(share.mock.calls[0]![0]).not.toHaveProperty('files')
  })

  it('opens no sheet of ours when the person closed the device’s', async () => {
    onDevice({ share: async () => { throw new DOMException('', 'AbortError') } })
    await press()
    expect(sheet()).toBeNull()
  })

  it.each([
    ['there is no share sheet', {}],
    ['it does not open', { share: async () => { throw new DOMException('', 'NotAllowedError') } }],
  ])('has a sheet of its own where %s: copy, poster, code', async (_, device: Partial<Navigator>) => {
    onDevice(device)
    document.execCommand = vi.fn(() => true)
    await press()
    expect(sheet()!.textContent).toContain(what.url)
    expect(sheet()!.querySelector('a[download]')!.getAttribute('href')).toBe('/poster.png')
    // The part that draws codes is loaded when it is first needed.
    await vi.waitFor(() => expect(sheet()!.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('这个链接的二维码'), { timeout: 10_000 })
    ;[...sheet()!.querySelectorAll('button')].find(one => one.textContent!.includes('复制链接'))!.click()
    await settled()
    expect(toast.value).toBe('已复制链接')
    expect(document.execCommand).toHaveBeenCalledWith('copy')
  })
})
