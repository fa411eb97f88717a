import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'
import { firstView } from './.config/first-view.ts'
import { licenses } from './.config/licenses.ts'
import { nameByUse, offlineCopy } from './.config/offline-copy.ts'

const { plugin, ofWorkers } = licenses()

/** Workers have no DOMParser, with which the SDK's build for browsers reads XML: they get the reader of its build for Node. */
const readXmlInWorkers: Plugin = {
  name: 'lockgate-worker-xml',
  load(id) {
    const reader = id.replace(/(\/xml-builder\/dist-es\/xml-parser)\.browser\.js$/, '$1.js')
    return reader === id ? undefined : readFileSync(reader, 'utf8')
  }
}

export default defineConfig({
  base: './', // dist/ works from any sub-path of any static host
  plugins: [svelte(), plugin, firstView(), offlineCopy()],
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    sourcemap: 'hidden',
    rolldownOptions: { output: nameByUse }
  },
  worker: { format: 'es', plugins: () => [...ofWorkers(), readXmlInWorkers] },
  preview: { host: '127.0.0.1', port: 4173 }
})
