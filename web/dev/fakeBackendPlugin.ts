import type { Plugin } from 'vite'
import { createFakeBackend } from '../src/testing/fakeBackend'

/** Serves the in-memory backend below /api, and a gateway page with one button, while developing pages. */
export function fakeBackendPlugin(): Plugin {
  Object.assign(globalThis, { location: { origin: 'http://127.0.0.1:5173' } })
  const backend = createFakeBackend()
  return {
    name: 'fake-backend',
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const url = request.url ?? '/'
        if (url.startsWith('/fake-gateway/')) {
          response.setHeader('Content-Type', 'text/html; charset=utf-8')
          response.end(`<meta name="viewport" content="width=device-width"><button onclick="fetch('/api/v1${url}',{method:'POST'}).then(()=>history.back())">pay</button>`)
          return
        }
        if (!url.startsWith('/api/'))
          return next()
        if (url.endsWith('/qr.svg')) {
          const { create } = await import('qrcode')
          const { modules } = create(`https://tanhui.example${url}`)
          let path = ''
          for (let y = 0; y < modules.size; y++) {
            for (let x = 0; x < modules.size; x++)
              path += modules.get(y, x) ? `M${x + 4} ${y + 4}h1v1h-1z` : ''
          }
          response.setHeader('Content-Type', 'image/svg+xml')
          response.end(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules.size + 8} ${modules.size + 8}"><rect width="100%" height="100%" fill="#fff"/><path d="${path}" fill="#12332A"/></svg>`)
          return
        }
        const chunks: Buffer[] = []
        for await (const chunk of request)
          chunks.push(chunk as Buffer)
        const answer = await backend.answer(new Request(`http://127.0.0.1${url}`, {
          method: request.method,
          headers: Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)),
          body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
        }))
        response.statusCode = answer.status
        answer.headers.forEach((value, name) => response.setHeader(name, value))
        response.end(Buffer.from(await answer.arrayBuffer()))
      })
    },
  }
}
