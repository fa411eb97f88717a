// The CORS rules of a bucket: what they withhold from this page is seen, and a change to them keeps the others.
import {
  GetBucketCorsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketCorsCommand,
  type CORSRule,
  type S3Client
} from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { pageRule } from '../../../src/domain/cors'
import { formatCorsRules } from '../../../src/domain/cors-text'
import { en } from '../../../src/messages/en'
import { serveDist } from '../../gateway/static-server'
import { expect, test } from '../fixture'

/** What the place says of each ability. */
async function seenOn(page: Page): Promise<Record<string, string | null>> {
  const items = await page.locator('[data-ability]').all()
  return Object.fromEntries(
    await Promise.all(
      items.map(async (item) => [await item.getAttribute('data-ability'), await item.getAttribute('data-seen')])
    )
  ) as Record<string, string | null>
}

const all = (seen: string) =>
  Object.fromEntries(['read', 'head', 'put', 'post', 'delete', 'sse', 'etag', 'details'].map((name) => [name, seen]))

async function expectNothingLeft(s3: S3Client, bucket: string): Promise<void> {
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? []).toEqual([])
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }))
  expect([...Versions, ...DeleteMarkers]).toEqual([])
}

const stranger = { AllowedOrigins: ['https://other.example'], AllowedMethods: ['GET' as const] }

test('what the rules of a gateway as it comes withhold is seen, and that this page’s rule brings it back', async ({
  page,
  hosts,
  info,
  bucket,
  s3
}) => {
  const { accessKey, secretKey } = info.alice
  const settings = JSON.stringify({ demoProfile: { name: 'alice', endpoint: info.direct, accessKey, secretKey } })
  const dir = new URL('../../../dist', import.meta.url).pathname
  const site = await serveDist({ dir, extra: new Map([['site.json', settings]]) })
  hosts.push(site.url)
  const { origin } = new URL(site.url)
  const setRules = (CORSRules: CORSRule[]) =>
    s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules } }))
  const weak = { AllowedOrigins: [origin], AllowedMethods: ['GET', 'HEAD', 'PUT', 'POST'], AllowedHeaders: ['*'] }
  await setRules([weak, stranger])
  await page.goto(`${site.url}#/bucket/${bucket}`)

  const section = page.getByRole('region', { name: en.cors.title })
  await expect(section.getByText(en.cors.readingOnly)).toBeVisible()
  await expect(section.getByText(en.cors.copyWhat)).toBeVisible() // the gateway lets no page read its rules
  await expect
    .poll(() => seenOn(page))
    .toEqual({ ...all('not-tested'), read: 'works', head: 'works', details: 'blocked' })
  await section.getByRole('button', { name: en.cors.test, exact: true }).click()
  await expect(section.getByText(/^Tested .* Other sites can’t be tested from here\./)).toBeVisible()
  expect(await seenOn(page)).toEqual({ ...all('works'), delete: 'blocked', etag: 'not-tested', details: 'blocked' })

  const copied = JSON.parse(formatCorsRules([pageRule(origin)])) as { CORSRules: CORSRule[] }
  await setRules([...copied.CORSRules, weak, stranger])
  await section.getByRole('button', { name: en.cors.testAgain }).click()
  await expect.poll(() => seenOn(page)).toEqual(all('works'))
  await expectNothingLeft(s3, bucket)
  await site.close()
})

test('rules that can be read are changed as a whole: this page’s goes first, and the others stay', async ({
  page,
  baseURL,
  bucket,
  s3,
  connect
}) => {
  const { origin } = new URL(baseURL ?? '')
  await s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [stranger] } }))
  await connect()
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  const section = page.getByRole('region', { name: en.cors.title })
  await section.getByRole('button', { name: en.cors.allow, exact: true }).click()
  await expect(section.getByText(en.cors.outcome.saved)).toBeVisible()
  await expect(section.getByText(/^Tested /)).toBeVisible()
  expect(await seenOn(page)).toEqual(all('works'))
  const read = async () => (await s3.send(new GetBucketCorsCommand({ Bucket: bucket }))).CORSRules ?? []
  const rules = await read()
  expect(rules.map(({ AllowedOrigins }) => AllowedOrigins)).toEqual([[origin], ['https://other.example']])
  expect(new Set(rules[0]?.AllowedMethods)).toEqual(new Set(pageRule(origin).allowedMethods))
  await expectNothingLeft(s3, bucket)

  await section.getByText(en.cors.editor.title).click()
  const json = section.getByLabel(en.cors.editor.json)
  const save = section.getByRole('button', { name: en.cors.editor.save })
  await json.fill('[{"AllowedOrigin": ["*"]}]')
  await expect(section.getByText(/is not a field of a rule/)).toBeVisible()
  await json.fill(JSON.stringify([stranger]))
  await expect(section.getByText(/^With these rules, this would no longer work in Lockgate/)).toBeVisible()
  await expect(save).toHaveAttribute('aria-disabled', 'true')
  await section.getByLabel(en.cors.editor.allowLosses).check()
  await save.click()
  await expect(section.getByText(en.cors.outcome.saved)).toBeVisible()
  await expect.poll(async () => (await read()).length).toBe(1)
})
