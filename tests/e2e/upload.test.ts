// Uploads: typed, chosen, dropped; verified; names that are taken; cancelled, failed and tried again.
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { en } from '../../src/messages/en'
import { boto, curl } from '../gateway/judge'
import {
  beAskedToStay,
  chooseFiles,
  expect,
  keysIn,
  logged,
  numberedKeys,
  put,
  randomFile,
  read,
  row,
  send,
  sha256,
  test,
  transfer
} from './fixture'

test('scenario 5: Hello World! into hello.txt, by keyboard', async ({ page, info, bucket, connect, goTo }) => {
  await connect()
  await goTo('')
  await page.getByRole('button', { name: en.objects.header.new, exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: en.objects.header.newText })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel(en.common.name, { exact: true })).toBeFocused()
  await page.keyboard.type('hello.txt')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Hello World!')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /Upload 1 file/ })
  await expect(dialog.getByRole('radio', { name: en.common.encryption.notEncrypted })).toBeFocused()
  await expect(dialog.getByRole('button', { name: 'Upload 1 file' })).toBeEnabled()
  await dialog.getByRole('button', { name: 'Upload 1 file' }).focus()
  await page.keyboard.press('Enter')
  await expect(await transfer(page, 'hello.txt')).toContainText('Verified')
  await expect(page.getByRole('grid').getByText('hello.txt')).toBeVisible()
  const signed = await boto(
    { info, account: info.alice },
    'print(conn.get_bucket(arg).get_key("hello.txt").generate_url(3600))',
    bucket
  )
  const body = await curl([signed.stdout.toString().trim()])
  expect(body.stdout.toString()).toBe('Hello World!')
})

test('files of every size, in one part and in many, verified and the same byte for byte', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}, info) => {
  const dir = info.outputPath()
  const sizes = {
    'empty.bin': 0,
    'one.bin': 1,
    'small.bin': 70_000,
    'limit.bin': 16 * 2 ** 20,
    'large.bin': 40 * 2 ** 20 + 5
  }
  const bodies = Object.entries(sizes).map(([name, size]) => [name, randomFile(`${dir}/${name}`, size)] as const)
  await connect()
  await goTo('some/folder/')
  const dialog = await chooseFiles(
    page,
    bodies.map(([name]) => `${dir}/${name}`)
  )
  await expect(dialog.getByText(en.uploads.encryption.readable)).toBeVisible()
  await send(dialog)
  for (const [name, body] of bodies) {
    await expect(await transfer(page, name)).toContainText('Verified')
    expect(sha256(await read(s3, bucket, `some/folder/${name}`)), name).toBe(sha256(body))
  }
})

test('a worker sends many small files; they are rows before they are listed, once; without it nothing is sent', async ({
  page,
  connect,
  goTo
}) => {
  await page.addInitScript(() => {
    const Real = Worker
    let startsLeft = 2 // by the page itself, and when files are first sent
    const Starting = function (url: string | URL, options?: WorkerOptions): Worker {
      if (startsLeft === 0 || options?.name !== 'requests') return new Real(url, options)
      startsLeft--
      const broken = Object.assign(new EventTarget(), { postMessage: () => undefined, terminate: () => undefined })
      setTimeout(() => broken.dispatchEvent(new Event('error')))
      return broken as unknown as Worker
    }
    Object.assign(window, { Worker: Starting })
  })
  const asked: string[] = []
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`))
  const sent = () => asked.filter((request) => request.includes('small-'))
  await connect()
  await goTo('')
  const names = numberedKeys(30, 'small-', '.txt')
  const dialog = await chooseFiles(
    page,
    names.map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })) as never
  )
  await dialog.getByRole('button', { name: /^Upload 30 files/ }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  expect(sent()).toEqual([])
  asked.length = 0
  await send(dialog)
  await expect(row(page, 'small-0000.txt')).toBeVisible()
  await expect.poll(() => asked.filter((request) => request.includes('list-type=2')).length).toBe(1)
  expect(sent().filter((request) => request.startsWith('PUT'))).toHaveLength(30)
  expect(page.workers().some((worker) => worker.url().includes('requests.worker'))).toBe(true)
})

test('a whole folder keeps its shape', async ({ page, bucket, s3, connect, goTo }, info) => {
  const dir = info.outputPath('tree')
  mkdirSync(`${dir}/a/b`, { recursive: true })
  for (const path of ['top.txt', 'a/one.txt', 'a/b/two.txt']) writeFileSync(`${dir}/${path}`, path)
  await connect()
  await goTo('')
  await page.getByRole('button', { name: en.objects.header.new, exact: true }).click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: en.objects.header.uploadFolder }).click()
  ])
  await chooser.setFiles(dir)
  await expect(page.getByRole('dialog').locator('.to bdi')).toHaveText(`${bucket} /`)
  await send(page.getByRole('dialog'))
  await expect.poll(() => keysIn(s3, bucket)).toEqual(['tree/a/b/two.txt', 'tree/a/one.txt', 'tree/top.txt'])
})

test('files dropped on the window: the target shows, nothing is sent before the dialog says so', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await connect()
  await goTo('')
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['dropped'], 'dropped.txt'))
    return transfer
  })
  await page.locator('body').dispatchEvent('dragenter', { dataTransfer: data })
  await expect(page.getByText(en.uploads.drop.into.replace('{destination}', '').trim())).toBeVisible()
  await page.locator('body').dispatchEvent('drop', { dataTransfer: data })
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Upload 1 file')
  await expect(dialog.getByRole('button', { name: 'Upload 1 file' })).toBeEnabled()
  expect((await logged(info, bucket)).filter(({ method }) => method === 'PUT')).toEqual([])
  await send(dialog)
  await expect.poll(() => keysIn(s3, bucket)).toEqual(['dropped.txt'])
})

test.describe('names that are taken', () => {
  for (const [choice, keys, old] of [
    ['Keep both', ['a (1).txt', 'a (2).txt', 'a.txt', 'b.txt'], 'old'],
    ['Replace', ['a (1).txt', 'a.txt', 'b.txt'], 'new'],
    ['Skip', ['a (1).txt', 'a.txt', 'b.txt'], 'old']
  ] as const) {
    test(choice, async ({ page, bucket, s3, connect, goTo }) => {
      await put(s3, bucket, 'a.txt', 'old')
      await put(s3, bucket, 'a (1).txt', 'old too')
      await connect()
      await goTo('')
      const dialog = await chooseFiles(page, [
        { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('new') },
        { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('new') }
      ] as never)
      await expect(dialog).toContainText(en.uploads.names.existing(1))
      await dialog.getByText(choice, { exact: true }).click()
      await send(dialog)
      await expect(await transfer(page, 'b.txt')).toContainText('Verified')
      await expect.poll(() => keysIn(s3, bucket)).toEqual(keys)
      // The transfer has the name of what was made.
      const made = choice === 'Keep both' ? 'a (2).txt' : 'a.txt'
      await expect(page.getByRole('list', { name: en.common.transfers }).getByText(made, { exact: true })).toHaveCount(
        choice === 'Skip' ? 0 : 1
      )
      await expect.poll(async () => (await read(s3, bucket, 'a.txt')).toString()).toBe(old)
      expect((await read(s3, bucket, 'a (1).txt')).toString()).toBe('old too')
    })
  }
})

test('where ETag is hidden from pages, our own MD5s complete the upload and the listing proves it', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}, testInfo) => {
  const body = randomFile(testInfo.outputPath('hidden.bin'), 33 * 2 ** 20)
  await connect({ endpoint: info.hiddenEtag })
  await goTo('')
  const dialog = await chooseFiles(page, [testInfo.outputPath('hidden.bin')])
  await send(dialog)
  await expect(await transfer(page, 'hidden.bin')).toContainText('Verified')
  expect(sha256(await read(s3, bucket, 'hidden.bin'))).toBe(sha256(body))
})

test('cancel leaves no object and no part behind; leaving the page in the meantime asks', async ({
  page,
  bucket,
  s3,
  connectThrough
}, testInfo) => {
  randomFile(testInfo.outputPath('slow.bin'), 64 * 2 ** 20)
  await connectThrough({ bytesPerSecond: 2 ** 19 })
  await send(await chooseFiles(page, [testInfo.outputPath('slow.bin')]))
  const line = await transfer(page, 'slow.bin')
  await expect(line.getByRole('progressbar')).toBeVisible()
  await expect(line).toContainText(/\/s/)
  await expect(line).toContainText(/left/)
  const uploads = async () => (await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? []
  await expect.poll(async () => (await uploads()).length).toBe(1)

  await beAskedToStay(page)

  await line.getByRole('button', { name: 'Cancel slow.bin' }).click()
  await expect(line.getByText(en.transfers.row.cancelled.removed, { exact: true })).toBeVisible()
  expect(await uploads()).toEqual([])
  expect(await keysIn(s3, bucket)).toEqual([])
})

test('what failed is listed and tried again: only what is missing is sent', async ({
  page,
  context,
  baseURL,
  info,
  bucket,
  s3,
  connectThrough
}, testInfo) => {
  const body = randomFile(testInfo.outputPath('parts.bin'), 32 * 2 ** 20)
  let refusal = { status: 503, body: '<Error><Code>SlowDown</Code></Error>' }
  const proxy = await connectThrough({
    answer: (method, url) => (method === 'PUT' && url.includes('partNumber=3') ? refusal : undefined)
  })
  const sentParts = async () => {
    const lines = await logged(info, `${bucket}/parts.bin`)
    const sent = lines.filter(({ method, status }) => method === 'PUT' && status === '200')
    return sent.map(({ args }) => /partNumber=(\d+)/.exec(args)?.[1]).sort()
  }
  await send(await chooseFiles(page, [testInfo.outputPath('parts.bin')]))
  const line = await transfer(page, 'parts.bin')
  await expect.poll(sentParts).toEqual(['1', '2', '4'])
  refusal = { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }
  await expect(line).toHaveAttribute('data-state', 'failed')
  await expect(line.getByRole('button', { name: 'Retry parts.bin' })).toBeVisible()
  const other = await context.newPage()
  await other.goto(`${baseURL}#/bucket/${bucket}`)
  await expect(other.getByRole('region', { name: en.buckets.unfinished.title })).toContainText('(this browser)')
  await other.close()
  proxy.heal()
  await line.getByRole('button', { name: 'Retry parts.bin' }).click()
  await expect(line).toContainText('Verified')
  expect(sha256(await read(s3, bucket, 'parts.bin'))).toBe(sha256(body))
  expect(await sentParts()).toEqual(['1', '2', '3', '4'])
})

test('an outage of 15 s fails neither an upload nor a download, and each says what it waits for', async ({
  page,
  bucket,
  s3,
  connectThrough
}, testInfo) => {
  const down = randomFile(testInfo.outputPath('down.bin'), 12 * 2 ** 20)
  await put(s3, bucket, 'down.bin', down)
  const up = randomFile(testInfo.outputPath('up.bin'), 64 * 2 ** 20)
  const proxy = await connectThrough({ bytesPerSecond: 2 ** 19, answerBytesPerSecond: 2 ** 17 })
  const download = page.waitForEvent('download')
  await row(page, 'down.bin').click()
  await page.getByRole('complementary').getByRole('button', { name: en.common.download, exact: true }).click()
  await page.keyboard.press('Escape')
  await send(await chooseFiles(page, [testInfo.outputPath('up.bin')]))
  const [sending, receiving] = [await transfer(page, 'up.bin'), await transfer(page, 'down.bin')]
  for (const line of [sending, receiving]) await expect(line).toContainText(/[1-9]\d*(\.\d)? [KM]iB of/)
  proxy.breakOff(15_000)
  proxy.heal()
  for (const line of [sending, receiving]) await expect(line).toContainText(/; retrying in \d+ s/)
  for (const line of [sending, receiving]) await expect(line).toContainText('Verified')
  expect(sha256(await read(s3, bucket, 'up.bin'))).toBe(sha256(up))
  expect(sha256(readFileSync(await (await download).path()))).toBe(sha256(down))
})

test('a file that changes while it is sent is named, and no object is made of it', async ({
  page,
  bucket,
  s3,
  connectThrough
}, testInfo) => {
  const file = testInfo.outputPath('changing.bin')
  randomFile(file, 48 * 2 ** 20)
  await connectThrough({ bytesPerSecond: 2 ** 19 })
  await send(await chooseFiles(page, [file]))
  const line = await transfer(page, 'changing.bin')
  await expect(line).toContainText(/[1-9]\.\d MiB of/)
  truncateSync(file, 1000)
  await expect(line).toHaveAttribute('data-state', 'failed')
  await expect(line).toContainText(/file.*chang/i)
  expect(await keysIn(s3, bucket)).toEqual([])
  rmSync(file)
})
