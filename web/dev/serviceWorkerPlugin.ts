import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rollup } from 'vite'

/** What every page may need without network: code, styles, and the picture that stands for nothing being there. */
const ANYWHERE = /\.(js|css)$|\/stump-/
/** The scanner's decoder is for shops, comes with a megabyte of WebAssembly and is kept when it is first used. */
const ON_USE = /reader/i
/** Offices sit at desks with a line of their own; no phone fetches their tables beforehand. */
const AT_DESKS = /features\/office\/|layouts\/OfficeLayout|styles\/office|node_modules\/(?!(@vue|vue|vant|@intlify|vue-[^/]+|pinia|openapi-[^/]+|qrcode|@vant)\/)/

/** Finishes serviceWorker.js with the names of this build's files. */
export function serviceWorkerPlugin(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const assets = Object.keys(bundle).filter(name => name.startsWith('assets/')).map(name => `/${name}`).sort()
        const desks = filesOfDesks(bundle)
        const code = assets.filter(path => ANYWHERE.test(path) && !ON_USE.test(path) && !desks.has(path))
        const template = readFileSync(join(import.meta.dirname, 'serviceWorker.js'), 'utf8')
        const version = createHash('sha256').update([template, readFileSync('index.html', 'utf8'), ...assets].join('\n')).digest('hex').slice(0, 12)
        this.emitFile({
          type: 'asset',
          fileName: 'sw.js',
          source: template.replace('__VERSION__', version).replace('__CODE__', JSON.stringify(code)).replace('__ASSETS__', JSON.stringify(assets)),
        })
      },
    },
  }
}

/** Chunks in which nothing is for anybody else, and their styles. */
function filesOfDesks(bundle: Rollup.OutputBundle): Set<string> {
  const found = new Set<string>()
  for (const [name, chunk] of Object.entries(bundle)) {
    if (chunk.type !== 'chunk' || chunk.moduleIds.length === 0 || !chunk.moduleIds.every(id => AT_DESKS.test(id)))
      continue
    found.add(`/${name}`)
    for (const style of chunk.viteMetadata?.importedCss ?? [])
      found.add(`/${style}`)
  }
  return found
}
