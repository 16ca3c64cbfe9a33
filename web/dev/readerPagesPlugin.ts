import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const SWAGGER = ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE', 'NOTICE']

/**
 * What the service's own pages (/docs, /problems) load, put beside the app under dist/pages/.
 * Nothing of the app imports any of it: who buys a kilogram never downloads the documentation.
 */
export function readerPages(): Plugin {
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  const files = [
    ...SWAGGER.map(name => [name.includes('.') ? name : `swagger-ui.${name}.txt`, join(swagger, name)]),
    ['tokens.css', 'src/styles/tokens.css'],
    ['pages.css', 'pages/pages.css'],
    ['docs.js', 'pages/docs.js'],
  ]
  return {
    name: 'reader-pages',
    apply: 'build',
    generateBundle() {
      for (const [name, source] of files) {
        this.emitFile({ type: 'asset', fileName: `pages/${name}`, source: readFileSync(source!) })
      }
    },
  }
}
