import { beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../../testing/fakeBackend'
import { settled, type Visit, visit } from '../../testing/mountPage'
import SignInPage from './SignInPage.vue'

let here: Visit

beforeEach(async () => {
  here = await visit(SignInPage, { path: '/sign-in?next=/points', signedIn: false })
})

const button = (text: string) => here.page.findAll('button').find(one => one.text() === text)!

async function askForCode(phone = '13859862046') {
  await here.page.find('#phone').setValue(phone)
  await button('发验证码').trigger('click')
  await settled()
}

async function signIn(code: string) {
  await here.page.find('#code').setValue(code)
  await here.page.find('[role="checkbox"]').trigger('click')
  await here.page.find('form').trigger('submit')
  await settled()
}

describe('signing in', () => {
  it('takes a person back to where they wanted to go', async () => {
    await askForCode()
    expect(here.page.text()).toContain('秒后可重发')
    await signIn('490731')
    expect(here.router.currentRoute.value.fullPath).toBe('/points')
    expect(here.backend.seen.find(one => one.path === '/auth/sms-codes')?.body).toEqual({ phone: '13859862046' })
    expect(here.backend.seen.find(one => one.path === '/auth/sessions')?.body).toMatchObject({ client: 'browser', code: '490731', agreement_version: '1.0' })
  })

  it('shows why a code was refused, in the backend’s words', async () => {
    await askForCode()
    await signIn('000000')
    expect(here.page.find('[role="alert"]').text()).toContain('验证码不对')
    expect(here.page.find('[role="alert"]').text()).toContain('sms-code-wrong')
    expect(here.router.currentRoute.value.path).toBe('/sign-in')
  })

  it('asks for what is missing before it sends anything', async () => {
    await here.page.find('form').trigger('submit')
    expect(here.page.text()).toContain('填 11 位手机号')
    await askForCode()
    await here.page.find('#code').setValue('490731')
    await here.page.find('form').trigger('submit')
    expect(here.page.text()).toContain('先读一读')
    expect(here.backend.seen.some(one => one.path === '/auth/sessions')).toBe(false)
  })

  it('shows the refusal of the number at the number', async () => {
    here.backend.instead('POST', /sms-codes/, () => problem(400, 'phone-invalid', '手机号不对', '', { errors: [{ field: '/phone', code: 'phone-invalid', detail: '这个号段还没有启用。', mend: '核对一下。' }] }))
    await askForCode()
    expect(here.page.find('#phone-error').text()).toContain('这个号段还没有启用。')
  })

  it('waits as long as the backend asks', async () => {
    here.backend.instead('POST', /sms-codes/, () => new Response(JSON.stringify({ type: '', title: '太快了', detail: '', status: 429, code: 'sms-code-too-soon' }), { status: 429, headers: { 'Retry-After': '40' } }))
    await askForCode()
    expect(here.page.text()).toContain('40 秒后可重发')
  })

  it('shows the agreement in a sheet', async () => {
    await button('用户协议').trigger('click')
    await settled()
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('第一条')
  })
})

it('never leaves the app for an address given from outside', async () => {
  here = await visit(SignInPage, { path: '/sign-in?next=//evil.example/', signedIn: false })
  await askForCode()
  await signIn('490731')
  expect(here.router.currentRoute.value.fullPath).toBe('/')
})
