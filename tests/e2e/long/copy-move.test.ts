// Copies, moves and renames by the page; another client says what became of both buckets.
import { randomBytes } from 'node:crypto'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectAclCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client
} from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import {
  chooseAction,
  beAskedToStay,
  expect,
  keysIn,
  makeKey,
  numberedKeys,
  put,
  putMany,
  read,
  row,
  test
} from '../fixture'
import { boto3 } from '../../gateway/judge'
import { sseInput } from '../../gateway/sse-input'
import { errorTitle } from '../error-words'

/** On a machine that is ten times as slow. */
const DONE = { timeout: 180_000 }

/** A move that went no further than its copy. */
const KEPT = errorTitle('source-kept')

const inspector = (page: Page): Locator => page.getByRole('complementary', { name: en.inspector.label })
const pick = (page: Page, name: string): Locator => row(page, name).locator('.pick')
const footer = (page: Page, name: string): Locator => page.getByRole('main').getByRole('button', { name, exact: true })

async function other(s3: S3Client): Promise<{ readonly name: string; readonly remove: () => Promise<void> }> {
  const name = `e2e-${randomBytes(5).toString('hex')}`
  await s3.send(new CreateBucketCommand({ Bucket: name }))
  const remove = async (): Promise<void> => {
    const Objects = (await keysIn(s3, name)).map((Key) => ({ Key }))
    if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket: name, Delete: { Objects } }))
    await s3.send(new DeleteBucketCommand({ Bucket: name }))
  }
  return { name, remove }
}

const kind = (dialog: Locator, name: 'copy' | 'move'): Locator =>
  dialog.getByText(en.copies.kind[name], { exact: true })

test('an object is copied beside itself, renamed and moved, with all that belongs to it', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await s3.send(
    new PutObjectCommand({
      ...{ Bucket: bucket, Key: 'scan +%.csv', Body: 'a,b', ContentType: 'text/csv', ACL: 'public-read' },
      ...{ Metadata: { run: '1' }, Tagging: 'state=raw' }
    })
  )
  const target = await other(s3)
  await connect()
  await goTo('')
  await row(page, 'scan +%.csv').click()
  await chooseAction(inspector(page), en.copies.open)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(en.copies.folder).fill('old/2026')
  await dialog.getByRole('button', { name: en.copies.submit.copy(1) }).click()
  await expect(dialog).toBeHidden(DONE)
  await expect(page.getByText(en.copies.done.copy(1))).toBeVisible()
  expect(await keysIn(s3, bucket)).toEqual(['old/2026/scan +%.csv', 'scan +%.csv'])

  await chooseAction(inspector(page), en.copies.rename)
  await expect(dialog.getByRole('button', { name: en.copies.submit.rename(1) })).toBeDisabled()
  await dialog.getByLabel(en.copies.newName).fill('renamed.csv')
  await dialog.getByRole('button', { name: en.copies.submit.rename(1) }).click()
  await expect(dialog).toBeHidden(DONE)
  await expect(row(page, 'renamed.csv')).toBeVisible()
  await expect(row(page, 'scan +%.csv')).toBeHidden()
  expect(await keysIn(s3, bucket)).toEqual(['old/2026/scan +%.csv', 'renamed.csv'])

  await row(page, 'renamed.csv').click()
  await chooseAction(inspector(page), en.copies.open)
  await kind(dialog, 'move').click()
  await expect(dialog).toContainText(en.copies.about.off)
  await dialog.getByLabel(en.copies.bucket).fill(target.name)
  await dialog.getByRole('button', { name: en.copies.submit.move(1) }).click()
  await expect(dialog).toBeHidden(DONE)
  await expect(row(page, 'renamed.csv')).toBeHidden()
  expect(await keysIn(s3, bucket)).toEqual(['old/2026/scan +%.csv'])
  expect((await read(s3, target.name, 'renamed.csv')).toString()).toBe('a,b')
  const head = await s3.send(new HeadObjectCommand({ Bucket: target.name, Key: 'renamed.csv' }))
  expect(head).toMatchObject({ ContentType: 'text/csv', Metadata: { run: '1' } })
  const { Grants = [] } = await s3.send(new GetObjectAclCommand({ Bucket: target.name, Key: 'renamed.csv' }))
  expect(Grants.map(({ Permission }) => Permission)).toContain('READ')
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket: target.name, Key: 'renamed.csv' }))
  expect(TagSet).toEqual([{ Key: 'state', Value: 'raw' }])
  await target.remove()
})

test('a move keeps a source that is written over before its last look', async ({
  page,
  bucket,
  s3,
  info,
  connectThrough
}) => {
  await put(s3, bucket, 'note.txt', 'seen')
  const target = await other(s3)
  let isWritten = false
  const proxy = await connectThrough({
    // The copy is made: what is asked of the source from now on is whether it is still the same.
    hold: ({ method, url }) => {
      if (method !== 'GET' || !url.startsWith(`/${bucket}`) || !/[?&]versions/.test(url) || isWritten) return
      return (async () => {
        if (!(await keysIn(s3, target.name)).includes('note.txt')) return
        isWritten = true
        const { status, stderr } = await boto3(
          { info, account: info.alice },
          's3.put_object(Bucket=arg, Key="note.txt", Body=b"written over")',
          bucket
        )
        expect(status, stderr).toBe(0)
      })()
    }
  })
  await row(page, 'note.txt').click()
  await chooseAction(inspector(page), en.copies.open)
  const dialog = page.getByRole('dialog')
  await kind(dialog, 'move').click()
  await dialog.getByLabel(en.copies.bucket).fill(target.name)
  await dialog.getByRole('button', { name: en.copies.submit.move(1) }).click()
  await expect(dialog.getByRole('listitem').filter({ hasText: 'note.txt' })).toContainText(KEPT, DONE)
  expect(isWritten, proxy.seen.join('\n')).toBe(true)
  expect((await read(s3, bucket, 'note.txt')).toString()).toBe('written over')
  expect((await read(s3, target.name, 'note.txt')).toString()).toBe('seen')
  await target.remove()
})

test('a folder and an object go to another bucket; names that are taken are asked about', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  const names = [...numberedKeys(8, 'run/deep/', '.txt'), 'run/', 'note.txt']
  await putMany(s3, bucket, names, 'new')
  const target = await other(s3)
  await put(s3, target.name, 'in/note.txt', 'theirs')
  await put(s3, target.name, 'in/run/deep/0007.txt', 'theirs')
  await connect()
  await goTo('')
  await pick(page, 'run').click()
  await pick(page, 'note.txt').click()
  await footer(page, en.copies.open).click()
  const dialog = page.getByRole('dialog', { name: en.copies.title.copy('1 object and 1 folder') })
  await dialog.getByLabel(en.copies.bucket).fill(target.name)
  await dialog.getByLabel(en.copies.folder).fill('in/')
  await dialog.getByRole('button', { name: en.copies.submit.copy(10) }).click()
  await expect(dialog).toContainText(en.uploads.names.existing(2))
  expect(await keysIn(s3, target.name)).toHaveLength(2)
  await dialog.getByText(en.uploads.clash['keep-both']).click()
  await dialog.getByRole('button', { name: en.copies.submit.copy(10) }).click()
  await expect(dialog).toBeHidden(DONE)
  const copied = await keysIn(s3, target.name)
  expect(copied).toHaveLength(12)
  expect(copied).toContain('in/note (1).txt')
  expect((await read(s3, target.name, 'in/note.txt')).toString()).toBe('theirs')

  await footer(page, en.copies.open).click()
  const again = page.getByRole('dialog')
  await kind(again, 'move').click()
  await again.getByLabel(en.copies.bucket).fill(target.name)
  await again.getByLabel(en.copies.folder).fill('in')
  await again.getByRole('button', { name: en.copies.submit.move(10) }).click()
  await expect(again).toContainText(en.uploads.names.existing(10))
  await again.getByText(en.uploads.clash.replace, { exact: true }).click()
  await again.getByRole('button', { name: en.copies.submit.move(10) }).click()
  await expect(again).toBeHidden(DONE)
  expect((await read(s3, target.name, 'in/note.txt')).toString()).toBe('new')
  expect(await keysIn(s3, bucket)).toEqual([])
  await target.remove()
})

test('copies are encrypted with a key, in place too, and moved with it', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}, testInfo) => {
  await put(s3, bucket, 'plain.txt', 'secret')
  await put(s3, bucket, 'stays.txt', 'open')
  await connect()
  await makeKey(page, 'mine', testInfo.outputPath())
  await goTo('')
  const dialog = page.getByRole('dialog')
  const encrypted = row(page, 'plain.txt').getByText(en.common.encryption.encrypted('mine'))
  await row(page, 'plain.txt').click()
  await chooseAction(inspector(page), en.copies.open)
  await kind(dialog, 'move').click()
  await dialog.getByText(en.uploads.encryption.withYourKey).click()
  const submit = dialog.getByRole('button', { name: en.copies.submit.move(1) })
  await expect(submit).toBeDisabled() // the key was never sent there
  await dialog.getByLabel(/^Send this key to /).check()
  await submit.click()
  await expect(dialog).toBeHidden(DONE)
  await expect(encrypted).toBeVisible()
  await expect(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'plain.txt' }))).rejects.toThrow()
  expect(await keysIn(s3, bucket)).toEqual(['plain.txt', 'stays.txt'])

  await chooseAction(inspector(page), en.copies.rename)
  await dialog.getByLabel(en.copies.newName).fill('locked.txt')
  await dialog.getByRole('button', { name: en.copies.submit.rename(1) }).click()
  await expect(dialog).toBeHidden(DONE)
  await expect(row(page, 'locked.txt').getByText(en.common.encryption.encrypted('mine'))).toBeVisible()
  await expect(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'locked.txt' }))).rejects.toThrow()
  expect(await keysIn(s3, bucket)).toEqual(['locked.txt', 'stays.txt'])
})

test('a stop half-way leaves what was moved, and every other object where it was', async ({
  page,
  bucket,
  s3,
  connectThrough
}) => {
  const names = numberedKeys(24, 'd/')
  await putMany(s3, bucket, names)
  const target = await other(s3)
  const proxy = await connectThrough({ answerBytesPerSecond: 10_000 })
  await pick(page, 'd').click()
  await footer(page, en.copies.open).click()
  const dialog = page.getByRole('dialog')
  await kind(dialog, 'move').click()
  await dialog.getByLabel(en.copies.bucket).fill(target.name)
  await dialog.getByRole('button', { name: en.copies.submit.move(24) }).click()
  await expect(dialog).toContainText(/[1-9]\d* of 24 moved/, DONE)
  await dialog.getByRole('button', { name: en.common.bulk.stop.move }).click()
  await expect(dialog).toContainText(en.common.bulk.stopped.move, DONE)
  proxy.heal()
  const [left, moved] = [await keysIn(s3, bucket), await keysIn(s3, target.name)]
  for (const name of names) expect([...left, ...moved]).toContain(name)
  expect(left.length).toBeGreaterThan(0)
  const told = /(\d+) of 24 moved/.exec((await dialog.textContent()) ?? '')
  expect(24 - left.length).toBe(Number(told?.[1]))
  await target.remove()
})

test('a page that is gone half-way loses no source and leaves nothing unencrypted', async ({
  page,
  bucket,
  s3,
  connectThrough,
  goTo
}, testInfo) => {
  const names = numberedKeys(16, 'd/')
  await putMany(s3, bucket, names, 'body')
  const target = await other(s3)
  await connectThrough({ answerBytesPerSecond: 10_000 })
  const key = await makeKey(page, 'mine', testInfo.outputPath())
  await goTo('')
  await pick(page, 'd').click()
  await footer(page, en.copies.open).click()
  const dialog = page.getByRole('dialog')
  await kind(dialog, 'move').click()
  await dialog.getByLabel(en.copies.bucket).fill(target.name)
  await dialog.getByText(en.uploads.encryption.withYourKey).click()
  await dialog.getByLabel(/^Send this key to /).check()
  await dialog.getByRole('button', { name: en.copies.submit.move(16) }).click()
  await expect(dialog).toContainText(/[1-9]\d* of 16 moved/, DONE)
  await beAskedToStay(page)
  // Gone without asking, as by a crash.
  await page.close({ runBeforeUnload: false })
  await expect
    .poll(async () => {
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: target.name }))
      return Uploads.length
    })
    .toBeLessThan(5)
  const [left, copied] = [await keysIn(s3, bucket), await keysIn(s3, target.name)]
  for (const name of names) if (!left.includes(name)) expect(copied).toContain(name)
  for (const name of copied) {
    await expect(s3.send(new HeadObjectCommand({ Bucket: target.name, Key: name }))).rejects.toThrow()
    if (!left.includes(name)) {
      const length = (await s3.send(new HeadObjectCommand({ Bucket: target.name, Key: name, ...sseInput(key) })))
        .ContentLength
      expect(length).toBe(4)
    }
  }
  await target.remove().catch(() => undefined)
})

test('by keyboard alone: F2 renames the row in focus, a folder with all that is in it', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  for (const key of ['a/', 'a/deep/x', 'b']) await put(s3, bucket, key, key)
  await connect()
  await goTo('')
  await page.getByRole('grid', { name: en.objects.label }).focus()
  await page.keyboard.press('a')
  await page.keyboard.press('F2')
  const dialog = page.getByRole('dialog', { name: en.copies.title.rename('“a/”') })
  await expect(dialog.getByLabel(en.copies.newName)).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.type(' +%')
  await expect(dialog.getByRole('button', { name: en.copies.submit.rename(2) })).toBeEnabled()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden(DONE)
  await expect(row(page, 'a +%')).toBeVisible()
  expect(await keysIn(s3, bucket)).toEqual(['a +%/', 'a +%/deep/x', 'b'])
})

test('in a bucket that keeps versions a moved object stays behind a marker', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  await put(s3, bucket, 'v.txt', 'one')
  await connect()
  await goTo('')
  await row(page, 'v.txt').click()
  await chooseAction(inspector(page), en.copies.rename)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(en.copies.about.on)
  await dialog.getByLabel(en.copies.newName).fill('w.txt')
  await dialog.getByRole('button', { name: en.copies.submit.rename(1) }).click()
  await expect(dialog).toBeHidden(DONE)
  await expect(row(page, 'w.txt')).toBeVisible()
  expect(await keysIn(s3, bucket)).toEqual(['w.txt'])

  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Suspended' } }))
  await row(page, 'w.txt').click()
  await chooseAction(inspector(page), en.copies.rename)
  await expect(dialog).toContainText(en.copies.about.suspended)
})

test('whether versions are kept is said only once the gateway has told', async ({
  page,
  bucket,
  s3,
  connectThrough
}) => {
  await put(s3, bucket, 'v.txt', 'one')
  let isRefused = false
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const isVersioning = (url: string): boolean => /[?&]versioning(=|&|$)/.test(url)
  const body = '<Error><Code>AccessDenied</Code></Error>'
  await connectThrough({
    hold: ({ url }) => (isVersioning(url) && isRefused ? held : undefined),
    answer: (_, url) => (isVersioning(url) && isRefused ? { status: 403, body } : undefined)
  })
  await row(page, 'v.txt').click()
  isRefused = true
  await chooseAction(inspector(page), en.copies.rename)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(en.deletion.versioningAsked)
  await expect(dialog).not.toContainText(en.copies.about.off)
  release()
  await expect(dialog).toContainText(en.copies.about.unknown)
  await expect(dialog).not.toContainText(en.copies.about.off)
  await dialog.getByLabel(en.copies.newName).fill('w.txt')
  await dialog.getByRole('button', { name: en.copies.submit.rename(1) }).click()
  await expect(dialog).toBeHidden(DONE)
  expect(await keysIn(s3, bucket)).toEqual(['w.txt'])
})
