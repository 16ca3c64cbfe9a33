import type { Router } from 'vue-router'

const RELOADED = 'tanhui.reloaded-at'
const ONCE_IN_MS = 20_000

/**
 * A page that was opened before a deploy asks for files that are no longer there. It is loaded anew, at the address it
 * was going to, once: a second failure is not a matter of versions.
 */
export function reloadStaleChunks(router: Router) {
  router.onError((error: unknown, to) => {
    if (isMissingChunk(error))
      reloadOnce(to.fullPath)
  })
  // A part of a page; where it is a whole one, the router above comes first and knows the address.
  window.addEventListener('vite:preloadError', () => setTimeout(() => reloadOnce(window.location.href)))
}

/** What browsers say when a module or its styles cannot be fetched. */
function isMissingChunk(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|Importing a module script failed|Unable to preload/i.test(error.message)
}

function reloadOnce(address: string) {
  // Without network it would only be worse.
  if (!navigator.onLine || Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < ONCE_IN_MS)
    return
  sessionStorage.setItem(RELOADED, String(Date.now()))
  window.location.assign(address)
}
