// A folder on the device and a prefix, synced: what is shown before is what is done, and other people's tools agree that both are the same.
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { rclone } from '../../gateway/judge'
import { expect, keysIn, put, stubPicker, test } from '../fixture'

test.describe.configure({ timeout: 120_000 })

interface DiskFile {
  readonly text: string
  readonly modifiedAtMs: number
}

/** Undefined: the file is deleted. */
async function change(page: Page, files: Readonly<Record<string, string | undefined>>): Promise<void> {
  await page.evaluate(async (wanted) => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('picked', { create: true })
    for (const [path, text] of Object.entries(wanted)) {
      const steps = path.split('/')
      let folder = root
      for (const step of steps.slice(0, -1)) folder = await folder.getDirectoryHandle(step, { create: true })
      const name = steps.at(-1) ?? ''
      if (text === undefined) {
        await folder.removeEntry(name)
        continue
      }
      const writable = await (await folder.getFileHandle(name, { create: true })).createWritable()
      await writable.write(text)
      await writable.close()
    }
  }, files)
}

async function filesIn(page: Page): Promise<Record<string, DiskFile>> {
  return page.evaluate(async () => {
    const found: Record<string, { text: string; modifiedAtMs: number }> = {}
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, handle] of folder.entries())
        if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle, `${path}${name}/`)
        else {
          const file = await (handle as FileSystemFileHandle).getFile()
          found[path + name] = { text: await file.text(), modifiedAtMs: file.lastModified }
        }
    }
    await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle('picked'), '')
    return found
  })
}

/** Opens the dialog and compares. */
async function compare(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: en.objects.header.new, exact: true }).click()
  await page.getByRole('button', { name: en.sync.open }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: en.sync.choose }).click()
  await expect(dialog.getByRole('radiogroup', { name: en.sync.direction.label })).toBeVisible()
  await expect(dialog).toContainText(en.code.none.sync)
  return dialog
}

/** The rows by name, each with its group. */
async function planOf(dialog: Locator): Promise<Record<string, string | null>> {
  const rows = await dialog.locator('tbody tr').all()
  const read = rows.map(async (row) => [
    await row.locator('td').first().innerText(),
    await row.getAttribute('data-group')
  ])
  return Object.fromEntries(await Promise.all(read)) as Record<string, string | null>
}

const SYNCED = (transferred: number, deleted: number) => en.sync.done(transferred, deleted)

test('both ways: a dry run, a conflict that is asked, names that can’t be, and nothing to do afterwards', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}, testInfo) => {
  await stubPicker(page)
  await put(s3, bucket, 'd/same.txt', 'same')
  await put(s3, bucket, 'd/conflict.txt', 'of the bucket')
  await put(s3, bucket, 'd/sub/from-bucket.bin', 'b'.repeat(3000))
  await put(s3, bucket, 'd/Case.txt', 'a')
  await put(s3, bucket, 'd/what?.txt', 'b')
  await put(s3, bucket, 'beside.txt', 'not of the folder')
  await connect()
  await change(page, {
    'same.txt': 'same',
    'conflict.txt': 'of the device',
    'sub/from-device.txt': 'x',
    'case.txt': 'c'
  })
  await goTo('d/')
  const before = await keysIn()
  let dialog = await compare(page)
  await dialog.getByText(en.sync.direction.both, { exact: true }).click()
  expect(await planOf(dialog)).toEqual({
    'Case.txt': 'impossible',
    'case.txt': 'impossible',
    'conflict.txt': 'ask',
    'sub/from-bucket.bin': 'download-new',
    'sub/from-device.txt': 'upload-new',
    'what?.txt': 'impossible'
  })
  await expect(dialog.getByRole('row', { name: 'Case.txt' }).first()).toContainText('case.txt')
  expect([await keysIn(), Object.keys(await filesIn(page)).length]).toEqual([before, 4]) // nothing has happened

  await dialog.getByLabel(`${en.sync.table.action}: conflict.txt`).selectOption({ label: en.sync.choice.upload })
  await dialog.getByRole('button', { name: en.sync.start(2, 1) }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: en.uploads.submit(2) })
    .click()
  await expect(page.getByText(SYNCED(3, 0))).toBeVisible()
  const files = await filesIn(page)
  expect(Object.keys(files).toSorted()).toEqual([
    'case.txt',
    'conflict.txt',
    'same.txt',
    'sub/from-bucket.bin',
    'sub/from-device.txt'
  ])
  expect(files['sub/from-bucket.bin']?.text).toBe('b'.repeat(3000))
  expect(await textOf('d/conflict.txt')).toBe('of the device')

  // Again: only what can't be is left. Then one changes here, one there, and each goes its way unasked.
  dialog = await compare(page)
  await dialog.getByText(en.sync.direction.both, { exact: true }).click()
  await expect(dialog.getByText(en.sync.nothingHere)).toBeVisible()
  expect(new Set(Object.values(await planOf(dialog)))).toEqual(new Set(['impossible']))
  await dialog.getByRole('button', { name: en.common.cancel }).click()
  await change(page, { 'same.txt': 'edited here' })
  await put(s3, bucket, 'd/sub/from-bucket.bin', 'edited there')
  dialog = await compare(page)
  await dialog.getByText(en.sync.direction.both, { exact: true }).click()
  expect(await planOf(dialog)).toMatchObject({
    'same.txt': 'upload-changed',
    'sub/from-bucket.bin': 'download-changed'
  })
  await dialog.getByRole('button', { name: en.sync.start(1, 1) }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: en.uploads.submit(1) })
    .click()
  await expect(page.getByText(SYNCED(2, 0))).toBeVisible()
  expect([await textOf('d/same.txt'), (await filesIn(page))['sub/from-bucket.bin']?.text]).toEqual([
    'edited here',
    'edited there'
  ])
  await judge()

  async function keysIn(): Promise<readonly (string | undefined)[]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }))
    return Contents.map(({ Key, ETag }) => `${Key} ${ETag}`)
  }
  async function textOf(key: string): Promise<string | undefined> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    return Body?.transformToString()
  }
  /** rclone, with the folder as it is on the device, finds every file the same; and it reads the dates of those that were uploaded. */
  async function judge(): Promise<void> {
    const disk = testInfo.outputPath('disk')
    for (const [path, { text, modifiedAtMs }] of Object.entries(await filesIn(page))) {
      mkdirSync(dirname(join(disk, path)), { recursive: true })
      writeFileSync(join(disk, path), text)
      utimesSync(join(disk, path), modifiedAtMs / 1000, modifiedAtMs / 1000)
    }
    rmSync(join(disk, 'case.txt'))
    const seat = { info, account: info.alice }
    const exclude = ['--exclude', '[Cc]ase.txt', '--exclude', 'what*']
    const checked = await rclone(seat, ['check', disk, `gate:${bucket}/d`, ...exclude])
    expect([checked.status, checked.stderr]).toEqual([0, expect.stringContaining('0 differences')])
    const dry = ['copy', '--dry-run', '-vv', '--modify-window', '2ms', `${disk}/same.txt`, `gate:${bucket}/d`]
    expect((await rclone(seat, dry)).stderr).toMatch(/same\.txt: Size and modification time the same/)
    const { Metadata = {} } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'd/same.txt' }))
    const listed = await rclone(seat, ['lsjson', `gate:${bucket}/d`, '--files-only'])
    const items = JSON.parse(listed.stdout.toString()) as { readonly Name: string; readonly ModTime: string }[]
    const asRead = items.find(({ Name }) => Name === 'same.txt')?.ModTime ?? ''
    expect(Date.parse(asRead)).toBe(Math.round(Number(Metadata['mtime']) * 1000))
    expect(Date.parse(asRead)).toBe((await filesIn(page))['same.txt']?.modifiedAtMs)
  }
})

test('to the bucket: deletes what is missing only when told to and confirmed, last, and nothing that changed since', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await stubPicker(page)
  const large = randomBytes(10).toString('hex').repeat(1000)
  await put(s3, bucket, 'gone-1.txt', 'a')
  await put(s3, bucket, 'gone-2.txt', 'b')
  await put(s3, bucket, 'newer.txt', 'newer in the bucket')
  await connect()
  await change(page, { 'new.txt': large })
  await goTo('')
  const dialog = await compare(page)
  expect(await planOf(dialog)).toMatchObject({ 'gone-1.txt': 'only-remote', 'new.txt': 'upload-new' })
  await dialog.getByText(en.sync.deletes.up(3)).click()
  expect(await planOf(dialog)).toMatchObject({ 'gone-1.txt': 'delete-remote', 'newer.txt': 'delete-remote' })
  await dialog.getByRole('button', { name: en.sync.start(1, 0) }).click()
  await expect(dialog).toContainText(en.sync.confirm.up(3))
  await put(s3, bucket, 'newer.txt', 'replaced since the comparison')
  await dialog.getByRole('button', { name: en.sync.confirm.submit(3) }).click()
  const upload = page.getByRole('dialog').getByRole('button', { name: en.uploads.submit(1) })
  await expect(upload).toBeVisible()
  expect(await keysIn(s3, bucket)).toEqual(['gone-1.txt', 'gone-2.txt', 'newer.txt'])
  await upload.click()
  await expect(page.getByText(SYNCED(1, 2))).toBeVisible()
  await expect(page.getByText(en.sync.notDeleted(1, 'newer.txt'))).toBeVisible()
  expect(await keysIn(s3, bucket)).toEqual(['new.txt', 'newer.txt'])

  // The other way, on the device: what changes after the comparison stays.
  await change(page, { 'old/x.txt': 'x', 'old/y.txt': 'y' })
  const down = await compare(page)
  await down.getByText(en.sync.direction.down, { exact: true }).click()
  await down.getByText(en.sync.deletes.down(2)).click()
  expect(await planOf(down)).toEqual({
    'newer.txt': 'download-new',
    'old/x.txt': 'delete-local',
    'old/y.txt': 'delete-local'
  })
  await down.getByRole('button', { name: en.sync.start(0, 1) }).click()
  await change(page, { 'old/y.txt': 'changed since' })
  await down.getByRole('button', { name: en.sync.confirm.submit(2) }).click()
  await expect(page.getByText(SYNCED(1, 1))).toBeVisible()
  const left = Object.entries(await filesIn(page)).map(([path, { text }]) => [path, text])
  expect(Object.fromEntries(left)).toEqual({
    'new.txt': large,
    'newer.txt': 'replaced since the comparison',
    'old/y.txt': 'changed since'
  })
})
