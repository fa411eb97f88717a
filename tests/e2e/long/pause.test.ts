// Pause and Resume on the real gateway: what was sent or received stays, and is not sent or fetched again.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Locator } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { chooseFiles, expect, keysIn, put, randomFile, read, row, send, sha256, test, transfer } from '../fixture'

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

test('a paused upload whose parts are aborted on its bucket’s page is warned of, says that it has none, and starts over', async ({
  page,
  bucket,
  s3,
  baseURL,
  connectThrough
}) => {
  const body = randomBytes(48 * MIB)
  const proxy = await connectThrough({ bytesPerSecond: 3 * MIB })
  const isPart = (url: string) => url.includes('partNumber=') && !url.includes('uploadId=none')
  await send(await chooseFiles(page, { name: 'long.bin', mimeType: '', buffer: body }))
  const line = await transfer(page, 'long.bin')
  const sentCount = () => proxy.seen.filter(([method, url]) => method === 'PUT' && isPart(url)).length
  await expect.poll(sentCount, { timeout: 30_000 }).toBeGreaterThan(5)
  await line.getByRole('button', { name: pauseOf('long.bin') }).click()
  await expect(line).toHaveAttribute('data-state', 'paused')
  await expect(line).toContainText('stored so far')
  proxy.heal()

  await page.goto(`${baseURL}#/bucket/${bucket}`)
  const section = page.getByRole('region', { name: en.buckets.unfinished.title })
  await expect(section.getByRole('listitem')).toContainText(en.buckets.unfinished.canResume)
  await section.getByRole('button', { name: en.buckets.unfinished.abortUploadOf('long.bin') }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(en.buckets.unfinished.neededLater)
  await expect(dialog).not.toContainText(en.buckets.unfinished.sendingNow)
  await dialog.getByRole('button', { name: en.buckets.unfinished.abort(1), exact: true }).click()
  await expect(section).toContainText(en.buckets.unfinished.none)
  await expect(line).toHaveAttribute('data-state', 'paused')
  await expect(line).not.toContainText('stored so far')
  await expect(line.getByRole('progressbar')).toBeHidden()

  await line.getByRole('button', { name: resumeOf('long.bin') }).click()
  await expect(line).toContainText(en.transfers.row.verified, { timeout: 60_000 })
  expect(sha256(await read(s3, bucket, 'long.bin'))).toBe(sha256(body))
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

test('“Pause all” stops every transfer, and “Resume all” goes on with all of them where they stopped', async ({
  page,
  bucket,
  s3,
  connectThrough
}, info) => {
  test.setTimeout(180_000)
  const body = randomBytes(48 * MIB)
  await put(s3, bucket, 'down.bin', body)
  const proxy = await connectThrough({ bytesPerSecond: 3 * MIB, answerBytesPerSecond: 2 * MIB })
  const of = (name: string) => proxy.exchanges.filter(({ url }) => url.startsWith(`/${bucket}/${name}`))
  const partsOf = (name: string, from = 0) => of(name).filter(({ method, url }, n) => n >= from && isPart(method, url))
  const isPart = (method: string, url: string) => method === 'PUT' && /uploadId=(?!none)/.test(url)
  const movedBytes = () =>
    proxy.exchanges.reduce((sum, { sentBytes, answeredBytes }) => sum + sentBytes + answeredBytes, 0)

  await row(page, 'down.bin').click()
  const received = page.waitForEvent('download', { timeout: 120_000 })
  await page.getByRole('complementary').getByRole('button', { name: en.common.download }).click()
  await page.keyboard.press('Escape')
  const names = ['first.bin', 'second.bin'] as const // the second waits: each wants every request that may be under way
  const files = names.map((name) => ({ path: info.outputPath(name), name }))
  const bytes = files.map(({ path }) => randomFile(path, 96 * MIB)) // far from its end when five parts are sent
  await send(
    await chooseFiles(
      page,
      files.map(({ path }) => path)
    )
  )
  const down = await transfer(page, 'down.bin')
  const [first, second] = [await transfer(page, 'first.bin'), await transfer(page, 'second.bin')]
  const rows = [down, first, second]
  await expect(second).toHaveAttribute('data-state', 'waiting')
  await expect.poll(() => partsOf('first.bin').length, { timeout: 60_000 }).toBeGreaterThan(5)
  await expect.poll(() => of('down.bin').some(({ answeredBytes }) => answeredBytes > 4 * MIB)).toBe(true)

  await page.getByRole('button', { name: en.transfers.pauseAll, exact: true }).click()
  for (const line of rows) await expect(line).toHaveAttribute('data-state', 'paused')
  await expect(page.getByRole('button', { name: en.transfers.pauseAll, exact: true })).toBeHidden()
  proxy.heal() // what still ran would be over in a moment
  const asked = proxy.exchanges.length
  const movedInASecond = async (): Promise<number> => {
    const before = movedBytes()
    await page.waitForTimeout(1000)
    return movedBytes() - before
  }
  await expect.poll(movedInASecond).toBe(0) // after what is in the sockets
  expect(proxy.exchanges.slice(asked)).toEqual([])
  for (const line of rows) await expect(line).toHaveAttribute('data-state', 'paused')
  expect(await keysIn(s3, bucket)).toEqual(['down.bin'])
  const keptOf = async (line: Locator) => Number(await line.getByRole('progressbar').getAttribute('value'))
  const [keptDown, keptUp] = [await keptOf(down), await keptOf(first)]
  expect(keptDown).toBeGreaterThan(MIB)
  expect(keptUp).toBeGreaterThanOrEqual(8 * MIB)
  expect(of('second.bin')).toEqual([])

  const [fromFirst, fromDown] = [of('first.bin').length, of('down.bin').length]
  await page.getByRole('button', { name: en.transfers.resumeAll, exact: true }).click()
  expect(sha256(readFileSync(await (await received).path()))).toBe(sha256(body))
  for (const line of rows) await expect(line).toContainText(en.transfers.row.verified, { timeout: 60_000 })
  const sent = new Set(partsOf('first.bin', fromFirst).map(({ url }) => /partNumber=(\d+)/.exec(url)?.[1]))
  expect(sent.size * 8 * MIB).toBe(96 * MIB - keptUp)
  const fetched = of('down.bin')
    .slice(fromDown)
    .reduce((sum, { answeredBytes }) => sum + answeredBytes, 0)
  expect(fetched).toBeLessThanOrEqual(body.length - keptDown + MIB) // a piece at most is fetched twice
  for (const [n, name] of names.entries())
    expect(sha256(await read(s3, bucket, name))).toBe(sha256(bytes[n] as Uint8Array))
})
