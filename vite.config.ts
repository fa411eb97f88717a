import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { firstView } from './.config/first-view.ts'
import { licenses } from './.config/licenses.ts'
import { offlineCopy } from './.config/offline-copy.ts'

const { plugin, ofWorkers } = licenses()

export default defineConfig({
  base: './', // dist/ works from any sub-path of any static host
  plugins: [svelte(), plugin, firstView(), offlineCopy()],
  build: { target: 'es2023', modulePreload: { polyfill: false }, assetsInlineLimit: 0, sourcemap: 'hidden' },
  worker: { format: 'es', plugins: ofWorkers },
  preview: { host: '127.0.0.1', port: 4173 }
})
