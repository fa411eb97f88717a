// Downloads of folders and selections: every file verified, into a directory or one after the other.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Download, Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { errorTitle } from '../error-words'
import { expect, importKey, put, row, sha256, stubPicker, test } from '../fixture'
import { sseInput } from '../../gateway/sse-input'

async function downloadFolder(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: en.objects.path.about }).click()
  const folder = page.getByRole('complementary', { name: en.objects.path.label })
  await folder.getByRole('button', { name: /^Download/ }).click()
  return page.getByRole('dialog')
}

async function chooseFolder(dialog: Locator): Promise<void> {
  await dialog.getByText(en.downloads.folder.label).click()
  await dialog.getByRole('button', { name: en.downloads.folder.choose }).click()
}

/** What is in the picked directory: paths with the sha256 of what is in them. */
function filesIn(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const found: Record<string, string> = {}
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, handle] of folder.entries())
        if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle, `${path}${name}/`)
        else {
          const bytes = await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer()
          const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
          found[path + name] = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
        }
    }
    await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle('picked'), '')
    return found
  })
}

const batch = (page: Page) => page.locator('[data-batch]')

async function openDrawer(page: Page): Promise<void> {
  await page.getByRole('region', { name: en.common.transfers }).getByRole('button', { expanded: false }).first().click()
}

test('a folder that takes no file pauses all, with few files received in vain; Resume goes on with all of it', async ({
  page,
  bucket,
  s3,
  connect,
  goTo,
  baseURL
}) => {
  await stubPicker(page)
  await page.addInitScript(() => {
    const { createWritable } = FileSystemFileHandle.prototype
    Object.assign(window, { isFull: true })
    FileSystemFileHandle.prototype.createWritable = function (...options) {
      if ((window as unknown as { isFull: boolean }).isFull) throw new DOMException('full', 'QuotaExceededError')
      return createWritable.apply(this, options)
    }
  })
  const names = Array.from({ length: 16 }, (_, index) => `data/${String(index).padStart(2, '0')}.bin`)
  const bodies: Record<string, Buffer> = Object.fromEntries(names.map((name) => [name, randomBytes(1_500_000)]))
  for (const [key, body] of Object.entries(bodies)) await put(s3, bucket, key, body)
  await connect()
  await goTo('data/')
  const dialog = await downloadFolder(page)
  await chooseFolder(dialog)
  await dialog.getByRole('button', { name: /^Download \d/ }).click()
  await page.goto(`${baseURL}#/transfers`) // before the dialog is closed, perhaps
  await expect(batch(page)).toHaveAttribute('data-batch', 'paused')
  await expect(batch(page)).toContainText(errorTitle('directory-unwritable'))
  const received = () =>
    page.evaluate(async () => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('downloads')
      let count = 0
      for await (const folder of root.values())
        for await (const file of (folder as FileSystemDirectoryHandle).values())
          if ((await (file as FileSystemFileHandle).getFile()).size > 0) count++
      return count
    })
  expect(await received()).toBeLessThanOrEqual(5)
  await page.evaluate(() => Object.assign(window, { isFull: false }))
  await batch(page).getByRole('button', { name: en.transfers.batch.resume }).click()
  await expect(batch(page)).toHaveAttribute('data-batch', 'done')
  await expect(batch(page)).toContainText('16 saved, all verified')
  expect(await filesIn(page)).toEqual(
    Object.fromEntries(Object.entries(bodies).map(([key, body]) => [key, sha256(body)]))
  )
  await expect.poll(received).toBe(0)
})

test('a folder goes into a directory with its folders, each file verified, its names made safe', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await stubPicker(page)
  const bodies: Record<string, Buffer> = {
    'data/a.bin': randomBytes(2_000_000),
    'data/sub/b.txt': Buffer.from('b'),
    'data/sub/B.txt': Buffer.from('other b'),
    'data/sub/../c?.txt': Buffer.from('c'),
    'data/empty': Buffer.alloc(0)
  }
  for (const [key, body] of Object.entries(bodies)) await put(s3, bucket, key, body)
  await put(s3, bucket, 'data/sub/', '')
  await put(s3, bucket, 'beside.txt', 'x')
  await connect()
  await goTo('data/')
  const dialog = await downloadFolder(page)
  await expect(dialog).toContainText('6 objects in 1 folder, 1.9 MiB')
  await dialog.getByText(en.downloads.folder.label).click()
  await expect(dialog.getByRole('button', { name: 'Download 5 files' })).toBeDisabled()
  await chooseFolder(dialog)
  await expect(dialog.getByText('picked')).toBeVisible()
  await dialog.getByRole('button', { name: 'Download 5 files' }).click()
  await expect(dialog).toBeHidden()
  await openDrawer(page)
  await expect(batch(page)).toHaveAttribute('data-batch', 'done')
  await expect(batch(page)).toContainText('5 saved, all verified')
  await batch(page).getByText('2 files saved under another name').click()
  expect(await filesIn(page)).toEqual({
    'data/a.bin': sha256(bodies['data/a.bin']!),
    'data/sub/B.txt': sha256(bodies['data/sub/B.txt']!),
    'data/sub/b (1).txt': sha256(bodies['data/sub/b.txt']!),
    'data/sub/object/c_.txt': sha256(bodies['data/sub/../c?.txt']!),
    'data/empty': sha256(bodies['data/empty']!)
  })
  expect(await page.evaluate(receivedFiles)).toBe(0)
})

/** How many received files the page still keeps for itself. */
async function receivedFiles(): Promise<number> {
  let count = 0
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('downloads')
  for await (const tab of root.values())
    for await (const name of (tab as FileSystemDirectoryHandle).keys()) count += name === '' ? 0 : 1
  return count
}

test('what is in the directory already is kept, replaced or skipped, as was said', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await stubPicker(page)
  await put(s3, bucket, 'd/x.txt', 'first')
  await connect()
  await goTo('d/')
  const run = async (decision?: string): Promise<Record<string, string>> => {
    const before = await batch(page).count()
    const folder = page.getByRole('complementary', { name: en.objects.path.label })
    if (!(await folder.isVisible())) await page.getByRole('button', { name: en.objects.path.about }).click()
    await folder.getByRole('button', { name: en.objects.folder.download }).click()
    const dialog = page.getByRole('dialog')
    await chooseFolder(dialog)
    if (decision !== undefined) await dialog.getByText(decision, { exact: true }).click()
    await dialog.getByRole('button', { name: 'Download 1 file' }).click()
    await expect(dialog).toBeHidden()
    if (before === 0) await openDrawer(page)
    await expect(batch(page)).toHaveCount(before + 1)
    await expect(batch(page).first()).toHaveAttribute('data-batch', 'done')
    return filesIn(page)
  }
  const [first, second] = ['first', 'second'].map((text) => sha256(Buffer.from(text)))
  expect(await run()).toEqual({ 'd/x.txt': first })
  expect(await run('Keep both')).toEqual({ 'd/x.txt': first })
  await expect(batch(page).first()).toContainText(en.transfers.batch.same(1))
  await put(s3, bucket, 'd/x.txt', 'second')
  expect(await run('Skip')).toEqual({ 'd/x.txt': first })
  await expect(batch(page).first()).toContainText(en.transfers.batch.skipped(1))
  expect(await run('Keep both')).toEqual({ 'd/x.txt': first, 'd/x (1).txt': second })
  expect(await run('Replace')).toEqual({ 'd/x.txt': second, 'd/x (1).txt': second })
})

test('without a picker the files come one after the other, folders in their names, locked ones opened', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await page.addInitScript(() => Object.assign(window, { showDirectoryPicker: undefined }))
  const keyBytes = randomBytes(32)
  const bodies = [randomBytes(300_000), randomBytes(1000), randomBytes(10)] as const
  await put(s3, bucket, 'd/a.bin', bodies[0])
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'd/e/locked.bin', Body: bodies[1], ...sseInput(keyBytes) }))
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: 'd/e/strange.bin', Body: bodies[2], ...sseInput(randomBytes(32)) })
  )
  await connect({ endpoint: info.https })
  await importKey(page, 'mine.bin', keyBytes)
  await goTo('d/')
  const downloads: Download[] = []
  page.on('download', (download) => downloads.push(download))
  const dialog = await downloadFolder(page)
  await expect(dialog).toContainText(en.downloads.browser.onlyWay)
  await dialog.getByText(en.downloads.browser.label).click()
  await dialog.getByRole('button', { name: 'Download 3 files' }).click()
  await expect(dialog).toBeHidden()
  await openDrawer(page)
  await expect(batch(page)).toHaveAttribute('data-batch', 'done')
  await expect(batch(page)).toContainText('1 saved, all verified · 2 failed')
  const failed = (name: string) => page.locator('[role=listitem][data-state=failed]').filter({ hasText: name })
  await expect(failed('d_e_strange.bin')).toContainText(errorTitle('sse-key-needed'))
  // A key that was never used here is handed over only when the user says so; then what failed is tried again.
  await goTo('d/e/')
  await row(page, 'locked.bin').click()
  await page.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
  await page.getByRole('dialog').getByText('mine').first().click()
  await page.getByRole('button', { name: en.uploads.chooseKey.try }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: en.transfers.retryFailed }).click()
  await expect(batch(page)).toContainText('2 saved, all verified · 1 failed')
  await expect.poll(() => downloads.length).toBe(2)
  const saved = await Promise.all(
    downloads.map(async (download) => [download.suggestedFilename(), sha256(readFileSync(await download.path()))])
  )
  expect(Object.fromEntries(saved)).toEqual({
    'd_a.bin': sha256(bodies[0]),
    'd_e_locked.bin': sha256(bodies[1])
  })
})
