// A tab of the version before the one database beside a tab of this one: they find what the other requires, and neither loses, repeats
// or ends what the other has started.
import { CreateMultipartUploadCommand, ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { BrowserContext, Page } from '@playwright/test'
import { chooseFiles, expect, test } from '../fixture'
import { en } from '../../../src/messages/en'

const file = [{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('plain') }] as never

/** The former version's stores, as it opened, read and wrote them; `value` undefined deletes, `'?'` only reads. */
async function use(page: Page, name: string, key: string | readonly string[], value: object | '?' | undefined) {
  return page.evaluate(
    async ([database, at, given]) => {
      const done = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error as Error)
        })
      const opening = indexedDB.open(`lockgate-${database}`, 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore('records')
      const opened = await done(opening)
      const store = opened.transaction('records', 'readwrite', { durability: 'strict' }).objectStore('records')
      if (given === undefined) await done(store.delete(at))
      else if (given !== '?') await done(store.put(given, at))
      const record: unknown = await done(store.get(at))
      opened.close()
      return record
    },
    [name, typeof key === 'string' ? key : [...key], value] as const
  )
}

/** A tab of the former version, as far as its start opens databases. */
async function openFormer(context: BrowserContext, baseURL: string | undefined): Promise<Page> {
  const former = await context.newPage()
  await former.goto(`${baseURL}site.example.json`)
  await use(former, 'accounts', 'none', '?')
  return former
}

async function databases(page: Page): Promise<string[]> {
  const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name))
  return names.filter((name) => name !== 'lockgate-probe').sort()
}

test('encryption that either version requires, both do; and so when one of them no longer does', async ({
  page,
  context,
  info,
  bucket,
  connect,
  goTo,
  baseURL
}) => {
  const key = [info.http, bucket, `${info.http} user ${info.alice.userId}`]
  const isUnencryptedAllowed = async (): Promise<boolean> => {
    await goTo('')
    const dialog = await chooseFiles(page, file)
    const isAllowed = await dialog.getByRole('radio').last().isEnabled()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    return isAllowed
  }
  await connect()
  expect(await isUnencryptedAllowed()).toBe(true)
  expect(await databases(page)).toEqual(['lockgate', 'lockgate-keys', 'lockgate-paths', 'lockgate-profiles'])

  const former = await openFormer(context, baseURL)
  await use(former, 'bucket-settings', key, { version: 1, encryption: { by: 'lockgate', provenAtMs: 1 } })
  expect(await isUnencryptedAllowed()).toBe(false)
  await use(former, 'bucket-settings', key, { version: 1 })
  expect(await isUnencryptedAllowed()).toBe(true)

  await page.goto(`${baseURL}#/bucket/${bucket}`)
  const section = page.getByRole('region', { name: en.encryption.title })
  await section.getByRole('switch').click()
  await expect(section.locator('[data-enforcement=lockgate]')).toBeVisible()
  expect(await use(former, 'bucket-settings', key, '?')).toMatchObject({ version: 1, encryption: { by: 'lockgate' } })
  await page.reload()
  expect(await isUnencryptedAllowed()).toBe(false)
})

test('an upload that the former version runs is known for its own, and neither aborted nor forgotten', async ({
  page,
  context,
  info,
  bucket,
  s3,
  connect,
  baseURL
}) => {
  await connect()
  const former = await openFormer(context, baseURL)
  const { UploadId: uploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'large.bin' }))
  const accountId = `${info.http} user ${info.alice.userId}`
  const entry = { id: 'one', accountId, endpoint: info.http, bucket, key: 'large.bin', uploadId }
  const rest = { sizeBytes: 20_000_000, partSizeBytes: 8_388_608, sseKeyId: undefined, startedAtMs: Date.now() }
  await use(former, 'journal', 'one', { ...entry, ...rest, version: 1 })
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await expect(page.getByRole('main')).toContainText('(this browser)')
  expect(await use(former, 'journal', 'one', '?')).toMatchObject(entry)
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads).toHaveLength(1)
})

test('an ACL that the former version is about to restore is left to it, and restored when it died', async ({
  page,
  context,
  info,
  bucket,
  s3,
  connect,
  baseURL
}) => {
  const { ETag: etag = '' } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'open.txt', Body: 'after' }))
  const owner = { id: info.alice.userId }
  const grants = [
    { grantee: { type: 'user', ...owner }, permission: 'FULL_CONTROL' },
    { grantee: { type: 'everyone' }, permission: 'READ' }
  ]
  const accountId = `${info.http} user ${info.alice.userId}`
  const entry = {
    accountId,
    endpoint: info.http,
    bucket,
    key: 'open.txt',
    etag: etag.replaceAll('"', ''),
    sizeBytes: 5
  }
  const pending = (id: string) => ({ ...entry, id, acl: { owner, grants }, beganAtMs: Date.now(), version: 1 })
  const status = async (): Promise<number> => (await fetch(`${info.direct}/${bucket}/open.txt`)).status
  const waiting = (): Promise<number> =>
    page.evaluate(
      async () =>
        ((await navigator.locks.query()).pending ?? []).filter(({ name }) => name?.startsWith('lockgate-owed-acl'))
          .length
    )
  const startWriting = async (id: string): Promise<Page> => {
    const former = await openFormer(context, baseURL)
    await former.evaluate(
      (name) =>
        new Promise<void>((held) => {
          void navigator.locks.request(name, () => {
            held()
            return new Promise<void>((release) => Object.assign(window, { release }))
          })
        }),
      `lockgate-owed-acl ${id}`
    )
    await use(former, 'owed-acls', id, pending(id))
    return former
  }
  await connect()

  const living = await startWriting('settled')
  await page.reload()
  await expect.poll(waiting).toBe(1)
  await use(living, 'owed-acls', 'settled', undefined)
  await living.evaluate(() => (window as unknown as { release: () => void }).release())
  await expect.poll(waiting).toBe(0)
  expect(await status()).toBe(403)

  const dying = await startWriting('left')
  await page.reload()
  await expect.poll(waiting).toBe(1)
  expect(await status()).toBe(403)
  await dying.close()
  await expect.poll(status).toBe(200)
  const next = await openFormer(context, baseURL)
  await expect.poll(() => use(next, 'owed-acls', 'left', '?')).toBeUndefined()
})
