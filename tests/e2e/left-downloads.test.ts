// A download whose page is gone: listed as unfinished in the next one, gone on with from where it was, or dismissed.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { expect, put, row, sha256, test, transfer } from './fixture'
import type { FaultProxy } from './fault-proxy'

const MIB = 2 ** 20
const { resumeOf } = en.transfers.row

/** Begins the download of `long.bin`, and takes the page away from under it. @returns the bytes that were answered by then */
async function breakOff(page: Page, proxy: FaultProxy, atBytes: number): Promise<number> {
  page.on('dialog', (dialog) => void dialog.accept())
  await row(page, 'long.bin').click()
  const before = proxy.answeredBytes
  await page.getByRole('complementary').getByRole('button', { name: en.common.download }).click()
  await expect.poll(() => proxy.answeredBytes - before, { timeout: 60_000 }).toBeGreaterThan(atBytes)
  await page.reload()
  proxy.heal()
  const answered = proxy.answeredBytes - before
  await page.getByRole('link', { name: en.common.transfers }).first().click()
  await expect(page.getByRole('region', { name: en.transfers.left.title })).toContainText('long.bin')
  return answered
}

test('goes on after a reload: at most one piece is fetched twice', async ({ page, bucket, s3, connectThrough }) => {
  const body = randomBytes(48 * MIB)
  await put(s3, bucket, 'long.bin', body)
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  const answered = await breakOff(page, proxy, 20 * MIB)
  const bar = page.getByRole('progressbar', { name: en.transfers.row.progress.download('long.bin') })
  expect(Number(await bar.getAttribute('value'))).toBeGreaterThan(16 * MIB)
  const before = proxy.answeredBytes
  const received = page.waitForEvent('download')
  await page.getByRole('button', { name: resumeOf('long.bin') }).click()
  expect(sha256(readFileSync(await (await received).path()))).toBe(sha256(body))
  await expect(await transfer(page, 'long.bin')).toContainText(en.transfers.row.verified)
  expect(proxy.answeredBytes - before + answered).toBeLessThan(body.length + 3 * MIB) // the piece, headers, and the page itself
  await expect(page.getByRole('region', { name: en.transfers.left.title })).toHaveCount(0)
})

test('of an object that has changed says so, and starts over', async ({ page, bucket, s3, connectThrough }) => {
  await put(s3, bucket, 'long.bin', randomBytes(24 * MIB))
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  await breakOff(page, proxy, 8 * MIB)
  const body = randomBytes(24 * MIB)
  await put(s3, bucket, 'long.bin', body)
  await page.getByRole('button', { name: resumeOf('long.bin') }).click()
  const line = await transfer(page, 'long.bin')
  await expect(line).toHaveAttribute('data-state', 'failed')
  const received = page.waitForEvent('download')
  await line.getByRole('button', { name: en.transfers.row.retryOf('long.bin') }).click()
  expect(sha256(readFileSync(await (await received).path()))).toBe(sha256(body))
})

test('that is dismissed leaves no file', async ({ page, bucket, s3, connectThrough }) => {
  await put(s3, bucket, 'long.bin', randomBytes(24 * MIB))
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  await breakOff(page, proxy, 8 * MIB)
  const files = () =>
    page.evaluate(async () => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('downloads')
      let count = 0
      for await (const folder of root.values())
        for await (const _ of (folder as FileSystemDirectoryHandle).keys()) count++
      return count
    })
  expect(await files()).toBe(1)
  await page.getByRole('button', { name: en.transfers.left.dismissOf('long.bin') }).click()
  await expect(page.getByRole('region', { name: en.transfers.left.title })).toHaveCount(0)
  expect(await files()).toBe(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: en.transfers.title, exact: true })).toBeVisible()
  await expect(page.getByRole('region', { name: en.transfers.left.title })).toHaveCount(0)
})
