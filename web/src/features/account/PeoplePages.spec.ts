import { beforeEach, expect, it } from 'vitest'
import type { Component } from 'vue'
import { createFakeBackend, type FakeBackend, json, problem } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import MePage from '../me/MePage.vue'
import GuardiansPage from './GuardiansPage.vue'
import HouseholdPage from './HouseholdPage.vue'
import PhonePage from './PhonePage.vue'
import RealNamePage from './RealNamePage.vue'

let backend: FakeBackend
beforeEach(() => (backend = createFakeBackend()))

const ID = '0197a000-0000-7000-8000-00000000ab01'
const AT = '2026-11-22T09:00:00+08:00'
const open = async (page: Component, path: string) => (await visit(page, { path, backend })).page
const button = (page: Awaited<ReturnType<typeof open>>, words: string) => page.findAll('button').find(one => one.text().includes(words))!
const inSheet = (words: string) => [...document.body.querySelectorAll<HTMLButtonElement>('.bottom-sheet button')].find(one => one.textContent!.includes(words))!

const realName = (more = {}) => ({ state: 'none', name_masked: null, number_tail: null, checked_at: null, age_group: 'adult', tries_left: 3, ...more })
const consent = { version: '1.0', title: '监护人同意书', text: '第一段\n\n第二段' }
const guardians = (more = {}) => ({ age_group: 'adult', guardian: null, wards: [], asked: [], consent, ...more })
const guardianship = (more = {}) => ({ guardianship_id: ID, nickname: '小满', phone_masked: '138****0031', state: 'asked', recorded_at: AT, expires_at: '2026-11-29T09:00:00+08:00', accepted_at: null, consent_version: null, ...more })

async function realNamePage(more = {}) {
  backend.instead('GET', /me\/real-name$/, () => json(realName(more)))
  return open(RealNamePage, '/account/real-name')
}

it('says of a mistyped resident number what is wrong, and asks nobody', async () => {
  const page = await realNamePage()
  await page.find('#real-name').setValue('林小溪')
  await page.find('#resident-id').setValue('440524188001010015')
  expect(page.text()).toContain('最后一位对不上')
  expect(button(page, '核对').attributes('disabled')).toBeDefined()
  await page.find('#resident-id').setValue('440524 18800101 0014')
  expect(page.text()).toContain('号码对得上')
  expect(button(page, '核对').attributes('disabled')).toBeUndefined()
  expect(backend.seen.some(one => one.method === 'POST' && one.path.includes('real-name'))).toBe(false)
})

it('shows after the check the last four and nothing that was typed', async () => {
  const page = await realNamePage()
  await page.find('#real-name').setValue('林小溪')
  await page.find('#resident-id').setValue('440524188001010014')
  backend.instead('POST', /me\/real-name$/, () => json(realName({ state: 'checked', name_masked: '林*溪', number_tail: '0014', checked_at: AT }), 201))
  await page.find('form').trigger('submit')
  await settled()
  expect(page.text()).toContain('末四位 0014')
  expect(page.html()).not.toContain('440524188001010014')
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('440524')
})

it('keeps what was typed and counts the tries where the register says no', async () => {
  const page = await realNamePage()
  await page.find('#real-name').setValue('林小溪')
  await page.find('#resident-id').setValue('440524188001010014')
  backend.instead('POST', /me\/real-name$/, () => problem(422, 'real-name-no-match', '对不上', '姓名和号码对不上。'))
  backend.instead('GET', /me\/real-name$/, () => json(realName({ tries_left: 0 })))
  await page.find('form').trigger('submit')
  await settled()
  expect(page.text()).toContain('姓名和号码对不上')
  expect(page.text()).toContain('今天的次数用完了')
  expect((page.find('#real-name').element as HTMLInputElement).value).toBe('林小溪')
  expect(button(page, '核对').attributes('disabled')).toBeDefined()
})

it('shows on “Me” who asks to be guarded and who invites to a household, and leads to each', async () => {
  backend.instead('GET', /me\/guardianships$/, () => json(guardians({ asked: [guardianship()] })))
  backend.instead('GET', /me\/household$/, () => json({ household: null, invitations: [{ household_invitation_id: ID, household: '溪边老林家', invited_by: '小林', phone_masked: null, recorded_at: AT, expires_at: AT, answer: null }] }))
  const page = await open(MePage, '/me')
  expect(page.text()).toContain('小满 请你做监护人')
  expect(page.text()).toContain('小林 请你加入“溪边老林家”')
  expect(page.findAll('.card a.btn').map(one => one.attributes('href'))).toEqual(['/account/guardians', '/account/household'])
})

it('lets a guardian agree only after the text, to the version that was read', async () => {
  backend.instead('GET', /guardianships$/, () => json(guardians({ asked: [guardianship()] })))
  backend.instead('GET', /real-name$/, () => json(realName()))
  const page = await open(GuardiansPage, '/account/guardians')
  expect(button(page, '我同意')).toBeUndefined()
  await button(page, '看看再定').trigger('click')
  await settled()
  expect(document.body.textContent).toContain('第二段')
  backend.instead('POST', /acceptance$/, () => json(guardians({ wards: [guardianship({ state: 'accepted', accepted_at: AT })] })))
  inSheet('我同意').click()
  await settled()
  expect(backend.seen.at(-1)).toMatchObject({ method: 'POST', body: { consent_version: '1.0' } })
  expect(page.text()).toContain('我监护的人')
})

it('asks minors alone for a guardian, and tells others whose age nobody knows how to say it', async () => {
  backend.instead('GET', /guardianships$/, () => json(guardians({ age_group: 'child' })))
  backend.instead('GET', /real-name$/, () => json(realName({ state: 'checked' })))
  const child = await open(GuardiansPage, '/account/guardians')
  expect(child.text()).toContain('照你的年龄，记录')
  await child.find('input').setValue('138 0000 0031')
  backend.instead('POST', /guardianships$/, () => json(guardians({ age_group: 'child', guardian: guardianship({ nickname: null }) }), 201))
  await child.find('form').trigger('submit')
  await settled()
  expect(backend.seen.at(-1)).toMatchObject({ body: { phone: '13800000031' } })
  expect(child.text()).toContain('等对方答应')
  child.unmount()
  backend.instead('GET', /guardianships$/, () => json(guardians()))
  backend.instead('GET', /real-name$/, () => json(realName()))
  const adult = await open(GuardiansPage, '/account/guardians')
  expect(adult.find('form').exists()).toBe(false)
  expect(adult.text()).toContain('没有实名的人按成年人算')
})

const member = (name: string, more = {}) => ({ household_member_id: `0197a000-0000-7000-8000-0000000000${name.length}${more ? 1 : 2}`, nickname: name, is_head: false, is_me: false, joined_at: AT, ...more })
const household = (abilities: string[], members: unknown[]) => ({ household: { household_id: ID, name: '溪边老林家', members, invitations: [], abilities }, invitations: [] })

it('offers the head what a head does, and leaving only to who may leave', async () => {
  backend.instead('GET', /household$/, () => json(household(['invite', 'remove', 'hand-over'], [member('晓梅', { is_head: true, is_me: true }), member('老林家大哥')])))
  const page = await open(HouseholdPage, '/account/household')
  expect(button(page, '退出家庭')).toBeUndefined()
  expect(page.text()).toContain('户主先把家庭交给别人')
  await button(page, '移出').trigger('click')
  expect(document.body.textContent).toContain('把老林家大哥移出家庭')
  backend.instead('DELETE', /household\/members\//, () => json(household(['leave', 'invite', 'remove', 'hand-over'], [member('晓梅', { is_head: true, is_me: true })])))
  inSheet('移出').click()
  await settled()
  expect(page.text()).toContain('成员 1 人')
  expect(button(page, '退出家庭')).toBeDefined()
})

it('shows an earlier refusal in no newly opened sheet', async () => {
  backend.instead('GET', /household$/, () => json(household(['invite', 'remove', 'hand-over'], [member('晓梅', { is_head: true, is_me: true }), member('老林家大哥')])))
  const page = await open(HouseholdPage, '/account/household')
  await button(page, '移出').trigger('click')
  backend.instead('DELETE', /household\/members\//, () => problem(409, 'not-the-head', '你不是户主', '户主已经换人。'))
  inSheet('移出').click()
  await settled()
  expect(document.body.textContent).toContain('户主已经换人')
  await button(page, '移出').trigger('click')
  await settled()
  expect(document.body.textContent).not.toContain('户主已经换人')
})

it('says no twice to nobody: an invitation is joined or declined, and one household is enough', async () => {
  const asked = { household_invitation_id: ID, household: '坡上李家', invited_by: '老李', phone_masked: null, recorded_at: AT, expires_at: '2026-11-29T09:00:00+08:00', answer: null }
  backend.instead('GET', /household$/, () => json({ ...household(['leave'], [member('晓梅', { is_me: true })]), invitations: [asked] }))
  const page = await open(HouseholdPage, '/account/household')
  expect(page.text()).toContain('老李 请你加入“坡上李家”')
  expect(button(page, '加入').attributes('disabled')).toBeDefined()
  expect(button(page, '谢绝').attributes('disabled')).toBeUndefined()
})

const change = (more = {}) => ({ phone_change_id: ID, phone_masked: '139****0042', state: 'waiting', by_office: false, recorded_at: AT, due_at: '2026-11-23T09:00:00+08:00', ended_at: null, abilities: ['cancel'], ...more })

it('shows a change that waits as what happened and what comes, and cancels it with one press', async () => {
  backend.instead('GET', /phone-changes$/, () => json({ items: [change()] }))
  const page = await open(PhonePage, '/account/phone')
  expect(page.findAll('.story li')).toHaveLength(3)
  expect(page.find('form').exists()).toBe(false)
  backend.instead('POST', /cancellation$/, () => json(change({ state: 'cancelled', ended_at: AT, abilities: [] })))
  backend.instead('GET', /phone-changes$/, () => json({ items: [change({ state: 'cancelled', ended_at: AT, abilities: [] })] }))
  await button(page, '取消换号').trigger('click')
  await settled()
  expect(page.text()).toContain('取消了')
  expect(page.find('form').exists()).toBe(true)
})

it('shows what the desk was told, and ends it with one press', async () => {
  backend.instead('GET', /phone-changes$/, () => json({ items: [], at_the_desk: { phone_masked: '139****0042', recorded_at: AT, abilities: ['object'] } }))
  const page = await open(PhonePage, '/account/phone')
  expect(page.text()).toContain('有人在服务台说你的手机丢了')
  expect(page.text()).toContain('139****0042')
  backend.instead('POST', /me\/recovery\/refusal$/, () => json({ items: [], at_the_desk: null }))
  await button(page, '不是我办的').trigger('click')
  await settled()
  expect(page.text()).not.toContain('有人在服务台说你的手机丢了')
})

it('sends the code to the new number and asks with it; another number needs another code', async () => {
  backend.instead('GET', /phone-changes$/, () => json({ items: [] }))
  const page = await open(PhonePage, '/account/phone')
  await page.find('input').setValue('13900000042')
  backend.instead('POST', /sms-codes$/, () => json({ challenge_id: ID, agreement_version: '1.0', expires_in_s: 300, resend_in_s: 60 }, 202))
  await button(page, '发验证码').trigger('click')
  await settled()
  expect(backend.seen.at(-1)).toMatchObject({ body: { phone: '13900000042' } })
  await page.find('#change-code').setValue('490712')
  expect(button(page, '申请换号').attributes('disabled')).toBeUndefined()
  await page.find('input').setValue('13900000043')
  expect(page.find('#change-code').exists()).toBe(false)
})
