// Pause and Resume on the real gateway: what was sent or received stays, and is not sent or fetched again.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { en } from '../../../src/messages/en'
import { chooseFiles, expect, put, row, send, sha256, test, transfer } from '../fixture'

const MIB = 2 ** 20
const { pauseOf, resumeOf } = en.transfers.row

test('a paused upload asks for nothing, and goes on with the parts that are missing', async ({
  page,
  connectThrough
}) => {
  const body = randomBytes(48 * MIB)
  const proxy = await connectThrough({ bytesPerSecond: 3 * MIB })
  // Not the page's look for a redirect, which names a part of no upload.
  const isPart = (url: string) => url.includes('partNumber=') && !url.includes('uploadId=none')
  const parts = () => proxy.seen.filter(([method, url]) => method === 'PUT' && isPart(url))
  const dialog = await chooseFiles(page, { name: 'long.bin', mimeType: '', buffer: body })
  await dialog.getByRole('radio').last().check()
  await send(dialog)
  const line = await transfer(page, 'long.bin')
  await expect.poll(() => parts().length, { timeout: 30_000 }).toBeGreaterThan(5)
  await line.getByRole('button', { name: pauseOf('long.bin') }).click()
  await expect(line).toHaveAttribute('data-state', 'paused')
  const { length } = parts()
  const bar = line.getByRole('progressbar', { name: en.transfers.row.progress.upload('long.bin') })
  const keptBytes = Number(await bar.getAttribute('value'))
  expect(keptBytes).toBeGreaterThan(0)
  proxy.heal()
  await page.waitForTimeout(1000)
  expect(parts()).toHaveLength(length)
  await line.getByRole('button', { name: resumeOf('long.bin') }).click()
  await expect(line).toContainText(en.transfers.row.verified)
  // Each by its number: a browser may send a request again by itself.
  const sentAfter = new Set(
    parts()
      .slice(length)
      .map(([, url]) => /partNumber=(\d+)/.exec(url)?.[1])
  )
  expect(sentAfter.size * 8 * MIB).toBe(body.length - keptBytes)
})

test('a paused download asks for the rest', async ({ page, bucket, s3, connectThrough }) => {
  const body = randomBytes(48 * MIB)
  await put(s3, bucket, 'long.bin', body)
  const proxy = await connectThrough({ answerBytesPerSecond: 12 * MIB })
  await row(page, 'long.bin').click()
  const before = proxy.answeredBytes
  const received = page.waitForEvent('download')
  await page.getByRole('complementary').getByRole('button', { name: en.common.download }).click()
  const line = await transfer(page, 'long.bin')
  await expect.poll(() => proxy.answeredBytes - before, { timeout: 30_000 }).toBeGreaterThan(24 * MIB)
  await line.getByRole('button', { name: pauseOf('long.bin') }).click()
  await expect(line).toHaveAttribute('data-state', 'paused')
  proxy.heal()
  await line.getByRole('button', { name: resumeOf('long.bin') }).click()
  expect(sha256(readFileSync(await (await received).path()))).toBe(sha256(body))
  await expect(line).toContainText(en.transfers.row.verified)
  expect(proxy.answeredBytes - before).toBeLessThan(body.length + 16 * MIB) // a piece, and what was on its way
})
