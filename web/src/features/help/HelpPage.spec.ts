import { describe, expect, it } from 'vitest'
import { createFakeBackend } from '../../testing/fakeBackend'
import { visit } from '../../testing/mountPage'
import HelpPage from './HelpPage.vue'

const set = { phone: '0598-000 0000', hours: '工作日 8:30—17:30', address: null, office: '明溪县林业局', source: '县林业局通知', verified: true }

describe('whom to ask', () => {
  it('has a number to dial once the county has named one', async () => {
    const { page } = await visit(HelpPage, { path: '/help', backend: createFakeBackend({ help: set }) })
    expect(page.find('a[href^="tel:"]').attributes('href')).toBe('tel:05980000000')
    expect(page.text()).toContain('工作日 8:30—17:30')
    expect(page.text()).not.toContain('尚未由县里确认')
  })

  it('says that there is none yet, and invents nothing', async () => {
    const { page } = await visit(HelpPage, { path: '/help' })
    expect(page.text()).toContain('还没有设帮助电话')
    expect(page.text()).toContain('明溪县林业局')
    expect(page.text()).toContain('尚未由县里确认')
    expect(page.find('a[href^="tel:"]').exists()).toBe(false)
  })

  it('shows the request to read out, and nothing that only looks like one', async () => {
    expect((await visit(HelpPage, { path: '/help?request=req-7f2a9c' })).page.find('.number').text()).toBe('req-7f2a9c')
    expect((await visit(HelpPage, { path: '/help?request=call+0900-12345' })).page.find('.number').exists()).toBe(false)
  })
})
