// Downloads straight into a file that the user picks: larger than what the browser would keep, and in its place only when verified.
import { randomBytes } from 'node:crypto'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { expect, put, row, sha256, test, transfer } from '../fixture'
import { sseInput } from '../../gateway/sse-input'

const MIB = 2 ** 20

/**
 * The picker gives a file of the private file system, as headless browsers have no other; the browser has little room.
 * A name that was picked before gets a number, as from a user who keeps both.
 */
async function stubPicker(page: Page): Promise<void> {
  await page.addInitScript((quota) => {
    StorageManager.prototype.estimate = () => Promise.resolve({ quota, usage: 0 })
    let count = 0
    Object.assign(window, {
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
        const root = await navigator.storage.getDirectory()
        const name = `picked ${suggestedName}`
        const isTaken = await root.getFileHandle(name).then(
          () => true,
          () => false
        )
        return await root.getFileHandle(isTaken ? `${name} ${++count}` : name, { create: true })
      }
    })
  }, 20 * MIB)
}

function picked(page: Page, name: string): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  return page.evaluate(async (name) => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle(`picked ${name}`)
    const bytes = await (await handle.getFile()).arrayBuffer()
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    return {
      sizeBytes: bytes.byteLength,
      sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    }
  }, name)
}

test('an object larger than the room goes on after a break and is there when it is verified; a folder as one ZIP file too', async ({
  page,
  bucket,
  s3,
  connectThrough,
  goTo
}) => {
  await stubPicker(page)
  const body = randomBytes(24 * MIB + 3)
  await put(s3, bucket, 'd/large.bin', body)
  let cuts = 0
  const proxy = await connectThrough({
    answerBytesPerSecond: 16 * MIB,
    cutAfterBytes: (method, url) =>
      method === 'GET' && url.includes('/d/large.bin') && cuts++ === 0 ? 12 * MIB : undefined
  })
  await goTo('d/')
  await row(page, 'large.bin').click()
  const before = proxy.answeredBytes
  await page
    .getByRole('complementary', { name: en.inspector.label })
    .getByRole('button', { name: en.common.download, exact: true })
    .click()
  await expect.poll(() => proxy.answeredBytes - before).toBeGreaterThan(14 * MIB)
  expect((await picked(page, 'large.bin')).sizeBytes).toBe(0)
  proxy.heal()
  const line = await transfer(page, 'large.bin')
  await expect(line).toContainText(en.transfers.row.verified)
  expect(await picked(page, 'large.bin')).toEqual({ sizeBytes: body.length, sha256: sha256(body) })
  await expect(line.getByRole('button')).toHaveCount(0)
  // A piece, and what the browser still held when the answer broke off.
  expect(proxy.answeredBytes - before).toBeLessThan(body.length + 4 * MIB)

  await page.getByRole('button', { name: en.objects.path.about }).click()
  const folder = page.getByRole('complementary', { name: en.objects.path.label })
  await folder.getByRole('button', { name: en.objects.folder.download }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(en.downloads.archive.intoFile)
  await dialog.getByRole('button', { name: 'Download 1 file' }).click()
  await expect(await transfer(page, 'd.zip')).toContainText('Verified · 1 file')
  const { sizeBytes } = await picked(page, 'd.zip')
  const stored = await page.evaluate(async (dataBytes) => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle('picked d.zip')
    const file = await handle.getFile()
    const name = new TextDecoder().decode(await file.slice(30, 41).arrayBuffer())
    const data = await file.slice(50, 50 + dataBytes).arrayBuffer()
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data))
    return [name, [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')]
  }, body.length)
  expect(stored).toEqual(['d/large.bin', sha256(body)])
  expect(sizeBytes).toBeGreaterThan(body.length)
})

test('a ZIP file that lacks an entry is made again into another file', async ({ page, bucket, s3, connect, goTo }) => {
  await stubPicker(page)
  await put(s3, bucket, 'd/large.bin', randomBytes(6 * MIB))
  const locked = { Bucket: bucket, Key: 'd/locked.bin', Body: 'unknown', ...sseInput(randomBytes(32)) }
  await s3.send(new PutObjectCommand(locked))
  await connect()
  await goTo('d/')
  await page.getByRole('button', { name: en.objects.path.about }).click()
  const folder = page.getByRole('complementary', { name: en.objects.path.label })
  await folder.getByRole('button', { name: en.objects.folder.download }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Download 2 files' }).click()
  const line = await transfer(page, 'd.zip')
  await expect(line).toContainText('1 of 2 files missing')
  const first = await picked(page, 'd.zip')
  await put(s3, bucket, 'd/locked.bin', 'readable now')
  await line.getByRole('button', { name: en.transfers.row.retryOf('d.zip') }).click()
  await expect(line).toContainText('Verified · 2 files')
  expect(await picked(page, 'd.zip')).toEqual(first)
  expect((await picked(page, 'd.zip 1')).sizeBytes).toBeGreaterThan(6 * MIB)
})
