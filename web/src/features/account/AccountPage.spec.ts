import { expect, it } from 'vitest'
import { router } from '../../router'
import { createFakeBackend, json, problem } from '../../testing/fakeBackend'
import { visit } from '../../testing/mountPage'
import AccountPage from './AccountPage.vue'
import { ACCOUNT_GROUPS } from './groups'

const device = { device_id: '0197a000-0000-7000-8000-0000000000f1', name: '手机', client: 'browser', is_this: true, signed_in_at: '2026-11-20T09:00:00+08:00', seen_at: '2026-11-22T09:00:00+08:00' }

it('says of each line how it stands', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /me\/devices$/, () => json({ items: [device, device] }))
  const { page } = await visit(AccountPage, { path: '/account', backend })
  expect(page.text()).toContain('2 台设备登录着，用短信验证')
})

it('leads on where a state cannot be asked', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /me\/devices$/, () => problem(503, 'busy', '忙', '等一下'))
  const { page } = await visit(AccountPage, { path: '/account', backend })
  expect(page.findAll('a.li')).toHaveLength(ACCOUNT_GROUPS.flatMap(group => group.rows).length)
  expect(page.text()).toContain('账号安全')
})

it('leads nowhere that is not a page', () => {
  for (const row of ACCOUNT_GROUPS.flatMap(group => group.rows)) {
    const route = router.resolve(row.path).matched[0]!
    expect(route.path, row.path).toBe(row.path.split('?')[0])
  }
})
