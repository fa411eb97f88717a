// The manual's sample script, whole, by hand: two buckets, an object in each, one unsigned and one signed link, and the clean-up.
import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { de } from '../../src/messages/de'
import { en, type Messages } from '../../src/messages/en'
import type { GatewayInfo } from '../gateway/gateway'
import { boto, curl } from '../gateway/judge'
import { createAccount, type Account } from '../gateway/radosgw'
import { clipboard, paste } from './copy-and-drop'
import { expect, row, send, test, transfer } from './fixture'

test.use(clipboard)

const MAY_TAKE_MS = 120_000

/** What is promised about access, in words that no catalogue can change unseen. */
const PUBLIC = { en: 'Public: anyone can read it (ACL)', de: /^Öffentlich: .*\(ACL\)/ }

interface Reader {
  readonly page: Page
  readonly t: Messages
}

/** Without a reload; the next start of the page remembers it. */
async function changeLanguage(page: Page, language: string, t: Messages, baseURL = ''): Promise<void> {
  await page.getByRole('link', { name: en.common.settings }).first().click()
  await page.getByLabel(en.settings.language).selectOption(language)
  await expect(page.getByRole('heading', { name: t.settings.title, exact: true })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  const other = await page.context().newPage()
  await other.goto(baseURL)
  await expect(other.locator('html')).toHaveAttribute('lang', language)
  await other.close()
}

async function makeBucket({ page, t }: Reader, name: string): Promise<void> {
  await page.getByRole('link', { name: t.common.buckets, exact: true }).click()
  await page.getByRole('main').getByRole('button', { name: t.buckets.create.title }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t.common.name, { exact: true }).fill(name)
  await dialog.getByRole('button', { name: t.buckets.create.create }).click()
  await expect(page.getByRole('navigation', { name: t.objects.path.label })).toContainText(name)
}

async function makeText({ page, t }: Reader, name: string, text: string): Promise<void> {
  await page.getByRole('button', { name: t.objects.header.new, exact: true }).click()
  await page.getByRole('button', { name: t.objects.header.newText }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t.common.name, { exact: true }).fill(name)
  await dialog.getByLabel(t.uploads.text.text, { exact: true }).fill(text)
  await dialog.getByRole('button', { name: t.uploads.text.next }).click()
  const clear = dialog.getByText(t.common.encryption.notEncrypted, { exact: true })
  await expect(dialog.getByRole('button', { name: t.uploads.submit(1) })).toBeVisible()
  if (await clear.isVisible()) await clear.click()
  await send(dialog, t.uploads.submit(1))
  await expect(await transfer(page, name, t)).toContainText(t.transfers.row.verified)
  await row(page, name, t).click()
}

async function copied({ page, t }: Reader, label: string): Promise<string> {
  const inspector = page.getByRole('complementary', { name: t.inspector.label })
  const link = inspector.getByRole('button', { name: t.links.title, exact: true })
  if ((await link.getAttribute('aria-expanded')) !== 'true') await link.click()
  await inspector.getByRole('button', { name: label, exact: true }).click()
  await expect(inspector.getByRole('button', { name: t.common.copied, exact: true })).toBeVisible()
  return paste(page)
}

async function deleteBucketWith({ page, t }: Reader, bucket: string, key: string): Promise<void> {
  await page.goto(`${(await page.url()).split('#')[0]}#/b/${bucket}/`)
  await row(page, key, t).locator('.pick').click()
  await page.keyboard.press('Delete')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t.deletion.confirm(1) })
    .click()
  await expect(page.getByText(t.objects.empty.bucket)).toBeVisible()
  await page.getByRole('link', { name: t.objects.path.bucket }).click()
  await page.getByRole('button', { name: t.buckets.deletion.openDelete }).click()
  await page.getByRole('dialog').getByRole('button', { name: t.buckets.deletion.delete }).click()
  await expect(page.getByText(t.buckets.deletion.deleted(bucket))).toBeVisible()
}

async function seenByBoto(info: GatewayInfo, account: Account): Promise<unknown> {
  const script = 'print(json.dumps({b.name: [[k.name, k.size] for k in b.list()] for b in conn.get_all_buckets()}))'
  return JSON.parse((await boto({ info, account }, script)).stdout.toString())
}

async function fetched(url: string): Promise<string> {
  return (await curl(['--write-out', ' %{http_code}', url])).stdout.toString()
}

for (const language of ['en', 'de'] as const) {
  const t = { en, de }[language]
  const title = {
    en: 'scenario 17: the whole sample script in less than two minutes, and boto finds the same at its end',
    de: 'the whole sample script in German, after the language was changed in Settings'
  }[language]
  test(title, async ({ page, info, connect, baseURL }) => {
    const id = randomBytes(4).toString('hex')
    const account = await createAccount(info.confFile, `script-${id}`)
    const [first, second] = [`testcou-first-${id}`, `testcou-second-${id}`]
    const reader = { page, t }
    const startedAtMs = Date.now()
    await connect(account)
    if (language !== 'en') await changeLanguage(page, language, t, baseURL)

    await makeBucket(reader, first)
    await makeText(reader, 'hello.txt', 'Hello World!')
    await page.getByRole('button', { name: t.sharing.changeAccess }).click()
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /\bpublic-read$/ })
      .check()
    await page.getByRole('dialog').getByRole('button', { name: t.sharing.changeAccess }).click()
    await expect(page.getByText(PUBLIC[language]).first()).toBeVisible()
    const unsigned = await copied(reader, t.links.unsigned.copyAddress)

    await makeBucket(reader, second)
    await makeText(reader, 'secret_plans.txt', 'Secret plans')
    const signed = await copied(reader, t.links.copyLink)

    expect(await fetched(unsigned)).toBe('Hello World! 200')
    expect(unsigned).not.toContain('?')
    expect(await fetched(signed)).toBe('Secret plans 200')
    expect(await fetched(signed.split('?')[0] ?? '')).toContain(' 403')
    expect(await seenByBoto(info, account)).toEqual({
      [first]: [['hello.txt', 12]],
      [second]: [['secret_plans.txt', 12]]
    })

    await deleteBucketWith(reader, first, 'hello.txt')
    await deleteBucketWith(reader, second, 'secret_plans.txt')
    expect(await seenByBoto(info, account)).toEqual({})
    expect(Date.now() - startedAtMs).toBeLessThan(MAY_TAKE_MS)
  })
}
