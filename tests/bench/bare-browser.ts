// The bare browser: what the same Chromium does with the same bytes when nothing is checked, and all requests were signed before. The
// ceiling for a page.
import { join } from 'node:path'
import { build } from 'vite'
import { serveDist } from '../gateway/static-server'
import { openBrowser } from './browser'
import { timeoutOf, type Contestant, type Course, type FolderPlace, type Place } from './contestant'
import type { bare as BarePage } from './page/bare'
import type { Store } from './store'

const PART_BYTES = 16 * 1024 * 1024

declare const bare: typeof BarePage

/** @param paths of the files in the course's folder */
export async function openBareBrowser(course: Course, store: Store, paths: readonly string[]): Promise<Contestant> {
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

  async function sign({ bucket, prefix }: FolderPlace, verb: 'PUT' | 'GET'): Promise<[string, string][]> {
    const places = paths.map((path): Place => ({ bucket, key: prefix + path, isLocked: false }))
    const requests = await store.signMany(places, verb)
    return paths.map((path, index) => [path, requests[index]?.url ?? ''])
  }
  async function timed<T>(work: () => Promise<T>) {
    const { result, pssBytes } = await browser.watch(async () => {
      const startMs = performance.now()
      return { value: await work(), seconds: (performance.now() - startMs) / 1000 }
    })
    return { value: result.value, measured: { seconds: result.seconds, pssBytes } }
  }

  return {
    name: 'bare browser',
    settle: () => browser.settle(),
    async upload(place) {
      const partCount = Math.ceil(course.sizeBytes / PART_BYTES)
      await page.getByLabel('File').setInputFiles(course.file)
      const { measured } = await timed(async () => {
        const upload = await store.beginUpload(place, partCount)
        const given = [upload.parts, PART_BYTES] as const
        const etags = await page.evaluate(([parts, bytes]) => bare.upload(parts, bytes), given)
        await store.completeUpload(place, upload.uploadId, etags)
      })
      await page.getByLabel('File').setInputFiles([])
      return measured
    },
    async download(place) {
      const request = await store.sign(place, 'GET')
      const { value, measured } = await timed(() => page.evaluate((given) => bare.download(given), request))
      if (value !== course.sizeBytes) throw new Error(`The bare browser got ${value} bytes`)
      await page.evaluate(() => bare.removeDownloads())
      return measured
    },
    async uploadFolder(place) {
      await page.getByLabel('Folder').setInputFiles(course.folder, { timeout: timeoutOf(course) })
      const requests = await sign(place, 'PUT')
      return (await timed(() => page.evaluate((given) => bare.uploadMany(given), requests))).measured
    },
    async downloadFolder(place) {
      const requests = await sign(place, 'GET')
      const { value, measured } = await timed(() => page.evaluate((given) => bare.downloadMany(given), requests))
      if (value !== course.files * course.fileBytes) throw new Error(`The bare browser got ${value} bytes`)
      await page.evaluate(() => bare.removeDownloads())
      return measured
    },
    async close() {
      await browser.close()
      await server.close()
    }
  }
}
