import { expect, it } from 'vitest'
import { createFakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import InvitationCards from './InvitationCards.vue'

const offer = (invitation_id: string, organisation: string) => ({ invitation_id, organisation, role: 'merchant-clerk', expires_at: '2026-11-29T09:00:00+08:00' })

it('says under its own card what was refused, and says when none could be loaded', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /me\/invitations$/, () => problem(503, 'busy', '现在太忙', ''))
  const { page } = await visit(InvitationCards, { backend })
  expect(page.text()).toContain('现在太忙')
  backend.instead('GET', /me\/invitations$/, () => json({ items: [offer('one', '擂茶铺'), offer('two', '竹木厂')] }))
  await page.findAll('button').find(one => one.text() === '再试一次')!.trigger('click')
  await settled()
  backend.instead('POST', /acceptance$/, () => problem(409, 'organisation-closed', '单位已停用', '它已经停用。'))
  await page.findAll('section')[1]!.findAll('button')[1]!.trigger('click')
  await settled()
  expect(page.findAll('section').map(one => one.text().includes('它已经停用'))).toEqual([false, true])
})
