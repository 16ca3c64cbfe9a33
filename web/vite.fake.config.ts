import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { fakeBackendPlugin } from './dev/fakeBackendPlugin'

/** Pages without a backend: the small one in memory that the specs use answers below /api. */
export default defineConfig({ plugins: [vue(), fakeBackendPlugin()] })
