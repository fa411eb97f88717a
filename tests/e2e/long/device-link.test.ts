// A profile as a link for another device: no key is in it, opening it connects to nothing, and its gateway is shown.
import type { Browser, Page } from '@playwright/test'
import { PutBucketAclCommand } from '@aws-sdk/client-s3'
import { encode } from 'uqr'
import { en } from '../../../src/messages/en'
import { serveDist } from '../../gateway/static-server'
import { expect, put, row, test } from '../fixture'

const words = en.deviceLink
const dist = new URL('../../../dist', import.meta.url).pathname
const linkNote = (page: Page) => page.getByRole('status').filter({ hasText: /link/i })

/** Another device: nothing is stored on it. Every address that it asks for is written down. */
async function openOnOtherDevice(browser: Browser | null, address: string): Promise<{ page: Page; asked: string[] }> {
  const context = await browser!.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  const asked: string[] = []
  context.on('request', (request) => asked.push(request.url()))
  await page.goto(address)
  return { page, asked }
}

test('the link leads another device to the gateway and its buckets, and holds no key', async ({
  page,
  info,
  s3,
  bucket,
  connect
}) => {
  await put(s3, bucket, 'one.txt', 'one')
  const [GrantRead, GrantFullControl] = [`id=${info.bob.userId}`, `id=${info.alice.userId}`]
  await s3.send(new PutBucketAclCommand({ Bucket: bucket, GrantRead, GrantFullControl }))
  await connect(info.bob)
  const sidebar = (of: Page) => of.getByRole('navigation', { name: en.app.navigation })
  await page.getByLabel(en.buckets.open.label).first().fill(bucket)
  await page.getByLabel(en.buckets.open.label).first().press('Enter')
  await expect(row(page, 'one.txt')).toBeVisible()
  await page.getByRole('button', { name: /^Profile: / }).click()
  await page.getByRole('button', { name: en.profiles.onDevice }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(words.thisDeviceOnly)).toBeVisible()
  const address = await dialog.getByLabel(words.link, { exact: true }).inputValue()
  expect(address).toContain(encodeURIComponent(info.http))
  expect(address).toContain(`&bucket=${bucket}`)
  expect(address).not.toContain(info.bob.accessKey)
  expect(address).not.toContain(info.bob.secretKey)
  const drawn = (await dialog.getByRole('img', { name: words.code }).locator('path').getAttribute('d')) ?? ''
  const { data } = encode(address, { ecc: 'M', border: 4 })
  expect([...drawn.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`)).toEqual(
    data.flatMap((line, y) => line.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])))
  )
  await dialog.getByLabel(bucket).uncheck()
  await expect(dialog.getByLabel(words.link, { exact: true })).not.toHaveValue(/bucket=/)

  const { page: other, asked } = await openOnOtherDevice(page.context().browser(), address)
  await expect(linkNote(other)).toContainText(new URL(info.http).host)
  await expect(linkNote(other)).toContainText(words.opened.unknown)
  await expect(linkNote(other)).toContainText(words.opened.buckets([bucket]))
  await expect(other.getByLabel(en.connect.gateway.label, { exact: true })).toHaveValue(info.http)
  await expect(other.getByLabel(en.connect.credentials.label)).toHaveValue('')
  expect(asked.filter((url) => new URL(url).host === new URL(info.http).host)).toEqual([])
  expect(asked.filter((url) => url.includes(bucket))).toEqual([])

  await other.getByLabel(en.connect.credentials.label).fill(info.bob.accessKey)
  await other.getByLabel(en.connect.secret.label).fill(info.bob.secretKey)
  await other.getByRole('button', { name: en.connect.connect, exact: true }).click()
  await expect(other.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
  await expect(sidebar(other).getByRole('link', { name: bucket, exact: true })).toBeVisible()
  await other.reload()
  await expect(sidebar(other).getByRole('link', { name: bucket, exact: true })).toBeVisible()
  await other.context().close()
})

test('where only the site’s gateways are allowed, a link to another one fills in nothing', async ({
  page,
  info,
  hosts
}) => {
  const settings = { endpoints: [{ name: 'Ours', url: info.http }], customEndpoints: false }
  const site = await serveDist({ dir: dist, extra: new Map([['site.json', JSON.stringify(settings)]]) })
  hosts.push(site.url)
  const query = (endpoint: string) => `#/connect?endpoint=${encodeURIComponent(endpoint)}&region=r&style=virtual`
  await page.goto(`${site.url}${query('https://rgw.example.org')}`)
  await expect(linkNote(page)).toHaveText(words.opened.notAllowed.replace('{host}', 'rgw.example.org'))
  await expect(page.getByLabel(en.connect.gateway.label, { exact: true })).toHaveValue(info.http)
  await page.getByText(en.connect.more).click()
  await expect(page.getByLabel(en.connect.region)).toHaveValue('us-east-1')
  // In the same tab, as from a mail: what the other link said is gone.
  await page.evaluate((hash) => void (location.hash = hash), query(info.http))
  await expect(linkNote(page)).toHaveText(words.opened.host.replace('{host}', new URL(info.http).host))
  await page.getByText(en.connect.more).click()
  await expect(page.getByLabel(en.connect.region)).toHaveValue('r')
  await expect(page.getByLabel(en.connect.pathStyle)).not.toBeChecked()
  await site.close()
})

test('a damaged link says so, and another gateway than the link’s takes none of its buckets', async ({
  page,
  info,
  baseURL,
  s3,
  bucket
}) => {
  await put(s3, bucket, 'one.txt', 'one')
  await page.goto(`${baseURL}#/connect?endpoint=javascript%3Aalert(1)&region=r&style=path`)
  await expect(linkNote(page)).toHaveText(words.opened.unreadable)
  await page.goto(
    `${baseURL}#/connect?endpoint=https%3A%2F%2Frgw.example.org&region=us-east-1&style=path&bucket=elsewhere`
  )
  await expect(linkNote(page)).toContainText('rgw.example.org')
  await page.getByLabel(en.connect.gateway.label, { exact: true }).fill(info.http)
  await page.getByLabel(en.connect.credentials.label).fill(info.alice.accessKey)
  await page.getByLabel(en.connect.secret.label).fill(info.alice.secretKey)
  await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
  await expect(page.getByRole('main').getByRole('row').filter({ hasText: bucket })).toBeVisible()
  await expect(page.getByText('elsewhere', { exact: true })).toHaveCount(0)
  await page.goto(`${baseURL}#/b/${bucket}/`)
  await expect(row(page, 'one.txt')).toBeVisible()
})
