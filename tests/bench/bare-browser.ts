// The bare browser: what the same Chromium does with the same bytes when nobody checks them. The ceiling for a page.
import { join } from 'node:path'
import { build } from 'vite'
import { serveDist } from '../gateway/static-server'
import { openBrowser } from './browser'
import type { Contestant, Course } from './contestant'
import type { bare as BarePage } from './page/bare'
import type { Store } from './store'

const PART_BYTES = 16 * 1024 * 1024

declare const bare: typeof BarePage

export async function openBareBrowser(course: Course, store: Store): Promise<Contestant> {
  const outDir = join(course.workDir, 'bare-page')
  const root = new URL('page', import.meta.url).pathname
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true }
  })
  const server = await serveDist({ dir: outDir })
  const browser = await openBrowser(course.workDir)
  const { page } = browser
  await page.goto(server.url)
  return {
    name: 'bare browser',
    settle: () => browser.settle(),
    async upload(place) {
      const partCount = Math.ceil(course.sizeBytes / PART_BYTES)
      await page.locator('input').setInputFiles(course.file)
      const { result: seconds, peakPssBytes } = await browser.watch(async () => {
        const startMs = performance.now()
        const begun = await store.beginUpload(place, partCount)
        const etags = await page.evaluate(([parts, bytes]) => bare.upload(parts, bytes), [
          begun.parts,
          PART_BYTES
        ] as const)
        await store.completeUpload(place, begun.uploadId, etags)
        return (performance.now() - startMs) / 1000
      })
      await page.locator('input').setInputFiles([])
      return { seconds, peakPssBytes }
    },
    async download(place) {
      const request = await store.signDownload(place)
      const { result, peakPssBytes } = await browser.watch(async () => {
        const startMs = performance.now()
        const sizeBytes = await page.evaluate((given) => bare.download(given), request)
        return { sizeBytes, seconds: (performance.now() - startMs) / 1000 }
      })
      if (result.sizeBytes !== course.sizeBytes) throw new Error(`The bare browser got ${result.sizeBytes} bytes`)
      await page.evaluate(() => bare.removeDownload())
      return { seconds: result.seconds, peakPssBytes }
    },
    async close() {
      await browser.close()
      await server.close()
    }
  }
}
