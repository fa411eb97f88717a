// A download whose page is gone: listed as unfinished in the next one, gone on with from where it was, or discarded.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Download, Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { errorTitle } from '../error-words'
import { expect, put, row, sha256, stubPicker, test, transfer } from '../fixture'
import type { FaultProxy } from '../fault-proxy'

const MIB = 2 ** 20
const { resumeOf } = en.transfers.row

const line = (page: Page): Locator => page.locator('[role=listitem][data-state]').filter({ hasText: 'long.bin' })

const sha256Of = async (received: Promise<Download> | Download): Promise<string> =>
  sha256(readFileSync(await (await received).path()))

async function startDownload(page: Page, name: string): Promise<void> {
  await row(page, name).click()
  await page.getByRole('complementary').getByRole('button', { name: en.common.download }).click()
}

/** Begins the download of `long.bin`, and takes the page away from under it. */
async function breakOff(page: Page, proxy: FaultProxy, baseURL: string | undefined): Promise<void> {
  page.on('dialog', (dialog) => void dialog.accept())
  const before = proxy.answeredBytes
  await startDownload(page, 'long.bin')
  await expect.poll(() => proxy.answeredBytes - before, { timeout: 60_000 }).toBeGreaterThan(16 * MIB)
  await page.reload()
  proxy.heal()
  await page.goto(`${baseURL}#/transfers`)
  await expect(page.getByRole('region', { name: en.transfers.left.title })).toContainText('long.bin')
}

test('goes on after a reload, and asks for no byte that is there', async ({
  page,
  bucket,
  s3,
  connectThrough,
  baseURL
}) => {
  const body = randomBytes(48 * MIB)
  await put(s3, bucket, 'long.bin', body)
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  await breakOff(page, proxy, baseURL)
  const bar = page.getByRole('progressbar', { name: en.transfers.row.progress.download('long.bin') })
  const keptBytes = Number(await bar.getAttribute('value'))
  expect(keptBytes).toBeGreaterThan(4 * MIB)
  const before = proxy.answeredBytes
  const received = page.waitForEvent('download')
  await page.getByRole('button', { name: resumeOf('long.bin') }).click()
  expect(await sha256Of(received)).toBe(sha256(body))
  await expect(line(page)).toContainText(en.transfers.row.verified)
  expect(proxy.answeredBytes - before).toBeLessThan(body.length - keptBytes + MIB / 2) // with headers and listings
  await expect(page.getByRole('region', { name: en.transfers.left.title })).toHaveCount(0)
})

test('of two from one page both are listed, and go on at once', async ({
  page,
  bucket,
  s3,
  connectThrough,
  baseURL
}) => {
  const bodies = new Map([
    ['long.bin', randomBytes(48 * MIB)],
    ['other.bin', randomBytes(48 * MIB)]
  ])
  for (const [name, body] of bodies) await put(s3, bucket, name, body)
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  await startDownload(page, 'other.bin')
  await breakOff(page, proxy, baseURL)
  const left = page.getByRole('region', { name: en.transfers.left.title })
  await expect(left).toContainText('other.bin')
  const received: Download[] = []
  page.on('download', (download) => void received.push(download))
  await page.evaluate(
    (labels) => {
      for (const label of labels) document.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click()
    },
    [...bodies.keys()].map(resumeOf)
  )
  await expect.poll(() => received.length, { timeout: 60_000 }).toBe(2)
  for (const download of received)
    expect(await sha256Of(download)).toBe(sha256(bodies.get(download.suggestedFilename())!))
  await expect(left).toHaveCount(0)
})

for (const [what, answer, kind] of [
  [
    'a revoked access key',
    { status: 403, body: '<Error><Code>InvalidAccessKeyId</Code></Error>' },
    'access-key-unknown'
  ],
  ['a proxy’s maintenance page', { status: 302, body: '', headers: { location: '/maintenance' } }, 'redirected']
] as const)
  test(`keeps what was received over ${what} and a reload, and asks for no byte twice`, async ({
    page,
    bucket,
    s3,
    connectThrough,
    baseURL
  }) => {
    const body = randomBytes(24 * MIB)
    await put(s3, bucket, 'long.bin', body)
    const isObject = (method: string, url: string): boolean =>
      method === 'GET' && /\/long\.bin.*content-encoding/.test(url)
    let count = 0
    const proxy = await connectThrough({
      cutAfterBytes: (method, url) => (isObject(method, url) ? 20 * MIB : undefined),
      answer: (method, url) => (isObject(method, url) && ++count > 1 ? answer : undefined)
    })
    await startDownload(page, 'long.bin')
    await page.goto(`${baseURL}#/transfers`)
    await expect(line(page)).toHaveAttribute('data-state', 'failed')
    await expect(line(page)).toContainText(errorTitle(kind))
    await page.reload()
    const left = page.getByRole('region', { name: en.transfers.left.title })
    await expect(left).toContainText('long.bin')
    proxy.heal()
    const before = proxy.answeredBytes
    const received = page.waitForEvent('download')
    await left.getByRole('button', { name: resumeOf('long.bin') }).click()
    expect(await sha256Of(received)).toBe(sha256(body))
    expect(proxy.answeredBytes - before).toBeLessThan(8 * MIB)
  })

test('goes on by itself when the worker that receives it dies', async ({
  page,
  bucket,
  s3,
  connectThrough,
  baseURL
}) => {
  await page.addInitScript(() => {
    const Real = Worker
    Object.assign(window, {
      Worker: function (url: string | URL, options?: WorkerOptions): Worker {
        const worker = new Real(url, options)
        if (options?.name === 'download')
          Object.assign(window, { killDownloads: () => worker.dispatchEvent(new Event('error')) })
        return worker
      }
    })
  })
  const body = randomBytes(32 * MIB)
  await put(s3, bucket, 'long.bin', body)
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  const before = proxy.answeredBytes
  const received = page.waitForEvent('download')
  await startDownload(page, 'long.bin')
  await page.goto(`${baseURL}#/transfers`)
  await expect.poll(() => proxy.answeredBytes - before, { timeout: 60_000 }).toBeGreaterThan(24 * MIB)
  await page.evaluate(() => (window as unknown as { killDownloads: () => void }).killDownloads())
  expect(await sha256Of(received)).toBe(sha256(body))
  await expect(line(page)).toContainText(en.transfers.row.verified)
  expect(proxy.answeredBytes - before).toBeLessThan(body.length + 8 * MIB)
})

test('of a tab that is closed is listed in one that was open before', async ({
  page,
  context,
  bucket,
  s3,
  connectThrough,
  baseURL
}) => {
  await put(s3, bucket, 'long.bin', randomBytes(32 * MIB))
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  const other = await context.newPage()
  await other.goto(page.url())
  await page.goto(`${baseURL}#/transfers`)
  await expect(page.getByRole('heading', { name: en.transfers.title, exact: true })).toBeVisible()
  const before = proxy.answeredBytes
  await startDownload(other, 'long.bin')
  await expect.poll(() => proxy.answeredBytes - before, { timeout: 60_000 }).toBeGreaterThan(8 * MIB)
  const left = page.getByRole('region', { name: en.transfers.left.title })
  await expect(left).toHaveCount(0)
  await other.close({ runBeforeUnload: false })
  await expect(left).toContainText('long.bin')
})

test('of an object that has changed says so, and starts over', async ({
  page,
  bucket,
  s3,
  connectThrough,
  baseURL
}) => {
  await put(s3, bucket, 'long.bin', randomBytes(32 * MIB))
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  await breakOff(page, proxy, baseURL)
  const body = randomBytes(32 * MIB)
  await put(s3, bucket, 'long.bin', body)
  await page.getByRole('button', { name: resumeOf('long.bin') }).click()
  await expect(line(page)).toHaveAttribute('data-state', 'failed')
  await expect(line(page)).toContainText(errorTitle('object-changed'))
  const received = page.waitForEvent('download')
  await line(page)
    .getByRole('button', { name: en.transfers.row.retryOf('long.bin') })
    .click()
  expect(await sha256Of(received)).toBe(sha256(body))
})

test('that is discarded leaves no file', async ({ page, bucket, s3, connectThrough, baseURL }) => {
  await put(s3, bucket, 'long.bin', randomBytes(32 * MIB))
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  await breakOff(page, proxy, baseURL)
  const files = () =>
    page.evaluate(async () => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('downloads')
      const names: string[] = []
      for await (const folder of root.values())
        for await (const name of (folder as FileSystemDirectoryHandle).keys()) names.push(name)
      return names.length
    })
  expect(await files()).toBe(1)
  await page.getByRole('button', { name: en.transfers.left.discardOf('long.bin') }).click()
  await expect(page.getByRole('region', { name: en.transfers.left.title })).toHaveCount(0)
  expect(await files()).toBe(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: en.transfers.title, exact: true })).toBeVisible()
  await expect(page.getByRole('region', { name: en.transfers.left.title })).toHaveCount(0)
})

/** Downloads the folder that is shown, and reloads the page once so many bytes were received. */
async function breakOffMany(
  page: Page,
  proxy: FaultProxy,
  {
    way,
    bytes,
    baseURL
  }: { readonly way: string | undefined; readonly bytes: number; readonly baseURL: string | undefined }
): Promise<Locator> {
  page.on('dialog', (dialog) => void dialog.accept())
  await page.getByRole('button', { name: en.objects.path.about }).click()
  const folder = page.getByRole('complementary', { name: en.objects.path.label })
  await folder.getByRole('button', { name: en.objects.folder.download }).click()
  const dialog = page.getByRole('dialog')
  if (way !== undefined) await dialog.getByText(way).click()
  if (way === en.downloads.folder.label) await dialog.getByRole('button', { name: en.downloads.folder.choose }).click()
  const before = proxy.answeredBytes
  await dialog.getByRole('button', { name: /^Download \d/ }).click()
  await expect.poll(() => proxy.answeredBytes - before, { timeout: 60_000 }).toBeGreaterThan(bytes)
  await page.reload()
  proxy.heal()
  await page.goto(`${baseURL}#/transfers`)
  return page.getByRole('region', { name: en.transfers.left.title })
}

test('of a ZIP file is listed as interrupted, and starts over with one click', async ({
  page,
  bucket,
  s3,
  connectThrough,
  goTo,
  baseURL
}) => {
  await put(s3, bucket, 'd/long.bin', randomBytes(32 * MIB))
  await put(s3, bucket, 'd/short.txt', 'short')
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  await goTo('d/')
  const left = await breakOffMany(page, proxy, { way: undefined, bytes: 12 * MIB, baseURL })
  await expect(left).toContainText(en.transfers.left.interrupted.archive(2, 32 * MIB + 5))
  const received = page.waitForEvent('download')
  await left.getByRole('button', { name: en.transfers.journalled.startOverOf('d.zip') }).click()
  expect((await received).suggestedFilename()).toBe('d.zip')
  await expect(page.locator('[role=listitem][data-state]')).toContainText('Verified · 2 files')
  await expect(left).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: en.transfers.title, exact: true })).toBeVisible()
  await expect(left).toHaveCount(0)
})

test('into a folder goes on with the file that was under way, and keeps what is finished', async ({
  page,
  bucket,
  s3,
  connectThrough,
  goTo,
  baseURL
}) => {
  await stubPicker(page)
  const body = randomBytes(48 * MIB)
  await put(s3, bucket, 'd/long.bin', body)
  await put(s3, bucket, 'd/a.bin', randomBytes(MIB))
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  await goTo('d/')
  const left = await breakOffMany(page, proxy, { way: en.downloads.folder.label, bytes: 24 * MIB, baseURL })
  await expect(left).toContainText(en.transfers.left.interrupted.directory(2, 49 * MIB))
  const inFolder = () =>
    page.evaluate(async () => {
      const picked = await (await navigator.storage.getDirectory()).getDirectoryHandle('picked')
      const files: [string, number, string][] = []
      for await (const [name, handle] of (await picked.getDirectoryHandle('d')).entries()) {
        const file = await (handle as FileSystemFileHandle).getFile()
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
        files.push([name, file.size, [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')])
      }
      return files.sort()
    })
  expect((await inFolder()).map(([name, sizeBytes]) => [name, sizeBytes])).toEqual([['a.bin', MIB]])
  const before = proxy.answeredBytes
  await left.getByRole('button', { name: resumeOf('“d/”') }).click()
  const batch = page.locator('[data-batch]')
  await expect(batch).toHaveAttribute('data-batch', 'done')
  await expect(batch).toContainText('1 saved, all verified')
  await expect(batch).toContainText(en.transfers.batch.same(1))
  expect((await inFolder())[1]).toEqual(['long.bin', body.length, sha256(body)])
  // What was there was not asked for again: of 48 MiB some 20 had come.
  expect(proxy.answeredBytes - before).toBeLessThan(36 * MIB)
  await expect(left).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: en.transfers.title, exact: true })).toBeVisible()
  await expect(left).toHaveCount(0)
})

test('handed over stays for the browser to copy over a reload, and is removed when that must be done', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'long.bin', randomBytes(2 * MIB))
  await connect()
  await goTo('')
  const received = page.waitForEvent('download')
  await startDownload(page, 'long.bin')
  await (await received).path()
  await expect(await transfer(page, 'long.bin')).toContainText(en.transfers.row.verified)
  /** Sizes of the files in the folders of all tabs. */
  const sizes = () =>
    page.evaluate(async () => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('downloads')
      const found: number[] = []
      for await (const folder of root.values())
        for await (const file of (folder as FileSystemDirectoryHandle).values())
          found.push((await (file as FileSystemFileHandle).getFile()).size)
      return found.sort((one, other) => one - other)
    })
  const marks = () =>
    page.evaluate(async () => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('downloads')
      const found: string[] = []
      for await (const folder of root.values())
        for await (const name of (folder as FileSystemDirectoryHandle).keys())
          if (name.startsWith('delivered-')) found.push(name)
      return found
    })
  expect(await sizes()).toEqual([0, 2 * MIB])
  expect(await marks()).toEqual([expect.stringMatching(/^delivered-0-/)])
  /** When it is gone, the next page has looked for what is left. */
  await page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('downloads')
    const file = await (await root.getDirectoryHandle('gone', { create: true })).getFileHandle('a', { create: true })
    const writable = await file.createWritable()
    await writable.write('left behind')
    await writable.close()
  })
  expect(await sizes()).toHaveLength(3)
  await page.reload()
  const sizesNow = () => sizes().catch(() => undefined) // what is listed may be removed before it is read
  await expect.poll(sizesNow).toEqual([0, 2 * MIB])
  // A lid that was closed for a day is one step of the time that counts.
  await page.addInitScript(() => {
    const { now } = Date
    Date.now = () => now() + 86_400_000
  })
  await page.reload()
  await expect.poll(() => marks().catch(() => undefined)).toEqual([expect.stringMatching(/^delivered-1-/)])
  expect(await sizes()).toEqual([0, 2 * MIB])
  await page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('downloads')
    for await (const folder of root.values() as AsyncIterable<FileSystemDirectoryHandle>)
      for await (const name of folder.keys())
        if (name.startsWith('delivered-1-')) {
          await folder.getFileHandle(name.replace('-1-', '-12-'), { create: true })
          await folder.removeEntry(name)
        }
  })
  await page.reload()
  await expect.poll(sizesNow).toEqual([])
})
