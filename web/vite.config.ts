import vue from '@vitejs/plugin-vue'
import { loadEnv, type Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/**
 * `npm run dev` speaks to the backend at BACKEND_URL, or, with `FAKE_BACKEND=1`, to the small
 * in-memory one that the specs use. Neither is part of the built app.
 */
export default defineConfig(async ({ mode, command }) => {
  const env = { ...loadEnv(mode, '.', ''), ...process.env }
  const fake = command === 'serve' && env.FAKE_BACKEND === '1'
  return {
    plugins: [vue(), fake && (await fakeBackend())],
    server: {
      proxy: fake
        ? undefined
        : Object.fromEntries(['/api', '/.well-known', '/standins'].map(path => [path, env.BACKEND_URL ?? 'http://127.0.0.1:8000'])),
    },
    build: {
      target: 'es2022',
      // The content security policy has no data: for scripts and styles, and images cache better by name.
      assetsInlineLimit: 0,
    },
    test: {
      environment: 'happy-dom',
      include: ['src/**/*.spec.ts'],
      setupFiles: ['src/testing/setup.ts'],
      server: { deps: { inline: ['vant'] } },
    },
  }
})

async function fakeBackend(): Promise<Plugin> {
  const { fakeBackendPlugin } = await import('./dev/fakeBackendPlugin')
  return fakeBackendPlugin()
}
