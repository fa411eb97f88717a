// Downloads: verified, as stored, and never half.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { randomBytes } from 'node:crypto'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { en } from '../../src/messages/en'
import { awsCli } from '../gateway/judge'
import { downloadOpen, expect, importKey, put, row, sha256, test, transfer } from './fixture'
import { sseInput } from '../gateway/sse-input'

test.use({ serviceWorkers: 'allow' })

test('scenario 10: to a file, with the same sha256', async ({ page, bucket, s3, connect, goTo }) => {
  const body = randomBytes(3_000_000)
  await put(s3, bucket, 'data.bin', body)
  await connect()
  await goTo('')
  await row(page, 'data.bin').click()
  expect(sha256(await downloadOpen(page))).toBe(sha256(body))
  await expect(await transfer(page, 'data.bin')).toContainText('Verified')
})

test('what aws-cli sent in parts is verified by its parts', async ({ page, info, bucket, connect, goTo }) => {
  const body = randomBytes(20 * 2 ** 20)
  const sent = await awsCli({ info, account: info.alice }, ['s3', 'cp', '-', `s3://${bucket}/parts.bin`], body)
  expect(sent.status, sent.stderr).toBe(0)
  await connect()
  await goTo('')
  await row(page, 'parts.bin').click()
  expect(sha256(await downloadOpen(page))).toBe(sha256(body))
  await expect(await transfer(page, 'parts.bin')).toContainText('Verified')
})

test('an object stored with Content-Encoding comes back as stored', async ({ page, bucket, s3, connect, goTo }) => {
  const body = gzipSync('unpacked it would be this')
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'log.gz', Body: body, ContentEncoding: 'gzip' }))
  await connect()
  await goTo('')
  await row(page, 'log.gz').click()
  expect(sha256(await downloadOpen(page))).toBe(sha256(body))
  await expect(await transfer(page, 'log.gz')).toContainText('Verified')
})

test('an answer that is cut short is no file, and trying again mends it', async ({
  page,
  bucket,
  s3,
  connectThrough
}) => {
  const body = randomBytes(4 * 2 ** 20)
  await put(s3, bucket, 'cut.bin', body)
  const proxy = await connectThrough({
    cutAfterBytes: (method, url) => (method === 'GET' && url.includes('/cut.bin') ? 1_000_000 : undefined)
  })
  let handedOver = 0
  page.on('download', () => handedOver++)
  await row(page, 'cut.bin').click()
  await page.getByRole('complementary').getByRole('button', { name: en.common.download }).click()
  const line = await transfer(page, 'cut.bin')
  await expect(line).toHaveAttribute('data-state', 'failed')
  expect(handedOver).toBe(0)
  proxy.heal()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    line.getByRole('button', { name: 'Retry cut.bin' }).click()
  ])
  expect(sha256(await (await import('node:fs/promises')).readFile(await download.path()))).toBe(sha256(body))
})

for (const kind of ['plain', 'encrypted'])
  test(`what broke off twice near its end is continued, ${kind}: a byte that came is not fetched again`, async ({
    page,
    bucket,
    s3,
    secrets,
    connectThrough,
    goTo
  }) => {
    const [body, keystring] = [randomBytes(40 * 2 ** 20), '0123456789abcdef0123456789abcdef']
    secrets.push(keystring, Buffer.from(keystring).toString('base64'))
    const isEncrypted = kind === 'encrypted'
    const encryption = isEncrypted ? sseInput(Buffer.from(keystring)) : {}
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'long.bin', Body: body, ...encryption }))
    const cuts = [36 * 2 ** 20, 2 * 2 ** 20]
    const proxy = await connectThrough({
      cutAfterBytes: (method, url) => (method === 'GET' && url.includes('/long.bin') ? cuts.shift() : undefined)
    })
    if (isEncrypted) {
      await importKey(page, 'lab.key', Buffer.from(keystring))
      await goTo('')
    }
    await row(page, 'long.bin').click()
    const before = proxy.answeredBytes
    const received = page.waitForEvent('download')
    await page.getByRole('complementary').getByRole('button', { name: en.common.download }).click()
    if (isEncrypted) {
      const dialog = page.getByRole('dialog', { name: en.uploads.chooseKey.title })
      await dialog.getByRole('radio').check()
      await dialog.getByRole('button', { name: en.uploads.chooseKey.try }).click()
    }
    expect(sha256(readFileSync(await (await received).path()))).toBe(sha256(body))
    await expect(await transfer(page, 'long.bin')).toContainText('Verified')
    expect(cuts).toEqual([])
    // Of each break: a piece that had not come whole, and what the browser still held.
    expect(proxy.answeredBytes - before).toBeLessThan(body.length + 8 * 2 ** 20)
  })

test('started without a network it says so, and is there to be tried again', async ({
  page,
  context,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'data.txt', 'bytes')
  await connect()
  await goTo('')
  await row(page, 'data.txt').click()
  await context.setOffline(true)
  const button = page
    .getByRole('complementary', { name: en.inspector.label })
    .getByRole('button', { name: en.common.download, exact: true })
  await expect(page.getByRole('button', { name: /^Profile: / })).toContainText(en.app.profile.status.offline)
  await button.click()
  const said = page.getByRole('status').filter({ hasText: en.downloads.offline })
  await expect(said).toBeVisible()
  await context.setOffline(false)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    said.getByRole('button', { name: en.common.retry }).click()
  ])
  expect(readFileSync(await download.path(), 'utf8')).toBe('bytes')
})

test('a worker whose script never comes is started again, and the download arrives', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await page.addInitScript(() => {
    const Real = Worker
    let isFirst = true
    const Starting = function (url: string | URL, options?: WorkerOptions): Worker {
      if (!isFirst || options?.name !== 'download') return new Real(url, options)
      isFirst = false
      const nothing = (): void => undefined
      return Object.assign(new EventTarget(), { postMessage: nothing, terminate: nothing }) as unknown as Worker
    }
    Object.assign(window, { Worker: Starting })
  })
  await put(s3, bucket, 'data.txt', 'bytes')
  await connect()
  await goTo('')
  await row(page, 'data.txt').click()
  expect((await downloadOpen(page)).toString()).toBe('bytes')
})

test('cancel hands over nothing', async ({ page, bucket, s3, connectThrough }) => {
  await put(s3, bucket, 'big.bin', randomBytes(30 * 2 ** 20))
  await connectThrough({ answerBytesPerSecond: 3 * 2 ** 20 })
  let handedOver = 0
  page.on('download', () => handedOver++)
  await row(page, 'big.bin').click()
  await page.getByRole('complementary').getByRole('button', { name: en.common.download }).click()
  const line = await transfer(page, 'big.bin')
  await expect(line.getByRole('progressbar')).toBeVisible()
  await line.getByRole('button', { name: 'Cancel big.bin' }).click()
  await expect(line).toContainText(en.transfers.row.cancelled.removed)
  expect(handedOver).toBe(0)
})
