import vue from '@vitejs/plugin-vue'
import { loadEnv } from 'vite'
import { defineConfig } from 'vitest/config'

/** `npm run dev` speaks to the backend at BACKEND_URL; `npm run dev:fake` needs none (vite.fake.config.ts). */
export default defineConfig(({ mode }) => {
  const backend = loadEnv(mode, '.', 'BACKEND_').BACKEND_URL ?? 'http://127.0.0.1:8000'
  return {
    plugins: [vue()],
    server: { proxy: Object.fromEntries(['/api', '/.well-known'].map(path => [path, backend])) },
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
