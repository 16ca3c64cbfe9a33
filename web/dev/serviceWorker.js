/*
 * The service worker, finished by serviceWorkerPlugin.ts, which puts the names of the built files in.
 *
 * Files under /assets/ never change: from the cache first. Pages come from the network while there is one, so that a
 * new version shows at once, else the app's shell. Nothing else is touched; the API above all: what it says is about
 * one person at one moment.
 */
const VERSION = '__VERSION__'
/** Code and styles of every page but the scanner's decoder: the app opens anywhere without network. */
const CODE = __CODE__
/** Everything under /assets/ of this version. */
const ASSETS = new Set(__ASSETS__)
const SHELL = `tanhui-shell-${VERSION}`
const KEPT = 'tanhui-assets'
/** Addresses that are not the app's own, though they look like pages. */
const OTHERS = /^\/(api|oauth|docs|problems|openapi|healthz|readyz|metrics|\.well-known)(\/|\.|$)/
const PATIENCE_MS = 4_000

addEventListener('install', event => event.waitUntil(install()))
addEventListener('activate', event => event.waitUntil(activate()))
addEventListener('message', (event) => {
  // The person asked for the new version; never before, as another page may be half filled in.
  if (event.data === 'take-over')
    void skipWaiting()
})
addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin)
    return
  if (pathname.startsWith('/assets/'))
    event.respondWith(asset(request))
  else if (request.mode === 'navigate' && !OTHERS.test(pathname))
    event.respondWith(page(request))
})

async function install() {
  const [shell, kept] = await Promise.all([caches.open(SHELL), caches.open(KEPT)])
  await shell.add(new Request('/', { cache: 'reload' }))
  // What the last version had under the same name is the same file.
  const there = new Set((await kept.keys()).map(request => new URL(request.url).pathname))
  await kept.addAll(CODE.filter(path => !there.has(path)))
}

async function activate() {
  const names = await caches.keys()
  await Promise.all(names.filter(name => name.startsWith('tanhui-shell-') && name !== SHELL).map(name => caches.delete(name)))
  const kept = await caches.open(KEPT)
  const old = (await kept.keys()).filter(request => !ASSETS.has(new URL(request.url).pathname))
  await Promise.all(old.map(request => kept.delete(request)))
  await clients.claim()
}

async function asset(request) {
  const kept = await caches.open(KEPT)
  const found = await kept.match(request.url)
  if (found)
    return found
  const answer = await fetch(request)
  if (answer.ok)
    await kept.put(request.url, answer.clone())
  return answer
}

async function page(request) {
  const answer = fetch(request)
  const first = await Promise.race([
    answer.then(response => (response.status < 500 ? response : null), () => null),
    new Promise(resolve => setTimeout(resolve, PATIENCE_MS, null)),
  ])
  return first ?? (await (await caches.open(SHELL)).match('/')) ?? answer
}
