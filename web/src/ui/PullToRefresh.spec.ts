import { mount } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { NoAnswer } from '../api/problem'
import { useResource } from '../composables/useResource'
import { i18n } from '../i18n'
import { settled } from '../testing/mountPage'
import PullToRefresh from './PullToRefresh.vue'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:31:00+08:00') }))
afterEach(() => void vi.useRealTimers())

const comes = async () => 'here'
const fails = () => Promise.reject(new NoAnswer('network'))

/** A page of so many parts. */
async function page(...parts: (() => Promise<string>)[]) {
  const mounted = mount(defineComponent(() => {
    const resources = parts.map(part => useResource(part))
    return () => h(PullToRefresh, { resources })
  }), { global: { plugins: [i18n] } })
  await settled()
  const line = () => mounted.get('[role="status"]').text()
  async function again() {
    await mounted.get('button').trigger('click')
    await settled()
  }
  return { line, again }
}

it('says since when a page is as it is', async () => {
  const { line, again } = await page(comes, comes)
  expect(line()).toBe('09:31 更新')
  vi.setSystemTime(new Date('2026-11-22T09:40:00+08:00'))
  await again()
  expect(line()).toBe('09:40 更新')
})

it('says no time for what has never come', async () => {
  const { line, again } = await page(comes, fails)
  expect(line()).toBe('')
  await again()
  expect(line()).toBe('')
})

it('keeps the older time where only a part came again', async () => {
  let reachable = true
  const { line, again } = await page(comes, () => (reachable ? comes() : fails()))
  reachable = false
  vi.setSystemTime(new Date('2026-11-22T09:40:00+08:00'))
  await again()
  expect(line()).toBe('09:31 更新')
})
