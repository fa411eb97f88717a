// The page goes in mid-upload: the next one goes on with the same file, sends only what is missing, and refuses another file.
import { mkdirSync, writeFileSync } from 'node:fs'
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client
} from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import {
  chooseFiles,
  encryptFirst,
  expect,
  keysIn,
  makeKey,
  randomFile,
  read,
  send,
  sha256,
  test,
  transfer
} from '../fixture'
import type { FaultProxy } from '../fault-proxy'

const MIB = 2 ** 20
const words = en.transfers.journalled

/** Parts that were sent, from the n-th request on; not the page's look for a redirect, which names a part of no upload. */
function partsSent({ seen }: FaultProxy, from = 0): number[] {
  const parts = seen.slice(from).filter(([method, url]) => method === 'PUT' && !url.includes('uploadId=none'))
  return parts
    .flatMap(([, url]) => /partNumber=(\d+)/.exec(url)?.slice(1) ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)
}

/** How many parts the gateway holds: the page tells of bytes before it has an answer. */
async function countStored(s3: S3Client, bucket: string): Promise<number> {
  const { Uploads: [upload] = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
  if (upload === undefined) return 0
  const { Key, UploadId } = upload
  const { Parts = [] } = await s3.send(new ListPartsCommand({ Bucket: bucket, Key, UploadId }))
  return Parts.length
}

/** Answers these parts, and this file, with 503 until it is healed. */
const refuse = (parts: readonly number[], name?: string) => ({
  refuse: (method: string, url: string) =>
    method === 'PUT' &&
    (parts.includes(Number(/partNumber=(\d+)/.exec(url)?.[1])) || (name !== undefined && url.includes(name)))
})

test('an encrypted upload whose page was reloaded goes on with its file when that is chosen again, and with no other', async ({
  page,
  bucket,
  s3,
  secrets,
  goTo,
  connectThrough
}, info) => {
  const path = info.outputPath('big.bin')
  const body = randomFile(path, 48 * MIB)
  const proxy = await connectThrough(refuse([4, 5, 6]))
  const key = await makeKey(page, 'field', info.outputPath())
  secrets.push(key.toString(), key.toString('base64'))
  await goTo('')
  const dialog = await chooseFiles(page, [path])
  await encryptFirst(dialog)
  await send(dialog)
  await expect(await transfer(page, 'big.bin')).toContainText('24.0 MiB of 48.0 MiB')
  await expect.poll(() => countStored(s3, bucket)).toBe(3)
  await page.reload()
  const places = page.getByRole('navigation', { name: en.app.navigation }).first()
  await expect(places.getByRole('link', { name: en.common.transfers })).toContainText('1')
  proxy.heal()
  await places.getByRole('link', { name: en.common.transfers }).click()
  const unfinished = page.getByRole('region', { name: words.title })
  // The last second may be missing in the journal: its parts are known by the file.
  await expect(unfinished.getByRole('listitem')).toContainText(/\d\.0 MiB of 48\.0 MiB/)

  const from = proxy.seen.length
  const choose = async (file: string): Promise<void> => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      unfinished.getByRole('button', { name: words.chooseFile }).click()
    ])
    await chooser.setFiles(file)
  }
  mkdirSync(info.outputPath('other'))
  const other = info.outputPath('other/big.bin')
  writeFileSync(
    other,
    body.map((byte) => byte ^ 1)
  )
  await choose(other)
  await expect(unfinished.getByRole('alert')).toHaveText(words.differentFile)
  expect(partsSent(proxy, from)).toEqual([])
  expect(await keysIn(s3, bucket)).toEqual([])

  await choose(path)
  const line = page.locator('[role=listitem][data-state]')
  await expect(line).toContainText('Verified · Encrypted with field')
  expect(partsSent(proxy, from)).toEqual([4, 5, 6])
  await expect(unfinished).toBeHidden()
  expect(sha256(await read(s3, bucket, 'big.bin', key))).toBe(sha256(body))
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? []).toEqual([])
})

test('an upload is seen in another tab while it runs, and starts over when someone removes its parts', async ({
  page,
  context,
  baseURL,
  bucket,
  s3,
  connectThrough
}, info) => {
  const path = info.outputPath('big.bin')
  const body = randomFile(path, 24 * MIB)
  const proxy = await connectThrough(refuse([3]))
  await send(await chooseFiles(page, [path]))
  await expect.poll(() => countStored(s3, bucket)).toBe(2)

  const other = await context.newPage()
  await other.goto(`${baseURL}#/transfers`)
  const seen = other.getByRole('region', { name: words.title }).getByRole('listitem')
  await expect(seen).toContainText('big.bin')
  await expect(seen).toContainText(words.inOtherTab)
  await expect(seen.getByRole('button')).toHaveCount(0)

  const { Uploads: [upload] = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
  const { Key, UploadId } = upload ?? {}
  await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
  const from = proxy.seen.length
  proxy.heal()
  await expect(await transfer(page, 'big.bin')).toContainText(en.transfers.row.verified)
  expect(new Set(partsSent(proxy, from))).toEqual(new Set([1, 2, 3]))
  expect(sha256(await read(s3, bucket, 'big.bin'))).toBe(sha256(body))
  await expect(seen).toHaveCount(0)
})

async function drop(page: Page, files: string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data })
}

/** Only a user can make a browser's picker give files of the disk: this page's gives those that are dropped on it now. */
async function fillPicker(page: Page, files: string[]): Promise<void> {
  await page.evaluate(() => {
    type Item = DataTransferItem & { getAsFileSystemHandle(): Promise<FileSystemHandle> }
    const picked = new Promise<readonly FileSystemHandle[]>((resolve) => {
      const take = (event: DragEvent) => {
        event.preventDefault()
        event.stopImmediatePropagation()
        const items = [...(event.dataTransfer?.items ?? [])] as Item[]
        if (event.type === 'drop') resolve(Promise.all(items.map((item) => item.getAsFileSystemHandle())))
      }
      for (const type of ['dragenter', 'dragover', 'drop'] as const) window.addEventListener(type, take, true)
    })
    Object.assign(window, { showOpenFilePicker: () => picked })
  })
  await drop(page, files)
}

/** From the next page on, files may be read only after the user was asked in their click. This browser has no one to ask. */
async function askPermission(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let permission: PermissionState = 'prompt'
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: async () => permission,
      requestPermission: async () => (permission = navigator.userActivation.isActive ? 'granted' : 'denied')
    })
    const { getFile } = FileSystemFileHandle.prototype
    FileSystemFileHandle.prototype.getFile = async function (this: FileSystemFileHandle) {
      if (permission !== 'granted') throw new DOMException('not permitted', 'NotAllowedError')
      return getFile.call(this)
    }
  })
}

for (const way of ['dropped', 'dropped in their folder', 'picked'] as const)
  test(`an upload of files that were ${way} goes on with one click, a small file beside it too`, async ({
    page,
    bucket,
    s3,
    connectThrough
  }, info) => {
    const proxy = await connectThrough(refuse([3], 'small.txt'))
    mkdirSync(info.outputPath('run/deep'), { recursive: true })
    const bytes = randomFile(info.outputPath('run/kept.bin'), 20 * MIB)
    const small = way === 'dropped in their folder' ? 'deep/small.txt' : 'small.txt'
    writeFileSync(info.outputPath('run', small), 'small')
    const files = [info.outputPath('run/kept.bin'), info.outputPath('run', small)]
    if (way === 'dropped') await drop(page, files)
    else if (way === 'dropped in their folder') await drop(page, [info.outputPath('run')])
    else {
      await fillPicker(page, files)
      await page.getByRole('button', { name: en.common.upload, exact: true }).click()
    }
    await send(page.getByRole('dialog'))
    await expect(await transfer(page, 'kept.bin')).toContainText('16.0 MiB of 20.0 MiB')
    await expect.poll(() => countStored(s3, bucket)).toBe(2)
    await askPermission(page)
    await page.reload()
    proxy.heal()
    const from = proxy.seen.length
    await page.getByText(words.count(2)).click()
    const unfinished = page.getByRole('region', { name: words.title })
    await expect(unfinished.getByRole('listitem')).toHaveCount(2)
    await expect(unfinished.getByRole('button', { name: words.chooseFile })).toHaveCount(0)
    await unfinished.getByRole('button', { name: words.resumeAll }).click()
    for (const name of ['kept.bin', 'small.txt'])
      await expect(page.locator('[role=listitem][data-state]').filter({ hasText: name })).toContainText('Verified')
    expect(partsSent(proxy, from)).toEqual([3])
    await expect(unfinished).toBeHidden()
    const prefix = way === 'dropped in their folder' ? 'run/' : ''
    expect(sha256(await read(s3, bucket, `${prefix}kept.bin`))).toBe(sha256(bytes))
    expect((await read(s3, bucket, `${prefix}${small}`)).toString()).toBe('small')
  })

test('a file that was chosen again with the picker needs no choosing after the next reload', async ({
  page,
  bucket,
  s3,
  connectThrough
}, info) => {
  const path = info.outputPath('kept.bin')
  const body = randomFile(path, 20 * MIB)
  const proxy = await connectThrough(refuse([3]))
  await send(await chooseFiles(page, [path]))
  await expect.poll(() => countStored(s3, bucket)).toBe(2)
  await page.reload()
  await page.getByText(words.count(1)).click()
  const unfinished = page.getByRole('region', { name: words.title })
  await fillPicker(page, [path])
  await unfinished.getByRole('button', { name: words.chooseFile }).click()
  await expect(page.locator('[role=listitem][data-state]')).toContainText('16.0 MiB of 20.0 MiB')
  await askPermission(page)
  await page.reload()
  proxy.heal()
  await page.getByText(words.count(1)).click()
  await expect(unfinished.getByRole('button', { name: words.chooseFile })).toHaveCount(0)
  await unfinished.getByRole('button', { name: words.resumeOf('kept.bin') }).click()
  await expect(page.locator('[role=listitem][data-state]')).toContainText('Verified')
  expect(sha256(await read(s3, bucket, 'kept.bin'))).toBe(sha256(body))
})
