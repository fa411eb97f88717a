// The desktop's own dialogs and the browser's own questions, which stand-ins replace in all other tests.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { en } from '../../../src/messages/en'
import { startFaultProxy } from '../fault-proxy'
import { fillLogin, put, randomFile, read, send, sha256, transfer } from '../fixture'
import { expect, test } from './dialogs'

const MIB = 2 ** 20
const words = en.transfers.journalled

/** Titles of Chromium's dialogs. */
const FILES = /^Select files/
const FOLDER = /^Select where/

test('a file that was chosen goes on with one click after the browser was started again, once that is allowed', async ({
  desktop,
  restart,
  info,
  bucket,
  s3,
  baseURL
}, testInfo) => {
  const proxy = await startFaultProxy(info.http, {
    refuse: (method, url) => method === 'PUT' && url.includes('partNumber=3')
  })
  const path = testInfo.outputPath('big.bin')
  const bytes = randomFile(path, 20 * MIB)
  const open = async () => {
    const context = await restart()
    const page = await context.newPage()
    await page.goto(`${baseURL}#/b/${bucket}/`)
    return page
  }
  let page = await open()
  await fillLogin(page, { endpoint: proxy.url, ...info.alice })
  await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
  await page.getByRole('link', { name: bucket, exact: true }).first().click()
  await page.getByRole('button', { name: en.common.upload, exact: true }).click()
  await desktop.choosePath(FILES, path)
  await send(page.getByRole('dialog'))
  await expect(await transfer(page, 'big.bin')).toContainText('16.0 MiB of 20.0 MiB')

  page = await open()
  proxy.heal()
  const from = proxy.seen.length
  await page.getByText(words.count(1)).click()
  const unfinished = page.getByRole('region', { name: words.title })
  await unfinished.getByRole('button', { name: words.resumeOf('big.bin') }).click()
  const line = page.locator('[role=listitem][data-state]').filter({ hasText: 'big.bin' })
  await desktop.answer('allow')
  await expect(line).toContainText(en.transfers.row.verified)
  const parts = proxy.seen.slice(from).flatMap(([, url]) => /partNumber=(\d)&uploadId=(?!none)/.exec(url)?.[1] ?? [])
  expect(new Set(parts)).toEqual(new Set(['3']))
  expect(sha256(await read(s3, bucket, 'big.bin'))).toBe(sha256(bytes))
  await proxy.close()
})

test('a folder that was chosen and allowed takes the files; where it is not allowed nothing is written, and it can be chosen again', async ({
  desktop,
  page,
  bucket,
  s3,
  connect,
  goTo
}, testInfo) => {
  const folder = testInfo.outputPath('into')
  mkdirSync(folder)
  await put(s3, bucket, 'data/a.txt', 'plain')
  await put(s3, bucket, 'data/deep/b.bin', Buffer.alloc(9 * MIB, 7))
  await connect()
  await goTo('data/')
  await page.getByRole('button', { name: en.objects.path.about }).click()
  const about = page.getByRole('complementary', { name: en.objects.path.label })
  await about.getByRole('button', { name: /^Download/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(en.downloads.folder.label).click()
  const choose = dialog.getByRole('button', { name: en.downloads.folder.choose })
  const download = dialog.getByRole('button', { name: /^Download \d/ })
  await choose.click()
  await desktop.choosePath(FOLDER, folder)
  await desktop.answer('do not allow')
  await expect(choose).toBeVisible()
  await expect(download).toBeDisabled()
  await choose.click()
  await desktop.choosePath(FOLDER, folder)
  await desktop.answer('allow')
  await download.click()
  await expect(page.getByText('2 transfers done')).toBeVisible()
  expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual([
    'data',
    'data/a.txt',
    'data/deep',
    'data/deep/b.bin'
  ])
  expect(readFileSync(`${folder}/data/a.txt`, 'utf8')).toBe('plain')
  expect(readFileSync(`${folder}/data/deep/b.bin`).equals(Buffer.alloc(9 * MIB, 7))).toBe(true)
})
