// Windows without files for a page: downloads are held in memory, verified anyway, and their limit is named.
import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import {
  downloadOpen,
  encryptFirst,
  chooseFiles,
  expect,
  logged,
  makeKey,
  put,
  row,
  send,
  sha256,
  test,
  transfer
} from '../fixture'
import { en } from '../../../src/messages/en'

/** Takes it away from the page and from every worker before that hears its first word. */
async function takeAway(page: Page, away: () => void): Promise<void> {
  await page.addInitScript(() => {
    const own = Worker.prototype.postMessage
    const workers = new Set<Worker>()
    const ready = { count: 0 }
    Object.assign(window, { ready })
    Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]) {
      workers.add(this)
      const speak = (): unknown =>
        ready.count >= workers.size ? own.apply(this, args as never) : setTimeout(speak, 20)
      speak()
    }
  })
  await page.addInitScript(away)
  page.on('worker', (worker) => {
    void worker.evaluate(away).then(() => page.evaluate(() => (window as unknown as Ready).ready.count++))
  })
}

interface Ready {
  readonly ready: { count: number }
}

const ways = {
  'a private window of Firefox': () => {
    StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError'))
  },
  'files without a synchronous handle': () => {
    delete (globalThis as { FileSystemFileHandle?: { prototype: { createSyncAccessHandle?: unknown } } })
      .FileSystemFileHandle?.prototype.createSyncAccessHandle
  }
}

for (const [what, away] of Object.entries(ways))
  test(`${what}: a download arrives verified, encrypted or not, and can be saved again`, async ({
    page,
    bucket,
    s3,
    connect,
    goTo
  }, testInfo) => {
    await takeAway(page, away)
    const body = randomBytes(3_000_001)
    await put(s3, bucket, 'plain.bin', body)
    await connect()
    await makeKey(page, 'imaging', testInfo.outputPath())
    await goTo('')
    const upload = await chooseFiles(page, [
      { name: 'secret.bin', mimeType: 'application/octet-stream', buffer: body }
    ] as never)
    await encryptFirst(upload)
    await send(upload)
    await expect(await transfer(page, 'secret.bin')).toContainText('Verified · Encrypted with imaging')
    for (const name of ['secret.bin', 'plain.bin']) {
      await row(page, name).click()
      expect(sha256(await downloadOpen(page))).toBe(sha256(body))
    }
    const line = await transfer(page, 'plain.bin')
    await expect(line).toContainText('Verified')
    const [again] = await Promise.all([
      page.waitForEvent('download'),
      line.getByRole('button', { name: 'Save plain.bin again' }).click()
    ])
    expect(again.suggestedFilename()).toBe('plain.bin')
  })

test('above the limit nothing is asked for: a sentence names the limit and what to do', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await takeAway(page, ways['a private window of Firefox'])
  await put(s3, bucket, 'large.bin', 'bytes')
  // The listing tells a size that no test's gateway has room for.
  await page.route('**list-type=2**', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace('<Size>5</Size>', `<Size>${512 * 2 ** 20 + 1}</Size>`)
    await route.fulfill({ response: answer, body })
  })
  await connect()
  await goTo('')
  await row(page, 'large.bin').click()
  await page
    .getByRole('complementary', { name: en.inspector.label })
    .getByRole('button', { name: en.common.download, exact: true })
    .click()
  const line = await transfer(page, 'large.bin')
  await expect(line).toHaveAttribute('data-state', 'failed')
  await line.getByRole('button', { name: 'Too large for this browser window' }).click()
  const transfers = page.getByRole('region', { name: en.common.transfers })
  await expect(transfers).toContainText('downloads are held in memory, up to 512.0 MiB')
  await expect(transfers).toContainText('Use a window that isn’t private, or another browser.')
  const isRead = ({ method, args }: { method: string; args: string }) =>
    method === 'GET' && !/(^|&)(acl|tagging)=/.test(args)
  expect((await logged(info, `${bucket}/large.bin`)).filter(isRead)).toEqual([])
})
