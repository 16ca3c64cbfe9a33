import { config, enableAutoUnmount } from '@vue/test-utils'
import { afterEach, vi } from 'vitest'
import { speakAsADesk } from '../i18n'

await speakAsADesk() // whichever page is tried, its words are there

// Files share a world, so that it is built once; this runs for each of them, and the library may be asked only once.
const world = globalThis as { unmountAll?: () => void }
if (!world.unmountAll)
  enableAutoUnmount(hook => (world.unmountAll = hook as () => void))

config.global.config.warnHandler = (message) => {
  throw new Error(message)
}

afterEach(() => {
  world.unmountAll!()
  localStorage.clear()
  sessionStorage.clear()
  document.body.innerHTML = ''
  vi.unstubAllGlobals()
  vi.useRealTimers()
})
