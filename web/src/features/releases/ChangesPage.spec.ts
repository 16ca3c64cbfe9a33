import { expect, it } from 'vitest'
import { createFakeBackend, json } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import ChangesPage from './ChangesPage.vue'

const RELEASE = { release_id: '0197a000-0000-7000-8000-0000000000f1', kind: 'settings', kind_name: '设置', label: 'settings/2', in_force_from: '2026-12-01', in_force_until: null, standing: 'coming', content_hash: 'ab'.repeat(32), made_by: { role: 'system-administrator', office: '明溪县数据局' }, approved_by: { role: 'security-officer', office: '明溪县数据局' }, approved_at: '2026-11-22T11:20:00+08:00', shipped_with: null, published: ['duty.basis'], note: '按县里新文件', rows_count: 1 }
const CHANGE = { key: 'duty.basis', title: '购票折算植树的依据', change: 'changed', fields: [{ field: 'value', name: '值', before: '按金额折算', after: '按买的公斤数折算', unit: '', before_code: 'money', after_code: 'retail-kg' }] }

it('tells everybody since when, why and who decided, and opens old and new in words with their codes', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /\/releases$/, () => json({ items: [RELEASE], next_cursor: null }))
  backend.instead('GET', /\/releases\/0197/, () => json({ release: RELEASE, changes: [CHANGE] }))
  const { page } = await visit(ChangesPage, { path: '/changes', backend })
  for (const text of ['按县里新文件', '2026-12-01', '明溪县数据局 · 系统管理员', '明溪县数据局 · 安全管理员'])
    expect(page.text()).toContain(text)
  expect(page.find('del').exists()).toBe(false)
  await page.findAll('button').find(each => each.text().startsWith('看改了什么'))!.trigger('click')
  await settled()
  expect(page.find('del').text()).toBe('按金额折算')
  expect(page.find('ins').text()).toBe('按买的公斤数折算')
  expect(page.findAll('code').map(each => each.text())).toEqual(['money', 'retail-kg'])
})

it('says that nothing has changed yet', async () => {
  const backend = createFakeBackend()
  backend.instead('GET', /\/releases$/, () => json({ items: [], next_cursor: null }))
  const { page } = await visit(ChangesPage, { path: '/changes', backend })
  expect(page.text()).toContain('还没有发布过')
})
