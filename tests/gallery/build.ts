// How the gallery is built: by itself, beside the product and never in it.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const project = fileURLToPath(new URL('../..', import.meta.url))

export const config: InlineConfig = {
  root,
  configFile: false,
  publicDir: `${project}/public`,
  cacheDir: `${project}/node_modules/.cache/gallery`,
  base: './',
  plugins: [svelte({ configFile: false })],
  worker: { format: 'es' }, // some of them wait before they start
  logLevel: 'warn',
  server: { host: '127.0.0.1', port: 4180, fs: { allow: [project, realpathSync(`${project}/node_modules`)] } }
}

export async function buildGallery(dir: string): Promise<void> {
  const input = ['index.html', 'state.html'].map((name) => root + name)
  await build({
    ...config,
    build: { target: 'es2023', outDir: dir, emptyOutDir: true, minify: false, rolldownOptions: { input } }
  })
}
