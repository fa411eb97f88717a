// The order of transfers that wait, changed by mouse and by keyboard on the real gateway: what is sent first follows it.
import type { Locator } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { chooseFiles, expect, keysIn, randomFile, read, send, sha256, test, transfer } from '../fixture'

const { startFirstOf, waitingAt } = en.transfers.row
const names = Array.from({ length: 9 }, (_, n) => `file-${n + 1}.bin`)

test('waiting uploads that were moved by mouse and by keyboard are sent in their new order', async ({
  page,
  bucket,
  s3,
  connectThrough
}, info) => {
  // Larger than what may pass the others.
  const bodies = names.map((name) => randomFile(info.outputPath(name), 1.5 * 2 ** 20))
  const held = new Map<string, () => void>()
  const sent: string[] = []
  await connectThrough({
    hold({ method, url }) {
      const name = names.find((one) => method === 'PUT' && url.startsWith(`/${bucket}/${one}`))
      if (name === undefined || sent.includes(name)) return undefined
      sent.push(name)
      return new Promise((resolve) => held.set(name, resolve))
    }
  })
  await send(
    await chooseFiles(
      page,
      names.map((name) => info.outputPath(name))
    )
  )
  await expect.poll(() => sent.length).toBe(5)
  const waiting = names.filter((name) => !sent.includes(name))
  const rows = new Map<string, Locator>()
  for (const name of waiting) rows.set(name, await transfer(page, name))
  /** The line, as the rows tell it. */
  const line = async (order: readonly string[]): Promise<void> => {
    for (const [n, name] of order.entries()) await expect(rows.get(name) as Locator).toContainText(waitingAt(n + 1))
  }
  const [a, b, c, d] = waiting as [string, string, string, string]
  await line([a, b, c, d])

  await page.getByRole('button', { name: startFirstOf(d) }).click()
  await line([d, a, b, c])
  await page.getByRole('button', { name: startFirstOf(a) }).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await line([d, b, a, c])
  await expect(page.getByRole('button', { name: startFirstOf(a) })).toBeFocused()
  await page.keyboard.press('Alt+ArrowDown')
  await line([d, b, c, a])
  await page.getByRole('button', { name: startFirstOf(c) }).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await line([d, c, b, a])
  await page.getByRole('button', { name: startFirstOf(b) }).focus()
  await page.keyboard.press('Enter')
  await line([b, d, c, a])

  // One ends, and one begins: of two at once the gateway might hear in another order.
  for (const [n, name] of sent.slice(0, 4).entries()) {
    held.get(name)?.()
    await expect.poll(() => sent.length).toBe(6 + n)
  }
  expect(sent.slice(5)).toEqual([b, d, c, a])
  for (const release of held.values()) release()
  await expect.poll(() => keysIn(s3, bucket), { timeout: 30_000 }).toEqual(names)
  for (const [n, name] of names.entries()) {
    await expect(await transfer(page, name)).toContainText(en.transfers.row.verified)
    expect(sha256(await read(s3, bucket, name))).toBe(sha256(bodies[n] as Uint8Array))
  }
})
