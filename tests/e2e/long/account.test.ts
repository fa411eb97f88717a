// What is remembered belongs to an account: tenants share the names of buckets, and profiles come and go.
import { CreateBucketCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { chooseFiles, createPlainClient, expect, test } from '../fixture'
import { en } from '../../../src/messages/en'

const file = [{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('plain') }] as never
const policyOf = (bucket: string, user: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: [`arn:aws:iam:::user/${user}`] },
        Action: ['s3:GetObject'],
        Resource: [`arn:aws:s3:::${bucket}/*`]
      }
    ]
  })

/** Puts a record into a store of the page's browser. */
async function store(page: Page, database: string, key: readonly string[], record: object): Promise<void> {
  await page.evaluate(
    async ([name, at, value]) => {
      const done = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error as Error)
        })
      const opening = indexedDB.open(name, 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore('records')
      const opened = await done(opening)
      await done(
        opened
          .transaction('records', 'readwrite')
          .objectStore('records')
          .put(value, [...at])
      )
      opened.close()
    },
    [database, [...key], record] as const
  )
}

async function addProfile(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Profile:/ }).click()
  await page.getByRole('link', { name: en.settings.addProfile }).click()
}

test('two tenants have a bucket of one name: deleting one leaves what the other requires', async ({
  page,
  info,
  bucket,
  connect,
  goTo,
  baseURL
}) => {
  const carols = createPlainClient(info, info.carol)
  await carols.send(new CreateBucketCommand({ Bucket: bucket }))
  await connect()
  // As an earlier version stored it: of which account it is, is not known.
  await store(page, 'lockgate-bucket-settings', [info.http, bucket], {
    version: 1,
    encryption: { by: 'lockgate', provenAtMs: 1 }
  })
  await addProfile(page)
  await connect(info.carol)
  await expect(page.getByRole('button', { name: /Profile:/ })).toContainText(info.carol.accessKey.slice(0, 8))
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await page.getByRole('button', { name: en.buckets.deletion.openDelete }).click()
  await page.getByRole('dialog').getByRole('button', { name: en.buckets.deletion.delete }).click()
  await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()

  const isUnencryptedAllowed = async (): Promise<boolean> => {
    await goTo('')
    const dialog = await chooseFiles(page, file)
    const isAllowed = await dialog.getByRole('radio').last().isEnabled()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    return isAllowed
  }
  await carols.send(new CreateBucketCommand({ Bucket: bucket }))
  expect(await isUnencryptedAllowed()).toBe(true) // hers is a new one
  carols.destroy()
  await page.getByRole('button', { name: /Profile:/ }).click()
  await page.getByRole('button', { name: info.alice.accessKey.slice(0, 8) }).click()
  await page.goto(`${baseURL}#/`)
  expect(await isUnencryptedAllowed()).toBe(false)
})

test('a profile that was removed and is created again finds its settings, its places and what was left undone', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo,
  baseURL
}) => {
  const pinned = page.getByRole('navigation', { name: en.app.navigation }).getByRole('region', { name: en.app.pinned })
  await connect()
  await goTo('')
  await page.getByRole('button', { name: en.objects.path.pin }).click()
  await expect(pinned).toContainText(bucket)
  // A page of this account was closed while it tried a policy, and the bucket's settings are its own.
  const [former, tried] = [policyOf(bucket, 'bob'), policyOf(bucket, 'alice')]
  const accountId = `${info.http} user ${info.alice.userId}`
  const entry = { endpoint: info.http, accountId, bucket, formerJson: former, writtenJson: [tried] }
  const rest = { probePrefix: '.lockgate-probe-none/', startedAtMs: 1, version: 1 }
  await store(page, 'lockgate-policy-journal', [info.http, bucket, accountId], { ...entry, ...rest })
  await store(page, 'lockgate-bucket-settings', [info.http, bucket, accountId], {
    version: 1,
    encryption: { by: 'lockgate', provenAtMs: 1 }
  })
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: tried }))

  await page.goto(`${baseURL}#/settings`)
  await page.getByRole('main').getByRole('button', { name: en.common.remove, exact: true }).click()
  await page.getByRole('button', { name: en.settings.removeProfile.confirm }).click()
  await expect(page.getByRole('main').getByText(en.settings.profiles.none)).toBeVisible()
  await page.goto(`${baseURL}#/connect`)
  await page.getByText(en.connect.more).click()
  await page.getByLabel(en.connect.remember).uncheck()
  await connect()

  await expect(pinned).toContainText(bucket)
  const present = async () => (await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy
  await expect.poll(present).toBe(former)
  await goTo('')
  const dialog = await chooseFiles(page, file)
  await expect(dialog.getByRole('radio').last()).toBeDisabled()
  await page.keyboard.press('Escape')
  // Of a profile of this tab nothing is left on the device.
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('lockgate-places')))
  ).toEqual([])
})
