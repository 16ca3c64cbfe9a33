import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** What every page may need without network: code, styles, and the picture that stands for nothing being there. */
const ANYWHERE = /\.(js|css)$|\/stump-/
/** The scanner's decoder is for shops, comes with a megabyte of WebAssembly and is kept when it is first used. */
const ON_USE = /reader/i

/** Finishes serviceWorker.js with the names of this build's files. */
export function serviceWorkerPlugin(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const assets = Object.keys(bundle).filter(name => name.startsWith('assets/')).map(name => `/${name}`).sort()
        const code = assets.filter(path => ANYWHERE.test(path) && !ON_USE.test(path))
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
