import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const COMPRESSIBLE = /\.(js|css|svg|html|webmanifest|wasm)$/
const WORTH_BYTES = 500

/** Leaves `file.br` and `file.gz` beside what gets smaller by it: compressed once, as well as can be. */
export function precompressPlugin(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle: {
      sequential: true,
      order: 'post',
      handler({ dir }) {
        for (const name of readdirSync(dir!, { recursive: true, encoding: 'utf8' }).filter(name => COMPRESSIBLE.test(name))) {
          const content = readFileSync(join(dir!, name))
          if (content.length < WORTH_BYTES)
            continue
          writeFileSync(join(dir!, `${name}.gz`), gzipSync(content, { level: 9 }))
          writeFileSync(join(dir!, `${name}.br`), brotliCompressSync(content, {
            params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length, [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
          }))
        }
      },
    },
  }
}
