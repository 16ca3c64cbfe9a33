import { mount, RouterLinkStub } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { NoAnswer } from '../api/problem'
import { useResource } from '../composables/useResource'
import { i18n } from '../i18n'
import { settled } from '../testing/mountPage'
import ResourceView from './ResourceView.vue'

it('promises nothing of a kept request when something was only to be read, and comes by itself with the network', async () => {
  let answer: () => Promise<string> = () => Promise.reject(new NoAnswer('no network'))
  const page = mount(defineComponent({
    setup() {
      const resource = useResource(() => answer())
      return () => h(ResourceView, { resource } as never, { default: ({ data }: { data: unknown }) => String(data) })
    },
  }), { global: { plugins: [i18n, createPinia()], stubs: { RouterLink: RouterLinkStub } } })
  await settled()
  expect(page.text()).toContain('这一页会自己再试')
  expect(page.text()).not.toContain('存在手机里')
  answer = () => Promise.resolve('the shelf')
  window.dispatchEvent(new Event('online'))
  await settled()
  expect(page.text()).toBe('the shelf')
})
