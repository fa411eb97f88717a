// A browser that has no room left for the notes by which work is taken up again: the page says so, and does not begin that work.
import { GetBucketPolicyCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { errorTitle } from '../error-words'
import { chooseFiles, expect, keysIn, logged, send, test, transfer } from '../fixture'

/** From now on the database of this name takes nothing, as on a full disk. @returns how to make room. */
async function fillUp(page: Page, database: string): Promise<() => Promise<void>> {
  await page.evaluate((name) => {
    const own = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<IDBObjectStore['put']>) {
      if (this.transaction.db.name === name) throw new DOMException('No room', 'QuotaExceededError')
      return own.apply(this, args)
    }
    Object.assign(window, { makeRoom: () => (IDBObjectStore.prototype.put = own) })
  }, database)
  return () => page.evaluate(() => (window as unknown as { makeRoom: () => void }).makeRoom())
}

test('no policy is put that could not be taken back: nothing reaches the bucket until there is room', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  baseURL
}) => {
  await connect()
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  const section = page.getByRole('region', { name: en.encryption.title })
  const toggle = section.getByRole('switch')
  await expect(toggle).toBeEnabled()
  const makeRoom = await fillUp(page, 'lockgate')
  await toggle.click()
  await expect(section.getByRole('alert')).toContainText(errorTitle('browser-storage-full'))
  await expect(toggle).not.toBeChecked()
  await expect(section.locator('[data-enforcement]')).toHaveCount(0)
  await expect(s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))).rejects.toMatchObject({
    name: 'NoSuchBucketPolicy'
  })
  const writes = async (): Promise<number> =>
    (await logged(info, bucket)).filter(({ method, uri }) => method === 'PUT' && uri !== `/${bucket}`).length
  expect(await writes()).toBe(0)

  await makeRoom()
  await section.getByRole('button', { name: en.encryption.reloadPolicy }).click()
  await expect(section.locator('[data-enforcement=off]')).toBeVisible()
  await toggle.click()
  await expect(section.locator('[data-enforcement=lockgate]')).toBeVisible()
  expect(await writes()).toBeGreaterThan(0)
  expect(await keysIn(s3, bucket)).toEqual([])
})

test('no part is sent that could not be found again: the upload fails with its reason, and works when there is room', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await connect()
  await goTo('')
  const makeRoom = await fillUp(page, 'lockgate')
  const file = { name: 'large.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(20 * 2 ** 20, 7) }
  const dialog = await chooseFiles(page, [file] as never)
  await send(dialog)
  const line = await transfer(page, 'large.bin')
  await expect(line).toHaveAttribute('data-state', 'failed')
  await expect(line).toContainText(errorTitle('browser-storage-full'))
  const uploadCount = async (): Promise<number> =>
    (await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads?.length ?? 0
  expect(await uploadCount()).toBe(0)
  expect((await logged(info, `${bucket}/large.bin`)).filter(({ uri }) => uri.includes('partNumber='))).toEqual([])

  await makeRoom()
  await line.getByRole('button', { name: /^Retry/ }).click()
  await expect(line).toContainText('Verified')
  expect([await keysIn(s3, bucket), await uploadCount()]).toEqual([['large.bin'], 0])
})
