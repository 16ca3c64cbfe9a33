import { describe, expect, it } from 'vitest'
import { createFakeBackend } from '../../testing/fakeBackend'
import { settled, visit } from '../../testing/mountPage'
import PayCodePage from './PayCodePage.vue'

const ASKED_MS = 3_200

async function rewardIds(backend = createFakeBackend()) {
  const { items } = await (await backend.answer(new Request('http://localhost/api/v1/rewards'))).json() as { items: { reward_id: string, title: string }[] }
  return { backend, id: (title: string) => items.find(one => one.title.includes(title))!.reward_id }
}

describe('a chosen reward', () => {
  it('is named with its shop when it can be had', async () => {
    const { backend, id } = await rewardIds()
    const { page } = await visit(PayCodePage, { path: `/pay?reward=${id('擂茶')}`, backend })
    expect(page.text()).toContain('在客家擂茶铺，对店员说要这件')
  })

  it('is said to be gone before the counter says it, with a way on', async () => {
    const { backend, id } = await rewardIds()
    const { page } = await visit(PayCodePage, { path: `/pay?reward=${id('电费券')}`, backend })
    expect(page.text()).toContain('换完了，不用跑一趟')
    expect(page.find('.other').attributes('href')).toBe('/rewards')
  })

  it('is said to be too dear, or had already', async () => {
    const poor = await rewardIds(createFakeBackend({ points: 10 }))
    expect((await visit(PayCodePage, { path: `/pay?reward=${poor.id('擂茶')}`, backend: poor.backend })).page.text()).toContain('积分还不够换这件')
    const { backend, id } = await rewardIds()
    await backend.answer(new Request('http://localhost/api/v1/redemptions', { method: 'POST', body: JSON.stringify({ code: 'x', out_trade_no: 'n', reward_id: id('红豆杉') }) }))
    expect((await visit(PayCodePage, { path: `/pay?reward=${id('红豆杉')}`, backend })).page.text()).toContain('你的份数已经换完了')
  })
})

it('shows what the counter took, as soon as it did', async () => {
  const { page, backend } = await visit(PayCodePage, { path: '/pay' })
  await backend.answer(new Request('http://localhost/api/v1/redemptions', { method: 'POST', body: JSON.stringify({ code: 'x', out_trade_no: 'n', points: 200 }) }))
  await new Promise(resolve => setTimeout(resolve, ASKED_MS))
  await settled()
  expect(page.find('.taken').text()).toContain('−200 分')
  expect(page.find('.qrw').exists()).toBe(false)
})
