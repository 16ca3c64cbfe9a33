import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { vi } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useCredentials } from '../api/authorizedFetch'
import { i18n, language } from '../i18n'
import { useSession } from '../session/session'
import { createFakeBackend, type FakeBackend } from './fakeBackend'

export interface Visit { page: VueWrapper, backend: FakeBackend, router: Router }

/**
 * Opens one page as a person would: through the real client, session, router and words, with only
 * the network replaced by the backend in memory.
 */
export async function visit(component: Component, { path = '/', props = {}, signedIn = true, backend = createFakeBackend() }: { path?: string, props?: Record<string, unknown>, signedIn?: boolean, backend?: FakeBackend } = {}): Promise<Visit> {
  vi.stubGlobal('fetch', (request: Request) => backend.answer(request))
  setActivePinia(createPinia())
  const session = useSession()
  useCredentials({ accessToken: () => session.session?.access_token ?? null, language, renew: session.renew })
  backend.state.signedIn = signedIn
  if (signedIn) {
    localStorage.setItem('tanhui.signed-in', '1')
    await session.start()
  }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }] })
  await router.push(path)
  const page = mount(component, { props, attachTo: document.body, global: { plugins: [router, i18n] } })
  await settled()
  return { page, backend, router }
}

/** Lets every answer of the fake backend arrive and be drawn. */
export async function settled(turns = 8) {
  for (let turn = 0; turn < turns; turn++) {
    await flushPromises()
    await new Promise(resolve => setTimeout(resolve, 0))
  }
}
