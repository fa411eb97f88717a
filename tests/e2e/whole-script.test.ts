// The manual's sample script, whole, by hand: two buckets, an object in each, one unsigned and one signed link, and the clean-up.
import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import type { GatewayInfo } from '../gateway/gateway'
import { boto, curl } from '../gateway/judge'
import { createAccount, type Account } from '../gateway/radosgw'
import { clipboard, paste } from './copy-and-drop'
import { expect, row, send, test, transfer } from './fixture'

test.use(clipboard)

const MAY_TAKE_MS = 120_000

async function makeBucket(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Buckets', exact: true }).click()
  await page.getByRole('main').getByRole('button', { name: en.buckets.create.title }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByRole('button', { name: en.buckets.create.create }).click()
  await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText(name)
}

async function makeText(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole('button', { name: 'New', exact: true }).click()
  await page.getByRole('button', { name: 'New text' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByLabel('Text').fill(text)
  await dialog.getByRole('button', { name: en.uploads.text.next }).click()
  const clear = dialog.getByText(en.common.encryption.notEncrypted, { exact: true })
  await expect(dialog.getByRole('button', { name: /^Upload 1/ })).toBeVisible()
  if (await clear.isVisible()) await clear.click()
  await send(dialog)
  await expect(await transfer(page, name)).toContainText('Verified')
  await row(page, name).click()
}

async function copied(page: Page, label: string): Promise<string> {
  const inspector = page.getByRole('complementary', { name: 'Object' })
  const link = inspector.getByRole('button', { name: 'Link', exact: true })
  if ((await link.getAttribute('aria-expanded')) !== 'true') await link.click()
  await inspector.getByRole('button', { name: label, exact: true }).click()
  await expect(inspector.getByRole('button', { name: 'Copied', exact: true })).toBeVisible()
  return paste(page)
}

async function deleteBucketWith(page: Page, bucket: string, key: string): Promise<void> {
  await page.goto(`${(await page.url()).split('#')[0]}#/b/${bucket}/`)
  await row(page, key).locator('.pick').click()
  await page.keyboard.press('Delete')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 1 object' }).click()
  await expect(page.getByText('This bucket is empty')).toBeVisible()
  await page.getByRole('link', { name: en.objects.path.bucket }).click()
  await page.getByRole('button', { name: en.buckets.deletion.openDelete }).click()
  await page.getByRole('dialog').getByRole('button', { name: en.buckets.deletion.delete }).click()
  await expect(page.getByText(en.buckets.deletion.deleted(bucket))).toBeVisible()
}

async function seenByBoto(info: GatewayInfo, account: Account): Promise<unknown> {
  const script = 'print(json.dumps({b.name: [[k.name, k.size] for k in b.list()] for b in conn.get_all_buckets()}))'
  return JSON.parse((await boto({ info, account }, script)).stdout.toString())
}

async function fetched(url: string): Promise<string> {
  return (await curl(['--write-out', ' %{http_code}', url])).stdout.toString()
}

test('scenario 17: the whole sample script in less than two minutes, and boto finds the same at its end', async ({
  page,
  info,
  connect
}) => {
  const id = randomBytes(4).toString('hex')
  const account = await createAccount(info.confFile, `script-${id}`)
  const [first, second] = [`testcou-first-${id}`, `testcou-second-${id}`]
  const startedAtMs = Date.now()
  await connect(account)

  await makeBucket(page, first)
  await makeText(page, 'hello.txt', 'Hello World!')
  await page.getByRole('button', { name: en.sharing.changeAccess }).click()
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /\bpublic-read$/ })
    .check()
  await page.getByRole('dialog').getByRole('button', { name: en.sharing.changeAccess }).click()
  await expect(page.getByText('Public: anyone can read it (ACL)').first()).toBeVisible()
  const unsigned = await copied(page, 'Copy address')

  await makeBucket(page, second)
  await makeText(page, 'secret_plans.txt', 'Secret plans')
  const signed = await copied(page, 'Copy link')

  expect(await fetched(unsigned)).toBe('Hello World! 200')
  expect(unsigned).not.toContain('?')
  expect(await fetched(signed)).toBe('Secret plans 200')
  expect(await fetched(signed.split('?')[0] ?? '')).toContain(' 403')
  expect(await seenByBoto(info, account)).toEqual({
    [first]: [['hello.txt', 12]],
    [second]: [['secret_plans.txt', 12]]
  })

  await deleteBucketWith(page, first, 'hello.txt')
  await deleteBucketWith(page, second, 'secret_plans.txt')
  expect(await seenByBoto(info, account)).toEqual({})
  expect(Date.now() - startedAtMs).toBeLessThan(MAY_TAKE_MS)
})
