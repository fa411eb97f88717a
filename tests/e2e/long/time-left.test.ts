// The time left of an encrypted upload on a slow line, whose parts show no progress before they are sent.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { chooseFiles, encryptFirst, expect, makeKey, send, test, transfer } from '../fixture'

const MIB = 2 ** 20

test('after a tenth of an encrypted upload the time left is within a factor of two', async ({
  page,
  connectThrough,
  goTo
}, testInfo) => {
  const file = testInfo.outputPath('slow.bin')
  writeFileSync(file, randomBytes(72 * MIB)) // nine parts
  const proxy = await connectThrough({ lineBytesPerSecond: 3 * MIB })
  await makeKey(page, 'imaging', testInfo.outputPath())
  await goTo('')
  const dialog = await chooseFiles(page, file)
  await encryptFirst(dialog)
  await send(dialog)
  await expect.poll(() => proxy.seen.some(([, url]) => url.includes('partNumber=1'))).toBe(true)
  const startMs = Date.now()
  const line = await transfer(page, 'slow.bin')
  const told: { readonly atMs: number; readonly seconds: number }[] = []
  await expect(async () => {
    const text = await line.innerText()
    const seconds = /(\d+) s left/.exec(text)?.[1]
    if (seconds !== undefined) told.push({ atMs: Date.now(), seconds: Number(seconds) })
    expect(text).toContain('Verified · Encrypted with imaging')
  }).toPass({ intervals: [250], timeout: 90_000 })
  const endMs = Date.now()
  const half = startMs + (endMs - startMs) / 2
  const early = told.filter(({ atMs }) => atMs < half)
  expect((early[0]!.atMs - startMs) / (endMs - startMs)).toBeLessThan(0.3)
  for (const { atMs, seconds } of early) {
    const trueSeconds = (endMs - atMs) / 1000
    expect(seconds / trueSeconds).toBeGreaterThan(0.5)
    expect(seconds / trueSeconds).toBeLessThan(2)
  }
})
