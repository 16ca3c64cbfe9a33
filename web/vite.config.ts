import vue from '@vitejs/plugin-vue'
import { loadEnv } from 'vite'
import { defineConfig } from 'vitest/config'
import { precompressPlugin } from './dev/precompressPlugin'
import { serviceWorkerPlugin } from './dev/serviceWorkerPlugin'
import { readerPages } from './dev/readerPagesPlugin'

/** `npm run dev` speaks to the backend at BACKEND_URL; `npm run dev:fake` needs none (vite.fake.config.ts). */
export default defineConfig(({ mode }) => {
  const backend = loadEnv(mode, '.', 'BACKEND_').BACKEND_URL ?? 'http://127.0.0.1:8000'
  return {
    plugins: [vue(), readerPages(), serviceWorkerPlugin(), precompressPlugin()],
    server: { proxy: Object.fromEntries(['/api', '/.well-known', '/docs', '/problems', '/openapi.json'].map(path => [path, backend])) },
    build: {
      target: 'es2022',
      // Says which file came from which source: the tests of the build's sizes follow it.
      manifest: true,
      // The content security policy has no data: for scripts and styles, and images cache better by name.
      assetsInlineLimit: 0,
      // Few files for a slow line: the libraries change rarely, what most pages share comes in one piece.
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              { name: 'libraries', test: /node_modules[\\/](@vue[\\/]|vue[\\/]|@intlify|vue-|pinia|openapi)/ },
              { name: 'shared', test: /src[\\/](ui[\\/](?!QrCode|BottomSheet)|format|composables|commands|api|session|i18n)/ },
            ],
          },
        },
      },
    },
    test: {
      environment: 'happy-dom',
      include: ['src/**/*.spec.ts'],
      setupFiles: ['src/testing/setup.ts'],
      // Two, as many wait for a moment to pass; in one world, as building it anew for each file took half of the time.
      pool: 'threads', maxWorkers: 2, isolate: false, testTimeout: 30_000,
      server: { deps: { inline: ['vant'] } },
    },
  }
})
