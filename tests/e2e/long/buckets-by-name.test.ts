// Buckets that no list names: another user's, one of a gateway that gives pages no list, and a public one without an account.
import { PutBucketAclCommand, PutBucketCorsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { pageRule } from '../../../src/domain/cors'
import { en } from '../../../src/messages/en'
import { serveDist } from '../../gateway/static-server'
import { downloadOpen, expect, keysIn, put, row, test } from '../fixture'

const sidebar = (page: Page): Locator => page.getByRole('navigation', { name: en.app.navigation })

async function add(page: Page, text: string): Promise<void> {
  await page.getByLabel(en.buckets.open.label).first().fill(text)
  await page.getByRole('button', { name: en.common.open, exact: true }).first().click()
}

test('another user’s bucket stays in the sidebar until it is removed there, which removes nothing else', async ({
  page,
  info,
  bucket,
  s3,
  connect
}) => {
  await put(s3, bucket, 'shared.txt', 'hello')
  await s3.send(
    new PutBucketAclCommand({
      Bucket: bucket,
      GrantRead: `id=${info.bob.userId}`,
      GrantFullControl: `id=${info.alice.userId}`
    })
  )
  await connect(info.bob)
  await add(page, `s3://${bucket}`)
  await expect(row(page, 'shared.txt')).toBeVisible()
  await page.reload()
  const link = sidebar(page).getByRole('link', { name: bucket, exact: true })
  await expect(link).toHaveCount(1)
  await sidebar(page).getByRole('link', { name: en.common.buckets, exact: true }).click()
  await expect(page.getByRole('main').getByRole('row').filter({ hasText: bucket })).toBeVisible()
  await sidebar(page)
    .getByRole('button', { name: en.buckets.added.removeNamed(bucket) })
    .click()
  await expect(page.getByText(en.buckets.added.removed(bucket))).toBeVisible()
  await expect(link).toHaveCount(0)
  expect(await keysIn(s3, bucket)).toEqual(['shared.txt'])
})

test('where the gateway gives no list, a bucket is added by its address, a tenant’s too', async ({
  page,
  hosts,
  info,
  bucket,
  s3
}) => {
  const { accessKey, secretKey } = info.carol
  const settings = JSON.stringify({ demoProfile: { name: 'carol', endpoint: info.direct, accessKey, secretKey } })
  const dir = new URL('../../../dist', import.meta.url).pathname
  const site = await serveDist({ dir, extra: new Map([['site.json', settings]]) })
  hosts.push(site.url)
  const { origin } = new URL(site.url)
  const { allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders } = pageRule(origin)
  const rule = {
    AllowedOrigins: [...allowedOrigins],
    AllowedMethods: [...allowedMethods],
    AllowedHeaders: [...allowedHeaders],
    ExposeHeaders: [...exposeHeaders]
  }
  await s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [rule] } }))
  await s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: 'public-read' }))
  await put(s3, bucket, 'in/deep.txt', 'hello')
  await page.goto(site.url)
  await expect(page.getByRole('heading', { name: en.buckets.added.title })).toBeVisible()
  await expect(page.getByLabel(en.buckets.open.label)).toHaveCount(1)
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(page.getByRole('button', { name: en.buckets.create.title })).toHaveCount(0)
  await add(page, `${info.direct}/:${bucket}/in/`)
  await expect(row(page, 'deep.txt')).toBeVisible()
  await expect(sidebar(page).getByRole('link', { name: new RegExp(`^:${bucket}`) })).toBeVisible()
  // The check goes on with the bucket that is known, and has what helps to copy.
  await page.goto(`${site.url}#/buckets`)
  await expect(page.getByRole('main').getByRole('row').filter({ hasText: bucket })).toBeVisible()
  await page.getByRole('link', { name: en.buckets.added.fix }).click()
  await expect(page.getByLabel(en.check.fix.names.nginx, { exact: true }).last()).toHaveValue(new RegExp(origin))
  await expect(page.locator('[data-step=bucket]')).toContainText(bucket)
  await site.close()
})

test('a public bucket is read without an account, and nothing is signed', async ({
  page,
  baseURL,
  info,
  bucket,
  s3
}) => {
  await s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: 'public-read' }))
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'open.txt', Body: 'for everybody', ACL: 'public-read' }))
  const asked: string[] = [] // the gateway's log has what other pages ask about this bucket
  page.context().on('request', (request) => void (request.url().startsWith(info.http) && asked.push(request.url())))
  await page.goto(baseURL ?? '')
  await page.getByLabel(en.connect.withoutAccount).check()
  await page.getByLabel(en.connect.gateway.label, { exact: true }).fill(info.http)
  await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
  await expect(page.getByText(en.buckets.added.why['no-account'])).toBeVisible()
  await add(page, bucket)
  await row(page, 'open.txt').click()
  expect((await downloadOpen(page)).toString()).toBe('for everybody')
  expect(asked.length).toBeGreaterThan(1)
  expect(asked.filter((url) => /x-amz-(signature|credential)/i.test(url))).toEqual([])
})
